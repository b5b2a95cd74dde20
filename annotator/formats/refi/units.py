# SPDX-License-Identifier: MIT
"""What the offsets of a project count, seen from where its selections begin and end.

The standard counts characters.  NVivo counts UTF-16 units, and a line end of two
characters as two; others count such a line end as one.  No project says so, and
few quote what they select.  A reading is therefore judged by how many selections
begin and end where words do, and by the quotes where there are any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from annotator.formats.guessing import is_clean
from annotator.formats.placing import CODE_POINTS, UTF16, Places, canonical
from annotator.formats.refi.records import Selection, Source
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

#: Judgements of so many selections are enough.
_ENOUGH: Final = 3_000
#: What speaks for a reading, and what against it.
_QUOTED: Final = 8
_CLEAN: Final = 2
_IMPOSSIBLE: Final = -8
#: A shorter name may stand anywhere.
_SHORT: Final = 3
_MORE: Final = ("…", "...")


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to count: the unit, and how many characters a line end CR LF is."""

    unit: str = CODE_POINTS
    crlf: int = 2

    def places(self, source: Source) -> Places:
        """Offsets of a source under this reading."""
        return Places(source.text, self.unit, self.crlf, mark=False)


#: As the standard has it: of equally good readings the first is taken.
STANDARD: Final = Reading()
_READINGS: Final = (
    STANDARD,
    Reading(CODE_POINTS, 1),
    Reading(UTF16, 2),
    Reading(UTF16, 1),
)
#: What programs are known to do.
_USUAL: Final = {
    "nvivo": Reading(UTF16, 2),
    "atlas": Reading(CODE_POINTS, 1),
}


@dataclass(slots=True)
class Found:
    """What was found: the reading, and how well it and the next one fit.

    `fits` and `other` are how many of `count` selections are quoted, or begin and
    end where words do; `told` says whether readings differ at all.
    """

    reading: Reading = STANDARD
    count: int = 0
    fits: int = 0
    other: int = 0
    told: bool = False

    @property
    def sentence(self) -> Sentence:
        """What was found, in words."""
        end = Sentence("two") if self.reading.crlf == 2 else Sentence("one")
        return Sentence(
            "Its offsets count {unit}, and a line end of CR LF as {end}: so {fits} of"
            " {n} selections begin and end where words do, otherwise {other}."
            " If that is wrong, say what they count.",
            unit=Sentence(self.reading.unit),
            end=end,
            fits=f"{self.fits:,}",
            n=f"{self.count:,}",
            other=f"{self.other:,}",
        )


@dataclass(slots=True)
class _Score:
    points: int = 0
    fits: int = 0


class Judging:
    """The readings under judgement.

    Args:
        origin: the program that wrote a project, which counts where nothing else
            tells.
        unit: what a person said that offsets count, None to find it out.
    """

    def __init__(self, origin: str, unit: str | None = None) -> None:
        usual = _usual(origin)
        order = [usual, *(each for each in _READINGS if each != usual)]
        self._scores = {r: _Score() for r in order if unit in (None, r.unit)}
        if unit is not None and not self._scores:
            # Nobody is known to count so, but a person may say it.
            self._scores = {Reading(unit, crlf): _Score() for crlf in (2, 1)}
        self._count = 0

    def take(self, source: Source) -> bool:
        """Judge by the selections of a source; whether that is enough."""
        if not _tells(source):
            return False
        places = {reading: reading.places(source) for reading in self._scores}
        spans = {(each.start, each.end): each for each in source.selections}
        for (start, end), selection in spans.items():
            if 0 <= start < end and self._count < _ENOUGH:
                self._count += 1
                for reading, score in self._scores.items():
                    _judge(score, places[reading], selection)
        return self._count >= _ENOUGH

    def found(self) -> Found:
        """The reading that fits best; of equally good ones, what is usual."""
        scores = dict(self._scores)
        best = max(scores, key=lambda each: scores[each].points)
        own = scores.pop(best)
        other = max((each.fits for each in scores.values()), default=0)
        return Found(best, self._count, own.fits, other, told=self._count > 0)


def _usual(origin: str) -> Reading:
    named = origin.lower()
    found = (reading for name, reading in _USUAL.items() if named.startswith(name))
    return next(found, STANDARD)


def _tells(source: Source) -> bool:
    """Whether readings differ in a source: it has wide characters or line ends."""
    text = source.text
    wide = not text.isascii() and max(text) > "\uffff"
    return bool(source.selections) and (wide or "\r\n" in text)


def _judge(score: _Score, places: Places, selection: Selection) -> None:
    try:
        start, end = places.span(selection.start, selection.end)
    except InputError:
        score.points += _IMPOSSIBLE
        return
    text = places.text
    quoted = _quotes(selection.name, text[start:end])
    clean = is_clean(text, start, end)
    score.points += _QUOTED * quoted + _CLEAN * clean
    score.points += _starts_line(text, start) + _starts_line(text, end + 1)
    score.fits += quoted or clean


def _quotes(name: str, text: str) -> bool:
    """Whether a name is the text, or its beginning; white space aside."""
    wanted, found = " ".join(canonical(name).split()), " ".join(text.split())
    if len(wanted) < _SHORT:
        return False
    for more in _MORE:
        if wanted.endswith(more):
            start = wanted.removesuffix(more).rstrip()
            return len(start) >= _SHORT and found.startswith(start)
    return wanted == found


def _starts_line(text: str, at: int) -> bool:
    return at == 0 or (at <= len(text) and text[at - 1 : at] == "\n")
