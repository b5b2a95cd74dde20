# SPDX-License-Identifier: MIT
"""Which documents can be reviewed, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.model.errors import ValidationError
from annotator.services.review.desk import ADJUDICATED, ReviewDesk
from annotator.services.session import Session
from annotator.services.visibility import sight

_LISTED = (
    "WITH worked AS ("
    " SELECT document_id AS d, annotator_id AS a FROM annotation"
    " WHERE deleted = 0 AND withdrawn = 0 AND layer = 'primary'"
    " UNION SELECT document_id, annotator_id FROM layer"
    " WHERE withdrawn = 0 AND kind = 'primary' AND status = 'complete')"
    " SELECT d.uid, d.title, count(*), ifnull((SELECT l.status FROM layer l"
    " WHERE l.document_id = d.id AND l.kind = 'adjudicated' AND l.withdrawn = 0"
    " LIMIT 1), 'new'), EXISTS (SELECT 1 FROM rival r WHERE r.document_id = d.id"
    " AND r.withdrawn = 0) FROM worked JOIN document d ON d.id = worked.d"
    " WHERE d.withdrawn = 0 GROUP BY d.id HAVING count(*) >= ?"
    " ORDER BY d.title, d.id"
)


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A document that people annotated.

    `people` is how many did; `status` is that of the adjudicated layer;
    `conflicts` says whether anything in it was changed on both sides of a merge.
    """

    document: str
    title: str
    people: int
    status: str
    conflicts: bool = False


def reviewable(session: Session, least: int = 2) -> list[Reviewable]:
    """The documents that at least so many people annotated, by title.

    Only those whose layers may be seen by now.
    """
    rows = session.project.query(_LISTED, (least,))
    seen = sight(session)
    return [
        Reviewable(uid, title, people, status, bool(conflicts))
        for uid, title, people, status, conflicts in rows
        if seen.sees_others(uid)
    ]


def set_complete(session: Session, desk: ReviewDesk, force: bool = False) -> None:
    """Say that the document is adjudicated.

    Raises ValidationError as long as something is open, unless `force`.
    """
    waiting = sum(i.is_open and i.kind != "agreed" for i in desk.items)
    agreed = sum(i.is_open and i.kind == "agreed" for i in desk.items)
    if waiting and not force:
        raise ValidationError(
            "there are still {n} open questions.",
            remedy="Decide or skip them first.",
            n=waiting,
        )
    if agreed and not force:
        raise ValidationError(
            "{n} annotations on which all agree are not accepted yet.",
            remedy="Accept them all first.",
            n=agreed,
        )
    _set_status(session, desk, "complete")


def reopen(session: Session, desk: ReviewDesk) -> None:
    """Take back that the document is adjudicated."""
    _set_status(session, desk, "in_progress")


def _set_status(session: Session, desk: ReviewDesk, status: str) -> None:
    uid = desk.document.uid
    layer = session.project.layers.get(uid, None, ADJUDICATED)
    if layer.status != status:
        args = {"document": uid, "status": status}
        with session.write("layer.status", {"layer"}, (uid,), args, ()) as project:
            project.layers.set(replace(layer, status=status))
