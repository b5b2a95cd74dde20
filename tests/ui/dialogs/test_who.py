# SPDX-License-Identifier: MIT
"""Choosing who annotates: a known person by name and badge, or somebody new."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from annotator.services import people
from annotator.services.session import Session
from annotator.ui.dialogs.who import WhoDialog
from annotator.ui.theme import Theme


@pytest.fixture
def dialog(host: QWidget, qtbot: QtBot, theme: Theme, session: Session) -> WhoDialog:
    """Ann works; Ben is there, too."""
    session.use_annotator(people.add(session, "Ann").uid)
    people.add(session, "Ben")
    made = WhoDialog(theme, session, host)
    made.open()
    qtbot.waitExposed(made)
    made.names.setFocus()
    return made


def _retype(dialog: WhoDialog, name: str) -> None:
    line = dialog.names.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, name)


def test_whoever_annotates_stands_there_with_a_badge(dialog: WhoDialog) -> None:
    assert dialog.names.currentText() == "Ann"
    assert dialog.names.itemText(dialog.names.currentIndex()) == "Ann"


def test_a_name_typed_brings_its_own_badge_or_none(dialog: WhoDialog) -> None:
    _retype(dialog, "Ben")
    assert dialog.names.itemText(dialog.names.currentIndex()) == "Ben"
    QTest.keyClicks(dialog.names.lineEdit(), "ita")
    assert dialog.names.currentText() == "Benita"
    assert dialog.names.currentIndex() == -1


def test_a_new_name_becomes_a_person(dialog: WhoDialog, session: Session) -> None:
    _retype(dialog, "Cora")
    QTest.keyClick(dialog.names.lineEdit(), Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert session.annotator.name == "Cora"


def test_without_a_name_nothing_happens(dialog: WhoDialog, session: Session) -> None:
    _retype(dialog, " ")
    QTest.keyClick(dialog.names.lineEdit(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert session.annotator.name == "Ann"


def test_whoever_has_no_work_here_yet_has_nobody_s_badge(
    host: QWidget, theme: Theme, session: Session
) -> None:
    people.add(session, "Ben")
    stranger = WhoDialog(theme, session, host)
    assert stranger.names.currentText() == session.annotator.name == "Ann"
    assert stranger.names.currentIndex() == -1
