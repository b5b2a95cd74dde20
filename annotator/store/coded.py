# SPDX-License-Identifier: MIT
"""Annotations as bare columns, for figures over a whole project.

A million records take seconds to build and are looked at once; their columns take
a fraction of that.  Everything comes in batches, so that a job can say how far it
is and be stopped.  Withdrawn rows and tombstones are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from annotator.store import rows

if TYPE_CHECKING:
    from annotator.store.project import Project

#: Row ids that are looked at in one go.
BATCH: Final = 50_000
#: Row ids that are asked for one by one.
_ASKED: Final = 500

#: id, document's row id, annotator's row id, whether it is adjudicated, codebook's
#: row id or 0, created, fields and rows as JSON or None, row kinds of which there
#: are none as JSON or None.
AnnotationRow: TypeAlias = tuple[
    int, int, int, int, int, int, str | None, str | None, str | None
]
#: Annotation's row id, number of the role among those asked for, start, end.
Place: TypeAlias = tuple[int, int, int, int]

_ANNOTATIONS: Final = (
    "SELECT a.id, a.document_id, a.annotator_id, a.layer = 'adjudicated',"
    " ifnull(a.codebook_id, 0), a.created, a.fields, {rows} FROM annotation a"
    " WHERE a.id BETWEEN ? AND ? AND a.type = ? AND a.deleted = 0 AND a.withdrawn = 0"
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: its row id and uid, title, date as its source has it."""

    id: int
    uid: str
    title: str
    published: str | None


def documents(project: Project) -> list[DocumentRow]:
    """The documents by uid, without those that repeat another one."""
    sql = (
        "SELECT id, uid, title, published FROM document WHERE withdrawn = 0"
        " AND (extra IS NULL OR json_extract(extra, '$.repeat_of') IS NULL)"
        " ORDER BY uid"
    )
    return [DocumentRow(*row) for row in project.query(sql)]


def layers(project: Project) -> list[tuple[int, int, int, int, int]]:
    """Every layer: row ids of document and annotator (0: nobody), and whether it is
    adjudicated, complete, skipped."""
    sql = (
        "SELECT document_id, ifnull(annotator_id, 0), kind = 'adjudicated',"
        " status = 'complete', status = 'skipped' FROM layer WHERE withdrawn = 0"
    )
    return project.query(sql)


def annotators(project: Project) -> dict[int, str]:
    """Row id → uid of everybody."""
    return dict(project.query("SELECT id, uid FROM annotator"))


def codebooks(project: Project) -> dict[int, tuple[str, str]]:
    """Row id → (id, version) of every codebook."""
    sql = "SELECT id, codebook_id, version FROM codebook"
    return {number: (name, version) for number, name, version in project.query(sql)}


def last_id(project: Project) -> int:
    """The greatest row id of an annotation, 0 where there is none."""
    return int(project.query("SELECT ifnull(max(id), 0) FROM annotation")[0][0])


def annotated(
    project: Project, kind: str, *, top: bool = False, with_rows: bool = True
) -> Iterator[list[AnnotationRow]]:
    """The annotations of one type; `top`: those without a parent.

    Without rows, their two columns are None.
    """
    sql = _ANNOTATIONS.format(rows='a."rows", a.none' if with_rows else "NULL, NULL")
    if top:
        sql += " AND a.parent IS NULL"
    for first in range(1, last_id(project) + 1, BATCH):
        yield project.query(sql, (first, first + BATCH - 1, kind))


def parents(project: Project, kind: str) -> Iterator[list[tuple[int, int, str, str]]]:
    """(id, document's row id, uid, parent's uid or "") of a type's annotations."""
    sql = (
        "SELECT a.id, a.document_id, a.uid, ifnull(a.parent, '') FROM annotation a"
        " WHERE a.id BETWEEN ? AND ? AND a.type = ?"
        " AND a.deleted = 0 AND a.withdrawn = 0"
    )
    for first in range(1, last_id(project) + 1, BATCH):
        yield project.query(sql, (first, first + BATCH - 1, kind))


def nested(project: Project, kind: str) -> Iterator[tuple[int, int]]:
    """(row id, row id of what it lies in) of a type's annotations."""
    sql = (
        "SELECT a.id, p.id FROM annotation a JOIN annotation p"
        " ON p.document_id = a.document_id AND p.uid = a.parent AND p.withdrawn = 0"
        " WHERE a.id BETWEEN ? AND ? AND a.type = ? AND a.parent IS NOT NULL"
        " AND a.deleted = 0 AND a.withdrawn = 0 AND p.deleted = 0"
    )
    for first in range(1, last_id(project) + 1, BATCH):
        yield from project.query(sql, (first, first + BATCH - 1, kind))


def linked(
    project: Project, kind: str, field: str
) -> Iterator[tuple[int, int, str | None]]:
    """(row id, row id of what a field names, all fields as JSON) of a type."""
    sql = (
        "SELECT a.id, p.id, a.fields FROM annotation a"
        " JOIN json_each(a.fields, ?) j JOIN annotation p"
        " ON p.document_id = a.document_id AND p.uid = j.value AND p.withdrawn = 0"
        " WHERE a.id BETWEEN ? AND ? AND a.type = ?"
        " AND a.deleted = 0 AND a.withdrawn = 0 AND p.deleted = 0"
    )
    path = f'$."{field}"'
    for first in range(1, last_id(project) + 1, BATCH):
        yield from project.query(sql, (path, first, first + BATCH - 1, kind))


def places(project: Project, roles: Sequence[str]) -> Iterator[list[Place]]:
    """The annotations' own spans that play one of the roles, by their numbers."""
    which = " ".join(f"WHEN ? THEN {n}" for n in range(1, len(roles)))
    sql = (
        f"SELECT s.annotation_id, {f'CASE s.role {which} ELSE 0 END' if which else 0},"
        ' s.start, s."end" FROM span s'
        ' WHERE s.annotation_id BETWEEN ? AND ? AND s."row" IS NULL'
        f" AND s.role IN ({','.join('?' * len(roles))})"
    )
    for first in range(1, last_id(project) + 1, BATCH):
        yield project.query(sql, (*roles[1:], first, first + BATCH - 1, *roles))


def every_place(project: Project, ids: Iterable[int]) -> list[tuple[int, int, int]]:
    """(annotation's row id, start, end) of all spans of some annotations."""
    return list(
        _asked(
            project,
            'SELECT annotation_id, start, "end" FROM span WHERE annotation_id',
            ids,
        )
    )


def lengths(project: Project, ids: Iterable[int]) -> dict[int, int]:
    """Document's row id → length of its text in code points."""
    sql = "SELECT id, length(text) FROM document_text WHERE id"
    return dict(_asked(project, sql, ids))


def texts(project: Project, ids: Iterable[int]) -> dict[int, str]:
    """Document's row id → its text."""
    return dict(_asked(project, "SELECT id, text FROM document_text WHERE id", ids))


def _asked(project: Project, sql: str, ids: Iterable[int]) -> Iterator[Any]:
    for some in rows.batches(ids, _ASKED):
        yield from project.query(f"{sql} IN ({','.join('?' * len(some))})", some)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where one annotation stands: uids of document, itself and annotator, spans.

    `spans` are (role, start, end, quote), those of rows left out.
    """

    id: int
    document: str
    title: str
    uid: str
    annotator: str
    spans: tuple[tuple[str, int, int, str], ...]


def passages(project: Project, ids: Iterable[int]) -> dict[int, Passage]:
    """Annotation's row id → its passage."""
    wanted = list(ids)
    quotes: dict[int, list[tuple[str, int, int, str]]] = {}
    sql = (
        'SELECT annotation_id, role, start, "end", quote FROM span'
        ' WHERE "row" IS NULL AND annotation_id'
    )
    for number, *span in _asked(project, sql, wanted):
        quotes.setdefault(number, []).append(tuple(span))
    sql = (
        "SELECT a.id, d.uid, d.title, a.uid, p.uid FROM annotation a"
        " JOIN document d ON d.id = a.document_id"
        " JOIN annotator p ON p.id = a.annotator_id WHERE a.id"
    )
    return {
        number: Passage(
            number, document, title, uid, person, tuple(quotes.get(number, ()))
        )
        for number, document, title, uid, person in _asked(project, sql, wanted)
    }
