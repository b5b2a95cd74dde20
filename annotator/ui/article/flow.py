# SPDX-License-Identifier: MIT
"""The article's column: paragraphs laid out when they come into sight.

y counts from the top of the column, which begins with the metadata line, if any.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Final

from annotator.ui.article.blocks import Blocks, Heights
from annotator.ui.article.layout import BlockLayout
from annotator.ui.article.metrics import FOOT, Style

#: More layouts than this are not kept; those far from sight are dropped.
KEPT: Final = 400

_CHARACTER_EM: Final = 0.46


class Flow:
    """Where each paragraph stands, and its layout.

    `lanes` tells how many lanes the marks of a paragraph need; `head` is the
    room above the first paragraph.
    """

    def __init__(
        self,
        blocks: Blocks,
        styles: dict[str, Style],
        width: float,
        head: float,
        lanes: Callable[[int], int],
    ) -> None:
        self.blocks = blocks
        self.styles = styles
        self.width = width
        self.head = head
        self._lanes = lanes
        self._layouts: dict[int, BlockLayout] = {}
        self._heights = Heights(self._estimates())

    def _estimates(self) -> array[float]:
        body = self.styles["body"]
        per_line = max(1, int(self.width / (_CHARACTER_EM * body.px)))
        height, above, blocks = body.line_height, body.above, self.blocks
        found = array(
            "d",
            (
                (1 + (end - start) // per_line) * height + above * gap
                for start, end, gap in zip(
                    blocks.starts, blocks.ends, blocks.gaps, strict=True
                )
            ),
        )
        return found

    @property
    def total(self) -> float:
        return self.head + self._heights.total + FOOT

    def style(self, number: int) -> Style:
        return self.styles[self.blocks.kind(number)]

    def above(self, number: int) -> float:
        """The gap before a paragraph."""
        if not self.blocks.gaps[number]:
            return 0
        gap = self.style(number).above
        after_byline = number and self.blocks.kind(number - 1) != "body"
        return gap + (4 if after_byline else 0)

    def layout(self, number: int) -> BlockLayout:
        """The layout of a paragraph, made now if need be (see `settle`)."""
        found = self._layouts.get(number)
        if found is None:
            style = self.style(number)
            found = BlockLayout(self.blocks.chars(number), style, self.width)
            found.line_height = style.height_of_line(self._lanes(number))
            self._layouts[number] = found
            self._heights.set(number, self.above(number) + found.height)
        return found

    def is_laid_out(self, number: int) -> bool:
        return number in self._layouts

    def update_lanes(self, number: int) -> bool:
        """Give a paragraph's lines the height its marks need; True if it changed."""
        found = self._layouts.get(number)
        if found is None:
            return False
        found.line_height = found.style.height_of_line(self._lanes(number))
        return bool(self._heights.set(number, self.above(number) + found.height))

    def forget_far(self, first: int, last: int) -> None:
        """Drop layouts far from the paragraphs first..last; heights stay known."""
        if len(self._layouts) > KEPT:
            near = range(first - KEPT // 4, last + KEPT // 4)
            self._layouts = {n: v for n, v in self._layouts.items() if n in near}

    def block_at(self, y: float) -> int:
        """The paragraph at `y`, the gap before it included."""
        return self._heights.find(y - self.head)

    def top(self, number: int) -> float:
        """The y at which a paragraph's gap begins."""
        return self.head + self._heights.top(number)

    def text_top(self, number: int) -> float:
        """The y of a paragraph's first line.  Lays it out."""
        self.layout(number)
        return self.top(number) + self.above(number)

    def bottom(self, number: int) -> float:
        return self.top(number) + self._heights[number]

    def settle(self, top: float, bottom: float, around: float = 0) -> float:
        """Lay out everything between two heights, and `around` it on both sides.

        Returns by how much what the reader was looking at has moved down, to
        be added to the scroll position so that it does not.
        """
        anchor = self._anchor(self.block_at(top), bottom)
        before = self.top(anchor)
        number = self.block_at(top - around)
        while number < len(self.blocks) and self.top(number) < bottom + around:
            self.layout(number)
            number += 1
        return self.top(anchor) - before

    def _anchor(self, first: int, bottom: float) -> int:
        """The first paragraph in sight that had been laid out, else the first."""
        number = first
        while number < len(self.blocks) and self.top(number) < bottom:
            if number in self._layouts:
                return number
            number += 1
        return first

    def baseline(self, offset: int) -> float:
        """The y of the line that an offset is on.  Lays the paragraph out."""
        number = self.blocks.at(offset)
        layout = self.layout(number)
        line = layout.line_of(offset - self.blocks.starts[number])
        return self.text_top(number) + layout.baseline(line)

    def place(self, offset: int) -> tuple[int, int, float, float]:
        """(paragraph, line, x, baseline y) of an offset.  Lays it out."""
        number = self.blocks.at(offset)
        layout = self.layout(number)
        start, end = self.blocks.starts[number], self.blocks.ends[number]
        local = min(max(offset, start), end) - start
        line = layout.line_of(local)
        y = self.text_top(number) + layout.baseline(line)
        return number, line, layout.x(line, local), y

    def character_at(self, x: float, y: float) -> int | None:
        """The offset of the character under a point, None beside the text."""
        number = self.block_at(y)
        layout, inside = self.layout(number), y - self.text_top(number)
        if not 0 <= inside < layout.height:
            return None
        found = layout.character_at(layout.line_at(inside), x)
        return None if found is None else self.blocks.starts[number] + found

    def offset_at(self, x: float, y: float) -> int:
        """The offset nearest to a point.  Lays the paragraph out."""
        number = self.block_at(y)
        layout = self.layout(number)
        line = layout.line_at(y - self.text_top(number))
        return self.blocks.starts[number] + layout.offset_at(line, x)
