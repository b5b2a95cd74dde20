# SPDX-License-Identifier: MIT
"""Did two annotators mark the same things?  Matching, precision, recall, F1.

Chance-corrected measures need a number of things that nobody marked, which texts
do not have; therefore F1 (Hripcsak & Rothschild 2005, JAMIA 12, 296–298).
For one document; `analysis.alignment` does the same for a whole project.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from annotator.analysis.assignment import best_pairs
from annotator.analysis.overlap import Area, jaccard

#: By default a match needs any common character.
ANY: float = 0.0


def match(
    one: Sequence[Area], other: Sequence[Area], least: float = ANY
) -> list[tuple[int, int]]:
    """Pairs of indices: the one-to-one matching with the greatest overlap.

    The overlap is Jaccard's; pairs below `least`, and those without a common
    character, are never made.
    """
    return best_pairs(_scores(one, other, least))


def _scores(
    one: Sequence[Area], other: Sequence[Area], least: float
) -> dict[tuple[int, int], float]:
    order = sorted((each[0][0], n) for n, each in enumerate(other) if each)
    starts = [start for start, _ in order]
    # How far everything up to a place reaches: before that nothing can overlap.
    reach = list(accumulate((other[n][-1][1] for _, n in order), max))
    found = {}
    for i, mine in enumerate(one):
        if not mine:
            continue
        # Whatever begins before `mine` ends may overlap it.
        last = bisect_left(starts, mine[-1][1])
        first = bisect_right(reach, mine[0][0], 0, last)
        for _, j in order[first:last]:
            if other[j][-1][1] > mine[0][0]:
                score = jaccard(mine, other[j])
                if score and score >= least:
                    found[i, j] = score
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """What of two annotators' work is common; the first is the reference.

    Counts of several documents are added: figures are micro averages.
    """

    common: int = 0
    first: int = 0
    second: int = 0

    def __add__(self, other: Counts) -> Counts:
        return replace(
            self,
            common=self.common + other.common,
            first=self.first + other.first,
            second=self.second + other.second,
        )

    @property
    def precision(self) -> float | None:
        """The share of the second's that the first has; None: it has nothing."""
        return self.common / self.second if self.second else None

    @property
    def recall(self) -> float | None:
        """The share of the first's that the second has; None: it has nothing."""
        return self.common / self.first if self.first else None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean; None where neither marked anything."""
        both = self.first + self.second
        return 2 * self.common / both if both else None


def exact(one: Iterable[Area], other: Iterable[Area]) -> Counts:
    """How many cover the very same; what is marked twice by one counts twice."""
    mine, theirs = Counter(one), Counter(other)
    return Counts((mine & theirs).total(), mine.total(), theirs.total())
