# SPDX-License-Identifier: MIT
"""New speakers and issues of a merge that may be known under another name.

People who work apart name the same speaker each in their own way.  Which of the
new ones may be somebody known is proposed with a reason; who says yes unifies
them as by hand, with the new one pointing to the known one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.same_person import Named, propose
from annotator.model.sentence import Sentence
from annotator.services import entities
from annotator.services.session import Session

#: A speaker or an entry of a vocabulary.
Noun: TypeAlias = Entity | VocabularyEntry
_Place: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Unification:
    """That a new speaker or entry may be one that is known.

    Attributes:
        new: the one that came.
        known: the one that it may be.
        score: how sure it is, from 0 to 1.
        reason: what speaks for it.
    """

    new: Noun
    known: Noun
    score: float
    reason: Sentence


def name_of(noun: Noun) -> str:
    """What a speaker or an entry is called."""
    return noun.name if isinstance(noun, Entity) else noun.label


def known_nouns(session: Session) -> list[Noun]:
    """The live speakers of a project, and the live entries of its vocabularies."""
    found: list[Noun] = [e for e in session.project.entities.all() if _is_live(e)]
    for vocabulary in session.codebook.vocabularies:
        found += entities.entries(session, vocabulary.id)
    return found


def proposals(known: Sequence[Noun], new: Iterable[Noun]) -> tuple[Unification, ...]:
    """Which of the new ones may be one of the known, else a new one before it."""
    by_place: dict[_Place, tuple[list[Noun], list[Noun]]] = {}
    for noun in new:
        if _is_live(noun):
            by_place.setdefault(_place(noun), ([], []))[1].append(noun)
    for noun in known:
        if _place(noun) in by_place:
            by_place[_place(noun)][0].append(noun)
    found: list[Unification] = []
    for there, came in by_place.values():
        found += _proposals(there, came)
    return tuple(found)


def _proposals(known: list[Noun], new: list[Noun]) -> Iterable[Unification]:
    by_uid = {noun.uid: noun for noun in (*known, *new)}
    order = {noun.uid: number for number, noun in enumerate((*known, *new))}
    nouns = list(map(_named, by_uid.values()))
    found = propose(map(_named, new), nouns)
    at_home = {each.new for each in found if order[str(each.known)] < len(known)}
    for each in found:
        one, other = by_uid[str(each.new)], by_uid[str(each.known)]
        # Of two new ones the later may be the earlier, and not both each other.
        later = order[other.uid] < order[one.uid]
        if later and (order[other.uid] < len(known) or each.new not in at_home):
            yield Unification(one, other, each.score, each.reason)


def unify(session: Session, wanted: Iterable[tuple[str, str]]) -> int:
    """Unify pairs of uids, the new one first; how many.  Joins the current step.

    Raises NotFoundError where there is no such speaker or entry.
    """
    count = 0
    for new, known in wanted:
        entry = _entry(session, new)
        if entry is None:
            entities.unify(session, new, known)
        else:
            entities.unify_entries(session, entry.vocabulary, new, known)
        count += 1
    return count


def _entry(session: Session, uid: str) -> VocabularyEntry | None:
    if session.project.entities.find(uid) is not None:
        return None
    found = session.project.vocabularies.all()
    return next((each for each in found if each.uid == uid), None)


def _place(noun: Noun) -> _Place:
    if isinstance(noun, Entity):
        return "entity", noun.type
    return "vocabulary", noun.vocabulary


def _named(noun: Noun) -> Named:
    if isinstance(noun, Entity):
        return Named(noun.uid, (noun.name, *noun.aliases), noun.kind)
    return Named(noun.uid, (noun.label,), noun.vocabulary)


def _is_live(noun: Noun) -> bool:
    return not noun.deleted and noun.merged_into is None
