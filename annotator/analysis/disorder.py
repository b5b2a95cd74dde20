# SPDX-License-Identifier: MIT
"""The disorder of a continuum: what gamma compares with chance.

Units of several coders are put into groups, at most one of each coder in a group;
the disorder is that of the cheapest way to do so, found exactly.  Mathet,
Widlöcher & Métivier (2015), The Unified and Holistic Method Gamma (γ),
Computational Linguistics 41, 437–479.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from annotator.analysis.arrays import Bools, Floats, Ints

#: So many half-made groupings of more than two coders are kept at a time, and so
#: many groups are looked at.
MOST: Final = 200_000
_MOST_GROUPS: Final = 2_000_000
#: Costs that differ by less are the same but for rounding.
_SAME: Final = 1e-9


class TooManyGroupingsError(ValueError):
    """So much overlaps that the cheapest grouping cannot be found."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much places (alpha), categories (beta) and missing units (empty) count."""

    alpha: float = 1.0
    beta: float = 1.0
    empty: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of one coder: stretches [start, end), each with a category.

    Places are code points, or whatever else is counted along the continuum.
    """

    start: Floats
    end: Floats
    category: Ints


def units(listed: Iterable[tuple[float, float, int]]) -> Units:
    """The units of one coder from (start, end, number of the category), any order."""
    import numpy as np

    table = np.array(sorted(listed), dtype=float).reshape(-1, 3)
    return Units(table[:, 0], table[:, 1], table[:, 2].astype(np.int64))


def dissimilarity(one: Units, other: Units, weights: Weights) -> Floats:
    """How unlike each of the one's units is to each of the other's."""
    import numpy as np

    first = one.start[:, None], one.end[:, None]
    apart = abs(first[0] - other.start) + abs(first[1] - other.end)
    sizes = (first[1] - first[0]) + (other.end - other.start)
    # Two places without extent are the same place or nothing alike.
    ratio = np.divide(apart, sizes, out=(apart > 0).astype(float), where=sizes > 0)
    category = one.category[:, None] != other.category
    found: Floats = weights.alpha * ratio**2 + weights.beta * category
    return weights.empty * found


def disorder(coders: Sequence[Units], weights: Weights | None = None) -> float | None:
    """The disorder of the best alignment; None where there is no unit.

    Raises TooManyGroupingsError for more than two coders of whose units too many
    overlap each other.
    """
    given = weights or Weights()
    count = sum(len(each.start) for each in coders)
    if len(coders) < 2 or not count:
        return None
    total = (
        _of_two(coders[0], coders[1], given)
        if len(coders) == 2
        else _of_many(coders, given)
    )
    return total / (count / len(coders))


def _of_two(one: Units, other: Units, weights: Weights) -> float:
    """By what each pair saves: to be alone costs `empty` for each unit."""
    from annotator.analysis.assignment import best_pairs

    less = 2 * weights.empty - dissimilarity(one, other, weights)
    rows, columns = less.nonzero()
    saved = {
        (i, j): value
        for i, j, value in zip(
            rows.tolist(), columns.tolist(), less[rows, columns].tolist(), strict=True
        )
        if value > 0
    }
    gain: float = sum(saved[pair] for pair in best_pairs(saved))
    return weights.empty * (len(one.start) + len(other.start)) - gain


# -- more than two coders


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Groups of units, one of each coder at most.

    Attributes:
        members: groups × coders: numbers of units over all coders, or −1.
        unlike: for each the sum of the dissimilarities of its pairs.
    """

    members: Ints
    unlike: Floats

    def where(self, mask: Bools) -> _Groups:
        return _Groups(self.members[mask], self.unlike[mask])


def _of_many(coders: Sequence[Units], weights: Weights) -> float:
    """The cheapest cover of all units by groups."""
    import numpy as np

    found = _groups(coders, weights)
    pairs = len(coders) * (len(coders) - 1) / 2
    size = (found.members >= 0).sum(axis=1)
    there = size * (size - 1) / 2
    # The mean over all pairs of coders; a pair with a missing unit costs `empty`.
    cost = ((pairs - there) * weights.empty + found.unlike) / pairs
    starts = np.concatenate([each.start for each in coders])
    rank = np.append(np.argsort(np.argsort(starts, kind="stable")), -1)
    ranks = [
        [place for place in row if place >= 0] for row in rank[found.members].tolist()
    ]
    return _cheapest(ranks, cost.tolist(), len(starts))


def _groups(coders: Sequence[Units], weights: Weights) -> _Groups:
    """The groups that may be in a cheapest cover, each unit alone among them."""
    import numpy as np

    base = np.cumsum([0, *(len(each.start) for each in coders)])
    unlike = _all_pairs(coders, base, weights)
    pairs = len(coders) * (len(coders) - 1) / 2
    # A unit that is less alike to another is better alone than in any group.
    near = unlike < (pairs + len(coders) - 1) * weights.empty
    found = _Groups(np.zeros((1, 0), dtype=np.int64), np.zeros(1))
    for first, last in pairwise(base.tolist()):
        found = _extended(found, np.arange(first, last), unlike, near)
    # The first was the group of nobody, and stayed so.
    found = _Groups(found.members[1:], found.unlike[1:])
    return found.where(_useful(found, unlike, pairs, weights))


def _all_pairs(coders: Sequence[Units], base: Ints, weights: Weights) -> Floats:
    """Dissimilarities of all units; the last row and column are a missing one's, 0."""
    import numpy as np

    every = Units(
        np.concatenate([each.start for each in coders]),
        np.concatenate([each.end for each in coders]),
        np.concatenate([each.category for each in coders]),
    )
    found = np.zeros((base[-1] + 1, base[-1] + 1))
    found[:-1, :-1] = dissimilarity(every, every, weights)
    return found


def _extended(given: _Groups, mine: Ints, unlike: Floats, near: Bools) -> _Groups:
    """Each group without, and with each of another coder's units near enough."""
    import numpy as np

    count = len(given.members)
    if count * len(mine) > _MOST_GROUPS:
        raise TooManyGroupingsError
    total = np.repeat(given.unlike[:, None], len(mine), axis=1)
    fits = np.ones(total.shape, dtype=bool)
    for column in given.members.T:
        total += unlike[column][:, mine]
        fits &= near[column][:, mine]
    rows, columns = fits.nonzero()
    without = np.full((count, 1), -1, dtype=np.int64)
    members = np.concatenate(
        [
            np.concatenate([given.members, without], axis=1),
            np.concatenate([given.members[rows], mine[columns][:, None]], axis=1),
        ]
    )
    return _Groups(members, np.concatenate([given.unlike, total[rows, columns]]))


def _useful(given: _Groups, unlike: Floats, pairs: float, weights: Weights) -> Bools:
    """Which groups none of their members had better leave."""
    import numpy as np

    size = (given.members >= 0).sum(axis=1)
    most = (pairs + size - 1) * weights.empty
    useful = np.ones(len(size), dtype=bool)
    for column in given.members.T:
        to_others = sum(unlike[column, other] for other in given.members.T)
        useful &= (column < 0) | (size == 1) | (to_others < most)
    return useful


def _cheapest(
    ranks: Sequence[Sequence[int]], costs: Sequence[float], size: int
) -> float:
    """The least cost of groups that cover each of `size` units once.

    Units are covered in text order; a half-made cover is left where even its
    cheapest completion costs more than one that is known.
    """
    share = [float("inf")] * size
    for group, cost in zip(ranks, costs, strict=True):
        for unit in group:
            share[unit] = min(share[unit], cost / len(group))
    # What a group costs above the least that its units can cost.
    by_first: dict[int, list[tuple[int, float]]] = {}
    for group, cost in zip(ranks, costs, strict=True):
        more = cost - sum(share[unit] for unit in group)
        mask = sum(1 << unit for unit in group)
        by_first.setdefault(min(group), []).append((mask, more))
    least = sum(share)
    bound = _greedy(ranks, costs) - least + _SAME
    covers = {0: 0.0}
    for unit in range(size):
        covers = _covered(covers, unit, by_first.get(unit, ()), bound)
    return least + covers[0]


def _covered(
    covers: dict[int, float],
    unit: int,
    groups: Sequence[tuple[int, float]],
    bound: float,
) -> dict[int, float]:
    """The half-made covers in which that unit is covered, too; without its bit."""
    bit = 1 << unit
    found: dict[int, float] = {}
    for mask, cost in covers.items():
        if len(found) > MOST:
            raise TooManyGroupingsError
        ways = [(bit, 0.0)] if mask & bit else groups
        for group, more in ways:
            if mask & bit or not mask & group:
                new, total = (mask | group) & ~bit, cost + more
                if total <= bound and total < found.get(new, float("inf")):
                    found[new] = total
    return found


def _greedy(ranks: Sequence[Sequence[int]], costs: Sequence[float]) -> float:
    """The cost of a good cover: the groups that cost least for each unit first."""
    order = sorted(range(len(ranks)), key=lambda n: costs[n] / len(ranks[n]))
    taken: set[int] = set()
    total = 0.0
    for place in order:
        if taken.isdisjoint(ranks[place]):
            taken.update(ranks[place])
            total += costs[place]
    return total
