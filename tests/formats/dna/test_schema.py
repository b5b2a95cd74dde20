# SPDX-License-Identifier: MIT
"""The tables are exactly those that DNA makes, and its passwords are Jasypt's."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import sqlite3
from pathlib import Path

from annotator.formats.dna import schema

GOLDEN = Path(__file__).parents[2] / "reference" / "dna_schema.sql"


def test_the_tables_are_those_of_the_golden_listing() -> None:
    assert list(schema.TABLES.values()) == GOLDEN.read_text("utf-8").splitlines()


def test_the_tables_are_those_of_a_real_database(shared: Path) -> None:
    uri = (shared / "data" / "sample.dna").as_uri()
    with contextlib.closing(sqlite3.connect(f"{uri}?mode=ro", uri=True)) as real:
        found = dict(
            real.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        )
    assert found == schema.TABLES


def test_a_password_is_salt_and_the_digest_of_a_hundred_thousand_rounds() -> None:
    raw = base64.b64decode(schema.password_hash("open", b"0123456789abcdef"))
    digest = hashlib.sha256(b"0123456789abcdef" + b"open").digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    assert raw == b"0123456789abcdef" + digest


def test_the_passwords_of_a_real_database_are_made_the_same_way(shared: Path) -> None:
    uri = (shared / "data" / "sample.dna").as_uri()
    with contextlib.closing(sqlite3.connect(f"{uri}?mode=ro", uri=True)) as real:
        kept = real.execute("SELECT Password FROM CODERS WHERE ID = 1").fetchone()[0]
    salt = base64.b64decode(kept)[:16]
    assert schema.password_hash("sample", salt) == kept
