# SPDX-License-Identifier: MIT
"""What was changed on both sides of a merge, and the choice between the states."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.errors import NotFoundError
from annotator.model.identity import new_revision
from annotator.model.revisions import united
from annotator.model.states import Record, key_of, kind_of
from annotator.services.merging import TABLES
from annotator.services.session import Session
from annotator.store.bulk import Conflict
from annotator.store.states import same_content

__all__ = ["Conflict", "all_of", "count", "find", "resolve", "take"]


def all_of(session: Session, document: str | None = None) -> list[Conflict]:
    """The conflicts of a document, or of the whole project.

    States that say the same, because two people did the same, are none.
    """
    project = session.project
    found: list[Conflict] = []
    if document is None:
        found += _conflicts(session, project.rivals.of_project(), None)
        documents = project.rivals.documents()
    else:
        documents = [document]
    for uid in documents:
        number = project.documents.require_id(uid)
        rivals = project.rivals.of_documents([number]).get(number, [])
        found += _conflicts(session, rivals, uid)
    return found


def count(session: Session) -> int:
    """How many records have rivals; those that say the same count as well."""
    return session.project.rivals.count()


def find(
    session: Session, kind: str, key: str, document: str | None = None
) -> Conflict:
    """The conflict of one record; NotFoundError where there is none."""
    for each in all_of(session, document):
        if (each.kind, each.key) == (kind, key):
            return each
    raise NotFoundError("“{key}” is not in conflict.", key=key)


def take(session: Session, conflict: Conflict, number: int) -> Record:
    """Let one of the states (from 0) hold; one step.  The others are superseded."""
    return resolve(session, conflict, conflict.states[number])


def resolve(session: Session, conflict: Conflict, wanted: Record) -> Record:
    """Let `wanted` hold, which goes on from all states of the conflict; one step."""
    shown = conflict.states[0]
    revs = (*united(conflict.states), new_revision())
    after = replace(wanted, revs=revs)
    project = session.project
    number = None
    if conflict.document is not None:
        number = project.documents.require_id(conflict.document)
    args = {"key": conflict.key, "document": conflict.document}
    documents = None if conflict.document is None else (conflict.document,)
    with session.write("merge.resolve", TABLES, documents, args):
        project.states.overwrite(shown, after)
        project.rivals.set(conflict.kind, conflict.key, number, [])
    return after


def _conflicts(
    session: Session, rivals: list[Record], document: str | None
) -> list[Conflict]:
    by_record: dict[tuple[str, str], list[Record]] = {}
    for each in rivals:
        by_record.setdefault((kind_of(each), key_of(each)), []).append(each)
    found = []
    for (kind, key), beside in by_record.items():
        shown = session.project.states.find(kind, key, document)
        if shown is not None and any(not same_content(shown, each) for each in beside):
            found.append(Conflict(kind, key, document, (shown, *beside)))
    return found
