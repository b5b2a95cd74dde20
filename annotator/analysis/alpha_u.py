# SPDX-License-Identifier: MIT
"""Krippendorff's alpha for unitizing: do coders cut out the same stretches?

Krippendorff (2004), Measuring the Reliability of Qualitative Text Analysis Data,
Quality & Quantity 38, 787–800; first in Sociological Methodology 25 (1995).
A coder's sections are the units and the gaps between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from annotator.analysis.arrays import Bools, Floats, Ints
from annotator.analysis.figure import Figure
from annotator.model.sentence import Sentence

_NOTHING: Final = Sentence(
    "Nobody marked anything, so that there is nothing to agree on."
)
_EMPTY: Final = Sentence(
    "Only empty stretches were marked; they cover no character to agree on."
)
_ONE_CODER: Final = Sentence("There is only one coder.")
_JOINED: Final = Sentence(
    "Stretches of one coder that overlap were taken as one, for the measure knows"
    " no overlaps."
)
_FULL: Final = Sentence(
    "Everything was marked as one stretch by everyone, so that chance alone would"
    " agree."
)


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """One coder's units and gaps of one label, in order and without empty ones.

    Attributes:
        begin, size: in characters; begins start at 0.
        is_unit: which of them are units.
        joined: how many units were taken into others because they overlapped.
        empty: how many units had no character.
    """

    begin: Floats
    size: Floats
    is_unit: Bools
    joined: int = 0
    empty: int = 0

    @property
    def units(self) -> int:
        """How many units there are."""
        return int(self.is_unit.sum())


def sections(begins: Ints, ends: Ints, length: int) -> Sections:
    """A coder's sections of a text of `length` characters, from its units' places.

    Units that overlap are joined, those that only touch are not.
    """
    import numpy as np

    there = ends > begins
    order = np.argsort(begins[there], kind="stable")
    starts, stops = begins[there][order], ends[there][order]
    furthest = np.maximum.accumulate(stops) if len(stops) else stops
    fresh = np.ones(len(starts), dtype=bool)
    fresh[1:] = starts[1:] >= furthest[:-1]
    first = starts[fresh]
    last = np.append(furthest[:-1][fresh[1:]], furthest[-1:])
    # Every unit and every gap begins where the one before it ends.
    borders = np.unique(np.concatenate([[0, length], first, last]))
    found = borders[:-1]
    is_unit = np.isin(found, first)
    return Sections(
        found.astype(float),
        np.diff(borders).astype(float),
        is_unit,
        joined=int(len(starts) - len(first)),
        empty=int((~there).sum()),
    )


def alpha_u(length: int, coders: Sequence[Iterable[tuple[int, int]]]) -> Figure:
    """The alpha of one label.

    Args:
        length: of the text, in characters.
        coders: for each coder the units as (begin, size).
    """
    return pooled_alpha_u(length, {"": coders})


def pooled_alpha_u(
    length: int, labels: Mapping[str, Sequence[Iterable[tuple[int, int]]]]
) -> Figure:
    """The alpha over several labels: their disagreements are summed."""
    import numpy as np

    made = []
    for coders in labels.values():
        places = [np.array([*units], dtype=np.int64).reshape(-1, 2) for units in coders]
        made.append([sections(p[:, 0], p.sum(axis=1), length) for p in places])
    return of_sections(length, made)


def of_sections(length: int, labels: Sequence[Sequence[Sections]]) -> Figure:
    """The alpha over labels, of each the coders' sections."""
    pairs = [disagreement(coders, length) for coders in labels]
    seen, chance = sum(o for o, _ in pairs), sum(e for _, e in pairs)
    every = [each for coders in labels for each in coders]
    joined = sum(each.joined for each in every)
    value, why = _value(seen, chance, every, min(map(len, labels), default=0))
    return Figure(
        measure="alpha_u",
        value=value,
        used=sum(each.units for each in every),
        dropped=joined,
        why=why or (_JOINED if joined else ""),
        observed=float(seen),
        expected=float(chance),
    )


def _value(
    seen: float, chance: float, every: Sequence[Sections], coders: int
) -> tuple[float | None, str]:
    """The value, or why there is none."""
    if coders < 2:
        return None, _ONE_CODER
    if not any(each.units for each in every):
        # Somebody marked something, and nothing of it can be agreed with.
        return (0.0, _EMPTY) if any(each.empty for each in every) else (None, _NOTHING)
    if chance <= 0:
        return None, _FULL
    return float(1 - seen / chance), ""


def disagreement(coders: Sequence[Sections], length: int) -> tuple[float, float]:
    """Observed and expected disagreement of one label."""
    if len(coders) < 2 or length == 0:
        return 0.0, 0.0
    # Each pair of coders counts in both directions.
    total = 2 * sum(_between(one, other) for one, other in combinations(coders, 2))
    size = len(coders)
    return total / (size * (size - 1) * length**2), _expected(coders, length)


def _between(one: Sections, other: Sections) -> float:
    """The squared differences of the sections of two coders that meet."""
    import numpy as np

    # Two sections meet in one stretch at most, which begins where one of them does.
    starts = np.union1d(one.begin, other.begin)
    a = np.searchsorted(one.begin, starts, "right") - 1
    b = np.searchsorted(other.begin, starts, "right") - 1
    begin_a, size_a, begin_b, size_b = (
        one.begin[a],
        one.size[a],
        other.begin[b],
        other.size[b],
    )
    end_a, end_b = begin_a + size_a, begin_b + size_b
    both = one.is_unit[a] & other.is_unit[b]
    total = ((begin_a - begin_b) ** 2 + (end_a - end_b) ** 2)[both].sum()
    # A unit that lies wholly in another's gap is missed as a whole.
    missed = (
        one.is_unit[a] & ~other.is_unit[b] & (begin_b <= begin_a) & (end_a <= end_b)
    )
    total += (size_a[missed] ** 2).sum()
    missed = (
        other.is_unit[b] & ~one.is_unit[a] & (begin_a <= begin_b) & (end_b <= end_a)
    )
    return float(total + (size_b[missed] ** 2).sum())


def _expected(coders: Sequence[Sections], length: int) -> float:
    import numpy as np

    size = len(coders)
    units = np.concatenate([each.size[each.is_unit] for each in coders])
    gaps = np.sort(np.concatenate([each.size[~each.is_unit] for each in coders]))
    # Of the gaps that a unit fits into: how many there are, and their sizes.
    place = np.searchsorted(gaps, units)
    after = np.append(np.cumsum(gaps[::-1])[::-1], 0.0)
    fitting = after[place] - (len(gaps) - place) * (units - 1)
    total = ((len(units) - 1) / 3 * (2 * units**3 - 3 * units**2 + units)).sum()
    total += (units**2 * fitting).sum()
    below = size * length * (size * length - 1) - (units * (units - 1)).sum()
    return float(2 / length * total / below) if below > 0 else 0.0
