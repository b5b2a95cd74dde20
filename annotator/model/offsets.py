# SPDX-License-Identifier: MIT
"""Offsets and Qt positions: the only place that converts between the two.

Offsets count code points of the stored text.  Qt counts UTF-16 units of what it
shows, so an astral character (beyond U+FFFF) is two positions wide.  A few
characters that Qt swallows or breaks at are shown as one-for-one stand-ins;
hence `position = offset + astral characters before it`, whatever the text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from typing import Final, Literal, TypeAlias

Snap: TypeAlias = Literal["left", "right"]

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")

#: What Qt drops, byte-swaps or breaks a block at, and what is shown instead.
#: Marks are replaced everywhere, not only in front, because a view may show
#: any slice of the text by itself.
_STAND_INS: Final = {
    "\r": "\u2060",
    "\u2028": " ",
    "\u2029": " ",
    "\ufdd0": "\u2060",
    "\ufdd1": "\u2060",
    "\ufeff": "\u2060",
    "\ufffe": "\u2060",
}
_SWALLOWED: Final = re.compile("[\r\u2028\u2029\ufdd0\ufdd1\ufeff\ufffe\ud800-\udfff]")
_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def _stand_in(match: re.Match[str]) -> str:
    return _STAND_INS.get(match[0], "\ufffd")


def _join_pair(match: re.Match[str]) -> str:
    return match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


class OffsetMap:
    """The offsets of one text and the positions of its display form.

    `text` is the stored text, untouched; `shown` is what a Qt text object may
    be given.  Both have the same number of code points.  Conversions take
    O(log a) for a astral characters.
    """

    __slots__ = ("_offsets", "_positions", "shown", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown = _SWALLOWED.sub(_stand_in, text)
        # A text known to be in ASCII needs no search.
        found = () if text.isascii() else _ASTRAL.finditer(text)
        self._offsets = array("q", (m.start() for m in found))
        self._positions = array("q", (at + n for n, at in enumerate(self._offsets)))

    def to_qt(self, offset: int) -> int:
        """The Qt position of `offset`, 0 to len(text).  Raises IndexError beyond."""
        if not 0 <= offset <= len(self.text):
            raise IndexError(f"offset {offset} is outside 0..{len(self.text)}")
        return offset + bisect_left(self._offsets, offset)

    def from_qt(self, position: int, snap: Snap = "left") -> int:
        """The offset of a Qt position.  Raises IndexError outside the text.

        A position inside a surrogate pair becomes the offset before (`left`) or
        after (`right`) that character.
        """
        if not 0 <= position <= len(self.text) + len(self._offsets):
            raise IndexError(f"Qt position {position} is outside the text")
        before = bisect_left(self._positions, position)
        inside = before > 0 and self._positions[before - 1] == position - 1
        if inside and snap == "left":
            return position - before
        return position - before + (1 if inside else 0)

    @staticmethod
    def normalise(text: str) -> str:
        """The canonical form for storing: no byte order mark in front, LF only.

        NUL and lone surrogates, which no file can carry, become U+FFFD.
        Everything else is kept: no NFC, no trimming.  Idempotent.
        """
        text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
        return _UNSTORABLE.sub("\ufffd", _PAIR.sub(_join_pair, text))
