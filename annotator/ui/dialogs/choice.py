# SPDX-License-Identifier: MIT
"""A list of choices that stands among others in a page that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.ui.plain import one_line, tooltip


def narrow(box: QComboBox) -> None:
    """Let a list be narrower than the longest of its choices."""
    policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    box.setSizeAdjustPolicy(policy)
    box.setMinimumContentsLength(18)


class Choice(QComboBox):
    """Choices with ids; the first says that nothing is chosen yet.

    The wheel scrolls the page: it would change an answer unseen.

    Signals:
        answered(object): the id that a person chose, None for none.
    """

    answered = Signal(object)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._ids: list[str | None] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        narrow(self)
        self.setMaxVisibleItems(20)
        self.activated.connect(lambda row: self.answered.emit(self._ids[row]))
        self.currentTextChanged.connect(self._on_text)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these: (id, words)."""
        self.clear()
        self._ids = [None, *(each for each, _ in choices)]
        self.addItem(self._placeholder)
        self.addItems([one_line(words, 80) for _, words in choices])

    def set_answer(self, answer: str | None) -> None:
        """Show what is chosen; what is no choice is shown as nothing."""
        known = answer in self._ids
        self.setCurrentIndex(self._ids.index(answer) if known else 0)

    def answer(self) -> str | None:
        """The id of what is shown."""
        row = self.currentIndex()
        return self._ids[row] if row >= 0 else None

    def _on_text(self, text: str) -> None:
        """Long words do not fit: then the end of them, which often matters, is cut."""
        self.setToolTip(tooltip(text) if self.currentIndex() > 0 else "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
