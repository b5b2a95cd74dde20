# SPDX-License-Identifier: MIT
"""What `check` finds, and what `recover` saves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import (
    DamagedError,
    NotAProjectError,
    StoreError,
    UserError,
)
from annotator.store.check import Finding, check
from annotator.store.project import Project
from annotator.store.recover import recover
from tests.store import made


def _change(path: Path, sql: str, *values: Any) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(sql, values)


def _found(path: Path) -> list[Finding]:
    before = made.sha(path)
    found = list(check(path))
    assert made.sha(path) == before
    return found


def test_a_sound_project_has_no_findings(closed: Path) -> None:
    assert _found(closed) == []
    with Project.open(closed):
        assert list(check(closed)) == []


@pytest.mark.parametrize(
    ("sql", "where", "words"),
    [
        ("UPDATE span SET start = 3 WHERE n = 0", "“a1” of document “d1”", "not “"),
        ('UPDATE span SET "end" = 1 << 60', "“a1”", "outside of the text"),
        ("UPDATE span SET start = 'x' WHERE n = 0", "“a1”", "not a whole number"),
        ("UPDATE span SET row_no = 9 WHERE row_no = 0", "“a1” of", "no row 9"),
        ("UPDATE document SET metadata = '{' WHERE id = 1", "document 1", "JSON"),
        ("UPDATE document SET title = CAST(x'ff41' AS TEXT)", "document 1", "UTF-8"),
        ("UPDATE document SET title = x'00ff'", "document 1", "UTF-8"),
        ("UPDATE annotation SET fields = '[1' ", "annotation 1", "JSON"),
        ("UPDATE annotation SET parent = 'gone'", "“a1”", "“gone”"),
        ("UPDATE entity SET merged_into = 'gone'", "“lee”", "“gone”"),
        ("UPDATE reference SET target = 'gone' WHERE target = 'lee'", "“a1”", "“gone”"),
        ("UPDATE document_text SET text = text || 'x'", "“d1”", "imported"),
        ("DELETE FROM document_text WHERE id = 2", "“d2”", "missing"),
        ("DELETE FROM annotator WHERE uid = 'ann'", "layer 1", "missing annotator"),
        ("DELETE FROM codebook", "codebook", "not stored"),
        ("UPDATE setting SET value = 'x' WHERE key = 'title'", "title", "JSON"),
    ],
)
def test_fault_32_each_bad_row_is_named(
    closed: Path, sql: str, where: str, words: str
) -> None:
    _change(closed, sql)
    found = _found(closed)
    assert any(where in f.where and words in f.message for f in found), found


def test_fault_32_other_rows_stay_usable(closed: Path) -> None:
    _change(closed, "UPDATE annotation SET fields = '[1'")
    with Project.open(closed) as project:
        assert project.documents.get("d2").text == made.TEXT
        with pytest.raises(DamagedError, match="“a1” of document “d1”"):
            project.annotations.of("d1")


def test_fault_33_a_search_index_that_does_not_fit_is_found(closed: Path) -> None:
    _change(closed, "UPDATE document_fts_data SET block = zeroblob(20) WHERE id > 1000")
    assert [f.where for f in _found(closed)] == ["search index"]


def test_check_refuses_what_open_refuses(closed: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(NotAProjectError):
        list(check(tmp_path / "empty"))
    _change(closed, "CREATE VIEW v AS SELECT 1")
    with pytest.raises(NotAProjectError):
        list(check(closed))


# -- recover ----------------------------------------------------------------------


def _equal(one: Path, other: Path) -> None:
    with Project.open(one, read_only=True) as a, Project.open(other) as b:
        assert a.documents.uids() == b.documents.uids()
        for uid in a.documents.uids():
            assert a.documents.get(uid) == b.documents.get(uid)
            assert a.annotations.of(uid) == b.annotations.of(uid)
        assert a.entities.all() == b.entities.all()
        assert a.history.steps() == b.history.steps()


def test_recovering_a_sound_project_copies_it(closed: Path, tmp_path: Path) -> None:
    report = recover(closed, tmp_path / "new.annotator")
    assert report.notes == []
    assert report.rows["annotation"] == 1
    assert list(check(tmp_path / "new.annotator")) == []
    _equal(closed, tmp_path / "new.annotator")


def test_fault_33_recovering_builds_the_index_anew(closed: Path) -> None:
    new = closed.with_name("new.annotator")
    _change(closed, "UPDATE document_fts_data SET block = zeroblob(20) WHERE id > 1000")
    recover(closed, new)
    assert list(check(new)) == []
    with Project.open(new) as project:
        assert list(project.search.documents("āda")) == [1, 2]


def _many(path: Path) -> None:
    """200 documents of four pages each, an annotation in each."""
    with made.new_project(path.parent, path.name) as project:
        text = made.TEXT + "word " * 9000
        records = []
        for n in range(200):
            uid = f"d{n:03}"
            document = made.document(uid, text)
            a = made.annotation("a", uid)
            records.append(made.record(uid, a, document=document))
        made.insert(project, made.bundle(records))


def test_fault_26_what_can_be_read_is_saved(tmp_path: Path) -> None:
    path, new = tmp_path / "p.annotator", tmp_path / "new.annotator"
    _many(path)
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("PRAGMA page_count").fetchone()[0] // 2
    with path.open("r+b") as file:
        file.seek(page * 16384)
        file.write(b"\xff" * 16384)
    before = made.sha(path)
    report = recover(path, new)
    assert made.sha(path) == before
    assert report.rows["document"] >= 100
    assert list(check(new)) == []
    with Project.open(new) as project:
        assert project.documents.count() == report.rows["document_text"]
        with project.atomic():
            project.settings.set("title", "goes on")


def test_fault_26_half_a_file_still_gives_something(tmp_path: Path) -> None:
    path, new = tmp_path / "p.annotator", tmp_path / "new.annotator"
    _many(path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    try:
        recover(path, new)
    except DamagedError:
        assert not new.exists()
    else:
        assert list(check(new)) == []
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]


def test_fault_32_a_row_that_is_no_text_is_left_out_and_told(closed: Path) -> None:
    _change(closed, "UPDATE document SET title = CAST(x'ff41' AS TEXT) WHERE id = 2")
    new = closed.with_name("new.annotator")
    report = recover(closed, new)
    assert any("document 2" in note and "UTF-8" in note for note in report.notes)
    with Project.open(new) as project:
        assert project.documents.uids() == ["d1"]
        assert len(project.annotations.of("d1")) == 1


def test_recovering_never_replaces_and_needs_a_project(
    closed: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="already"):
        recover(closed, closed)
    text = tmp_path / "text"
    text.write_text("hello" * 100)
    with pytest.raises(UserError):
        recover(text, tmp_path / "new")
    assert not (tmp_path / "new").exists()
