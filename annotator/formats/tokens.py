# SPDX-License-Identifier: MIT
"""Tokens and sentences for formats that are made of them.

A token is a run of letters, digits and marks (apostrophes and hyphens inside a
word included), or any other single character that is not white space, with the
marks that belong to it.  The rule is simple on purpose: it is the same in every
format, needs no model, and every visible character is in exactly one token.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Final

#: Half-open: of code points, or of indices of tokens.
Range = tuple[int, int]

# A word may hold apostrophes, hyphens, full stops and commas between letters or
# digits; an emoji keeps its joiners, variation selectors and skin tones.
_TOKEN: Final = re.compile(
    r"\w+(?:[’'\u2010\u2011.,-]\w+)*[\u0300-\u036f\u200d\ufe0f]*"
    r"|[^\w\s](?:[\ufe0e\ufe0f\u0300-\u036f\U0001f3fb-\U0001f3ff]"
    r"|\u200d[^\w\s])*"
)
# A sentence ends at . ! ? … with closing marks, before white space and a capital.
_SENTENCE_END: Final = re.compile(r"[.!?…]+[”’»\"')\]]*(?=\s+[\W\d_]*[^\W\d_a-z])|\n")


class Tokens:
    """The tokens of a text.

    `ranges` are half-open ranges of code points, in order; `sentences` half-open
    ranges of indices into them, none of them empty.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.ranges: list[Range] = [found.span() for found in _TOKEN.finditer(text)]
        self._starts = [start for start, _ in self.ranges]
        self._ends = [end for _, end in self.ranges]

    def __len__(self) -> int:
        return len(self.ranges)

    @cached_property
    def sentences(self) -> list[Range]:
        """A sentence ends at a line end, or at . ! ? before a capital letter."""
        ends = (found.end() for found in _SENTENCE_END.finditer(self.text))
        cuts = {bisect_left(self._starts, end) for end in ends}
        borders = sorted({0, *cuts, len(self.ranges)})
        pairs = pairwise(borders)
        return [(first, last) for first, last in pairs if first < last]

    def covering(self, start: int, end: int) -> Range | None:
        """The tokens that the code points [start, end) touch; None: none of them."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return (first, last) if first < last else None

    def is_aligned(self, start: int, end: int) -> bool:
        """Whether [start, end) begins and ends where tokens do."""
        found = self.covering(start, end)
        if found is None:
            return False
        return self._starts[found[0]] == start and self._ends[found[1] - 1] == end

    def texts(self) -> list[str]:
        """The text of each token."""
        return [self.text[start:end] for start, end in self.ranges]
