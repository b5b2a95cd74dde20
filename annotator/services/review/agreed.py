# SPDX-License-Identifier: MIT
"""Accepting at once what all agree on: an explicit act with a preview.

The preview says what would be accepted, document by document; the act is one
step for all of them, which one undo takes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.analysis.compare import Unit
from annotator.model.progress import Job, Progress, as_part
from annotator.model.review import ANNOTATION
from annotator.services.review import desk as desks
from annotator.services.review.desk import ReviewDesk
from annotator.services.review.joining import join_as_reviewer
from annotator.services.review.work import Work
from annotator.services.session import Session

#: A sign of life, and a place to cancel, after so many annotations.
_OFTEN = 50


@dataclass(frozen=True, slots=True)
class Agreed:
    """What would be accepted in one document.

    Attributes:
        document: its uid.
        title: its title.
        units: those that all agree on and nobody decided yet.
        identical: all that they agree on, what is accepted already included.
        total: how many units there are.
    """

    document: str
    title: str
    units: tuple[Unit, ...]
    identical: int
    total: int


def agreed(desk: ReviewDesk) -> Agreed:
    """What all agree on in the document on the table."""
    waiting = {
        item.unit
        for item in desk.items
        if item.kind == "agreed" and item.facet == ANNOTATION and item.is_open
    }
    identical = desk.comparison.agreed
    units = tuple(u for u in identical if u.number in waiting)
    if len(desk.people) < 2:
        units = ()
    document = desk.document
    return Agreed(
        document.uid, document.title, units, len(identical), len(desk.comparison.units)
    )


def preview(
    session: Session,
    documents: Iterable[str],
    people: Sequence[str] | None = None,
    least: float = 0.0,
) -> Job[list[Agreed]]:
    """What would be accepted in each of the documents; writes nothing."""
    wanted = list(documents)
    found = []
    for number, uid in enumerate(wanted):
        yield Progress(number, len(wanted))
        if len(desks.people_of(session, uid)) > 1:
            loading = desks.loading(session, uid, people, least)
            found.append(agreed((yield from as_part(loading, number, len(wanted)))))
    return [each for each in found if each.units]


def accept_agreed(
    session: Session,
    documents: Iterable[str],
    people: Sequence[str] | None = None,
    least: float = 0.0,
) -> Job[int]:
    """Accept what all agree on in these documents, as one step; returns how much.

    All of it is kept or, if the job ends early, nothing.
    """
    wanted = list(documents)
    args: dict[str, object] = {"count": 0}
    if len(wanted) == 1:
        args["document"] = wanted[0]
    done = 0
    join_as_reviewer(session)
    with session.project.history.step(session.annotator.uid, "review.accept_all", args):
        session.project.annotators.add(session.annotator)
        for number, uid in enumerate(wanted):
            yield Progress(number, len(wanted))
            loading = desks.loading(session, uid, people, least)
            desk = yield from as_part(loading, number, len(wanted))
            done += yield from _accept(session, desk, number, len(wanted))
        args["count"] = done
    session.changed({"annotation", "decision", "layer", "history"}, wanted)
    return done


def _accept(session: Session, desk: ReviewDesk, number: int, total: int) -> Job[int]:
    units = agreed(desk).units
    work = Work(session, desk, session.project)
    for n, unit in enumerate(units):
        work.decide(unit, ANNOTATION, "agreed", taken=unit.first)
        work.copy(unit, unit.first)
        if n % _OFTEN == 0:
            yield Progress(number, total)
    yield from as_part(work.finishing(), number, total)
    return len(units)
