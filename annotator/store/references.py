# SPDX-License-Identifier: MIT
"""Which entities and vocabulary entries an annotation points to.

The codebook says which fields point; its stored body is read for that alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from annotator.model.annotation import Annotation, FieldValue
from annotator.store import rows

#: The fields that point, by their owner: an annotation type or a row's id.
ReferenceFields: TypeAlias = Mapping[str, frozenset[str]]

_POINTING: Final = ("entity", "vocabulary")
_NONE: Final[frozenset[str]] = frozenset()

REFERENCE_SQL: Final = (
    "INSERT OR IGNORE INTO reference (target, annotation_id) VALUES (?, ?)"
)


def reference_fields(body: Mapping[str, Any]) -> ReferenceFields:
    """The fields of a codebook's body that hold entities or vocabulary entries."""
    found: dict[str, frozenset[str]] = {}
    for field in body.get("field", ()):
        if isinstance(field, Mapping) and field.get("type") in _POINTING:
            owner, name = str(field.get("of")), str(field.get("id"))
            found[owner] = found.get(owner, _NONE) | {name}
    return found


def references(annotation: Annotation, pointing: ReferenceFields) -> set[str]:
    """The uids that the annotation's fields and rows hold."""
    found: set[str] = set()
    collect(found, annotation.fields, pointing.get(annotation.type, _NONE))
    for name, each in annotation.rows.items():
        named = pointing.get(name)
        if named:
            for row in each:
                collect(found, row.fields, named)
    return found


def collect(
    found: set[str], fields: Mapping[str, FieldValue], pointing: frozenset[str]
) -> None:
    """Add to `found` what those of the fields hold that point to something."""
    for name in pointing:
        value = fields.get(name)
        if type(value) is str:
            found.add(value)
        elif isinstance(value, tuple):
            found.update(value)


def references_of_stored(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """(target, annotation id) for each annotation in the file, from its JSON."""
    pointing = {
        number: reference_fields(rows.load_map(body))
        for number, body in connection.execute("SELECT id, body FROM codebook")
    }
    everywhere = _union(pointing.values())
    cursor = connection.execute(
        'SELECT id, type, codebook_id, fields, "rows" FROM annotation'
    )
    for number, kind, codebook, fields, repeated in cursor:
        found: set[str] = set()
        known = pointing.get(codebook, everywhere)
        collect(found, rows.load_fields(fields), known.get(kind, _NONE))
        for name, each in rows.load_map(repeated).items():
            for cells in each:
                named = known.get(name, _NONE)
                collect(found, rows.freeze_fields(cells[0]), named)
        yield from ((target, number) for target in sorted(found))


def _union(several: Iterable[ReferenceFields]) -> ReferenceFields:
    found: dict[str, frozenset[str]] = {}
    for each in several:
        for owner, names in each.items():
            found[owner] = found.get(owner, _NONE) | names
    return found
