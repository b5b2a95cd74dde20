# SPDX-License-Identifier: MIT
"""`parquet`: documents in, and one typed row per stance out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from annotator.formats import csv_table
from annotator.formats.csv_cells import unneutralise
from annotator.formats.csv_columns import groups
from annotator.formats.format import Format
from annotator.formats.json_lines import dumps
from annotator.formats.losses import counted
from annotator.formats.options import Notes, ReadOptions, WriteOptions
from annotator.formats.tables import documents, out
from annotator.formats.tables.heads import checked_head
from annotator.formats.tables.parquet_out import Writer, types_of
from annotator.formats.tables.table import Row, Rows, Table
from annotator.formats.textless import without_text
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

_MAGIC: Final = b"PAR1"
_BATCH: Final = 256


def open_parquet(path: Path, options: ReadOptions) -> Table:
    """The table in a Parquet file."""
    rows = _rows(path, options.notes)
    first = next(rows)
    assert isinstance(first, Row)
    return Table(tuple(first.cells), rows)


def _rows(path: Path, notes: Notes) -> Rows:
    """A row that has the columns as its cells, then the rows of the table."""
    parquet = import_module("pyarrow.parquet")
    if path.stat().st_size == 0:
        raise InputError("the file is empty.", file=path)
    try:
        with parquet.ParquetFile(path) as found:
            names = checked_head(found.schema_arrow.names, path)
            yield Row(0, dict.fromkeys(names, ""))
            reading = _Reading(path, notes, names)
            for batch in found.iter_batches(_BATCH):
                arrays = [column.to_pylist() for column in batch.columns]
                for values in zip(*arrays, strict=True):
                    yield reading.row(values)
    except (
        import_module("pyarrow").ArrowException,
        OverflowError,
        ValueError,
        OSError,
    ) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        said = str(error).partition("\n")[0].rstrip(".")
        raise InputError(
            "this Parquet file cannot be read: {said}.",
            file=path,
            remedy="Write it anew.",
            said=said,
        ) from None


class _Reading:
    """Makes rows of values."""

    def __init__(self, path: Path, notes: Notes, names: tuple[str, ...]) -> None:
        self._path, self._notes, self._names = path, notes, names
        self._line = 0
        self._told: set[str] = set()

    def row(self, values: Iterable[Any]) -> Row | InputError:
        """The next row; rows are counted from 1."""
        self._line += 1
        cells: dict[str, str] = {}
        odd = set()
        for name, value in zip(self._names, values, strict=True):
            if value is None:
                continue
            if not isinstance(value, str | date):
                odd.add(name)
            try:
                text = self._text(name, value)
            except UnicodeDecodeError:
                return InputError(
                    "these bytes are not UTF-8.", line=self._line, field=name
                )
            if text:
                cells[name] = text
        return Row(self._line, cells, frozenset(odd))

    def _text(self, name: str, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return self._moment(name, value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, bytes):
            return value.decode("utf-8")
        if isinstance(value, dict | list):
            return _nested(value)
        return str(value)

    def _moment(self, name: str, value: datetime) -> str:
        wall = value.replace(tzinfo=None)
        if wall == wall.replace(hour=0, minute=0, second=0, microsecond=0):
            if name not in self._told and value.tzinfo is None:
                said = Sentence(
                    "“{name}”: midnight is taken for a date without a time.", name=name
                )
                self._notes.add(said, file=self._path)
                self._told.add(name)
            if value.tzinfo is None:
                return wall.date().isoformat()
        precise = "seconds" if wall.second else "minutes"
        return value.replace(microsecond=0).isoformat(timespec=precise)


def _nested(value: Any) -> str:
    """A list or record as JSON, what is no JSON as text."""
    try:
        return dumps(value).decode()
    except TypeError:
        return str(value)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write one row per stance, as in CSV, with typed columns."""
    codebooks = csv_table.codebooks_of(bundle)
    types = types_of(groups(codebooks), codebooks)
    told: Iterable[DocumentRecord] = counted(bundle, csv_table.CARRIES, options.losses)
    told = told if options.with_text else map(without_text, told)
    rows = csv_table.rows(replace(bundle, documents=told))
    writer = Writer(path, types)
    try:
        next(rows)  # the head
        for done, lines in enumerate(rows, 1):
            writer.add(
                [unneutralise(c) if isinstance(c, str) else c for c in line]
                for line in lines
            )
            yield Progress(done, bundle.total or 0)
    finally:
        writer.close()


def sniff(head: bytes, path: Path) -> float:
    """Sure of the mark that Parquet files begin with."""
    return 0.6 if head.startswith(_MAGIC) else 0.0


FORMAT: Final = Format(
    name="parquet",
    title="Parquet table (documents in, stances out)",
    suffixes=(".parquet",),
    sniff=sniff,
    read=documents.reader(open_parquet),
    columns=documents.columns(open_parquet),
    write=write,
    write_documents=out.write_parquet,
    carries=csv_table.CARRIES,
    extra="parquet",
    requires={"pyarrow": "pyarrow"},
)
