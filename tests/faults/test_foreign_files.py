# SPDX-License-Identifier: MIT
"""Files that are opened as projects and are none: what each command does."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.store import schema
from tests.faults.outside import POSIX, contents, script
from tests.store import made

Heard = pytest.CaptureFixture[str]


def _refused_by_every_command(path: Path, words: str, heard: Heard) -> str:
    """No command takes the file; all say why, and nothing is changed or made."""
    text = path.parent / "a.txt"
    text.write_text("Words.")
    out = path.parent / "out.csv"
    before = contents(path.parent)
    told = ""
    for command in (
        ["stats", str(path)],
        ["import", str(path), str(text)],
        ["export", str(path), "--format", "csv", "--output", str(out)],
        ["backup", str(path), str(path.parent / "copy.annotator")],
        ["search", str(path), "words"],
    ):
        begun = time.monotonic()
        assert main(command) == 1, command
        assert time.monotonic() - begun < 5
        told = heard.readouterr().err
        assert path.name in told
        assert words in told, command
        assert "Traceback" not in told
        assert told.count("\n") == 1
    assert contents(path.parent) == before
    return told


def _statements(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for each in statements:
                connection.execute(each)

    return change


def test_fault_21_an_empty_file_stays_empty(tmp_path: Path, capsys: Heard) -> None:
    path = tmp_path / "p.annotator"
    path.touch()
    _refused_by_every_command(path, "empty", capsys)
    assert path.stat().st_size == 0


@pytest.mark.parametrize(
    "content",
    [b"Only words.\n" * 99, b"\x89PNG\r\n\x1a\n" + bytes(999), b"PK\x03\x04" * 99],
    ids=["text", "picture", "zip"],
)
def test_fault_22_other_files_are_told_apart(
    tmp_path: Path, capsys: Heard, content: bytes
) -> None:
    path = tmp_path / "p.annotator"
    path.write_bytes(content)
    _refused_by_every_command(path, "not a project", capsys)


def test_fault_23_similar_tables_do_not_make_a_project(
    tmp_path: Path, capsys: Heard
) -> None:
    path = tmp_path / "p.annotator"
    _statements(
        "CREATE TABLE document (id INTEGER PRIMARY KEY, uid TEXT, title TEXT)",
        "CREATE TABLE annotation (id INTEGER PRIMARY KEY, document_id INTEGER)",
        "INSERT INTO document VALUES (1, 'd1', 'Mine')",
    )(path)
    _refused_by_every_command(path, "another program", capsys)


@pytest.mark.parametrize("version", [schema.VERSION + 1, 2**31 - 1])
def test_fault_24_a_newer_project_names_both_versions(
    closed: Path, capsys: Heard, version: int
) -> None:
    _statements(f"PRAGMA user_version = {version}")(closed)
    told = _refused_by_every_command(closed, f"version {version}", capsys)
    assert f"up to {schema.VERSION}" in told


def test_fault_26_a_damaged_project_offers_a_way_out(
    closed: Path, capsys: Heard
) -> None:
    os.truncate(closed, closed.stat().st_size // 2)
    before = made.sha(closed)
    _refused_by_every_command(closed, "recover", capsys)
    main(["recover", str(closed), str(closed.with_name("rescued.annotator"))])
    assert "Traceback" not in capsys.readouterr().err
    assert made.sha(closed) == before


def test_fault_26_flipped_bits_are_never_silent(closed: Path, capsys: Heard) -> None:
    """Whatever page a bit flips in: said, or harmless; never an error of ours."""
    whole = closed.read_bytes()
    for place in range(200, len(whole), max(1, len(whole) // 40)):
        data = bytearray(whole)
        data[place] ^= 0x40
        closed.write_bytes(data)
        assert main(["check", str(closed)]) in (0, 1)
        assert main(["stats", str(closed)]) in (0, 1)
        assert "Traceback" not in capsys.readouterr().err
        assert closed.read_bytes() == bytes(data)


@pytest.mark.skipif(not POSIX, reason="no pipes with names there")
def test_fault_27_nothing_is_made_and_nothing_hangs(
    tmp_path: Path, capsys: Heard
) -> None:
    (tmp_path / "folder.annotator").mkdir()
    os.mkfifo(tmp_path / "pipe.annotator")
    _refused_by_every_command(tmp_path / "folder.annotator", "folder", capsys)
    _refused_by_every_command(tmp_path / "pipe.annotator", "regular", capsys)
    _refused_by_every_command(tmp_path / "typo.annotator", "no such file", capsys)
    assert main(["new", str(tmp_path / "no" / "p.annotator")]) == 1
    assert "no such folder" in capsys.readouterr().err
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    "body",
    [
        "DELETE FROM document",
        "SELECT raise(ABORT, 'no')",
        "INSERT INTO step SELECT NULL, at, annotator, title, args, state FROM step",
        "UPDATE annotation SET annotator_id = 2",
    ],
    ids=["deleting", "raising", "looping", "forging"],
)
def test_fault_28_triggers_never_run(closed: Path, capsys: Heard, body: str) -> None:
    _statements(f"CREATE TRIGGER t AFTER INSERT ON document BEGIN {body}; END")(closed)
    _refused_by_every_command(closed, "trigger", capsys)


def test_fault_29_and_30_views_and_indexes_are_refused_at_once(
    closed: Path, capsys: Heard
) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as connection:
        connection.create_function("odd", 1, lambda x: x, deterministic=True)
        connection.execute("CREATE INDEX i ON document (odd(title))")
        connection.execute("DROP TABLE setting")
        connection.execute(
            "CREATE VIEW setting AS WITH RECURSIVE n(key) AS (SELECT 1 UNION ALL"
            " SELECT key + 1 FROM n) SELECT key, key AS value FROM n"
        )
    _refused_by_every_command(closed, "p.annotator", capsys)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_fault_31_a_huge_value_does_not_fill_the_memory(closed: Path) -> None:
    # Zeros that SQLite writes as holes: large only for who reads them.
    _statements(
        "INSERT INTO setting VALUES ('huge', zeroblob(300000000))",
        "UPDATE document SET title = zeroblob(10000000) WHERE uid = 'd2'",
    )(closed)
    source = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from annotator.cli.main import main\n"
        "code = main(['stats', sys.argv[1]])\n"
        "status = Path('/proc/self/status').read_text()\n"
        "most = re.search(r'VmHWM:\\s+(\\d+) kB', status)[1]\n"
        "print(code, most, file=sys.stderr)\n"
    )
    _, err = script(source, closed).communicate(timeout=120)
    assert "Traceback" not in err
    code, used = map(int, err.split()[-2:])
    assert code in (0, 1)
    assert used < 200_000


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ('UPDATE span SET "end" = 99999 WHERE n = 0', "outside of the text"),
        ("UPDATE span SET quote = 'other' WHERE n = 0", "not “other”"),
        ("UPDATE annotation SET fields = X'FF'", "annotation"),
        ("UPDATE document SET title = CAST(X'FF41' AS TEXT) WHERE uid = 'd1'", "d1"),
    ],
)
def test_fault_32_check_names_each_bad_row(
    closed: Path, capsys: Heard, statement: str, words: str
) -> None:
    _statements(statement)(closed)
    assert main(["check", str(closed)]) == 1
    heard = capsys.readouterr()
    assert words in heard.out
    assert "Traceback" not in heard.err
    assert main(["search", str(closed), "Title"]) in (0, 1)
    assert "fault of the program" not in capsys.readouterr().err


def test_fault_33_a_corrupt_search_index_is_told_and_built_anew(
    closed: Path, capsys: Heard
) -> None:
    _statements("DELETE FROM document_fts_data WHERE id > 10")(closed)
    assert main(["check", str(closed)]) == 0  # what people made is whole
    assert "search index" in capsys.readouterr().out
    rescued = str(closed.with_name("rescued.annotator"))
    assert main(["recover", str(closed), rescued]) == 0
    capsys.readouterr()
    assert main(["check", rescued]) == 0
    assert main(["search", rescued, "knew"]) == 0
    assert "Title of d1" in capsys.readouterr().out
