# SPDX-License-Identifier: MIT
"""`hf-jsonl`: a data set for Hugging Face's `datasets` as JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from annotator.formats.format import Format
from annotator.formats.hf.folder import data_files, files_of
from annotator.formats.hf.ours import is_ours
from annotator.formats.hf.read import LABEL, RowReader
from annotator.formats.hf.rows import CARRIES, JSONL, Rows
from annotator.formats.hf.schema import card_data
from annotator.formats.json_lines import Place, dumps, lines, parse
from annotator.formats.marks.reading import reader
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress

SUFFIX: Final = ".jsonl"

#: How each line of ours begins, however long it is.
_OURS: Final = re.compile(
    rb'{"id":"(?:[^"\\]|\\.)*","title":"(?:[^"\\]|\\.)*","text_sha256":"'
)
_HEAD_BYTES: Final = 1 << 16
#: Columns that other programs' JSON Lines have: those are theirs to read.
_OTHERS: Final = frozenset({"kind", "_input_hash", "_task_hash", "tokens", "answer"})


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write one file, a part of a data set; see `schema.card_data` for its README."""
    with path.open("wb") as stream:
        for done, row in enumerate(Rows(bundle, options), start=1):
            stream.write(dumps(row) + b"\n")
            yield Progress(done, bundle.total or 0)


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a file, or of a data set in a folder."""
    for file in files_of(path, SUFFIX):
        rows = RowReader(file, options)
        count = 0
        for place, raw in lines(file, Place()):
            try:
                row = parse(raw)
            except InputError as error:
                error.file, error.line = str(file), place.line
                raise
            count += 1
            yield rows.read(row, place.line)
        if not count:
            raise InputError("the file is empty.", file=file)


def sniff(head: bytes, path: Path) -> float:
    """Sure where the first line has our columns, likely with text and spans."""
    if path.is_dir():
        return _sniff_folder(path)
    if path.suffix.lower() not in (SUFFIX, ".ndjson", ".json", ""):
        return 0.0
    return _sniff_head(head)


def _sniff_folder(folder: Path) -> float:
    """As its first file, where there is a card."""
    files = data_files(folder, SUFFIX) if (folder / "README.md").is_file() else []
    if not files:
        return 0.0
    with files[0].open("rb") as stream:
        return min(0.9, _sniff_head(stream.read(_HEAD_BYTES)))


def _sniff_head(head: bytes) -> float:
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if _OURS.match(line):
        return 0.98
    try:
        row = parse(line)
    except InputError:
        return 0.0
    if is_ours(row):
        return 0.98
    return 0.92 if _has_spans(row) else 0.0


def _has_spans(row: dict[str, Any]) -> bool:
    if not isinstance(row.get("text"), str) or row.keys() & _OTHERS:
        return False
    for name in ("spans", "entities"):
        value = row.get(name)
        if isinstance(value, list) and value:
            first = value[0]
            return isinstance(first, dict) and "start" in first and _labelled(first)
    return False


def _labelled(span: dict[str, Any]) -> bool:
    return any(name in span for name in LABEL) and "token_start" not in span


FORMAT: Final = Format(
    name=JSONL,
    title="Hugging Face data set (JSON Lines)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader(JSONL, marks),
    marks=marks,
    write=write,
    card=card_data,
    carries=CARRIES,
    folder=True,
)
