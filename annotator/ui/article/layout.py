# SPDX-License-Identifier: MIT
"""One paragraph laid out: its lines, and where each character stands.

Offsets are code points from the paragraph's start; x counts from the text's
left edge, y from the paragraph's first line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextLine, QTextOption

from annotator.model.offsets import OffsetMap
from annotator.ui.article.metrics import Style

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LONGEST_WORD: Final = 1000


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a span on one line: x from `left` to `right`.

    `begins` and `ends` say whether the span truly begins or ends there.
    """

    line: int
    left: float
    right: float
    begins: bool
    ends: bool


class BlockLayout:
    """The lines of one paragraph in one style and width."""

    def __init__(self, text: str, style: Style, width: float) -> None:
        self.style = style
        self.map = OffsetMap(text)
        self.line_height = style.line_height
        self.mixed = bool(_RIGHT_TO_LEFT.search(text))
        self._layout = QTextLayout(self.map.shown, style.font)
        self._layout.setTextOption(_option(text, style))
        self._layout.setCacheEnabled(True)
        self._break_lines(width)
        self._read_lines()

    def _break_lines(self, width: float) -> None:
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            # Drawn at a point, a line then has its baseline there.
            line.setPosition(QPointF(0, -line.ascent()))
        self._layout.endLayout()

    def _read_lines(self) -> None:
        text, count = self.map.text, self._layout.lineCount()
        lines = [self._layout.lineAt(n) for n in range(count)]
        self.starts = [self.map.from_qt(line.textStart()) for line in lines]
        bounds = [*self.starts[1:], len(text)]
        # The space at a wrap belongs to no line that is seen.
        self.ends = [
            start + len(text[start:end].rstrip(" \t")) if n < count - 1 else end
            for n, (start, end) in enumerate(zip(self.starts, bounds, strict=True))
        ]

    @property
    def line_count(self) -> int:
        return len(self.starts)

    @property
    def height(self) -> float:
        return round(self.line_count * self.line_height)

    def line(self, number: int) -> QTextLine:
        return self._layout.lineAt(number)

    def baseline(self, number: int) -> float:
        """The y of a line's baseline, on a whole pixel."""
        return round(number * self.line_height + self.style.ascent)

    def line_of(self, offset: int) -> int:
        """The line on which the character at `offset` stands."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def line_at(self, y: float) -> int:
        """The line at height `y`, the first or last one beyond."""
        return max(0, min(self.line_count - 1, int(y // self.line_height)))

    def x(self, number: int, offset: int) -> float:
        """The x of `offset` on a line."""
        found = self.line(number).cursorToX(self.map.to_qt(offset))
        return found[0]  # type: ignore[index]

    def offset_at(self, number: int, x: float) -> int:
        """The offset nearest to `x` on a line; never the space at its wrap."""
        found = self.map.from_qt(self.line(number).xToCursor(x))
        return max(self.starts[number], min(found, self.ends[number]))

    def character_at(self, number: int, x: float) -> int | None:
        """The offset of the character under `x` on a line, None beside the text."""
        line = self.line(number)
        if not line.x() <= x <= line.x() + line.naturalTextWidth():
            return None
        on = QTextLine.CursorPosition.CursorOnCharacter
        found = self.map.from_qt(line.xToCursor(x, on))
        return found if found < self.ends[number] else None

    def draw_line(self, painter: QPainter, number: int, left: float, y: float) -> None:
        """Draw a line's letters with their baseline at `y`."""
        self.line(number).draw(painter, QPointF(left, y))

    def fragments(self, start: int, end: int) -> list[Fragment]:
        """What is seen of [start, end), line by line.

        The range may reach beyond the paragraph on either side.
        """
        length = len(self.map.text)
        if end <= 0 or start >= length:
            return []
        found: list[Fragment] = []
        first, last = self.line_of(max(0, start)), self.line_of(min(end, length) - 1)
        for number in range(first, last + 1):
            low = max(start, self.starts[number])
            high = min(end, self.ends[number])
            if low < high:
                found += self._pieces(number, low, high, start, end)
        return found

    def _pieces(
        self, number: int, low: int, high: int, start: int, end: int
    ) -> list[Fragment]:
        if not self.mixed:
            x1, x2 = sorted((self.x(number, low), self.x(number, high)))
            return [Fragment(number, x1, x2, low == start, high == end)]
        runs = self._runs(number, low, high)
        found = []
        for n, (x1, x2) in enumerate(runs):
            begins = low == start and n == 0
            ends = high == end and n == len(runs) - 1
            found.append(Fragment(number, x1, x2, begins, ends))
        return found

    def _runs(self, number: int, low: int, high: int) -> list[tuple[float, float]]:
        """The stretches that the characters cover where writing changes direction."""
        runs: list[tuple[float, float]] = []
        edges = [self.x(number, at) for at in range(low, high + 1)]
        for x1, x2 in sorted((min(p), max(p)) for p in pairwise(edges)):
            if runs and x1 <= runs[-1][1] + 0.5:
                runs[-1] = (runs[-1][0], max(runs[-1][1], x2))
            else:
                runs.append((x1, x2))
        return runs


def _option(text: str, style: Style) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if len(text) > _LONGEST_WORD and not any(map(str.isspace, text[:_LONGEST_WORD])):
        # Breaking one endless word at word boundaries takes quadratic time.
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setTabStopDistance(style.px * 2)
    return option
