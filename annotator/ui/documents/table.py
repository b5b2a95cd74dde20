# SPDX-License-Identifier: MIT
"""The table of the document list: one column, painted by its delegate."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate

from annotator.ui.lines import LineTable


class DocumentTable(LineTable):
    """The table; Enter opens, letters do not search in it.

    Signals:
        chosen(int): a row is to be opened.
    """

    chosen = Signal(int)

    def __init__(
        self, model: QAbstractItemModel, delegate: QAbstractItemDelegate
    ) -> None:
        super().__init__("documentTable", model, delegate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
