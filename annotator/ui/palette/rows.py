# SPDX-License-Identifier: MIT
"""The palette's list: headings and hits, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.caps import draw_caps
from annotator.ui.icons import draw_icon
from annotator.ui.match_text import draw_match
from annotator.ui.palette.hits import Hit
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

ROW: Final = 36
HEADING: Final = 31
_Index = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """Headings (strings) and hits, in the order in which they are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str | Hit] = []

    def set_rows(self, rows: Sequence[str | Hit]) -> None:
        """Show these and nothing else."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> str | Hit | None:
        """The heading or hit of that row, None where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def first_hit(self) -> int:
        """The number of the first row that can be chosen, or -1."""
        hits = (i for i, row in enumerate(self._rows) if isinstance(row, Hit))
        return next(hits, -1)

    def height(self) -> int:
        """How high all rows are together, in pixels."""
        return sum(HEADING if isinstance(r, str) else ROW for r in self._rows)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.row(index.row()), Hit):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if row is None or role not in shown:
            return None
        if isinstance(row, str):
            return row
        words = [row.title]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words += [row.also, " ".join(row.keys), row.detail]
        return one_line(", ".join(w for w in words if w))


class HitDelegate(QStyledItemDelegate):
    """Paints headings and hits."""

    def __init__(
        self, model: HitModel, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        heading = isinstance(self._model.row(index.row()), str)
        return QSize(100, HEADING if heading else ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        row = self._model.row(index.row())
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            self._paint_heading(painter, rect, row)
        elif row is not None:
            state = option.state  # type: ignore[attr-defined]
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_hit(painter, rect, row, chosen)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, text: str) -> None:
        painter.setFont(self.theme.font("ui", 12))
        painter.setPen(self.theme.color("text_3"))
        place = rect.adjusted(10, 5, -10, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_hit(
        self, painter: QPainter, rect: QRectF, hit: Hit, chosen: bool
    ) -> None:
        theme, middle = self.theme, rect.center().y()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(rect, 7, 7)
        ink = theme.color("text" if hit.possible else "text_2" if chosen else "text_3")
        if hit.icon:
            colour = theme.color(hit.token) if hit.possible else ink
            box = QRectF(rect.left() + 10, middle - 8, 16, 16)
            draw_icon(painter, box, hit.icon, colour, theme.color("raised"))
        right = self._paint_right(painter, rect, hit, chosen)
        kind, size = ("article", 14.0) if hit.serif else ("ui", 13.0)
        place = QRectF(rect.left() + 38, rect.top(), 0, rect.height())
        place.setRight(right - 12)
        text = one_line(hit.title)
        positions = hit.positions if text == hit.title else ()
        face = theme.font(kind, size)
        draw_match(painter, place, text, positions, face, ink, theme)
        if hit.also:
            used = QFontMetricsF(face).horizontalAdvance(text) + 10
            self._paint_also(painter, place.adjusted(used, 0, 0, 0), hit.also, chosen)

    def _paint_also(
        self, painter: QPainter, place: QRectF, words: str, chosen: bool
    ) -> None:
        """The other name that was typed, quietly behind the title."""
        painter.setFont(self.theme.font("ui", 12))
        painter.setPen(self.theme.color("text_2" if chosen else "text_3"))
        shown = painter.fontMetrics().elidedText(
            one_line(words), Qt.TextElideMode.ElideRight, max(0, int(place.width()))
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_right(
        self, painter: QPainter, rect: QRectF, hit: Hit, chosen: bool
    ) -> float:
        """Caps, or quiet words; returns where they begin."""
        right, middle = rect.right() - 10, rect.center().y()
        if hit.keys:
            ground = "raised" if chosen else "hover"
            return draw_caps(painter, hit.keys, right, middle, self.theme, ground)
        if not hit.detail:
            return right
        painter.setFont(self.theme.font("numbers", 12))
        painter.setPen(self.theme.color("text_2" if chosen else "text_3"))
        width = min(
            painter.fontMetrics().horizontalAdvance(hit.detail) + 2, rect.width() / 2
        )
        place = QRectF(right - width, rect.top(), width, rect.height())
        shown = painter.fontMetrics().elidedText(
            one_line(hit.detail), Qt.TextElideMode.ElideRight, int(width)
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, flags, shown)
        return place.left()
