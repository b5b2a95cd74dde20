# SPDX-License-Identifier: MIT
"""Who gets which documents: planned by a rule, looked at, then stored as one step.

A plan adds to what was assigned and takes nothing away: made again with the
same wishes it is empty.  Every person's documents come in an order of their
own; documents that are added later come after those that are there.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from annotator.analysis import allotment
from annotator.model.document import Document
from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.identity import new_uid, now_ms
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator, Assignment, Round
from annotator.services import documents as listing
from annotator.services import people, repeating, rounds
from annotator.services.session import Session
from annotator.store import workload
from annotator.store.project import Project

#: The name of the first round where none is given.
FIRST: Final = "Round 1"
_SEEDS: Final = 1 << 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be assigned.

    Attributes:
        round: uid or name; None: the newest one.  A new name makes a round.
        kind: kind of the round that is made; must fit one that is there.
        documents: uids; None: all that the filter lets through.
        filter: an expression as in the list of documents.
        people: uids or names; None: all active annotators.
        per_document: people for each document; None: 2 with an overlap, else 1;
            0: all of them.
        overlap: share (0 to 1) of the documents that get so many; None: all.
        seed: of orders and choices; None: the round's, or a new one.
        gold: uids of documents with a known answer, which everybody gets.
        repeats: how many documents each person gets a second time.
    """

    round: str | None = None
    kind: str | None = None
    documents: Collection[str] | None = None
    filter: str = ""
    people: Collection[str] | None = None
    per_document: int | None = None
    overlap: float | None = None
    seed: int | None = None
    gold: Collection[str] = ()
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What one person gets and has then.

    `documents` and `characters` are new ones, `total` counts all of the round.
    """

    person: Annotator
    documents: int
    characters: int
    total: int


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
    who = _people(session, wish)
    rule = _rule(session, wish, len(who))
    here, is_new = _round(session, wish, rule)
    chosen = _chosen(session, wish)
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
        tuple(_loads(who, made, given, {**sizes, **again.sizes})),
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


# -- what is wished ---------------------------------------------------------------


def _people(session: Session, wish: Wish) -> tuple[Annotator, ...]:
    if wish.people is None:
        found = people.annotating(session)
        if not found:
            raise ValidationError(
                "there is nobody to whom documents could be assigned.",
                remedy="Add annotators, or name the people.",
            )
        return found
    found = people.find_all(session, wish.people)
    gone = [each.name for each in found if each.inactive]
    if gone:
        raise ValidationError(
            "“{name}” is inactive and gets no more work.",
            remedy="Make them active again, or leave them out.",
            name=gone[0],
        )
    if not found:
        raise ValidationError("nobody is named to whom documents could be assigned.")
    return found


def _rule(session: Session, wish: Wish, count: int) -> allotment.Rule:
    number = wish.per_document
    if number is None:
        number = 1 if wish.overlap is None else min(2, max(count, 1))
    elif number == 0:
        number = count
    if not 1 <= number <= count:
        raise ValidationError(
            "each document is to have {n} people, and there are {count}.",
            field="per_document",
            remedy="Ask for fewer, or add people.",
            n=number,
            count=count,
        )
    if wish.overlap is not None and not 0 <= wish.overlap <= 1:
        raise ValidationError(
            "the overlap is a share between 0 and 1, not {overlap}.",
            field="overlap",
            remedy="Write .2 for a fifth of the documents.",
            overlap=wish.overlap,
        )
    if wish.repeats < 0:
        raise ValidationError("nobody can repeat fewer than no documents.")
    return allotment.Rule(number, wish.overlap, _seed(session, wish))


def _seed(session: Session, wish: Wish) -> int:
    if wish.seed is not None:
        return wish.seed
    here = _known(session, wish)
    stored = here.settings.get("seed") if here else None
    return stored if isinstance(stored, int) else secrets.randbelow(_SEEDS)


def _known(session: Session, wish: Wish) -> Round | None:
    if wish.round is None:
        return rounds.newest(session)
    return session.project.rounds.find(wish.round)


def _round(session: Session, wish: Wish, rule: allotment.Rule) -> tuple[Round, bool]:
    """The round as it will be, and whether it is a new one."""
    here = _known(session, wish)
    is_new = here is None
    if here is None:
        here = rounds.made(session, wish.round or FIRST, wish.kind or "production")
    elif wish.kind not in (None, here.kind):
        raise ValidationError(
            "“{name}” is a {kind} round.",
            field="kind",
            remedy="Give the new round another name.",
            name=here.name,
            kind=here.kind,
        )
    settings: dict[str, Any] = {"per_document": rule.per_document}
    if rule.overlap is not None:
        settings["overlap"] = rule.overlap
    settings["seed"] = rule.seed
    gold = tuple(sorted({*here.gold, *wish.gold}))
    return replace(here, gold=gold, settings=settings), is_new


def _chosen(session: Session, wish: Wish) -> list[tuple[str, int]]:
    """Uids and lengths of the documents that are to be assigned."""
    lengths = workload.originals(session.project)
    if wish.documents is None:
        uids = _filtered(session, wish.filter, lengths)
    else:
        uids = list(dict.fromkeys(wish.documents))
    for uid in (*uids, *wish.gold):
        if uid not in lengths:
            raise NotFoundError("there is no document “{uid}”.", uid=uid)
    uids += [uid for uid in dict.fromkeys(wish.gold) if uid not in set(uids)]
    if not uids:
        raise ValidationError(
            "no document fits; there is nothing to assign.",
            remedy="Import texts first, or change the filter.",
        )
    return [(uid, lengths[uid]) for uid in uids]


def _filtered(session: Session, filter: str, lengths: Mapping[str, int]) -> list[str]:
    if not filter.strip():
        return list(lengths)
    found = listing.page(session, listing.rows(session, filter, "id"))
    return [each.uid for each in found if each.uid in lengths]


# -- what comes of it -------------------------------------------------------------


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
    for person in who:
        uids = new.get(person.uid, [])
        characters = sum(sizes.get(uid, 0) for uid in uids)
        total = had.get(person.uid, 0) + len(uids)
        yield Load(person, len(uids), characters, total)


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
