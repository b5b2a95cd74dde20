# SPDX-License-Identifier: MIT
"""What a line of the CSV table is about: a document, an annotation, a row of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.model.annotation import Annotation, FieldValue, Span
from annotator.model.bundle import DocumentRecord, ProjectHeader
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity

Fields = Mapping[str, FieldValue]
Spans = Mapping[str, list[Span]]


@dataclass(frozen=True, slots=True)
class Names:
    """What ids of the header stand for, and whom an id was unified with."""

    entities: Mapping[str, Entity]
    entries: Mapping[tuple[str, str], str]
    annotators: Mapping[str, str]

    def entity(self, uid: str) -> Entity | None:
        """The entity of that id or the one it was unified with; None: unknown."""
        found, seen = self.entities.get(uid), set()
        while found is not None and found.merged_into and found.uid not in seen:
            seen.add(found.uid)
            found = self.entities.get(found.merged_into, found)
        return found


def names_of(header: ProjectHeader, codebooks: Iterable[Codebook]) -> Names:
    """The names in a header, with the entries that the codebooks fix."""
    entries = {
        (vocabulary.id, value.id): value.label
        for codebook in codebooks
        for vocabulary in codebook.vocabularies
        for value in vocabulary.values
    }
    for name, listed in header.vocabularies.items():
        entries.update(((name, each.uid), each.label) for each in listed)
    return Names(
        {each.uid: each for each in header.entities},
        entries,
        {each.uid: each.name for each in header.annotators},
    )


@dataclass(slots=True)
class Line:
    """What the columns read.

    `fields` and `spans` are those of the annotation under None, and those of its
    row under the row's type.  `in_document` holds what is known of entities in
    this document only.
    """

    record: DocumentRecord
    names: Names
    annotation: Annotation
    level: int
    in_document: Mapping[str, Mapping[str, str]]
    fields: dict[str | None, Fields] = field(default_factory=dict)
    spans: dict[str | None, Spans] = field(default_factory=dict)
    row: str | None = None
    number: int | None = None


def lines_of(record: DocumentRecord, names: Names) -> Iterator[Line]:
    """A line for each row of each annotation, one at least for an annotation.

    They come by layer, annotator and place in the text; tombstones do not come.
    """
    by_uid = {each.uid: each for each in record.annotations}
    speakers = _speakers(record)
    for annotation in sorted(record.annotations, key=_place):
        if not annotation.deleted:
            primary = annotation.layer == "primary"
            layer = annotation.layer, annotation.annotator if primary else None
            line = Line(
                record,
                names,
                annotation,
                _level(annotation, by_uid),
                speakers.get(layer, {}),
                {None: annotation.fields},
                {None: by_role(annotation.spans)},
            )
            yield from _each_row(line)


def _each_row(line: Line) -> Iterator[Line]:
    """`line` for each row of its annotation; it is one object, read one by one."""
    found = False
    for name, rows in line.annotation.rows.items():
        for number, row in enumerate(rows, 1):
            found = True
            line.row, line.number = name, number
            line.fields[name], line.spans[name] = row.fields, by_role(row.spans)
            yield line
            del line.fields[name], line.spans[name]
    if not found:
        yield line


def by_role(spans: Iterable[Span]) -> Spans:
    """The spans of each role, in their order."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.role, []).append(span)
    return found


def _place(annotation: Annotation) -> tuple[str, str, int, str]:
    start = annotation.start()
    return annotation.layer, annotation.annotator, start, annotation.uid


def _speakers(
    record: DocumentRecord,
) -> dict[tuple[str, str | None], Mapping[str, Mapping[str, str]]]:
    return {
        (layer.kind, layer.annotator): {
            each.entity: each.attributes for each in layer.speakers
        }
        for layer in record.layers
    }


def _level(annotation: Annotation, by_uid: Mapping[str, Annotation]) -> int:
    """1 for an annotation without a parent, one more for each ancestor."""
    if annotation.parent is None:
        return 1
    level, seen = 1, {annotation.uid}
    while (parent := annotation.parent) and parent in by_uid and parent not in seen:
        annotation = by_uid[parent]
        seen.add(annotation.uid)
        level += 1
    return level
