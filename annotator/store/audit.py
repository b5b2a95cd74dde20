# SPDX-License-Identifier: MIT
"""Which steps concerned a document or an annotation, and how it was before them.

A former state is what is there now with every later change taken back.  Steps
that were undone or dropped are not part of what is there now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from annotator.model.annotation import Annotation
from annotator.model.document import Layer
from annotator.store import layers, rows
from annotator.store.annotations import in_order
from annotator.store.history import DONE, Change, Mark

if TYPE_CHECKING:
    from annotator.store.project import Project

_BATCH: Final = 500
_CHANGES: Final = (
    "SELECT c.step_id, c.n, c.kind, c.key, c.before, c.after FROM change c"
    " CROSS JOIN step s ON s.id = c.step_id"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A change, and the step that made it."""

    step: int
    n: int
    change: Change


# -- steps ------------------------------------------------------------------------


def marks_of_document(project: Project, document: str) -> list[Mark]:
    """(id, time) of every step that changed anything in a document, newest first."""
    number = _number(project, document)
    ids = {row[0] for row in _steps_in(project, number)}
    ids |= {step for step, key in _ranges(project) if _brought(project, key, number)}
    return _marks(project, ids)


def marks_of_annotation(project: Project, document: str, uid: str) -> list[Mark]:
    """The same for one annotation."""
    number = _number(project, document)
    sql = "SELECT id FROM annotation WHERE document_id = ? AND uid = ?"
    found = [row[0] for row in project.query(sql, (number, uid))]
    ids: set[int] = set()
    for each in found:
        one = "SELECT step_id FROM change WHERE kind = 'annotation' AND key = ?"
        ids |= {row[0] for row in project.query(one, (str(each),))}
        ids |= {
            step
            for step, key in _ranges(project)
            if _inside(key.get("annotation"), each)
        }
    return _marks(project, ids)


def marks_of_person(
    project: Project, person: str, limit: int, before: int | None = None
) -> list[Mark]:
    """The steps that a person made, the newest first."""
    sql = "SELECT id, at FROM step WHERE annotator = ?"
    values: list[Any] = [person]
    if before is not None:
        sql += " AND id < ?"
        values.append(before)
    sql += " ORDER BY id DESC LIMIT ?"
    return [(row[0], row[1]) for row in project.query(sql, [*values, limit])]


def _steps_in(project: Project, number: int) -> list[Any]:
    """The steps that changed rows of a document one by one."""
    sql = (
        "SELECT c.step_id FROM annotation a CROSS JOIN change c"
        " ON c.kind = 'annotation' AND c.key = CAST(a.id AS TEXT)"
        " WHERE a.document_id = ?1"
        " UNION SELECT step_id FROM change WHERE kind = 'layer'"
        " AND key >= '[' || ?1 || ',' AND key < '[' || ?1 || '-'"
        " UNION SELECT step_id FROM change WHERE kind = 'document'"
        " AND key = CAST(?1 AS TEXT)"
        " UNION SELECT step_id FROM change WHERE kind = 'withdrawal'"
        " AND key = '[' || ?1 || ']'"
        " UNION SELECT c.step_id FROM item i CROSS JOIN change c"
        " ON c.kind = 'item' AND c.key = CAST(i.id AS TEXT)"
        " WHERE i.document_id = ?1 AND i.kind IN ('decisions', 'comments')"
    )
    found = project.query(sql, (number,))
    several = (
        "SELECT step_id, key FROM change WHERE kind = 'withdrawal' AND key LIKE '%,%'"
    )
    return [
        *found,
        *((step,) for step, key in project.query(several) if number in rows.load(key)),
    ]


def _ranges(project: Project) -> list[tuple[int, dict[str, Any]]]:
    """The imports and merges, with the ranges of rows that they brought."""
    sql = "SELECT step_id, key FROM change WHERE kind = 'import'"
    return [(step, rows.load(key)) for step, key in project.query(sql)]


def _brought(project: Project, key: dict[str, Any], number: int) -> bool:
    """Whether an import brought the document, or anything in it."""
    if _inside(key.get("document"), number):
        return True
    for table in ("annotation", "layer"):
        if table in key:
            sql = (
                f"SELECT 1 FROM {table} WHERE document_id = ? AND id BETWEEN ? AND ?"
                " LIMIT 1"
            )
            if project.query(sql, (number, *key[table])):
                return True
    return False


def _inside(ends: Any, number: int) -> bool:
    return bool(ends) and ends[0] <= number <= ends[1]


def _marks(project: Project, ids: Collection[int]) -> list[Mark]:
    found: list[Mark] = []
    for some in rows.batches(sorted(ids, reverse=True), _BATCH):
        sql = (
            f"SELECT id, at FROM step WHERE id IN ({','.join('?' * len(some))})"
            " ORDER BY id DESC"
        )
        found += [(row[0], row[1]) for row in project.query(sql, some)]
    return found


def _number(project: Project, document: str) -> int:
    """The row id of a document, withdrawn ones included."""
    known = project.documents.row_id(document)
    if known is not None:
        return known
    sql = "SELECT id FROM document WHERE uid = ? ORDER BY id DESC LIMIT 1"
    found = project.query(sql, (document,))
    return int(found[0][0]) if found else project.documents.require_id(document)


# -- what was changed -------------------------------------------------------------


def changes_of(project: Project, step: int, document: str | None) -> list[Change]:
    """What a step changed in a document; None: in the whole project."""
    found = project.history.changes(step)
    if document is None:
        return found
    number = _number(project, document)
    sql = "SELECT id FROM annotation WHERE document_id = ?"
    own = {row[0] for row in project.query(sql, (number,))}
    return [each for each in found if _concerns(each, number, own)]


def _concerns(change: Change, number: int, annotations: Collection[int]) -> bool:
    if change.kind == "annotation":
        return change.key in annotations
    if change.kind == "layer":
        return bool(change.key[0] == number)
    if change.kind == "document":
        return bool(change.key == number)
    return change.kind in ("withdrawal", "import")


def annotation_of(project: Project, number: int) -> tuple[str, str, str] | None:
    """(document, uid, annotator) of the annotation in a row."""
    sql = (
        "SELECT d.uid, a.uid, p.uid FROM annotation a"
        " JOIN document d ON d.id = a.document_id"
        " JOIN annotator p ON p.id = a.annotator_id WHERE a.id = ?"
    )
    found = project.query(sql, (number,))
    return tuple(found[0]) if found else None


# -- former states ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Former:
    """A primary layer as it was: its annotations, tombstones included, by row id."""

    layer: Layer
    annotations: dict[int, Annotation]

    @property
    def live(self) -> tuple[Annotation, ...]:
        """The annotations that were there, in text order."""
        found = (each for each in self.annotations.values() if not each.deleted)
        return tuple(sorted(found, key=in_order))


def former(project: Project, document: str, annotator: str, step: int) -> Former:
    """A person's primary layer as it was right after a step (0: before all)."""
    number = project.documents.require_id(document)
    person = project.annotators.row_id(annotator)
    states = present(project, document, annotator)
    layer = project.layers.get(document, annotator)
    own = _layer_row(project, number, person)
    for placed in _since(project, number, person, states, step):
        change = placed.change
        if change.kind == "import":
            ends = change.key.get("annotation")
            for row in [row for row in states if _inside(ends, row)]:
                del states[row]
            if own is not None and _inside(change.key.get("layer"), own):
                layer = _layer(layer, None)
        elif change.kind == "layer":
            layer = _layer(layer, change.before)
        elif change.before is None:
            states.pop(change.key, None)
        elif change.key in states:
            content = rows.content_from_data(change.before)
            states[change.key] = replace(states[change.key], **content)
    return Former(layer, states)


def _layer_row(project: Project, number: int, person: int | None) -> int | None:
    sql = (
        "SELECT id FROM layer WHERE document_id = ? AND annotator_id IS ?"
        " AND kind = 'primary' AND withdrawn = 0"
    )
    found = project.query(sql, (number, person))
    return int(found[0][0]) if found else None


def present(project: Project, document: str, annotator: str) -> dict[int, Annotation]:
    """A person's primary annotations as they are, tombstones too, by row id."""
    number = project.documents.require_id(document)
    found = project.annotations.of(document, annotator, "primary", deleted=True)
    by_uid = {each.uid: each for each in found}
    sql = "SELECT id, uid FROM annotation WHERE document_id = ? AND withdrawn = 0"
    return {
        row: by_uid[uid] for row, uid in project.query(sql, (number,)) if uid in by_uid
    }


def _since(
    project: Project,
    number: int,
    person: int | None,
    states: Collection[int],
    step: int,
) -> Iterator[Placed]:
    """What was changed in a layer after a step, the last change first."""
    later = f"s.id > ? AND s.state = '{DONE}'"
    found: list[Any] = []
    for some in rows.batches(map(str, states), _BATCH):
        marks = ",".join("?" * len(some))
        sql = (
            f"{_CHANGES} WHERE c.kind = 'annotation' AND c.key IN ({marks}) AND {later}"
        )
        found += project.query(sql, (*some, step))
    key = rows.dump([number, person, "primary"])
    sql = f"{_CHANGES} WHERE c.kind = 'layer' AND c.key = ? AND {later}"
    found += project.query(sql, (key, step))
    sql = f"{_CHANGES} WHERE c.kind = 'import' AND {later}"
    found += project.query(sql, (step,))
    found.sort(key=lambda row: (row[0], row[1]), reverse=True)
    for number_of, n, kind, text, before, after in found:
        states_of = (rows.load(each) if each else None for each in (before, after))
        yield Placed(number_of, n, Change(kind, rows.load(text), *states_of))


def _layer(layer: Layer, data: Any) -> Layer:
    """The layer with a former content; the time spent stays."""
    if data is None:
        return Layer(
            document=layer.document, annotator=layer.annotator, seconds=layer.seconds
        )
    status, note, speakers, extra = data[:4]
    built = layers.build(
        layer.document,
        layer.annotator,
        layer.kind,
        (status, note, layer.seconds, speakers, extra, " ".join(layer.revs)),
    )
    return built
