# SPDX-License-Identifier: MIT
"""Who has which document and how far they are, read in one pass.

What the matrix of a project shows by the hundred thousand is read as bare
numbers; titles and counts are read for the rows on screen only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from annotator.store.assignments import LIVE
from annotator.store.rows import batches

if TYPE_CHECKING:
    from annotator.store.project import Project

_BATCH: Final = 500

#: (row ids of document and annotator, status, seconds or None, whether assigned)
Cell: TypeAlias = tuple[int, int, str, int | None, bool]


def cells(
    project: Project, round_uid: str | None, documents: Collection[int] | None = None
) -> Iterator[Cell]:
    """What is assigned, and what was begun without being assigned.

    Args:
        round_uid: a round, or None for all of them and all other work.
        documents: row ids, None: all.
    """
    for where, values in _pieces(documents):
        yield from _assigned(project, round_uid, where, values)
        yield from _begun(project, where, values)


def _pieces(documents: Collection[int] | None) -> Iterator[tuple[str, list[int]]]:
    """Conditions on a document's row id, with {0} for its column."""
    if documents is None:
        yield "", []
        return
    for some in batches(documents, _BATCH):
        yield f" AND {{0}} IN ({','.join('?' * len(some))})", some


def _assigned(
    project: Project, round_uid: str | None, where: str, values: list[int]
) -> Iterator[Cell]:
    # CROSS JOIN keeps this order: assignments first, each looked up in the others.
    sql = (
        "SELECT i.document_id, p.id, ifnull(l.status, 'new'), l.seconds FROM item i"
        " CROSS JOIN document d ON d.id = i.document_id AND d.withdrawn = 0"
        " CROSS JOIN annotator p ON p.uid = json_extract(i.data, '$.annotator')"
        " LEFT JOIN layer l ON l.document_id = i.document_id"
        " AND l.annotator_id = p.id AND l.kind = 'primary' AND l.withdrawn = 0"
        f" WHERE {LIVE}{where.format('i.document_id')}"
    )
    more: list[Any] = list(values)
    if round_uid is not None:
        sql += " AND json_extract(i.data, '$.round') = ?"
        more.append(round_uid)
    for document, person, status, seconds in project.query(sql, more):
        yield document, person, status, seconds, True


def _begun(project: Project, where: str, values: list[int]) -> Iterator[Cell]:
    sql = (
        "SELECT l.document_id, l.annotator_id, l.status, l.seconds FROM layer l"
        " CROSS JOIN document d ON d.id = l.document_id AND d.withdrawn = 0"
        " WHERE l.kind = 'primary' AND l.withdrawn = 0 AND l.annotator_id IS NOT NULL"
        f"{where.format('l.document_id')}"
    )
    for document, person, status, seconds in project.query(sql, values):
        yield document, person, status, seconds, False


def annotation_counts(
    project: Project, documents: Sequence[int]
) -> dict[tuple[int, int], int]:
    """Live primary annotations by row ids of document and annotator."""
    found: dict[tuple[int, int], int] = {}
    for some in batches(documents, _BATCH):
        marks = ",".join("?" * len(some))
        sql = (
            "SELECT document_id, annotator_id, count(*) FROM annotation"
            f" WHERE document_id IN ({marks}) AND layer = 'primary'"
            " AND deleted = 0 AND withdrawn = 0 GROUP BY document_id, annotator_id"
        )
        found.update(((d, p), n) for d, p, n in project.query(sql, some))
    return found


def lines(project: Project, documents: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(uid, title) by row id."""
    found: dict[int, tuple[str, str]] = {}
    for some in batches(documents, _BATCH):
        marks = ",".join("?" * len(some))
        sql = f"SELECT id, uid, title FROM document WHERE id IN ({marks})"
        rows = project.query_for_display(sql, some)
        found.update((number, (uid, title)) for number, uid, title in rows)
    return found


def person_numbers(project: Project) -> dict[int, str]:
    """The uid of each annotator by row id."""
    return dict(project.query("SELECT id, uid FROM annotator"))
