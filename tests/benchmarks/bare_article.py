# SPDX-License-Identifier: MIT
"""Baseline of the article: visible paragraphs laid out, their spans tinted.

One `QTextLayout` for each paragraph, made when it comes into sight; where the
paragraphs above were never seen, their height is guessed.  Nothing else: no
lanes, no chips, no caret.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, TypeAlias

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractScrollArea

#: start and end in code points, colour
Tint: TypeAlias = tuple[int, int, str]

MARGIN: Final = 24
COLOURS: Final = {"content": "#FBEFC0", "source": "#CFE3F8", "cue": "#F9D9CB"}


class BareArticle(QAbstractScrollArea):
    """A text with tinted spans."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._font = font
        self._paragraphs: list[str] = []
        self._starts: list[int] = []
        self._tops: list[int] = [0]
        self._layouts: dict[int, QTextLayout] = {}
        self._tints: list[Tint] = []
        self._longest = 0

    def set_text(self, text: str, tints: Sequence[Tint]) -> None:
        """Show another text."""
        self._paragraphs = text.split("\n")
        lengths = (len(p) + 1 for p in self._paragraphs)
        self._starts = list(accumulate(lengths, initial=0))
        self._layouts.clear()
        line = self.fontMetrics().lineSpacing() * 2
        guessed = (line * (1 + len(p) // 80) for p in self._paragraphs)
        self._tops = list(accumulate(guessed, initial=0))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        below = self._tops[-1] - self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, below))
        self.set_tints(tints)

    def set_tints(self, tints: Sequence[Tint]) -> None:
        """Change the spans, which must be in order of their start."""
        self._tints = list(tints)
        self._longest = max((end - start for start, end, _ in tints), default=0)
        self.viewport().update()

    def replace_tint(self, number: int, tint: Tint) -> None:
        """Change one span."""
        self._tints[number] = tint
        self.viewport().update()

    def first_visible(self) -> int:
        """The number of the first span that may be in sight."""
        block = self._block_at(self.verticalScrollBar().value())
        return bisect_left(self._tints, (self._starts[block],))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor("white"))
        top = self.verticalScrollBar().value()
        block = self._block_at(top)
        y = float(self._tops[block] - top)
        clip = QRect(event.rect())
        while block < len(self._paragraphs) and y < clip.bottom():
            layout = self._layout(block)
            layout.draw(painter, QPointF(MARGIN, y), list(self._formats(block)))
            y += layout.boundingRect().height()
            block += 1
        painter.end()

    def _block_at(self, y: int) -> int:
        last = len(self._paragraphs) - 1
        return max(0, min(bisect_right(self._tops, y) - 1, last))

    def _layout(self, block: int) -> QTextLayout:
        found = self._layouts.get(block)
        if found is None:
            found = QTextLayout(self._paragraphs[block], self._font)
            self._lay_out(found, self.viewport().width() - 2 * MARGIN)
            self._layouts[block] = found
        return found

    def _lay_out(self, layout: QTextLayout, width: int) -> None:
        y = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += line.height() * 1.4
        layout.endLayout()

    def _formats(self, block: int) -> Iterator[QTextLayout.FormatRange]:
        start, end = self._starts[block], self._starts[block + 1]
        text = self._paragraphs[block]
        first = bisect_left(self._tints, (start - self._longest,))
        last = bisect_left(self._tints, (end,))
        for begin, stop, colour in self._tints[first:last]:
            if stop > start:
                shown = QTextLayout.FormatRange()
                shown.start = _units(text, max(0, begin - start))
                shown.length = _units(text, stop - start) - shown.start
                shown.format = _format(colour)
                yield shown


def _units(text: str, offset: int) -> int:
    """UTF-16 units before a code point."""
    if text.isascii():
        return offset
    return len(text[:offset].encode("utf-16-le")) // 2


_FORMATS: dict[str, QTextCharFormat] = {}


def _format(colour: str) -> QTextCharFormat:
    made = _FORMATS.get(colour)
    if made is None:
        made = _FORMATS[colour] = QTextCharFormat()
        made.setBackground(QColor(colour))
    return made
