# SPDX-License-Identifier: MIT
"""`jsonl-table`: documents in, one object a line; out one object for each stance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from annotator.formats import csv_table
from annotator.formats.csv_cells import Cell, unneutralise
from annotator.formats.csv_columns import groups
from annotator.formats.format import Format
from annotator.formats.json_lines import Place, dumps, lines, parse
from annotator.formats.losses import counted
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.tables import documents, out
from annotator.formats.tables.parquet_out import types_of, value
from annotator.formats.tables.slots import OWN_STANCES, propose
from annotator.formats.tables.table import Row, Rows, Table
from annotator.formats.textless import without_text
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress

#: So many objects are looked at for the names of columns.
_LOOKED_AT: Final = 200
#: Keys with which a line is one of our own format.
_OWN: Final = frozenset({"kind", "annotations", "layers", "metadata"})


def open_objects(path: Path, options: ReadOptions) -> Table:
    """The table that the objects make; columns are the keys of the first ones."""
    names: dict[str, None] = {}
    empty = True
    for _, line in islice(lines(path, Place()), _LOOKED_AT):
        empty = False
        try:
            names.update(dict.fromkeys(parse(line)))
        except InputError:
            continue  # told with its line when the rows are read
    if empty:
        raise InputError("the file is empty.", file=path)
    if not names:
        _first_fault(path)
    return Table(tuple(names), _rows(path), "utf-8")


def _first_fault(path: Path) -> None:
    for each in _rows(path):
        if isinstance(each, InputError):
            each.file = str(path)
            raise each
    raise InputError("the objects have no keys.", file=path)


def _rows(path: Path) -> Rows:
    for place, line in lines(path, Place()):
        try:
            found = parse(line)
            if any(isinstance(each, float) for each in found.values()):
                # Numbers as they are written: 1.50, not 1.5.
                found = json.loads(line, parse_float=_Written)
            row: Row | InputError = _row(place.line, found)
        except InputError as error:
            error.line = place.line
            row = error
        yield row


class _Written(str):
    """A number as it is written."""


def _row(line: int, found: Mapping[str, Any]) -> Row:
    cells = {key: _text(value) for key, value in found.items()}
    odd = frozenset(key for key, value in found.items() if type(value) is not str)
    nothing = {key for key, value in found.items() if value is None}
    return Row(line, {k: v for k, v in cells.items() if v}, odd - nothing)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else dumps(value).decode()


def sniff(head: bytes, path: Path) -> float:
    """Likely where the first line has plain values under names of such tables."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return 0.0
    try:
        found = parse(line.strip())
    except InputError:
        return 0.0
    if _OWN & found.keys():
        return 0.0
    if found.keys() >= OWN_STANCES:
        return 0.95  # to be refused in words that help
    slots = propose(tuple(found))
    # A line of our own format may be a bare text with an id and a title.
    foreign = found.keys() - {"id", "text", "title", "file", "text_sha256"}
    if "text" in slots and not foreign & set(slots.values()):
        return 0.0
    if any(isinstance(v, dict | list) for v in found.values()):
        # Others may know what this is.
        return 0.2
    # Which of them holds the text can be said, as with other tables.
    return 0.95 if any(isinstance(v, str) for v in found.values()) else 0.0


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write one object per stance, with the columns of the CSV table as keys.

    Values are typed as in Parquet; a key without a value is left out.
    """
    codebooks = csv_table.codebooks_of(bundle)
    types = types_of(groups(codebooks), codebooks)
    told: Iterable[DocumentRecord] = counted(bundle, csv_table.CARRIES, options.losses)
    told = told if options.with_text else map(without_text, told)
    rows = csv_table.rows(replace(bundle, documents=told))
    next(rows)  # the head
    with path.open("wb", csv_table.BUFFER) as stream:
        for done, listed in enumerate(rows, 1):
            for cells in listed:
                stream.write(dumps(dict(_named(types, cells))) + b"\n")
            yield Progress(done, bundle.total or 0)


def _named(
    types: Mapping[str, str], cells: Iterable[Cell]
) -> Iterator[tuple[str, object]]:
    for (name, kind), cell in zip(types.items(), cells, strict=True):
        if cell is not None and cell != "":
            plain = unneutralise(cell) if isinstance(cell, str) else cell
            yield name, value(plain, kind)


FORMAT: Final = Format(
    name="jsonl-table",
    title="JSON Lines table (documents in, stances out)",
    suffixes=(".jsonl", ".ndjson"),
    sniff=sniff,
    read=documents.reader(open_objects),
    columns=documents.columns(open_objects),
    write=write,
    write_documents=out.write_objects,
    carries=csv_table.CARRIES,
)
