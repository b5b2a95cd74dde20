# SPDX-License-Identifier: MIT
"""Changing keys, with conflicts told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.settings import Settings
from annotator.ui.actions import Action, ActionRegistry
from annotator.ui.dialogs.shortcuts import ShortcutsDialog
from annotator.ui.theme import Theme


@pytest.fixture
def registry(theme: Theme) -> ActionRegistry:
    made = ActionRegistry()
    made.add(
        Action("save", "Save", list, ("Ctrl+S",), "File"),
        Action("send", "Send", list, ("Ctrl+M",), "File"),
        Action("next", "Next annotation", list, ("Tab",), "Annotate", "article"),
    )
    made.set_codebook_keys({"c": "Content"})
    return made


@pytest.fixture
def dialog(
    host: QWidget, qtbot: QtBot, theme: Theme, registry: ActionRegistry
) -> ShortcutsDialog:
    made = ShortcutsDialog(registry, Settings.load(), theme, host)
    made.open()
    return made


def _type(dialog: ShortcutsDialog, keys: str) -> None:
    dialog.editor.setKeySequence(QKeySequence(keys))


def _press(dialog: ShortcutsDialog, words: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == words).click()


def test_pressed_keys_are_assigned_and_stored(
    dialog: ShortcutsDialog, registry: ActionRegistry, qtbot: QtBot
) -> None:
    dialog.select("save")
    dialog.editor.setFocus()
    qtbot.keyClick(dialog.editor, Qt.Key.Key_F9)
    dialog.assign.click()
    assert registry.keys("save") == ("F9",)
    assert Settings.load().shortcuts == {"save": ("F9",)}


def test_a_conflict_is_told_and_taken_only_when_said(
    dialog: ShortcutsDialog, registry: ActionRegistry
) -> None:
    dialog.select("send")
    _type(dialog, "Ctrl+S")
    assert "Save" in dialog.message.text()
    assert dialog.assign.text() == "Take it"
    assert registry.keys("save") == ("Ctrl+S",)
    dialog.assign.click()
    assert registry.keys("send") == ("Ctrl+S",)
    assert registry.keys("save") == ()
    assert registry.conflicts() == []


def test_the_codebooks_keys_are_not_to_be_had(
    dialog: ShortcutsDialog, registry: ActionRegistry
) -> None:
    dialog.select("next")
    _type(dialog, "C")
    assert "Content" in dialog.message.text()
    assert not dialog.assign.isEnabled()


def test_no_keys_and_defaults(
    dialog: ShortcutsDialog, registry: ActionRegistry
) -> None:
    dialog.select("save")
    _press(dialog, "No keys")
    assert registry.keys("save") == ()
    assert Settings.load().shortcuts == {"save": ()}
    dialog.select("save")
    _press(dialog, "Default")
    assert registry.keys("save") == ("Ctrl+S",)
    registry.set_keys("send", ["F7"])
    _press(dialog, "All defaults")
    assert registry.differences() == {}
    assert Settings.load().shortcuts == {}


def test_commands_are_found_by_a_few_letters(
    dialog: ShortcutsDialog, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.search, "nxt")
    assert dialog.tree.topLevelItemCount() == 1
    assert dialog.tree.topLevelItem(0).text(0) == "Next annotation"
