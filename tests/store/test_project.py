# SPDX-License-Identifier: MIT
"""Opening, closing and writing a project file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from annotator.model.errors import (
    LockedError,
    NotSavedError,
    ReadOnlyError,
    StoreError,
)
from annotator.model.team import Annotator
from annotator.store import connection as connections
from annotator.store import schema
from annotator.store.project import Project
from tests.store import made


def test_a_new_project_is_one_file_with_our_marks(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        pragma = project.connection.execute
        assert pragma("PRAGMA application_id").fetchone()[0] == 0x414E4E4F
        assert pragma("PRAGMA user_version").fetchone()[0] == schema.VERSION
        assert pragma("PRAGMA page_size").fetchone()[0] == 16384
        assert pragma("PRAGMA journal_mode").fetchone()[0] == "truncate"
        assert pragma("PRAGMA synchronous").fetchone()[0] == 2
        assert pragma("PRAGMA foreign_keys").fetchone()[0] == 1
        assert pragma("PRAGMA trusted_schema").fetchone()[0] == 0
        with project.atomic():
            project.settings.set("title", "Other")
    assert [p.name for p in tmp_path.iterdir()] == ["p.annotator"]


def test_creating_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "p.annotator").write_text("mine")
    with pytest.raises(StoreError, match="already"):
        made.new_project(tmp_path)
    assert (tmp_path / "p.annotator").read_text() == "mine"


def test_fault_71_looking_changes_nothing(closed: Path) -> None:
    before = made.sha(closed)
    with Project.open(closed) as project:
        project.documents.get("d1")
        project.annotations.of("d1")
        project.search.documents("yes")
    assert made.sha(closed) == before
    assert [p.name for p in closed.parent.iterdir()] == [closed.name]


def test_file_names_that_urls_would_misread(tmp_path: Path) -> None:
    for name in ("a?b#c%41.annotator", "--help", os.fsdecode(b"caf\xe9.annotator")):
        made.filled(tmp_path, name).close()
        with Project.open(tmp_path / name) as project:
            assert project.documents.count() == 2


# -- transactions -----------------------------------------------------------------


def _lose(project: Project) -> None:
    """Write in a transaction that fails."""
    with project.atomic():
        project.settings.set("title", "Lost")
        project.annotators.add(Annotator(uid="new", name="New"))
        assert project.annotators.row_id("new")
        raise ZeroDivisionError


def test_an_error_inside_takes_everything_back(project: Project) -> None:
    with pytest.raises(ZeroDivisionError):
        _lose(project)
    assert project.settings.get("title") == "Made up"


def test_a_nested_error_takes_only_the_inner_part_back(project: Project) -> None:
    with project.atomic():
        project.settings.set("title", "Kept")
        with pytest.raises(ZeroDivisionError):
            _lose(project)
    assert project.settings.get("title") == "Kept"


def test_what_was_remembered_is_forgotten_on_rollback(project: Project) -> None:
    with pytest.raises(ZeroDivisionError):
        _lose(project)
    assert project.annotators.row_id("new") is None


def test_a_write_outside_of_a_transaction_is_our_fault(project: Project) -> None:
    with pytest.raises(RuntimeError):
        project.settings.set("title", "x")


def test_another_thread_waits_for_its_turn(project: Project) -> None:
    order: list[str] = []

    def other() -> None:
        with project.atomic():
            order.append("other")
            project.settings.set("title", "Other")

    thread = threading.Thread(target=other)
    with project.atomic():
        thread.start()
        time.sleep(0.1)
        project.settings.set("title", "First")
        order.append("first")
    thread.join()
    assert order == ["first", "other"]
    assert project.settings.get("title") == "Other"


def test_fault_16_busy_is_retried_then_told(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.2)
    with Project.open(closed) as project:
        other = sqlite3.connect(closed, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSavedError, match="not saved"), project.atomic():
            project.settings.set("title", "x")
        other.execute("ROLLBACK")
        other.close()
        with project.atomic():
            project.settings.set("title", "Again")
        assert project.settings.get("title") == "Again"


# -- read-only --------------------------------------------------------------------


def test_read_only_refuses_writing_and_needs_no_lock(closed: Path) -> None:
    with Project.open(closed), Project.open(closed, read_only=True) as second:
        assert second.read_only
        assert second.documents.count() == 2
        with pytest.raises(ReadOnlyError), second.atomic():
            pass


def test_fault_09_a_read_only_file_opens_for_reading(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with Project.open(closed) as project:
        assert project.read_only
        assert project.documents.get("d1").text == made.TEXT
        assert not (closed.parent / "p.annotator.lock").exists()


def test_fault_09_an_unwritable_folder_opens_for_reading(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: object, *rest: object, **more: object) -> int:
        if str(path).endswith(".lock"):
            raise PermissionError("no")
        return real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    with Project.open(closed) as project:
        assert project.read_only


# -- the lock ---------------------------------------------------------------------

_HOLD = """
import sys, time
from annotator.store.project import Project
project = Project.open(sys.argv[1])
print("open", flush=True)
time.sleep(60)
"""


def _holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=made.ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_fault_13_a_second_process_is_told_who(closed: Path) -> None:
    process = _holder(closed)
    try:
        begun = time.monotonic()
        with pytest.raises(LockedError) as caught:
            Project.open(closed)
        assert time.monotonic() - begun < 5
        assert f"process {process.pid}" in str(caught.value)
        with Project.open(closed, read_only=True) as project:
            assert project.documents.count() == 2
    finally:
        process.kill()
        process.communicate()


def test_fault_15_a_killed_holder_leaves_no_lock(closed: Path) -> None:
    process = _holder(closed)
    process.kill()
    process.communicate()
    assert (closed.parent / "p.annotator.lock").exists()
    with Project.open(closed) as project:
        assert not project.read_only
    assert not (closed.parent / "p.annotator.lock").exists()


def test_a_second_window_of_one_process_is_refused_too(project: Project) -> None:
    with pytest.raises(LockedError):
        Project.open(project.path)
    with project.atomic():  # and the first goes on
        project.settings.set("title", "Still mine")


# -- files that go away, disks that fill ------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="open files cannot be removed there")
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_fault_10_saving_into_a_file_that_is_gone_fails(
    project: Project, how: str
) -> None:
    copy = project.path.with_name("copy")
    shutil.copyfile(project.path, copy)
    project.path.unlink()
    if how == "replaced":
        copy.rename(project.path)
    before = made.sha(project.path) if how == "replaced" else None
    with pytest.raises(NotSavedError), project.atomic():
        project.settings.set("title", "x")
    assert project.settings.get("title") == "Made up"
    if before:
        assert made.sha(project.path) == before


def test_fault_07_a_full_disk_keeps_the_old_and_retries(project: Project) -> None:
    pages = project.connection.execute("PRAGMA page_count").fetchone()[0]
    project.connection.execute(f"PRAGMA max_page_count = {pages}")
    huge = "x" * (64 * 16384)
    with pytest.raises(NotSavedError, match="full"), project.atomic():
        project.settings.set("title", huge)
    assert project.settings.get("title") == "Made up"
    project.connection.execute("PRAGMA max_page_count = 1000000")
    with project.atomic():
        project.settings.set("title", huge)
    assert project.settings.get("title") == huge
