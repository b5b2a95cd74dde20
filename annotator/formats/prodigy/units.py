# SPDX-License-Identifier: MIT
"""What the offsets of Prodigy's tasks count: code points, or what fits the quotes.

Prodigy counts as Python does.  Tasks that other programs made may count otherwise;
the texts of spans tell it, else those of tokens, else the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.guessing import Guess
from annotator.formats.json_objects import Row
from annotator.formats.options import ReadOptions
from annotator.formats.placing import CODE_POINTS, UNITS, UTF16, Places, Quote, fitting
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence


@dataclass(slots=True)
class Units:
    """Finds the unit of each task of a file."""

    path: Path
    options: ReadOptions
    _guess: Guess = field(default_factory=lambda: Guess((CODE_POINTS, UTF16)))

    def look(self, row: Row, text: str) -> None:
        """Look at a task beforehand, where nothing in it quotes the text."""
        if not (text.isascii() or self.options.unit or row.get("tokens")):
            self._guess.add(text, _unquoted(row))

    @property
    def sentence(self) -> Sentence | None:
        """What was guessed from the tasks that were looked at, and why."""
        return self._guess.sentence

    def places(self, row: Row, line: int) -> Places:
        """The places of a task; that it counts otherwise is noted."""
        text: str = row["text"]
        if self.options.unit is not None:
            return Places(text, self.options.unit)
        found = fitting(text, list(_quotes(row)))
        if found is None:
            # Each span is then looked at by itself, and the first wrong one told.
            return Places(text)
        if found.unit == CODE_POINTS and not text.isascii():
            found = Places(text, self._unit(row, text))
        if found.unit != CODE_POINTS:
            said = Sentence(
                "The offsets count {unit}, not code points: so they fit the texts.",
                unit=Sentence(found.unit),
            )
            self.options.notes.add(said, file=self.path, line=line)
        return found

    def _unit(self, row: Row, text: str) -> str:
        """The unit in which most tokens stand where they are said to be.

        Some are not what they are called: models write them in ways of their own.
        """
        if any(_quotes(row)):
            return CODE_POINTS
        tokens = list(_quoting(row.get("tokens")))
        if not tokens:
            return self._guess.unit
        fits = {CODE_POINTS: _fits(Places(text), tokens)}
        if fits[CODE_POINTS] == len(tokens):
            return CODE_POINTS
        fits |= {unit: _fits(Places(text, unit), tokens) for unit in UNITS[1:]}
        return max(UNITS, key=lambda unit: fits[unit])


def _fits(places: Places, quotes: Sequence[Quote]) -> int:
    count = 0
    for start, end, text in quotes:
        try:
            place = places.span(start, end)
        except InputError:
            continue
        count += places.text[slice(*place)] == text
    return count


def _quotes(row: Row) -> Iterator[Quote]:
    """Place and text of the spans that say both."""
    yield from _quoting(row.get("spans"))


def _quoting(listed: object) -> Iterator[Quote]:
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict):
            start, end, text = (each.get(key) for key in ("start", "end", "text"))
            if type(start) is int and type(end) is int and isinstance(text, str):
                yield start, end, text


def _unquoted(row: Row) -> Iterator[tuple[int, int]]:
    spans = row.get("spans")
    for each in spans if isinstance(spans, list) else ():
        if isinstance(each, dict) and "text" not in each:
            start, end = each.get("start"), each.get("end")
            if type(start) is int and type(end) is int:
                yield start, end
