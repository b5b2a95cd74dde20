# SPDX-License-Identifier: MIT
"""How the form's painted parts look: fonts, keys, rings, samples of lines."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.ui.icons import draw_icon
from annotator.ui.plain import LONGEST
from annotator.ui.theme import Theme

#: Room that painted controls keep around themselves for the focus ring.
RING: Final = 4
RADIUS: Final = 6.0
FIELD: Final = 30
SEGMENT: Final = 28
LABEL_WIDTH: Final = 78
GAP: Final = 10
MARGIN: Final = 16


@lru_cache(maxsize=128)
def font(
    theme: Theme, px: float = 13, weight: str = "regular", kind: str = "ui"
) -> QFont:
    """The theme's font, made once per size and weight."""
    return theme.font(kind, px, weight)


@lru_cache(maxsize=128)
def metrics(
    theme: Theme, px: float = 13, weight: str = "regular", kind: str = "ui"
) -> QFontMetricsF:
    """The measures of `font`."""
    return QFontMetricsF(font(theme, px, weight, kind))


def one_line(text: str) -> str:
    """`text` without line breaks, for a line that is elided."""
    return " ".join(text.split())


def begin(painter: QPainter) -> None:
    """Smooth edges, as everything here is drawn with them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def stroke_box(
    painter: QPainter,
    rect: QRectF,
    edge: QColor,
    width: float = 1.0,
    fill: QColor | None = None,
    radius: float = RADIUS,
    dashed: bool = False,
) -> None:
    """A rounded box whose stroke lies inside `rect`."""
    pen = QPen(edge, width)
    if dashed:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def focus_ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Two pixels of accent, two pixels outside `rect`."""
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outer = RADIUS + 3
    painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), outer, outer)


def words(
    painter: QPainter,
    rect: QRectF,
    text: str,
    ink: QColor,
    face: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of plain text, elided at its end."""
    painter.setFont(face)
    painter.setPen(ink)
    # No line shows more, and measuring a megabyte takes seconds.
    short = QFontMetricsF(face).elidedText(
        text[:LONGEST], Qt.TextElideMode.ElideRight, rect.width() + 0.5
    )
    flags = align | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, int(flags.value) | Qt.TextFlag.TextSingleLine, short)


def key_width(theme: Theme, key: str) -> float:
    """How wide the sign of a key is."""
    return max(metrics(theme, 10.5, "medium").horizontalAdvance(key) + 9, 16)


def draw_key(
    painter: QPainter, right: float, middle: float, key: str, theme: Theme,
    ground: str = "hover", ink: str = "text_2",
) -> float:  # fmt: skip
    """A key's sign with its right edge at `right`; returns its left edge."""
    width = key_width(theme, key)
    if theme.dark and ground == "hover":
        ground = "pressed"  # in the dark, hover is all but the fields' colour
    box = QRectF(right - width, middle - 8, width, 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(box, 4, 4)
    face = font(theme, 10.5, "medium")
    words(painter, box, key, theme.color(ink), face, Qt.AlignmentFlag.AlignHCenter)
    return box.left()


def draw_named_icon(
    painter: QPainter, name: str, x: float, middle: float, ink: QColor, theme: Theme,
    side: float = 16,
) -> None:  # fmt: skip
    """An icon with its left edge at `x`, centred on the line `middle`."""
    rect = QRectF(x, middle - side / 2, side, side)
    draw_icon(painter, rect, name, ink, theme.color("raised"))


#: In units of the line's width; other roles are dash-dot.
_DASHES: Final[dict[str, list[float]]] = {
    "addressee": [3.5, 1.5],
    "supplement": [],
    "source": [],
}


def draw_sample(
    painter: QPainter, rect: QRectF, role: str, ink: QColor, theme: Theme
) -> None:
    """A sample of how the role is drawn in the text."""
    if role == "content":
        painter.fillRect(rect, theme.color("tint_strong"))
        foot = QRectF(rect.left(), rect.bottom() - 1.5, rect.width(), 1.5)
        painter.fillRect(foot, ink)
    elif role == "cue":
        _draw_dots(painter, rect, ink)
    else:
        _draw_line(painter, rect, role, ink)


def _draw_dots(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    step = (rect.width() - 2.4) / 3
    for number in range(4):
        x = rect.left() + 1.2 + number * step
        painter.drawEllipse(QPointF(x, rect.bottom() - 1.5), 1.2, 1.2)


def _draw_line(painter: QPainter, rect: QRectF, role: str, ink: QColor) -> None:
    thick = {"source": 2.0, "supplement": 1.0, "addressee": 2.0}.get(role, 1.5)
    pen = QPen(ink, thick)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = _DASHES.get(role, [4.0, 2.0, 1.0, 2.0])
    if dashes:
        pen.setDashPattern(dashes)
    painter.setPen(pen)
    y = round(rect.bottom() - 1) - (0.5 if thick == 1.0 else 0.0)
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
