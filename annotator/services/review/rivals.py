# SPDX-License-Identifier: MIT
"""What two people changed apart, as questions of the queue.

Both states are there after a merge; choosing one of them is a state of its own
that goes on from both, whatever the record is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from annotator.analysis.facets import MISSING, View
from annotator.model.annotation import Annotation
from annotator.model.document import Document, Layer
from annotator.model.item import Item as StoredItem
from annotator.model.review import Facet
from annotator.model.states import Record
from annotator.services.review.joining import join_as_reviewer
from annotator.services.session import Session
from annotator.services.visibility import sees_others
from annotator.store.review_items import COMMENTS, DECISIONS

if TYPE_CHECKING:
    from annotator.services.conflicts import Conflict

#: What says nothing about the content of a record.
_HISTORY: Final = frozenset({"revs", "modified", "created", "seconds"})
#: What never changes in a document; a state of it does not tell.
_FIXED: Final = frozenset({"text", "text_sha256", "file"})


def of_document(session: Session, document: str) -> tuple[Conflict, ...]:
    """The conflicts of a document, then those that belong to no document.

    Those between states that are hidden from the person at work are left out.
    """
    if not session.project.rivals.count():
        return ()
    from annotator.services import conflicts

    here = [c for c in conflicts.all_of(session, document) if _may_see(session, c)]
    project = [c for c in conflicts.all_of(session) if c.document is None]
    return (*here, *project)


def _may_see(session: Session, conflict: Conflict) -> bool:
    if conflict.document is None or sees_others(session, conflict.document):
        return True
    own = session.annotator.uid
    return all(
        state.annotator == own
        for state in conflict.states
        if isinstance(state, (Annotation, Layer))
    ) and conflict.kind not in (DECISIONS, COMMENTS)


def take(session: Session, conflict: Conflict, number: int) -> None:
    """Let one of the states (from 0) hold; one step."""
    from annotator.services import conflicts

    join_as_reviewer(session)
    conflicts.take(session, conflict, number)


def differing_facets(
    conflict: Conflict, view: View
) -> list[tuple[Facet, tuple[Any, ...]]]:
    """(facet, a value for each state) in which states of an annotation differ."""
    states = [each for each in conflict.states if isinstance(each, Annotation)]
    found = []
    for facet in view.of(states):
        values = tuple(view.value(each, facet) for each in states)
        if len({(type(v), v) for v in values}) > 1:
            found.append((facet, values))
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """One field in which states of a record differ.

    Attributes:
        name: the field.
        key: which part of it, where it has named parts, such as one of the metadata.
        values: in words, one for each state; "" where a state does not say it.
    """

    name: str
    key: str
    values: tuple[str, ...]


def differing_fields(conflict: Conflict) -> list[Said]:
    """The fields in which states of any record differ, named parts one by one."""
    tables = [_table(each) for each in conflict.states]
    names = list(dict.fromkeys(name for table in tables for name in table))
    found = []
    for name in names:
        said = [table.get(name) for table in tables]
        if any(isinstance(each, Mapping) for each in said):
            parts = [each if isinstance(each, Mapping) else {} for each in said]
            keys = dict.fromkeys(key for each in parts for key in each)
            wanted = [(str(k), tuple(_words(p.get(k)) for p in parts)) for k in keys]
        else:
            wanted = [("", tuple(map(_words, said)))]
        found += [Said(name, k, v) for k, v in wanted if len(set(v)) > 1]
    return found


def _table(record: Record) -> dict[str, Any]:
    if isinstance(record, StoredItem):
        return {**record.data, "deleted": record.deleted}
    left_out = _HISTORY | (_FIXED if isinstance(record, Document) else set())
    names = [f.name for f in fields(record) if f.name not in left_out]
    table = {name: getattr(record, name) for name in names}
    if isinstance(record, Layer):
        table["speakers"] = {s.entity: s.attributes for s in record.speakers}
    return table


def _words(value: Any) -> str:
    if value is None or value is MISSING or value in ((), {}, ""):
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_words, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(each)}" for key, each in value.items())
    return str(value)
