# SPDX-License-Identifier: MIT
"""The fields of a data file's records, found in the file itself.

Tables tell them in their head line, JSON Lines by the keys of their first
records, Parquet in its schema.  Of other files nothing is said.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final

TEXT: Final = "sc:Text"
INTEGER: Final = "sc:Integer"
FLOAT: Final = "sc:Float"
BOOLEAN: Final = "sc:Boolean"

_LOOKED_AT: Final = 200
#: How WebAnno TSV begins, whose columns are named by no head line.
_NO_TABLE: Final = "#FORMAT="


@dataclass(frozen=True, slots=True)
class DataField:
    """A field, i.e. a column or a key: its name, its schema.org type.

    `inside` are the fields of the objects that it holds.
    """

    name: str
    type: str
    repeated: bool = False
    inside: tuple[DataField, ...] = ()


def find_fields(path: Path) -> tuple[DataField, ...]:
    """The fields of a file's records; () where nothing can be said."""
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        return tuple(_of_table(path, "," if suffix == ".csv" else "\t"))
    if suffix in (".jsonl", ".ndjson"):
        return tuple(_of_lines(path))
    if suffix == ".parquet":
        return tuple(_of_parquet(path))
    return ()


def _of_table(path: Path, delimiter: str) -> Iterator[DataField]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = next(csv.reader(stream, delimiter=delimiter), [])
    if head and head[0].startswith(_NO_TABLE):
        return iter(())
    return (DataField(name, TEXT) for name in dict.fromkeys(head))


def _of_lines(path: Path) -> Iterator[DataField]:
    with path.open(encoding="utf-8-sig") as stream:
        lines = [json.loads(x) for x in islice(stream, _LOOKED_AT) if x.strip()]
    yield from _of_objects(lines)


def _of_objects(objects: Iterable[Any], deeper: bool = True) -> Iterator[DataField]:
    """The fields of objects; those inside them, but no deeper ones."""
    values: dict[str, list[Any]] = {}
    for each in objects:
        for key, value in each.items() if isinstance(each, dict) else ():
            values.setdefault(key, []).append(value)
    for key, found in values.items():
        repeated = all(isinstance(each, list) for each in found)
        some = [v for each in found for v in each] if repeated else found
        if not any(isinstance(each, dict | list) for each in some):
            yield DataField(key, _type(some), repeated)
        elif deeper:
            inside = tuple(_of_objects(some, deeper=False))
            if inside:
                yield DataField(key, TEXT, repeated, inside)


def _type(values: Iterable[Any]) -> str:
    """The type of all values, text where they are of several or of none."""
    kinds = {type(each) for each in values if each is not None}
    names = {bool: BOOLEAN, int: INTEGER, float: FLOAT}
    if kinds == {int, float}:
        return FLOAT
    return names.get(kinds.pop(), TEXT) if len(kinds) == 1 else TEXT


def _of_parquet(path: Path) -> Iterator[DataField]:
    parquet = import_module("pyarrow.parquet")

    for field in parquet.read_schema(path):
        kind = str(field.type)
        repeated = kind.startswith(("list", "large_list"))
        yield DataField(field.name, _parquet_type(kind), repeated)


def _parquet_type(kind: str) -> str:
    inner = kind.rpartition("item: ")[2].rstrip(">")
    if inner.startswith(("int", "uint")):
        return INTEGER
    if inner.startswith(("float", "double")):
        return FLOAT
    return BOOLEAN if inner == "bool" else TEXT
