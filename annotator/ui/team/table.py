# SPDX-License-Identifier: MIT
"""The matrix itself: cells, with people above and documents at the left."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from annotator.ui.dialogs.base import plain_label
from annotator.ui.team.cells import COLUMN, WIDE, CellDelegate
from annotator.ui.team.headers import LEFT, MOST, TOP, DocumentHeader, PeopleHeader
from annotator.ui.team.model import MatrixModel
from annotator.ui.team.words import tr
from annotator.ui.theme import Theme


class MatrixTable(QTableView):
    """A table without grid; the arrows go from cell to cell.

    Signals:
        opened(row, column): Enter, or a double click.
        toggled(row, column): Space: give the document to the person, or take it.
        person_chosen(column): a name above was clicked.
        menu_wanted(row, column, place): the context menu, at a global place.
    """

    opened = Signal(int, int)
    toggled = Signal(int, int)
    person_chosen = Signal(int)
    menu_wanted = Signal(int, int, QPoint)

    def __init__(
        self, model: MatrixModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("assignmentMatrix")
        self.setAccessibleName(tr("Documents and people"))
        self.setProperty("plain", True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.people = PeopleHeader(theme, self)
        self.titles = DocumentHeader(theme, self)
        self.setHorizontalHeader(self.people)
        self.setVerticalHeader(self.titles)
        self.delegate = CellDelegate(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        pixel = QAbstractItemView.ScrollMode.ScrollPerPixel
        self.setVerticalScrollMode(pixel)
        self.setHorizontalScrollMode(pixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(lambda i: self.opened.emit(i.row(), i.column()))
        self.people.sectionClicked.connect(self.person_chosen)
        self.titles.sectionDoubleClicked.connect(lambda row: self.opened.emit(row, -1))
        self.selectionModel().currentChanged.connect(self._on_current)
        self.corner = plain_label(tr("Document"), "secondary")
        self.corner.setParent(self)
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        self.corner.setAlignment(bottom)
        self.corner.setContentsMargins(8, 0, 0, 8)
        self.corner.setAutoFillBackground(True)
        self.corner.setObjectName("paperPanel")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)

    def fit(self) -> None:
        """Give titles the room that the people leave."""
        count = max(self.people.count(), 1)
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 4
        width = max(LEFT, min(MOST, room - COLUMN * count))
        if self.titles.width() != width:
            self.titles.setFixedWidth(width)
        column = max(COLUMN, min(WIDE, (room - width) // count))
        if self.people.defaultSectionSize() != column:
            self.people.setDefaultSectionSize(column)
        self.corner.setGeometry(0, 0, width, TOP)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.people.set_theme(theme)
        self.titles.set_theme(theme)
        self.delegate.set_theme(theme)
        self.viewport().update()

    def cells(self) -> list[tuple[int, int]]:
        """The selected cells, (row, column), in order."""
        found = self.selectionModel().selectedIndexes()
        return sorted((index.row(), index.column()) for index in found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(index.row(), index.column())
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            self.toggled.emit(index.row(), index.column())
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()  # letters search nothing here: commands may have them
        else:
            super().keyPressEvent(event)

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.row() != before.row():
            self.titles.viewport().update()

    def _on_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid():
            at = self.viewport().mapToGlobal(place)
            self.menu_wanted.emit(index.row(), index.column(), at)
