# SPDX-License-Identifier: MIT
"""A row of figures above the matrix: how much is done and how long the rest takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.theme import Theme

HEIGHT: Final = 46
_GAP: Final = 40

#: (figure, what it is)
Figure = tuple[str, str]


class Figures(QWidget):
    """Large numbers with a quiet line under each."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show these, from left to right."""
        self._figures = tuple(figures)
        self.setAccessibleName(
            ", ".join(f"{words} {value}" for value, words in figures)
        )
        self.update()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is shown."""
        return self._figures

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        large = self._theme.font("numbers", 18, "semibold")
        small = self._theme.font("ui", 12)
        left = 0.0
        for value, words in self._figures:
            width = max(
                QFontMetricsF(large).horizontalAdvance(value),
                QFontMetricsF(small).horizontalAdvance(words),
            )
            if left + width > self.width():
                break
            painter.setFont(large)
            painter.setPen(self._theme.color("text"))
            top = Qt.AlignmentFlag.AlignTop
            painter.drawText(QRectF(left, 0, width + 2, 24), top, value)
            painter.setFont(small)
            painter.setPen(self._theme.color("text_2"))
            painter.drawText(QRectF(left, 26, width + 2, 18), top, words)
            left += width + _GAP
        painter.end()
