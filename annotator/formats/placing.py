# SPDX-License-Identifier: MIT
"""Offsets of other programs into code points, and back.

Programs count code points, UTF-16 units or UTF-8 bytes, a few of them grapheme
clusters, and a line end CR LF as one character or as two.  Where a file quotes
the text of its spans, the unit that fits them all is found; where it does not, the
format's own unit holds.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Final

from annotator.formats.graphemes import clusters
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

CODE_POINTS: Final = "code points"
UTF16: Final = "UTF-16 units"
BYTES: Final = "UTF-8 bytes"
GRAPHEMES: Final = "grapheme clusters"

#: The units that are tried, the likeliest first.
UNITS: Final = (CODE_POINTS, UTF16, BYTES)
#: The units that there are.
ALL_UNITS: Final = (*UNITS, GRAPHEMES)

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")

Quote = tuple[int, int, str]
"""Start and end as the file has them, and the text that it quotes."""


def canonical(raw: str) -> str:
    """The text as it is stored: without a byte order mark, line ends as LF."""
    text = raw.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def length(text: str, unit: str) -> int:
    """How much of `unit` a text holds, line ends as they are."""
    if unit == UTF16:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    if unit == BYTES:
        return len(text.encode("utf-8", "surrogatepass"))
    sizes = clusters(text) if unit == GRAPHEMES else None
    return len(text) if sizes is None else len(sizes)


class Places:
    """Converts between offsets into `raw` in some unit and points of `text`.

    `text` is `raw` in canonical form (see `canonical`); a point is an offset into
    it in code points.

    Args:
        raw: the text as the file has it, line ends included.
        unit: one of `ALL_UNITS`.
        crlf: how many characters CR LF counts as, 2 or 1 (in clusters always 1).
        mark: whether a byte order mark counts where the file has one.
    """

    def __init__(
        self, raw: str, unit: str = CODE_POINTS, crlf: int = 2, *, mark: bool = True
    ) -> None:
        self.text = canonical(raw)
        self.unit = unit
        self._table = _table(raw, unit, crlf, mark)

    @property
    def is_plain(self) -> bool:
        """Whether offsets are points, for want of anything to convert."""
        return self._table is None

    def point(self, offset: int) -> int:
        """The code point at `offset`; InputError where no character begins there."""
        if self._table is None:
            found = offset
        else:
            found = bisect_left(self._table, offset)
            if found < len(self._table) and self._table[found] != offset:
                raise InputError(
                    "the offset {offset} lies inside a character (counted in {unit}).",
                    offset=offset,
                    unit=Sentence(self.unit),
                )
        if not offset >= 0 or found > len(self.text):
            raise InputError(
                "the offset {offset} is not inside the text (counted in {unit}).",
                offset=offset,
                unit=Sentence(self.unit),
            )
        return found

    def offset(self, point: int) -> int:
        """The offset of the code point `point`; IndexError beyond the text."""
        return point if self._table is None else self._table[point]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of code points; InputError where there is none."""
        if start >= end:
            raise InputError(
                "the span {start}–{end} is empty: its start must come before its end.",
                start=start,
                end=end,
            )
        return self.point(start), self.point(end)


def _table(raw: str, unit: str, crlf: int, mark: bool) -> array[int] | None:
    """The offset of each point and of the end; None where it is the same number."""
    if unit == CODE_POINTS and "\r" not in raw and not raw.startswith("\ufeff"):
        return None
    if unit == GRAPHEMES:
        return _clustered(raw)
    if unit == UTF16 and "\r" not in raw and _is_basic(raw):
        return None
    if unit == BYTES and raw.isascii() and "\r" not in raw:
        return None
    if unit == UTF16 and "\r" not in raw and not raw.startswith("\ufeff"):
        return _beyond(raw)
    width = _WIDTHS[unit]
    first = width("\ufeff") if mark and raw.startswith("\ufeff") else 0
    body = raw.removeprefix("\ufeff")
    two = body.replace("\r\n", "\x00").replace("\r", "\n")
    # NUL stands for CR LF: it is not let into texts anywhere.
    widths = (crlf if char == "\x00" else width(char) for char in two)
    return array("q", accumulate(widths, initial=first))


def _is_basic(raw: str) -> bool:
    """Whether each character is one UTF-16 unit, and none is a byte order mark."""
    return length(raw, UTF16) == len(raw) and not raw.startswith("\ufeff")


def _beyond(raw: str) -> array[int]:
    """The same as counting character by character, for a text with few emoji."""
    table = array("q")
    start = 0
    for before, found in enumerate(_ASTRAL.finditer(raw)):
        end = found.end()
        table.extend(range(start + before, end + before))
        start = end
    shift = length(raw, UTF16) - len(raw)
    table.extend(range(start + shift, len(raw) + 1 + shift))
    return table


def _clustered(raw: str) -> array[int] | None:
    """The cluster of each point of the canonical text, and their number."""
    marked = raw.startswith("\ufeff")
    text = canonical(raw)
    sizes = clusters(text)
    if sizes is None and not marked:
        return None
    table = array("q")
    first = int(marked)
    for number, size in enumerate(sizes or [1] * len(text), start=first):
        # No offset stands for the points inside a cluster: the first is found.
        table.extend([number] * size)
    table.append(table[-1] + 1 if table else first)
    return table


def _utf16_width(char: str) -> int:
    return 2 if char > "\uffff" else 1


def _byte_width(char: str) -> int:
    return len(char.encode("utf-8", "surrogatepass"))


_WIDTHS: Final[dict[str, Callable[[str], int]]] = {
    CODE_POINTS: lambda char: 1,
    UTF16: _utf16_width,
    BYTES: _byte_width,
}


def fitting(
    raw: str,
    quotes: Iterable[Quote],
    preferred: str = CODE_POINTS,
    same: Callable[[str, str], bool] | None = None,
) -> Places | None:
    """The reading of offsets under which every quote is the text at its place.

    Args:
        raw: the text as the file has it.
        quotes: start, end and quoted text of each span.
        preferred: the unit that is tried first, and taken where all fit.
        same: compares text and quote, for formats that change white space.

    Returns None where no reading fits them all.
    """
    listed = list(quotes)
    order = [preferred, *(unit for unit in UNITS if unit != preferred)]
    sizes: Sequence[int] = (2, 1) if "\r\n" in raw else (2,)
    for unit in order:
        for crlf in sizes:
            places = Places(raw, unit, crlf)
            if all(_fits(places, quote, same) for quote in listed):
                return places
    return None


def _fits(
    places: Places, quote: Quote, same: Callable[[str, str], bool] | None
) -> bool:
    start, end, wanted = quote
    try:
        s, e = places.span(start, end)
    except InputError:
        return False
    found, expected = places.text[s:e], canonical(wanted)
    return found == expected or (same is not None and same(found, expected))
