# SPDX-License-Identifier: MIT
"""Files that are opened as projects and are none, or are damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.errors import (
    DamagedError,
    NewerVersionError,
    NotAProjectError,
    StoreError,
    UserError,
)
from annotator.store import connection as connections
from annotator.store import opening, schema
from annotator.store.check import check
from annotator.store.project import Project
from tests.store import made


def _refused(path: Path, kind: type[UserError], words: str) -> None:
    """Both ways of opening refuse; nothing is changed or left behind."""
    before = made.sha(path) if path.is_file() else None
    beside = sorted(path.parent.iterdir())
    for read_only in (False, True):
        with pytest.raises(kind, match=words) as caught:
            Project.open(path, read_only=read_only)
        assert path.name in str(caught.value)
    if before:
        assert made.sha(path) == before
    assert sorted(path.parent.iterdir()) == beside


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_fault_21_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    path.touch()
    _refused(path, NotAProjectError, "empty")


@pytest.mark.parametrize(
    "content",
    [
        b"Just some text.\n" * 100,
        b"\x89PNG\r\n\x1a\n" + bytes(1000),
        b"PK\x03\x04" + bytes(100),
        b"SQLite format 3\0",
        b"x",
    ],
)
def test_fault_22_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.annotator"
    path.write_bytes(content)
    _refused(path, UserError, "not a project|damaged|another program")


def test_fault_23_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    _change(path, "CREATE TABLE document (id INTEGER PRIMARY KEY, uid TEXT)")
    _refused(path, NotAProjectError, "another program")


@pytest.mark.parametrize("version", [schema.VERSION + 1, 2**31 - 1])
def test_fault_24_a_newer_version_is_refused(closed: Path, version: int) -> None:
    _change(closed, f"PRAGMA user_version = {version}")
    _refused(closed, NewerVersionError, f"version {version}.*up to {schema.VERSION}")


def test_fault_26_a_truncated_file_is_damaged(closed: Path) -> None:
    os.truncate(closed, closed.stat().st_size // 2)
    _refused(closed, DamagedError, "damaged")


@pytest.mark.parametrize("page", [3, 5, 8])
def test_fault_26_a_zeroed_page_is_damaged(closed: Path, page: int) -> None:
    with closed.open("r+b") as file:
        file.seek(page * 16384)
        file.write(bytes(16384))
    _refused(closed, DamagedError, "damaged")


def test_fault_27_folders_pipes_and_typos_make_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder.annotator"
    folder.mkdir()
    _refused(folder, NotAProjectError, "folder")
    _refused(tmp_path / "typo.annotator", StoreError, "no such file")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.annotator")
        _refused(tmp_path / "pipe.annotator", NotAProjectError, "regular")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM document; END",
        "CREATE TRIGGER t BEFORE INSERT ON step BEGIN SELECT raise(ABORT, 'x'); END",
        "CREATE VIEW v AS SELECT * FROM document",
        "CREATE TABLE other (x)",
        "CREATE INDEX i ON document (lower(title))",
        "CREATE INDEX i ON document (title)",
        "ALTER TABLE document ADD COLUMN more TEXT DEFAULT 'x'",
        "DROP TABLE reference",
    ],
)
def test_fault_28_and_30_foreign_objects_are_refused(
    closed: Path, statement: str
) -> None:
    _change(closed, statement)
    _refused(closed, NotAProjectError, "project of ours")


# -- indexes of ours that are missing ---------------------------------------------

_INDEXES = (
    "annotation_in_order",
    "document_by_date",
    "document_by_text",
    "document_by_title",
    "item_by_document",
    "layer_by_document",
    "reference_by_annotation",
    "step_undone",
)


@pytest.fixture
def bare(closed: Path) -> Path:
    """A project from which every index of ours was dropped."""
    _change(closed, *(f"DROP INDEX {name}" for name in _INDEXES))
    return closed


def _plan(project: Project, sql: str) -> str:
    rows = project.query(f"EXPLAIN QUERY PLAN {sql}")
    return " ".join(str(row[3]) for row in rows)


_LIST = "SELECT id FROM document WHERE withdrawn = 0 ORDER BY {} COLLATE NOCASE"
_BY_DATE = _LIST.format("published COLLATE NOCASE, title")


def test_missing_indexes_are_created_and_used(bare: Path) -> None:
    with Project.open(bare) as project:
        assert schema.objects(project.connection) == schema.expected()
        assert "document_by_title" in _plan(project, _LIST.format("title"))
        assert "document_by_date" in _plan(project, _BY_DATE)
        assert "SORT" not in _plan(project, _BY_DATE).upper()
        assert project.annotations.get("d1", "a1").fields["speaker"] == "lee"
    assert list(check(bare)) == []
    assert [p.name for p in bare.parent.iterdir()] == [bare.name]


def test_reading_only_does_without_the_missing_indexes(bare: Path) -> None:
    before = made.sha(bare)
    with Project.open(bare, read_only=True) as project:
        assert project.documents.uids() == ["d1", "d2"]
        assert "document_by_title" not in _plan(project, _LIST.format("title"))
    assert list(check(bare)) == []
    assert made.sha(bare) == before
    assert [p.name for p in bare.parent.iterdir()] == [bare.name]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM document; END",
        "CREATE VIEW v AS SELECT * FROM document",
        "CREATE TABLE other (x)",
        "CREATE INDEX document_by_title ON document (title)",
    ],
)
def test_a_foreign_file_without_the_indexes_is_refused(
    bare: Path, statement: str
) -> None:
    _change(bare, statement)
    _refused(bare, NotAProjectError, "project of ours")


def test_no_room_for_the_indexes_is_no_reason_to_refuse(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connections.connect

    def full(path: Path, mode: str) -> sqlite3.Connection:
        connection = real(path, mode)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    _change(bare, "VACUUM")
    before = made.sha(bare)
    monkeypatch.setattr(opening, "connect", full)
    with Project.open(bare) as project:
        assert not project.read_only
        assert project.documents.uids() == ["d1", "d2"]
    assert made.sha(bare) == before


def test_fault_29_an_endless_view_is_refused_at_once(closed: Path) -> None:
    _change(
        closed,
        "DROP TABLE step",
        "CREATE VIEW step AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL"
        " SELECT id + 1 FROM n) SELECT * FROM n",
    )
    begun = time.monotonic()
    _refused(closed, NotAProjectError, "view “step”")
    assert time.monotonic() - begun < 5


def test_fault_30_an_unknown_function_is_refused(closed: Path) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as connection:
        connection.create_function("odd", 1, lambda x: x, deterministic=True)
        connection.execute("CREATE INDEX i ON document (odd(title))")
    _refused(closed, NotAProjectError, "index “i”")


# -- a journal that was left behind -----------------------------------------------

_DIE = """
import os, sys
from annotator.store import connection as connections
from annotator.store import opening, schema
from annotator.store.check import check
from annotator.store.project import Project
project = Project.open(sys.argv[1])
project.connection.execute("PRAGMA cache_size = 1")
with project.atomic():
    project.settings.set("title", "half")
    project.run("UPDATE document_text SET text = upper(text)")
    project.run("INSERT INTO setting VALUES ('big', zeroblob(?))", (4_000_000,))
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def hot(closed: Path) -> Path:
    """A project whose writer was killed in the middle of a transaction."""
    argv = [sys.executable, "-c", _DIE, str(closed)]
    subprocess.run(argv, cwd=made.ROOT, check=False)
    assert closed.with_name(closed.name + "-journal").stat().st_size > 0
    return closed


@pytest.mark.skipif(os.name == "nt", reason="no kill there")
def test_fault_11_a_journal_is_rolled_back(hot: Path) -> None:
    with Project.open(hot) as project:
        assert project.settings.get("title") == "Made up"
        assert project.documents.get("d1").text == made.TEXT


@pytest.mark.skipif(os.name == "nt", reason="no kill there")
def test_fault_11_reading_only_works_on_a_copy(hot: Path) -> None:
    journal = hot.with_name(hot.name + "-journal")
    before = made.sha(hot), made.sha(journal)
    with Project.open(hot, read_only=True) as project:
        assert project.settings.get("title") == "Made up"
        assert project.documents.get("d1").text == made.TEXT
    assert (made.sha(hot), made.sha(journal)) == before


@pytest.mark.skipif(os.name == "nt", reason="no kill there")
def test_a_foreign_file_with_a_journal_is_left_alone(hot: Path) -> None:
    foreign = hot.with_name("foreign.annotator")
    shutil.copyfile(hot, foreign)
    shutil.copyfile(f"{hot}-journal", f"{foreign}-journal")
    with foreign.open("r+b") as file:
        file.seek(68)
        file.write(b"ELSE")
    before = made.sha(foreign)
    with pytest.raises(NotAProjectError):
        Project.open(foreign)
    assert made.sha(foreign) == before


def test_fault_31_a_value_beyond_all_measure_is_not_read(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _change(closed, f"UPDATE document_text SET text = '{'x' * 3_000_000}' WHERE id = 1")
    monkeypatch.setattr(connections, "MAX_BYTES", 1_000_000)
    with Project.open(closed) as project:
        with pytest.raises(DamagedError, match="too big"):
            project.documents.get("d1")
        assert project.documents.get("d2").text == made.TEXT
