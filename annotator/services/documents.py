# SPDX-License-Identifier: MIT
"""The list of documents, and what can be done to a document as a whole."""

from __future__ import annotations

import shlex
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from annotator.model.document import STATUSES, Document
from annotator.services.session import Session
from annotator.store import workload
from annotator.store.assignments import LIVE
from annotator.store.documents import SORT_COLUMNS, DocumentSummary
from annotator.store.search import match_query

__all__ = [
    "DocumentSummary",
    "Totals",
    "duplicates",
    "first",
    "number",
    "page",
    "remove",
    "rows",
    "totals",
    "update_metadata",
]

#: The condition that lets one's own documents through.
ASSIGNED_TO_ME: Final = "assigned:me"

#: Filter keys → columns of their own.
_COLUMNS: Final[Mapping[str, str]] = {
    "source": "source",
    "by": "author",
    "author": "author",
    "date": "published",
    "published": "published",
    "title": "title",
}


@dataclass(frozen=True, slots=True)
class Totals:
    """How far one's own work has come: `by_status` has every status."""

    documents: int
    by_status: Mapping[str, int] = field(default_factory=dict)


def rows(
    session: Session, filter: str = "", sort: str = "title", descending: bool = False
) -> array[int]:
    """The row ids of the documents that the filter lets through, in order.

    The filter's words are looked for in titles and texts, literally; `status:`,
    `source:`, `by:`, `date:` (a beginning), `assigned:` (`me`, `none` or a name),
    `round:` and `key:value` of any metadata narrow further.  A value with spaces
    is put in quotation marks.  `sort` is "title", "source", "author",
    "published", "status", "annotations", "seconds", "assigned" (one's own order)
    or a metadata key; what is missing comes last.
    """
    where, values = _conditions(session, filter)
    plain = "title" if sort == "assigned" else sort
    order, more = _order(session, plain, descending)
    found = session.project.documents.ids(where, (*values, *more), order)
    return _in_own_order(session, found, descending) if sort == "assigned" else found


def _in_own_order(session: Session, ids: array[int], descending: bool) -> array[int]:
    """First what is assigned to the person at work, in the order given to them."""
    place = session.project.assignments.places(session.annotator.uid)
    mine = sorted((n for n in ids if n in place), key=place.__getitem__)
    if descending:
        mine.reverse()
    return array("q", [*mine, *(n for n in ids if n not in place)])


def has_assignments(session: Session) -> bool:
    """Whether anything is assigned to the person at work."""
    return bool(session.project.assignments.places(session.annotator.uid))


def first(session: Session, filter: str, limit: int = 50) -> array[int] | None:
    """The row ids of the first documents that have the words, as they came in.

    Takes no longer in a large project than in a small one, so it can be shown
    while the filter is being typed.  None where the filter is more than words.
    """
    words, conditions = _split(filter)
    if conditions or not words:
        return None
    return session.project.search.documents(" ".join(words), limit=limit)


def number(session: Session, uid: str) -> int | None:
    """The row id of a document, None where there is none of that uid."""
    return session.project.documents.row_id(uid)


def page(session: Session, ids: Sequence[int]) -> list[DocumentSummary]:
    """The lines of the list for a window of `ids`, with one's own layer's facts."""
    return session.project.documents.summaries(ids, _me(session))


def totals(session: Session, *, mine: bool = False) -> Totals:
    """How many documents there are (or are `mine`), and how many of each status."""
    project = session.project
    if mine:
        return _own_totals(session)
    sql = (
        "SELECT l.status, count(*) FROM layer l JOIN document d ON d.id = l.document_id"
        " WHERE l.annotator_id = ? AND l.kind = 'primary' AND l.withdrawn = 0"
        " AND d.withdrawn = 0 GROUP BY l.status"
    )
    found = dict.fromkeys(STATUSES, 0) | dict(project.query(sql, (_me(session),)))
    count = project.documents.count()
    found["new"] = count - sum(n for status, n in found.items() if status != "new")
    return Totals(count, found)


def _own_totals(session: Session) -> Totals:
    found = dict.fromkeys(STATUSES, 0)
    me = session.annotator.uid
    for status, count in session.project.assignments.statuses(me).items():
        found[status] = found.get(status, 0) + count
    return Totals(sum(found.values()), found)


def titles(session: Session, uids: Collection[str]) -> dict[str, str]:
    """The titles of documents by uid."""
    return workload.titles(session.project, uids)


def duplicates(session: Session) -> list[tuple[str, ...]]:
    """The groups of documents that share a text, as tuples of uids."""
    return session.project.documents.duplicates()


def update_metadata(
    session: Session,
    uid: str,
    title: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Document:
    """Change a document's title or its metadata (given whole); one step."""
    before = session.project.documents.get(uid)
    after = replace(
        before,
        title=before.title if title is None else title,
        metadata=before.metadata if metadata is None else dict(metadata),
    )
    if after == before:
        return before
    args = {"document": uid, "title": after.title}
    with session.write("document.update", {"document"}, (uid,), args) as project:
        project.documents.update(after)
    return session.project.documents.get(uid)


def remove(session: Session, uids: str | Iterable[str]) -> None:
    """Take documents out of the project with all that belongs to them; one step."""
    wanted = [uids] if isinstance(uids, str) else list(uids)
    tables = {"document", "annotation", "layer"}
    args = {"count": len(wanted), "document": wanted[0] if wanted else None}
    with session.write("document.remove", tables, wanted, args) as project:
        project.documents.withdraw(wanted)


# -- the filter language ----------------------------------------------------------


def _conditions(session: Session, text: str) -> tuple[str, list[Any]]:
    where, values = "", list[Any]()
    words, conditions = _split(text)
    for key, value in conditions:
        sql, more = _condition(session, key, value)
        where += f" AND {sql}"
        values += more
    query = match_query(" ".join(words))
    if query is not None:
        where += (
            " AND d.id IN (SELECT rowid FROM document_fts WHERE document_fts MATCH ?)"
        )
        values.append(query)
    elif words:
        where += " AND 0"  # nothing in the words that could be looked for
    return where, values


def _split(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The filter's words, and its conditions as key and value."""
    words: list[str] = []
    conditions: list[tuple[str, str]] = []
    for part in _parts(text):
        key, colon, value = part.partition(":")
        if not colon or not key.replace("_", "").isalnum() or value.startswith("//"):
            words.append(part)
        elif value:
            conditions.append((key.lower(), value))
    return words, conditions


def _parts(text: str) -> list[str]:
    """Words, where `key:"a value"` is one.  An open quotation mark is a character."""
    lexer = shlex.shlex(text.replace("\0", " "), posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    lexer.quotes = '"'
    try:
        return list(lexer)
    except ValueError:
        return text.split()


def _condition(session: Session, key: str, value: str) -> tuple[str, list[Any]]:
    if key == "status":
        layer, values = _layer_value(session, "status")
        return f"ifnull({layer}, 'new') LIKE ? || '%'", [*values, value]
    if key in ("assigned", "round"):
        return _assignment(session, key, value)
    if key == "text" or key == "word":
        return _conditions_of_words(value)
    pattern = _like(value)
    if key in ("date", "published"):
        return "d.published LIKE ? ESCAPE '\\'", [pattern[1:]]
    if key in _COLUMNS:
        return f"d.{_COLUMNS[key]} LIKE ? ESCAPE '\\'", [pattern]
    return (
        "EXISTS (SELECT 1 FROM json_each(d.metadata) m WHERE lower(m.key) = ?"
        " AND m.value LIKE ? ESCAPE '\\')",
        [key, pattern],
    )


def _assignment(session: Session, key: str, value: str) -> tuple[str, list[Any]]:
    """A condition on who has a document, or on the round in which it is read."""
    live = f"SELECT i.document_id FROM item i WHERE {LIVE}"
    if key == "assigned" and value.lower() in ("none", "nobody"):
        return f"d.id NOT IN ({live} AND i.document_id IS NOT NULL)", []
    if key == "assigned":
        name, field = value.lower(), "annotator"
        known = [
            each.uid
            for each in session.annotators()
            if each.name.lower().startswith(name)
        ]
        uids = [session.annotator.uid] if name == "me" else known
    else:
        field = "round"
        known_rounds = session.project.rounds.all()
        name = value.lower()
        uids = [r.uid for r in known_rounds if r.name.lower().startswith(name)]
    marks = ",".join("?" * len(uids))
    sql = f"d.id IN ({live} AND json_extract(i.data, '$.{field}') IN ({marks}))"
    return sql, uids


def _conditions_of_words(value: str) -> tuple[str, list[Any]]:
    query = match_query(value)
    if query is None:
        return "0", []
    sql = "d.id IN (SELECT rowid FROM document_fts WHERE document_fts MATCH ?)"
    return sql, [query]


def _like(value: str) -> str:
    for char in "\\%_":
        value = value.replace(char, f"\\{char}")
    return f"%{value}%"


def _order(session: Session, sort: str, descending: bool) -> tuple[str, list[Any]]:
    direction = "DESC" if descending else "ASC"
    expression, values = _sort_value(session, sort)
    # All of it in one direction: an index is then read from either end.
    if sort == "id":
        return f"d.id {direction}", values
    if sort in ("title", "uid"):  # never missing
        return f"{expression} {direction}, d.id {direction}", values
    return (
        f"{expression} {direction} NULLS LAST,"
        f" d.title COLLATE NOCASE {direction}, d.id {direction}",
        values,
    )


def _sort_value(session: Session, sort: str) -> tuple[str, list[Any]]:
    if sort in SORT_COLUMNS:
        return f"d.{sort} COLLATE NOCASE", []
    if sort in ("status", "seconds"):
        return _layer_value(session, sort)
    if sort == "annotations":
        return (
            "(SELECT count(*) FROM annotation a WHERE a.document_id = d.id"
            " AND a.annotator_id = ? AND a.deleted = 0 AND a.withdrawn = 0)",
            [_me(session)],
        )
    return "(SELECT m.value FROM json_each(d.metadata) m WHERE m.key = ?)", [sort]


def _layer_value(session: Session, column: str) -> tuple[str, list[Any]]:
    return (
        f"(SELECT l.{column} FROM layer l WHERE l.document_id = d.id"
        " AND l.annotator_id = ? AND l.kind = 'primary' AND l.withdrawn = 0)",
        [_me(session)],
    )


def _me(session: Session) -> int | None:
    return session.project.annotators.row_id(session.annotator.uid)
