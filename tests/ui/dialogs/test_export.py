# SPDX-License-Identifier: MIT
"""Choosing what to export."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.services.transfer import Selection
from annotator.ui.dialogs.export import ExportDialog
from annotator.ui.theme import Theme


@pytest.fixture
def dialog(host: QWidget, qtbot: QtBot, theme: Theme, session: Session) -> ExportDialog:
    made = ExportDialog(theme, Settings.load(), session, host)
    made.open()
    return made


def test_formats_tell_their_losses_and_set_the_suffix(dialog: ExportDialog) -> None:
    losses = dialog.findChild(QLabel, "exportLosses")
    assert losses is not None
    texts = []
    for row, each in enumerate(dialog._formats):
        dialog.format.setCurrentIndex(row)
        assert dialog.place.path().suffix == each.suffixes[0]
        texts.append(losses.text())
        assert all(loss in losses.text() for loss in each.losses)
    assert len(set(texts)) == len(texts)


def test_what_was_chosen_is_handed_on(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    dialog.layers.setCurrentIndex(1)
    dialog.place.set_path(tmp_path / "out.jsonl")
    with qtbot.waitSignal(dialog.accepted_with) as told:
        dialog.go.click()
    path, name, selection = told.args
    assert (path, name) == (tmp_path / "out.jsonl", "annotator-jsonl")
    assert selection == Selection(annotators=(session.annotator.uid,))


def test_layers(dialog: ExportDialog, session: Session) -> None:
    assert dialog.selection() == Selection()
    dialog.layers.setCurrentIndex(3)
    assert dialog.selection() == Selection(kinds=("adjudicated",))


def test_some_people_are_ticked(
    dialog: ExportDialog, qtbot: QtBot, session: Session
) -> None:
    dialog.layers.setCurrentIndex(2)
    assert dialog.people.isVisible()
    everyone = tuple(person.uid for person in session.annotators())
    assert dialog.selection() == Selection(annotators=everyone)
    for row in range(dialog.people.count()):
        dialog.people.item(row).setCheckState(Qt.CheckState.Unchecked)
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
    assert "person" in dialog.message.text()


def test_a_file_that_exists_is_replaced_only_when_told_twice(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("x", encoding="utf-8")
    dialog.place.set_path(there)
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
    assert dialog.message.text()
    with qtbot.waitSignal(dialog.accepted_with):
        dialog.go.click()


def test_the_project_itself_is_never_overwritten(
    dialog: ExportDialog, qtbot: QtBot, session: Session
) -> None:
    dialog.place.set_path(session.path)
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
        dialog.go.click()
