# SPDX-License-Identifier: MIT
"""All that is on the table while others' annotations of a document are compared."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from annotator.analysis.adjudicate import FROM
from annotator.analysis.compare import Comparison, Unit, comparing
from annotator.analysis.facets import View
from annotator.analysis.unitizing import ANY
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.errors import ValidationError
from annotator.model.progress import Job, Progress, run
from annotator.model.review import Decision
from annotator.model.team import Annotator
from annotator.services.review import rivals
from annotator.services.review.earlier import Earlier
from annotator.services.review.queue import Item, Questions, outcome, unit_labels
from annotator.services.session import Session
from annotator.services.visibility import sees_others

#: The annotations of several people, one layer each.
Layers: TypeAlias = tuple[tuple[Annotation, ...], ...]

#: The kind of the layer in which decisions live.
ADJUDICATED: Final = "adjudicated"


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """The compared layers of one document, what differs, what was decided.

    Attributes:
        document: the text.
        people: those compared, in the order of the project.
        layers: the live primary annotations of each.
        comparison: their units and differences.
        view: how annotations are read when they are compared.
        results: the live annotations of the adjudicated layer, in text order.
        decisions: the live decisions on the document.
        earlier: results and decisions by their primaries.
        items: the queue, in text order.
        labels: short names of the units by number.
        questions: asks them, and anew what changed.
        least: the smallest overlap of a match.
        reading: whether one layer is read a second time.
    """

    document: Document
    people: tuple[Annotator, ...]
    layers: tuple[tuple[Annotation, ...], ...]
    comparison: Comparison
    view: View
    results: tuple[Annotation, ...]
    decisions: tuple[Decision, ...]
    earlier: Earlier
    items: tuple[Item, ...]
    labels: Mapping[int, str]
    questions: Questions
    least: float = ANY
    reading: bool = False

    def unit(self, item: Item) -> Unit | None:
        """The unit that an item is about, None where its primaries are gone."""
        return None if item.unit is None else self.comparison.units[item.unit]

    def result_of(self, unit: Unit) -> Annotation | None:
        """The adjudicated annotation of a unit, None where there is none."""
        return self.earlier.result(unit)

    def torn(self, item: Item) -> tuple[Decision, ...]:
        """What reviewers who worked apart decided differently, the latest first."""
        unit = self.unit(item)
        found = self.earlier.decisions(unit, item.facet) if unit else ()
        return tuple(found) if len(set(map(outcome, found))) > 1 else ()

    def item(self, key: tuple[str, str]) -> Item | None:
        """The item of that key as it stands now."""
        return next((each for each in self.items if each.key == key), None)


def people_of(session: Session, document_uid: str) -> tuple[Annotator, ...]:
    """Whose primary layers can be compared: who annotated, or said they had.

    Nobody as long as others' work is hidden from the person at work.
    """
    project = session.project
    number = project.documents.require_id(document_uid)
    sql = (
        "SELECT annotator_id FROM annotation WHERE document_id = ? AND deleted = 0"
        " AND withdrawn = 0 AND layer = 'primary' UNION"
        " SELECT annotator_id FROM layer WHERE document_id = ? AND withdrawn = 0"
        " AND kind = 'primary' AND status = 'complete'"
    )
    rows = project.query(sql, (number, number))
    uids = {project.annotators.uid_of(row[0]) for row in rows if row[0] is not None}
    if not sees_others(session, document_uid):
        return ()
    return tuple(each for each in session.annotators() if each.uid in uids)


def load(
    session: Session,
    document_uid: str,
    people: Iterable[str] | None = None,
    least: float = ANY,
) -> ReviewDesk:
    """Put a document on the table.

    Args:
        session: who reviews, on which project.
        document_uid: the document.
        people: uids of those to compare; None: everyone who annotated it.
        least: the smallest overlap (Jaccard, 0 to 1) of a match.

    One person alone is a second reading.
    """
    return run(loading(session, document_uid, people, least))


def loading(
    session: Session,
    document_uid: str,
    people: Iterable[str] | None = None,
    least: float = ANY,
) -> Job[ReviewDesk]:
    """As `load`, a little at a time.

    It reads the project between the yields, so nothing may be written meanwhile
    that it has read.
    """
    chosen = people_of(session, document_uid)
    if people is not None:
        wanted = set(people)
        chosen = tuple(each for each in chosen if each.uid in wanted)
    refreshing = session.project.annotations.refreshing
    layers = []
    for each in chosen:
        layers.append((yield from refreshing(document_uid, each.uid, "primary")))
    document = session.project.documents.get(document_uid)
    made = _making(session, document, chosen, tuple(layers), least, None)
    return (yield from made)


def size(session: Session, document_uid: str) -> int:
    """How many annotations a comparison of the document would read, about."""
    sql = (
        "SELECT count(*) FROM annotation WHERE document_id = ?"
        " AND deleted = 0 AND withdrawn = 0"
    )
    number = session.project.documents.require_id(document_uid)
    return int(session.project.query(sql, (number,))[0][0])


def reload(
    session: Session, desk: ReviewDesk, layers: Layers | None = None
) -> ReviewDesk:
    """The desk as it is now; what did not change is not compared again.

    `layers` are those of the people where `layers_now` gave them already.
    """
    now = layers_now(session, desk) if layers is None else layers
    kept = desk if stand(desk, now) else None
    return run(_making(session, desk.document, desk.people, now, desk.least, kept))


def layers_now(session: Session, desk: ReviewDesk) -> Layers:
    """The layers of a desk's people as they are now; what stands is the very same."""
    uid, refreshed = desk.document.uid, session.project.annotations.refreshed
    return tuple(
        refreshed(uid, each.uid, "primary", layer)
        for each, layer in zip(desk.people, desk.layers, strict=True)
    )


def stand(desk: ReviewDesk, layers: Layers) -> bool:
    """Whether the desk's comparison holds for these layers of its people."""
    return all(map(_same, layers, desk.layers))


def _same(one: Sequence[Annotation], other: Sequence[Annotation]) -> bool:
    return len(one) == len(other) and all(map(operator.is_, one, other))


def _making(
    session: Session,
    document: Document,
    people: tuple[Annotator, ...],
    layers: tuple[tuple[Annotation, ...], ...],
    least: float,
    kept: ReviewDesk | None,
) -> Job[ReviewDesk]:
    uids = tuple(each.uid for each in people)
    reading = len(people) == 1
    if kept is not None:
        comparison, view, questions = kept.comparison, kept.view, kept.questions
        labels = kept.labels
    else:
        canonical = canonical_of(session)
        job = comparing(uids, layers, session.codebook, least, canonical)
        comparison = yield from job
        kinds = {each.id: each for each in session.codebook.types}
        view = View(kinds, canonical, comparison.unit_of)
        yield Progress(0)
        labels = unit_labels(comparison)
        questions = Questions(comparison, labels, reading)
        yield Progress(0)
    project, uid = session.project, document.uid
    known = kept.results if kept else ()
    results = yield from project.annotations.refreshing(uid, None, ADJUDICATED, known)
    decisions = project.decisions.refreshed(uid, kept.decisions if kept else ())
    by_uid = {each.uid: each for each in results}
    beside = rivals.of_document(session, document.uid)
    found = yield from questions.listing(decisions, by_uid, beside)
    return ReviewDesk(
        document,
        people,
        layers,
        comparison,
        with_results(view, results, comparison),
        results,
        decisions,
        Earlier(decisions, results),
        tuple(found),
        labels,
        questions,
        least,
        reading,
    )


def with_results(
    view: View, results: Iterable[Annotation], comparison: Comparison
) -> View:
    """The view in which results, too, have the number of their unit."""
    numbers = dict(comparison.unit_of)
    for each in results:
        for uid in each.extra.get(FROM, ()):
            if uid in comparison.unit_of:
                numbers[each.uid] = comparison.unit_of[uid]
                break
    return View(view.kinds, view.canonical, numbers)


def require_sight(session: Session, document_uid: str) -> None:
    """Raise ValidationError as long as others' work is hidden from the person."""
    if not sees_others(session, document_uid):
        raise ValidationError(
            "others’ work on this document is hidden.",
            remedy="Complete your own layer of it first.",
        )


def canonical_of(session: Session) -> Callable[[str], str]:
    """The uid that an entity's or vocabulary entry's uid stands for now."""
    project = session.project
    merged = {e.uid: e.merged_into for e in project.entities.all() if e.merged_into}
    for entry in project.vocabularies.all():
        if entry.merged_into:
            merged[entry.uid] = entry.merged_into

    def canonical(uid: str) -> str:
        seen = {uid}
        while uid in merged and merged[uid] not in seen:
            uid = merged[uid]
            seen.add(uid)
        return uid

    return canonical
