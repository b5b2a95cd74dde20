# SPDX-License-Identifier: MIT
"""Looking for damage, row by row, without writing.

Columns are read as bytes: SQLite's own checks accept invalid UTF-8, blobs where
text belongs, and a search index that no longer fits its texts.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.model.sentence import Sentence
from annotator.store import opening
from annotator.store.connection import require_file
from annotator.store.rows import load

#: At most so many findings of one kind are told one by one.
LIMIT: Final = 100

#: Tables and the columns of theirs that hold JSON.
_JSON: Final = {
    "setting": ("value",),
    "codebook": ("body",),
    "annotator": ("extra",),
    "document": ("file", "metadata", "extra"),
    "layer": ("speakers", "extra"),
    "annotation": ("fields", "rows", "none", "extra"),
    "entity": ("aliases", "attributes", "extra"),
    "vocabulary_entry": ("extra",),
    "item": ("data",),
    "rival": ("data",),
    "step": ("args",),
    "change": ("key", "before", "after"),
}


#: Those of them that hold a list; of the others most hold an object.
_LISTS: Final = frozenset({"file", "speakers", "none", "aliases"})
_ANY: Final = frozenset({"value", "key", "before", "after"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: "error" or "warning", where, and what, in words."""

    severity: str
    where: str
    message: str


def check(path: Path | str) -> Iterator[Finding]:
    """Everything that is wrong with a project file; nothing, where all is well.

    The file may be open meanwhile.  Raises as `Project.open` does where it is
    no project at all.
    """
    file = Path(path)
    require_file(file)
    try:
        with opening.reading(file) as connection:
            yield from check_connection(connection)
    except sqlite3.Error as error:
        yield Finding(
            "error", str(file), Sentence("It cannot be read: {error}.", error=error)
        )


def check_connection(connection: sqlite3.Connection) -> Iterator[Finding]:
    """As `check`, on an open connection."""
    former, connection.text_factory = connection.text_factory, bytes
    try:
        for part in _PARTS:
            try:
                yield from part(connection)
            except sqlite3.Error as error:
                name = part.__name__.strip("_").replace("_", " ")
                yield Finding(
                    "error", name, Sentence("It cannot be read: {error}.", error=error)
                )
    finally:
        connection.text_factory = former


# -- the whole file ---------------------------------------------------------------


def _integrity(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (verdict,) in connection.execute(f"PRAGMA integrity_check({LIMIT})"):
        if verdict != b"ok":
            yield Finding("error", "file", verdict.decode("utf-8", "replace"))


def _foreign_keys(connection: sqlite3.Connection) -> Iterator[Finding]:
    found = connection.execute("PRAGMA foreign_key_check").fetchmany(LIMIT)
    for table, number, parent, _ in found:
        where = f"{_text(table)} {number if number is not None else ''}".strip()
        yield Finding(
            "error",
            where,
            Sentence("It points to a missing {parent}.", parent=_text(parent)),
        )


def _columns(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Invalid UTF-8, blobs, and JSON that is none."""
    tables = (*_JSON, "document_text", "span", "reference")
    for table in tables:
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [each[0] for each in cursor.description]
        types = {
            _text(row[1]): _text(row[2])
            for row in connection.execute(f"PRAGMA table_info({table})")
        }
        for row in cursor:
            for name, value in zip(names, row, strict=True):
                message = _column_fault(table, name, value, types[name])
                if message:
                    yield Finding("error", f"{table} {_text(row[0])}", message)


def _column_fault(table: str, name: str, value: Any, kind: str) -> str | None:
    if value is None:
        return None
    if kind == "INTEGER":
        good = isinstance(value, int)
        return None if good else Sentence("“{name}” is not a whole number.", name=name)
    if not isinstance(value, bytes):
        return Sentence("“{name}” is not text.", name=name)
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return Sentence("“{name}” is not valid UTF-8.", name=name)
    if "\0" in text:
        return Sentence("“{name}” holds a NUL character.", name=name)
    return _json_fault(name, text) if name in _JSON.get(table, ()) else None


def _json_fault(name: str, text: str) -> str | None:
    try:
        value = load(text)
    except (ValueError, RecursionError):
        return Sentence("“{name}” is not valid JSON.", name=name)
    if name in _LISTS and not isinstance(value, list):
        return Sentence("“{name}” is not a JSON list.", name=name)
    if name not in _LISTS | _ANY and not isinstance(value, dict):
        return Sentence("“{name}” is not a JSON object.", name=name)
    return None


# -- texts and spans --------------------------------------------------------------


def _texts(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Every document has its text, and the text has its hash."""
    cursor = connection.execute(
        "SELECT d.uid, d.text_sha256, t.text, d.title, t.title FROM document d"
        " LEFT JOIN document_text t ON t.id = d.id"
    )
    for uid, sha256, text, title, indexed in cursor:
        where = f"document “{_text(uid)}”"
        if not isinstance(text, bytes):
            yield Finding("error", where, "Its text is missing.")
        elif hashlib.sha256(text).hexdigest() != _text(sha256):
            yield Finding("error", where, "Its text is not the one that was imported.")
        elif title != indexed:
            yield Finding("warning", where, "Its title is indexed otherwise.")


def _spans(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Every span lies in its text, and its quote is what stands there."""
    cursor = connection.execute(
        'SELECT a.document_id, a.uid, d.uid, s.role, s.start, s."end", s.quote'
        " FROM annotation a JOIN document d ON d.id = a.document_id"
        " CROSS JOIN span s ON s.annotation_id = a.id ORDER BY a.document_id"
    )
    number, text = None, ""
    for document, uid, name, role, start, end, quote in cursor:
        if document != number:
            number, text = document, _document_text(connection, document)
        where = f"annotation “{_text(uid)}” of document “{_text(name)}”"
        message = _span_fault(text, start, end, quote)
        if message:
            yield Finding(
                "error",
                where,
                Sentence("Span “{role}”: {message}", role=_text(role), message=message),
            )


def _document_text(connection: sqlite3.Connection, number: int) -> str:
    sql = "SELECT text FROM document_text WHERE id = ?"
    found = connection.execute(sql, (number,)).fetchone()
    return _text(found[0]) if found else ""


#: Spans of rows that are not there: nobody would ever see them.
_ROWLESS: Final = (
    'SELECT a.uid, d.uid, s.role, s."row", s.row_no FROM span s'
    " JOIN annotation a ON a.id = s.annotation_id"
    ' JOIN document d ON d.id = a.document_id WHERE s."row" IS NOT NULL'
    " AND ifnull(s.row_no, -1) NOT BETWEEN 0 AND"
    ' ifnull(json_array_length(a."rows", \'$."\' || s."row" || \'"\'), 0) - 1'
)


def rowless_spans(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Every span of a row has its row."""
    for uid, name, role, row, number in connection.execute(_ROWLESS).fetchmany(LIMIT):
        yield Finding(
            "error",
            f"annotation “{_text(uid)}” of document “{_text(name)}”",
            Sentence(
                "Span “{role}”: there is no row {number} of “{row}”.",
                role=_text(role),
                number=number,
                row=_text(row),
            ),
        )


def _span_fault(text: str, start: Any, end: Any, quote: Any) -> str | None:
    if not isinstance(start, int) or not isinstance(end, int):
        return Sentence("its place is not a whole number.")
    if not 0 <= start < end <= len(text):
        return Sentence(
            "{start}–{end} is outside of the text of {length} characters.",
            start=start,
            end=end,
            length=len(text),
        )
    if text[start:end] != _text(quote):
        return Sentence(
            "the text at {start}–{end} is “{found}”, not “{wanted}”.",
            start=start,
            end=end,
            found=text[start:end][:80],
            wanted=_text(quote)[:80],
        )
    return None


def _search_index(connection: sqlite3.Connection) -> Iterator[Finding]:
    """The index fits the texts (integrity_check does not look).

    FTS5 checks itself by a write that writes nothing, hence the temporary copy.
    """
    with contextlib.closing(sqlite3.connect("")) as copy:
        connection.backup(copy)
        try:
            copy.execute(
                "INSERT INTO document_fts (document_fts, rank)"
                " VALUES ('integrity-check', 1)"
            )
        except sqlite3.Error:
            yield Finding(
                "warning",
                "search index",
                "It does not fit the texts; it is built anew by “recover”.",
            )


# -- what points to what ----------------------------------------------------------


def _dangling(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Parents, unified records and references that are not there."""
    for severity, where, sql in _POINTERS:
        for name, target in connection.execute(sql).fetchmany(LIMIT):
            message = Sentence(
                "It points to “{target}”, which is not there.", target=_text(target)
            )
            yield Finding(severity, f"{where} “{_text(name)}”", message)


_POINTERS: Final = (
    (
        "error",
        "annotation",
        "SELECT a.uid, a.parent FROM annotation a WHERE a.parent IS NOT NULL"
        " AND a.deleted = 0 AND NOT EXISTS (SELECT 1 FROM annotation b"
        " WHERE b.document_id = a.document_id AND b.uid = a.parent"
        " AND b.deleted = 0)",
    ),
    (
        "error",
        "entity",
        "SELECT uid, merged_into FROM entity WHERE merged_into IS NOT NULL"
        " AND merged_into NOT IN (SELECT uid FROM entity)",
    ),
    (
        "warning",
        "annotation",
        "SELECT a.uid, r.target FROM reference r"
        " JOIN annotation a ON a.id = r.annotation_id"
        " WHERE a.deleted = 0 AND a.withdrawn = 0"
        " AND r.target NOT IN (SELECT uid FROM entity)"
        " AND r.target NOT IN (SELECT uid FROM vocabulary_entry)"
        " AND NOT EXISTS (SELECT 1 FROM codebook c"
        " WHERE instr(c.body, '\"' || r.target || '\"'))",
    ),
)


def _settings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """There is a current codebook, and it is stored."""
    sql = "SELECT value FROM setting WHERE key = 'codebook'"
    found = connection.execute(sql).fetchone()
    sha256 = load(_text(found[0])) if found else None
    known = connection.execute("SELECT sha256 FROM codebook").fetchall()
    if sha256 not in {_text(row[0]) for row in known}:
        yield Finding("error", "codebook", "The current codebook is not stored.")


_PARTS: Final[tuple[Callable[[sqlite3.Connection], Iterator[Finding]], ...]] = (
    _integrity,
    _foreign_keys,
    _columns,
    _texts,
    _spans,
    rowless_spans,
    _search_index,
    _dangling,
    _settings,
)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
