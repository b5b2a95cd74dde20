# SPDX-License-Identifier: MIT
"""Bare SQLite for the baselines: the same tables and durability, nothing else."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

from annotator.store import schema


def create(path: Path) -> sqlite3.Connection:
    """A new database with the tables and indexes of a project."""
    path.unlink(missing_ok=True)
    connection = connect(path)
    connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
    sql = resources.files("annotator.store").joinpath("schema.sql")
    connection.executescript(sql.read_text(encoding="utf-8"))
    return durable(connection)


def connect(path: Path) -> sqlite3.Connection:
    """A database, with as much cache as a project gets."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = -16384")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def durable(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The same connection, set so that a commit survives a power loss."""
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    return connection
