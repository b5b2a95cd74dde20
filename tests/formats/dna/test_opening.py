# SPDX-License-Identifier: MIT
"""Foreign, damaged and hostile databases are refused, and none is changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path

import pytest

from annotator.formats.dna import opening
from annotator.model.errors import InputError
from tests.formats.dna.databases import read, version_3


def refused(path: Path) -> str:
    """The sentence with which it is refused."""
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.file == str(path)
    return str(caught.value)


def test_a_file_of_no_bytes_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "x.dna"
    path.touch()
    assert "is empty" in refused(path)
    assert path.stat().st_size == 0


def test_a_folder_and_another_file_are_no_database(tmp_path: Path) -> None:
    assert "a folder" in refused(tmp_path)
    path = tmp_path / "x.dna"
    path.write_text("no database")
    assert "not an SQLite" in refused(path)


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in the file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.dna"
    os.mkfifo(path)
    assert "not a regular file" in refused(path)


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "x.dna")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [60, 4096, 9000])
def test_a_file_that_is_cut_off(tmp_path: Path, kept: int) -> None:
    path = version_3(tmp_path / "x.dna")
    path.write_bytes(path.read_bytes()[:kept])
    assert f"it has {kept:,} of" in refused(path)


def test_a_damaged_page_is_found_before_anything_is_read(tmp_path: Path) -> None:
    path = version_3(tmp_path / "x.dna")
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("CREATE VIEW LINKS AS SELECT 1", "view “LINKS”"),
        (
            "CREATE TRIGGER t AFTER INSERT ON CODERS BEGIN SELECT 1; END",
            "trigger “t”",
        ),
        ("CREATE VIRTUAL TABLE words USING fts5(x)", "virtual table “words”"),
    ],
)
def test_views_triggers_and_virtual_tables_are_foreign(
    tmp_path: Path, change: str, name: str
) -> None:
    assert name in refused(version_3(tmp_path / "x.dna", change))


def test_a_view_in_place_of_a_table_is_foreign(tmp_path: Path) -> None:
    path = version_3(
        tmp_path / "x.dna",
        "ALTER TABLE REGEXES RENAME TO R",
        "CREATE VIEW REGEXES AS SELECT * FROM R",
    )
    assert "view “REGEXES”" in refused(path)


def test_a_text_that_is_not_utf_8(tmp_path: Path) -> None:
    path = version_3(
        tmp_path / "x.dna",
        "UPDATE DOCUMENTS SET Title = CAST(x'fffe41' AS TEXT) WHERE ID = 4",
    )
    assert "not valid UTF-8" in refused(path)


def test_a_huge_value_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_BYTES", 1 << 20)
    path = version_3(
        tmp_path / "x.dna",
        "UPDATE DOCUMENTS SET Notes = CAST(zeroblob(2097152) AS TEXT) WHERE ID = 4",
    )
    assert "longer than 1,048,576 bytes" in refused(path)


def test_reading_changes_nothing_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = version_3(tmp_path / "x.dna")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    read(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_in_wal_mode_is_read_from_a_copy(tmp_path: Path) -> None:
    path = version_3(tmp_path / "x.dna")
    with contextlib.closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE DOCUMENTS SET Title = 'New' WHERE ID = 4")
        writer.commit()
        beside = sorted(each.name for each in tmp_path.iterdir())
        titles = [each.document.title for each in read(path).documents]
        assert sorted(each.name for each in tmp_path.iterdir()) == beside
    assert "New" in titles  # it stands in the file beside only


def test_a_hot_journal_is_rolled_back_in_a_copy(tmp_path: Path) -> None:
    path = version_3(tmp_path / "x.dna")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(
            "UPDATE DOCUMENTS SET Title = 'Half', Notes = hex(zeroblob(90000))"
        )
        for each in tmp_path.glob("x.dna*"):
            (crashed / each.name).write_bytes(each.read_bytes())
    assert (crashed / "x.dna-journal").exists()
    before = {each: each.read_bytes() for each in crashed.iterdir()}
    titles = [each.document.title for each in read(crashed / "x.dna").documents]
    assert titles == ["A refusal", "Later", "Undated"]
    assert {each: each.read_bytes() for each in crashed.iterdir()} == before
