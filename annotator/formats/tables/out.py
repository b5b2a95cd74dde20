# SPDX-License-Identifier: MIT
"""Documents out to a table: what the readers of tables take back.

The columns of all documents are known only when all have passed, so that their
rows wait in a temporary file.  Without texts, a check sum stands for each.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from annotator.formats.csv_cells import harmless
from annotator.formats.features import Feature
from annotator.formats.options import WriteOptions
from annotator.formats.tables.slots import METADATA, SLOTS
from annotator.model.bundle import Bundle
from annotator.model.document import METADATA_KEYS, Document
from annotator.model.progress import Job, Progress
from annotator.model.stored import documents_of

#: What a table of documents carries.
CARRIES: Final = frozenset(
    {
        *(Feature.TEXTS, Feature.DOCUMENT_IDS, Feature.TITLES, Feature.METADATA),
        Feature.EMPTY_DOCUMENTS,
    }
)

#: Writes the columns and the rows to a file.
Table = Callable[[Path, list[str], Iterable[Mapping[str, str]]], None]

_HEAD: Final = ("id", "title", *METADATA_KEYS)


class Spool:
    """Rows of documents that wait, and the columns they need."""

    def __init__(self, stream: BinaryIO, with_text: bool) -> None:
        self._stream = stream
        self._more: dict[str, None] = {}
        self._last = "text" if with_text else "text_sha256"

    def add(self, document: Document) -> None:
        """Take the row of a document."""
        row = _row(document, self._last)
        self._more.update(dict.fromkeys(row.keys() - {*_HEAD, self._last}))
        self._stream.write(orjson.dumps(row) + b"\n")

    @property
    def columns(self) -> list[str]:
        """The columns of all rows: fixed ones, other metadata by name, the text."""
        return [*_HEAD, *sorted(self._more), self._last]

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows, from the first on."""
        self._stream.seek(0)
        for line in self._stream:
            yield orjson.loads(line)


def _row(document: Document, last: str) -> dict[str, str]:
    row = {"id": document.uid, "title": document.title}
    for key, value in document.metadata.items():
        if value is not None and value != "":
            row[_column(key)] = value if isinstance(value, str) else _plain(value)
    row[last] = document.text if last == "text" else document.text_sha256
    return row


def _plain(value: Any) -> str:
    return (
        str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()
    )


def _column(key: str) -> str:
    """The column of a metadata key: no slot's name, unless it is the slot's."""
    if key in METADATA_KEYS:
        return key
    taken = key in SLOTS or key.startswith(METADATA) or key != key.strip() or not key
    return f"{METADATA}{key}" if taken else key


def spooled(bundle: Bundle, spool: Spool) -> Job[None]:
    """Take the rows of all documents; what is lost, the table beside it counts."""
    for done, document in enumerate(documents_of(bundle.documents), 1):
        spool.add(document)
        yield Progress(done, bundle.total or 0)


def _write(
    bundle: Bundle, path: Path, options: WriteOptions, table: Table
) -> Job[None]:
    with tempfile.TemporaryFile() as stream:
        spool = Spool(stream, options.with_text)
        yield from spooled(bundle, spool)
        table(path, spool.columns, spool.rows())


def write_csv(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the documents alone to a CSV file."""
    yield from _write(bundle, path, options, _delimited(",", options.bom))


def write_tsv(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the documents alone to a TSV file."""
    yield from _write(bundle, path, options, _delimited("\t", options.bom))


def write_objects(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the documents alone as JSON Lines; what is empty is left out."""

    def table(path: Path, names: list[str], rows: Iterable[Mapping[str, str]]) -> None:
        with path.open("wb") as stream:
            for row in rows:
                kept = {name: row[name] for name in names if name in row}
                stream.write(orjson.dumps(kept) + b"\n")

    yield from _write(bundle, path, options, table)


def write_parquet(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the documents alone to a Parquet file, all columns as text."""
    from annotator.formats.tables.parquet_out import Columns, write_rows

    def table(path: Path, names: list[str], rows: Iterable[Mapping[str, str]]) -> None:
        types: Columns = dict.fromkeys(names, "string")
        write_rows(path, types, ([row.get(name) for name in names] for row in rows))

    yield from _write(bundle, path, options, table)


def _delimited(delimiter: str, bom: bool) -> Table:
    def table(path: Path, names: list[str], rows: Iterable[Mapping[str, str]]) -> None:
        encoding = "utf-8-sig" if bom else "utf-8"
        with path.open("w", encoding=encoding, newline="") as stream:
            made = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
            made.writerow(harmless(names))
            for row in rows:
                made.writerow(harmless(row.get(name) for name in names))

    return table
