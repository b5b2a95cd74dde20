# SPDX-License-Identifier: MIT
"""A field of a dialog with a fixed place under it: a hint, or what is wrong."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.ui.dialogs.base import plain_label, set_role
from annotator.ui.icons import icon
from annotator.ui.theme import Theme

ICON: Final = 14


class Noted(QWidget):
    """Wraps a field; its line below says the hint unless something is wrong.

    Attributes:
        note: the line below, "" where there is neither hint nor fault.
    """

    def __init__(
        self,
        theme: Theme,
        field: QWidget,
        hint: str = "",
        *,
        line: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`line` is the part that takes the keyboard; the field itself if None."""
        super().__init__(parent)
        self._hint = hint
        self._line = line or field
        self.note = plain_label(hint, "quiet", wrap=True)
        self.note.setObjectName(f"{self._line.objectName()}-note")
        self._sign = QLabel()
        self._sign.setPixmap(icon("error", theme, "error").pixmap(ICON, ICON))
        self._sign.setContentsMargins(0, 2, 0, 0)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(field)
        column.addLayout(below)
        self.setFocusProxy(self._line)
        self.tell("")

    @property
    def fault(self) -> str:
        """What is wrong, as it stands there; "" for nothing."""
        return self.note.text() if self._sign.isVisibleTo(self) else ""

    def tell(self, words: str, *, wrong: bool = True) -> None:
        """Say what is wrong, or, if not `wrong`, what is asked for; "": the hint."""
        wrong = bool(words) and wrong
        self.note.setText(words or self._hint)
        self.note.setVisible(bool(words or self._hint))
        self._sign.setVisible(wrong)
        set_role(self.note, "error" if wrong else "quiet")
        self._line.setAccessibleDescription(self.note.text())
        self._line.setProperty("problem", "error" if wrong else "")
        self._line.style().unpolish(self._line)
        self._line.style().polish(self._line)
