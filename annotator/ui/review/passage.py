# SPDX-License-Identifier: MIT
"""A few lines of the article in serif, parts of it quiet or strong, painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

#: Longer passages are cut: the article beside shows them whole.
LONGEST: Final = 420
LINE: Final = 1.42


@dataclass(frozen=True, slots=True)
class Part:
    """Some words: "plain", "quiet" (grey) or "strong" (on a strong tint)."""

    text: str
    look: str = "plain"


def shortened(parts: Sequence[Part], longest: int = LONGEST) -> list[Part]:
    """The parts on one line each, cut where they are too long together."""
    found: list[Part] = []
    left = longest
    for part in parts:
        if left <= 0:
            break
        inner = one_line(part.text, left)
        lead = " " if inner and part.text[:1].isspace() and found else ""
        tail = " " if part.text[-1:].isspace() else ""
        text = lead + inner + tail
        if text:
            found.append(Part(text, part.look))
        left -= len(text)
    if left <= 0 and found and not found[-1].text.endswith("…"):
        found[-1] = Part(f"{found[-1].text.rstrip()}…", found[-1].look)
    return found


class PassageText:
    """Laid-out words, to be painted by any widget."""

    def __init__(self, theme: Theme, px: float = 15, family: str = "article") -> None:
        self.theme = theme
        self._font: QFont = theme.font(family, px)
        self._line = px * LINE
        self._layout: QTextLayout | None = None
        self.height = 0.0

    def lay_out(self, parts: Sequence[Part], width: float, most: int = 0) -> float:
        """Lay the words out in that width; returns their height.

        `most` is the greatest number of lines, 0 for any.
        """
        text = "".join(part.text for part in parts)
        layout = QTextLayout(text, self._font)
        layout.setFormats(self._formats(parts))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        count = 0
        while (not most or count < most) and (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, count * self._line + 2))
            count += 1
        layout.endLayout()
        self._layout = layout
        self.height = count * self._line + (2 if count else 0)
        return self.height

    def _formats(self, parts: Sequence[Part]) -> list[QTextLayout.FormatRange]:
        found = []
        at = 0
        for part in parts:
            length = len(part.text.encode("utf-16-le")) // 2
            made = QTextLayout.FormatRange()
            made.start, made.length = at, length  # type: ignore[attr-defined]
            look = QTextCharFormat()
            color = "text_3" if part.look == "quiet" else "text"
            look.setForeground(QColor(self.theme.color(color)))
            if part.look == "strong":
                look.setBackground(QColor(self.theme.color("tint_strong")))
            made.format = look  # type: ignore[attr-defined]
            found.append(made)
            at += length
        return found

    def draw(self, painter: QPainter, left: float, top: float) -> None:
        """Draw the words with their upper left corner there."""
        if self._layout is not None:
            painter.setPen(self.theme.color("text"))
            self._layout.draw(painter, QPointF(left, top))


class Passage(QWidget):
    """A widget as high as its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._parts: list[Part] = []
        self._most = 0
        self._text = PassageText(theme)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_parts(self, parts: Sequence[Part], most: int = 0) -> None:
        """Show these words on at most so many lines (0: any number)."""
        self._parts, self._most = shortened(parts), most
        self.setAccessibleName("".join(part.text for part in self._parts))
        self.setVisible(bool(self._parts))
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._text = PassageText(theme)
        self._lay_out()

    def _lay_out(self) -> None:
        height = self._text.lay_out(self._parts, self.width(), self._most)
        self.setFixedHeight(max(1, round(height) + 2))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._text.draw(painter, 0, 0)
        painter.end()
