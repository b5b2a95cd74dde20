# SPDX-License-Identifier: MIT
"""The bar at the article's foot while something is selected: what, and the keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from annotator.model.codebook import Role
from annotator.ui.article.brush import Brush

HEIGHT: Final = 42

_CAP: Final = 20
_ALIGN: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does; `role` adds a sample of that role's line."""

    key: str
    words: str
    role: str | None = None


class HintBar(QWidget):
    """Paints one line of hints; what does not fit is left out from the end."""

    def __init__(self, brush: Brush, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("articleHints")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(HEIGHT)
        self._what = ""
        self._roles: list[Hint] = []
        self.set_brush(brush)
        self.hide()

    def set_brush(self, brush: Brush) -> None:
        self.brush = brush
        self.theme = brush.theme
        self._font = self.theme.font("ui", 12.5)
        self._small = self.theme.font("ui", 10.5, "medium")
        self.update()

    def set_roles(self, roles: Iterable[Role]) -> None:
        """Take the roles that a key gives to the selected words."""
        self._roles = [Hint(r.key.upper(), r.label, r.id) for r in roles if r.key]
        self.update()

    @property
    def keys(self) -> list[str]:
        """The keys of the roles, in their order."""
        return [hint.key for hint in self._roles]

    def show_selection(self, unit: str | None, length: int) -> None:
        """Tell what is selected: a unit's name or None, and its length."""
        names = {
            "word": self.tr("Word"),
            "clause": self.tr("Clause"),
            "quotation": self.tr("Quotation"),
            "sentence": self.tr("Sentence"),
            "paragraph": self.tr("Paragraph"),
        }
        name = names.get(unit or "", self.tr("Selection"))
        if length == 1:
            self._what = self.tr("{0}, 1 character").format(name)
        else:
            self._what = self.tr("{0}, {1} characters").format(name, f"{length:,}")
        self.setAccessibleName(self._what)
        self.update()

    @property
    def words(self) -> str:
        """What the bar says of the selection."""
        return self._what

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.theme.color("dock"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), self.theme.color("line"))
        clear = Hint(self.tr("Esc"), self.tr("clear"))
        right = self.width() - 20 - self._width(clear)
        self._draw(painter, clear, right)
        self._row(painter, right)

    def _row(self, painter: QPainter, limit: float) -> None:
        """What is selected, the keys that change it, and the roles' keys."""
        x = 20 + self._draw_words(painter, self._what, 20, "text") + 20
        space = self.tr("Space")
        grow = [Hint(space, self.tr("widen")), Hint(f"⇧ {space}", self.tr("narrow"))]
        # With the line before the first and the room after the last.
        roles_width = sum(self._width(h) + 18 for h in self._roles) + 28
        # Roles are what the selection is for: the other hints give way first.
        for hint in grow:
            if x + self._width(hint) + 18 + roles_width < limit:
                x = self._draw(painter, hint, x) + 18
        if self._roles and x + 20 < limit:
            painter.fillRect(QRectF(x - 2, 13, 1, 16), self.theme.color("line"))
            x += 16
        for hint in self._roles:
            if x + self._width(hint) > limit - 12:
                break
            x = self._draw(painter, hint, x) + 18

    def _cap_width(self, key: str) -> float:
        return max(_CAP, QFontMetricsF(self._small).horizontalAdvance(key) + 12)

    def _width(self, hint: Hint) -> float:
        words = QFontMetricsF(self._font).horizontalAdvance(hint.words)
        return self._cap_width(hint.key) + 8 + (26 if hint.role else 0) + words

    def _draw(self, painter: QPainter, hint: Hint, x: float) -> float:
        """Draw a hint at `x`; returns where it ends."""
        width = self._cap_width(hint.key)
        box = QRectF(x + 0.5, (HEIGHT - _CAP) / 2 + 0.5, width - 1, _CAP - 1)
        painter.setPen(QPen(self.theme.color("line"), 1))
        painter.setBrush(self.theme.color("raised"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(self._small)
        painter.setPen(self.theme.color("text_2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, hint.key)
        x += width + 8
        if hint.role:
            self.brush.sample(painter, hint.role, QRectF(x, 14, 18, 14))
            x += 26
        return x + self._draw_words(painter, hint.words, x, "text_2")

    def _draw_words(self, painter: QPainter, words: str, x: float, token: str) -> float:
        width = QFontMetricsF(self._font).horizontalAdvance(words)
        painter.setFont(self._font)
        painter.setPen(self.theme.color(token))
        painter.drawText(QRectF(x, 0, width + 2, HEIGHT), _ALIGN, words)
        return width
