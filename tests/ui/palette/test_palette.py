# SPDX-License-Identifier: MIT
"""The command palette, by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from annotator.ui.actions import Action, ActionRegistry
from annotator.ui.palette import (
    CommandPalette,
    Entry,
    Hit,
    command_provider,
    titles_provider,
)
from annotator.ui.theme import Theme


class Stage:
    """A window with three commands, one of them impossible, and a document."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot, self.log, self.asked = qtbot, list[str](), 0
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.field = QLineEdit()
        self.window.setCentralWidget(self.field)
        self.window.resize(1000, 700)
        registry = ActionRegistry(parent=self.window)
        registry.add(
            Action("next", "Next annotation", lambda: self.log.append("next"), ("F3",)),
            Action("done", "Complete and open the next", lambda: self.log.append("d")),
            Action("nest", "Nest deeper", list, enabled=lambda: "nothing contains it"),
            Action("text.left", "Never shown", list, palette=False),
        )
        providers = [
            command_provider(registry, "Commands", "commands"),
            titles_provider("Documents", self._entries, self.log.append, prefix="@"),
        ]
        self.palette = CommandPalette(providers, theme, self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.field.setFocus()

    def _entries(self) -> list[Entry]:
        self.asked += 1
        return [Entry("uid-1", "Energy ministers meet", "status-complete", "9")]

    def rows(self) -> list[object]:
        model = self.palette.list.model()
        return [model.index(i, 0).data() for i in range(model.rowCount())]

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.palette.field, key)


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme) -> Stage:
    return Stage(qtbot, theme)


def test_letters_find_commands_and_documents_under_headings(stage: Stage) -> None:
    stage.palette.open()
    stage.qtbot.keyClicks(stage.palette.field, "ne")
    rows = stage.rows()
    assert rows[0] == "Commands"
    assert "Next annotation" in rows
    assert rows[-2:] == ["Documents", "Energy ministers meet"]
    assert "Never shown" not in rows


def test_enter_runs_the_first_and_gives_the_focus_back(stage: Stage) -> None:
    stage.palette.open()
    stage.qtbot.keyClicks(stage.palette.field, "next")
    stage.key(Qt.Key.Key_Return)
    assert stage.log == ["next"]
    assert not stage.palette.isVisible()
    assert stage.field.hasFocus()


def test_arrows_skip_headings_and_go_round(stage: Stage) -> None:
    stage.palette.open("ne")
    stage.key(Qt.Key.Key_Up)
    stage.key(Qt.Key.Key_Return)
    assert stage.log == ["uid-1"]


def test_escape_closes_and_runs_nothing(stage: Stage) -> None:
    stage.palette.open("next")
    stage.key(Qt.Key.Key_Escape)
    assert stage.log == []
    assert stage.field.hasFocus()


def test_what_is_impossible_says_why_and_is_not_run(stage: Stage) -> None:
    stage.palette.open("nest deeper")
    model = stage.palette.list.model()
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Nest deeper, nothing contains it"
    stage.key(Qt.Key.Key_Return)
    assert stage.palette.isVisible()
    assert stage.log == []


def test_a_sign_asks_for_one_source_alone(stage: Stage) -> None:
    stage.palette.open("@e")
    assert stage.rows() == ["Documents", "Energy ministers meet"]
    stage.palette.open(">")
    assert "Documents" not in stage.rows()
    assert len(stage.rows()) == 4


def test_documents_are_asked_for_once_each_time_it_opens(stage: Stage) -> None:
    stage.palette.open()
    stage.qtbot.keyClicks(stage.palette.field, "energ")
    assert stage.asked == 1
    stage.key(Qt.Key.Key_Escape)
    stage.palette.open("e")
    assert stage.asked == 2


def test_nothing_found_is_said(stage: Stage) -> None:
    stage.palette.open("zzzzz")
    assert stage.rows() == []
    stage.key(Qt.Key.Key_Return)
    assert stage.palette.isVisible()


def test_it_covers_the_window_also_when_that_grows(stage: Stage) -> None:
    stage.palette.open()
    stage.window.resize(1200, 800)
    stage.qtbot.wait(1)
    assert stage.palette.size() == stage.window.size()


def test_fault_63_names_are_drawn_literally(stage: Stage, theme: Theme) -> None:
    nasty = "<b>" + "x" * 100_000 + "\u202e"
    from annotator.ui.palette.rows import HitModel

    model = HitModel()
    model.set_rows([Hit(nasty, list)])
    shown = model.index(0, 0).data()
    assert shown.startswith("<b>x")
    assert len(shown) < 600


def test_automation_id_and_name(stage: Stage) -> None:
    assert stage.palette.objectName() == "commandPalette"
    assert stage.palette.accessibleName()
    assert stage.palette.field.accessibleName()
    assert stage.palette.list.accessibleName()
