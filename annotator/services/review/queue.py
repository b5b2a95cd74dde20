# SPDX-License-Identifier: MIT
"""What is to be decided in a document, and what was.

A decision belongs to the unit that holds most of the annotations it was made
about.  It holds until one of them has another revision, is gone, or another
annotation joins the unit: then it is open again, with what was decided.
So it is where two reviewers who worked apart decided otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from random import Random
from typing import TYPE_CHECKING, Final

from annotator.analysis.compare import Comparison, Difference, Unit
from annotator.model.annotation import Annotation
from annotator.model.labels import labels
from annotator.model.progress import Job, Progress
from annotator.model.review import ANNOTATION, Decision, Facet

if TYPE_CHECKING:
    from annotator.store.bulk import Conflict

#: What an item is about, in the order in which they are listed.
KINDS: Final = (
    "only",
    "boundary",
    "parent",
    "field",
    "row",
    "rival",
    "reading",
    "new",
    "gone",
    "agreed",
)
OPEN: Final = "open"
REOPENED: Final = "reopened"
DECIDED: Final = "decided"
#: After so many units somebody else may have a turn.
_FEW: Final = 64
#: Verdicts on a whole unit after which its facets are no questions any more.
_WHOLE: Final = frozenset({"rejected", "ambiguous", "new", "accepted", "corrected"})


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the queue.

    Attributes:
        kind: one of `KINDS`.
        facet: what it is about.
        state: "open", "reopened" or "decided".
        unit: number of the unit, None where no primaries are left or were.
        difference: what the people say; None where they do not differ.
        decision: what was decided, also where that is open again.
        label: short name of the unit, "A05".
        start: where the unit begins, code points.
        key: names the item across reloads.
        type: the annotation type, "" where it is not known.
        conflict: what was changed apart, None for every other question.
    """

    kind: str
    facet: Facet
    state: str
    unit: int | None
    difference: Difference | None
    decision: Decision | None
    label: str
    start: int
    key: tuple[str, str]
    type: str = ""
    conflict: Conflict | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state != DECIDED


def _rival(
    conflict: Conflict, comparison: Comparison, labels: Mapping[int, str]
) -> Item:
    """The question which of several states of a record holds."""
    shown = conflict.states[0]
    own = isinstance(shown, Annotation)
    unit = comparison.unit_of.get(conflict.key) if own else None
    return Item(
        "rival",
        ANNOTATION,
        OPEN,
        unit,
        None,
        None,
        "" if unit is None else labels.get(unit, ""),
        shown.start() if isinstance(shown, Annotation) else 0,
        ("rival", f"{conflict.kind}/{conflict.key}"),
        shown.type if isinstance(shown, Annotation) else "",
        conflict,
    )


def is_stale(decision: Decision, unit: Unit, people: Sequence[str]) -> bool:
    """Whether the primaries are no longer those that were decided about."""
    then = {p.annotation: p.revision for p in decision.primaries}
    now = {each.uid: last_revision(each) for each in unit.made}
    if any(then.get(uid) != revision for uid, revision in now.items()):
        return True
    return any(
        p.annotator in people and p.annotation not in now for p in decision.primaries
    )


def last_revision(annotation: Annotation) -> str:
    """The name of the annotation's state, "" where it never had one."""
    return annotation.revs[-1] if annotation.revs else ""


def kind_of(facet: Facet) -> str:
    """The kind of a disagreement on that facet."""
    if facet.row or facet.kind == "row":
        return "row"
    return {"annotation": "only", "spans": "boundary"}.get(facet.kind, facet.kind)


def unit_labels(comparison: Comparison) -> dict[int, str]:
    """Short names of the units, as those of annotations: A01, A02, A02a …"""
    outline = [
        Annotation(
            uid=str(unit.number),
            document="",
            type=unit.first.type,
            annotator="",
            spans=unit.first.spans,
            parent=_first_parent(unit),
        )
        for unit in comparison.units
    ]
    return {int(uid): label for uid, label in labels(outline).items()}


def _first_parent(unit: Unit) -> str | None:
    found = next((p for p in unit.parents if p is not None), None)
    return None if found is None or found == unit.number else str(found)


def sides(unit: Unit, people: int, seed: int | None) -> list[int]:
    """In which order the people's cards are shown; shuffled, but always the same.

    Without a seed it is the order of the people.
    """
    order = list(range(people))
    if seed is not None:
        Random(f"{seed}/{unit.first.uid}").shuffle(order)
    return order


def shuffled(found: Sequence[Item], seed: int) -> list[Item]:
    """The items with their units in a random order that the seed fixes."""
    units = list(dict.fromkeys(each.key[0] for each in found))
    Random(seed).shuffle(units)
    place = {key: n for n, key in enumerate(units)}
    return sorted(found, key=lambda each: place[each.key[0]])


def outcome(decision: Decision) -> tuple[object, ...]:
    """What a decision came to, whoever made it."""
    return decision.verdict, decision.taken, str(decision.value)


class Questions:
    """Asks about the units of one comparison, whatever is decided meanwhile.

    The questions about a unit are made anew only where its decisions are others.
    `labels` are those of the units; `reading` asks of every unit whether it is
    right, although nobody contradicts.
    """

    def __init__(
        self, comparison: Comparison, labels: Mapping[int, str], reading: bool
    ) -> None:
        self._comparison = comparison
        self._labels = labels
        self._reading = reading
        self._results: Mapping[str, Annotation] = {}
        self._of_unit: dict[int, dict[Facet, Decision]] = {}
        self._loose: list[Decision] = []
        self._torn: set[tuple[int, Facet]] = set()
        self._made: dict[int, tuple[dict[Facet, Decision], set[Facet]]] = {}
        self._items: dict[int, tuple[Item, ...]] = {}

    def listing(
        self,
        decisions: Iterable[Decision],
        results: Mapping[str, Annotation],
        conflicts: Iterable[Conflict] = (),
    ) -> Job[list[Item]]:
        """The questions in text order, a few units at a time.

        `results` are the live annotations of the adjudicated layer by uid.  What
        was changed apart (`conflicts`) is asked first.
        """
        self._results = results
        self._of_unit, self._loose, self._torn = {}, [], set()
        for each in decisions:
            if not each.deleted:
                self._place(each)
        torn: dict[int, set[Facet]] = {}
        for number, facet in self._torn:
            torn.setdefault(number, set()).add(facet)
        made: list[Item] = []
        for unit in self._comparison.units:
            made += self._of(unit, torn.get(unit.number, set()))
            if unit.number % _FEW == 0:
                yield Progress(unit.number, len(self._comparison.units))
        made += [self._loose_item(each) for each in self._loose]
        rivals = [_rival(each, self._comparison, self._labels) for each in conflicts]
        return [*rivals, *sorted(made, key=attrgetter("start"))]

    def _of(self, unit: Unit, torn: set[Facet]) -> tuple[Item, ...]:
        """The questions about a unit; the same ones as long as nothing changed."""
        sign = (self._of_unit.get(unit.number, {}), torn)
        if self._made.get(unit.number) != sign:
            self._made[unit.number] = sign
            self._items[unit.number] = tuple(self._unit(unit))
        return self._items[unit.number]

    def _place(self, decision: Decision) -> None:
        found = Counter(
            self._comparison.unit_of[p.annotation]
            for p in decision.primaries
            if p.annotation in self._comparison.unit_of
        )
        if not found:
            self._loose.append(decision)
            return
        unit = min(found, key=lambda number: (-found[number], number))
        known = self._of_unit.setdefault(unit, {})
        before = known.get(decision.facet)
        if before is not None and outcome(before) != outcome(decision):
            self._torn.add((unit, decision.facet))
        if before is None or (before.at, before.uid) < (decision.at, decision.uid):
            known[decision.facet] = decision

    def _unit(self, unit: Unit) -> Iterator[Item]:
        known = self._of_unit.get(unit.number, {})
        differences = {d.facet: d for d in self._comparison.differences[unit.number]}
        whole = known.get(ANNOTATION)
        torn = (unit.number, ANNOTATION) in self._torn
        whole_holds = whole and not torn and not self._is_stale(whole, unit)
        if whole and whole.verdict in _WHOLE and whole_holds:
            there = self._reading or ANNOTATION in differences
            # Whoever was wrong about it, what was decided is to be seen.
            kind = "" if there else "only"
            yield self._item(unit, ANNOTATION, differences.get(ANNOTATION), whole, kind)
            return
        if not differences:
            yield from self._agreed(unit, known)
            return
        for facet, difference in differences.items():
            decision = known.get(facet) or self._agreed_before(whole)
            yield self._item(unit, facet, difference, decision)
        yield from self._edits(unit, known, differences)

    def _agreed(self, unit: Unit, known: Mapping[Facet, Decision]) -> Iterator[Item]:
        yield self._item(unit, ANNOTATION, None, known.get(ANNOTATION))
        yield from self._edits(unit, known, {ANNOTATION: None})

    def _edits(
        self,
        unit: Unit,
        known: Mapping[Facet, Decision],
        listed: Mapping[Facet, object],
    ) -> Iterator[Item]:
        """What a reviewer decided although nobody differs (any more)."""
        for facet, decision in known.items():
            if facet not in listed and facet != ANNOTATION:
                yield self._item(unit, facet, None, decision, kind_of(facet))

    def _agreed_before(self, whole: Decision | None) -> Decision | None:
        """What was accepted as agreed and no longer is, shows as open again."""
        return whole if whole and whole.verdict in ("agreed", *_WHOLE) else None

    def _is_stale(self, decision: Decision, unit: Unit) -> bool:
        return is_stale(decision, unit, self._comparison.people)

    def _item(
        self,
        unit: Unit,
        facet: Facet,
        difference: Difference | None,
        decision: Decision | None,
        kind: str = "",
    ) -> Item:
        state = OPEN
        if decision is not None:
            again = decision.facet != facet or (unit.number, facet) in self._torn
            state = REOPENED if again or self._is_stale(decision, unit) else DECIDED
        if not kind:
            kind = kind_of(facet) if difference else self._quiet()
        return Item(
            kind,
            facet,
            state,
            unit.number,
            difference,
            decision,
            self._labels.get(unit.number, ""),
            unit.start,
            (unit.first.uid, str(facet)),
            unit.first.type,
        )

    def _quiet(self) -> str:
        return "reading" if self._reading else "agreed"

    def _loose_item(self, decision: Decision) -> Item:
        """A decision without primaries: something new, or they are all gone."""
        gone = bool(decision.primaries)
        result = self._results.get(decision.result or "")
        return Item(
            "gone" if gone else "new",
            decision.facet,
            REOPENED if gone else DECIDED,
            None,
            None,
            decision,
            "",
            result.start() if result else 0,
            (decision.uid, str(decision.facet)),
            result.type if result else "",
        )
