# SPDX-License-Identifier: MIT
"""Rows to a Parquet file with typed columns, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from annotator.formats.csv_columns import Group
from annotator.model.codebook import Codebook

#: Column → "string", "int64" or "bool".
Columns = Mapping[str, str]

_BATCH: Final = 5_000
_WHOLE: Final = ("level", "row_number")
_TYPES: Final = {"integer": "int64", "boolean": "bool"}


def types_of(groups: Iterable[Group], codebooks: Sequence[Codebook]) -> dict[str, str]:
    """The types of the columns of the table of stances.

    A field that codebooks type differently is text.
    """
    made: dict[str, str] = {}
    for group in groups:
        made.update(dict.fromkeys(group.names, "string"))
        if group.kind == "field":
            for name, identifier in zip(group.names, group.ids, strict=True):
                made[name] = _type(group.row, identifier, codebooks)
        elif "row_number" in group.names:
            said = [name for name in group.names if name not in ("row", "row_number")]
            made.update(dict.fromkeys(said, "bool"))
    made.update({name: "int64" for name in _WHOLE if name in made})
    return made


def _type(row: str | None, identifier: str, codebooks: Sequence[Codebook]) -> str:
    found = set()
    for codebook in codebooks:
        for kind in codebook.types:
            parts = [kind] if row is None else [r for r in kind.rows if r.id == row]
            for part in parts:
                found |= {f.type for f in part.fields if f.id == identifier}
    return _TYPES.get(found.pop(), "string") if len(found) == 1 else "string"


def value(cell: object, kind: str) -> object:
    """A cell of the table as a value of the column's type."""
    if cell is None:
        return None
    if kind == "bool":
        return cell in ("true", True)
    if kind == "int64":
        return cell if isinstance(cell, int) else None
    return str(cell)


def write_rows(path: Path, columns: Columns, rows: Iterable[Sequence[object]]) -> None:
    """Write rows, whose cells stand in the order of the columns."""
    writer = Writer(path, columns)
    try:
        writer.add(rows)
    finally:
        writer.close()


class Writer:
    """A Parquet file that rows are added to."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._arrow: Any = import_module("pyarrow")
        parquet = import_module("pyarrow.parquet")
        make = {
            "string": self._arrow.string,
            "int64": self._arrow.int64,
            "bool": self._arrow.bool_,
        }
        fields = [(name, make[kind]()) for name, kind in columns.items()]
        self._schema = self._arrow.schema(fields)
        self._kinds = list(columns.values())
        self._file: Any = parquet.ParquetWriter(path, self._schema)
        self._waiting: list[Sequence[object]] = []

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows, as soon as there are enough of them."""
        for row in rows:
            self._waiting.append(row)
            if len(self._waiting) >= _BATCH:
                self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        columns = zip(*self._waiting, strict=True)
        arrays = [
            self._arrow.array([value(cell, kind) for cell in column], type=field.type)
            for column, kind, field in zip(
                columns, self._kinds, self._schema, strict=bool(self._waiting)
            )
        ]
        if arrays:
            table = self._arrow.Table.from_arrays(arrays, schema=self._schema)
            self._file.write_table(table)
        self._waiting.clear()
