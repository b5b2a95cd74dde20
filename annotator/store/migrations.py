# SPDX-License-Identifier: MIT
"""Numbered steps from each older version of the project file to the next.

All steps that a file needs run in one transaction together with the version
number, after a verified backup; `user_version` rolls back with its transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from annotator.model.item import nameless_uid
from annotator.store import schema
from annotator.store.references import REFERENCE_SQL, references_of_stored
from annotator.store.rows import batches, load_map

#: table → the indexes that go with it when it is built anew
_INDEXES: Final[Mapping[str, tuple[str, ...]]] = {
    "document": ("document_by_text", "document_by_title", "document_by_date"),
    "annotation": ("annotation_in_order",),
    "item": ("item_by_document", "item_by_uid"),
}


def _to_2(connection: sqlite3.Connection) -> None:
    """Version 2 withdraws imports, counts uses and measures time."""
    for table in (
        "document",
        "layer",
        "annotation",
        "entity",
        "vocabulary_entry",
        "item",
    ):
        if table == "layer":
            connection.execute("ALTER TABLE layer ADD COLUMN seconds INTEGER")
        connection.execute(
            f"ALTER TABLE {table} ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0"
        )
    for name in ("document", "annotation", "entity", "vocabulary_entry"):
        _rebuild(connection, name)
    connection.execute(_statement("TABLE reference"))
    for batch in batches(references_of_stored(connection), 1000):
        connection.executemany(REFERENCE_SQL, batch)


def _rebuild(connection: sqlite3.Connection, table: str) -> None:
    """Give a table its present shape; other tables keep pointing to it.

    `legacy_alter_table` keeps references to the name as they are written.
    """
    connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    connection.execute(_statement(f"TABLE {table} "))
    there = _columns(connection, f"old_{table}")
    columns = ", ".join(
        f'"{name}"' for name in _columns(connection, table) if name in there
    )
    connection.execute(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM old_{table}"
    )
    connection.execute(f"DROP TABLE old_{table}")
    for index in _INDEXES.get(table, ()):
        connection.execute(_statement(f"INDEX {index} "))


def _to_3(connection: sqlite3.Connection) -> None:
    """Version 3 knows revisions of everything, and states beside each other."""
    for table in ("annotator", "document", "layer"):
        if "revs" not in _columns(connection, table):
            connection.execute(
                f"ALTER TABLE {table} ADD COLUMN revs TEXT NOT NULL DEFAULT ''"
            )
    unnamed = connection.execute("SELECT id, kind, data FROM item WHERE uid IS NULL")
    for number, kind, data in unnamed.fetchall():
        uid = nameless_uid(kind, load_map(data))
        connection.execute("UPDATE item SET uid = ? WHERE id = ?", (uid, number))
    _rebuild(connection, "item")
    connection.execute(_statement("TABLE rival "))
    for index in ("rival_by_uid", "rival_by_document"):
        connection.execute(_statement(f"INDEX {index} "))


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _statement(head: str) -> str:
    """The statement of the schema that begins with CREATE `head`."""
    for statement in schema.schema_sql().split(";"):
        start = statement.find(f"CREATE {head}")
        if start >= 0:
            return statement[start:]
    raise LookupError(head)


#: version → the step that leads from it to the next
STEPS: Final[Mapping[int, Callable[[sqlite3.Connection], None]]] = {1: _to_2, 2: _to_3}


def migrate(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Bring an open file from `version` to the present one.

    Raises NotAProjectError, with the file as it was, where what comes out is
    not the present schema.
    """
    # Both are ignored inside a transaction, and rebuilding tables needs them.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA legacy_alter_table = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version, schema.VERSION):
            STEPS[number](connection)
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        schema.require_exact(connection, path)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA legacy_alter_table = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
