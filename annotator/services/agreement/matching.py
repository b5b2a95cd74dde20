# SPDX-License-Identifier: MIT
"""Which annotations of two or more coders are about the same, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.analysis import alignment
from annotator.analysis.alignment import Edges
from annotator.analysis.arrays import Bools, Ints
from annotator.analysis.ratings import MISSING
from annotator.services.agreement.columns import Column, RowColumns
from annotator.services.agreement.frame import Frame


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Units of some coders: for each of them its annotation's place, or −1.

    Attributes:
        coders: places of the coders, as in the frame's scope.
        members: units × coders.
        doc: for each unit the place of its document.
    """

    coders: tuple[int, ...]
    members: Ints
    doc: Ints

    def where(self, mask: Bools | Ints) -> Units:
        """Some of them."""
        return Units(self.coders, self.members[mask], self.doc[mask])

    @property
    def shared(self) -> Units:
        """Those that two coders or more marked."""
        return self.where((self.members >= 0).sum(axis=1) > 1)

    def codes(self, column: Column) -> Ints:
        """What each coder says of each unit in a field."""
        import numpy as np

        return np.append(column.codes, MISSING)[self.members]


@dataclass(frozen=True, slots=True, eq=False)
class RowUnits:
    """Rows that several coders have in the same unit, about the same.

    Attributes:
        unit: for each the place of its unit.
        key: what it is about, as a code of the row columns.
        members: rows × coders: the place of the coder's row, or −1.
    """

    unit: Ints
    key: Ints
    members: Ints

    def codes(self, column: Column) -> Ints:
        """What each coder says in a field of the row."""
        import numpy as np

        return np.append(column.codes, MISSING)[self.members]


@dataclass(slots=True, eq=False)
class Pair:
    """Two coders over the documents that both worked on.

    Attributes:
        coders: their places.
        documents: which documents both worked on.
        one, other: the places of their annotations there.
        edges: which of them overlap, numbered as in `one` and `other`.
        best: the matching.
    """

    coders: tuple[int, int]
    documents: Bools
    one: Ints
    other: Ints
    edges: Edges
    best: Edges

    def units(self, frame: Frame) -> Units:
        """Matched ones first, then those that only the one, only the other has."""
        import numpy as np

        matched = np.stack([self.one[self.best.one], self.other[self.best.other]], 1)
        left = np.delete(self.one, self.best.one)
        right = np.delete(self.other, self.best.other)
        members = np.concatenate([matched, _beside(left, 0), _beside(right, 1)])
        return Units(self.coders, members, frame.doc[members.max(axis=1)])


def _beside(places: Ints, column: int) -> Ints:
    """Units that only one of two has."""
    import numpy as np

    found = np.full((len(places), 2), -1, dtype=np.int64)
    found[:, column] = places
    return found


class Matching:
    """The units of a frame's coders; each matching is made when it is asked for."""

    def __init__(self, frame: Frame, least: float) -> None:
        self.frame = frame
        self._least = least
        self._pairs: dict[tuple[int, int], Pair] = {}
        self._units: dict[tuple[int, ...], Units] = {}

    def pair(self, one: int, other: int) -> Pair:
        """Two coders."""
        if (one, other) not in self._pairs:
            self._pairs[one, other] = self._matched(one, other)
        return self._pairs[one, other]

    def _matched(self, one: int, other: int) -> Pair:
        frame = self.frame
        both = frame.scope.worked[:, one] & frame.scope.worked[:, other]
        mine, theirs = frame.of(one, both), frame.of(other, both)
        edges = alignment.edges(
            frame.areas.of(mine), frame.areas.of(theirs), self._least
        )
        best = alignment.matched(edges)
        return Pair((one, other), both, mine, theirs, edges, best)

    def units(self, coders: Sequence[int]) -> Units:
        """The units of two or more coders, in documents that two of them worked on."""
        key = tuple(coders)
        if key not in self._units:
            if len(key) == 2:
                self._units[key] = self.pair(*key).units(self.frame)
            else:
                self._units[key] = self._grouped(key)
        return self._units[key]

    def _grouped(self, coders: tuple[int, ...]) -> Units:
        import numpy as np

        frame = self.frame
        worked = frame.scope.worked[:, list(coders)].sum(axis=1) > 1
        places = [frame.of(each, worked) for each in coders]
        units = alignment.grouped([frame.areas.of(p) for p in places], self._least)
        members = np.full_like(units, -1)
        for column, place in enumerate(places):
            there = units[:, column] >= 0
            members[there, column] = place[units[there, column]]
        doc = frame.doc[members.max(axis=1)] if len(members) else members[:, 0]
        return Units(coders, members, doc)


def row_units(units: Units, rows: RowColumns, annotations: int) -> RowUnits:
    """The rows of units, put together by what they are about."""
    import numpy as np

    size = max(len(rows.keys), 1)
    found: list[tuple[Ints, Ints, int]] = []
    for column in range(len(units.coders)):
        unit_of = np.full(annotations, -1, dtype=np.int64)
        there = np.flatnonzero(units.members[:, column] >= 0)
        unit_of[units.members[there, column]] = there
        unit = unit_of[rows.owner]
        mine = np.flatnonzero(unit >= 0)
        found.append((unit[mine] * size + rows.key[mine], mine, column))
    every = np.unique(np.concatenate([key for key, _, _ in found]))
    members = np.full((len(every), len(units.coders)), -1, dtype=np.int64)
    for key, mine, column in found:
        members[np.searchsorted(every, key), column] = mine
    return RowUnits(every // size, every % size, members)
