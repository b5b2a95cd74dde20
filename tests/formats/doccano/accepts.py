# SPDX-License-Identifier: MIT
"""Whether doccano's importer takes a file: its rules, stated once more.

They follow what doccano 1.8 does with “JSONL(Relation)”: lines as Python's text
files have them go into a table of a thousand rows; `text` must hold something;
`entities` and `relations` are checked one by one, and those that fail are dropped
without a word, which is a fault here; all other columns become metadata, which
must be JSON and not stand in the way of doccano's own columns.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

_BATCH = 1000
#: Columns that doccano makes itself when it reads, and when it exports again.
_OWN = {"#line_number", "example_uuid", "filename", "upload_name", "data"}
_LONGEST_LABEL = 100

Row = dict[str, Any]


def faults(path: Path, *, allow_overlapping: bool = True) -> list[str]:
    """What doccano would not take, or would spoil; [] where all of it goes in."""
    with path.open(encoding="utf-8") as stream:
        rows = [json.loads(line.rstrip()) for line in stream]
    found = []
    for first in range(0, len(rows), _BATCH):
        batch = rows[first : first + _BATCH]
        found += _table(batch)
        for number, row in enumerate(batch, start=first + 1):
            found += [f"{number}: {each}" for each in _row(row, allow_overlapping)]
        ids = [each["id"] for row in batch for each in row["entities"]]
        if len(ids) != len(set(ids)):
            # Older versions look spans up in the whole batch.
            found.append("a span's id stands twice")
    return found


def faults_in(folder: Path, **options: bool) -> list[str]:
    """The same for all files of a folder, which must have some."""
    files = sorted(folder.glob("*.jsonl"))
    assert files
    return [
        f"{file.name}: {each}" for file in files for each in faults(file, **options)
    ]


def _table(rows: list[Row]) -> list[str]:
    """What goes wrong where objects become a table: holes become NaN."""
    found = []
    for key in dict.fromkeys(key for row in rows for key in row):
        values = [row.get(key) for row in rows]
        if any(key not in row for row in rows):
            found.append(f"{key}: a hole, which is NaN and no JSON")
        numbers = [each for each in values if type(each) in (int, float)]
        nothing = values.count(None)
        if nothing and numbers and len(numbers) + nothing == len(values):
            found.append(f"{key}: numbers with holes")
    return found


def _row(row: Row, allow_overlapping: bool) -> list[str]:
    text = row.get("text")
    if not isinstance(text, str) or not text:
        return ["no text"]
    found = [f"{key} is doccano's own" for key in row.keys() & _OWN]
    found += ["the label column of other projects"] if "label" in row else []
    units = len(text.encode("utf-16-le")) // 2
    for each in row["entities"]:
        start, end = each["start_offset"], each["end_offset"]
        if type(each["id"]) is not int or not _is_label(each["label"]):
            found.append(f"entity {each}")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            found.append(f"offsets {each}")
        if end > units:
            found.append(f"outside the text {each}")
    known = {each["id"] for each in row["entities"]}
    for each in row["relations"]:
        if not {each["from_id"], each["to_id"]} <= known or not _is_label(each["type"]):
            found.append(f"relation {each}")
    places = sorted((e["start_offset"], e["end_offset"]) for e in row["entities"])
    overlapping = any(a[1] > b[0] for a, b in pairwise(places))
    return found + (["overlap"] if overlapping and not allow_overlapping else [])


def _is_label(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_LABEL
