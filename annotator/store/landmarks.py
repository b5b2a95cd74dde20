# SPDX-License-Identifier: MIT
"""What things are called that steps of the history name by their ids.

Withdrawn and deleted rows are found, too: the history speaks of them.  Nothing
here is written back, and long texts are cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.model.annotation import Annotation, Span

if TYPE_CHECKING:
    from annotator.store.project import Project

#: Characters of a title or quote that are read.
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Landmark:
    """An annotation: row ids of its document and annotator, and its words.

    `live` is False where it was deleted or withdrawn, or is in no primary layer.
    """

    document: int
    annotator: int
    live: bool
    quote: str


def titles(project: Project, uids: Iterable[str]) -> dict[str, str]:
    """The titles of documents by uid."""
    wanted = list(uids)
    marks = ",".join("?" * len(wanted))
    sql = (
        f"SELECT uid, substr(title, 1, {LONGEST}) FROM document"
        f" WHERE uid IN ({marks}) ORDER BY withdrawn <> 0 DESC"
    )
    return dict(project.query_for_display(sql, wanted))


def landmark(project: Project, document: str, uid: str) -> Landmark | None:
    """The annotation of that uid, the live one where there are several."""
    sql = (
        "SELECT a.id, a.document_id, a.annotator_id, a.layer = 'primary' AND"
        " a.deleted = 0 AND a.withdrawn = 0 AND d.withdrawn = 0"
        " FROM document d JOIN annotation a ON a.document_id = d.id AND a.uid = ?"
        " WHERE d.uid = ? ORDER BY d.withdrawn, a.withdrawn LIMIT 1"
    )
    found = project.query_for_display(sql, (uid, document))
    if not found:
        return None
    number, place, person, live = found[0]
    return Landmark(place, person, bool(live), _quote(project, number))


def _quote(project: Project, number: int) -> str:
    """The words of an annotation's main part, or of its first span."""
    sql = (
        f"SELECT substr(quote, 1, {LONGEST}) FROM span WHERE annotation_id = ?"
        " ORDER BY role <> 'content', \"row\" IS NOT NULL, start LIMIT 1"
    )
    found = project.query_for_display(sql, (number,))
    return str(found[0][0]) if found else ""


def outlines(project: Project, document: int, annotator: int) -> list[Annotation]:
    """The live annotations of a primary layer with what their labels depend on.

    They have uid, parent and time, and one span from end to end.
    """
    sql = (
        "SELECT a.uid, a.parent, a.created,"
        " min(CASE WHEN s.role = 'content' THEN s.start END),"
        " max(CASE WHEN s.role = 'content' THEN s.\"end\" END),"
        ' min(s.start), max(s."end") FROM annotation a'
        ' LEFT JOIN span s ON s.annotation_id = a.id AND s."row" IS NULL'
        " WHERE a.document_id = ? AND a.annotator_id = ? AND a.layer = 'primary'"
        " AND a.deleted = 0 AND a.withdrawn = 0 GROUP BY a.id"
    )
    made = []
    for uid, parent, created, *ends in project.query(sql, (document, annotator)):
        first, last = ends[:2] if ends[0] is not None else ends[2:]
        spans = () if first is None else (Span("content", first, last),)
        made.append(
            Annotation(
                uid=uid,
                document="",
                type="",
                annotator="",
                parent=parent,
                created=created,
                spans=spans,
            )
        )
    return made


def document_at(project: Project, number: int) -> str | None:
    """The uid of the document with that row id."""
    found = project.query("SELECT uid FROM document WHERE id = ?", (number,))
    return found[0][0] if found else None


def annotation_at(project: Project, number: int) -> tuple[str, str] | None:
    """The uids of document and annotation of the annotation with that row id."""
    sql = (
        "SELECT d.uid, a.uid FROM annotation a JOIN document d"
        " ON d.id = a.document_id WHERE a.id = ?"
    )
    found = project.query(sql, (number,))
    return (found[0][0], found[0][1]) if found else None


def name_of(project: Project, uid: str, vocabularies: Iterable[str]) -> str | None:
    """The name of an entity, or the label of an entry of those vocabularies."""
    entity = "SELECT name FROM entity WHERE uid = ? ORDER BY withdrawn LIMIT 1"
    found = project.query_for_display(entity, (uid,))
    if not found:
        wanted = list(vocabularies)
        marks = ",".join("?" * len(wanted))
        entry = (
            f"SELECT label FROM vocabulary_entry WHERE vocabulary IN ({marks})"
            " AND uid = ? ORDER BY withdrawn LIMIT 1"
        )
        found = project.query_for_display(entry, (*wanted, uid))
    return str(found[0][0]) if found else None
