# SPDX-License-Identifier: MIT
"""The shape of a project file, and the refusal of every other shape.

A file that holds a trigger, a view, an expression index or anything else that
the schema does not know is foreign: `trusted_schema` does not stop triggers.
"""

from __future__ import annotations

import functools
import re
import sqlite3
from pathlib import Path
from typing import Final, TypeAlias

from annotator.model.errors import NewerVersionError, NotAProjectError
from annotator.model.sentence import Sentence

APPLICATION_ID: Final = 0x414E4E4F
VERSION: Final = 3
PAGE_SIZE: Final = 16384

#: (type, name, table, normalised SQL or None)
SchemaObject: TypeAlias = tuple[str, str, str, str | None]


def schema_sql() -> str:
    """The statements that make an empty project of the present version."""
    return Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


def create(connection: sqlite3.Connection) -> None:
    """Make an empty file a project without content, in one transaction."""
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    connection.executescript(
        f"BEGIN IMMEDIATE; {schema_sql()}"
        f"PRAGMA application_id = {APPLICATION_ID};"
        f"PRAGMA user_version = {VERSION}; COMMIT;"
    )


def normalise(sql: str | None) -> str | None:
    """The same text for statements that differ in comments and white space."""
    if sql is None:
        return None
    bare = re.sub(r"--[^\n]*", " ", sql)
    return re.sub(r"\s*([(),=])\s*", r"\1", re.sub(r"\s+", " ", bare)).strip()


def objects(connection: sqlite3.Connection) -> frozenset[SchemaObject]:
    """Everything that the file's schema holds."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return frozenset((t, n, table, normalise(sql)) for t, n, table, sql in rows)


@functools.cache
def expected() -> frozenset[SchemaObject]:
    """What the schema of the present version holds."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        create(connection)
        return objects(connection)
    finally:
        connection.close()


def application_id(connection: sqlite3.Connection) -> int:
    """The mark of the program that made the file."""
    return _pragma(connection, "application_id")


def require_project(connection: sqlite3.Connection, path: Path) -> int:
    """Refuse what is not ours or newer; returns the version of the file."""
    if application_id(connection) != APPLICATION_ID:
        raise NotAProjectError(
            "the file is a database of another program, not a project.", file=path
        )
    version = _pragma(connection, "user_version")
    if version > VERSION:
        raise NewerVersionError(
            "the project has version {version}; this program knows up to {known}.",
            file=path,
            remedy="Install the newer program.",
            version=version,
            known=VERSION,
        )
    if version < 1:
        raise NotAProjectError("the file says that it has no version.", file=path)
    return version


def require_plain(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse triggers, views and unknown tables in a file of any version."""
    known = {(kind, name) for kind, name, _, _ in expected()}
    for kind, name, _, _ in objects(connection):
        if kind in ("trigger", "view") or (
            kind == "table" and (kind, name) not in known
        ):
            raise _foreign(kind, name, path)


def require_exact(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a schema that differs from the present version's.

    An index that is missing is no difference: it holds nothing of its own, and
    `complete` makes it.  An index of ours that is written otherwise is one.
    """
    found, wanted = objects(connection), expected()
    strange = sorted(found - wanted, key=lambda each: each[:2])
    if strange:
        raise _foreign(strange[0][0], strange[0][1], path)
    missing = sorted(
        (each for each in wanted - found if not _is_own_index(each)),
        key=lambda each: each[:2],
    )
    if missing:
        raise _foreign(missing[0][0], missing[0][1], path, lacking=True)


def complete(connection: sqlite3.Connection) -> None:
    """Create the indexes of ours that the file lacks, all of them or none.

    No version of the file stands for them, and no backup is made before: not a
    row is touched, and what a project says is the same with and without them.
    """
    missing = [each for each in expected() - objects(connection) if _is_own_index(each)]
    if not missing:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for _, _, _, sql in sorted(missing, key=lambda each: each[1]):
            connection.execute(str(sql))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _is_own_index(each: SchemaObject) -> bool:
    """Whether it is an index by itself; those of a constraint have no SQL."""
    return each[0] == "index" and each[3] is not None


def _foreign(
    kind: str, name: str, path: Path, *, lacking: bool = False
) -> NotAProjectError:
    template = "the file holds a foreign or changed {kind} “{name}”, {so}."
    if lacking:
        template = "the file lacks the {kind} “{name}”, {so}."
    so = Sentence("so it is not a project of ours")
    return NotAProjectError(template, file=path, kind=kind, name=name[:80], so=so)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
