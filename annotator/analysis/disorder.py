# SPDX-License-Identifier: MIT
"""The disorder of a continuum: what gamma compares with chance.

Units of several coders are put into groups, at most one of each coder in a group;
the disorder is that of the cheapest way to do so.  It is exact and draws nothing
by chance; gamma itself samples chance, and is left to pygamma-agreement.  Mathet,
Widlöcher & Métivier (2015), The Unified and Holistic Method Gamma (γ),
Computational Linguistics 41, 437–479.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

#: So many units of more than two coders can be grouped in every way.
MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch [start, end) with a category."""

    start: float
    end: float
    category: Hashable = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much places (alpha), categories (beta) and missing units (empty) count."""

    alpha: float = 1.0
    beta: float = 1.0
    empty: float = 1.0


def dissimilarity(one: Unit, other: Unit, weights: Weights) -> float:
    """How unlike two units are in place and category."""
    apart = abs(one.start - other.start) + abs(one.end - other.end)
    sizes = (one.end - one.start) + (other.end - other.start)
    place = (apart / sizes) ** 2 if sizes else float(apart > 0)
    category = float(one.category != other.category)
    return weights.empty * (weights.alpha * place + weights.beta * category)


def disorder(
    coders: Sequence[Sequence[Unit]], weights: Weights | None = None
) -> float | None:
    """The disorder of the best alignment; None where there is no unit.

    Raises ValueError for more than two coders with more than `MOST` units.
    """
    given = weights or Weights()
    count = sum(map(len, coders))
    if len(coders) < 2 or not count:
        return None
    if len(coders) > 2 and count > MOST:
        raise ValueError(f"{count} units of {len(coders)} coders are too many")
    total = (
        _of_two(coders[0], coders[1], given)
        if len(coders) == 2
        else _of_many(coders, given)
    )
    return total / (count / len(coders))


def _of_two(one: Sequence[Unit], other: Sequence[Unit], weights: Weights) -> float:
    """By what each pair saves: to be alone costs `empty` for each unit."""
    from annotator.analysis.assignment import best_pairs

    saved = {}
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            less = 2 * weights.empty - dissimilarity(a, b, weights)
            if less > 0:
                saved[i, j] = less
    gain = sum(saved[pair] for pair in best_pairs(saved))
    return weights.empty * (len(one) + len(other)) - gain


def _of_many(coders: Sequence[Sequence[Unit]], weights: Weights) -> float:
    """The cheapest cover of all units by groups, each way looked at once."""
    number = {
        (c, n): place
        for place, (c, n) in enumerate(
            (c, n) for c, units in enumerate(coders) for n in range(len(units))
        )
    }
    by_first: dict[int, list[tuple[int, float]]] = {}
    for group in product(*([None, *range(len(units))] for units in coders)):
        members = [(c, n) for c, n in enumerate(group) if n is not None]
        if members:
            cost = _cost([coders[c][n] for c, n in members], len(coders), weights)
            # No group that costs more than its members alone is ever the best.
            if len(members) == 1 or cost < weights.empty * len(members):
                mask = sum(1 << number[each] for each in members)
                first = min(number[each] for each in members)
                by_first.setdefault(first, []).append((mask, cost))

    @cache
    def cheapest(left: int) -> float:
        if not left:
            return 0.0
        first = (left & -left).bit_length() - 1
        return min(
            cost + cheapest(left & ~mask)
            for mask, cost in by_first[first]
            if mask & left == mask
        )

    return cheapest((1 << len(number)) - 1)


def _cost(members: Sequence[Unit], coders: int, weights: Weights) -> float:
    """The mean over all pairs of coders; a pair with a missing unit costs `empty`."""
    pairs = coders * (coders - 1) / 2
    there = len(members) * (len(members) - 1) / 2
    total = (pairs - there) * weights.empty
    for n, one in enumerate(members):
        total += sum(dissimilarity(one, other, weights) for other in members[n + 1 :])
    return total / pairs
