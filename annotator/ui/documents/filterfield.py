# SPDX-License-Identifier: MIT
"""The field above the list in which documents are looked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.ui.icons import icon
from annotator.ui.theme import Theme


class FilterField(QLineEdit):
    """A line with a lens.  Esc clears it; where it is clear already, Esc leaves it.

    Signals:
        left: the field is done with.
        below_wanted: the arrow down was pressed: on to the list.
    """

    left = Signal()
    below_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documentFilter")
        self.setAccessibleName(self.tr("Filter documents"))
        self.setPlaceholderText(self.tr("Words, status:, by:, source:"))
        self.setClearButtonEnabled(True)
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)

    def set_theme(self, theme: Theme) -> None:
        """Draw the lens in the theme's colours."""
        self._lens.setIcon(icon("filter", theme))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.below_wanted.emit()
        else:
            super().keyPressEvent(event)
