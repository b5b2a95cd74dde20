# SPDX-License-Identifier: MIT
"""Values and their intervals, drawn on a line that ends at 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from annotator.ui.analysis.words import share, tr
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.agreement.exploring import FieldFigures

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
#: A number of the scale needs so much room.
_TICK: Final = 27


def lowest(fields: Sequence[FieldFigures]) -> float:
    """Where the strip begins: at 0.4, or lower in steps of 0.2."""
    values = [0.4]
    for each in fields:
        figure = each.alpha.figure
        values += [*(figure.interval or ()), *filter(None, [figure.value])]
    lowest = max(min(values), -1.0)
    low = 0.4
    while lowest < low - 1e-9:
        low -= 0.2
    return round(low, 1)


def paint_strip(
    painter: QPainter, rect: QRectF, each: FieldFigures, low: float, theme: Theme
) -> None:
    """A value and its interval on a line from `low` to 1."""
    figure = each.alpha.figure
    if figure.value is None:
        painter.setFont(theme.font("ui", 12))
        painter.setPen(theme.color("text_3"))
        painter.drawText(rect.adjusted(10, 0, -10, 0), _LEFT, tr("undefined"))
        return
    middle = rect.center().y()
    if figure.interval is not None:
        begin, end = (place(rect, low, value) for value in figure.interval)
        painter.setPen(QPen(theme.color("accent"), 1.4))
        painter.drawLine(QPointF(begin, middle), QPointF(end, middle))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(QPointF(place(rect, low, figure.value), middle), 4.2, 4.2)


def place(rect: QRectF, low: float, value: float) -> float:
    """Where a value stands between `low` and 1."""
    part = (max(low, min(1.0, value)) - low) / (1 - low)
    return rect.left() + 14 + part * (rect.width() - 28)


def paint_scale(painter: QPainter, box: QRectF, low: float) -> None:
    """The numbers that stand above strips."""
    room_for = (box.width() - 28) / _TICK
    sizes = (0.2, 0.4, 0.8)
    size = next((s for s in sizes if (1 - low) / s <= room_for), 1.0)
    for step in range(int((1 - low) / size + 1e-9) + 1):
        value = 1 - step * size
        middle = place(box, low, value)
        room = QRectF(middle - 20, box.top(), 40, box.height())
        text = "0" if abs(value) < 1e-9 else share(value).rstrip("0") or "0"
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
