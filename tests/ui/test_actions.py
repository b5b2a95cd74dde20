# SPDX-License-Identifier: MIT
"""Commands as records: keys by scope, reasons, conflicts, menus."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenuBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.errors import UserError
from annotator.ui.actions import Action, ActionRegistry
from annotator.ui.menus import with_mnemonics
from annotator.ui.theme import Theme


class Stage:
    """A window with an article and a tree that can have the focus."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.log: list[str] = []
        self.possible: Any = True
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        centre = QWidget()
        column = QVBoxLayout(centre)
        self.article, self.tree, self.field = QWidget(), QWidget(), QLineEdit()
        for pane in (self.article, self.tree, self.field):
            pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            column.addWidget(pane)
        self.bar = QMenuBar()
        self.window.setMenuWidget(self.bar)
        self.window.setCentralWidget(centre)
        self.registry = ActionRegistry(parent=self.window)

    def action(self, identifier: str, *keys: str, **more: Any) -> Action:
        more.setdefault("title", identifier.title())
        title = more.pop("title")
        return Action(
            identifier, title, lambda: self.log.append(identifier), keys, **more
        )

    def open(self, *actions: Action) -> None:
        self.registry.add(*actions)
        self.menus = self.registry.menus(self.bar, ["File", "Edit"])
        panes = {"article": self.article, "tree": self.tree}
        self.registry.install(self.window, panes)
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme) -> Stage:
    return Stage(qtbot)


def test_a_command_of_the_window_acts_wherever_the_focus_is(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.open(stage.action("save", "Ctrl+S", menu="File"))
    for pane in (stage.article, stage.field):
        pane.setFocus()
        qtbot.keyClick(pane, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert stage.log == ["save", "save"]


def test_a_command_of_a_pane_acts_there_alone(stage: Stage, qtbot: QtBot) -> None:
    stage.open(
        stage.action("next", "Tab", scope="article", menu="Edit"),
        stage.action("delete", "Delete", scope="article+tree"),
    )
    stage.field.setFocus()
    qtbot.keyClick(stage.field, Qt.Key.Key_Delete)
    assert stage.log == []
    stage.article.setFocus()
    qtbot.keyClick(stage.article, Qt.Key.Key_Tab)
    qtbot.keyClick(stage.article, Qt.Key.Key_Delete)
    stage.tree.setFocus()
    qtbot.keyClick(stage.tree, Qt.Key.Key_Delete)
    qtbot.keyClick(stage.tree, Qt.Key.Key_Tab)
    assert stage.log == ["next", "delete", "delete"]
    assert not stage.tree.hasFocus(), "Tab moves on where nobody takes it"


def test_the_same_key_may_serve_two_panes(stage: Stage, qtbot: QtBot) -> None:
    stage.open(
        stage.action("one", "F2", scope="article"),
        stage.action("two", "F2", scope="tree"),
    )
    assert stage.registry.conflicts() == []
    stage.tree.setFocus()
    qtbot.keyClick(stage.tree, Qt.Key.Key_F2)
    assert stage.log == ["two"]


def test_an_impossible_command_says_why(stage: Stage, qtbot: QtBot) -> None:
    stage.open(stage.action("undo", "Ctrl+Z", enabled=lambda: stage.possible))
    stage.possible = "Nothing to undo."
    stage.article.setFocus()
    with qtbot.waitSignal(stage.registry.refused) as told:
        qtbot.keyClick(stage.article, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["undo", "Nothing to undo."]
    assert stage.log == []
    stage.possible = True
    qtbot.keyClick(stage.article, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.log == ["undo"]


def test_a_fault_of_the_world_in_a_command_is_told(stage: Stage, qtbot: QtBot) -> None:
    def fail() -> None:
        raise UserError("the disk is full.")

    stage.registry.add(Action("save", "Save", fail))
    with qtbot.waitSignal(stage.registry.refused) as told:
        assert not stage.registry.run("save")
    assert told.args == ["save", "the disk is full."]


def test_menus_grey_out_what_is_impossible_while_they_are_open(stage: Stage) -> None:
    stage.possible = "Nothing to undo."
    stage.open(
        stage.action("undo", "Ctrl+Z", menu="Edit", enabled=lambda: stage.possible)
    )
    drawn = stage.registry.qaction("undo")
    menu = stage.menus["Edit"]
    menu.popup(stage.window.mapToGlobal(stage.window.rect().center()))
    assert not drawn.isEnabled()
    assert "Nothing to undo." in drawn.toolTip()
    menu.close()
    assert drawn.isEnabled(), "the key must be able to say why"


def test_menus_stand_in_order_with_lines_between_groups(stage: Stage) -> None:
    stage.open(
        stage.action("copy", menu="Edit", group="a"),
        stage.action("paste", menu="Edit", group="b"),
        stage.action("new", menu="File"),
        stage.action("more", menu="File/Recent"),
        stage.action("hidden"),
    )
    titles = [a.text().replace("&", "") for a in stage.bar.actions()]
    assert titles == ["File", "Edit"]
    edit = [a.isSeparator() for a in stage.menus["Edit"].actions()]
    assert edit == [False, True, False]
    assert [a.text() for a in stage.menus["File/Recent"].actions()] == ["More"]


def test_mnemonics_are_all_different() -> None:
    names = with_mnemonics(["File", "Find", "Format", "F&x"])
    letters = [n.replace("&&", "")[n.replace("&&", "").index("&") + 1] for n in names]
    assert len({letter.lower() for letter in letters}) == len(names)


def test_titles_with_an_ampersand_are_shown_as_they_are(stage: Stage) -> None:
    stage.open(stage.action("a", title="Black & white"))
    assert stage.registry.qaction("a").text() == "Black && white"
    stage.registry.set_title("a", "Undo: R&D")
    assert stage.registry.qaction("a").text() == "Undo: R&&D"
    assert stage.registry.title("a") == "Undo: R&D"


def test_fault_63_tooltips_of_commands_are_literal(stage: Stage) -> None:
    stage.open(stage.action("a", title="Undo: <img src=/dev/zero>"))
    assert "<img" not in stage.registry.qaction("a").toolTip()


def test_changed_keys_act_and_are_told(stage: Stage, qtbot: QtBot) -> None:
    stage.open(stage.action("save", "Ctrl+S"))
    with qtbot.waitSignal(stage.registry.keys_changed):
        assert stage.registry.set_keys("save", ["F9"]) == []
    stage.article.setFocus()
    qtbot.keyClick(stage.article, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(stage.article, Qt.Key.Key_F9)
    assert stage.log == ["save"]
    assert stage.registry.differences() == {"save": ("F9",)}


def test_only_what_differs_from_the_default_is_stored(stage: Stage) -> None:
    stage.open(stage.action("save", "Ctrl+S"), stage.action("open", "Ctrl+O"))
    stage.registry.set_keys("save", ["F9"])
    stage.registry.set_keys("save", ["ctrl+s"])
    assert stage.registry.differences() == {}
    stage.registry.set_keys("open", [])
    stage.registry.reset()
    assert stage.registry.keys("open") == ("Ctrl+O",)
    assert stage.registry.differences() == {}


def test_stored_keys_hold_from_the_start(stage: Stage, qtbot: QtBot) -> None:
    registry = ActionRegistry({"save": ["F9"]}, stage.window)
    registry.add(stage.action("save", "Ctrl+S"))
    assert registry.keys("save") == ("F9",)


def test_a_conflict_changes_nothing_until_it_is_taken(stage: Stage) -> None:
    stage.open(
        stage.action("save", "Ctrl+S"),
        stage.action("send", "Ctrl+M", scope="article"),
    )
    found = stage.registry.set_keys("send", ["Ctrl+S"])
    assert [(c.key, c.other) for c in found] == [("Ctrl+S", "save")]
    assert stage.registry.keys("send") == ("Ctrl+M",)
    assert stage.registry.set_keys("send", ["Ctrl+S"], take=True) == []
    assert stage.registry.keys("save") == ()
    assert stage.registry.conflicts() == []


def test_the_codebooks_keys_cannot_be_taken(stage: Stage) -> None:
    stage.open(stage.action("save", "Ctrl+S", scope="article"))
    stage.registry.set_codebook_keys({"c": "Content"})
    found = stage.registry.set_keys("save", ["C"], take=True)
    assert [(c.key, c.other, c.other_title) for c in found] == [("C", None, "Content")]
    assert stage.registry.keys("save") == ("Ctrl+S",)


def test_standing_conflicts_are_listed_once(stage: Stage) -> None:
    stage.open(stage.action("a", "F5"), stage.action("b", "F5", scope="tree"))
    assert len(stage.registry.conflicts()) == 1


def test_a_checkable_command_shows_its_state(stage: Stage) -> None:
    state = [False]
    stage.registry.add(
        Action(
            "dark",
            "Dark",
            lambda: state.__setitem__(0, not state[0]),
            checkable=True,
            checked=lambda: state[0],
        )
    )
    stage.registry.run("dark")
    assert stage.registry.qaction("dark").isChecked()


def test_two_commands_of_one_name_are_an_error(stage: Stage) -> None:
    with pytest.raises(ValueError, match="save"):
        stage.registry.add(stage.action("save"), stage.action("save"))
