# SPDX-License-Identifier: MIT
"""The completion list under a field: a child of the window, above everything.

It is not a window of its own: it never takes the focus, so that typing goes on
in the field, and it is clipped with the window it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.form import look
from annotator.ui.form.offer_paint import paint_new, paint_offer
from annotator.ui.form.sources import Offer
from annotator.ui.motion import Glide
from annotator.ui.theme import Theme

ROW: Final = 40
SHADOW: Final = 14
_PADDING: Final = 6
_MOST_ROWS: Final = 7
_Index = QModelIndex | QPersistentModelIndex


class OfferModel(QAbstractListModel):
    """The lines of the completion; the last may be "New … “name”"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()
        self.new_line = ""

    def show_lines(self, offers: Sequence[Offer], new_line: str) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.offers, self.new_line = tuple(offers), new_line
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.offers) + bool(self.new_line)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < self.rowCount():
            return None
        new = row >= len(self.offers)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.new_line if new else self.offers[row].candidate.texts[0]
        if role == Qt.ItemDataRole.UserRole:
            return None if new else self.offers[row]
        return None


class OfferDelegate(QStyledItemDelegate):
    """Paints a line of 40 px: icon, name with its match, detail, count."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        painter.save()
        look.begin(painter)
        current = self.parent().currentIndex().row() == index.row()  # type: ignore[union-attr]
        offer = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        if offer is None:
            words = index.data(Qt.ItemDataRole.DisplayRole)
            first = index.row() == 0
            paint_new(painter, rect, str(words), current, first, self.theme)
        else:
            paint_offer(painter, rect, offer, current, self.theme)
        painter.restore()


class Popup(QWidget):
    """The list with its frame and shadow.

    Signals:
        picked: the key of the candidate that was clicked.
        new_wanted: the last line was clicked.
    """

    picked = Signal(str)
    new_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("completionPopup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = OfferModel(self)
        self.view = QListView(self)
        self.delegate = OfferDelegate(theme, self.view)
        self._set_up_view()
        layout = QVBoxLayout(self)
        inner = SHADOW + _PADDING
        layout.setContentsMargins(inner, SHADOW + _PADDING, inner, inner)
        layout.addWidget(self.view)
        self._glide = Glide(self)
        self.hide()

    def _set_up_view(self) -> None:
        view = self.view
        view.setObjectName("completionList")
        view.setModel(self.model)
        view.setItemDelegate(self.delegate)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setProperty("plain", True)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setMouseTracking(True)
        view.entered.connect(view.setCurrentIndex)
        view.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = self.delegate.theme = theme
        self.update()

    def show_lines(
        self, offers: Sequence[Offer], new_line: str, current: int = 0
    ) -> None:
        """Show these lines with line `current` highlighted (-1: none)."""
        self.model.show_lines(offers, new_line)
        self.highlight(current)

    def highlight(self, row: int) -> None:
        """Highlight that line; -1 highlights none."""
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        self.view.viewport().update()

    def move_by(self, rows: int) -> None:
        """Highlight another line, going round at the ends."""
        count = self.model.rowCount()
        if count:
            here = self.view.currentIndex().row()
            start = here if here >= 0 else (-1 if rows > 0 else 0)
            self.highlight((start + rows) % count)

    def highlighted(self) -> Offer | None:
        """The candidate under the highlight; None on the last line."""
        index = self.view.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def on_new_line(self) -> bool:
        """Whether the highlight is on the line that makes a new one."""
        index = self.view.currentIndex()
        return index.isValid() and index.row() == len(self.model.offers)

    def place(self, below: QWidget, left: int, width: int) -> None:
        """Come up under `below`, or above it where there is no room."""
        rows = min(self.model.rowCount(), _MOST_ROWS)
        height = rows * ROW + 2 * (_PADDING + SHADOW)
        area = self.window().rect()
        at = below.mapTo(self.window(), QPoint(0, 0))
        top = at.y() + below.height() + 6 - SHADOW
        if top + height > area.height() + SHADOW and at.y() > area.height() / 2:
            top = at.y() - 6 - height + SHADOW
        fresh = self.isHidden()
        self._glide.stop()
        self.setGeometry(QRect(left - SHADOW, top, width + 2 * SHADOW, height))
        self.show()
        self.raise_()
        if fresh:
            self._glide.begin()

    def _on_clicked(self, index: QModelIndex) -> None:
        offer = index.data(Qt.ItemDataRole.UserRole)
        if offer is None:
            self.new_wanted.emit()
        else:
            self.picked.emit(offer.candidate.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        frame = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        self._paint_shadow(painter, frame)
        color = self.theme.color
        look.stroke_box(painter, frame, color("border"), 1, color("raised"), 8)

    def _paint_shadow(self, painter: QPainter, frame: QRectF) -> None:
        ink = QColor(self.theme.color("dim"))
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(SHADOW, 0, -2):
            ink.setAlpha(5 if not self.theme.dark else 12)
            painter.setBrush(ink)
            grown = frame.adjusted(-step, 4 - step, step, step)
            painter.drawRoundedRect(grown, 8 + step, 8 + step)
