# SPDX-License-Identifier: MIT
"""What a line of the CSV table is about: a document, an annotation, a row of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.annotation import Annotation, Row
from annotator.model.bundle import DocumentRecord, ProjectHeader
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.stored import StoredDocument

#: The kind of a layer, and whose it is.
LayerKey: TypeAlias = tuple[str, str | None]


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

    `in_document` holds what is known of entities in this document only.  `row` is
    the type of the row, `number` its number and `content` the row itself; they
    are None where the annotation has no row.
    """

    record: DocumentRecord | StoredDocument
    names: Names
    annotation: Annotation
    level: int
    in_document: Mapping[str, Mapping[str, str]]
    row: str | None = None
    number: int | None = None
    content: Row | None = None

    def part(self, row: str | None) -> Annotation | Row | None:
        """The annotation for None, its row where the line is of that type."""
        if row is None:
            return self.annotation
        return self.content if row == self.row else None


def lines_of(record: DocumentRecord, names: Names) -> Iterator[Line]:
    """A line for each row of each annotation, one at least for an annotation.

    They come by layer, annotator and place in the text; tombstones do not come.
    """
    parents = {each.uid: each.parent for each in record.annotations}
    speakers = speakers_of(record)
    for annotation in sorted(record.annotations, key=_place):
        if not annotation.deleted:
            layer = layer_of(annotation.layer, annotation.annotator)
            line = Line(
                record,
                names,
                annotation,
                level_of(annotation.uid, parents),
                speakers.get(layer, {}),
            )
            yield from each_row(line)


def each_row(line: Line) -> Iterator[Line]:
    """`line` for each row of its annotation; it is one object, read one by one."""
    found = False
    for name, rows in line.annotation.rows.items():
        for number, row in enumerate(rows, 1):
            found = True
            line.row, line.number, line.content = name, number, row
            yield line
    if not found:
        yield line


def _place(annotation: Annotation) -> tuple[str, str, int, str]:
    start = annotation.start()
    return annotation.layer, annotation.annotator, start, annotation.uid


def layer_of(layer: str, annotator: str) -> LayerKey:
    """The layer that an annotation lies in; the adjudicated one is nobody's."""
    return layer, annotator if layer == "primary" else None


def speakers_of(
    record: DocumentRecord | StoredDocument,
) -> dict[LayerKey, Mapping[str, Mapping[str, str]]]:
    """What is known of entities in each layer of the document."""
    return {
        (layer.kind, layer.annotator): {
            each.entity: each.attributes for each in layer.speakers
        }
        for layer in record.layers
    }


def level_of(uid: str, parents: Mapping[str, str | None]) -> int:
    """1 for an annotation without a parent, one more for each ancestor."""
    level, seen = 1, {uid}
    while (parent := parents[uid]) and parent in parents and parent not in seen:
        uid = parent
        seen.add(uid)
        level += 1
    return level
