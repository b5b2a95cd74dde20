# SPDX-License-Identifier: MIT
"""The switch between the modes of the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout

from annotator.ui import modes
from annotator.ui.actions import Action
from annotator.ui.page import Page
from tests.ui.typist import Typist

TEXT = "The harbour council said that it would vote on the tolls in May."


class Count(Page):
    """A page that counts how often it was entered and left."""

    made = 0

    def __init__(self, window):
        super().__init__(window)
        type(self).made += 1
        self.entered = self.left = 0
        self.themes = []
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        column = QVBoxLayout(self)
        column.addWidget(QLabel("Count", self))
        column.addWidget(self.first)
        column.addWidget(self.second)

    def enter(self):
        self.entered += 1

    def leave(self):
        self.left += 1

    def focus_places(self):
        return [self.first, self.second]

    def set_theme(self, theme):
        self.themes.append(theme.name)


def count_actions(window):
    yield Action("count.skip", "Skip", lambda: window.said.append("skip"), ("F8",))


@pytest.fixture
def more_modes(monkeypatch):
    Count.made = 0
    mine = "tests.ui.test_modes:"
    made = (
        *modes.all_modes()[:1],
        modes.Mode(
            "count",
            "Count",
            page=f"{mine}Count",
            keys=("Alt+7",),
            actions=f"{mine}one_action",
        ),
        modes.Mode(
            "shut",
            "Shut",
            page="nowhere:Nothing",
            keys=("Alt+8",),
            enabled=lambda window: "There is nothing to count.",
        ),
    )
    # The window first: importing it takes over what the module has then.
    monkeypatch.setattr("annotator.ui.window.all_modes", lambda: made)
    monkeypatch.setattr(modes, "all_modes", lambda: made)


def one_action(window):
    yield from modes.only_in("count", count_actions(window))


@pytest.fixture
def window(more_modes, text_window):
    text_window.said = []
    return text_window


def test_a_page_is_made_when_it_is_first_looked_at_and_kept(window):
    typist = Typist(window)
    assert Count.made == 0
    typist.play("Alt+7")
    page = window.modes.seen
    assert (Count.made, page.entered, page.isVisible()) == (1, 1, True)
    assert not window.article.isVisible()
    assert not window.documents.isVisible()
    typist.play("Alt+1 Alt+7")
    assert window.modes.seen is page
    assert (Count.made, page.entered, page.left) == (1, 2, 1)


def test_the_keyboard_comes_back_to_where_it_was(window):
    typist = Typist(window)
    window.form.setFocus()
    window.tree.setFocus()
    typist.play("Alt+7")
    page = window.modes.seen
    assert QApplication.focusWidget() is page.first
    typist.play("F6")
    assert QApplication.focusWidget() is page.second
    typist.play("Alt+1")
    assert QApplication.focusWidget() is window.tree
    typist.play("Alt+7")
    assert QApplication.focusWidget() is page.second


def test_the_switch_in_the_header_shows_and_chooses(window):
    button = window.header.findChild(QPushButton, "mode-count")
    button.click()
    assert window.modes.current == "count"
    Typist(window).play("Alt+1")
    assert not button.isChecked()


def test_a_mode_that_cannot_be_entered_says_why_and_nothing_changes(window):
    button = window.header.findChild(QPushButton, "mode-shut")
    button.click()
    assert window.modes.current == "annotate"
    assert window.article.isVisible()
    assert not button.isChecked()
    assert "nothing to count" in window.status.message()


def test_a_key_belongs_to_the_mode_one_is_in(window):
    typist = Typist(window)
    window.article.set_selection(0, 11)
    typist.play("Alt+7 F8")
    assert window.said == ["skip"]
    assert window.registry.conflicts() == []
    typist.play("Alt+1 F8")
    assert window.said == ["skip"]


def test_a_command_of_another_mode_says_so(window):
    typist = Typist(window)
    typist.play("Alt+7 Ctrl+Enter")
    assert window.bench.desk.layer.status != "complete"
    assert "mode" in window.status.message()


def test_the_list_of_documents_stays_hidden_where_it_was_hidden(window):
    Typist(window).play("F9 Alt+7 Alt+1")
    assert not window.documents.isVisible()
    assert window.form.isVisible()
    Typist(window).play("F9")
    assert window.documents.isVisible()


def test_a_page_that_needs_room_leaves_the_panes_as_wide_as_they_were(window, qtbot):
    before = window.documents.width(), window.form.width()
    window.modes.show("count")
    window.modes.seen.first.setMinimumWidth(700)
    qtbot.wait(20)
    window.modes.show("annotate")
    qtbot.wait(50)
    assert (window.documents.width(), window.form.width()) == before


def test_pages_change_between_light_and_dark(window):
    window.modes.show("count")
    window.toggle_dark()
    window.toggle_dark()
    assert window.modes.seen.themes == ["dark", "light"]


def test_every_mode_has_a_command_with_its_key(window):
    ids = [a.id for a in window.registry if a.id.startswith("mode.")]
    assert ids == ["mode.annotate", "mode.count", "mode.shut"]
