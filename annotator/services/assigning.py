# SPDX-License-Identifier: MIT
"""Who gets which documents: planned by a rule, looked at, then stored as one step.

A plan adds to what was assigned and takes nothing away: made again with the
same wishes it is empty.  Every person's documents come in an order of their
own; documents that are added later come after those that are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from annotator.analysis import allotment
from annotator.analysis.pace import Measured, Rest, forecast, paces
from annotator.model.document import Document
from annotator.model.identity import new_uid, now_ms
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator, Assignment, Round
from annotator.services import people, repeating
from annotator.services.assignment_wish import (
    Wish,
    documents_of,
    people_of,
    round_of,
    rule_of,
    with_gold,
)
from annotator.services.session import Session
from annotator.store import workload
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Load:
    """What one person gets and has then.

    `documents` and `characters` are new ones, `total` counts all of the round;
    `seconds` is how long the new ones take, None where nothing was measured yet.
    """

    person: Annotator
    documents: int
    characters: int
    total: int
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be assigned.  Nothing is stored yet.

    Attributes:
        round: as it will be stored; `is_new` where it is not there yet.
        assignments: the new ones, by person and order.
        copies: documents made to be read a second time.
        loads: one for each person.
        readers: number of people → number of the chosen documents that have so
            many afterwards.
        notes: what should be known before it is done.
    """

    round: Round
    is_new: bool
    assignments: tuple[Assignment, ...]
    copies: tuple[Document, ...] = ()
    loads: tuple[Load, ...] = ()
    readers: Mapping[int, int] = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()

    @property
    def documents(self) -> int:
        """How many documents get somebody new."""
        return len({each.document for each in self.assignments})


def plan(session: Session, wish: Wish) -> Plan:
    """Work out who would get what.

    Raises NotFoundError for unknown names, ValidationError for what cannot be.
    """
    who = people_of(session, wish)
    rule = rule_of(session, wish, len(who))
    if wish.more_gold:
        wish = with_gold(session, wish, rule.seed)
    here, is_new = round_of(session, wish, rule)
    chosen = documents_of(session, wish)
    given = _given(session, None if is_new else here.uid)
    sizes = dict(chosen)
    fresh = allotment.allot(
        chosen, [p.uid for p in who], rule, _by_document(given), set(here.gold)
    )
    wanted: dict[str, list[str]] = {person.uid: [] for person in who}
    for document, chosen_people in fresh.items():
        for uid in chosen_people:
            wanted[uid].append(document)
    again = repeating.choose(session, wanted, wish.repeats, rule.seed, sizes)
    made = tuple(_ordered(session, here, wanted, again, given, rule.seed))
    readers = _readers(chosen, given, fresh)
    return Plan(
        here,
        is_new,
        made,
        tuple(again.copies),
        tuple(_loads(session, who, made, given, {**sizes, **again.sizes})),
        readers,
        (*_notes(session, here, wish, again, len(who)),),
    )


def assign(session: Session, planned: Plan) -> Round:
    """Store a plan as one step; returns the round."""
    here = planned.round
    tables = {"round", "assignment"} | ({"document"} if planned.copies else set())
    args = {"round": here.uid, "name": here.name, "count": planned.documents}
    with session.write("round.assign", tables, None, args, joining=False) as project:
        stored = (project.rounds.add if planned.is_new else project.rounds.update)(here)
        for copy in planned.copies:
            project.documents.add(copy)
        project.assignments.add_all(planned.assignments)
    return stored


def give(
    session: Session, round_uid: str, documents: Iterable[str], person: str
) -> int:
    """Give documents to a person by hand, after those they have; one step.

    Returns how many they did not have yet.
    """
    here = session.project.rounds.get(round_uid)
    who = people.find(session, person)
    has = [a for a in _given(session, here.uid) if a.annotator == who.uid]
    known = {each.document for each in has}
    new = [uid for uid in dict.fromkeys(documents) if uid not in known]
    if not new:
        return 0
    last = max((each.order for each in has), default=0)
    made = [
        _assignment(session, here, uid, who.uid, last + n)
        for n, uid in enumerate(new, 1)
    ]
    with _by_hand(session, "round.give", here, who, new) as project:
        project.assignments.add_all(made)
    return len(new)


def take(
    session: Session, round_uid: str, documents: Iterable[str], person: str
) -> int:
    """Take documents from a person; what they annotated stays; one step."""
    here = session.project.rounds.get(round_uid)
    who = people.find(session, person)
    unwanted = set(documents)
    gone = [
        each
        for each in _given(session, here.uid)
        if each.annotator == who.uid and each.document in unwanted
    ]
    if not gone:
        return 0
    uids = [each.document for each in gone]
    with _by_hand(session, "round.take", here, who, uids) as project:
        project.assignments.remove_all(gone)
    return len(gone)


def _by_hand(
    session: Session, title: str, here: Round, who: Annotator, uids: Sequence[str]
) -> AbstractContextManager[Project]:
    args = {
        "round": here.uid,
        "name": here.name,
        "person": who.name,
        "count": len(uids),
        "document": uids[0],
    }
    return session.write(title, {"assignment"}, uids, args, joining=False)


def _given(session: Session, round_uid: str | None) -> list[Assignment]:
    if round_uid is None:
        return []
    return session.project.assignments.of_round(round_uid)


def _by_document(given: Iterable[Assignment]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in given:
        found.setdefault(each.document, set()).add(each.annotator)
    return found


def _ordered(
    session: Session,
    here: Round,
    wanted: Mapping[str, Sequence[str]],
    again: repeating.Repeats,
    given: Iterable[Assignment],
    seed: int,
) -> Iterable[Assignment]:
    last: dict[str, int] = {}
    for each in given:
        last[each.annotator] = max(last.get(each.annotator, 0), each.order)
    for person, uids in wanted.items():
        repeats = again.of(person)
        order = allotment.sequence([*uids, *repeats], person, seed, repeats)
        for place, document in enumerate(order, last.get(person, 0) + 1):
            yield _assignment(session, here, document, person, place)


def _assignment(
    session: Session, here: Round, document: str, person: str, order: int
) -> Assignment:
    return Assignment(
        uid=new_uid(),
        round=here.uid,
        document=document,
        annotator=person,
        order=order,
        created=now_ms(),
        created_by=session.annotator.uid,
    )


def _loads(
    session: Session,
    who: Iterable[Annotator],
    made: Iterable[Assignment],
    given: Iterable[Assignment],
    sizes: Mapping[str, int],
) -> Iterable[Load]:
    new: dict[str, list[str]] = {}
    for each in made:
        new.setdefault(each.annotator, []).append(each.document)
    had: dict[str, int] = {}
    for each in given:
        had[each.annotator] = had.get(each.annotator, 0) + 1
    known = paces(Measured(*each) for each in workload.measured(session.project))
    for person in who:
        uids = new.get(person.uid, [])
        characters = sum(sizes.get(uid, 0) for uid in uids)
        total = had.get(person.uid, 0) + len(uids)
        left = forecast(Rest(len(uids), characters), person.uid, known)
        yield Load(person, len(uids), characters, total, left.seconds)


def _readers(
    chosen: Iterable[tuple[str, int]],
    given: Iterable[Assignment],
    fresh: Mapping[str, Sequence[str]],
) -> dict[int, int]:
    had = _by_document(given)
    found: dict[int, int] = {}
    for uid, _ in chosen:
        number = len(had.get(uid, ())) + len(fresh.get(uid, ()))
        found[number] = found.get(number, 0) + 1
    return dict(sorted(found.items()))


def _notes(
    session: Session,
    here: Round,
    wish: Wish,
    again: repeating.Repeats,
    people_count: int,
) -> Iterable[Sentence]:
    current = session.codebook
    before = here.codebook.get("version")
    if here.codebook.get("sha256") not in (None, current.sha256):
        yield Sentence(
            "“{name}” was begun under version {before} of the codebook, and the project"
            " has {now} by now: a new round would keep the figures apart.",
            name=here.name,
            before=before,
            now=current.version,
        )
    unknown = len(workload.without_answer(session.project, here.gold))
    if unknown:
        yield Sentence(
            "{n} of the gold documents have no adjudicated layer and none of a lead or"
            " reviewer yet: without it nobody can be scored on them.",
            n=unknown,
        )
    missing = wish.repeats * people_count - again.count
    if missing > 0:
        yield Sentence(
            "{n} of the wished repeats are not possible: a person’s own sequence must"
            " have at least four new documents, or work from an earlier round.",
            n=missing,
        )
