# SPDX-License-Identifier: MIT
"""What two or more people marked, put together where they mean the same thing.

For two it is the best matching of `unitizing`, so that a comparison and its
figures speak of the same pairs.  For more, the matchings of all pairs are put
together, the greatest overlap first, so that nobody is twice in a group and every
two of its members overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

from annotator.analysis.overlap import Area, jaccard
from annotator.analysis.unitizing import ANY, match

#: For each coder the index of what is theirs, None where it is missing.
Group: TypeAlias = tuple[int | None, ...]
_Node: TypeAlias = tuple[int, int]


def groups(coders: Sequence[Sequence[Area]], least: float = ANY) -> list[Group]:
    """Every area of every coder in exactly one group, in text order.

    `least` is the smallest overlap (Jaccard) of a pair, 0 to 1.  The order of
    the coders does not change who is grouped with whom, ties apart.
    """
    owner = {
        (coder, n): {coder: n}
        for coder, areas in enumerate(coders)
        for n in range(len(areas))
    }
    for one, other in _pairs(coders, least):
        first, second = owner[one], owner[other]
        if first is not second and _fit(first, second, coders, least):
            first |= second
            owner.update(((coder, n), first) for coder, n in second.items())
    found = {id(members): members for members in owner.values()}
    made = [
        tuple(members.get(coder) for coder in range(len(coders)))
        for members in found.values()
    ]
    return sorted(made, key=lambda group: _place(group, coders))


def _fit(
    first: dict[int, int],
    second: dict[int, int],
    coders: Sequence[Sequence[Area]],
    least: float,
) -> bool:
    """Whether two groups share nobody, and all of the one overlap all of the other."""
    if first.keys() & second.keys():
        return False
    scores = (
        jaccard(coders[c][n], coders[d][m])
        for c, n in first.items()
        for d, m in second.items()
    )
    return all(score and score >= least for score in scores)


def _pairs(coders: Sequence[Sequence[Area]], least: float) -> list[tuple[_Node, _Node]]:
    scored = [
        (-jaccard(coders[i][a], coders[j][b]), coders[i][a], coders[j][b], i, j, a, b)
        for i, j in combinations(range(len(coders)), 2)
        for a, b in match(coders[i], coders[j], least)
    ]
    return [((i, a), (j, b)) for _, _, _, i, j, a, b in sorted(scored)]


def _place(
    group: Group, coders: Sequence[Sequence[Area]]
) -> tuple[int, int, tuple[int, ...]]:
    """The beginning, then the longer one first, then who they are."""
    areas = [coders[c][n] for c, n in enumerate(group) if n is not None]
    start = min((area[0][0] for area in areas if area), default=0)
    end = max((area[-1][1] for area in areas if area), default=0)
    return start, -end, tuple(-1 if n is None else n for n in group)
