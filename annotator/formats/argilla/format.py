# SPDX-License-Identifier: MIT
"""`argilla`: records of Argilla 2, as files or as a data set on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.argilla.names import FORMAT as NAME
from annotator.formats.argilla.names import RECORDS
from annotator.formats.argilla.read import declare, marks
from annotator.formats.argilla.records import is_record
from annotator.formats.argilla.write import CARRIES, write
from annotator.formats.format import Format
from annotator.formats.json_objects import first_object
from annotator.formats.marks.reading import reader

_SUFFIXES: Final = (".json", ".jsonl", ".ndjson")
_HEAD_BYTES: Final = 1 << 16


def sniff(head: bytes, path: Path) -> float:
    """Sure where the first object is a record, of the file or of the data set."""
    if path.is_dir():
        records = path / RECORDS
        if not records.is_file():
            return 0.0
        with records.open("rb") as stream:
            return sniff(stream.read(_HEAD_BYTES), records)
    if path.suffix.lower() not in _SUFFIXES:
        return 0.0
    row = first_object(head, path)
    return 0.98 if row is not None and "kind" not in row and is_record(row) else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="Argilla 2 records",
    suffixes=(".json",),
    sniff=sniff,
    read=reader(NAME, marks, declare),
    marks=marks,
    write=write,
    carries=CARRIES,
    folder=True,
    many=True,
)
