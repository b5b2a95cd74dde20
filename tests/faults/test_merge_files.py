# SPDX-License-Identifier: MIT
"""Colleagues' files that are none, or hostile: what `annotator merge` does.

Whatever it is, our project and their file stay byte for byte as they were.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.services import annotate
from annotator.services.session import Session
from annotator.store import schema
from tests.faults.outside import POSIX, contents, script
from tests.faults.test_foreign_files import _statements
from tests.store import made

Heard = pytest.CaptureFixture[str]


@pytest.fixture
def theirs(closed: Path) -> Path:
    """A copy of the project in which a colleague has worked."""
    path = closed.with_name("theirs.annotator")
    shutil.copy(closed, path)
    with Session.open(path, annotator="bob") as session:
        annotate.set_note(session, "d2", "Bob was here")
    return path


def _refused(ours: Path, other: Path, words: str, heard: Heard) -> str:
    """The merge is refused in one sentence, with another, good file before it."""
    before = contents(ours.parent)
    told = ""
    for more in ([], ["--dry-run"]):
        begun = time.monotonic()
        assert main(["merge", str(ours), str(other), *more]) == 1
        assert time.monotonic() - begun < 5
        said = heard.readouterr()
        told = said.err.strip().splitlines()[-1]
        assert other.name in told
        assert words in told
        assert "Traceback" not in said.err
        assert said.out == ""
    assert contents(ours.parent) == before
    return told


def test_a_good_file_is_merged(closed: Path, theirs: Path, capsys: Heard) -> None:
    before = made.sha(theirs)
    assert main(["merge", str(closed), str(theirs)]) == 0
    assert made.sha(theirs) == before
    capsys.readouterr()
    assert main(["check", str(closed)]) == 0
    with Session.open(closed) as session:
        layer = session.project.layers.get("d2", "bob")
        assert layer.note == "Bob was here"


def test_fault_21_an_empty_file(closed: Path, capsys: Heard) -> None:
    other = closed.with_name("empty.annotator")
    other.touch()
    _refused(closed, other, "empty", capsys)


@pytest.mark.parametrize(
    "content",
    [b"Only words.\n" * 99, b"\x89PNG\r\n\x1a\n" + bytes(999), b"PK\x03\x04" * 99],
    ids=["text", "picture", "zip"],
)
@pytest.mark.parametrize("name", ["x.annotator", "x.db", "x"])
def test_fault_22_another_kind_of_file(
    closed: Path, capsys: Heard, content: bytes, name: str
) -> None:
    other = closed.with_name(name)
    other.write_bytes(content)
    _refused(closed, other, "project", capsys)


def test_fault_22_other_data_is_to_be_imported(closed: Path, capsys: Heard) -> None:
    other = closed.with_name("table.csv")
    other.write_text("title,text\nOne,Words\n")
    assert "import others" in _refused(closed, other, "not a project", capsys)


def test_fault_23_another_programs_database(closed: Path, capsys: Heard) -> None:
    other = closed.with_name("other.annotator")
    _statements(
        "CREATE TABLE document (id INTEGER PRIMARY KEY, uid TEXT, title TEXT)",
        "INSERT INTO document VALUES (1, 'd1', 'Mine')",
    )(other)
    _refused(closed, other, "another program", capsys)


@pytest.mark.parametrize("version", [schema.VERSION + 1, 2**31 - 1])
def test_fault_24_a_newer_version(
    closed: Path, theirs: Path, capsys: Heard, version: int
) -> None:
    _statements(f"PRAGMA user_version = {version}")(theirs)
    _refused(closed, theirs, f"version {version}", capsys)


def test_fault_25_an_older_version_is_read_from_a_copy(
    closed: Path, capsys: Heard
) -> None:
    other = closed.with_name("old.annotator")
    old = (made.ROOT / "tests" / "store" / "schema_v2.sql").read_text("utf-8")
    book = made.codebook()
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.executescript(old)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 2")
        from annotator.store.rows import dump

        connection.execute(
            "INSERT INTO codebook VALUES (1, ?, ?, ?, ?)",
            (book.id, book.version, book.sha256, dump(book.body)),
        )
        for key, value in (("codebook", book.sha256), ("uid", "u"), ("title", "Old")):
            connection.execute("INSERT INTO setting VALUES (?, ?)", (key, dump(value)))
        connection.execute(
            "INSERT INTO annotator (uid, name, role) VALUES ('zoe', 'Zoe', 'lead')"
        )
    before = contents(closed.parent)
    assert main(["merge", str(closed), str(other)]) == 0
    after = contents(closed.parent)
    assert after.pop(closed.name) != before.pop(closed.name)
    assert after == before
    with Session.open(closed) as session:
        assert session.project.annotators.get("zoe").role == "lead"


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _zero_a_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[3 * schema.PAGE_SIZE : 4 * schema.PAGE_SIZE] = bytes(schema.PAGE_SIZE)
    path.write_bytes(data)


@pytest.mark.parametrize("spoil", [_cut, _zero_a_page])
def test_fault_26_a_damaged_file(
    closed: Path, theirs: Path, capsys: Heard, spoil: Callable[[Path], None]
) -> None:
    spoil(theirs)
    assert "recover" in _refused(closed, theirs, "damaged", capsys)


def test_fault_26_flipped_bits(closed: Path, theirs: Path, capsys: Heard) -> None:
    """Refused, or harmless; what is merged is sound."""
    whole, ours = theirs.read_bytes(), closed.read_bytes()
    for place in range(200, len(whole), max(1, len(whole) // 30)):
        data = bytearray(whole)
        data[place] ^= 0x40
        theirs.write_bytes(data)
        code = main(["merge", str(closed), str(theirs)])
        assert code in (0, 1)
        assert "Traceback" not in capsys.readouterr().err
        if code:
            assert closed.read_bytes() == ours
        else:
            assert main(["check", str(closed)]) == 0
        capsys.readouterr()
        closed.write_bytes(ours)
        assert theirs.read_bytes() == bytes(data)


@pytest.mark.skipif(not POSIX, reason="no pipes with names there")
def test_fault_27_what_is_no_file(closed: Path, capsys: Heard) -> None:
    (closed.parent / "folder.annotator").mkdir()
    os.mkfifo(closed.parent / "pipe.annotator")
    _refused(closed, closed.parent / "folder.annotator", "folder", capsys)
    _refused(closed, closed.parent / "pipe.annotator", "regular", capsys)
    _refused(closed, closed.parent / "typo.annotator", "no such file", capsys)
    _refused(closed, closed, "itself", capsys)


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
def test_fault_28_triggers(
    closed: Path, theirs: Path, capsys: Heard, body: str
) -> None:
    _statements(f"CREATE TRIGGER t AFTER INSERT ON document BEGIN {body}; END")(theirs)
    _refused(closed, theirs, "trigger", capsys)


def test_fault_29_an_endless_view(closed: Path, theirs: Path, capsys: Heard) -> None:
    _statements(
        "DROP TABLE span",
        "CREATE VIEW span AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL"
        " SELECT x + 1 FROM n) SELECT x AS annotation_id FROM n",
    )(theirs)
    _refused(closed, theirs, "view", capsys)


def test_fault_30_an_index_by_an_expression(
    closed: Path, theirs: Path, capsys: Heard
) -> None:
    with closing(sqlite3.connect(theirs, isolation_level=None)) as connection:
        connection.create_function("odd", 1, lambda x: x, deterministic=True)
        connection.execute("CREATE INDEX i ON document (odd(title))")
    _refused(closed, theirs, "index", capsys)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO setting VALUES ('huge', zeroblob(300000000))",
        "UPDATE document SET title = zeroblob(300000000) WHERE uid = 'd2'",
        "UPDATE document_text SET text = CAST(zeroblob(200000000) AS TEXT)"
        " WHERE id = 2",
        "UPDATE annotation SET fields = zeroblob(900000000)",
    ],
)
def test_fault_31_huge_values_do_not_fill_the_memory(
    closed: Path, theirs: Path, statement: str
) -> None:
    _statements(statement)(theirs)
    before = made.sha(closed)
    source = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from annotator.cli.main import main\n"
        "code = main(['merge', *sys.argv[1:]])\n"
        "status = Path('/proc/self/status').read_text()\n"
        "most = re.search(r'VmHWM:\\s+(\\d+) kB', status)[1]\n"
        "print(code, most, file=sys.stderr)\n"
    )
    _, err = script(source, closed, theirs).communicate(timeout=120)
    assert "Traceback" not in err
    assert theirs.name in err
    code, used = map(int, err.split()[-2:])
    assert code == 1
    assert used < 900_000  # of a value of 200 MB, three copies at most
    assert made.sha(closed) == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ('UPDATE span SET "end" = 99999 WHERE n = 0', "outside of the text"),
        ("UPDATE span SET quote = 'other' WHERE n = 0", "not “other”"),
        ("UPDATE span SET start = 'x' WHERE n = 0", "whole number"),
        ("UPDATE annotation SET fields = X'FF'", "annotation"),
        ("UPDATE document SET title = CAST(X'FF41' AS TEXT) WHERE uid = 'd1'", "UTF-8"),
    ],
)
def test_fault_32_bad_rows(
    closed: Path, theirs: Path, capsys: Heard, statement: str, words: str
) -> None:
    _statements(statement)(theirs)
    _refused(closed, theirs, words, capsys)


def test_fault_33_a_corrupt_search_index_does_not_matter(
    closed: Path, theirs: Path, capsys: Heard
) -> None:
    _statements("DELETE FROM document_fts_data WHERE id > 10")(theirs)
    assert main(["merge", str(closed), str(theirs)]) == 0
    capsys.readouterr()
    assert main(["check", str(closed)]) == 0
    assert capsys.readouterr().out.count("search index") == 0


def test_fault_34_one_bad_file_of_two_stops_both(
    closed: Path, theirs: Path, capsys: Heard
) -> None:
    bad = closed.with_name("bad.annotator")
    shutil.copy(theirs, bad)
    _zero_a_page(bad)
    before = contents(closed.parent)
    assert main(["merge", str(closed), str(theirs), str(bad)]) == 1
    assert bad.name in capsys.readouterr().err
    assert contents(closed.parent) == before


def test_fault_34_merged_again_nothing_changes(
    closed: Path, theirs: Path, capsys: Heard
) -> None:
    assert main(["merge", str(closed), str(theirs)]) == 0
    before = made.sha(closed)
    assert main(["merge", str(closed), str(theirs)]) == 0
    assert "nothing new" in capsys.readouterr().out
    assert made.sha(closed) == before
