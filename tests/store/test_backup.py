# SPDX-License-Identifier: MIT
"""Backups: by the API, verified, numbered, never the last good one removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.errors import NotAProjectError, NotSavedError, StoreError
from annotator.store import backup as backups
from annotator.store.backup import backup, rotate
from annotator.store.bulk import read_bundle
from annotator.store.project import Project
from tests.store import made


def _content(project: Project) -> object:
    return list(read_bundle(project).documents)


def _edit(project: Project, title: str) -> None:
    with project.history.step(None, "project.title", {}):
        project.settings.set("title", title)


def test_fault_18_a_backup_of_an_open_project_is_equal(
    project: Project, tmp_path: Path
) -> None:
    copy = backup(project, tmp_path / "copy.annotator")
    with Project.open(copy) as other:
        assert _content(other) == _content(project)
    with project.atomic():  # and the lock still holds
        project.settings.set("title", "x")


def test_a_backup_by_path_while_it_is_open(project: Project, tmp_path: Path) -> None:
    copy = backup(project.path, tmp_path / "copy.annotator")
    with Project.open(copy) as other:
        assert _content(other) == _content(project)
    with pytest.raises(RuntimeError), project.atomic():
        backup(project, tmp_path / "inside")


def test_fault_05_a_failing_backup_leaves_the_old_one(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup(project, tmp_path / "copy.annotator")
    before = made.sha(copy)

    def fail(draft: Path) -> None:
        raise OSError("bad disk")

    monkeypatch.setattr(backups, "_verify", fail)
    with pytest.raises(NotSavedError, match="bad disk"):
        backup(project, copy)
    assert made.sha(copy) == before
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]


def test_only_projects_are_backed_up(project: Project, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("x" * 1000)
    with pytest.raises(NotAProjectError):
        backup(tmp_path / "text", tmp_path / "copy")
    with pytest.raises(StoreError, match="no such folder"):
        backup(project, tmp_path / "no" / "copy")


# -- rotation ---------------------------------------------------------------------


def _rotate(project: Project, folder: Path, keep: int = 3) -> Path | None:
    return rotate(project, folder / "backups", keep)


def test_fault_18_rotation_keeps_the_newest(project: Project, tmp_path: Path) -> None:
    for n in range(6):
        _edit(project, f"title {n}")
        assert _rotate(project, tmp_path)
    uid = project.settings.get("uid")
    kept = backups.backups(tmp_path / "backups", uid)
    assert [b.number for b in kept] == [4, 5, 6]
    with Project.open(kept[-1].path, read_only=True) as newest:
        assert newest.settings.get("title") == "title 5"


def test_nothing_new_makes_no_backup(project: Project, tmp_path: Path) -> None:
    assert _rotate(project, tmp_path)
    assert _rotate(project, tmp_path) is None
    _edit(project, "new")
    assert _rotate(project, tmp_path)
    project.history.take_back(project.history.steps()[0].id)
    assert _rotate(project, tmp_path)  # an undo is news, too


def test_a_bad_newest_backup_is_replaced(project: Project, tmp_path: Path) -> None:
    first = _rotate(project, tmp_path)
    assert first
    first.write_bytes(b"rubbish")
    assert _rotate(project, tmp_path)


def test_fault_17_a_clock_that_goes_back_does_not_break_the_order(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rotate(project, tmp_path)
    monkeypatch.setattr(backups, "now_ms", lambda: 0)
    for n in range(3):
        _edit(project, f"in 1970, {n}")
        _rotate(project, tmp_path)
    kept = backups.backups(tmp_path / "backups", project.settings.get("uid"))
    assert [b.number for b in kept] == [2, 3, 4]
    assert kept[-1].path.name == "000004-19700101T000000Z.annotator"


def test_fault_18_projects_of_one_name_do_not_mix(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        with made.filled(tmp_path / folder) as project:
            _rotate(project, tmp_path)
    assert len(list((tmp_path / "backups").iterdir())) == 2


def test_a_failed_backup_removes_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rotate(project, tmp_path, keep=1)
    _edit(project, "x")

    def fail(draft: Path) -> None:
        raise OSError("bad disk")

    monkeypatch.setattr(backups, "_verify", fail)
    with pytest.raises(NotSavedError):
        _rotate(project, tmp_path, keep=1)
    kept = backups.backups(tmp_path / "backups", project.settings.get("uid"))
    assert [b.number for b in kept] == [1]
