# SPDX-License-Identifier: MIT
"""Who might be speaking: names to propose, and aliases to learn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.names import propose_names

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation, FieldValue
    from annotator.model.codebook import AnnotationType, Codebook
    from annotator.model.entity import Entity
    from annotator.ui.workbench import Workbench


def source_text(annotation: Annotation) -> str:
    """The words marked as source, pieces joined by a space; "" without."""
    return " ".join(span.text for span in annotation.spans_of("source"))


def proposals(annotation: Annotation) -> list[str]:
    """Names to propose for the annotation's speaker, best first."""
    return propose_names(source_text(annotation))


def entity_fields(kind: AnnotationType) -> list[str]:
    """The fields of a type that name somebody or something, in order."""
    return [field.id for field in kind.fields if field.type == "entity"]


def described(annotation: Annotation, book: Codebook) -> str | None:
    """The first entity named of which something is recorded per document."""
    kind = book.type(annotation.type)
    for field in kind.fields:
        of = book.entity_type(field.entity_type) if field.type == "entity" else None
        value = annotation.fields.get(field.id)
        uid = value[0] if isinstance(value, tuple) and value else value
        if of is not None and of.document_attributes and isinstance(uid, str):
            return uid
    return None


def with_source(
    annotation: Annotation, other: Annotation, kind: AnnotationType
) -> Annotation:
    """`annotation` with the other's source and, where unset, whom it names."""
    kept = tuple(s for s in annotation.spans if s.role != "source")
    named = {f: other.fields[f] for f in entity_fields(kind) if f in other.fields}
    spans = (*kept, *other.spans_of("source"))
    return replace(annotation, spans=spans, fields={**named, **annotation.fields})


def alias_to_learn(annotation: Annotation, entity: Entity) -> str | None:
    """The name in the marked source, where the entity is not known by it yet."""
    known = {entity.name.casefold(), *(a.casefold() for a in entity.aliases)}
    names = proposals(annotation)
    if names and names[0].casefold() not in known:
        return names[0]
    return None


def recent_values(bench: Workbench, field_id: str) -> list[str]:
    """Values that field took in this document, the nearest before the caret first."""
    chosen = bench.chosen
    limit = chosen.start() if chosen else bench.article.caret()
    found: list[str] = []
    before = [a for a in bench.annotations if a.start() <= limit]
    after = [a for a in bench.annotations if a.start() > limit]
    for annotation in [*reversed(before), *after]:
        for value in _values(annotation, field_id):
            if isinstance(value, str) and value not in found:
                found.append(value)
    return found


def _values(annotation: Annotation, field_id: str) -> list[FieldValue]:
    values = [annotation.fields[field_id]] if field_id in annotation.fields else []
    for rows in annotation.rows.values():
        values += [r.fields[field_id] for r in rows if field_id in r.fields]
    return values
