# SPDX-License-Identifier: MIT
"""A workbook written cell by cell: every text is text, and the bytes are always
the same.

Texts stand in the cells themselves (ECMA-376, part 1, section 18.3.1.53), so that
none is ever a formula, whatever it begins with.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Final
from xml.sax.saxutils import escape, quoteattr

from annotator.formats.losses import Losses
from annotator.formats.tables.xlsx_strings import escaped
from annotator.model.sentence import Sentence

#: What a cell and a sheet hold at most; a cell counts UTF-16 units.
LONGEST: Final = 32_767
ROWS: Final = 1_048_576
#: Whole numbers past this are not exact there.
_EXACT: Final = 1 << 53

CUT: Final = Sentence("text beyond the 32,767 characters that a cell holds")
TOO_MANY: Final = Sentence("rows beyond the 1,048,576 that a sheet holds")

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Workbook:
    """A workbook with the named sheets, in a `with` statement.

    They are written with `sheet`, in any order.
    """

    def __init__(self, path: Path, names: Iterable[str], losses: Losses) -> None:
        self._names = list(names)
        self._losses = losses
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Workbook:
        for name, text in _parts(self._names).items():
            with self._member(name) as stream:
                stream.write(f"{_XML}{text}".encode())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def sheet(self, name: str) -> SheetWriter:
        """The sheet of that name, in a `with` statement; one after the other."""
        number = self._names.index(name) + 1
        stream = self._member(f"xl/worksheets/sheet{number}.xml")
        return SheetWriter(stream, self._losses)

    def _member(self, name: str) -> IO[bytes]:
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return self._zip.open(info, "w", force_zip64=True)


class SheetWriter:
    """A sheet that rows are added to."""

    def __init__(self, stream: IO[bytes], losses: Losses) -> None:
        self._stream, self._losses = stream, losses
        self._line = 0

    def __enter__(self) -> SheetWriter:
        self._put(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>')
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._put("</sheetData></worksheet>")
        self._stream.close()

    def add(self, cells: Iterable[str | int | None]) -> None:
        """Write a row; texts that are too long for a cell are cut, and counted."""
        self._line += 1
        if self._line > ROWS:
            self._losses.add(TOO_MANY)
            return
        made = "".join(map(self._cell, _letters(), cells))
        self._put(f'<row r="{self._line}">{made}</row>')

    def _cell(self, letters: str, cell: str | int | None) -> str:
        place = f"{letters}{self._line}"
        if cell is None or cell == "":
            return ""
        if isinstance(cell, int) and -_EXACT <= cell <= _EXACT:
            return f'<c r="{place}"><v>{int(cell)}</v></c>'
        text = escape(escaped(self._fitted(str(cell))))
        return (
            f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t>'
            "</is></c>"
        )

    def _fitted(self, text: str) -> str:
        if len(text) <= LONGEST // 2:
            return text
        units = text.encode("utf-16-le", "surrogatepass")
        if len(units) <= 2 * LONGEST:
            return text
        self._losses.add(CUT, text)
        return units[: 2 * LONGEST].decode("utf-16-le", "ignore")

    def _put(self, text: str) -> None:
        self._stream.write(text.encode("utf-8"))


def _letters() -> Iterable[str]:
    """A, B, … Z, AA, AB …"""
    for first in ["", *_ALPHABET, *(a + b for a in _ALPHABET for b in _ALPHABET)]:
        for last in _ALPHABET:
            yield first + last


_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _parts(names: list[str]) -> dict[str, str]:
    """The parts of the workbook that say what it is made of."""
    count = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(count, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet"'
        f' Target="worksheets/sheet{n}.xml"/>'
        for n in count
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml"'
        f' ContentType="{_KIND}.worksheet+xml"/>'
        for n in count
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}'
        "</Relationships>",
    }
