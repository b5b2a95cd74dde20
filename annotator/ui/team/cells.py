# SPDX-License-Identifier: MIT
"""How a cell of the matrix is painted: a status, and how many annotations."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.services.board_rows import Cell
from annotator.ui.documents.delegate import STATUS
from annotator.ui.icons import draw_icon
from annotator.ui.team.model import MatrixModel
from annotator.ui.theme import Theme

ROW: Final = 30
#: The least and the most width of a column.
COLUMN: Final = 64
WIDE: Final = 92
_ICON: Final = 16
_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a status icon, the number of annotations beside it, a warning's dot.

    What was begun without being assigned is grey; what is not assigned is empty.
    """

    def __init__(
        self, model: MatrixModel, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._numbers = theme.font("numbers", 11.5)
        self._signs: dict[tuple[str, str, float], QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(COLUMN, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = self._model.cell(index)
        self._paint_ground(painter, rect, option.state, cell)  # type: ignore[attr-defined]
        if cell is not None and cell.status is not None:
            self._paint_cell(painter, rect, cell)
        if self._model.light(index):
            self._paint_light(painter, rect)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        rect: QRectF,
        state: QStyle.StateFlag,
        cell: Cell | None,
    ) -> None:
        theme = self.theme
        box = rect.adjusted(1, 1, -1, -1)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ground = None
        if chosen or focused:
            ground = "accent_soft"
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = "hover"
        elif cell is not None and cell.assigned:
            ground = "dock"
        painter.setPen(
            QPen(theme.color("accent"), 1.5) if focused else Qt.PenStyle.NoPen
        )
        if ground is not None:
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        theme = self.theme
        name, token = STATUS.get(cell.status or "new", STATUS["new"])
        token = token if cell.assigned else "text_3"
        counted = bool(cell.annotations)
        left = rect.center().x() - (_ICON if counted else _ICON / 2)
        box = QRectF(left, rect.center().y() - _ICON / 2, _ICON, _ICON)
        if not cell.assigned:
            painter.setOpacity(0.6)
        painter.drawPixmap(box.topLeft(), self._sign(name, token, painter))
        painter.setOpacity(1)
        if counted:
            painter.setFont(self._numbers)
            painter.setPen(theme.color("text_2" if cell.assigned else "text_3"))
            place = QRectF(box.right() + 5, rect.top(), rect.width(), rect.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter, str(cell.annotations)
            )

    def _sign(self, name: str, token: str, painter: QPainter) -> QPixmap:
        """A status, drawn once: hundreds of cells show the same few."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        key = (name, token, ratio)
        if key not in self._signs:
            sign = QPixmap(QSize(_ICON, _ICON) * ratio)
            sign.setDevicePixelRatio(ratio)
            sign.fill(Qt.GlobalColor.transparent)
            inner = QPainter(sign)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            box, ground = QRectF(0, 0, _ICON, _ICON), self.theme.color("paper")
            draw_icon(inner, box, name, self.theme.color(token), ground)
            inner.end()
            self._signs[key] = sign
        return self._signs[key]

    def _paint_light(self, painter: QPainter, rect: QRectF) -> None:
        """A triangle in the corner: a shape, not a colour alone."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("warning"))
        right, top = rect.right() - 3, rect.top() + 3
        painter.drawPolygon(
            [QPointF(right - 8, top), QPointF(right, top), QPointF(right, top + 8)]
        )
