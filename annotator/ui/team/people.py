# SPDX-License-Identifier: MIT
"""The people beside the matrix: how far each is, at what pace, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.services.board_totals import Share
from annotator.ui.badge import HEIGHT as BADGE_HEIGHT
from annotator.ui.badge import WIDTH as BADGE_WIDTH
from annotator.ui.badge import draw_badge
from annotator.ui.plain import one_line, tooltip
from annotator.ui.team.headers import paint_share
from annotator.ui.team.words import duration, number, tr
from annotator.ui.theme import Theme

ROW: Final = 64
_Index = QModelIndex | QPersistentModelIndex


def share_words(share: Share) -> str:
    """How far a person is and what is left."""
    done = tr("{0} of {1} done").replace("{0}", number(share.done))
    parts = [done.replace("{1}", number(share.assigned))]
    if share.assigned > share.done:
        left = share.forecast
        words = (
            tr("{0} left") if left.own or left.seconds is None else tr("about {0} left")
        )
        parts.append(words.replace("{0}", duration(left.seconds)))
    return " · ".join(parts)


class PeopleList(QListView):
    """One card per person; Enter shows their documents alone, again: all.

    Signals:
        chosen(str): the uid of the person.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamPeople")
        self.setAccessibleName(tr("People"))
        self.setProperty("plain", True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shares = _Shares(self)
        self._painter = _Painter(self._shares, theme, self)
        self.setModel(self._shares)
        self.setItemDelegate(self._painter)
        self.clicked.connect(self._on_row)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter.theme = theme
        self.viewport().update()

    def set_shares(
        self, shares: Sequence[Share], scores: Mapping[str, str] | None = None
    ) -> None:
        """Show these people; `scores` has a line on some people's work, by uid."""
        self._shares.set_shares(shares, scores or {})
        self.doItemsLayout()

    def whole_height(self) -> int:
        """How high all cards are together."""
        rows = range(self._shares.rowCount())
        return sum(self._painter.height(self._shares.share(row)) for row in rows) + 4

    def choose(self, person: str | None) -> None:
        """Mark whose documents are shown alone."""
        self._painter.chosen = person
        self.viewport().update()

    def share(self, row: int) -> Share | None:
        """Who stands in a row."""
        return self._shares.share(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_row(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_row(self, index: QModelIndex) -> None:
        found = self._shares.share(index.row())
        if found is not None:
            self.chosen.emit(found.person.uid)


class _Shares(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        self.scores: Mapping[str, str] = {}

    def set_shares(self, shares: Sequence[Share], scores: Mapping[str, str]) -> None:
        self.scores = scores
        same = [s.person.uid for s in shares] == [s.person.uid for s in self._shares]
        if same:
            self._shares = tuple(shares)
            last = self.index(max(len(shares) - 1, 0), 0)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._shares = tuple(shares)
        self.endResetModel()

    def share(self, row: int) -> Share | None:
        return self._shares[row] if 0 <= row < len(self._shares) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shares)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.share(index.row())
        if found is None:
            return None
        name = one_line(found.person.name, 80)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            score = self.scores.get(found.person.uid, "")
            parts = (name, share_words(found), score)
            return ", ".join(part for part in parts if part)
        return tooltip(_details(found)) if role == Qt.ItemDataRole.ToolTipRole else None


def _details(share: Share) -> str:
    parts = [one_line(share.person.name, 80), share_words(share)]
    if share.seconds:
        parts.append(tr("{0} spent").replace("{0}", duration(share.seconds)))
    left = share.forecast
    if share.assigned > share.done and left.seconds is None:
        parts.append(tr("Nothing was measured yet, so nothing can be foreseen."))
    elif share.assigned > share.done:
        words = tr("Foreseen from {0} finished documents of their own.")
        if not left.own:
            words = tr("Foreseen from {0} finished documents of all people.")
        parts.append(words.replace("{0}", number(left.documents)))
    return "\n".join(parts)


class _Painter(QStyledItemDelegate):
    def __init__(self, shares: _Shares, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._shares, self.theme = shares, theme
        self.chosen: str | None = None

    def height(self, share: Share | None) -> int:
        """How high the card is: a score is one line more."""
        scored = share is not None and share.person.uid in self._shares.scores
        return ROW + 18 if scored else ROW

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, self.height(self._shares.share(index.row())))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        share = self._shares.share(index.row())
        if share is None:
            return
        theme, state = self.theme, option.state  # type: ignore[attr-defined]
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = share.person.uid == self.chosen
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or focused or over:
            edge = QPen(theme.color("accent"), 1.5)
            painter.setPen(edge if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box.adjusted(0.5, 0, -0.5, 0), 7, 7)
        self._paint_share(painter, box.adjusted(10, 0, -10, 0), share)
        painter.restore()

    def _paint_share(self, painter: QPainter, box: QRectF, share: Share) -> None:
        theme, middle = self.theme, Qt.AlignmentFlag.AlignVCenter
        person, mode = share.person, Qt.TextElideMode.ElideRight
        badge = QRectF(box.left(), box.top() + 9, BADGE_WIDTH, BADGE_HEIGHT)
        hollow = person.inactive
        draw_badge(painter, badge, person.initials, person.colour, theme, hollow=hollow)
        line = QRectF(badge.right() + 8, box.top() + 7, 0, 20)
        line.setRight(box.right())
        painter.setFont(theme.font("ui", 13, "medium"))
        painter.setPen(theme.color("text_3" if hollow else "text"))
        name = one_line(person.name, 80)
        shown = painter.fontMetrics().elidedText(name, mode, int(line.width()))
        painter.drawText(line, middle, shown)
        below = QRectF(line.left(), line.bottom(), line.width(), 18)
        painter.setFont(theme.font("numbers", 12))
        painter.setPen(theme.color("text_2"))
        words = share_words(share)
        facts = painter.fontMetrics().elidedText(words, mode, int(below.width()))
        painter.drawText(below, middle, facts)
        score = self._shares.scores.get(person.uid)
        if score:
            below.translate(0, 18)
            painter.drawText(below, middle, score)
        if share.assigned:
            bar = QRectF(line.left(), below.bottom() + 4, line.width(), 4)
            paint_share(painter, bar, share, theme)
