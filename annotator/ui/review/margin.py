# SPDX-License-Identifier: MIT
"""The margin of the compare view: one card per unit, with everyone's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from annotator.ui.article.chips import NAME_LINE, PADDING
from annotator.ui.article.margin import ArticleMargin, Placed, elide
from annotator.ui.review.faces import Face, draw_badge
from annotator.ui.review.words import Said, tr
from annotator.ui.symbols import draw_symbol

LINE: Final = 18
_SIDE: Final = 10


@dataclass(frozen=True, slots=True)
class Card:
    """One card: which unit and facet, and a line per person.

    `more` is how many further questions the unit has.
    """

    uid: str
    title: str
    label: str
    lines: tuple[tuple[Face, Said], ...]
    more: int = 0
    level: int = 0

    @property
    def height(self) -> int:
        """How high the card is."""
        lines = len(self.lines) + bool(self.more)
        return NAME_LINE + LINE * lines + 2 * PADDING + 3

    @property
    def spoken(self) -> str:
        """The card in words, for tooltips and screen readers."""
        said = [f"{face.initials}: {each.text}" for face, each in self.lines]
        return "\n".join([f"{self.label} {self.title}", *said])


class CompareMargin(ArticleMargin):
    """Paints cards instead of chips while one compares."""

    def _paint(self, painter: QPainter, placed: Placed) -> None:
        card = placed.chip
        if not isinstance(card, Card):
            super()._paint(painter, placed)
            return
        box = self._box(placed)
        self._ground(painter, placed, box)
        left, right = box.left() + _SIDE, box.right() - _SIDE
        y = placed.y + PADDING
        self._title(painter, card, left, right, y)
        y += NAME_LINE + 1
        for face, said in card.lines:
            self._answer(painter, face, said, left, right, y)
            y += LINE
        if card.more:
            words = tr("and {0} more").format(card.more)
            painter.setFont(self._words)
            painter.setPen(self.theme.color("text_2"))
            box = QRectF(left, y, right - left, LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _title(
        self, painter: QPainter, card: Card, left: float, right: float, y: float
    ) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        chosen = card.uid == self._chosen
        painter.setFont(self._label)
        painter.setPen(self.theme.color("text_2" if chosen else "text_3"))
        box = QRectF(left, y, right - left, NAME_LINE)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, card.label)
        width = QFontMetricsF(self._label).horizontalAdvance(card.label)
        box.setRight(right - width - 8)
        painter.setFont(self._words)
        title = elide(self._words, card.title, box.width())
        painter.drawText(box, middle, title)

    def _answer(
        self,
        painter: QPainter,
        face: Face,
        said: Said,
        left: float,
        right: float,
        y: float,
    ) -> None:
        x = draw_badge(painter, left, y + LINE / 2, face, self.theme) + 7
        if said.symbol:
            mark = QRectF(x, y + LINE / 2 - 5, 10, 10)
            draw_symbol(painter, mark, said.symbol, self.theme)
            x += 15
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(self._words)
        painter.setPen(self.theme.color("text_2" if said.quiet else "text"))
        box = QRectF(x, y, max(0.0, right - x), LINE)
        painter.drawText(box, middle, elide(self._words, said.text, box.width()))
