# SPDX-License-Identifier: MIT
"""Finds the places of selections in a text.

Positions hold where the quotes beside them agree, counted in whatever unit makes
them all agree.  A quote whose position does not fit is looked for: it is taken
where it stands once, or where what surrounds it tells which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.formats.guessing import Guess
from annotator.formats.options import Notes
from annotator.formats.placing import CODE_POINTS, UTF16, Places, fitting
from annotator.formats.span_units import mismatch
from annotator.formats.w3c.selectors import Position, Quotation, Selection
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence


@dataclass(slots=True)
class Anchor:
    """The places in one text.

    Args:
        raw: the text, line ends as its file has them.
        unit: what the user says that positions count, None to find out.
    """

    raw: str
    unit: str | None = None
    #: how many were placed by their quotes, though they have a position
    moved: int = 0
    _places: Places = field(init=False)
    _own: dict[str, Places] = field(default_factory=dict)

    def look(self, selections: Iterable[Selection]) -> Sentence | None:
        """Find what all positions count; returns why, where it is not usual."""
        listed = [each for each in selections if each.position is not None]
        usual = [each for each in listed if each.position and not each.position.unit]
        quotes = [_quoted(each) for each in usual if each.quote is not None]
        if self.unit is not None:
            self._places = Places(self.raw, self.unit)
            return None
        if not quotes:
            guess = Guess((CODE_POINTS, UTF16))
            places = [(p.start, p.end) for each in usual if (p := each.position)]
            guess.add(self.raw, places)
            self._places = Places(self.raw, guess.unit)
            return guess.sentence
        found = fitting(self.raw, quotes, same=_same)
        self._places = found or Places(self.raw, self._likeliest(quotes))
        if self._places.unit == CODE_POINTS:
            return None
        return Sentence(
            "The positions count {unit}, not code points: so they fit the quotes.",
            unit=Sentence(self._places.unit),
        )

    def _likeliest(self, quotes: list[tuple[int, int, str]]) -> str:
        """The unit in which most of the quotes are at their places."""
        units = (CODE_POINTS, UTF16)
        counts = dict.fromkeys(units, 0)
        for unit in units:
            places = Places(self.raw, unit)
            counts[unit] = sum(_stands(places, *quote) for quote in quotes)
        return max(units, key=lambda unit: counts[unit])

    def place(self, selection: Selection) -> tuple[int, int]:
        """The code points of a selection; InputError where it has no place."""
        position, quote = selection.position, selection.quote
        if position is None:
            assert quote is not None
            return self._found(quote)
        places = self._in(position)
        if quote is None:
            return places.span(position.start, position.end)
        if _stands(places, position.start, position.end, quote.exact):
            return places.span(position.start, position.end)
        try:
            found = self._found(quote)
        except InputError:
            raise _mismatch(places, position, quote) from None
        self.moved += 1
        return found

    def _in(self, position: Position) -> Places:
        if position.unit is None:
            return self._places
        if position.unit not in self._own:
            self._own[position.unit] = Places(self.raw, position.unit)
        return self._own[position.unit]

    def _found(self, quote: Quotation) -> tuple[int, int]:
        """Where a quote stands, told apart by what surrounds it."""
        text = self._places.text
        found = list(_occurrences(text, quote.exact))
        if len(found) > 1:
            found = [each for each in found if _surrounded(text, *each, quote)] or found
        if len(found) == 1:
            return found[0]
        reason = (
            "the quote “{quote}” is not in the text."
            if not found
            else "the quote “{quote}” stands in the text {n} times, and nothing says"
            " which one is meant."
        )
        raise InputError(
            reason,
            field="exact",
            remedy="Look whether it is the text that was annotated.",
            quote=quote.exact[:80],
            n=len(found),
        )


def _mismatch(places: Places, position: Position, quote: Quotation) -> InputError:
    error = mismatch(places.text, position.start, position.end, quote.exact)
    error.field = "exact"
    return error


def note_moved(anchor: Anchor, notes: Notes, file: object) -> None:
    """Say how many positions did not hold."""
    if anchor.moved:
        said = Sentence(
            "{n} positions do not fit the text: these were placed by their quotes,"
            " each of which stands there once.",
            n=anchor.moved,
        )
        notes.add(said, file=file)


def _quoted(each: Selection) -> tuple[int, int, str]:
    assert each.position is not None
    assert each.quote is not None
    return each.position.start, each.position.end, each.quote.exact


def _stands(places: Places, start: int, end: int, exact: str) -> bool:
    try:
        first, last = places.span(start, end)
    except InputError:
        return False
    found = places.text[first:last]
    return found == exact or _same(found, exact)


def _same(found: str, exact: str) -> bool:
    """Whether two texts differ in white space only, as web pages collapse it."""
    return found.split() == exact.split()


def _occurrences(text: str, exact: str) -> Iterator[tuple[int, int]]:
    at = text.find(exact)
    if at < 0:
        yield from _loosely(text, exact)
    while at >= 0:
        yield at, at + len(exact)
        at = text.find(exact, at + 1)


def _loosely(text: str, exact: str) -> Iterator[tuple[int, int]]:
    """The same with any white space between the words."""
    parts = exact.split()
    if parts:
        pattern = r"\s+".join(map(re.escape, parts))
        yield from (found.span() for found in re.finditer(pattern, text))


def _surrounded(text: str, start: int, end: int, quote: Quotation) -> bool:
    before = "".join(quote.prefix.split())
    after = "".join(quote.suffix.split())
    wide = 2 * max(len(quote.prefix), len(quote.suffix)) + 8
    left = "".join(text[max(0, start - wide) : start].split())
    right = "".join(text[end : end + wide].split())
    return left.endswith(before) and right.startswith(after)
