# SPDX-License-Identifier: MIT
"""`doccano`: JSON Lines of the annotation tool doccano, sequence labelling."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats import archives
from annotator.formats.doccano.names import COMMENTS, RELATIONS, SUFFIX
from annotator.formats.doccano.names import FORMAT as NAME
from annotator.formats.doccano.read import marks
from annotator.formats.doccano.rows import has_spans
from annotator.formats.doccano.sources import ZIP, first_bytes, first_file
from annotator.formats.doccano.write import BESIDES, CARRIES, write
from annotator.formats.format import Format
from annotator.formats.json_objects import Row, first_object
from annotator.formats.marks.reading import reader
from annotator.formats.marks.side import KEY
from annotator.formats.placing import UTF16
from annotator.model.errors import InputError

_SUFFIXES: Final = (SUFFIX, ".json", ".ndjson", "")
_HEAD_BYTES: Final = 1 << 16
#: Keys of lines that are some other program's.
_OTHERS: Final = frozenset(
    {"kind", "tokens", "answer", "_input_hash", "_task_hash", "fields", "spans"}
)


def sniff(head: bytes, path: Path) -> float:
    """Sure by doccano's own keys in the first line, likely by spans of its shape."""
    if path.is_dir():
        first = first_file(path)
        return min(0.9, _sniff_file(first)) if first is not None else 0.0
    if path.suffix.lower() == ZIP:
        return _sniff_zip(head, path)
    if path.suffix.lower() not in _SUFFIXES:
        return 0.0
    return _sniff_row(first_object(head, path))


def _sniff_file(path: Path) -> float:
    with path.open("rb") as stream:
        return _sniff_row(first_object(stream.read(_HEAD_BYTES), path))


def _sniff_zip(head: bytes, path: Path) -> float:
    if not archives.is_zip(head):
        return 0.0
    try:
        # What is longer than this on its first line is no line to be looked at.
        start = first_bytes(path, 1 << 20)
    except (InputError, OSError):
        return 0.0
    return _sniff_row(first_object(start, path))


def _sniff_row(row: Row | None) -> float:
    if row is None or not isinstance(row.get("text"), str) or _OTHERS & row.keys():
        return 0.0
    if row.keys() & {COMMENTS, KEY} or RELATIONS in row:
        return 0.98 if has_spans(row) else 0.0
    return 0.95 if has_spans(row) else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="doccano (JSON Lines)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader(NAME, marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=BESIDES,
    unit=UTF16,
    folder=True,
    many=True,
)
