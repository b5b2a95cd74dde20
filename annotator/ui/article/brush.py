# SPDX-License-Identifier: MIT
"""How a role is drawn: one line style each, the same in text, form and hints.

content is a line with caps, source solid, cue round dots, addressee dashes,
supplement thin, every other role dash and dot.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model.codebook import Codebook
from annotator.ui.theme import Theme

STRONG: Final = 2.5
THIN: Final = 1.5
CAP: Final = 3.0

_DOT: Final = 2.4
_DOT_PITCH: Final = 4.6
_DASH, _DASH_GAP = 7.0, 3.0


def style_of(role: str) -> str:
    """The line style of a role, a key of `_STROKES`."""
    styles = {
        "content": "bracket",
        "source": "solid",
        "cue": "dots",
        "addressee": "dash",
        "supplement": "thin",
    }
    return styles.get(role, "dashdot")


class Brush:
    """Draws roles with the colours of a theme and the hues of a codebook."""

    def __init__(self, theme: Theme, codebook: Codebook | None = None) -> None:
        self.theme = theme
        self._colors: dict[str, QColor] = {}
        self._main: set[str] = set()
        for kind in codebook.types if codebook else ():
            self._main.add(kind.main_role.id)
            for role in (*kind.roles, *(r for row in kind.rows for r in row.roles)):
                self._colors.setdefault(role.id, theme.role_color(role.id, role.color))

    def color(self, role: str) -> QColor:
        """The colour of a role."""
        if role not in self._colors:
            self._colors[role] = self.theme.role_color(role)
        return self._colors[role]

    def style(self, role: str) -> str:
        """The line style of a role; the main role of any codebook is a bracket."""
        return "bracket" if role in self._main else style_of(role)

    def stroke(
        self,
        painter: QPainter,
        role: str,
        left: float,
        right: float,
        y: float,
        strong: bool = False,
        begins: bool = True,
        ends: bool = True,
    ) -> None:
        """Draw a role's line from `left` to `right`, its middle at `y`."""
        draw = _STROKES[self.style(role)]
        draw(painter, self.color(role), left, right, y, strong)
        if self.style(role) == "bracket":
            width = STRONG if strong else THIN
            _caps(painter, self.color(role), left, right, y, width, begins, ends)

    def sample(self, painter: QPainter, role: str, rect: QRectF) -> None:
        """Draw a small sample of a role, for rows and hints."""
        if self.style(role) == "bracket":
            painter.fillRect(rect, self.theme.color("tint_strong"))
            y = rect.bottom() - THIN / 2
            _bar(painter, self.color(role), rect.left(), rect.right(), y, THIN)
            return
        self.stroke(painter, role, rect.left(), rect.right(), rect.center().y() + 3)


def draw_line(
    painter: QPainter, style: str, color: QColor, left: float, right: float, y: float
) -> None:
    """Draw a line in the style of a role (see `style_of`) in any colour."""
    _STROKES[style](painter, color, left, right, y, False)


def _bar(
    painter: QPainter, color: QColor, left: float, right: float, y: float, width: float
) -> None:
    """A horizontal stroke whose upper edge lies on a device pixel."""
    ratio = painter.device().devicePixelRatioF()
    top = round((y - width / 2) * ratio) / ratio
    painter.fillRect(QRectF(left, top, right - left, width), color)


def _solid(painter, color, left, right, y, strong) -> None:
    _bar(painter, color, left, right, y, STRONG if strong else 2.0)


def _thin(painter, color, left, right, y, strong) -> None:
    _bar(painter, color, left, right, y, STRONG if strong else 1.0)


def _bracket(painter, color, left, right, y, strong) -> None:
    _bar(painter, color, left, right, y, STRONG if strong else THIN)


def _caps(painter, color, left, right, y, width, begins, ends) -> None:
    ratio = painter.device().devicePixelRatioF()
    top = round((y - width / 2) * ratio) / ratio - CAP
    if begins:
        painter.fillRect(QRectF(left, top, width, CAP), color)
    if ends:
        painter.fillRect(QRectF(right - width, top, width, CAP), color)


def _dots(painter, color, left, right, y, strong) -> None:
    """Round dots whose first and last stand on the ends."""
    size = 3.0 if strong else _DOT
    count = max(1, round((right - left - size) / _DOT_PITCH))
    step = (right - left - size) / count
    pen = QPen(color, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    first = left + size / 2
    painter.drawPoints([QPointF(first + n * step, y) for n in range(count + 1)])


def _dashes(painter, color, left, right, y, strong) -> None:
    """Whole dashes, fitted to the ends."""
    width = STRONG if strong else 2.0
    count = max(1, round((right - left + _DASH_GAP) / (_DASH + _DASH_GAP)))
    dash = (right - left - (count - 1) * _DASH_GAP) / count
    for n in range(count):
        x = left + n * (dash + _DASH_GAP)
        _bar(painter, color, x, x + dash, y, width)


def _dashdot(painter, color, left, right, y, strong) -> None:
    width = STRONG if strong else THIN
    pen = QPen(color, width, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([8 / width, 3 / width, 2 / width, 3 / width])
    painter.setPen(pen)
    painter.drawLine(QLineF(left, y, right, y))


_STROKES: Final = {
    "bracket": _bracket,
    "solid": _solid,
    "thin": _thin,
    "dots": _dots,
    "dash": _dashes,
    "dashdot": _dashdot,
}
