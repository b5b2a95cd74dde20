# SPDX-License-Identifier: MIT
"""What a person has not begun goes to others, e.g. when they leave."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from annotator.analysis import allotment
from annotator.model.errors import ValidationError
from annotator.model.team import Annotator, Assignment, Round
from annotator.services import assigning, people
from annotator.services.session import Session
from annotator.store import workload


@dataclass(frozen=True, slots=True)
class HandOver:
    """What would go to whom.  Nothing is stored yet.

    Attributes:
        gone: the assignments that are taken from the person.
        given: documents by the uid of who gets them.
        nobody: documents that everybody else has already.
    """

    round: Round
    person: Annotator
    gone: tuple[Assignment, ...]
    given: dict[str, tuple[str, ...]]
    nobody: tuple[str, ...]


def plan(
    session: Session, round_uid: str, person: str, to: Collection[str] | None = None
) -> HandOver:
    """Divide a person's documents that are still new among others, evenly.

    Args:
        to: uids or names; None: all other active annotators.

    Raises NotFoundError for unknown names, ValidationError where nobody is left.
    """
    here = session.project.rounds.get(round_uid)
    who = people.find(session, person)
    among = people.annotating(session) if to is None else people.find_all(session, to)
    others = [each.uid for each in among if each.uid != who.uid and not each.inactive]
    if not others:
        raise ValidationError(
            "there is nobody to whom the documents of {name} could go.", name=who.name
        )
    every = session.project.assignments.of_round(round_uid)
    begun = workload.touched(session.project, who.uid)
    gone = tuple(
        each
        for each in every
        if each.annotator == who.uid and each.document not in begun
    )
    given = _divide(session, [each for each in every if each not in gone], gone, others)
    wanted = {each.document for each in gone}
    got = {document for uids in given.values() for document in uids}
    return HandOver(here, who, gone, given, tuple(sorted(wanted - got)))


def _divide(
    session: Session,
    kept: list[Assignment],
    gone: Collection[Assignment],
    others: list[str],
) -> dict[str, tuple[str, ...]]:
    has: dict[str, set[str]] = {}
    for each in kept:
        has.setdefault(each.document, set()).add(each.annotator)
    sizes = workload.lengths_of(session.project)
    alike: dict[int, list[tuple[str, int]]] = {}
    for uid in sorted({each.document for each in gone}):
        number = len(has.get(uid, ())) + 1
        alike.setdefault(number, []).append((uid, sizes.get(uid, 0)))
    found: dict[str, list[str]] = {}
    for number, documents in alike.items():
        # Each time it is known how much everybody has by then.
        new = allotment.allot(documents, others, allotment.Rule(number, None), has)
        for uid, people_of in new.items():
            for person in people_of:
                found.setdefault(person, []).append(uid)
                has.setdefault(uid, set()).add(person)
    return {person: tuple(uids) for person, uids in found.items()}


def hand_over(session: Session, planned: HandOver) -> None:
    """Store it as one step.  Documents that nobody else can have stay."""
    got = {document for uids in planned.given.values() for document in uids}
    taken = [each.document for each in planned.gone if each.document in got]
    if not taken:
        return
    here, name = planned.round.uid, planned.person.name
    with session.grouped("round.hand_over", name=name, count=len(taken)):
        assigning.take(session, here, taken, planned.person.uid)
        for uid, documents in planned.given.items():
            assigning.give(session, here, documents, uid)
