# SPDX-License-Identifier: MIT
"""Projects of version 1 are backed up, migrated, and keep all they hold."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.annotation import Annotation
from annotator.model.errors import NotAProjectError
from annotator.model.item import Item, nameless_uid
from annotator.store import migrations, schema, uses
from annotator.store.check import check
from annotator.store.project import Project
from tests.store import made


def downgrade(path: Path, version: int = 1) -> None:
    """Make a closed project what an older version would have written of it."""
    sql = Path(__file__).with_name(f"schema_v{version}.sql")
    old = path.with_name("old")
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 16384")
        connection.executescript(sql.read_text(encoding="utf-8"))
        connection.execute("PRAGMA application_id = 0x414E4E4F")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("ATTACH ? AS new", (str(path),))
        for (table,) in connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'document_fts%'"
        ).fetchall():
            info = connection.execute(f"PRAGMA main.table_info({table})")
            names = ", ".join(f'"{row[1]}"' for row in info)
            connection.execute(
                f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}"
            )
        connection.execute("INSERT INTO document_fts(document_fts) VALUES('rebuild')")
    os.replace(old, path)


@pytest.fixture
def old(closed: Path) -> Path:
    """A project of version 1 with two documents and an annotation."""
    downgrade(closed)
    return closed


def _annotations(project: Project) -> list[Annotation]:
    return [a for uid in project.documents.uids() for a in project.annotations.of(uid)]


def test_fault_25_an_older_version_is_backed_up_and_migrated(
    tmp_path: Path,
) -> None:
    with made.filled(tmp_path) as project:
        wanted = _annotations(project)
    path = tmp_path / "p.annotator"
    downgrade(path)
    original = made.sha(path)
    with Project.open(path) as project:
        assert _annotations(project) == wanted
        assert uses.counts(project) == {"lee": 1, "peace": 1}
        assert list(project.search.documents("āda")) == [1, 2]
        assert project.connection.execute("PRAGMA user_version").fetchone() == (3,)
        project.history.take_back(1)  # its history works on, too
        assert project.documents.count() == 0
        project.history.do_again(1)
    assert list(check(path)) == []
    backup = tmp_path / "p.version-1.annotator"
    with Project.open(backup, read_only=True) as project:
        assert _annotations(project) == wanted
    assert made.sha(path) != original


def test_a_migrated_file_has_exactly_the_present_schema(old: Path) -> None:
    Project.open(old).close()
    with closing(sqlite3.connect(old)) as connection:
        assert schema.objects(connection) == schema.expected()


def test_reading_an_older_version_leaves_it_alone(old: Path) -> None:
    before = made.sha(old)
    with Project.open(old, read_only=True) as project:
        assert project.annotations.get("d1", "a1").fields["speaker"] == "lee"
    assert list(check(old)) == []
    assert made.sha(old) == before
    assert [p.name for p in old.parent.iterdir()] == [old.name]


def test_a_failing_migration_leaves_the_old_version(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        migrations._to_2(connection)
        raise ZeroDivisionError

    before = made.sha(old)
    monkeypatch.setattr(migrations, "STEPS", {**migrations.STEPS, 1: fail})
    with pytest.raises(ZeroDivisionError):
        Project.open(old)
    assert made.sha(old) == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON setting BEGIN DELETE FROM document; END",
        "CREATE TABLE other (x)",
        "CREATE INDEX i ON setting (value)",
    ],
)
def test_a_foreign_older_file_is_refused(old: Path, statement: str) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute(statement)
    before = made.sha(old)
    with pytest.raises(NotAProjectError):
        Project.open(old)
    assert made.sha(old) == before
    assert [p.name for p in old.parent.iterdir()] == [old.name]


_DIE = """
import os, sys
from annotator.store import migrations
from annotator.store.project import Project
real = migrations._rebuild
def die(connection, table):
    real(connection, table)
    if table == "annotation":
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("CREATE TABLE big (x)")
        connection.execute("INSERT INTO big VALUES (zeroblob(4000000))")
        os.kill(os.getpid(), 9)
migrations._rebuild = die
Project.open(sys.argv[1])
"""


@pytest.mark.skipif(os.name == "nt", reason="no kill there")
def test_fault_04_killed_while_migrating(old: Path) -> None:
    argv = [sys.executable, "-c", _DIE, str(old)]
    subprocess.run(argv, cwd=made.ROOT, check=False)
    assert old.with_name("p.version-1.annotator").exists()
    with Project.open(old) as project:
        assert project.annotations.get("d1", "a1").fields["speaker"] == "lee"
    assert list(check(old)) == []


def test_items_of_version_2_get_names_and_revisions(tmp_path: Path) -> None:
    """As version 2 wrote it: its schema from its own file, an item without an id."""
    with made.filled(tmp_path) as project, project.history.step(None, "x", {}):
        item = Item(kind="decisions", uid="e1", document="d1", data={"id": "e1"})
        project.items.add(item)
    path = tmp_path / "p.annotator"
    downgrade(path, 2)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO item (kind, uid, data) VALUES ('highlights', NULL, ?)",
            ('{"a":1}',),
        )
    with Project.open(path) as project:
        assert project.items.get("decisions", "e1").document == "d1"
        (nameless,) = project.items.select("highlights")
        assert nameless.uid == nameless_uid("highlights", {"a": 1})
        assert project.items.of_project() == {"highlights": ({"a": 1},)}
        project.history.take_back(project.history.last_id())
        assert project.items.get("decisions", "e1").deleted
    assert list(check(path)) == []
