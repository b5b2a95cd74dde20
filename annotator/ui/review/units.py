# SPDX-License-Identifier: MIT
"""Units as the compare view draws them: grounds, bars, lines, by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from annotator.model.codebook import AnnotationType, Codebook
from annotator.model.progress import Job, Progress, run
from annotator.services.review.desk import ReviewDesk
from annotator.services.review.parts import Area, Comparison, Unit, area, main_area
from annotator.ui.article.blocks import Blocks
from annotator.ui.article.marks import Lane
from annotator.ui.review.words import differing

#: After so many units somebody else may have a turn.
_FEW: Final = 64


@dataclass(frozen=True, slots=True)
class UnitMark:
    """What is drawn of one unit.

    Attributes:
        number: of the unit.
        ground: everything that anybody marked as the main role.
        differing: what some and not all marked, where that is open.
        bars: for each person their main spans, () where there are none.
        lines: (role, start, end) of the other roles that all agree on.
        barred: whether the bars are shown although the unit is not chosen.
        level: how deep it lies.
    """

    number: int
    ground: Area
    differing: Area
    bars: tuple[Area, ...]
    lines: tuple[tuple[str, int, int], ...]
    barred: bool
    level: int

    @property
    def start(self) -> int:
        """Where the unit begins."""
        return self.ground[0][0] if self.ground else 0

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.ground[-1][1] if self.ground else 0


@dataclass(slots=True)
class UnitMarks:
    """The units of a document by paragraph, and the lane of those with bars."""

    blocks: Blocks
    marks: tuple[UnitMark, ...] = ()
    _in_block: dict[int, list[UnitMark]] = field(default_factory=dict)
    _lanes: dict[int, int] = field(default_factory=dict)
    _blocks_of: dict[int, tuple[UnitMark, frozenset[int]]] = field(default_factory=dict)

    def show(self, marks: Iterable[UnitMark]) -> set[int]:
        """Show these units from now on; returns the paragraphs that look different."""
        return run(self.showing(marks))

    def showing(self, marks: Iterable[UnitMark]) -> Job[set[int]]:
        """As `show`, a few units at a time."""
        before = {mark.number: mark for mark in self.marks}
        wanted = tuple(marks)
        touched: set[int] = set()
        for n, mark in enumerate(wanted):
            old = before.pop(mark.number, None)
            if old is not mark:
                touched |= self._forget(old) | self._touching(mark)
            if n % _FEW == 0:
                yield Progress(n, len(wanted))
        for gone in before.values():
            touched |= self._forget(gone)
        self.marks = wanted
        if touched:
            self._sort(touched)
        return touched

    def _forget(self, mark: UnitMark | None) -> frozenset[int]:
        known = self._blocks_of.pop(mark.number, None) if mark else None
        return known[1] if known else frozenset()

    def _touching(self, mark: UnitMark) -> frozenset[int]:
        known = self._blocks_of.get(mark.number)
        if known is None or known[0] is not mark:
            spans = [*mark.ground, *((start, end) for _, start, end in mark.lines)]
            found = {b for a, z in spans for b in self.blocks.touching(a, z)}
            known = self._blocks_of[mark.number] = mark, frozenset(found)
        return known[1]

    def _sort(self, touched: set[int]) -> None:
        """Find lanes anew, and list the units of the paragraphs that changed."""
        lanes = dict(self._lanes)
        self._lanes.clear()
        taken: list[Lane] = []
        for mark in self.marks:
            if mark.barred:
                self._lanes[mark.number] = _free(taken, mark)
        for mark in self.marks:
            if self._lanes.get(mark.number) != lanes.get(mark.number):
                touched |= self._touching(mark)
        for block in touched:
            self._in_block[block] = []
        for mark in self.marks:
            for block in self._touching(mark) & touched:
                self._in_block[block].append(mark)

    def in_block(self, block: int) -> Sequence[UnitMark]:
        """The units that touch a paragraph, the outer ones first."""
        return self._in_block.get(block, ())

    def lane(self, mark: UnitMark) -> int:
        """The lane of a unit's bars; the first for one that is only chosen."""
        return self._lanes.get(mark.number, 0)

    def lanes_in(self, block: int) -> int:
        """How many lanes of bars a paragraph needs."""
        return max(
            (1 + self._lanes[m.number] for m in self.in_block(block) if m.barred),
            default=0,
        )

    def at(self, offset: int) -> list[UnitMark]:
        """The units whose ground holds a character, the innermost first."""
        found = [
            mark
            for mark in self.in_block(self.blocks.at(offset))
            if any(start <= offset < end for start, end in mark.ground)
        ]
        return sorted(found, key=lambda m: (-m.level, m.end - m.start))


def _free(taken: list[Lane], mark: UnitMark) -> int:
    for number, lane in enumerate(taken):
        if lane.is_free(mark.start, mark.end):
            lane.take(mark.start, mark.end)
            return number
    taken.append(Lane())
    taken[-1].take(mark.start, mark.end)
    return len(taken) - 1


class MarkMaker:
    """Makes the units' marks; those that look the same are the very same."""

    def __init__(self) -> None:
        self._comparison: Comparison | None = None
        self._levels: dict[int, int] = {}
        self._made: dict[int, tuple[frozenset[str], UnitMark]] = {}
        self._order: list[int] = []

    def marks(self, desk: ReviewDesk, codebook: Codebook) -> list[UnitMark]:
        """The units of a document, outer ones first."""
        return run(self.making(desk, codebook))

    def making(self, desk: ReviewDesk, codebook: Codebook) -> Job[list[UnitMark]]:
        """As `marks`, a few units at a time."""
        kinds = {kind.id: kind for kind in codebook.types}
        if desk.comparison is not self._comparison:
            self._comparison = desk.comparison
            self._levels = _levels(desk)
            self._made, self._order = {}, []
        waiting = _waiting(desk)
        for unit in desk.comparison.units:
            signs = waiting.get(unit.number, frozenset())
            known = self._made.get(unit.number)
            if known is None or known[0] != signs:
                mark = self._mark(unit, kinds.get(unit.first.type), signs)
                self._made[unit.number] = signs, mark
            if unit.number % _FEW == 0:
                yield Progress(unit.number, len(desk.comparison.units))
        if not self._order:
            found = [mark for _, mark in self._made.values()]
            found.sort(key=lambda m: (m.level, m.start, -m.end))
            self._order = [mark.number for mark in found]
        return [self._made[number][1] for number in self._order]

    def _mark(
        self, unit: Unit, kind: AnnotationType | None, signs: frozenset[str]
    ) -> UnitMark:
        main = kind.main_role.id if kind and kind.roles else ""
        bars = tuple(main_area(m, kind) if m else () for m in unit.members)
        ground = area(piece for bar in bars for piece in bar)
        rest: Area = ()
        if main in signs:
            made = [bar for bar, m in zip(bars, unit.members, strict=True) if m]
            rest = differing(made)[0]
        lines = tuple(
            (span.role, span.start, span.end)
            for span in unit.first.spans
            if span.role != main and span.role not in signs
        )
        barred = main in signs or _ONLY in signs
        level = self._levels[unit.number]
        return UnitMark(unit.number, ground, rest, bars, lines, barred, level)


#: Stands among the open roles where it is open whether there is such a unit.
_ONLY = "*"


def _waiting(desk: ReviewDesk) -> dict[int, frozenset[str]]:
    """For units with open questions about words: which roles, or `_ONLY`."""
    found: dict[int, set[str]] = {}
    for item in desk.items:
        if item.unit is None or not item.is_open:
            continue
        if item.kind == "boundary":
            found.setdefault(item.unit, set()).add(item.facet.name)
        elif item.kind == "only":
            found.setdefault(item.unit, set()).add(_ONLY)
    return {number: frozenset(signs) for number, signs in found.items()}


def _levels(desk: ReviewDesk) -> dict[int, int]:
    """How deep each unit lies by what the first who nests it says."""
    parents = {
        unit.number: next((p for p in unit.parents if p is not None), None)
        for unit in desk.comparison.units
    }
    found: dict[int, int] = {}
    for number in parents:
        level, at, seen = 0, parents[number], {number}
        while at is not None and at not in seen:
            seen.add(at)
            level, at = level + 1, parents[at]
        found[number] = level
    return found
