# SPDX-License-Identifier: MIT
"""Writes annotations for `annotator-jsonl`: the inner loop of an export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.formats.schema import Part, Schema, TypeSchema
from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.identity import instant_to_text


class AnnotationWriter:
    """Turns annotations into plain data with keys and lists in canonical order.

    `current` is the sha256 of the header's codebook: annotations made under it
    do not name it.
    """

    def __init__(self, schemas: Mapping[str, Schema], current: str | None) -> None:
        self._schemas = schemas
        self._current = current

    def encode(self, annotation: Annotation) -> dict[str, Any]:
        """The plain data of one annotation."""
        kind = self._kind(annotation)
        found: dict[str, Any] = {
            "id": annotation.uid,
            "type": annotation.type,
            "annotator": annotation.annotator,
        }
        if annotation.layer != "primary":
            found["layer"] = annotation.layer
        if annotation.codebook and annotation.codebook != self._current:
            found["codebook"] = annotation.codebook
        if annotation.parent is not None:
            found["parent"] = annotation.parent
        found["state"] = annotation.state
        found["origin"] = annotation.origin
        _add_history(annotation, found)
        own = kind.own if kind else None
        if annotation.spans:
            found["spans"] = _spans(annotation.spans, own)
        if annotation.fields:
            found["fields"] = _fields(annotation.fields, own)
        if annotation.rows:
            rows = _rows(annotation, kind)
            if rows:
                found["rows"] = rows
        if annotation.none:
            found["none"] = sorted(annotation.none)
        if annotation.deleted:
            found["deleted"] = True
        if annotation.extra:
            found["extra"] = dict(annotation.extra)
        return found

    def _kind(self, annotation: Annotation) -> TypeSchema | None:
        schema = self._schemas.get(annotation.codebook or self._current or "")
        return schema.types.get(annotation.type) if schema else None


def _add_history(annotation: Annotation, found: dict[str, Any]) -> None:
    created, modified = annotation.created, annotation.modified
    if created is not None:
        found["created"] = instant_to_text(created)
    if modified is not None:
        same = modified == created
        found["modified"] = found["created"] if same else instant_to_text(modified)
    if annotation.revs:
        found["revs"] = annotation.revs


def _spans(spans: tuple[Span, ...], part: Part | None) -> list[dict[str, Any]]:
    if len(spans) > 1:
        order = part.roles if part else {}
        last = len(order)
        spans = tuple(
            sorted(spans, key=lambda s: (order.get(s.role, last), s.start, s.end))
        )
    return [
        {"role": s.role, "start": s.start, "end": s.end, "text": s.text} for s in spans
    ]


def _fields(
    fields: Mapping[str, FieldValue], part: Part | None
) -> dict[str, FieldValue]:
    found = (
        {name: fields[name] for name in part.fields if name in fields} if part else {}
    )
    if len(found) < len(fields):
        found.update(
            (name, fields[name]) for name in sorted(fields) if name not in found
        )
    return found


def _rows(annotation: Annotation, kind: TypeSchema | None) -> dict[str, Any]:
    known = kind.rows if kind else {}
    strange = sorted(annotation.rows.keys() - known.keys())
    return {
        name: [_row(row, known.get(name)) for row in rows]
        for name in (*known, *strange)
        if (rows := annotation.rows.get(name))
    }


def _row(row: Row, part: Part | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if row.fields:
        found["fields"] = _fields(row.fields, part)
    if row.spans:
        found["spans"] = _spans(row.spans, part)
    if row.extra:
        found["extra"] = dict(row.extra)
    return found
