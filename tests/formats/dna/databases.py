# SPDX-License-Identifier: MIT
"""Small databases of DNA with invented content, as DNA itself would leave them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.formats.dna import schema
from annotator.formats.dna.format import FORMAT
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.progress import run

#: With an emoji before the statement, and line ends as Windows writes them.
TEXT = "Ann 😀 Lee said:\r\n“No.” Bo agreed.\r\n"
RELATIONS = [(1, 2, 1, 1, 1, 1, 1), (2, 1, 2, 1, 0, 1, 1)]

V3: dict[str, list[tuple[Any, ...]]] = {
    "SETTINGS": [("version", "3.0.7"), ("date", "2022-06-10")],
    "DOCUMENTS": [
        (
            1,
            "A refusal",
            TEXT,
            2,
            "B. Author",
            "Daily",
            "p. 3",
            "read",
            "news",
            1120045200,
        ),
        (4, "Later", "Nothing here.", 1, "", "", "", "", "", 1120003200),
        (5, "Undated", "No day.", 1, "", "", "", "", "", 0),
    ],
    "STATEMENTTYPES": [(1, "DNA Statement", 239, 208, 51), (2, "Memo", 1, 2, 3)],
    "VARIABLES": [
        (1, "person", "short text", 1),
        (2, "organization", "short text", 1),
        (3, "concept", "short text", 1),
        (4, "agreement", "boolean", 1),
        (7, "weight", "integer", 1),
        (8, "note", "long text", 2),
    ],
    "VARIABLELINKS": [(1, 1, 2)],
    "REGEXES": [("bridge|toll", 255, 0, 0), ("B[Oo]", 0, 255, 0)],
    "CODERRELATIONS": RELATIONS,
    "STATEMENTS": [(1, 1, 1, 18, 23, 2), (3, 1, 1, 24, 34, 1), (9, 2, 1, 0, 10, 2)],
    "DATABOOLEAN": [(1, 1, 4, 0), (2, 3, 4, 1)],
    "DATAINTEGER": [(1, 1, 7, -3), (2, 3, 7, 0)],
    "ENTITIES": [
        (1, 1, "", 0, 0, 0, None),
        (2, 1, "Ann Lee", 10, 20, 30, None),
        (3, 2, "", 0, 0, 0, None),
        (4, 2, "Bridge League", 0, 0, 0, None),
        (5, 3, "A new toll", 0, 0, 0, None),
        (6, 2, "Youth of the League", 0, 0, 0, 4),
    ],
    "DATASHORTTEXT": [
        (1, 1, 1, 2),
        (2, 1, 2, 4),
        (3, 1, 3, 5),
        (4, 3, 1, 1),
        (5, 3, 2, 6),
        (6, 3, 3, 5),
    ],
    "DATALONGTEXT": [(1, 9, 8, "Check\nthis.")],
    "ATTRIBUTEVARIABLES": [(1, 1, "Type"), (2, 2, "Type"), (3, 1, "Notes")],
    "ATTRIBUTEVALUES": [
        (1, 1, 1, ""),
        (2, 1, 3, ""),
        (3, 2, 1, "Citizen"),
        (4, 2, 3, ""),
        (5, 3, 2, ""),
        (6, 4, 2, "NGO"),
        (7, 6, 2, ""),
    ],
}
CODERS = [(1, "Admin", 255, 255, 0, 1), (2, "Cleo", 51, 153, 255, 0)]

#: The tables of version 2, as its own program made them.
V2_SCHEMA = """
CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT);
CREATE TABLE CODERS(ID INTEGER NOT NULL PRIMARY KEY, Name TEXT, Red INTEGER,
  Green INTEGER, Blue INTEGER, Password TEXT);
CREATE TABLE DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT, Text TEXT,
  Coder INTEGER, Author TEXT, Source TEXT, Section TEXT, Notes TEXT, Type TEXT,
  Date INTEGER, FOREIGN KEY(Coder) REFERENCES CODERS(ID));
CREATE TABLE STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT, Red INTEGER,
  Green INTEGER, Blue INTEGER);
CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT, DataType TEXT,
  StatementTypeId INTEGER, UNIQUE (Variable, StatementTypeId));
CREATE TABLE REGEXES(Label TEXT PRIMARY KEY, Red INTEGER, Green INTEGER, Blue INTEGER);
CREATE TABLE CODERPERMISSIONS(ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER,
  Type TEXT, Permission INTEGER, UNIQUE (Coder, Type));
CREATE TABLE CODERRELATIONS(ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER,
  OtherCoder INTEGER, viewStatements INTEGER, editStatements INTEGER,
  viewDocuments INTEGER, editDocuments INTEGER);
CREATE TABLE STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER,
  DocumentId INTEGER, Start INTEGER, Stop INTEGER, Coder INTEGER);
CREATE TABLE STATEMENTLINKS(ID INTEGER PRIMARY KEY NOT NULL, SourceId INTEGER NOT NULL,
  TargetId INTEGER NOT NULL);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value INTEGER);
CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value INTEGER);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL,
  StatementId INTEGER NOT NULL, VariableId INTEGER NOT NULL,
  StatementTypeId INTEGER, Value TEXT);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value TEXT);
CREATE TABLE ATTRIBUTES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL,
  Value TEXT, Red INTEGER, Green INTEGER, Blue INTEGER, Type TEXT, Alias TEXT,
  Notes TEXT, ChildOf INTEGER);
"""
V2: dict[str, list[tuple[Any, ...]]] = {
    "SETTINGS": [("version", "2.0 beta 25"), ("popupWidth", "300")],
    "CODERS": [(1, "Admin", 239, 208, 51, "x"), (2, "Cleo", 1, 2, 3, "")],
    "DOCUMENTS": [
        (1, "A refusal", TEXT, 2, "B. Author", "Daily", "", "", "", 1120045200000)
    ],
    "STATEMENTTYPES": [(1, "DNA Statement", 239, 208, 51)],
    "VARIABLES": [
        (1, "person", "short text", 1),
        (2, "organization", "short text", 1),
        (4, "agreement", "boolean", 1),
    ],
    "REGEXES": [("toll", 255, 0, 0)],
    "CODERPERMISSIONS": [(1, 2, "addDocuments", 0), (2, 2, "editRegex", 1)],
    "CODERRELATIONS": [(1, 1, 2, 1, 1, 1, 1)],
    "STATEMENTS": [(1, 1, 1, 18, 23, 2), (2, 1, 1, 24, 34, 2)],
    "STATEMENTLINKS": [(1, 1, 2)],
    "DATABOOLEAN": [(1, 1, 4, 1, 0), (2, 2, 4, 1, 1)],
    "DATASHORTTEXT": [
        (1, 1, 1, 1, "Ann Lee"),
        (2, 1, 2, 1, ""),
        (3, 2, 1, 1, "Bo"),
        (4, 2, 2, 1, "Bridge League"),
    ],
    "ATTRIBUTES": [(1, 1, "Ann Lee", 10, 20, 30, "Citizen", "A. Lee", "", None)],
}


def version_3(path: Path, *changes: str) -> Path:
    """A database of version 3; `changes` are statements of SQL that come after."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in schema.TABLES.values():
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO CODERS (ID, Name, Red, Green, Blue, PermissionAddDocuments,"
            " Password) VALUES (?, ?, ?, ?, ?, ?, 'secret')",
            CODERS,
        )
        _fill(connection, V3, changes)
    return path


def version_2(path: Path, *changes: str) -> Path:
    """A database of version 2."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(V2_SCHEMA)
        _fill(connection, V2, changes)
    return path


def _fill(
    connection: sqlite3.Connection,
    rows: dict[str, list[tuple[Any, ...]]],
    changes: Iterable[str],
) -> None:
    for table, found in rows.items():
        places = ", ".join("?" * len(found[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", found)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for change in changes:
        connection.execute(change)
    connection.commit()


def read(path: Path, **options: Any) -> Bundle:
    """The bundle in a database, documents included."""
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions(**options))
    return Bundle(
        header=found.header,
        codebooks=found.codebooks,
        documents=list(found.documents),
        total=found.total,
    )


def write(bundle: Bundle, path: Path, options: WriteOptions | None = None) -> Path:
    """The bundle as a database."""
    assert FORMAT.write is not None
    run(FORMAT.write(bundle, path, options or WriteOptions()))
    return path


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a database answers."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
