# SPDX-License-Identifier: MIT
"""Rounds of work: made under a version of the codebook, closed until opened."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Final

from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.identity import new_uid, now_ms
from annotator.model.sentence import Sentence, joined
from annotator.model.team import ROUND_KINDS, Round
from annotator.services import people
from annotator.services.session import Session
from annotator.store.project import Project

#: Nouns of `Changed` that rounds and assignments are.
TABLES: Final = frozenset({"round", "assignment"})


def all_of(session: Session) -> tuple[Round, ...]:
    """The rounds in the order in which they were made."""
    return session.project.rounds.all()


def newest(session: Session) -> Round | None:
    """The round that was made last."""
    return next(reversed(all_of(session)), None)


def find(session: Session, name_or_uid: str) -> Round:
    """The round of that uid or name; NotFoundError names those there are."""
    found = session.project.rounds.find(name_or_uid)
    if found is not None:
        return found
    names = joined(", ", (each.name for each in all_of(session)))
    raise NotFoundError(
        "there is no round “{name}” in the project.",
        remedy="There are: {there}.",
        name=name_or_uid,
        there=names or Sentence("none yet"),
    )


def made(session: Session, name: str, kind: str = "production") -> Round:
    """A new round under the current codebook, not stored yet.

    Raises ValidationError for a name that is there already, or an unknown kind.
    """
    codebook = session.project.codebooks.current()
    return Round(
        uid=new_uid(),
        name=_name(session, name),
        kind=_kind(kind),
        codebook={
            "id": codebook.id,
            "version": codebook.version,
            "sha256": codebook.sha256,
        },
        created=now_ms(),
        created_by=session.annotator.uid,
    )


def add(session: Session, name: str, kind: str = "production") -> Round:
    """Make a round; one step."""
    wanted = made(session, name, kind)
    with _step(session, "round.add", wanted) as project:
        return project.rounds.add(wanted)


def update(session: Session, changed: Round) -> Round:
    """Store another name or kind of a round; one step."""
    people.require_lead(session)
    before = session.project.rounds.get(changed.uid)
    after = replace(
        changed,
        name=_name(session, changed.name, changed.uid),
        kind=_kind(changed.kind),
    )
    if after == before:
        return before
    with _step(session, "round.update", after) as project:
        return project.rounds.update(after)


def set_opened(session: Session, uid: str, opened: bool) -> Round:
    """Let everybody see others' layers in the round's documents, or no more.

    Raises ValidationError where somebody else leads the project.
    """
    people.require_lead(session)
    before = session.project.rounds.get(uid)
    if before.opened == opened:
        return before
    after = replace(before, opened=opened)
    title = "round.open" if opened else "round.close"
    with _step(session, title, after, others=True) as project:
        return project.rounds.update(after)


def set_gold(session: Session, uid: str, documents: Iterable[str]) -> Round:
    """Say which of the round's documents are gold; one step."""
    people.require_lead(session)
    before = session.project.rounds.get(uid)
    after = replace(before, gold=tuple(sorted(set(documents))))
    if after == before:
        return before
    with _step(session, "round.gold", after) as project:
        return project.rounds.update(after)


def remove(session: Session, uid: str) -> None:
    """Remove a round and its assignments; all that was annotated stays; one step."""
    people.require_lead(session)
    gone = session.project.rounds.get(uid)
    with _step(session, "round.remove", gone) as project:
        project.assignments.remove_all(project.assignments.of_round(uid))
        project.rounds.remove(gone)


def _step(
    session: Session, title: str, of: Round, *, others: bool = False
) -> AbstractContextManager[Project]:
    tables = TABLES | {"layer"} if others else TABLES
    args = {"round": of.uid, "name": of.name}
    return session.write(title, tables, None, args, joining=False)


def _name(session: Session, name: str, uid: str | None = None) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise ValidationError("a round needs a name.", field="name")
    if any(each.name == clean and each.uid != uid for each in all_of(session)):
        raise ValidationError(
            "there is a round “{name}” already.", field="name", name=clean
        )
    return clean


def _kind(kind: str) -> str:
    if kind not in ROUND_KINDS:
        raise ValidationError(
            "there is no kind of round “{kind}”.",
            field="kind",
            remedy="There are: {kinds}.",
            kind=kind,
            kinds=", ".join(ROUND_KINDS),
        )
    return kind
