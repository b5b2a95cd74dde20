# SPDX-License-Identifier: MIT
"""The verbs of adjudication: each is one step, and each can be undone.

What is decided goes into the adjudicated layer under the reviewer's own name;
the primaries stay as they were.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotator.analysis import adjudicate
from annotator.analysis.compare import Unit
from annotator.model.annotation import Annotation
from annotator.model.errors import ValidationError
from annotator.model.review import ANNOTATION
from annotator.services.review.desk import ReviewDesk, require_sight
from annotator.services.review.joining import join_as_reviewer
from annotator.services.review.queue import Item
from annotator.services.review.work import Work, open_items
from annotator.services.session import Session

_TABLES = frozenset({"annotation", "decision", "layer"})


@contextlib.contextmanager
def step(
    session: Session, desk: ReviewDesk, title: str, args: dict[str, Any] | None = None
) -> Iterator[Work]:
    """One step of the reviewer; what it decided is written when it ends."""
    uid = desk.document.uid
    named = {"document": uid, **(args or {})}
    require_sight(session, uid)
    join_as_reviewer(session)
    with session.write(title, _TABLES, (uid,), named) as project:
        work = Work(session, desk, project)
        yield work
        work.finish()


def take(
    session: Session,
    desk: ReviewDesk,
    item: Item,
    source: Annotation,
    reason: str = "",
    note: str = "",
) -> None:
    """Take one person's answer to the question of an item."""
    unit = _unit(desk, item)
    with step(session, desk, "review.take", _args(item)) as work:
        work.decide(unit, item.facet, "take", taken=source, reason=reason, note=note)
        _apply(desk, work, unit, item, source)


def _apply(
    desk: ReviewDesk, work: Work, unit: Unit, item: Item, source: Annotation
) -> None:
    if item.facet == ANNOTATION and not work.open_of(unit):
        work.copy(unit, source)
        return
    result = work.begin(unit, source)
    names = work.names(unit)
    work.put(unit, adjudicate.taken(result, item.facet, source, desk.view, names))


def take_all(
    session: Session,
    desk: ReviewDesk,
    unit: Unit,
    source: Annotation,
    reason: str = "",
    note: str = "",
) -> None:
    """Take one person's annotation as it stands, whatever is open in the unit."""
    waiting = open_items(desk, unit)
    with step(session, desk, "review.take_all", _args_of(waiting)) as work:
        for item in waiting:
            work.decide(
                unit, item.facet, "take", taken=source, reason=reason, note=note
            )
        work.copy(unit, source)


def unite(
    session: Session, desk: ReviewDesk, item: Item, reason: str = "", note: str = ""
) -> None:
    """Decide on everything that anybody marked."""
    _spans(session, desk, item, "union", reason, note)


def intersect(
    session: Session, desk: ReviewDesk, item: Item, reason: str = "", note: str = ""
) -> None:
    """Decide on what everybody marked; refused where that is nothing."""
    _spans(session, desk, item, "intersection", reason, note)


def _spans(
    session: Session,
    desk: ReviewDesk,
    item: Item,
    verdict: str,
    reason: str,
    note: str,
) -> None:
    unit = _unit(desk, item)
    if item.facet.kind != "spans":
        raise ValidationError(
            "only words can be united or intersected.",
            remedy="Take one of the answers.",
        )
    united = verdict == "union"
    made = adjudicate.united_spans if united else adjudicate.common_spans
    spans = made(unit.made, item.facet, desk.view, desk.document.text)
    if not spans:
        raise ValidationError(
            "there are no words that all of them marked.",
            remedy="Take one of the answers, or the union.",
        )
    with step(session, desk, f"review.{verdict}", _args(item)) as work:
        work.decide(unit, item.facet, verdict, reason=reason, note=note)
        result = work.begin(unit, unit.first)
        work.put(unit, adjudicate.with_spans(result, item.facet, spans, desk.view))


def reject(
    session: Session, desk: ReviewDesk, item: Item, reason: str = "", note: str = ""
) -> None:
    """Reject everyone: there is no such annotation."""
    unit = _unit(desk, item)
    with step(session, desk, "review.reject", _args(item)) as work:
        work.drop(unit)
        work.decide(unit, ANNOTATION, "rejected", reason=reason, note=note)


def ambiguous(
    session: Session, desk: ReviewDesk, item: Item, reason: str = "", note: str = ""
) -> None:
    """Say that the text allows more than one answer: none is taken.

    A field stays unset; of words, rows and parents the result keeps what it has.
    A whole annotation has no result.
    """
    unit = _unit(desk, item)
    with step(session, desk, "review.ambiguous", _args(item)) as work:
        work.decide(unit, item.facet, "ambiguous", reason=reason, note=note)
        if item.facet == ANNOTATION:
            work.drop(unit)
            return
        result = work.begin(unit, unit.first)
        if item.facet.kind == "field":
            result = adjudicate.with_value(result, item.facet, None, desk.view)
        work.put(unit, result)


def accept(
    session: Session, desk: ReviewDesk, item: Item, reason: str = "", note: str = ""
) -> None:
    """Accept what nobody contradicts: one unit that all agree on, or that is read."""
    unit = _unit(desk, item)
    verdict = "accepted" if desk.reading else "agreed"
    with step(session, desk, f"review.{verdict}", _args(item)) as work:
        work.decide(
            unit, ANNOTATION, verdict, taken=unit.first, reason=reason, note=note
        )
        work.copy(unit, unit.first)


def annotate_decision(
    session: Session, desk: ReviewDesk, item: Item, reason: str, note: str
) -> None:
    """Give a decision another reason or note."""
    if item.decision is None:
        return
    made = replace(item.decision, reason=reason, note=note)
    if made == item.decision:
        return
    with session.write(
        "review.note", {"decision"}, (desk.document.uid,), _doc_args(desk, item)
    ) as project:
        project.decisions.update(made)


def withdraw(session: Session, desk: ReviewDesk, item: Item) -> None:
    """Take a decision back without another in its place; the result stays."""
    if item.decision is None:
        return
    uid = desk.document.uid
    args = _doc_args(desk, item)
    with session.write("review.withdraw", _TABLES, (uid,), args) as project:
        project.decisions.remove(item.decision)


def _unit(desk: ReviewDesk, item: Item) -> Unit:
    unit = desk.unit(item)
    if unit is None:
        raise ValidationError(
            "the annotations that this was about are gone.",
            remedy="Edit or delete the result, or withdraw the decision.",
        )
    return unit


def _args(item: Item) -> dict[str, Any]:
    return {"facet": str(item.facet), "label": item.label}


def _args_of(found: list[Item]) -> dict[str, Any]:
    return _args(found[0]) if found else {}


def _doc_args(desk: ReviewDesk, item: Item) -> dict[str, Any]:
    return {"document": desk.document.uid, **_args(item)}
