# SPDX-License-Identifier: MIT
"""Finding words from an offset, forwards and backwards, without reading it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from annotator.model.textmarks import OPENERS, word_pattern

#: How far from an offset words, sentences and quotations are looked for.
REACH: Final = 30_000

_WINDOW: Final = 256


def word_at(text: str, offset: int) -> tuple[int, int] | None:
    """The word that `offset` lies in or touches (its start first), else None."""
    for start, end in _words_around(text, offset):
        if start <= offset < end:
            return start, end
    return next((w for w in _words_around(text, offset) if w[1] == offset), None)


def _words_around(text: str, offset: int) -> list[tuple[int, int]]:
    """Words near `offset`, none of them cut by the edge of what was read."""
    reach = _WINDOW
    while True:
        low, high = max(0, offset - reach), min(len(text), offset + reach)
        found = [m.span() for m in word_pattern().finditer(text, low, high)]
        cut = found and (
            (found[0][0] == low > 0 and found[0][1] >= offset)
            or (found[-1][1] == high < len(text) and found[-1][0] <= offset)
        )
        if not cut or reach > REACH:
            return found if cut else _whole(text, found, low, high)
        reach *= 4


def _whole(
    text: str, found: list[tuple[int, int]], low: int, high: int
) -> list[tuple[int, int]]:
    """Without words that the edge of what was read may have cut."""
    if found and found[0][0] == low > 0:
        found = found[1:]
    if found and found[-1][1] == high < len(text):
        found = found[:-1]
    return found


def search_word(text: str, offset: int) -> tuple[int, int] | None:
    """The first word from `offset` on; one without end is cut at `REACH`."""
    limit = offset + REACH
    found = word_pattern().search(text, offset, limit)
    if found is None or (found.end() == limit and found.start() > offset + _WINDOW):
        found = word_pattern().search(text, offset)
    return found.span() if found else None


def words(
    text: str, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """The words between two offsets, in order."""
    stop = len(text) if end is None else end
    return (m.span() for m in word_pattern().finditer(text, start, stop))


def next_word(text: str, offset: int) -> int:
    """The start of the next word after `offset`, else the text's end."""
    here = word_at(text, offset)
    after = here[1] if here and here[0] <= offset < here[1] else offset
    found = search_word(text, after)
    return found[0] if found else len(text)


def next_word_end(text: str, offset: int) -> int:
    """The end of the word at or after `offset`, else the text's end."""
    here = word_at(text, offset)
    if here and here[0] <= offset < here[1]:
        return here[1]
    found = search_word(text, offset)
    return found[1] if found else len(text)


def prev_word(text: str, offset: int) -> int:
    """The start of the word before `offset` (or that it lies in), else 0."""
    return word_before(text, offset)[0]


def prev_word_end(text: str, offset: int) -> int:
    """The end of the last word that ends before `offset`, else 0."""
    reach = _WINDOW
    while True:
        ends = [e for _, e in _words_around(text, max(0, offset - reach)) if e < offset]
        ends += [m.end() for m in _scan_back(text, offset, reach) if m.end() < offset]
        if ends or reach > min(offset, REACH):
            return max(ends, default=0)
        reach *= 4


def _scan_back(text: str, offset: int, reach: int) -> Iterator[re.Match[str]]:
    return word_pattern().finditer(text, max(0, offset - reach), min(len(text), offset))


def word_before(text: str, offset: int) -> tuple[int, int]:
    reach = _WINDOW
    while True:
        low = max(0, offset - reach)
        found = [m.span() for m in _scan_back(text, offset, reach)]
        if found and (found[-1][0] > low or low == 0 or reach > REACH):
            return found[-1]
        if low == 0:
            return 0, 0
        reach *= 4


def anchor_for_word(text: str, offset: int) -> int:
    """Where a selection forwards from `offset` begins: at a word, with its mark.

    Space, full stops and closing marks before the word are left out, an opening
    quotation mark or bracket that touches it is taken in.
    """
    here = word_at(text, offset)
    if here and here[0] <= offset < here[1]:
        return offset
    found = search_word(text, offset)
    start = found[0] if found else offset
    while start > offset and text[start - 1] in OPENERS:
        start -= 1
    return start
