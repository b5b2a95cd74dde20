# SPDX-License-Identifier: MIT
"""Which documents are open to a person, and which layers a document has."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from annotator.store.rows import batches

if TYPE_CHECKING:
    from annotator.store.project import Project

#: Statuses of one's own layer after which others' are no secret any more.
DONE: Final = ("complete", "skipped")
_BATCH: Final = 500


def layers_of(project: Project, document: str) -> list[tuple[str | None, str]]:
    """(annotator's uid or None, kind) of all layers of a document.

    Also those in which annotations are but for which nothing else was stored.
    Primary ones come first, then by the order in which people came.
    """
    number = project.documents.require_id(document)
    sql = (
        "SELECT p.uid, s.kind FROM (SELECT annotator_id, kind FROM layer"
        " WHERE document_id = ?1 AND withdrawn = 0 UNION"
        " SELECT annotator_id, layer FROM annotation"
        " WHERE document_id = ?1 AND withdrawn = 0 AND deleted = 0) s"
        " LEFT JOIN annotator p ON p.id = s.annotator_id"
        " ORDER BY s.kind <> 'primary', s.annotator_id IS NULL, s.annotator_id"
    )
    return [(who, kind) for who, kind in project.query(sql, (number,))]


def open_documents(
    project: Project, annotator: str, documents: Collection[str] | None
) -> frozenset[str]:
    """Uids of those documents (None: of all) whose layers that person may see.

    These are the ones whose own layer is complete or skipped, and those of an
    opened round unless the person has them in a closed one as well.
    """
    return frozenset(
        _done(project, annotator, documents) | _opened(project, annotator, documents)
    )


def _done(
    project: Project, annotator: str, documents: Collection[str] | None
) -> set[str]:
    sql = (
        "SELECT d.uid FROM layer l JOIN annotator p ON p.id = l.annotator_id"
        " JOIN document d ON d.id = l.document_id WHERE p.uid = ?"
        f" AND l.kind = 'primary' AND l.status IN {DONE} AND l.withdrawn = 0"
        " AND d.withdrawn = 0"
    )
    if documents is None:
        return {row[0] for row in project.query(sql, (annotator,))}
    found: set[str] = set()
    for some in batches(documents, _BATCH):
        one = f"{sql} AND d.uid IN ({','.join('?' * len(some))})"
        found |= {row[0] for row in project.query(one, (annotator, *some))}
    return found


def _opened(
    project: Project, annotator: str, documents: Collection[str] | None
) -> set[str]:
    opened = {each.uid for each in project.rounds.all() if each.opened}
    if not opened:
        return set()
    assignments = (
        project.assignments.of_round()
        if documents is None
        else project.assignments.of_documents(documents)
    )
    seen = {each.document for each in assignments if each.round in opened}
    return seen - {
        each.document
        for each in assignments
        if each.annotator == annotator and each.round not in opened
    }
