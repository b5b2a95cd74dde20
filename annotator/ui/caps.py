# SPDX-License-Identifier: MIT
"""Key caps, painted: small rounded boxes with the name of a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.keys_text import caps
from annotator.ui.theme import Theme

HEIGHT: Final = 17.0
PADDING: Final = 5.0
GAP: Final = 5.0
RADIUS: Final = 4.0


def caps_width(keys: Sequence[str], theme: Theme) -> float:
    """How wide the caps of `keys` are, in pixels."""
    metrics = QFontMetricsF(theme.font("ui", 10.5, "medium"))
    return sum(_one(key, metrics) for key in keys) + GAP * max(len(keys) - 1, 0)


def draw_caps(
    painter: QPainter,
    keys: Sequence[str],
    right: float,
    middle: float,
    theme: Theme,
    ground: str = "hover",
) -> float:
    """Draw caps that end at `right`; returns where they begin.

    `middle` is their vertical centre, `ground` the token of their filling.
    """
    if ground == "hover" and theme.dark:
        # On raised ground the dark theme's hover could not be told apart.
        ground = "pressed"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("ui", 10.5, "medium"))
    metrics = QFontMetricsF(painter.font())
    for key in reversed(keys):
        width = _one(key, metrics)
        box = QRectF(right - width, middle - HEIGHT / 2, width, HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setPen(theme.color("text_2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        right -= width + GAP
    painter.restore()
    return right + GAP


def _one(key: str, metrics: QFontMetricsF) -> float:
    return max(metrics.horizontalAdvance(key) + 2 * PADDING, HEIGHT)


class KeyCaps(QWidget):
    """A shortcut shown as caps; its words are read out as one."""

    def __init__(
        self,
        key: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        literal: bool = False,
        ground: str = "hover",
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = ground
        self._keys = [key] if literal else caps(key)
        self.setAccessibleName(" ".join(self._keys))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(caps_width(self._keys, self._theme) + 1), 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        draw_caps(painter, self._keys, self.width(), middle, self._theme, self._ground)
        painter.end()
