# SPDX-License-Identifier: MIT
"""Which entities and vocabulary entries an annotation points to.

The codebook says which fields point; its stored body is read for that alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from annotator.model.annotation import Annotation, FieldValue
from annotator.store import rows

#: (owner: annotation type or row id, field id) of each field that points.
ReferenceFields: TypeAlias = frozenset[tuple[str, str]]

_POINTING: Final = ("entity", "vocabulary")

REFERENCE_SQL: Final = (
    "INSERT OR IGNORE INTO reference (target, annotation_id) VALUES (?, ?)"
)


def reference_fields(body: Mapping[str, Any]) -> ReferenceFields:
    """The fields of a codebook's body that hold entities or vocabulary entries."""
    return frozenset(
        (str(field.get("of")), str(field.get("id")))
        for field in body.get("field", ())
        if isinstance(field, Mapping) and field.get("type") in _POINTING
    )


def references(annotation: Annotation, pointing: ReferenceFields) -> set[str]:
    """The uids that the annotation's fields and rows hold."""
    found: set[str] = set()
    _collect(found, annotation.type, annotation.fields, pointing)
    for name, each in annotation.rows.items():
        for row in each:
            _collect(found, name, row.fields, pointing)
    return found


def _collect(
    found: set[str],
    owner: str,
    fields: Mapping[str, FieldValue],
    pointing: ReferenceFields,
) -> None:
    for name, value in fields.items():
        if (owner, name) in pointing:
            if isinstance(value, str):
                found.add(value)
            elif isinstance(value, tuple):
                found.update(value)


def references_of_stored(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """(target, annotation id) for each annotation in the file, from its JSON."""
    pointing = {
        number: reference_fields(rows.load_map(body))
        for number, body in connection.execute("SELECT id, body FROM codebook")
    }
    everywhere: ReferenceFields = frozenset().union(*pointing.values())
    cursor = connection.execute(
        'SELECT id, type, codebook_id, fields, "rows" FROM annotation'
    )
    for number, kind, codebook, fields, repeated in cursor:
        found: set[str] = set()
        known = pointing.get(codebook, everywhere)
        _collect(found, kind, rows.load_fields(fields), known)
        for name, each in rows.load_map(repeated).items():
            for cells in each:
                _collect(found, name, rows.freeze_fields(cells[0]), known)
        yield from ((target, number) for target in sorted(found))
