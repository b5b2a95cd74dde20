# SPDX-License-Identifier: MIT
"""Tokens as Prodigy has them: every span begins and ends where tokens do.

As in spaCy, the tokens and the single spaces behind them are the whole text; other
white space is a token of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.placing import Places
from annotator.formats.tokens import Range, Tokens
from annotator.model.errors import InputError

#: No distance is that long.
_FAR: Final = 1 << 40


class TokenTable:
    """Tokens with their places in code points.

    `ranges` are half-open, in order; `disabled` are those that take no spans.
    """

    def __init__(
        self, text: str, ranges: Sequence[Range], disabled: Iterable[int] = ()
    ) -> None:
        self.text = text
        self.ranges = ranges
        self.disabled = frozenset(disabled)

    @cached_property
    def _real(self) -> list[tuple[int, int, int]]:
        """Number, start and end of the tokens that are not empty."""
        numbered = enumerate(self.ranges)
        return [(n, start, end) for n, (start, end) in numbered if start < end]

    @cached_property
    def _by_start(self) -> dict[int, int]:
        return {start: number for number, start, _ in reversed(self._real)}

    @cached_property
    def _by_end(self) -> dict[int, int]:
        return {end: number for number, _, end in self._real}

    def first(self, start: int) -> int | None:
        """The token that begins there."""
        return self._by_start.get(start)

    def last(self, end: int) -> int | None:
        """The token that ends there."""
        return self._by_end.get(end)

    def holds(self, spans: Iterable[Range]) -> bool:
        """Whether all spans begin and end where tokens do."""
        return all(s in self._by_start and e in self._by_end for s, e in spans)

    def listed(self) -> list[dict[str, Any]]:
        """The tokens as they are written."""
        made = []
        following = [start for start, _ in self.ranges[1:]]
        for number, (start, end) in enumerate(self.ranges):
            # The space behind a token belongs to it, unless it is one of its own.
            after = following[number] if number < len(following) else len(self.text)
            spaced = self.text[end : end + 1] == " " and after > end
            token: dict[str, Any] = {
                "text": self.text[start:end],
                "start": start,
                "end": end,
                "id": number,
                "ws": spaced,
            }
            if number in self.disabled:
                token["disabled"] = True
            made.append(token)
        return made


def cut(text: str, spans: Iterable[Range]) -> TokenTable:
    """The tokens of a text, cut where a span begins or ends inside one."""
    placed = list(spans)
    starts, ends = {start for start, _ in placed}, {end for _, end in placed}
    borders = {0, len(text), *starts, *ends}
    for each in Tokens(text).ranges:
        borders.update(each)
    made: list[Range] = []
    spaced = True
    for start, end in pairwise(sorted(borders)):
        marked = start in starts or start + 1 in ends
        if text[start] == " " and not spaced and not marked:
            # It is the space behind the token before.
            start += 1
            spaced = True
            if start == end:
                continue
        made.append((start, end))
        spaced = False
    return TokenTable(text, made)


def read_tokens(row: Mapping[str, Any], places: Places) -> TokenTable | None:
    """The tokens of a task; None where it has none.  InputError names the field."""
    listed = row.get("tokens")
    if not listed:
        return None
    found = _plainly(listed, len(places.text)) if places.is_plain else None
    if found is not None:
        disabled = [n for n, each in enumerate(listed) if each.get("disabled") is True]
        return TokenTable(places.text, found, disabled)
    return _one_by_one(row, places)


def _plainly(listed: Any, length: int) -> list[Range] | None:
    """The ranges where nothing is to be converted, fast; None where one is wrong."""
    try:
        found = [(each["start"], each["end"]) for each in listed]
    except (TypeError, KeyError):
        return None
    for start, end in found:
        if type(start) is not int or type(end) is not int:
            return None
        if not 0 <= start <= end <= length:
            return None
    return found


def _one_by_one(row: Mapping[str, Any], places: Places) -> TokenTable:
    ranges: list[Range] = []
    disabled: list[int] = []
    for number, each in enumerate(typed.items(row, "tokens")):
        place = f"tokens[{number}]"
        if not isinstance(each, dict):
            typed.wrong(place, "an object", each)
        try:
            start, end = (typed.whole(each.get(key), key) for key in ("start", "end"))
            # Models have signs of their own, which stand nowhere in the text.
            first = places.point(start)
            span = places.span(start, end) if start < end else (first, first)
        except InputError as error:
            raise typed.placed(error, place) from None
        ranges.append(span)
        if each.get("disabled") is True:
            disabled.append(number)
    return TokenTable(places.text, ranges, disabled)


def packed(ranges: Iterable[Range]) -> list[int]:
    """The ranges as few small numbers, to be kept with a document.

    A range is twice its length, and one more where it begins one character behind
    the last.  Where it begins elsewhere, the distance stands before it, as a number
    far below zero.
    """
    made: list[int] = []
    at = 0
    for start, end in ranges:
        gap = start - at
        if gap not in (0, 1):
            made.append(-_FAR - gap)
        made.append(2 * (end - start) + (gap == 1))
        at = end
    return made


def unpacked(numbers: Iterable[int]) -> list[Range]:
    """The inverse of `packed`; ValueError where it is not."""
    made: list[Range] = []
    at = 0
    for number in numbers:
        if type(number) is not int:
            raise ValueError("not a number")
        if number < 0:
            at += -number - _FAR
            continue
        start = at + number % 2
        at = start + number // 2
        made.append((start, at))
    return made
