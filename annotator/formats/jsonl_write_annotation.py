# SPDX-License-Identifier: MIT
"""Writes annotations for `annotator-jsonl`: the inner loop of an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from annotator.formats.schema import Part, Schema
from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.identity import instant_to_text

#: How many combinations of keys are remembered for one part.
REMEMBERED: Final = 1024


class AnnotationWriter:
    """Turns annotations into plain data with keys and lists in canonical order.

    `current` is the sha256 of the header's codebook: annotations made under it
    do not name it.
    """

    def __init__(self, schemas: Mapping[str, Schema], current: str | None) -> None:
        self._schemas = schemas
        self._current = current
        self._shapes: dict[tuple[str | None, str], Shape] = {}

    def encode(self, annotation: Annotation) -> dict[str, Any]:
        """The plain data of one annotation."""
        shape = self.shape(annotation.codebook, annotation.type)
        found: dict[str, Any] = {
            "id": annotation.uid,
            "type": annotation.type,
            "annotator": annotation.annotator,
        }
        if annotation.layer != "primary":
            found["layer"] = annotation.layer
        if codebook := self.named(annotation.codebook):
            found["codebook"] = codebook
        if annotation.parent is not None:
            found["parent"] = annotation.parent
        found["state"] = annotation.state
        found["origin"] = annotation.origin
        _add_history(annotation, found)
        if annotation.spans:
            found["spans"] = shape.own.spans(annotation.spans)
        if annotation.fields:
            found["fields"] = shape.own.fields(annotation.fields)
        if annotation.rows:
            rows = shape.rows(annotation.rows)
            if rows:
                found["rows"] = rows
        if annotation.none:
            found["none"] = sorted(annotation.none)
        if annotation.deleted:
            found["deleted"] = True
        if annotation.extra:
            found["extra"] = dict(annotation.extra)
        return found

    def named(self, codebook: str | None) -> str | None:
        """What an annotation made under that codebook says of it, if anything."""
        return codebook if codebook != self._current else None

    def shape(self, codebook: str | None, kind: str) -> Shape:
        """The order of an annotation type of a codebook."""
        found = self._shapes.get((codebook, kind))
        if found is None:
            schema = self._schemas.get(codebook or self._current or "")
            known = schema.types.get(kind) if schema else None
            found = Shape(known.own, known.rows) if known else Shape(None, {})
            self._shapes[codebook, kind] = found
        return found


def _add_history(annotation: Annotation, found: dict[str, Any]) -> None:
    created, modified = annotation.created, annotation.modified
    if created is not None:
        found["created"] = instant_to_text(created)
    if modified is not None:
        same = modified == created
        found["modified"] = found["created"] if same else instant_to_text(modified)
    if annotation.revs:
        found["revs"] = annotation.revs


class Shape:
    """The order of an annotation type: of its own part and of its rows."""

    def __init__(self, own: Part | None, rows: Mapping[str, Part]) -> None:
        self.own = Order(own)
        self._rows = {name: Order(part) for name, part in rows.items()}
        self._strange = Order(None)

    def rows(self, rows: Mapping[str, tuple[Row, ...]]) -> dict[str, Any]:
        """Rows by type, those of unknown types last; types without rows are not."""
        names: Iterable[str] = rows
        if len(rows) > 1:
            names = (*self._rows, *sorted(rows.keys() - self._rows.keys()))
        found = {}
        for name in names:
            if several := rows.get(name):
                row = self._rows.get(name, self._strange).row
                found[name] = [row(each) for each in several]
        return found


class Order:
    """The order of one part's fields and roles.

    Nearly all that is written stands in it already, and in few combinations of
    keys, so that each combination is looked at once.
    """

    def __init__(self, part: Part | None) -> None:
        self._names = tuple(part.fields) if part else ()
        self._roles = part.roles if part else {}
        self._arranged = lru_cache(REMEMBERED)(self._arrange)
        self.stand_in_order = lru_cache(REMEMBERED)(self._ascend)

    def row(self, row: Row) -> dict[str, Any]:
        """The plain data of a row."""
        found: dict[str, Any] = {}
        if row.fields:
            found["fields"] = self.fields(row.fields)
        if row.spans:
            found["spans"] = self.spans(row.spans)
        if row.extra:
            found["extra"] = dict(row.extra)
        return found

    def fields(self, fields: Mapping[str, FieldValue]) -> Mapping[str, FieldValue]:
        """The fields of the codebook in its order, then the others by name."""
        keys = tuple(fields)
        order = self._arranged(keys)
        return fields if order == keys else {name: fields[name] for name in order}

    def spans(self, spans: tuple[Span, ...]) -> list[dict[str, Any]]:
        """Spans by role as the codebook has them, then by their place."""
        if len(spans) > 1 and not self.stand_in_order(tuple([s.role for s in spans])):
            place = self.place
            spans = tuple(sorted(spans, key=lambda s: place(s.role, s.start, s.end)))
        return [
            {"role": s.role, "start": s.start, "end": s.end, "text": s.text}
            for s in spans
        ]

    def place(self, role: str, start: int, end: int) -> tuple[int, int, int]:
        """By what spans are sorted."""
        return self._roles.get(role, len(self._roles)), start, end

    def _arrange(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        known = [name for name in self._names if name in keys]
        return (*known, *sorted(set(keys).difference(known)))

    def _ascend(self, roles: tuple[str, ...]) -> bool:
        """Whether each role is another, so that their order is that of the spans."""
        places = [self._roles.get(role, len(self._roles)) for role in roles]
        return all(a < b for a, b in pairwise(places))
