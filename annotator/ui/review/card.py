# SPDX-License-Identifier: MIT
"""One answer as a card: its key, whose it is, what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.ui.review.faces import Face, draw_badge
from annotator.ui.review.passage import Part, PassageText, shortened
from annotator.ui.review.words import Said
from annotator.ui.symbols import draw_symbol
from annotator.ui.theme import Theme

_PAD: Final = 12
_CAP: Final = 22
_HEAD: Final = 22
_VALUE: Final = 26
_FACT: Final = 19
_RING: Final = 2


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says.

    Attributes:
        key: the key that chooses it.
        title: the person's name, or what the answer does.
        face: whose answer it is, None where it is nobody's.
        when: when it was made, in words.
        value: the answer, None where the title says it all.
        facts: (label, words) of what else the person said.
        parts: words of the article.
        why: the person's own words for it.
    """

    key: str
    title: str
    face: Face | None = None
    when: str = ""
    value: Said | None = None
    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    why: str = ""

    @property
    def spoken(self) -> str:
        """The card in words."""
        said = [f"{self.key}: {self.title}"]
        if self.value is not None:
            said.append(self.value.text)
        if self.parts:
            said.append("".join(part.text for part in self.parts))
        said += [f"{label} {words}" for label, words in self.facts]
        return ", ".join([*said, *([self.why] if self.why else [])])


class OptionCard(QAbstractButton):
    """A card that can be chosen by mouse, by its key, or by Space with the focus."""

    def __init__(
        self, card: CardText, theme: Theme, width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.resize(width, 10)
        self.card = card
        self.theme = theme
        self.setCheckable(True)
        self.setObjectName(f"option-{card.key}")
        self.setAccessibleName(card.spoken)
        self.setText(card.title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._words = PassageText(theme)
        self._why = PassageText(theme, 14)
        self._lay_out()

    @property
    def _above(self) -> int:
        """The padding above; an answer of one line needs less."""
        card = self.card
        plain = not (card.face or card.facts or card.parts or card.value)
        return _PAD // 2 if plain else _PAD

    def _lay_out(self) -> None:
        width = self.width() - 2 * _PAD
        height = 2.0 * self._above + _HEAD
        if self.card.value is not None:
            height += _VALUE
        if self.card.parts:
            parts = shortened(self.card.parts, 300)
            height += self._words.lay_out(parts, width, 5) + 8
        height += _FACT * len(self.card.facts)
        if self.card.why:
            parts = shortened([Part(self.card.why)], 240)
            height += self._why.lay_out(parts, width, 3) + 5
        self.setFixedHeight(round(height))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._words = PassageText(theme)
        self._why = PassageText(theme, 14)
        self._lay_out()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        y = float(self._above)
        self._paint_head(painter, y)
        y += _HEAD
        if self.card.value is not None:
            self._paint_value(painter, self.card.value, y)
            y += _VALUE
        if self.card.parts:
            self._words.draw(painter, _PAD, y + 4)
            y += self._words.height + 8
        for label, words in self.card.facts:
            self._paint_fact(painter, label, words, y)
            y += _FACT
        if self.card.why:
            self._why.draw(painter, _PAD, y + 3)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme, chosen = self.theme, self.isChecked()
        width = 1.5 if chosen else 1.0
        edge = "accent" if chosen else "line"
        if self.underMouse() and not chosen:
            edge = "border"
        if self.hasFocus():
            width, edge = 2.0, "accent"
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(box, 8, 8)

    def _paint_head(self, painter: QPainter, y: float) -> None:
        theme, card = self.theme, self.card
        cap = QRectF(_PAD, y, _CAP, _CAP)
        self._paint_cap(painter, cap)
        x = cap.right() + 9
        if card.face is not None:
            x = draw_badge(painter, x, cap.center().y(), card.face, theme) + 8
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        right = self.width() - _PAD
        small = theme.font("numbers", 11.5)
        painter.setFont(small)
        painter.setPen(theme.color("text_3"))
        box = QRectF(x, y, right - x, _CAP)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, card.when)
        room = right - x - QFontMetricsF(small).horizontalAdvance(card.when) - 8
        font = theme.font("ui", 13, "medium" if self.isChecked() else "regular")
        painter.setFont(font)
        plain = card.face is not None or self.isChecked()
        painter.setPen(theme.color("text" if plain else "text_2"))
        mode = Qt.TextElideMode.ElideRight
        title = QFontMetricsF(font).elidedText(card.title, mode, room)
        painter.drawText(box, middle, title)

    def _paint_cap(self, painter: QPainter, cap: QRectF) -> None:
        theme, chosen = self.theme, self.isChecked()
        painter.setFont(theme.font("ui", 12, "medium"))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(theme.color("on_accent"))
        else:
            painter.setPen(QPen(theme.color("border"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(theme.color("text_2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.card.key)

    def _paint_value(self, painter: QPainter, said: Said, y: float) -> None:
        x = float(_PAD)
        if said.symbol:
            mark = QRectF(x, y + _VALUE / 2 - 4, 10, 10)
            draw_symbol(painter, mark, said.symbol, self.theme)
            x += 18
        weight = "regular" if said.quiet else "semibold"
        font = self.theme.font("ui", 13, weight)
        painter.setFont(font)
        painter.setPen(self.theme.color("text_2" if said.quiet else "text"))
        box = QRectF(x, y + 3, self.width() - _PAD - x, _VALUE - 3)
        mode = Qt.TextElideMode.ElideRight
        words = QFontMetricsF(font).elidedText(said.text, mode, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_fact(self, painter: QPainter, label: str, words: str, y: float) -> None:
        font = self.theme.font("ui", 12)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.color("text_3"))
        width = max(78.0, min(metrics.horizontalAdvance(label) + 10, 130.0))
        middle = Qt.AlignmentFlag.AlignVCenter
        mode = Qt.TextElideMode.ElideRight
        box = QRectF(_PAD, y, width, _FACT)
        painter.drawText(box, middle, metrics.elidedText(label, mode, width - 6))
        painter.setPen(self.theme.color("text"))
        box = QRectF(_PAD + width, y, self.width() - 2 * _PAD - width, _FACT)
        painter.drawText(box, middle, metrics.elidedText(words, mode, box.width()))
