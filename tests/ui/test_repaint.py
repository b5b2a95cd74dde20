# SPDX-License-Identifier: MIT
"""A key repaints what it changed, and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from tests.ui.typist import Typist

TEXT = "Ada Lund said that it is open. Mayor Lund added that it is safe."
FIRST = "Ctrl+Home Shift+Right*2 s Shift+Right u Shift+End c "


class Watch(QObject):
    """Notes which of some widgets are painted, and how much of them."""

    def __init__(self, **watched):
        super().__init__()
        self._names = {widget: name for name, widget in watched.items()}
        self.heights: dict[str, int] = {}
        for widget in self._names:
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            height = event.region().boundingRect().height()
            name = self._names[watched]
            self.heights[name] = max(height, self.heights.get(name, 0))
        return False


@pytest.fixture
def watch(text_window):
    text_window.resize(1280, 800)
    Typist(text_window).play(FIRST + "p Shift+Enter Enter f")
    settle()
    return Watch(
        article=text_window.article.viewport(),
        margin=text_window.article.margin,
        speaker=text_window.form.pages.panels["attribution"].fields["speaker"].editor,
        quote_type=text_window.form.pages.panels["attribution"]
        .fields["quote_type"]
        .editor,
        tree=text_window.tree.viewport(),
    )


def settle():
    for _ in range(5):
        QApplication.processEvents()


def test_a_field_is_painted_and_not_the_article(text_window, watch):
    Typist(text_window).play("2")
    settle()
    assert "quote_type" in watch.heights
    assert not {"article", "margin", "speaker"} & watch.heights.keys()
    assert watch.heights.get("tree", 0) <= 24


def test_words_that_are_marked_are_painted(text_window, watch):
    Typist(text_window).play("Ctrl+Home Right*6 Shift+Right h")
    settle()
    assert "article" in watch.heights


def test_a_stance_is_painted_in_the_margin(text_window, watch):
    Typist(text_window).play("a")
    settle()
    assert "margin" in watch.heights
