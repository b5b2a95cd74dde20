# SPDX-License-Identifier: MIT
"""Baseline of the export: ordered cursors, merged, written with orjson or csv.

It cuts no text, knows no withdrawn, deleted or rival rows, counts no losses, and
takes documents and annotations as they were stored; for the corpus its CSV has the
same bytes as ours, its JSONL all but the head and the order of speakers.  As ours it
waits until the file is on the disk: before that nothing was exported.
"""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

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
#: The columns of our table under `speaker_stance`, so that both write as much.
_NAMES: Final = (
    "document_id title source author published language url timezone annotation_id"
    " type parent level annotator_id annotator layer state origin row row_number"
    " no_stance speaker speaker_id speaker_kind speaker_role speaker_affiliation"
    " speaker_country speaker_wikidata quote_type source_type attribution_type"
    " factuality cue_negated confidence content_anaphoric statement_time justifies"
    " notes issue issue_id stance directness intensity conditional stance_confidence"
    " rationale content_text content_offsets source_text source_offsets cue_text"
    " cue_offsets addressee_text addressee_offsets supplement_text supplement_offsets"
    " hedge_text hedge_offsets condition_text condition_offsets evidence_text"
    " evidence_offsets"
)
COLUMNS: Final = tuple(_NAMES.split())

Json: TypeAlias = dict[str, Any]


def to_jsonl(path: Path, output: Path) -> None:
    """Write the documents of the database at `path` as annotator-jsonl."""
    connection = bare_db.connect(path)
    with output.open("wb") as file:
        for line in _documents(connection):
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        _sync(file)
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
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for rows in _stances(connection):
            writer.writerows(rows)
        _sync(file)
    connection.close()


def _sync(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


_METADATA: Final = ("source", "author", "published", "language", "url", "timezone")
_ABOUT: Final = "SELECT id, uid, title, metadata FROM document ORDER BY id"


def _stances(connection: sqlite3.Connection) -> Iterator[list[tuple[Any, ...]]]:
    query = connection.execute
    people = {row[0]: row[1:] for row in query("SELECT id, uid, name FROM annotator")}
    speakers = {row[0]: row for row in query("SELECT uid, name, kind FROM entity")}
    issues = dict(query("SELECT uid, label FROM vocabulary_entry"))
    spans = _Merged(query(_SPANS))
    layers = _Merged(query(_LAYERS))
    annotations = _Merged(query(_ANNOTATIONS))
    for number, uid, title, metadata in query(_ABOUT):
        held = {row[1]: _roles(row[4]) for row in layers.of(number)}
        known = orjson.loads(metadata)
        document = (uid, title, *map(known.get, _METADATA))
        for row in annotations.of(number):
            person = people[row[4]]
            fields, repeated = orjson.loads(row[10]), orjson.loads(row[11])
            speaker = speakers[fields["speaker"]]
            about = (row[2], row[3], None, 1, *person, "primary", row[5], row[6])
            role = held[person[0]].get(speaker[0])
            who = (speaker[1], speaker[0], speaker[2], role, None, None, None)
            places = {s[1]: s[2:] for s in spans.of(row[1])}
            tail = (*_cells(places), *_EMPTY)
            yield [
                (
                    *(document + about),
                    *("stance", n, None),
                    *(who + _own(fields)),
                    *_stance(stance[0], issues),
                    *tail,
                )
                for n, stance in enumerate(repeated["stance"], 1)
            ]


#: addressee, supplement, hedge, condition, evidence: texts and offsets
_EMPTY: Final = (None,) * 10


def _roles(speakers: str) -> dict[str, str]:
    return {s["entity"]: s["role"] for s in orjson.loads(speakers)}


def _own(fields: Json) -> tuple[Any, ...]:
    get = fields.get
    return (
        get("quote_type"),
        get("source_type"),
        get("attribution_type"),
        get("factuality"),
        _flag(get("cue_negated")),
        get("confidence"),
        _flag(get("content_anaphoric")),
        get("statement_time"),
        get("justifies"),
        get("notes"),
    )


def _stance(fields: Json, issues: dict[str, str]) -> tuple[Any, ...]:
    get = fields.get
    return (
        issues[fields["issue"]],
        fields["issue"],
        get("stance"),
        get("directness"),
        get("intensity"),
        _flag(get("conditional")),
        get("confidence"),
        get("rationale"),
    )


def _flag(value: bool | None) -> str | None:
    return None if value is None else "true" if value else "false"


def _cells(places: dict[str, Any]) -> Iterator[str]:
    for role in ("content", "source", "cue"):
        start, end, quote = places[role]
        yield quote
        yield f"{start}-{end}"
