# SPDX-License-Identifier: MIT
"""Writing in the adjudicated layer by hand: what the article and the form ask for.

Every edit of a unit's result is a decision about what it changed, in the same
step: of the person whose answer it now is, or “edited”.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from annotator.analysis.adjudicate import FROM, changed_facets
from annotator.analysis.compare import Unit
from annotator.model.annotation import Annotation, Span
from annotator.model.identity import new_uid
from annotator.model.review import ANNOTATION, PARENT, Decision, Facet
from annotator.services.review.decide import step
from annotator.services.review.desk import (
    ADJUDICATED,
    ReviewDesk,
    require_sight,
)
from annotator.services.review.joining import join_as_reviewer
from annotator.services.review.queue import Item
from annotator.services.review.work import Work, begin_layer
from annotator.services.session import Session
from annotator.store.rows import same_content


def begin(
    session: Session, desk: ReviewDesk, unit: Unit, source: Annotation
) -> Annotation:
    """The unit's result to be edited, begun as a draft of `source` if need be."""
    known = desk.result_of(unit)
    if known is not None:
        return known
    with step(session, desk, "review.begin") as work:
        return work.begin(unit, source)


def add(
    session: Session,
    desk: ReviewDesk,
    annotation: Annotation,
    instead_of: Unit | None = None,
    along: Sequence[Annotation] = (),
) -> Annotation:
    """Write a new annotation: one that nobody made, or instead of a unit's.

    `along` are results that lie in it from now on.
    """
    uid = annotation.uid or new_uid()
    made = replace(
        annotation,
        uid=uid,
        layer=ADJUDICATED,
        annotator=session.annotator.uid,
        codebook=annotation.codebook or session.codebook.sha256,
        spans=_quoted(annotation.spans, desk.document.text),
    )
    with step(session, desk, "review.new", {"annotation": uid}) as work:
        for each in along:
            work.store(each)
            _decide_nesting(desk, work, each)
        if instead_of is not None:
            work.drop(instead_of)
            work.decide(instead_of, ANNOTATION, "new")
            return work.put(instead_of, made)
        stored = work.store(made)
        _note_new(session, desk, stored)
        begin_layer(session.project, desk)
        return stored


def _note_new(session: Session, desk: ReviewDesk, stored: Annotation) -> None:
    from annotator.model.identity import now_ms

    session.project.decisions.add(
        Decision(
            uid=new_uid(),
            document=desk.document.uid,
            author=session.annotator.uid,
            at=now_ms(),
            facet=ANNOTATION,
            verdict="new",
            result=stored.uid,
        )
    )


def save(
    session: Session,
    desk: ReviewDesk,
    edited: Annotation,
    title: str = "annotation.update",
    along: Sequence[Annotation] = (),
    **args: Any,
) -> Annotation:
    """Store a new state of a result, and what was decided by it, as one step.

    `along` are other results that it takes in.
    """
    before = session.project.annotations.get(edited.document, edited.uid)
    after = replace(edited, spans=_quoted(edited.spans, desk.document.text))
    if same_content(before, after) and not along:
        return before
    unit = unit_of(desk, before)
    named = {"document": edited.document, "annotation": edited.uid, **args}
    tables = {"annotation", "decision", "layer"}
    require_sight(session, edited.document)
    join_as_reviewer(session)
    with session.write(title, tables, (edited.document,), named) as project:
        work = Work(session, desk, project)
        stored = work.store(after)
        for each in along:
            work.store(each)
            _decide_nesting(desk, work, each)
        if unit is not None:
            _decide(desk, work, unit, before, stored)
        work.finish(skip=(stored.uid, *(each.uid for each in along)))
    return project.annotations.get(edited.document, edited.uid)


def _decide(
    desk: ReviewDesk, work: Work, unit: Unit, before: Annotation, after: Annotation
) -> None:
    """Note a decision on every facet that the edit changed."""
    changed = changed_facets(before, after, desk.view)
    whole = work.decided(unit, ANNOTATION)
    if desk.reading:
        work.decide(unit, ANNOTATION, "corrected", taken=unit.first)
        return
    if whole is not None and whole.verdict == "new":
        return
    if whole is not None and whole.verdict == "agreed":
        work.decide(unit, ANNOTATION, "edited", reason=whole.reason, note=whole.note)
    for facet in changed:
        decide_as_it_stands(desk, work, unit, facet, after)


def _decide_nesting(desk: ReviewDesk, work: Work, moved: Annotation) -> None:
    """A result that was taken in by another stays there."""
    unit = unit_of(desk, moved)
    if unit is not None:
        work.decide(unit, PARENT, "edited")


def decide_as_it_stands(
    desk: ReviewDesk,
    work: Work,
    unit: Unit,
    facet: Facet,
    result: Annotation,
    reason: str = "",
    note: str = "",
) -> None:
    """Decide a facet for what the result says: someone's answer, or an own one."""
    now = desk.view.value(result, facet)
    same = [m for m in unit.made if desk.view.value(m, facet) == now]
    verdict = "take" if same else "edited"
    before = work.decided(unit, facet)
    if before is not None:
        reason, note = reason or before.reason, note or before.note
    taken = same[0] if same else None
    work.decide(unit, facet, verdict, taken=taken, reason=reason, note=note)


def settle(
    session: Session,
    desk: ReviewDesk,
    item: Item,
    reason: str = "",
    note: str = "",
) -> bool:
    """Decide an item for what its result says now; False where it has none."""
    unit = desk.unit(item)
    result = desk.result_of(unit) if unit else None
    if unit is None or result is None:
        return False
    args = {"facet": str(item.facet), "label": item.label}
    with step(session, desk, "review.edited", args) as work:
        if item.facet == ANNOTATION:
            work.decide(unit, ANNOTATION, _by_hand(desk), reason=reason, note=note)
        else:
            decide_as_it_stands(desk, work, unit, item.facet, result, reason, note)
        work.put(unit, result)
    return True


def _by_hand(desk: ReviewDesk) -> str:
    return "corrected" if desk.reading else "edited"


def delete(session: Session, desk: ReviewDesk, uid: str) -> None:
    """Delete a result; of a unit that rejects everyone."""
    known = session.project.annotations.get(desk.document.uid, uid)
    unit = unit_of(desk, known)
    args = {"annotation": uid}
    with step(session, desk, "annotation.delete", args) as work:
        work.remove(known)
        if unit is not None:
            work.decide(unit, ANNOTATION, "rejected")
            return
        for each in desk.decisions:
            if each.result == uid:
                session.project.decisions.remove(each)


def unit_of(desk: ReviewDesk, result: Annotation) -> Unit | None:
    """The unit whose result it is; None for what a reviewer wrote alone."""
    for uid in result.extra.get(FROM, ()):
        number = desk.comparison.unit_of.get(uid)
        if number is not None:
            return desk.comparison.units[number]
    return None


def _quoted(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    return tuple(s if s.text else replace(s, text=text[s.start : s.end]) for s in spans)
