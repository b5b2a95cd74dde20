# SPDX-License-Identifier: MIT
"""What there is to be assigned, and what people did of it, asked in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from annotator.store.rows import batches

if TYPE_CHECKING:
    from annotator.store.project import Project

#: Rows asked for at once.
_BATCH: Final = 500
#: The key of `extra` under which a repeat names its original.
REPEAT: Final = "json_extract(d.extra, '$.repeat_of')"


def originals(project: Project) -> dict[str, int]:
    """Length in code points of every document that repeats no other, by uid.

    In the order in which they came.
    """
    sql = (
        f"SELECT d.id, d.uid, {REPEAT} IS NOT NULL FROM document d"
        " WHERE d.withdrawn = 0 ORDER BY d.id"
    )
    found = project.query(sql)
    known = lengths(project, [number for number, _, _ in found])
    return {uid: known[number] for number, uid, again in found if not again}


def lengths_of(project: Project) -> dict[str, int]:
    """Length in code points of every document, repeats among them, by uid."""
    found = project.query("SELECT id, uid FROM document WHERE withdrawn = 0")
    known = lengths(project, [number for number, _ in found])
    return {uid: known[number] for number, uid in found}


def lengths(project: Project, documents: Iterable[int]) -> Mapping[int, int]:
    """Length in code points of the texts of documents, and maybe more, by row id.

    Texts never change: each is measured once.
    """
    known: dict[int, int] = project.cache("lengths of texts")
    missing = [number for number in documents if number not in known]
    for some in batches(missing, _BATCH):
        marks = ",".join("?" * len(some))
        sql = f"SELECT id, length(text) FROM document_text WHERE id IN ({marks})"
        known.update(project.query(sql, some))
    return known


def without_answer(project: Project, gold: Iterable[str]) -> set[str]:
    """The gold documents that nothing can be compared with yet.

    An adjudicated annotation or layer will do, else the completed layer of a
    lead or reviewer.
    """
    missing = set(gold)
    for some in batches(sorted(missing), _BATCH):
        marks = ",".join("?" * len(some))
        sql = (
            f"SELECT d.uid FROM document d WHERE d.uid IN ({marks})"
            " AND d.withdrawn = 0 AND (EXISTS (SELECT 1 FROM annotation a"
            " WHERE a.document_id = d.id AND a.layer = 'adjudicated'"
            " AND a.deleted = 0 AND a.withdrawn = 0)"
            " OR EXISTS (SELECT 1 FROM layer l LEFT JOIN annotator p"
            " ON p.id = l.annotator_id WHERE l.document_id = d.id"
            " AND l.withdrawn = 0 AND l.status = 'complete' AND"
            " (l.kind = 'adjudicated' OR p.role IN ('lead', 'reviewer'))))"
        )
        missing -= {row[0] for row in project.query(sql, some)}
    return missing


def answered(project: Project) -> list[str]:
    """Uids of the documents, repeats left out, that something can be compared with.

    See `without_answer`.
    """
    known = originals(project)
    missing = without_answer(project, known)
    return [uid for uid in known if uid not in missing]


def measured(project: Project) -> list[tuple[str, int, int]]:
    """(person's uid, seconds, code points) of every finished and timed layer."""
    sql = (
        "SELECT p.uid, l.seconds, l.document_id FROM layer l"
        " JOIN annotator p ON p.id = l.annotator_id"
        " CROSS JOIN document d ON d.id = l.document_id AND d.withdrawn = 0"
        " WHERE l.kind = 'primary' AND l.status = 'complete' AND l.seconds > 0"
        " AND l.withdrawn = 0"
    )
    found = project.query(sql)
    known = lengths(project, {number for _, _, number in found})
    return [(uid, seconds, known[number]) for uid, seconds, number in found]


def completed(project: Project, person: str) -> set[str]:
    """Uids of the documents, repeats left out, whose layer a person completed."""
    sql = (
        "SELECT d.uid FROM layer l JOIN document d ON d.id = l.document_id"
        " JOIN annotator p ON p.id = l.annotator_id WHERE p.uid = ?"
        " AND l.kind = 'primary' AND l.status = 'complete' AND l.withdrawn = 0"
        f" AND d.withdrawn = 0 AND {REPEAT} IS NULL"
    )
    return {row[0] for row in project.query(sql, (person,))}


def completed_by(project: Project, document: str) -> list[str]:
    """Uids of those whose primary layer of a document is complete."""
    sql = (
        "SELECT p.uid FROM layer l JOIN annotator p ON p.id = l.annotator_id"
        " WHERE l.document_id = ? AND l.kind = 'primary' AND l.status = 'complete'"
        " AND l.withdrawn = 0 ORDER BY l.annotator_id"
    )
    number = project.documents.require_id(document)
    return [row[0] for row in project.query(sql, (number,))]


def adjudicating(project: Project) -> set[str]:
    """Uids of those whose annotations are in adjudicated layers."""
    sql = (
        "SELECT DISTINCT p.uid FROM annotation a JOIN annotator p"
        " ON p.id = a.annotator_id WHERE a.layer = 'adjudicated' AND a.withdrawn = 0"
    )
    return {row[0] for row in project.query(sql)}


def touched(project: Project, person: str) -> set[str]:
    """Uids of the documents in which a person's primary layer has anything."""
    sql = (
        "SELECT d.uid FROM document d WHERE d.withdrawn = 0 AND d.id IN ("
        "SELECT l.document_id FROM layer l JOIN annotator p ON p.id = l.annotator_id"
        " WHERE p.uid = ?1 AND l.kind = 'primary' AND l.withdrawn = 0 UNION"
        " SELECT a.document_id FROM annotation a"
        " JOIN annotator p ON p.id = a.annotator_id"
        " WHERE p.uid = ?1 AND a.layer = 'primary' AND a.withdrawn = 0)"
    )
    return {row[0] for row in project.query(sql, (person,))}


def repeats(project: Project) -> dict[str, str]:
    """Uid of each document that repeats another → uid of that other."""
    sql = (
        f"SELECT d.uid, {REPEAT} FROM document d"
        f" WHERE d.withdrawn = 0 AND {REPEAT} IS NOT NULL"
    )
    return {uid: str(original) for uid, original in project.query(sql)}


def titles(project: Project, uids: Collection[str]) -> dict[str, str]:
    """The titles of documents by uid."""
    found: dict[str, str] = {}
    for some in batches(uids, _BATCH):
        marks = ",".join("?" * len(some))
        sql = (
            f"SELECT uid, title FROM document WHERE withdrawn = 0 AND uid IN ({marks})"
        )
        found.update(project.query_for_display(sql, some))
    return found
