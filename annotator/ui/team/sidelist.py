# SPDX-License-Identifier: MIT
"""Short lists at the side of the page: rounds, and which documents are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.ui.icons import draw_icon
from annotator.ui.plain import one_line, tooltip
from annotator.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
ROW: Final = 32
TALL: Final = 48


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its id, its words, a quieter line below, an icon at its right."""

    id: str
    words: str
    detail: str = ""
    icon: str = ""


class SideList(QListView):
    """Entries of which one is chosen; the arrows choose at once.

    Signals:
        chosen(str): the id of another entry.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._entries = _Entries(self)
        self._painter = _Painter(self._entries, theme, self)
        self.setModel(self._entries)
        self.setItemDelegate(self._painter)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._quiet = False

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter.theme = theme
        self.viewport().update()

    def set_entries(self, entries: Sequence[Entry], chosen: str) -> None:
        """Show these, that one as chosen."""
        self._quiet = True
        self._entries.set_entries(entries)
        place = next((n for n, each in enumerate(entries) if each.id == chosen), 0)
        self.setCurrentIndex(self._entries.index(place, 0))
        self._quiet = False

    def current(self) -> str:
        """The id of what is chosen, "" where nothing is."""
        found = self._entries.entry(self.currentIndex().row())
        return found.id if found else ""

    def choose(self, identifier: str) -> None:
        """Choose an entry by its id."""
        for row in range(self._entries.rowCount()):
            found = self._entries.entry(row)
            if found is not None and found.id == identifier:
                self.setCurrentIndex(self._entries.index(row, 0))

    def fit(self) -> None:
        """Be as high as the entries are."""
        rows = range(self._entries.rowCount())
        height = sum(self._painter.height(self._entries.entry(row)) for row in rows)
        self.setFixedHeight(height + 2)

    def _on_current(self) -> None:
        if not self._quiet and self.current():
            self.chosen.emit(self.current())


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.entry(index.row())
        if found is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(found.words, 120)
        both = ", ".join(part for part in (found.words, found.detail) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return one_line(both, 200)
        return tooltip(both) if role == Qt.ItemDataRole.ToolTipRole else None


class _Painter(QStyledItemDelegate):
    def __init__(self, entries: _Entries, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._entries, self.theme = entries, theme

    def height(self, entry: Entry | None) -> int:
        return TALL if entry and entry.detail else ROW

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, self.height(self._entries.entry(index.row())))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        entry = self._entries.entry(index.row())
        if entry is None:
            return
        theme, state = self.theme, option.state  # type: ignore[attr-defined]
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            edge = QPen(theme.color("accent"), 1.5)
            painter.setPen(edge if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box.adjusted(0.5, 0, -0.5, 0), 7, 7)
        self._paint_words(painter, box.adjusted(9, 0, -9, 0), entry, chosen)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, box: QRectF, entry: Entry, chosen: bool
    ) -> None:
        theme, middle = self.theme, Qt.AlignmentFlag.AlignVCenter
        if entry.icon:
            mark = QRectF(box.right() - 14, box.center().y() - 7, 14, 14)
            draw_icon(painter, mark, entry.icon, theme.color("text_2"))
            box = box.adjusted(0, 0, -20, 0)
        mode = Qt.TextElideMode.ElideRight
        first = QRectF(box)
        if entry.detail:
            first.setBottom(box.top() + 26)
            first.setTop(box.top() + 5)
        painter.setFont(theme.font("ui", 13, "medium" if chosen else "regular"))
        painter.setPen(theme.color("text"))
        words = one_line(entry.words, 120)
        shown = painter.fontMetrics().elidedText(words, mode, int(first.width()))
        painter.drawText(first, middle, shown)
        if entry.detail:
            painter.setFont(theme.font("numbers", 12))
            painter.setPen(theme.color("text_2"))
            second = QRectF(first.left(), first.bottom() - 2, first.width(), 18)
            detail = one_line(entry.detail, 120)
            quiet = painter.fontMetrics().elidedText(detail, mode, int(second.width()))
            painter.drawText(second, middle, quiet)
