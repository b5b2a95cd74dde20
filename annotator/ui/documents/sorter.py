# SPDX-License-Identifier: MIT
"""The menu of the document list: which order, whose documents, how high a row."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

#: The order in which documents were assigned to the person at work.
MINE = "assigned"


class Sorter(QToolButton):
    """A button with the menu.

    Attributes:
        offers_mine: whether anything is assigned to the person at work.

    Signals:
        sorted_by(str): another order, as `services.documents.rows` takes it.
        reversed(bool), mine(bool), compacted(bool): a switch was thrown.
    """

    sorted_by = Signal(str)
    reversed = Signal(bool)
    mine = Signal(bool)
    compacted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documentSort")
        self.setAccessibleName(self.tr("Sort documents"))
        self.setToolTip(self.tr("Sort documents"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._orders = QActionGroup(menu)
        self._add_orders(menu)
        menu.addSeparator()
        self._reversed = menu.addAction(self.tr("Descending"))
        self._mine = menu.addAction(self.tr("Only what is assigned to me"))
        self._compact = menu.addAction(self.tr("One line per document"))
        for action, told in (
            (self._reversed, self.reversed),
            (self._mine, self.mine),
            (self._compact, self.compacted),
        ):
            action.setCheckable(True)
            action.toggled.connect(told)
        self.setMenu(menu)
        self.offers_mine = False

    def _add_orders(self, menu: QMenu) -> None:
        for key, title in (
            (MINE, self.tr("My order")),
            ("title", self.tr("Title")),
            ("published", self.tr("Date")),
            ("source", self.tr("Source")),
            ("author", self.tr("Author")),
            ("status", self.tr("Status")),
            ("annotations", self.tr("Annotations")),
            ("id", self.tr("Order of import")),
        ):
            action = menu.addAction(title)
            action.setData(key)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, key=key: self.sorted_by.emit(key))
            self._orders.addAction(action)

    def show_state(self, sort: str, descending: bool, mine: bool) -> None:
        """Tick what holds, without a signal."""
        for action in self._orders.actions():
            action.setChecked(action.data() == sort)
        for switch, on in ((self._reversed, descending), (self._mine, mine)):
            switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(False)

    def offer_mine(self, there: bool) -> None:
        """Whether anything is assigned to the person at work."""
        self.offers_mine = there
        self._mine.setEnabled(there)
        self._orders.actions()[0].setEnabled(there)

    def set_compact(self, compact: bool) -> None:
        """Tick whether rows are low."""
        self._compact.setChecked(compact)
