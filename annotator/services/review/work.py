# SPDX-License-Identifier: MIT
"""One step of a reviewer: results and decisions that are written together.

Primaries are read and never written.  Whatever a verb decides, the result's
parent, its tick for “none” and its state follow from what is decided so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.analysis import adjudicate
from annotator.analysis.adjudicate import FROM, Names
from annotator.analysis.compare import Difference, Unit
from annotator.model.annotation import Annotation
from annotator.model.document import Layer, SpeakerInDocument
from annotator.model.identity import new_uid, now_ms
from annotator.model.progress import Job, Progress, run
from annotator.model.review import ANNOTATION, PARENT, Decision, Facet, Primary
from annotator.model.validation import is_valid, problems
from annotator.services.review.desk import ADJUDICATED, ReviewDesk
from annotator.services.review.earlier import Earlier
from annotator.services.review.queue import Item, last_revision
from annotator.services.session import Session
from annotator.store.project import Project
from annotator.store.rows import same_content

#: Verdicts on the whole unit whose result the reviewer wrote or checked as a whole.
_SETTLED = frozenset({"agreed", "accepted", "corrected", "new"})


class Work:
    """What one verb writes; used inside `Session.write`."""

    def __init__(self, session: Session, desk: ReviewDesk, project: Project) -> None:
        self._session = session
        self._desk = desk
        self._project = project
        self._results = {each.uid: each for each in desk.results}
        self._earlier = Earlier(desk.decisions, desk.results)
        self._waiting = open_by_unit(desk)
        self._decided: dict[tuple[int, Facet], Decision] = {}
        self._touched: dict[int, None] = {}

    # -- what is there

    def result(self, unit: Unit) -> Annotation | None:
        """The unit's result as this step has it."""
        return self._earlier.result(unit)

    def open_of(self, unit: Unit) -> list[Difference]:
        """The differences of a unit that are not decided yet, this step's out."""
        return [
            item.difference
            for item in self._waiting.get(unit.number, ())
            if item.difference is not None
            and (unit.number, item.facet) not in self._decided
        ]

    def names(self, unit: Unit) -> Names:
        """Who the result belongs to and what other units have become."""
        result = self.result(unit)
        uid = result.uid if result else new_uid()
        return Names(uid, self._session.annotator.uid, self._earlier.became)

    # -- results

    def begin(self, unit: Unit, source: Annotation) -> Annotation:
        """The unit's result, made as a draft where there is none yet."""
        known = self.result(unit)
        if known is not None:
            return known
        made = adjudicate.begun(
            unit.made, source, self.open_of(unit), self._desk.view, self.names(unit)
        )
        return self.put(unit, made)

    def copy(self, unit: Unit, source: Annotation) -> Annotation:
        """The unit's result as a copy of one member, whatever it was before."""
        made = adjudicate.begun(
            unit.made, source, (), self._desk.view, self.names(unit)
        )
        return self.put(unit, replace(made, state=source.state))

    def put(self, unit: Unit, result: Annotation) -> Annotation:
        """Store a state of the unit's result; added where it is not there yet."""
        self._touched[unit.number] = None
        made_from = [each.uid for each in unit.made]
        result = replace(result, extra={**result.extra, FROM: made_from})
        return self.store(result)

    def store(self, result: Annotation) -> Annotation:
        """Store a state of any annotation of the adjudicated layer."""
        known = self._results.get(result.uid)
        if known is None:
            stored = self._project.annotations.add(result)
        elif same_content(known, result):
            return known
        else:
            stored = self._project.annotations.update(result)
        self._results[stored.uid] = stored
        self._earlier.remember(stored)
        return stored

    def drop(self, unit: Unit) -> None:
        """The unit has no result: a tombstone stays, what lay inside moves up."""
        for known in self._earlier.results(unit):
            self.remove(known)

    def remove(self, known: Annotation) -> None:
        """Delete an annotation of the adjudicated layer."""
        inside = [c for c in self._results.values() if c.parent == known.uid]
        for child in inside:
            self.store(replace(child, parent=known.parent))
        self.store(replace(self._results[known.uid], deleted=True))

    # -- decisions

    def decide(
        self,
        unit: Unit,
        facet: Facet,
        verdict: str,
        *,
        taken: Annotation | None = None,
        reason: str = "",
        note: str = "",
    ) -> Decision:
        """Note what was decided; the result as it is now goes with it at the end."""
        self._touched[unit.number] = None
        before = self._known(unit, facet)
        made = Decision(
            uid=before.uid if before else new_uid(),
            document=self._desk.document.uid,
            author=self._session.annotator.uid,
            at=now_ms(),
            facet=facet,
            primaries=primaries(unit.made),
            verdict=verdict,
            taken=taken.uid if taken else None,
            reason=reason,
            note=note,
            revs=before.revs if before else (),
        )
        self._decided[unit.number, facet] = made
        return made

    def _known(self, unit: Unit, facet: Facet) -> Decision | None:
        """The decision on the very same facet, which is made anew."""
        return self._earlier.decision(unit, facet)

    def decided(self, unit: Unit, facet: Facet) -> Decision | None:
        """What holds of a facet: this step's decision, else an earlier one."""
        return self._decided.get((unit.number, facet)) or self._known(unit, facet)

    # -- the end

    def finish(self, skip: Iterable[str] = ()) -> None:
        """Give results their parents and states and write the decisions.

        `skip` are uids of results whose parent is as a person has put it.
        """
        run(self.finishing(skip))

    def finishing(self, skip: Iterable[str] = ()) -> Job[None]:
        """As `finish`, a little at a time."""
        units = self._desk.comparison.units
        for number in tuple(self._touched):
            self._settle(units[number])
            yield Progress(0)
        yield from self._nest(set(skip))
        for (number, facet), decision in self._decided.items():
            self._write(units[number], facet, decision)
            yield Progress(0)
        if self._touched:
            begin_layer(self._project, self._desk)

    def _settle(self, unit: Unit) -> None:
        result = self.result(unit)
        if result is None:
            return
        for double in self._earlier.results(unit)[1:]:
            self.remove(double)
        whole = self._decided.get((unit.number, ANNOTATION))
        if whole is not None and whole.verdict in _SETTLED:
            return
        waiting = self.open_of(unit)
        result = adjudicate.settled_none(result, unit.made, waiting, self._desk.view)
        self.put(unit, replace(result, state=self._state(unit, result)))

    def _state(self, unit: Unit, result: Annotation) -> str:
        """Complete when nothing is open any more and nothing is wrong."""
        if self.open_of(unit):
            return "draft"
        found = problems(
            result,
            self._session.codebook,
            self._desk.document.text,
            tuple(r for r in self._results.values() if not r.deleted),
        )
        return "complete" if is_valid(found) else "draft"

    def _nest(self, skip: set[str]) -> Job[None]:
        """Nest results as their units' members are, or as was decided."""
        units, unit_of = self._desk.comparison.units, self._desk.comparison.unit_of
        made = {unit_of[uid] for uid in self._earlier.became if uid in unit_of}
        result_of = {
            number: found
            for number in sorted(made)
            if (found := self.result(units[number]))
        }
        for number, result in result_of.items():
            unit = units[number]
            yield Progress(0)
            self._link(unit, result, result_of)
            result = self._results[result.uid]
            decision = self.decided(unit, PARENT)
            if result.uid in skip or (decision and decision.verdict == "edited"):
                continue
            wanted = self._parent(unit, decision)
            seen = {number}
            while wanted is not None and wanted not in seen:
                seen.add(wanted)
                if wanted in result_of:
                    break
                wanted = self._parent(units[wanted], None)
            above = result_of.get(wanted) if wanted not in (None, number) else None
            parent = above.uid if above else None
            if result.parent != parent:
                result_of[number] = self.store(replace(result, parent=parent))

    def _link(
        self, unit: Unit, result: Annotation, result_of: Mapping[int, Annotation]
    ) -> None:
        """Set links that all agree on and whose other end has a result by now."""
        view = self._desk.view
        for name in view.links(result.type):
            facet = Facet("field", name)
            if name in result.fields or self.decided(unit, facet):
                continue
            said = {view.value(member, facet) for member in unit.made}
            number = said.pop() if len(said) == 1 else None
            if isinstance(number, int) and number in result_of:
                uid = result_of[number].uid
                fields = {**self._results[result.uid].fields, name: uid}
                self.store(replace(self._results[result.uid], fields=fields))

    def _parent(self, unit: Unit, decision: Decision | None) -> int | None:
        """The unit that this one lies in; None while that is not agreed on."""
        if decision is not None and decision.taken:
            for member, parent in zip(unit.members, unit.parents, strict=True):
                if member is not None and member.uid == decision.taken:
                    return parent
        said = {
            parent
            for member, parent in zip(unit.members, unit.parents, strict=True)
            if member is not None
        }
        return said.pop() if len(said) == 1 else None

    def _write(self, unit: Unit, facet: Facet, decision: Decision) -> None:
        result = self.result(unit)
        value = None
        if result is not None and facet.kind == "field":
            value = _stored_value(self._desk, result, facet)
        made = replace(decision, result=result.uid if result else None, value=value)
        decisions = self._project.decisions
        known = self._earlier.decisions(unit, facet)
        for other in known[1:]:
            decisions.remove(other)
        if known:
            decisions.update(made)
        else:
            decisions.add(made)


def _stored_value(desk: ReviewDesk, result: Annotation, facet: Facet) -> object:
    row = desk.view.row(result, facet) if facet.row else None
    value = (row.fields if row else result.fields).get(facet.name)
    return list(value) if isinstance(value, tuple) else value


def primaries(members: Sequence[Annotation]) -> tuple[Primary, ...]:
    """What a decision is made about, with the revisions that it was made on."""
    return tuple(Primary(a.uid, a.annotator, last_revision(a)) for a in members)


def begin_layer(project: Project, desk: ReviewDesk) -> None:
    """The adjudicated layer is under way from its first decision on.

    It takes over what holds of speakers in this document, as far as it does not
    say something itself and nobody contradicts.
    """
    uid = desk.document.uid
    layer = project.layers.get(uid, None, ADJUDICATED)
    status = "in_progress" if layer.status == "new" else layer.status
    primaries = [project.layers.get(uid, each.uid) for each in desk.people]
    own = {each.entity for each in layer.speakers}
    new = [s for s in agreed_speakers(primaries) if s.entity not in own]
    if status != layer.status or new:
        speakers = (*layer.speakers, *new)
        project.layers.set(replace(layer, status=status, speakers=speakers))


def agreed_speakers(layers: Iterable[Layer]) -> list[SpeakerInDocument]:
    """What the layers say of speakers in their document, contradictions left out."""
    said: dict[str, list[Mapping[str, str]]] = {}
    for layer in layers:
        for each in layer.speakers:
            said.setdefault(each.entity, []).append(each.attributes)
    found = []
    for entity, described in sorted(said.items()):
        values: dict[str, set[str]] = {}
        for attributes in described:
            for name, value in attributes.items():
                values.setdefault(name, set()).add(value)
        kept = {name: each.pop() for name, each in values.items() if len(each) == 1}
        if kept:
            found.append(SpeakerInDocument(entity, kept))
    return found


def open_items(desk: ReviewDesk, unit: Unit) -> list[Item]:
    """The open items of a unit."""
    waiting = open_by_unit(desk).get(unit.number, [])
    return [each for each in waiting if each.conflict is None]


def open_by_unit(desk: ReviewDesk) -> dict[int, list[Item]]:
    """The open items of every unit that has some."""
    found: dict[int, list[Item]] = {}
    for each in desk.items:
        if each.unit is not None and each.is_open:
            found.setdefault(each.unit, []).append(each)
    return found
