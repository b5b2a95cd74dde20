# SPDX-License-Identifier: MIT
"""Rows of a foreign database as typed values: SQLite itself lets anything in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.formats.dna.opening import Database
from annotator.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its table, what names it there, and its cells by column."""

    database: Database
    table: str
    cells: Mapping[str, Any]

    def whole(self, column: str) -> int:
        """A whole number; InputError where there is none."""
        found = self.number(column)
        if found is None:
            raise InputError(
                "the cell is empty, and a whole number must stand there.",
                file=self.database.path,
                field=self.place(column),
            )
        return found

    def number(self, column: str) -> int | None:
        """A whole number, or None."""
        value = self.cells.get(column)
        if value is None or isinstance(value, int):
            return value
        raise InputError(
            "the cell holds no whole number.",
            file=self.database.path,
            field=self.place(column),
        )

    def text(self, column: str) -> str:
        """A text; what is empty is ""."""
        value = self.cells.get(column)
        said = "" if value is None else str(value)
        if isinstance(value, bytes) or "\0" in said:
            raise InputError(
                "the cell holds bytes that are no text.",
                file=self.database.path,
                field=self.place(column),
            )
        return said

    def colour(self) -> str:
        """Red, Green and Blue as “#RRGGBB”; what is out of range counts as 0."""
        parts = (self.number(each) or 0 for each in ("Red", "Green", "Blue"))
        return "#" + "".join(f"{p if 0 <= p <= 255 else 0:02X}" for p in parts)

    def place(self, column: str) -> str:
        """Where a cell stands, in words: “DOCUMENTS 3, Title”."""
        return f"{self.table} {next(iter(self.cells.values()), '')}, {column}"


def records(
    database: Database,
    table: str,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    rest: str = "ORDER BY 1",
    values: Iterable[int] = (),
) -> Iterator[Record]:
    """The rows of a table in the order of the first of `columns`.

    `optional` columns count as empty where the table has none; `rest` is what
    follows the name of the table in SQL.  InputError where a column is missing.
    """
    database.require(table, columns)
    there = {name.lower() for name in database.columns(table)}
    names = (*columns, *(name for name in optional if name.lower() in there))
    found = database.rows(f"SELECT {', '.join(names)} FROM {table} {rest}", *values)
    for row in found:
        yield Record(database, table, dict(zip(names, row, strict=True)))


def numbers(
    database: Database, table: str, columns: Sequence[str]
) -> tuple[Mapping[str, int], ...]:
    """All rows of a table of whole numbers."""
    found = records(database, table, ("ID", *columns))
    return tuple({name: each.whole(name) for name in each.cells} for each in found)
