# SPDX-License-Identifier: MIT
"""Baseline of the export: ordered cursors, merged, written with orjson or csv."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson

from tests.benchmarks import bare_db

_DOCUMENTS: Final = (
    "SELECT d.id, d.uid, d.title, t.text, d.text_sha256, d.metadata"
    " FROM document d JOIN document_text t USING (id) ORDER BY d.id"
)
_LAYERS: Final = (
    "SELECT l.document_id, a.uid, l.kind, l.status, l.speakers"
    " FROM layer l JOIN annotator a ON a.id = l.annotator_id ORDER BY l.document_id"
)
_ANNOTATIONS: Final = (
    "SELECT document_id, id, uid, type, annotator_id, state, origin, created,"
    ' modified, revs, fields, "rows" FROM annotation ORDER BY id'
)
_SPANS: Final = (
    'SELECT annotation_id, role, start, "end", quote FROM span'
    " ORDER BY annotation_id, n"
)
COLUMNS: Final = (
    "document",
    "annotation",
    "annotator",
    "speaker",
    "quote_type",
    "issue",
    "stance",
    "role",
    "content",
    "content_start",
    "content_end",
    "source",
    "source_start",
    "source_end",
    "cue",
    "cue_start",
    "cue_end",
)

Json: TypeAlias = dict[str, Any]


def to_jsonl(path: Path, output: Path) -> None:
    """Write the documents of the database at `path` as annotator-jsonl."""
    connection = bare_db.connect(path)
    with output.open("wb") as file:
        for line in _documents(connection):
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    connection.close()


def _documents(connection: sqlite3.Connection) -> Iterator[Json]:
    layers = _Merged(connection.execute(_LAYERS))
    annotations = _Merged(_annotations(connection))
    for number, uid, title, text, digest, meta in connection.execute(_DOCUMENTS):
        yield {
            "kind": "document",
            "id": uid,
            "title": title,
            "text": text,
            "text_sha256": digest,
            "metadata": orjson.loads(meta),
            "layers": [_layer(*row[1:]) for row in layers.of(number)],
            "annotations": [row[1] for row in annotations.of(number)],
        }


def _layer(annotator: str, kind: str, status: str, speakers: str) -> Json:
    return {
        "annotator": annotator,
        "kind": kind,
        "status": status,
        "speakers": orjson.loads(speakers),
    }


def _annotations(connection: sqlite3.Connection) -> Iterator[tuple[int, Json]]:
    people = dict(connection.execute("SELECT id, uid FROM annotator"))
    spans = _Merged(connection.execute(_SPANS))
    for row in connection.execute(_ANNOTATIONS):
        yield row[0], _annotation(row, people, spans.of(row[1]))


def _annotation(row: Any, people: dict[int, str], spans: list[Any]) -> Json:
    repeated = orjson.loads(row[11])
    return {
        "id": row[2],
        "type": row[3],
        "annotator": people[row[4]],
        "state": row[5],
        "origin": row[6],
        "created": _instant(row[7]),
        "modified": _instant(row[8]),
        "revs": row[9].split(),
        "spans": [
            {"role": role, "start": start, "end": end, "text": quote}
            for _, role, start, end, quote in spans
        ],
        "fields": orjson.loads(row[10]),
        "rows": {k: [{"fields": r[0]} for r in rows] for k, rows in repeated.items()},
    }


class _Merged:
    """Groups of an ordered cursor, asked for in ascending order."""

    def __init__(self, cursor: Iterator[Any]) -> None:
        self._groups = groupby(cursor, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, number: int) -> list[Any]:
        if self._next is None or self._next[0] != number:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


def _instant(ms: int) -> str:
    at = datetime.fromtimestamp(ms / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# -- csv


def to_csv(path: Path, output: Path) -> None:
    """Write one row per stance of the database at `path`."""
    connection = bare_db.connect(path)
    speakers = dict(connection.execute("SELECT uid, name FROM entity"))
    issues = dict(connection.execute("SELECT uid, label FROM vocabulary_entry"))
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for rows in _stances(connection, speakers, issues):
            writer.writerows(rows)
    connection.close()


def _stances(
    connection: sqlite3.Connection, speakers: dict[str, str], issues: dict[str, str]
) -> Iterator[list[tuple[Any, ...]]]:
    documents = dict(connection.execute("SELECT id, uid FROM document"))
    people = dict(connection.execute("SELECT id, uid FROM annotator"))
    spans = _Merged(connection.execute(_SPANS))
    for row in connection.execute(_ANNOTATIONS):
        fields, repeated = orjson.loads(row[10]), orjson.loads(row[11])
        places = {s[1]: s[2:] for s in spans.of(row[1])}
        head = (documents[row[0]], row[2], people[row[4]])
        who = (speakers[fields["speaker"]], fields["quote_type"])
        cells = tuple(
            cell
            for role in ("content", "source", "cue")
            for cell in (places[role][2], *places[role][:2])
        )
        yield [
            (*head, *who, issues[r[0]["issue"]], r[0]["stance"], None, *cells)
            for r in repeated["stance"]
        ]
