# SPDX-License-Identifier: MIT
"""Krippendorff's alpha for unitizing: do coders cut out the same stretches?

Krippendorff (2004), Measuring the Reliability of Qualitative Text Analysis Data,
Quality & Quantity 38, 787–800; first in Sociological Methodology 25 (1995).
Sections are units, or the gaps between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.analysis.ratings import Figure
from annotator.model.sentence import Sentence

#: Begin and length of a stretch, in characters from the start of the continuum.
Unit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Continuum:
    """A text of `length` characters and, for each coder, the units of one label.

    A coder's units do not overlap each other and lie inside the text.
    """

    length: int
    units: tuple[tuple[Unit, ...], ...]


@dataclass(frozen=True, slots=True)
class _Section:
    begin: int
    length: int
    is_unit: bool


def alpha_u(continuum: Continuum) -> Figure:
    """The alpha of one label on one continuum."""
    observed, expected = _disagreement(continuum)
    return _figure([observed], [expected], continuum)


def pooled_alpha_u(labels: Mapping[str, Continuum]) -> Figure:
    """The alpha over several labels: their disagreements are summed."""
    pairs = [_disagreement(each) for each in labels.values()]
    some = next(iter(labels.values()), Continuum(0, ()))
    return _figure([o for o, _ in pairs], [e for _, e in pairs], some)


def _figure(
    observed: Sequence[float], expected: Sequence[float], continuum: Continuum
) -> Figure:
    seen, chance = sum(observed), sum(expected)
    units = sum(len(each) for each in continuum.units)
    value = None if chance == 0 else 1 - seen / chance
    why = ""
    if value is None:
        why = Sentence("Nobody marked anything, so that there is nothing to agree on.")
    if len(continuum.units) < 2:
        value, why = None, Sentence("There is only one coder.")
    return Figure(
        measure="alpha_u",
        value=value,
        used=units,
        why=why,
        observed=seen,
        expected=chance,
    )


def _disagreement(continuum: Continuum) -> tuple[float, float]:
    """Observed and expected disagreement."""
    if len(continuum.units) < 2 or continuum.length == 0:
        return 0.0, 0.0
    coders = [_sections(units, continuum.length) for units in continuum.units]
    return _observed(coders, continuum.length), _expected(coders, continuum.length)


def _sections(units: Sequence[Unit], length: int) -> list[_Section]:
    """A coder's units and the gaps between them, in order, without empty ones."""
    found: list[_Section] = []
    place = 0
    for begin, size in sorted(units):
        if size <= 0:
            continue
        if begin > place:
            found.append(_Section(place, begin - place, False))
        found.append(_Section(begin, size, True))
        place = begin + size
    if place < length:
        found.append(_Section(place, length - place, False))
    return found


def _observed(coders: Sequence[Sequence[_Section]], length: int) -> float:
    total = 0.0
    for number, one in enumerate(coders):
        for other in coders[number + 1 :]:
            # Each pair of coders counts in both directions.
            total += 2 * _between(one, other)
    size = len(coders)
    return total / (size * (size - 1) * length**2)


def _between(one: Sequence[_Section], other: Sequence[_Section]) -> float:
    """The squared differences of the sections of two coders that meet."""
    total, first = 0.0, 0
    for a in one:
        while first < len(other) and _end(other[first]) <= a.begin:
            first += 1
        for b in other[first:]:
            if b.begin >= _end(a):
                break
            total += _difference(a, b)
    return total


def _end(section: _Section) -> int:
    return section.begin + section.length


def _difference(a: _Section, b: _Section) -> float:
    if a.is_unit and b.is_unit:
        return (a.begin - b.begin) ** 2 + (_end(a) - _end(b)) ** 2
    # A unit that lies wholly in another's gap is missed as a whole.
    if a.is_unit and not b.is_unit:
        return a.length**2 if b.begin <= a.begin and _end(a) <= _end(b) else 0
    if b.is_unit and not a.is_unit:
        return b.length**2 if a.begin <= b.begin and _end(b) <= _end(a) else 0
    return 0


def _expected(coders: Sequence[Sequence[_Section]], length: int) -> float:
    size = len(coders)
    units = [s for sections in coders for s in sections if s.is_unit]
    gaps = [s.length for sections in coders for s in sections if not s.is_unit]
    total = 0.0
    for unit in units:
        n = unit.length
        total += (len(units) - 1) / 3 * (2 * n**3 - 3 * n**2 + n)
        total += n**2 * sum(gap - n + 1 for gap in gaps if gap >= n)
    below = size * length * (size * length - 1)
    below -= sum(unit.length * (unit.length - 1) for unit in units)
    return 2 / length * total / below if below else 0.0
