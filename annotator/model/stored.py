# SPDX-License-Identifier: MIT
"""Documents as a project file keeps them: their annotations are rows, no records.

An export passes on most of what it reads as it stands.  Making records of a
million annotations, and plain data of these again, takes most of its time; a
writer that can do without takes the rows (`StoredDocuments`), and makes records
of those alone that are unusual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Document, Layer
from annotator.model.states import Record

#: id, uid, type, annotator, layer, parent, state, origin, codebook, created,
#: modified, revs, fields, rows, none, deleted, extra, document.  Annotator, codebook
#: and document are row ids; revs are set apart by blanks; fields, rows, none and
#: extra are JSON, None where they are empty.
AnnotationRow: TypeAlias = tuple[Any, ...]
#: Where an annotation's row says whether it is a tombstone.
DELETED: Final = 15

#: n or the annotation's id, row, row_no, role, start, end, quote; row and row_no are
#: None for the annotation's own spans.
SpanRow: TypeAlias = tuple[int, str | None, int | None, str, int, int, str]


class SpelledSpans(NamedTuple):
    """An annotation's spans as JSON, spelled by the database.

    `text` is the list that the exchange format has of spans, in the order in which
    they are numbered; `roles` are theirs, set apart by `BETWEEN_ROLES`; `size` is
    how many there are, `odd` how many of these belong to rows or have no whole
    numbers for offsets.
    """

    size: int
    odd: int
    roles: str
    text: str


BETWEEN_ROLES: Final = "\x1f"

#: What rows may lead to that no program of ours has written.
ODD: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


class RowReader(Protocol):
    """Reads what stands in rows; raises one of `ODD` where that makes no sense."""

    def annotation(
        self, document: str, row: AnnotationRow, spans: Sequence[SpanRow]
    ) -> Annotation:
        """The record of an annotation; DamagedError where its row makes no sense."""

    def fields(self, text: str) -> dict[str, FieldValue]:
        """The values of fields."""

    def parts(
        self, text: str | None, spans: Sequence[SpanRow]
    ) -> tuple[tuple[Span, ...], dict[str, tuple[Row, ...]]]:
        """Own spans and rows."""

    def none(self, text: str) -> tuple[str, ...]:
        """The types of rows of which there are none."""

    def annotator(self, number: int) -> str:
        """The uid of the annotator of a row id."""

    def codebook(self, number: int | None) -> str | None:
        """The sha256 of the codebook version of a row id."""


class Spans(Protocol):
    """Spans by the row ids of annotations; each way is read when it is asked for."""

    @property
    def listed(self) -> Sequence[SpanRow]:
        """Rows, those of an annotation next to each other as they are numbered.

        They begin with the row id of their annotation.
        """

    @property
    def rows(self) -> Mapping[int, Sequence[SpanRow]]:
        """Rows as they are numbered; an annotation without spans has none."""

    @property
    def spelled(self) -> Mapping[int, SpelledSpans]:
        """The same as JSON."""


@dataclass(frozen=True)
class StoredDocument:
    """A document with its layers, the rows of its annotations, and what is beside.

    `annotations` come by uid; `spans` are those of these, and maybe of others.
    """

    reader: RowReader
    document: Document
    layers: tuple[Layer, ...]
    annotations: Sequence[AnnotationRow]
    spans: Spans
    decisions: tuple[Mapping[str, Any], ...]
    comments: tuple[Mapping[str, Any], ...]
    rivals: tuple[Record, ...]

    @cached_property
    def live(self) -> int:
        """How many annotations are no tombstones."""
        return sum([not row[DELETED] for row in self.annotations])

    def annotation(self, row: AnnotationRow) -> Annotation:
        """The record of one of the annotations."""
        spans = self.spans.rows.get(row[0], ())
        return self.reader.annotation(self.document.uid, row, spans)

    @cached_property
    def record(self) -> DocumentRecord:
        """All of it as records, which are made once.

        Raises DamagedError where a row makes no sense.
        """
        return DocumentRecord(
            document=self.document,
            layers=self.layers,
            annotations=tuple(map(self.annotation, self.annotations)),
            decisions=self.decisions,
            comments=self.comments,
            rivals=self.rivals,
        )


class StoredDocuments:
    """The documents of a bundle as it comes from a project: records, and rows too.

    Whoever narrows or changes documents puts others in their place, which have no
    rows.  They are read once only, in one way or the other.
    """

    def __init__(self, stored: Iterable[StoredDocument]) -> None:
        self.stored = stored

    def __iter__(self) -> Iterator[DocumentRecord]:
        return (each.record for each in self.stored)


def documents_of(records: Iterable[DocumentRecord]) -> Iterator[Document]:
    """The documents themselves; where there are rows, nothing else is read of them."""
    if isinstance(records, StoredDocuments):
        return (each.document for each in records.stored)
    return (each.document for each in records)
