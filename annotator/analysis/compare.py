# SPDX-License-Identifier: MIT
"""Where several people's annotations of one document differ, and in what.

A unit is what they made of one passage: at most one annotation of each.  Units
are those that `analysis.groups` puts together by the overlap of their main spans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from annotator.analysis import facets
from annotator.analysis.groups import groups
from annotator.analysis.overlap import Area, area
from annotator.analysis.unitizing import ANY
from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType, Codebook
from annotator.model.progress import Job, Progress, run
from annotator.model.review import ANNOTATION, Facet

#: The value of who has no annotation in the unit.
MISSING: Final = facets.MISSING

#: After so many units somebody else may have a turn.
_FEW: Final = 16


@dataclass(frozen=True, slots=True)
class Unit:
    """What several people made of one passage.

    Attributes:
        number: its place in the document, from 0.
        members: for each of them their annotation, None where they have none.
        parents: for each of them the number of the unit that theirs lies in.
        made: the annotations there are, in the order of the people.
        start: where the first of them begins, code points.
    """

    number: int
    members: tuple[Annotation | None, ...]
    parents: tuple[int | None, ...]
    made: tuple[Annotation, ...]
    start: int

    @property
    def first(self) -> Annotation:
        """The first of them."""
        return self.made[0]

    @property
    def is_complete(self) -> bool:
        """Whether everyone has one and none of them is a draft."""
        return len(self.made) == len(self.members) and all(
            each.state == "complete" for each in self.made
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One facet in which the members of a unit differ.

    `values` has one for each person, MISSING where there is no annotation, or
    no such row, to have one.
    """

    facet: Facet
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The units of one document.

    Attributes:
        people: the uids of those compared.
        units: in text order.
        unit_of: annotation uid → number of its unit.
        differences: for each unit what its members differ in.
        agreed: the units that everyone has, complete and without a difference.
    """

    people: tuple[str, ...]
    units: tuple[Unit, ...]
    unit_of: Mapping[str, int]
    differences: tuple[tuple[Difference, ...], ...]
    agreed: tuple[Unit, ...]


def compare(
    people: Sequence[str],
    layers: Sequence[Sequence[Annotation]],
    codebook: Codebook,
    least: float = ANY,
    canonical: Callable[[str], str] = str,
) -> Comparison:
    """Compare the layers of some people, one each, of one document.

    Args:
        people: their uids.
        layers: the live annotations of each.
        codebook: says what the roles, fields and rows are.
        least: the smallest overlap (Jaccard, 0 to 1) of a match.
        canonical: the uid that an entity's or entry's uid stands for now.
    """
    return run(comparing(people, layers, codebook, least, canonical))


def comparing(
    people: Sequence[str],
    layers: Sequence[Sequence[Annotation]],
    codebook: Codebook,
    least: float = ANY,
    canonical: Callable[[str], str] = str,
) -> Job[Comparison]:
    """As `compare`, a few units at a time."""
    kinds = {each.id: each for each in codebook.types}
    grouped = yield from _grouped(layers, kinds, least)
    yield Progress(0, len(grouped))
    unit_of = {
        member.uid: number
        for number, members in enumerate(grouped)
        for member in members
        if member is not None
    }
    yield Progress(0, len(grouped))
    units = tuple(
        _unit(number, members, unit_of) for number, members in enumerate(grouped)
    )
    view = facets.View(kinds, canonical, unit_of)
    found = []
    for unit in units:
        found.append(tuple(differences(unit, view)))
        if unit.number % _FEW == 0:
            yield Progress(unit.number, len(units))
    agreed = tuple(u for u in units if u.is_complete and not found[u.number])
    return Comparison(tuple(people), units, unit_of, tuple(found), agreed)


def _unit(
    number: int,
    members: tuple[Annotation | None, ...],
    unit_of: Mapping[str, int],
) -> Unit:
    made = tuple(each for each in members if each is not None)
    parents = tuple(_parent(member, unit_of) for member in members)
    return Unit(number, members, parents, made, made[0].start())


def differences(unit: Unit, view: facets.View) -> Iterator[Difference]:
    """What the members of a unit differ in, in the codebook's order."""
    if len(unit.made) < len(unit.members):
        there = tuple(member is not None for member in unit.members)
        yield Difference(ANNOTATION, there)
    made = unit.made
    if len(made) < 2 or _say_the_same(unit):
        return
    said = {member.uid: view.read(member) for member in made}
    first, *others = said.values()
    if all(other == first for other in others):
        return
    for facet in view.of(made):
        values = tuple(
            MISSING
            if member is None
            else said[member.uid].get(facet, facets.unsaid(facet))
            for member in unit.members
        )
        if _differ(values):
            yield Difference(facet, values)


def main_area(annotation: Annotation, kind: AnnotationType | None) -> Area:
    """The passage that an annotation is about: its main spans, else all of them."""
    spans = annotation.spans_of(kind.main_role.id) if kind and kind.roles else ()
    return area((s.start, s.end) for s in spans or annotation.all_spans())


def _differ(values: Sequence[Any]) -> bool:
    there = [each for each in values if each is not MISSING]
    if not there:
        return False
    first = there[0]
    return any(each != first or type(each) is not type(first) for each in there[1:])


def _parent(member: Annotation | None, unit_of: Mapping[str, int]) -> int | None:
    return None if member is None else unit_of.get(member.parent or "")


def _say_the_same(unit: Unit) -> bool:
    """Whether all members are alike to the letter, which needs no closer look."""
    first, *others = unit.made
    parents = {
        parent
        for member, parent in zip(unit.members, unit.parents, strict=True)
        if member is not None
    }
    return len(parents) == 1 and all(
        each.spans == first.spans
        and each.fields == first.fields
        and each.rows == first.rows
        and each.none == first.none
        for each in others
    )


def _grouped(
    layers: Sequence[Sequence[Annotation]],
    kinds: Mapping[str, AnnotationType],
    least: float,
) -> Job[list[tuple[Annotation | None, ...]]]:
    """Annotations of one type put together; units of all types in text order."""
    types = sorted({each.type for layer in layers for each in layer})
    found: list[tuple[tuple[int, int, str], tuple[Annotation | None, ...]]] = []
    total = sum(map(len, layers))
    for name in types:
        mine = [[each for each in layer if each.type == name] for layer in layers]
        areas: list[list[Area]] = [[] for _ in mine]
        for coder, some in enumerate(mine):
            for n, each in enumerate(some):
                areas[coder].append(main_area(each, kinds.get(name)))
                if n % _FEW == 0:
                    yield Progress(0, total)
        for n, stretch in enumerate(_stretches(areas)):
            own = [[areas[c][i] for i in some] for c, some in enumerate(stretch)]
            for group in groups(own, least):
                places = [
                    None if i is None else stretch[c][i] for c, i in enumerate(group)
                ]
                found.append(_group(places, mine, areas))
            if n % _FEW == 0:
                yield Progress(len(found), total)
    return [members for _, members in sorted(found, key=lambda each: each[0])]


def _group(
    places: Sequence[int | None],
    mine: Sequence[Sequence[Annotation]],
    areas: Sequence[Sequence[Area]],
) -> tuple[tuple[int, int, str], tuple[Annotation | None, ...]]:
    """The annotations at those places, behind what puts units in order."""
    chosen = tuple(None if n is None else mine[c][n] for c, n in enumerate(places))
    spots = [areas[c][n] for c, n in enumerate(places) if n is not None]
    start = min((spot[0][0] for spot in spots if spot), default=0)
    end = max((spot[-1][1] for spot in spots if spot), default=0)
    uid = next(each.uid for each in chosen if each is not None)
    return (start, -end, uid), chosen


def _stretches(coders: Sequence[Sequence[Area]]) -> Iterator[list[list[int]]]:
    """For each stretch of the text that nothing reaches beyond: what lies in it.

    These are indices by coder, in order.  Areas of two stretches have no character
    in common, so that each stretch is matched by itself, with the same outcome.
    """
    order = sorted(
        (spot[0][0], spot[-1][1], coder, n)
        for coder, areas in enumerate(coders)
        for n, spot in enumerate(areas)
        if spot
    )
    nowhere = [[n for n, spot in enumerate(areas) if not spot] for areas in coders]
    if any(nowhere):
        yield nowhere
    stretch: list[list[int]] = [[] for _ in coders]
    reach = 0
    for start, end, coder, n in order:
        if start >= reach and any(stretch):
            yield [sorted(some) for some in stretch]
            stretch = [[] for _ in coders]
        stretch[coder].append(n)
        reach = max(reach, end)
    if any(stretch):
        yield [sorted(some) for some in stretch]
