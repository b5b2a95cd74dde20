# SPDX-License-Identifier: MIT
"""A text as a column of paragraphs, and the height of each.

Blank lines are no paragraphs but gaps.  A paragraph of great length is cut into
pieces that can be laid out one by one.  Heights are estimated until a paragraph
has been laid out, so that a text of any size opens at once.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, Final

from annotator.model.document import Document

#: The longest piece laid out at once, code points.
PIECE: Final = 4000

_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_BREAK: Final = re.compile(r"\s")
_YEAR: Final = re.compile(r"\b(1[89]|20)\d\d\b")

BODY, TITLE, BYLINE = range(3)
KINDS: Final = ("body", "title", "byline")


class Blocks:
    """Paragraphs [starts[n], ends[n]) of a text, in order.

    `gaps[n]` is 1 where a gap precedes paragraph n.  `kinds` holds indexes into
    `KINDS` for the first paragraphs; all others are body.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = array("q")
        self.ends = array("q")
        self.gaps = bytearray()
        self.kinds: tuple[int, ...] = ()
        self._read()

    def _read(self) -> None:
        spaced = "\n\n" in self.text
        last = 0
        for start, end in map(re.Match.span, _LINE.finditer(self.text)):
            gap = 1 if not spaced or start - last > 1 else 0
            if end - start > PIECE:
                self._add_pieces(start, end, gap)
            else:
                self._add(start, end, gap)
            last = end
        if not self.starts:
            self._add(0, len(self.text), 0)
        self.gaps[0] = 0

    def _add(self, start: int, end: int, gap: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.gaps.append(gap)

    def _add_pieces(self, start: int, end: int, gap: int) -> None:
        while start < end:
            stop = _piece_end(self.text, start, end)
            self._add(start, stop, gap)
            start, gap = stop, 0

    def __len__(self) -> int:
        return len(self.starts)

    def kind(self, number: int) -> str:
        """The style of a paragraph: "title", "byline" or "body"."""
        return KINDS[self.kinds[number]] if number < len(self.kinds) else "body"

    def at(self, offset: int) -> int:
        """The paragraph that holds `offset`, or the one before it in a gap."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def touching(self, start: int, end: int) -> range:
        """The paragraphs that [start, end) shares a character with."""
        first = self.at(start)
        if self.ends[first] <= start:
            first += 1
        return range(first, max(first, bisect_right(self.starts, end - 1)))

    def chars(self, number: int) -> str:
        """The characters of a paragraph."""
        return self.text[self.starts[number] : self.ends[number]]


def _piece_end(text: str, start: int, end: int) -> int:
    """Where a piece that begins at `start` ends: after a space, if there is one."""
    if end - start <= PIECE:
        return end
    for at in range(start + PIECE, start + PIECE // 2, -1):
        if _BREAK.match(text, at - 1):
            return at
    return start + PIECE


def blocks_of(document: Document) -> Blocks:
    """The paragraphs of a document; its title and by-line are recognised."""
    blocks = Blocks(document.text)
    if blocks.chars(0).strip() == document.title.strip() != "":
        blocks.kinds = (TITLE,)
        if len(blocks) > 1 and _is_byline(blocks.chars(1), document.metadata):
            blocks.kinds = (TITLE, BYLINE)
    return blocks


def _is_byline(text: str, metadata: Mapping[str, Any]) -> bool:
    """Whether a short line says when or by whom the article was written."""
    if len(text) > 140:
        return False
    author = str(metadata.get("author") or "")
    published = str(metadata.get("published") or "")
    dated = bool(published[:4] and published[:4] in text)
    named = bool(author and author in text)
    return named or dated or bool(_YEAR.search(text) and len(text) < 80)


class Heights:
    """Sums of paragraph heights, in a Fenwick tree: O(log n) each way."""

    def __init__(self, heights: array[float]) -> None:
        self._heights = heights
        self._tree = array("d", heights)
        tree = self._tree
        for n in range(len(tree)):
            above = n | (n + 1)
            if above < len(tree):
                tree[above] += tree[n]
        self.total = sum(heights)

    def __getitem__(self, number: int) -> float:
        return self._heights[number]

    def __iter__(self) -> Iterator[float]:
        return iter(self._heights)

    def set(self, number: int, height: float) -> float:
        """Give a paragraph another height; returns by how much it grew."""
        grown = height - self._heights[number]
        if grown:
            self._heights[number] = height
            self.total += grown
            while number < len(self._tree):
                self._tree[number] += grown
                number |= number + 1
        return grown

    def top(self, number: int) -> float:
        """The height of everything before a paragraph."""
        found = 0.0
        number -= 1
        while number >= 0:
            found += self._tree[number]
            number = (number & (number + 1)) - 1
        return found

    def find(self, y: float) -> int:
        """The paragraph that stands at `y`, the first or last one beyond."""
        at, rest = -1, y
        bit = 1 << len(self._tree).bit_length()
        while bit:
            ahead = at + bit
            if ahead < len(self._tree) and self._tree[ahead] <= rest:
                at = ahead
                rest -= self._tree[ahead]
            bit >>= 1
        return min(at + 1, len(self._tree) - 1)
