# SPDX-License-Identifier: MIT
"""The stance symbols: one shape each, painted, never a font's glyph."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from annotator.ui.theme import Theme

#: Symbol and the token of its colour.
TOKENS: Final = {
    "favor": "favor",
    "against": "against",
    "neutral": "neutral",
    "mixed": "mixed",
    "unclear": "unclear",
    "none": "text_3",
}
_ALIASES: Final = {
    "favour": "favor",
    "for": "favor",
    "support": "favor",
    "pro": "favor",
    "oppose": "against",
    "contra": "against",
    "both": "mixed",
    "unknown": "unclear",
}
_SIDE: Final = 10.0


def symbol_kind(stance: str | None, score: int | None = None) -> str:
    """Which symbol stands for a stance value of a codebook.

    `score` is the value's sign, used where its id is not one of the known words.
    """
    if stance is None:
        return "none"
    name = _ALIASES.get(stance.casefold(), stance.casefold())
    if name in TOKENS:
        return name
    if score is None:
        return "unclear"
    return "favor" if score > 0 else "against" if score < 0 else "neutral"


def symbol_color(kind: str, theme: Theme) -> QColor:
    """The colour of a symbol; unknown kinds are drawn as `unclear`."""
    return theme.color(TOKENS.get(kind, "unclear"))


def draw_symbol(
    painter: QPainter,
    rect: QRectF,
    kind: str,
    theme: Theme,
    color: QColor | None = None,
) -> None:
    """Draw the symbol in the middle of `rect`, at most 10 × 10.

    `kind` is a key of `TOKENS`.  `color` overrides the theme's (chosen
    segments).  The painter is left as it was.
    """
    size = min(rect.width(), rect.height(), _SIDE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(size / 2, size / 2))
    painter.scale(size / _SIDE, size / _SIDE)
    ink = color or symbol_color(kind, theme)
    _DRAWERS.get(kind, _unclear)(painter, ink)
    painter.restore()


def _fill(painter: QPainter, points: list[tuple[float, float]], ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _favor(painter: QPainter, ink: QColor) -> None:
    _fill(painter, [(0.6, 8.8), (5, 1.0), (9.4, 8.8)], ink)


def _against(painter: QPainter, ink: QColor) -> None:
    _fill(painter, [(0.6, 1.2), (5, 9.0), (9.4, 1.2)], ink)


def _neutral(painter: QPainter, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(5, 5), 3.7, 3.7)


def _mixed(painter: QPainter, ink: QColor) -> None:
    _fill(painter, [(5, 0.4), (9.6, 5), (5, 9.6), (0.4, 5)], ink)


def _unclear(painter: QPainter, ink: QColor) -> None:
    hook = QPainterPath(QPointF(2.6, 3.2))
    hook.cubicTo(2.6, 0.2, 7.6, 0.2, 7.6, 3.1)
    hook.cubicTo(7.6, 5.0, 5.1, 4.7, 5.1, 6.7)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(ink, 1.7))
    painter.drawPath(hook)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(5.1, 9.0), 1.0, 1.0)


def _none(painter: QPainter, ink: QColor) -> None:
    painter.setPen(_pen(ink, 1.6))
    painter.drawLine(QPointF(2, 5), QPointF(8, 5))


def _pen(ink: QColor, width: float) -> QPen:
    pen = QPen(ink, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


_DRAWERS: Final = {
    "favor": _favor,
    "against": _against,
    "neutral": _neutral,
    "mixed": _mixed,
    "unclear": _unclear,
    "none": _none,
}
