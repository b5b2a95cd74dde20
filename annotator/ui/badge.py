# SPDX-License-Identifier: MIT
"""A person's badge: initials on their colour, the same wherever they appear."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from annotator.model.team import COLOURS
from annotator.ui.colors import readable
from annotator.ui.theme import Theme

WIDTH: Final = 22
HEIGHT: Final = 16
#: Initials are small text: so much contrast they need on the badge.
_CONTRAST: Final = 4.5


def person_color(theme: Theme, colour: str | None) -> QColor:
    """The colour in which a person is drawn; theirs gives the hue."""
    wish = QColor(colour or COLOURS[0])
    if not wish.isValid():
        wish = QColor(COLOURS[0])
    grounds = (theme.color(token) for token in ("paper", "dock", "accent_soft"))
    return readable(wish, grounds, _CONTRAST)


def draw_badge(
    painter: QPainter,
    box: QRectF,
    initials: str,
    colour: str | None,
    theme: Theme,
    *,
    hollow: bool = False,
) -> None:
    """Draw a badge that fills `box`; a hollow one is for who does not take part."""
    color = person_color(theme, colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.2) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
    edge = 0.6 if hollow else 0.0
    painter.drawRoundedRect(box.adjusted(edge, edge, -edge, -edge), 4, 4)
    painter.setFont(theme.font("ui", 9.5, "semibold"))
    painter.setPen(color if hollow else theme.color("paper"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials[:3])
    painter.restore()


def badge_icon(
    initials: str, colour: str | None, theme: Theme, *, hollow: bool = False
) -> QIcon:
    """The badge as an icon, for lists and buttons."""
    return QIcon(_pixmap(initials, colour, theme.name, hollow))


@lru_cache(maxsize=256)
def _pixmap(initials: str, colour: str | None, name: str, hollow: bool) -> QPixmap:
    ratio = 2
    pixmap = QPixmap(QSize(WIDTH, HEIGHT) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    box = QRectF(0, 0, WIDTH, HEIGHT)
    draw_badge(painter, box, initials, colour, Theme.load(name), hollow=hollow)
    painter.end()
    return pixmap
