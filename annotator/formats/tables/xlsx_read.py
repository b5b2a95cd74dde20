# SPDX-License-Identifier: MIT
"""Reads the rows of one sheet of a workbook as a table.

Nothing is computed: of a formula, the value is taken that the program kept which
wrote it.  The first sheet that can be seen and has a column of texts is read;
what is not read is told.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats.archives import open_zip
from annotator.formats.options import Notes, ReadOptions
from annotator.formats.tables.heads import checked_head
from annotator.formats.tables.slots import propose
from annotator.formats.tables.table import Row, Rows, Table
from annotator.formats.tables.xlsx_book import Book, Sheet, read_book
from annotator.formats.tables.xlsx_dates import iso
from annotator.formats.tables.xlsx_strings import text_of, unescaped
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

OLD: Final = b"\xd0\xcf\x11\xe0"
_LAST_COLUMN: Final = 16_384
_LAST_ROW: Final = 1_048_576
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

#: A row's cells by the number of the column, from 0: text, and whether it is one.
_Cells = Mapping[int, tuple[str, bool]]


def open_xlsx(path: Path, options: ReadOptions) -> Table:
    """The table in a workbook."""
    rows = _table(path, options)
    first = next(rows)
    assert isinstance(first, Row)
    return Table(tuple(first.cells), rows)


def _table(path: Path, options: ReadOptions) -> Rows:
    """A row that has the columns as its cells, then the rows of the table."""
    _require_new(path)
    with open_zip(path) as archive:
        book = read_book(archive, path)
        with closing(book.strings):
            sheet, head = _chosen(book, options)
            yield Row(0, dict.fromkeys(head, ""))
            yield from _Reading(book, options.notes).rows(sheet, head)


def _require_new(path: Path) -> None:
    with path.open("rb") as stream:
        start = stream.read(4)
    if not start:
        raise InputError("the file is empty.", file=path)
    if start == OLD:
        raise InputError(
            "this workbook is encrypted, or in the old format .xls.",
            file=path,
            remedy="Save it as .xlsx without a password.",
        )


def _chosen(book: Book, options: ReadOptions) -> tuple[Sheet, tuple[str, ...]]:
    """The sheet to be read and its columns; the others are told."""
    told = (options.columns or {}).get("text")
    heads = {}
    fallback = None
    found = None
    for sheet in sorted(book.sheets, key=lambda each: each.hidden):
        head = _head(book, sheet)
        if not head:
            continue
        heads[sheet] = head
        fallback = fallback or sheet
        if not sheet.hidden and (told in head or "text" in propose(head)):
            found = sheet
            break
    chosen = found or fallback
    if chosen is None:
        raise InputError("the workbook holds no table.", file=book.path)
    for sheet in book.sheets:
        if sheet is not chosen:
            said = Sentence(
                "the sheet “{name}” was not read: only one is.", name=sheet.name
            )
            if sheet.hidden:
                said = Sentence(
                    "the sheet “{name}” is hidden and was not read.", name=sheet.name
                )
            options.notes.add(said, file=book.path)
    return chosen, heads[chosen]


def _head(book: Book, sheet: Sheet) -> tuple[str, ...]:
    reading = _Reading(book, Notes())
    with closing(reading.cells(sheet)) as rows:
        for line, cells in rows:
            if cells:
                names = [cells.get(n, ("", True))[0] for n in range(max(cells) + 1)]
                try:
                    return checked_head(names, book.path, line)
                except InputError as error:
                    error.reason = Sentence(
                        "on the sheet “{sheet}”, {reason}",
                        sheet=sheet.name,
                        reason=error.reason,
                    )
                    raise
    return ()


class _Reading:
    """Reads the cells of one sheet."""

    def __init__(self, book: Book, notes: Notes) -> None:
        self._book, self._notes = book, notes
        self._brace = book.brace
        self._line = 0

    def rows(self, sheet: Sheet, head: tuple[str, ...]) -> Rows:
        """The rows after the head."""
        rows = self.cells(sheet)
        next((line for line, cells in rows if cells), None)
        while True:
            try:
                line, cells = next(rows)
            except StopIteration:
                return
            named = {_name(head, n): text for n, (text, _) in cells.items()}
            odd = frozenset(_name(head, n) for n, (_, odd) in cells.items() if odd)
            yield Row(line, named, odd)

    def cells(self, sheet: Sheet) -> Generator[tuple[int, _Cells], None, None]:
        """The number of each row, and its cells that are not empty."""
        for row in self._book.rows(sheet):
            self._line = self._number(row)
            cells: dict[int, tuple[str, bool]] = {}
            column = -1
            for cell in row.iterfind(f"{self._brace}c"):
                column = self._column(cell, column)
                text, odd = self._value(cell)
                if text:
                    cells[column] = text, odd
            yield self._line, cells

    def _number(self, row: Element) -> int:
        said = row.get("r", "")
        number = int(said) if re.fullmatch("[0-9]{1,7}", said) else self._line + 1
        if not self._line < number <= _LAST_ROW:
            raise self._wrong(number, "this row is not where a row can be.")
        return number

    def _column(self, cell: Element, before: int) -> int:
        found = _PLACE.fullmatch(cell.get("r", ""))
        number = before + 1
        if found is not None:
            number = 0
            for letter in found[1]:
                number = 26 * number + ord(letter) - 64
            number -= 1
        if not before < number < _LAST_COLUMN:
            raise self._wrong(self._line, "a cell is not where a cell can be.")
        return number

    def _value(self, cell: Element) -> tuple[str, bool]:
        """The text of a cell, and whether it is something else than a text."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inside = cell.find(f"{self._brace}is")
            return ("" if inside is None else text_of(inside)), False
        value = cell.findtext(f"{self._brace}v")
        if value is None or (not value and kind == "n"):
            self._tell_formula(cell)
            return "", False
        if kind == "s":
            return self._shared(value), False
        if kind == "str":
            return unescaped(value), False
        if kind == "b":
            return ("true" if value.strip() == "1" else "false"), True
        if kind == "n":
            return self._date(cell, value) or value, True
        return value, kind != "d"

    def _tell_formula(self, cell: Element) -> None:
        if cell.find(f"{self._brace}f") is not None:
            said = Sentence(
                "the formula in {cell} has no value: it was never computed.",
                cell=cell.get("r") or Sentence("a cell"),
            )
            self._notes.add(said, file=self._book.path, line=self._line)

    def _shared(self, value: str) -> str:
        try:
            return self._book.strings[int(value[:12])]
        except (ValueError, IndexError):
            raise self._wrong(
                self._line, "a cell names a text that is not there."
            ) from None

    def _date(self, cell: Element, value: str) -> str | None:
        style = cell.get("s", "0")
        number = int(style) if re.fullmatch("[0-9]{1,6}", style) else 0
        dates = self._book.dates
        precise = dates[number] if number < len(dates) else None
        return iso(value, precise, self._book.since_1904) if precise else None

    def _wrong(self, line: int, reason: str) -> InputError:
        return InputError(
            Sentence(reason), file=self._book.path, line=line, remedy="Save it anew."
        )


def _name(head: tuple[str, ...], number: int) -> str:
    return head[number] if number < len(head) else f"column {number + 1}"
