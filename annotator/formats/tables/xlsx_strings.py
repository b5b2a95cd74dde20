# SPDX-License-Identifier: MIT
"""Texts in workbooks: what XML cannot hold is written as `_x000B_`."""

from __future__ import annotations

import re
import tempfile
from array import array
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

#: So much is kept in memory, the rest in a temporary file.
_HELD: Final = 16 << 20

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)


def escaped(text: str) -> str:
    """`text` as a workbook has it; not yet as XML."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text that a workbook's text stands for."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def text_of(element: Element) -> str:
    """The text of a string item: plain or in runs, without hints how to read it."""
    name = element.tag.rpartition("}")[0]
    brace = f"{name}}}" if name else ""
    parts = [element.findtext(f"{brace}t") or ""]
    for run in element.findall(f"{brace}r"):
        parts.append(run.findtext(f"{brace}t") or "")
    return unescaped("".join(parts))


class Strings:
    """The texts that the cells of a workbook share, by number."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        # Closed when nobody needs it any more.
        self._file = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115
        self._places = array("q", [0])
        for text in texts:
            self._file.write(text.encode("utf-8", "surrogatepass"))
            self._places.append(self._file.tell())

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._places) - 1:
            raise IndexError(number)
        start, end = self._places[number], self._places[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()
