# SPDX-License-Identifier: MIT
"""Baseline of the merge: a colleague's rows are read and inserted, nothing else.

The same documents are there; their numbers and those of people are looked up
once.  Nothing is checked, compared or recorded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from tests.benchmarks import bare_db

CHUNK: Final = 5_000

_LAYER: Final = "annotator_id, kind, status, note, speakers, extra, seconds"
_ANNOTATION: Final = (
    "uid, type, annotator_id, layer, parent, state, origin, created, modified, revs,"
    ' fields, "rows", none, start, extra'
)


def merge(source: Path, target: Path) -> None:
    """Insert the layers and annotations of `source` into `target`."""
    with (
        closing(bare_db.connect(source)) as theirs,
        closing(bare_db.durable(bare_db.connect(target))) as ours,
    ):
        ours.execute("PRAGMA cache_size = -131072")
        ours.execute("BEGIN IMMEDIATE")
        documents = _numbers(theirs, ours, "document")
        people = _numbers(theirs, ours, "annotator")
        _layers(theirs, ours, documents, people)
        _annotations(theirs, ours, documents, people)
        ours.execute("COMMIT")


def _numbers(
    theirs: sqlite3.Connection, ours: sqlite3.Connection, table: str
) -> dict[int, int]:
    """The row ids of theirs → those of ours."""
    known = dict(ours.execute(f"SELECT uid, id FROM {table}"))
    return {n: known[uid] for n, uid in theirs.execute(f"SELECT id, uid FROM {table}")}


def _layers(
    theirs: sqlite3.Connection,
    ours: sqlite3.Connection,
    documents: dict[int, int],
    people: dict[int, int],
) -> None:
    marks = ",".join("?" * 8)
    ours.executemany(
        f"INSERT INTO layer (document_id, {_LAYER}) VALUES ({marks})",
        (
            (documents[number], people[person], *rest)
            for number, person, *rest in theirs.execute(
                f"SELECT document_id, {_LAYER} FROM layer"
            )
        ),
    )


def _annotations(
    theirs: sqlite3.Connection,
    ours: sqlite3.Connection,
    documents: dict[int, int],
    people: dict[int, int],
) -> None:
    first = ours.execute("SELECT ifnull(max(id), 0) FROM annotation").fetchone()[0]
    marks = ",".join("?" * 17)
    cursor = theirs.execute(
        f"SELECT id, document_id, {_ANNOTATION} FROM annotation ORDER BY id"
    )
    for rows in _chunks(cursor):
        ours.executemany(
            f"INSERT INTO annotation (id, document_id, {_ANNOTATION}) VALUES ({marks})",
            [
                (first + n, documents[d], uid, kind, people[who], *rest)
                for n, d, uid, kind, who, *rest in rows
            ],
        )
    _copy(theirs, ours, "span", 8, first)
    _copy(theirs, ours, "reference", 2, first)


def _copy(
    theirs: sqlite3.Connection,
    ours: sqlite3.Connection,
    table: str,
    width: int,
    first: int,
) -> None:
    """Rows that begin (spans) or end (references) with an annotation's number."""
    marks = ",".join("?" * width)
    for rows in _chunks(theirs.execute(f"SELECT * FROM {table}")):
        if width == 2:
            moved = [(target, first + n) for target, n in rows]
        else:
            moved = [(first + n, *rest) for n, *rest in rows]
        ours.executemany(f"INSERT INTO {table} VALUES ({marks})", moved)


def _chunks(cursor: sqlite3.Cursor) -> Iterator[list[Any]]:
    while rows := cursor.fetchmany(CHUNK):
        yield rows
