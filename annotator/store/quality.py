# SPDX-License-Identifier: MIT
"""Finished layers with what can be counted in them, for many documents at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from annotator.store import rows
from annotator.store.rows import batches

if TYPE_CHECKING:
    from annotator.store.project import Project

_BATCH: Final = 500

#: (document's and annotator's row id, seconds or None)
Finished: TypeAlias = tuple[int, int, int | None]


def finished(project: Project, documents: Collection[int]) -> list[Finished]:
    """The complete primary layers of documents (row ids)."""
    found: list[Finished] = []
    for some in batches(documents, _BATCH):
        sql = (
            "SELECT document_id, annotator_id, seconds FROM layer"
            f" WHERE document_id IN ({','.join('?' * len(some))})"
            " AND kind = 'primary' AND status = 'complete' AND withdrawn = 0"
            " AND annotator_id IS NOT NULL ORDER BY document_id, annotator_id"
        )
        found += project.query(sql, some)
    return found


def drafts(
    project: Project, documents: Collection[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """(document, annotator) → how many annotations, and how many are drafts."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for some in batches(documents, _BATCH):
        sql = (
            "SELECT document_id, annotator_id, count(*), sum(state = 'draft')"
            f" FROM annotation WHERE document_id IN ({','.join('?' * len(some))})"
            " AND layer = 'primary' AND deleted = 0 AND withdrawn = 0"
            " GROUP BY document_id, annotator_id"
        )
        found.update(((d, p), (n, k)) for d, p, n, k in project.query(sql, some))
    return found


def fields(
    project: Project, documents: Collection[int]
) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """(document, annotator, type, fields) of every live primary annotation."""
    for some in batches(documents, _BATCH):
        sql = (
            "SELECT document_id, annotator_id, type, fields FROM annotation"
            f" WHERE document_id IN ({','.join('?' * len(some))})"
            " AND layer = 'primary' AND deleted = 0 AND withdrawn = 0"
        )
        for document, person, kind, text in project.query(sql, some):
            yield document, person, kind, rows.load_map(text)
