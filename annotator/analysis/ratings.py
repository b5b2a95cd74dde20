# SPDX-License-Identifier: MIT
"""What several coders said of the same units, as counted patterns.

A pattern is one unit's values, one for each coder in a fixed order, None where
a coder said nothing.  Units with the same pattern are counted together, so that
a million units cost no more than the patterns among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

#: What one coder said of one unit; None is missing.
Value = Hashable
Pattern = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Patterns with the number of units each has.

    Attributes:
        counts: pattern → number of units; all patterns have `coders` values.
        coders: how many coders there are.
    """

    counts: Mapping[Pattern, int]
    coders: int

    @property
    def units(self) -> int:
        """How many units there are, incomplete ones included."""
        return sum(self.counts.values())

    def complete(self) -> Ratings:
        """The units of which every coder said something."""
        kept = {p: n for p, n in self.counts.items() if None not in p}
        return Ratings(kept, self.coders)

    def pairable(self) -> Ratings:
        """The units of which two coders or more said something."""
        kept = {p: n for p, n in self.counts.items() if len(said(p)) > 1}
        return Ratings(kept, self.coders)

    def totals(self) -> Counter[Value]:
        """How often each value was given."""
        found: Counter[Value] = Counter()
        for pattern, count in self.counts.items():
            for value in said(pattern):
                found[value] += count
        return found

    def of_coder(self, number: int) -> Counter[Value]:
        """How often one coder (counted from 0) gave each value."""
        found: Counter[Value] = Counter()
        for pattern, count in self.counts.items():
            if pattern[number] is not None:
                found[pattern[number]] += count
        return found

    def pair(self, one: int, other: int) -> Ratings:
        """The ratings of two coders only."""
        found: Counter[Pattern] = Counter()
        for pattern, count in self.counts.items():
            found[pattern[one], pattern[other]] += count
        return Ratings(found, 2)


def said(pattern: Pattern) -> list[Value]:
    """The values of a pattern that are there."""
    return [value for value in pattern if value is not None]


def ratings(units: Iterable[Sequence[Value]]) -> Ratings:
    """Ratings from units, each with one value (or None) for each coder.

    Raises ValueError where units have different numbers of coders.
    """
    counts = Counter(tuple(unit) for unit in units)
    sizes = {len(pattern) for pattern in counts}
    if len(sizes) > 1:
        raise ValueError(f"units with different numbers of coders: {sorted(sizes)}")
    return Ratings(counts, sizes.pop() if sizes else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure's value and what it rests on.

    Attributes:
        measure: its name, such as "krippendorff_alpha".
        value: the figure; None where it is undefined.
        used: how many units it rests on.
        dropped: how many units were left out.
        why: why it is undefined, else why units were left out; "" otherwise.
        observed, expected: agreement, or for alphas disagreement, that was seen
            and that chance would bring.
        interval: lower and upper bound of a confidence interval, where asked for.
    """

    measure: str
    value: float | None
    used: int
    dropped: int = 0
    why: str = ""
    observed: float | None = None
    expected: float | None = None
    interval: tuple[float, float] | None = field(default=None)
