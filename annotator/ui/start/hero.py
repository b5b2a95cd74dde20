# SPDX-License-Identifier: MIT
"""The sentence at the head of the start page: what the program does, shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui.symbols import draw_symbol
from annotator.ui.theme import Theme

SIZE: Final = 24
PITCH: Final = 44
HEIGHT: Final = 190
LINES: Final = (
    "Meanwhile, Norvane’s Prime Minister Aldis",
    "Korve has ruled out sending border guards to the",
    "Orrin Pass this year, explaining that “a mission",
    "without a mandate is a holiday in uniform”.",
)
#: line, words, role, whether it begins and ends there (content only)
MARKS: Final = (
    (0, "Norvane’s Prime Minister Aldis", "source", ""),
    (1, "Korve", "source", ""),
    (1, "has ruled out", "cue", ""),
    (1, "sending border guards to the", "content", "["),
    (2, "Orrin Pass this year", "content", "]"),
    (2, "explaining", "cue", ""),
    (2, "that “a mission", "content", "["),
    (3, "without a mandate is a holiday in uniform”", "content", "]"),
)
#: line at which it stands, name, id, stance, issue
CHIPS: Final = (
    (1, "Aldis Korve", "A07", "against", "Border-guard mission"),
    (2, "Aldis Korve", "A08", "favor", "A mandate for every mission"),
)


class Hero(QWidget):
    """Paints an annotated sentence.  It says nothing that is not said elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(" ".join(LINES))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(920, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font("article", SIZE)
        metrics = QFontMetricsF(font)
        for line, words, role, ends in MARKS:
            left = self._left(metrics, line, words)
            width = metrics.horizontalAdvance(words)
            place = QRectF(left, self._baseline(line), width, 0)
            self._paint_mark(painter, place, role, ends)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        for number, text in enumerate(LINES):
            painter.drawText(QPointF(1, self._baseline(number)), text)
        if self.width() > 880:
            for number, chip in enumerate(CHIPS):
                self._paint_chip(painter, number, *chip)
        painter.end()

    @staticmethod
    def _baseline(line: int) -> float:
        return 34 + line * PITCH

    @staticmethod
    def _left(metrics: QFontMetricsF, line: int, words: str) -> float:
        before = LINES[line][: LINES[line].index(words)]
        return 1 + metrics.horizontalAdvance(before)

    def _paint_mark(
        self, painter: QPainter, place: QRectF, role: str, ends: str
    ) -> None:
        base = place.top()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self._theme.role_color(role), 2)
        if role == "content":
            tint = QRectF(place.left() - 2, base - 21, place.width() + 4, 27)
            painter.fillRect(tint, self._theme.color("tint"))
            self._paint_bracket(painter, tint, ends)
        elif role == "cue":
            pen.setWidthF(2.4)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setDashPattern([0.01, 1.95])
            self._paint_line(painter, place, base + 9, pen)
        else:
            self._paint_line(painter, place, base + 8.5, pen)
            self._paint_line(painter, place, base + 13.5, pen)

    @staticmethod
    def _paint_line(painter: QPainter, place: QRectF, y: float, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))

    def _paint_bracket(self, painter: QPainter, tint: QRectF, ends: str) -> None:
        if not ends:
            return
        painter.setPen(QPen(self._theme.role_color("content"), 1.5))
        x, inward = (tint.left(), 4) if ends == "[" else (tint.right(), -4)
        top, foot = tint.top() - 0.5, tint.bottom() + 0.5
        points = [(x + inward, top), (x, top), (x, foot), (x + inward, foot)]
        painter.drawPolyline([QPointF(*p) for p in points])

    def _paint_chip(
        self,
        painter: QPainter,
        number: int,
        line: int,
        name: str,
        identifier: str,
        stance: str,
        issue: str,
    ) -> None:
        theme = self._theme
        top = 24.5 + (PITCH + 9) * number + PITCH * 0.5 + 18
        box = QRectF(self.width() - 250.5, top, 236, 45)
        y = self._baseline(line) - 8 + number * 8
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(box.left() - 55, y + 8), QPointF(box.left(), y + 8))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(box, 7, 7)
        first = box.adjusted(9, 5, -9, -22)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("ui", 12, "medium"))
        painter.setPen(theme.color("text"))
        painter.drawText(first, middle, name)
        painter.setFont(theme.font("ui", 11.5))
        painter.setPen(theme.color("text_3"))
        painter.drawText(first, middle | Qt.AlignmentFlag.AlignRight, identifier)
        painter.setPen(theme.color("text_2"))
        painter.drawText(box.adjusted(26, 22, -9, -4), middle, issue)
        sign = QRectF(box.left() + 9, box.top() + 26, 10, 10)
        draw_symbol(painter, sign, stance, theme)
