# SPDX-License-Identifier: MIT
"""What a line of the CSV table is about: a document, an annotation, a row of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.model.annotation import Annotation, Row
from annotator.model.bundle import DocumentRecord, ProjectHeader
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity


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

    record: DocumentRecord
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
            )
            yield from _each_row(line)


def _each_row(line: Line) -> Iterator[Line]:
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
