# SPDX-License-Identifier: MIT
"""By how many annotations entities and vocabulary entries are named.

`annotator` is the uid of the only person whose annotations count, None: everybody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from annotator.store.project import Project

_NAMED: Final = (
    " FROM reference r CROSS JOIN annotation a ON a.id = r.annotation_id"
    " CROSS JOIN document d ON d.id = a.document_id"
    " WHERE a.deleted = 0 AND a.withdrawn = 0 AND d.withdrawn = 0"
)

#: So many of one person's annotations tell whom they name most.
_ENOUGH: Final = 20_000
_LATEST: Final = (
    "SELECT r.target, count(*) FROM (SELECT id FROM annotation WHERE annotator_id = ?"
    " ORDER BY id DESC LIMIT ?) a CROSS JOIN reference r ON r.annotation_id = a.id"
    " GROUP BY r.target"
)


def counts(project: Project, annotator: str | None = None) -> dict[str, int]:
    """For each entity and entry in use, by how many annotations."""
    by, values = _by(project, annotator)
    sql = f"SELECT r.target, count(*){_NAMED}{by} GROUP BY r.target"
    return dict(project.query(sql, values))


def about(project: Project, annotator: str | None = None) -> dict[str, int]:
    """About how often each is named: deleted and withdrawn annotations count.

    Good enough to put the likeliest first, a tenth of the cost of `counts`, and
    counted once for as long as the project is open; of one person their latest.
    """
    cache = project.cache("reference counts")
    if annotator not in cache:
        if annotator is None:
            sql = "SELECT target, count(*) FROM reference GROUP BY target"
            cache[annotator] = dict(project.query(sql))
        else:
            number = project.annotators.row_id(annotator)
            cache[annotator] = dict(project.query(_LATEST, (number, _ENOUGH)))
    found: dict[str, int] = cache[annotator]
    return found


def of(project: Project, target: str, most: int, annotator: str | None = None) -> int:
    """By how many annotations one of them is named, counted to `most`."""
    by, values = _by(project, annotator)
    sql = f"SELECT count(*) FROM (SELECT 1{_NAMED}{by} AND r.target = ? LIMIT ?)"
    return int(project.query(sql, (*values, target, most))[0][0])


def _by(project: Project, annotator: str | None) -> tuple[str, list[Any]]:
    if annotator is None:
        return "", []
    return " AND a.annotator_id = ?", [project.annotators.row_id(annotator)]
