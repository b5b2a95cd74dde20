# SPDX-License-Identifier: MIT
"""Units as the compare view draws them: grounds, bars, lines, by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.model.codebook import Codebook
from annotator.services.review.desk import ReviewDesk
from annotator.services.review.parts import Area, area, main_area
from annotator.services.review.queue import Item
from annotator.ui.article.blocks import Blocks
from annotator.ui.article.marks import Lane
from annotator.ui.review.words import differing


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

    def show(self, marks: Iterable[UnitMark]) -> None:
        """Show these units from now on."""
        self.marks = tuple(marks)
        self._in_block.clear()
        self._lanes.clear()
        taken: list[Lane] = []
        for mark in self.marks:
            for block in self._blocks_of(mark):
                self._in_block.setdefault(block, []).append(mark)
            if mark.barred:
                self._lanes[mark.number] = _free(taken, mark)

    def _blocks_of(self, mark: UnitMark) -> set[int]:
        spans = [*mark.ground, *((start, end) for _, start, end in mark.lines)]
        return {b for start, end in spans for b in self.blocks.touching(start, end)}

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


def marks_of(desk: ReviewDesk, codebook: Codebook) -> list[UnitMark]:
    """The units of a document, outer ones first."""
    kinds = {kind.id: kind for kind in codebook.types}
    by_unit: dict[int, list[Item]] = {}
    for item in desk.items:
        if item.unit is not None:
            by_unit.setdefault(item.unit, []).append(item)
    levels = _levels(desk)
    found = []
    for unit in desk.comparison.units:
        kind = kinds.get(unit.first.type)
        main = kind.main_role.id if kind and kind.roles else ""
        bars = tuple(main_area(m, kind) if m else () for m in unit.members)
        ground = area(piece for bar in bars for piece in bar)
        waiting = [i for i in by_unit.get(unit.number, ()) if i.is_open]
        open_spans = {i.facet.name for i in waiting if i.kind == "boundary"}
        rest: Area = ()
        if main in open_spans:
            made = [bar for bar, m in zip(bars, unit.members, strict=True) if m]
            rest = differing(made)[0]
        lines = tuple(
            (span.role, span.start, span.end)
            for span in unit.first.spans
            if span.role != main and span.role not in open_spans
        )
        barred = main in open_spans or any(i.kind == "only" for i in waiting)
        found.append(
            UnitMark(
                unit.number, ground, rest, bars, lines, barred, levels[unit.number]
            )
        )
    return sorted(found, key=lambda m: (m.level, m.start, -m.end))


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
