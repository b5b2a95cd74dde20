# SPDX-License-Identifier: MIT
"""The columns of the CSV table, made from the codebook.

A column is a name and a function that takes what is on the row.  Documents and
annotations have fixed columns; fields, roles and rows come from the codebook.
An entity field fills several: its name, id, kind, and what is recorded of the
entity project-wide and in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.bundle import DocumentRecord, ProjectHeader
from annotator.model.codebook import Codebook, EntityType, Field
from annotator.model.document import METADATA_KEYS

SEPARATOR: Final = " | "

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Names:
    """What ids of the header stand for, and whom an id was unified with."""

    entities: Mapping[str, Any]
    entries: Mapping[tuple[str, str], str]
    annotators: Mapping[str, str]

    def entity(self, uid: str) -> Any:
        """The entity of that id or the one it was unified with; None: unknown."""
        found, seen = self.entities.get(uid), set()
        while found is not None and found.merged_into and found.uid not in seen:
            seen.add(found.uid)
            found = self.entities.get(found.merged_into, found)
        return found


def names_of(header: ProjectHeader, codebook: Codebook) -> Names:
    """The names in a header, with the entries that the codebook fixes."""
    entries = {(v.id, e.id): e.label for v in codebook.vocabularies for e in v.values}
    for name, listed in header.vocabularies.items():
        entries.update(((name, each.uid), each.label) for each in listed)
    return Names(
        {each.uid: each for each in header.entities},
        entries,
        {each.uid: each.name for each in header.annotators},
    )


@dataclass(slots=True)
class Line:
    """What one line of the table is about."""

    record: DocumentRecord
    annotation: Annotation
    level: int
    names: Names
    #: (entity, attribute) to what holds in this document for this layer
    in_document: Mapping[str, Mapping[str, str]]
    row_type: str | None = None
    number: int | None = None
    row: Row = field(default_factory=Row)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and its cell on a line."""

    name: str
    cell: Callable[[Line], Cell]


def columns(codebooks: Iterable[Codebook]) -> list[Column]:
    """The columns for annotations made under any of the codebooks.

    The first codebook is the current one and sets the order; the others add what
    it no longer has.
    """
    listed = list(codebooks)
    found = [*_document_columns(), *_annotation_columns()]
    taken = {column.name for column in found}
    parts: dict[tuple[str | None, str, str], Callable[[str], Iterator[Column]]] = {}
    for codebook in listed:
        for row, kind, name, make in _parts(codebook):
            parts.setdefault((row, kind, name), make)
    if any(row is not None for row, _, _ in parts):
        found += _row_columns(parts)
        taken |= {"row", "row_number"}
    for (row, _, name), make in parts.items():
        # A row's field of the same name as another is told apart by its row.
        stem = name if name not in taken or row is None else f"{row}_{name}"
        made = list(make(stem))
        clash = any(column.name in taken for column in made)
        made = list(make(f"{row or 'field'}_{name}")) if clash else made
        taken |= {column.name for column in made} | {stem}
        found += made
    return found


def _parts(
    codebook: Codebook,
) -> Iterator[tuple[str | None, str, str, Callable[[str], Iterator[Column]]]]:
    """(row or None, "field" or "role", id, maker) for all types of a codebook."""
    for kind in codebook.types:
        for each in kind.fields:
            yield None, "field", each.id, _field_maker(codebook, each, None)
        for row in kind.rows:
            for each in row.fields:
                yield row.id, "field", each.id, _field_maker(codebook, each, row.id)
        for role in kind.roles:
            yield None, "role", role.id, _role_maker(role.id, None)
        for row in kind.rows:
            for role in row.roles:
                yield row.id, "role", role.id, _role_maker(role.id, row.id)


def _document_columns() -> Iterator[Column]:
    yield Column("document_id", lambda line: line.record.document.uid)
    yield Column("title", lambda line: line.record.document.title)
    for key in METADATA_KEYS:
        yield Column(key, _metadata(key))


def _metadata(key: str) -> Callable[[Line], Cell]:
    def cell(line: Line) -> Cell:
        value = line.record.document.metadata.get(key)
        return value if value is None or isinstance(value, int) else str(value)

    return cell


def _annotation_columns() -> Iterator[Column]:
    yield Column("annotation_id", lambda line: line.annotation.uid)
    yield Column("type", lambda line: line.annotation.type)
    yield Column("parent", lambda line: line.annotation.parent)
    yield Column("level", lambda line: line.level)
    yield Column("annotator_id", lambda line: line.annotation.annotator)
    yield Column("annotator", _annotator)
    yield Column("layer", lambda line: line.annotation.layer)
    yield Column("state", lambda line: line.annotation.state)
    yield Column("origin", lambda line: line.annotation.origin)


def _annotator(line: Line) -> Cell:
    uid = line.annotation.annotator
    return line.names.annotators.get(uid, uid)


def _row_columns(parts: Iterable[tuple[str | None, str, str]]) -> Iterator[Column]:
    yield Column("row", lambda line: line.row_type)
    yield Column("row_number", lambda line: line.number)
    for row in dict.fromkeys(row for row, _, _ in parts if row is not None):
        yield Column(f"no_{row}", _none(row))


def _none(row: str) -> Callable[[Line], Cell]:
    return lambda line: "true" if row in line.annotation.none else None


def _role_maker(role: str, row: str | None) -> Callable[[str], Iterator[Column]]:
    def spans(line: Line) -> tuple[Span, ...]:
        if row is None:
            return line.annotation.spans_of(role)
        own = line.row.spans if line.row_type == row else ()
        return tuple(span for span in own if span.role == role)

    def make(name: str) -> Iterator[Column]:
        yield Column(f"{name}_text", lambda line: _quotes(spans(line)))
        yield Column(f"{name}_offsets", lambda line: _offsets(spans(line)))

    return make


def _quotes(spans: tuple[Span, ...]) -> Cell:
    return SEPARATOR.join(span.text for span in spans) or None


def _offsets(spans: tuple[Span, ...]) -> Cell:
    return ";".join(f"{span.start}-{span.end}" for span in spans) or None


def _field_maker(
    codebook: Codebook, field: Field, row: str | None
) -> Callable[[str], Iterator[Column]]:
    def value(line: Line) -> FieldValue | None:
        if row is None:
            return line.annotation.fields.get(field.id)
        return line.row.fields.get(field.id) if line.row_type == row else None

    def make(name: str) -> Iterator[Column]:
        if field.type == "entity":
            kind = codebook.entity_type(field.entity_type)
            yield from _entity_columns(name, value, kind)
        elif field.type == "vocabulary":
            yield from _entry_columns(name, value, field.vocabulary or "")
        else:
            yield Column(name, lambda line: _plain(value(line)))

    return make


Value = Callable[[Line], FieldValue | None]


def _plain(value: FieldValue | None) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return SEPARATOR.join(value) if isinstance(value, tuple) else value


def _ids(value: FieldValue | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _entry_columns(name: str, value: Value, vocabulary: str) -> Iterator[Column]:
    def label(line: Line) -> Cell:
        known = line.names.entries
        return _joined(known.get((vocabulary, uid), uid) for uid in _ids(value(line)))

    yield Column(name, label)
    yield Column(f"{name}_id", lambda line: _joined(_ids(value(line))))


def _entity_columns(
    name: str, value: Value, kind: EntityType | None
) -> Iterator[Column]:
    def of_entity(read: Callable[[Any], str | None]) -> Callable[[Line], Cell]:
        def cell(line: Line) -> Cell:
            found = [line.names.entity(uid) for uid in _ids(value(line))]
            return _joined((read(each) if each else None) or "" for each in found)

        return cell

    def called(line: Line) -> Cell:
        found = [(uid, line.names.entity(uid)) for uid in _ids(value(line))]
        return _joined(each.name if each else uid for uid, each in found)

    yield Column(name, called)
    yield Column(f"{name}_id", lambda line: _joined(_ids(value(line))))
    yield Column(f"{name}_kind", of_entity(lambda entity: entity.kind))
    for key in kind.document_attributes if kind else ():
        yield Column(f"{name}_{key}", _in_document(value, key))
    for key in kind.attributes if kind else ():
        yield Column(f"{name}_{key}", of_entity(_attribute(key)))


def _attribute(key: str) -> Callable[[Any], str | None]:
    return lambda entity: entity.attributes.get(key)


def _in_document(value: Value, key: str) -> Callable[[Line], Cell]:
    def cell(line: Line) -> Cell:
        held = (line.in_document.get(uid, {}) for uid in _ids(value(line)))
        return _joined(each.get(key, "") for each in held)

    return cell


def _joined(texts: Iterable[str]) -> Cell:
    """Several texts as one; None where there is nothing in any of them."""
    listed = list(texts)
    return SEPARATOR.join(listed) if any(listed) else None
