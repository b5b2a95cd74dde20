# SPDX-License-Identifier: MIT
"""What several coders said of the same units, as counted patterns.

A pattern is one unit's values, one for each coder in a fixed order.  Units with
the same pattern are counted together, so that a million units cost no more than
the patterns among them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from annotator.analysis.arrays import Bools, Ints

#: What one coder said of one unit.
Value: TypeAlias = Hashable
#: The code of "nothing was said".
MISSING: Final = -1
#: Up to so many possible patterns are counted in a table of them all.
_TABLE: Final = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Patterns with the number of units each has.

    Attributes:
        codes: patterns × coders; a code is an index of `values`, or MISSING.
        counts: for each pattern the number of units.
        values: what the codes stand for; ordered ones from low to high.
    """

    codes: Ints
    counts: Ints
    values: tuple[Value, ...]

    @property
    def coders(self) -> int:
        """How many coders there are."""
        return int(self.codes.shape[1])

    @property
    def units(self) -> int:
        """How many units there are, incomplete ones included."""
        return int(self.counts.sum())

    def said(self) -> Ints:
        """For each pattern how many coders said something."""
        return (self.codes >= 0).sum(axis=1)  # type: ignore[no-any-return]

    def kept(self, least: int) -> Ratings:
        """The units of which `least` coders or more said something."""
        return self._masked(self.said() >= least)

    def _masked(self, mask: Bools) -> Ratings:
        return Ratings(self.codes[mask], self.counts[mask], self.values)

    def totals(self) -> Ints:
        """For each value how often it was given."""
        import numpy as np

        there = self.codes >= 0
        weights = np.broadcast_to(self.counts[:, None], self.codes.shape)[there]
        given = np.bincount(self.codes[there], weights, len(self.values))
        return np.rint(given).astype(np.int64)

    def of(self, coders: Sequence[int]) -> Ratings:
        """The ratings of some coders only."""
        return from_codes(self.codes[:, list(coders)], self.values, self.counts)

    def table(self) -> dict[tuple[Value, Value], int]:
        """How often the first of two coders said the one, the second the other.

        Raises ValueError where there are not two coders.
        """
        if self.coders != 2:
            raise ValueError("a confusion matrix is of two coders")
        both = self.kept(2)
        return {
            (self.values[one], self.values[other]): int(count)
            for (one, other), count in zip(
                both.codes.tolist(), both.counts.tolist(), strict=True
            )
        }


def ratings(
    units: Iterable[Sequence[Value | None]], values: Sequence[Value] = ()
) -> Ratings:
    """Ratings from units, each with one value (or None) for each coder.

    `values` are those that are possible, ordered ones from low to high; what else
    is said comes after them, sorted where it can be.  Raises ValueError where
    units have different numbers of coders.
    """
    import numpy as np

    listed = [tuple(unit) for unit in units]
    sizes = {len(unit) for unit in listed}
    if len(sizes) > 1:
        raise ValueError(f"units with different numbers of coders: {sorted(sizes)}")
    others = dict.fromkeys(v for unit in listed for v in unit if v is not None)
    number = {v: n for n, v in enumerate(dict.fromkeys([*values, *_sorted(others)]))}
    rows = [[MISSING if v is None else number[v] for v in unit] for unit in listed]
    shape = (len(rows), sizes.pop() if sizes else 0)
    codes = np.array(rows, dtype=np.int64).reshape(shape)
    return from_codes(codes, tuple(number))


def _sorted(values: Iterable[Any]) -> list[Any]:
    """Values in their order; as they came where they have none."""
    listed = list(values)
    try:
        return sorted(listed)
    except TypeError:
        return listed


def from_codes(
    codes: Ints, values: tuple[Value, ...], counts: Ints | None = None
) -> Ratings:
    """Ratings from one row of codes for each unit; `counts`: rows stand for many."""
    import numpy as np

    if not codes.size:
        empty = np.zeros(0, dtype=np.int64)
        return Ratings(np.zeros((0, codes.shape[1]), np.int64), empty, values)
    base, coders = len(values) + 1, codes.shape[1]
    if base**coders >= 1 << 62:
        rows, where = np.unique(codes, axis=0, return_inverse=True)
        return Ratings(rows, _summed(where.ravel(), counts, len(rows)), values)
    # One number for each pattern: its codes are the digits.
    key = np.zeros(len(codes), dtype=np.int64)
    for column in range(coders):
        key = key * base + (codes[:, column] + 1)
    if base**coders <= _TABLE:
        total = _summed(key, counts, base**coders)
        found = np.flatnonzero(total)
        sums = total[found]
    else:
        found, where = np.unique(key, return_inverse=True)
        sums = _summed(where, counts, len(found))
    digits = [found // base**place % base - 1 for place in reversed(range(coders))]
    return Ratings(np.stack(digits, axis=1), sums, values)


def _summed(where: Ints, counts: Ints | None, size: int) -> Ints:
    import numpy as np

    if counts is None:
        return np.bincount(where, minlength=size)
    return np.rint(np.bincount(where, counts, size)).astype(np.int64)
