# SPDX-License-Identifier: MIT
"""A line of text with the letters that answer a query set off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from annotator.ui.theme import Theme


def draw_match(
    painter: QPainter,
    rect: QRectF,
    text: str,
    positions: Sequence[int],
    font: QFont,
    color: QColor,
    theme: Theme,
) -> None:
    """Draw `text` in `rect`, elided, its `positions` SemiBold in the accent.

    `positions` are code points of `text`.
    """
    shown = QFontMetricsF(font).elidedText(
        text, Qt.TextElideMode.ElideRight, rect.width()
    )
    layout = QTextLayout(shown, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    kept = len(shown) - 1 if shown != text else len(shown)
    layout.setFormats(_formats(text, [p for p in positions if p < kept], theme))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    painter.save()
    painter.setPen(color)
    top = rect.center().y() - line.height() / 2
    layout.draw(painter, QPointF(rect.left(), top))
    painter.restore()


def _formats(
    text: str, positions: Sequence[int], theme: Theme
) -> list[QTextLayout.FormatRange]:
    strong = QTextCharFormat()
    strong.setFontWeight(QFont.Weight.DemiBold)
    strong.setForeground(theme.color("accent"))
    ranges = []
    for place in positions:
        # Qt counts UTF-16 units, Python code points.
        found = QTextLayout.FormatRange()
        found.start = len(text[:place].encode("utf-16-le")) // 2
        found.length = len(text[place : place + 1].encode("utf-16-le")) // 2
        found.format = strong
        ranges.append(found)
    return ranges
