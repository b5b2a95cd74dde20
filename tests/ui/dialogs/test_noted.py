# SPDX-License-Identifier: MIT
"""What is wrong with a field stands under it, in place of its hint."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from annotator.ui.dialogs.noted import Noted
from annotator.ui.theme import Theme


@pytest.fixture
def noted(qtbot: QtBot, theme: Theme) -> Noted:
    made = Noted(theme, QLineEdit(), "A hint.")
    qtbot.addWidget(made)
    made.resize(300, 80)
    made.show()
    return made


def _state(noted: Noted) -> tuple[str, str, str]:
    line = noted.findChild(QLineEdit)
    assert line is not None
    return noted.note.text(), noted.note.property("role"), line.property("problem")


def test_fault_request_and_hint(noted: Noted) -> None:
    assert _state(noted) == ("A hint.", "quiet", "")
    assert noted.fault == ""
    noted.tell("<b>Wrong</b>.")
    assert _state(noted) == ("<b>Wrong</b>.", "error", "error")
    assert noted.fault == "<b>Wrong</b>."
    noted.tell("Required.", wrong=False)
    assert _state(noted) == ("Required.", "quiet", "")
    assert noted.fault == ""
    noted.tell("")
    assert _state(noted) == ("A hint.", "quiet", "")


def test_a_fault_is_seen_and_spoken(noted: Noted) -> None:
    before = noted.grab().toImage()
    noted.tell("Wrong.")
    assert noted.grab().toImage() != before
    line = noted.findChild(QLineEdit)
    assert line is not None
    assert line.accessibleDescription() == "Wrong."
