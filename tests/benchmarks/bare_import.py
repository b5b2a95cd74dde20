# SPDX-License-Identifier: MIT
"""Baseline of the import: orjson line by line, `executemany`, one transaction.

It fills the same tables and indexes with the same rows, checks nothing and makes
no record.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson

from tests.benchmarks import bare_db

Json: TypeAlias = dict[str, Any]
SqlRow: TypeAlias = tuple[Any, ...]

CHUNK: Final = 500

_INSERTS: Final = {
    "annotator": "INSERT INTO annotator (uid, name, initials) VALUES (?,?,?)",
    "entity": "INSERT INTO entity (uid, type, name, kind, aliases, revs)"
    " VALUES (?,?,?,?,?,'')",
    "vocabulary_entry": "INSERT INTO vocabulary_entry"
    " (uid, vocabulary, label, definition, revs) VALUES (?,?,?,?,'')",
    "document": "INSERT INTO document (id, uid, title, text_sha256, source, author,"
    " published, metadata) VALUES (?,?,?,?,?,?,?,?)",
    "document_text": "INSERT INTO document_text VALUES (?,?,?)",
    "layer": "INSERT INTO layer (document_id, annotator_id, kind, status, speakers)"
    " VALUES (?,?,?,?,?)",
    "annotation": "INSERT INTO annotation (id, uid, document_id, type, annotator_id,"
    " layer, state, origin, created, modified, revs, fields, rows, start)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "span": "INSERT INTO span VALUES (?,?,?,?,?,?,?,?)",
    "reference": "INSERT OR IGNORE INTO reference VALUES (?,?)",
}


def import_jsonl(source: Path, path: Path) -> None:
    """Fill a new database at `path` from the corpus in `source`."""
    connection = bare_db.create(path)
    with source.open("rb") as file:
        connection.execute("BEGIN IMMEDIATE")
        annotators = _header(connection, orjson.loads(file.readline()))
        _documents(connection, map(orjson.loads, file), annotators)
        connection.execute("INSERT INTO document_fts (document_fts) VALUES ('rebuild')")
        connection.execute("COMMIT")
    connection.close()


def _header(connection: sqlite3.Connection, header: Json) -> dict[str, int]:
    add = connection.executemany
    people = header["annotators"]
    add(_INSERTS["annotator"], [(a["id"], a["name"], a["initials"]) for a in people])
    add(
        _INSERTS["entity"],
        [
            (e["id"], e["type"], e["name"], e["kind"], _json(e["aliases"]))
            for e in header["entities"]
        ],
    )
    add(
        _INSERTS["vocabulary_entry"],
        [
            (e["id"], "issue", e["label"], e["definition"])
            for e in header["vocabularies"]["issue"]
        ],
    )
    return dict(connection.execute("SELECT uid, id FROM annotator"))


def _documents(
    connection: sqlite3.Connection,
    lines: Iterable[Json],
    annotators: dict[str, int],
) -> None:
    numbered = enumerate(lines, start=1)
    last = 0
    while chunk := list(islice(numbered, CHUNK)):
        batch: dict[str, list[SqlRow]] = {name: [] for name in _INSERTS}
        for number, line in chunk:
            last = _document(batch, number, line, annotators, last)
        for name, found in batch.items():
            if found:
                connection.executemany(_INSERTS[name], found)


def _document(
    batch: dict[str, list[SqlRow]],
    number: int,
    line: Json,
    annotators: dict[str, int],
    last: int,
) -> int:
    meta = line["metadata"]
    known = (meta["source"], meta["author"], meta["published"], _json(meta))
    key = (number, line["id"], line["title"], line["text_sha256"])
    batch["document"].append(key + known)
    batch["document_text"].append((number, line["title"], line["text"]))
    for layer in line["layers"]:
        who = annotators[layer["annotator"]]
        kind = layer.get("kind", "primary")
        about = (kind, layer["status"], _json(layer.get("speakers", [])))
        batch["layer"].append((number, who, *about))
    for each in line["annotations"]:
        last += 1
        batch["annotation"].append(_annotation(last, number, each, annotators))
        batch["span"].extend(_spans(last, each))
        batch["reference"].extend(_references(last, each))
    return last


def _annotation(
    number: int, document: int, each: Json, annotators: dict[str, int]
) -> SqlRow:
    rows = {k: [[r["fields"]] for r in found] for k, found in each["rows"].items()}
    return (
        number,
        each["id"],
        document,
        each["type"],
        annotators[each["annotator"]],
        "primary",
        each["state"],
        each["origin"],
        _instant(each["created"]),
        _instant(each["modified"]),
        " ".join(each["revs"]),
        _json(each["fields"]),
        _json(rows),
        min(s["start"] for s in each["spans"]),
    )


def _spans(number: int, each: Json) -> Iterator[SqlRow]:
    for n, s in enumerate(each["spans"]):
        yield number, n, None, None, s["role"], s["start"], s["end"], s["text"]


def _references(number: int, each: Json) -> Iterator[SqlRow]:
    yield each["fields"]["speaker"], number
    for row in each["rows"]["stance"]:
        yield row["fields"]["issue"], number


def _instant(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def _json(value: Any, dumps: Callable[[Any], bytes] = orjson.dumps) -> str:
    return dumps(value).decode()
