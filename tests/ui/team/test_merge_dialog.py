# SPDX-License-Identifier: MIT
"""Files that came back are looked through, questioned and merged, by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation, Span
from annotator.services import annotate, conflicts, entities, history
from annotator.services.session import Session
from annotator.ui.dialogs.merge import MergeDialog
from annotator.ui.theme import Theme
from tests.store import made


def _work(base: Path, who: str, speaker: str) -> Path:
    """A copy in which somebody has worked: all of them changed a1 of n00."""
    path = base.with_name(f"{who}.annotator")
    shutil.copy(base, path)
    with Session.open(path, annotator=who) as session:
        span = Span("content", 7, 11)
        new = Annotation(
            uid="", document="n01", type="attribution", annotator="", spans=(span,)
        )
        annotate.add(session, new)
        entities.create(session, "speaker", speaker, "person")
        a1 = session.project.annotations.get("n00", "a1")
        with session.write("annotation.update", {"annotation"}) as project:
            fields = {**a1.fields, "notes": who}
            project.annotations.update(replace(a1, fields=fields))
    return path


@pytest.fixture
def returned(team_path: Path) -> list[Path]:
    """The files of Bob and Cid, who both met Āda Lee and changed one annotation."""
    return [_work(team_path, "bob", "A. Lee"), _work(team_path, "cid", "Lee, Ada")]


@pytest.fixture
def session(team_path: Path, returned: list[Path]) -> Iterator[Session]:
    with Session.open(team_path, annotator="ada") as opened:
        yield opened


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    return shown


@pytest.fixture
def dialog(host: QWidget, theme: Theme, session: Session) -> MergeDialog:
    shown = MergeDialog(theme, session, parent=host)
    shown.open()
    return shown


def _looked(qtbot: QtBot, dialog: MergeDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)


def _cells(dialog: MergeDialog, row: int) -> list[str]:
    table = dialog.files
    items = [table.item(row, column) for column in range(table.columnCount())]
    return [item.text() if item else "" for item in items]


def _sections(dialog: MergeDialog) -> dict[str, list[str]]:
    tree = dialog.details

    def lines(head: QTreeWidgetItem) -> list[str]:
        return [head.child(n).text(0) for n in range(head.childCount())]

    heads = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
    return {head.text(0): lines(head) for head in heads if head}


def test_nothing_can_be_merged_before_there_is_a_file(dialog: MergeDialog) -> None:
    assert not dialog.go.isEnabled()
    assert "No file" in dialog.why.text()
    assert dialog.empty.isVisible()
    assert dialog.add.hasFocus()


def test_a_plan_is_shown_in_numbers_and_names(
    qtbot: QtBot, dialog: MergeDialog, session: Session, returned: list[Path]
) -> None:
    before = made.sha(session.path)
    dialog.add_paths(returned)
    dialog.add_paths(returned[:1])  # once is enough
    assert not dialog.go.isEnabled()
    _looked(qtbot, dialog)
    assert _cells(dialog, 0) == ["bob.annotator", "1", "–", "1", "–", "–", "–", "1"]
    assert _cells(dialog, 1) == ["cid.annotator", "1", "1", "–", "–", "1", "–", "1"]
    assert dialog.files.rowCount() == 2
    sections = _sections(dialog)
    assert sections["May be known under another name  (2)"] == [
        "“A. Lee” is “Āda Lee”",
        "“Lee, Ada” is “Āda Lee”",
    ]
    assert sections["Changed on both sides; both are kept for review  (1)"] == [
        "““Yes,””"
    ]
    assert sections["New speakers and issues  (2)"] == ["A. Lee", "Lee, Ada"]
    assert dialog.go.isEnabled()
    assert made.sha(session.path) == before


def test_ticks_are_answers_that_are_kept_and_sent(
    qtbot: QtBot, dialog: MergeDialog, returned: list[Path]
) -> None:
    dialog.add_paths(returned)
    _looked(qtbot, dialog)
    head = dialog.details.topLevelItem(0)
    assert head is not None
    states = [head.child(n).checkState(0) for n in range(2)]
    # Initials are a guess; capitals and accents are none.
    assert states == [Qt.CheckState.Unchecked, Qt.CheckState.Checked]
    dialog.details.setCurrentItem(head.child(0))
    QTest.keyClick(dialog.details, Qt.Key.Key_Space)
    dialog.details.setCurrentItem(head.child(1))
    QTest.keyClick(dialog.details, Qt.Key.Key_Space)
    dialog.look()
    _looked(qtbot, dialog)
    with qtbot.waitSignal(dialog.accepted_with) as sent:
        QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    paths, pairs = sent.args
    assert paths == returned
    assert [known for _, known in pairs] == ["lee"]


def test_a_file_that_cannot_be_merged_is_named_and_can_go(
    qtbot: QtBot, dialog: MergeDialog, session: Session, returned: list[Path]
) -> None:
    bad = returned[0].with_name("bad.annotator")
    bad.write_bytes(b"Only words.\n" * 99)
    dialog.add_paths([bad, *returned])
    _looked(qtbot, dialog)
    assert "bad.annotator" in dialog.message.text()
    assert "not a project" in dialog.message.text()
    assert not dialog.go.isEnabled()
    dialog.files.setFocus()
    dialog.files.setCurrentCell(0, 0)
    QTest.keyClick(dialog.files, Qt.Key.Key_Delete)
    _looked(qtbot, dialog)
    assert dialog.message.text() == ""
    assert dialog.go.isEnabled()


def test_looking_can_be_left_and_leaves_nothing(
    qtbot: QtBot, dialog: MergeDialog, session: Session, returned: list[Path]
) -> None:
    told: list[bool] = []
    dialog.looking.connect(told.append)
    before = made.sha(session.path)
    dialog.add_paths(returned)
    dialog.look()
    qtbot.waitUntil(lambda: dialog.progress.maximum() > 0)
    dialog.reject()
    assert told == [True, False]
    with session.project.atomic():  # nobody holds it any more
        pass
    assert made.sha(session.path) == before
    assert session.project.annotations.of("n01", "bob") == ()


def test_what_is_merged_already_is_not_merged_again(
    qtbot: QtBot, dialog: MergeDialog, session: Session, returned: list[Path]
) -> None:
    same = returned[0].with_name("same.annotator")
    with session.project.reading_alone():
        shutil.copy(session.path, same)
    dialog.add_paths([same])
    _looked(qtbot, dialog)
    assert "nothing new" in dialog.why.text()
    assert not dialog.go.isEnabled()


def test_the_window_merges_and_undo_takes_it_back(
    qtbot: QtBot, window: Any, returned: list[Path]
) -> None:
    shown: QMainWindow = window
    session: Session = window.session
    QTest.keyClick(
        shown,
        Qt.Key.Key_M,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    )
    dialog = shown.findChild(MergeDialog)
    assert isinstance(dialog, MergeDialog)
    dialog.add_paths(returned)
    _looked(qtbot, dialog)
    QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(conflicts.all_of(session)) == 1, timeout=20000)
    qtbot.waitUntil(lambda: not window.job.running)
    assert len(session.project.annotations.of("n01", "bob")) == 1
    names = [e.name for e in entities.entities(session, "speaker")]
    assert names == ["Āda Lee", "A. Lee"]
    assert "review queue" in window.status.message()
    history.undo(session)
    assert conflicts.all_of(session) == []
    assert session.project.annotations.of("n01", "bob") == ()
