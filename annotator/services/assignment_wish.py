# SPDX-License-Identifier: MIT
"""What is wished of an assignment, and what that means in a project."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from annotator.analysis import allotment
from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.team import Annotator, Round
from annotator.services import documents as listing
from annotator.services import people, rounds
from annotator.services.session import Session
from annotator.store import workload

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
        more_gold: how many more of those with a known answer everybody gets.
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
    more_gold: int = 0
    repeats: int = 0


def people_of(session: Session, wish: Wish) -> tuple[Annotator, ...]:
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


def rule_of(session: Session, wish: Wish, count: int) -> allotment.Rule:
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


def with_gold(session: Session, wish: Wish, seed: int) -> Wish:
    """With more documents of those whose answer is known, drawn by the seed."""
    here = _known(session, wish)
    has = {*(here.gold if here else ()), *wish.gold}
    there = [uid for uid in workload.answered(session.project) if uid not in has]
    if len(there) < wish.more_gold:
        raise ValidationError(
            "{n} gold documents are wanted, and {there} more have a known answer.",
            field="gold",
            remedy="Adjudicate some, or complete them as a lead or reviewer.",
            n=wish.more_gold,
            there=len(there),
        )
    more = allotment.drawn(there, "gold", seed, wish.more_gold)
    return replace(wish, gold=(*wish.gold, *more))


def _known(session: Session, wish: Wish) -> Round | None:
    if wish.round is None:
        return rounds.newest(session)
    return session.project.rounds.find(wish.round)


def round_of(session: Session, wish: Wish, rule: allotment.Rule) -> tuple[Round, bool]:
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


def documents_of(session: Session, wish: Wish) -> list[tuple[str, int]]:
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
