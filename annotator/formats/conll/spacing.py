# SPDX-License-Identifier: MIT
"""Text from tokens: with spaces where a reader expects them.

What stood between the tokens is not known.  Closing marks follow at once what
they close, opening ones go before what they open, straight quotes by turns; the
rest is set apart by a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_CLOSES: Final = re.compile(r"[.,;:!?%…)\]}”’»]+|\.\.\.|n['’]t|['’](?:s|re|ve|ll|d|m)")
_OPENS: Final = re.compile(r"[(\[{“‘«„¿¡$€£]+")
_STRAIGHT: Final = frozenset("\"'")


def spaced(words: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text of a sentence, and the range of each word in it (code points)."""
    text = ""
    ranges = []
    glued, opened = True, set[str]()
    for word in words:
        closes = _CLOSES.fullmatch(word) is not None or word in opened
        if not (glued or closes):
            text += " "
        ranges.append((len(text), len(text) + len(word)))
        text += word
        glued = _OPENS.fullmatch(word) is not None
        if word in _STRAIGHT:
            glued = word not in opened
            opened ^= {word}
    return text, ranges
