# SPDX-License-Identifier: MIT
"""What the offsets of a file count, where it quotes none of the marked texts.

People mark words.  In the right unit the marks begin and end where words do; in
a wrong one those behind an emoji begin and end anywhere, or outside the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from unicodedata import combining

from annotator.formats.placing import Places, length
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence, joined

Span = tuple[int, int]

_JOINER: Final = "\u200d"
#: What belongs to the sign before it: the joiner, and what varies an emoji.
_TONES: Final = (chr(each) for each in range(0x1F3FB, 0x1F400))
_TIED: Final = frozenset({_JOINER, "\ufe0e", "\ufe0f", *_TONES})


class Guess:
    """Counts for each unit how many spans it makes begin and end with words.

    Args:
        units: those that there may be, the format's own first.
    """

    def __init__(self, units: Sequence[str]) -> None:
        self._units = tuple(units)
        self._clean: Counter[str] = Counter()
        self._outside: Counter[str] = Counter()
        self._total = 0

    def add(self, raw: str, spans: Iterable[Span]) -> None:
        """Look at the spans of a text, line ends as the file has them."""
        # Most texts are the same in all units, and are done with here.
        if raw.isascii() or len({length(raw, each) for each in self._units}) == 1:
            return
        readings = [Places(raw, each) for each in self._units]
        for span in spans:
            found = [_placed(places, span) for places in readings]
            if len(set(found)) > 1:
                self._total += 1
                for unit, place in zip(self._units, found, strict=True):
                    if place is None:
                        self._outside[unit] += 1
                    elif is_clean(readings[0].text, *place):
                        self._clean[unit] += 1

    @property
    def total(self) -> int:
        """How many spans are another stretch in another unit."""
        return self._total

    def clean(self, unit: str) -> int:
        """How many of them begin and end with words in that unit."""
        return self._clean[unit]

    @property
    def unit(self) -> str:
        """The likeliest unit: the format's own where nothing speaks against it."""
        return min(self._units, key=self._badness)

    def _badness(self, unit: str) -> tuple[int, int]:
        # One span that is wrong anyhow must not speak for all others.
        return self._outside[unit] - self._clean[unit], self._units.index(unit)

    def of(self, raw: str, spans: Sequence[Span]) -> str:
        """The unit of these spans alone: where they do not tell, the likeliest."""
        own = Guess(self._units)
        own.add(raw, spans)
        first, *others = sorted(own._units, key=own._badness)
        least = own._badness(first)[0]
        decided = all(own._badness(each)[0] > least for each in others)
        return first if decided else self.unit

    @property
    def sentence(self) -> Sentence | None:
        """Why that unit; None where no span told anything."""
        if not self._total:
            return None
        found = self.unit
        others = (each for each in self._units if each != found)
        return Sentence(
            "The file does not say what its offsets count. Taken are {unit}: so"
            " {clean} of {total} marks in texts with emoji and the like begin and end"
            " with words ({others}). Another unit can be named.",
            unit=Sentence(found),
            clean=self._clean[found],
            total=self._total,
            others=joined(", ", map(self._said, others)),
        )

    def _said(self, unit: str) -> Sentence:
        return Sentence(
            "in {unit} {clean}", unit=Sentence(unit), clean=self._clean[unit]
        )


def is_clean(text: str, start: int, end: int) -> bool:
    """Whether [start, end) begins and ends with words or signs, and inside none."""
    said = text[start:end]
    if not said or said != said.strip():
        return False
    return not (_inside(text, start) or _inside(text, end))


def _inside(text: str, at: int) -> bool:
    """Whether a word, or what is shown as one sign, goes on at `at`."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before == _JOINER or after in _TIED or combining(after):
        return not before.isspace()
    return before.isalnum() and after.isalnum()


def _placed(places: Places, span: Span) -> Span | None:
    try:
        return places.span(*span)
    except InputError:
        return None
