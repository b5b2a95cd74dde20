# SPDX-License-Identifier: MIT
"""Matching what annotators marked, for a whole project at once.

The same matching as `analysis.unitizing` and `analysis.groups` make for one
document, over arrays.  Places are global: those of all documents one after
another, so that nothing of one document can overlap anything of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from annotator.analysis.arrays import Bools, Floats, Ints
from annotator.analysis.assignment import best_pairs
from annotator.analysis.groups import groups
from annotator.analysis.overlap import Area
from annotator.analysis.unitizing import ANY

#: Pairs of pieces that are looked at in one go.
_AT_ONCE: Final = 1 << 22
#: Scores that differ by less are the same but for rounding.
_SAME: Final = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """What annotations cover; one may have several pieces, or none.

    Attributes:
        owner: for each piece the annotation's number; pieces are by owner, then
            in text order, and do not touch each other.
        start, end: the piece, half-open, in global code points.
        size: for each annotation how many code points it covers.
    """

    owner: Ints
    start: Ints
    end: Ints
    size: Ints

    def of(self, chosen: Ints) -> Areas:
        """The areas of some annotations, numbered anew in that order."""
        import numpy as np

        number = np.full(len(self.size), -1, dtype=np.int64)
        number[chosen] = np.arange(len(chosen))
        owner = number[self.owner]
        there = owner >= 0
        kept, start, end = owner[there], self.start[there], self.end[there]
        order = np.lexsort((start, kept))
        return Areas(kept[order], start[order], end[order], self.size[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pairs of two annotators' annotations that overlap, by the first, the second.

    Attributes:
        one, other: numbers in the two lists.
        score: what both cover as a share of what either covers (Jaccard).
        exact: which pairs cover the very same.
    """

    one: Ints
    other: Ints
    score: Floats
    exact: Bools

    def where(self, mask: Bools | Ints) -> Edges:
        """Some of them."""
        return Edges(
            self.one[mask], self.other[mask], self.score[mask], self.exact[mask]
        )


def areas(owner: Ints, start: Ints, end: Ints, count: int) -> Areas:
    """Areas of `count` annotations from their spans, in any order.

    Spans of one annotation that touch or overlap are put together.
    """
    import numpy as np

    there = end > start
    owner, start, end = owner[there], start[there], end[there]
    order = np.lexsort((start, owner))
    owner, start, end = owner[order], start[order], end[order]
    if len(owner) and (owner[1:] == owner[:-1]).any():
        # Each owner's places are lifted above those of the one before.
        lift = owner * (int(end.max()) + 1)
        furthest = np.maximum.accumulate(end + lift)
        fresh = np.ones(len(owner), dtype=bool)
        fresh[1:] = (owner[1:] != owner[:-1]) | ((start + lift)[1:] > furthest[:-1])
        last = np.flatnonzero(np.append(fresh[1:], True))
        end = (furthest - lift)[last]
        owner, start = owner[fresh], start[fresh]
    size = np.bincount(owner, end - start, count)
    return Areas(owner, start, end, np.rint(size).astype(np.int64))


def edges(one: Areas, other: Areas, least: float = ANY) -> Edges:
    """Which areas of the one overlap which of the other, by `least` or more."""
    import numpy as np

    order = np.argsort(other.start, kind="stable")
    starts, ends, owners = other.start[order], other.end[order], other.owner[order]
    # Before the first piece whose predecessors reach far enough, nothing overlaps.
    reach = np.maximum.accumulate(ends) if len(ends) else ends
    low = np.searchsorted(reach, one.start, "right")
    many = np.maximum(np.searchsorted(starts, one.end, "left") - low, 0)
    parts = [
        _pieces(one, some, low, many, starts, ends, owners) for some in _stretches(many)
    ]
    first, second, common = (np.concatenate(each) for each in zip(*parts, strict=True))
    key = first * max(len(other.size), 1) + second
    found, where = np.unique(key, return_inverse=True)
    if len(found) < len(key):
        first, second = np.divmod(found, max(len(other.size), 1))
        common = np.rint(np.bincount(where, common, len(found))).astype(np.int64)
    else:
        turn = np.argsort(key, kind="stable")
        first, second, common = first[turn], second[turn], common[turn]
    either = one.size[first] + other.size[second] - common
    made = Edges(first, second, common / either, common == either)
    return made.where(made.score >= least) if least > 0 else made


def _stretches(many: Ints) -> list[slice]:
    """Cuts of the pieces so that few enough pairs are looked at in one go."""
    import numpy as np

    total = np.cumsum(many)
    cuts = [0]
    while cuts[-1] < len(many):
        before = int(total[cuts[-1] - 1]) if cuts[-1] else 0
        place = int(np.searchsorted(total, before + _AT_ONCE, "right"))
        cuts.append(max(place, cuts[-1] + 1))
    return [slice(a, b) for a, b in pairwise(cuts)] or [slice(0)]


def _pieces(
    one: Areas,
    some: slice,
    low: Ints,
    many: Ints,
    starts: Ints,
    ends: Ints,
    owners: Ints,
) -> tuple[Ints, Ints, Ints]:
    """Owners and common code points of the pieces of a stretch that overlap."""
    import numpy as np

    count = many[some]
    mine = np.repeat(np.arange(some.start or 0, (some.start or 0) + len(count)), count)
    first = np.repeat(low[some] - (np.cumsum(count) - count), count)
    theirs = first + np.arange(len(mine))
    common = np.minimum(one.end[mine], ends[theirs])
    common -= np.maximum(one.start[mine], starts[theirs])
    there = common > 0
    return one.owner[mine[there]], owners[theirs[there]], common[there]


def matched(given: Edges) -> Edges:
    """The one-to-one matching with the greatest sum of overlaps.

    An edge that outweighs all that its two ends could have instead is in it; what
    is left when no such edge is found is solved piece by piece.
    """
    import numpy as np

    rest = np.arange(len(given.one))
    taken = []
    while len(rest):
        now = given.where(rest)
        sure = (
            now.score
            > _rivals(now.one, now.score) + _rivals(now.other, now.score) + _SAME
        )
        if not sure.any():
            break
        taken.append(rest[sure])
        free = ~np.isin(now.one, now.one[sure]) & ~np.isin(now.other, now.other[sure])
        rest = rest[free]
    if len(rest):
        taken.append(rest[_solved(given.where(rest))])
    chosen = np.sort(np.concatenate(taken)) if taken else rest
    return given.where(chosen)


def _rivals(ends: Ints, score: Floats) -> Floats:
    """For each edge the greatest score among the others of the same end."""
    import numpy as np

    order = np.lexsort((-score, ends))
    sorted_ends = ends[order]
    first = np.ones(len(ends), dtype=bool)
    first[1:] = sorted_ends[1:] != sorted_ends[:-1]
    begin = np.flatnonzero(first)
    count = np.diff(np.append(begin, len(ends)))
    best = score[order][begin]
    second = np.zeros(len(begin))
    several = count > 1
    second[several] = score[order][begin[several] + 1]
    found = np.empty(len(ends))
    found[order] = np.where(first, np.repeat(second, count), np.repeat(best, count))
    return found


def _solved(left: Edges) -> Ints:
    """Which of the edges an optimal assignment takes."""
    import numpy as np

    place = {
        pair: n
        for n, pair in enumerate(
            zip(left.one.tolist(), left.other.tolist(), strict=True)
        )
    }
    scores = dict(zip(place, left.score.tolist(), strict=True))
    return np.array([place[pair] for pair in best_pairs(scores)], dtype=np.int64)


def exact_common(given: Edges, group: Ints, count: int) -> Ints:
    """For each of `count` groups how many pairs cover the very same.

    `group` is the group of each annotation of the first list.  Where one annotator
    marked the same twice and the other once, that is one pair.
    """
    import numpy as np

    same = given.where(given.exact)
    if not len(same.one):
        return np.zeros(count, dtype=np.int64)
    mine, theirs = np.bincount(same.one), np.bincount(same.other)
    theirs_of, mine_of = mine[same.one], theirs[same.other]
    share = np.minimum(mine_of, theirs_of) / (mine_of * theirs_of)
    found = np.bincount(group[same.one], share, count)
    return np.rint(found).astype(np.int64)


def grouped(coders: Sequence[Areas], least: float = ANY) -> Ints:
    """Units of several coders: one row each, their annotations' numbers or −1.

    As `groups.groups`: the matchings of all pairs of coders are put together, the
    greatest overlap first; nobody is twice in a unit, and all in it overlap.
    """
    import numpy as np

    base = np.cumsum([0, *(len(each.size) for each in coders)])
    one, other = _ends(coders, base, least)
    unit = _connected(one, other, int(base[-1]))
    members = np.bincount(unit)
    # Where everyone is matched with everyone, nothing is to be decided.
    inside = np.bincount(unit[one], minlength=len(members))
    open_units = np.flatnonzero(inside * 2 < members * (members - 1))
    rows = len(members)
    coder = np.searchsorted(base, np.arange(base[-1]), "right") - 1
    for mine in _members(unit, open_units):
        for some in _regrouped(coders, mine, coder, base, least):
            unit[some] = rows
            rows += 1
    _, unit = np.unique(unit, return_inverse=True)
    units = np.full((int(unit.max(initial=-1)) + 1, len(coders)), -1, dtype=np.int64)
    units[unit, coder] = np.arange(base[-1]) - base[coder]
    return units


def _ends(coders: Sequence[Areas], base: Ints, least: float) -> tuple[Ints, Ints]:
    """The matched pairs of all coders, numbered over all of them."""
    import numpy as np

    one, other = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for i, j in combinations(range(len(coders)), 2):
        best = matched(edges(coders[i], coders[j], least))
        one.append(best.one + base[i])
        other.append(best.other + base[j])
    return np.concatenate(one), np.concatenate(other)


def _connected(one: Ints, other: Ints, count: int) -> Ints:
    """For each of `count` things its connected component, numbered from 0."""
    import numpy as np

    label = np.arange(count)
    while True:
        least = np.minimum(label[one], label[other])
        new = label.copy()
        np.minimum.at(new, one, least)
        np.minimum.at(new, other, least)
        new = new[new]
        if (new == label).all():
            found: Ints = np.unique(label, return_inverse=True)[1]
            return found
        label = new


def _members(unit: Ints, wanted: Ints) -> list[Ints]:
    """The members of each of the wanted units."""
    import numpy as np

    there = np.flatnonzero(np.isin(unit, wanted))
    order = there[np.argsort(unit[there], kind="stable")]
    cuts = np.flatnonzero(np.diff(unit[order])) + 1
    return np.split(order, cuts) if len(order) else []


def _regrouped(
    coders: Sequence[Areas], mine: Ints, coder: Ints, base: Ints, least: float
) -> list[list[int]]:
    """The members of a unit whose matchings contradict each other, put apart."""
    listed = [mine[coder[mine] == n].tolist() for n in range(len(coders))]
    spots = [
        [_area(coders[n], number - int(base[n])) for number in some]
        for n, some in enumerate(listed)
    ]
    return [
        [listed[n][at] for n, at in enumerate(group) if at is not None]
        for group in groups(spots, least)
    ]


def _area(of: Areas, number: int) -> Area:
    """The pieces of one annotation."""
    first, last = of.owner.searchsorted([number, number + 1])
    starts, ends = of.start[first:last].tolist(), of.end[first:last].tolist()
    return tuple(zip(starts, ends, strict=True))
