# SPDX-License-Identifier: MIT
"""Documents of a project as rows, some at a time: what all exports read.

Each batch reads documents, layers, annotations and spans with one ordered
cursor each and merges them, so that memory stays bounded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Protocol

from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.document import Document, Layer
from annotator.model.states import Record
from annotator.model.stored import (
    BETWEEN_ROLES,
    AnnotationRow,
    SpanRow,
    SpelledSpans,
    StoredDocument,
)
from annotator.store import documents as document_rows
from annotator.store import layers as layer_rows
from annotator.store import rows
from annotator.store.annotations import COLUMNS, SPAN_COLUMNS

if TYPE_CHECKING:
    from annotator.store.project import Project

#: Of the layers of some documents: the document's row id, whose, and what they say.
LAYERS: Final = (
    "SELECT l.document_id, p.uid, l.kind, l.status, l.note, l.seconds, l.speakers,"
    " l.extra, l.revs FROM layer l LEFT JOIN annotator p ON p.id = l.annotator_id"
    " WHERE l.document_id IN ({marks}) AND l.withdrawn = 0 ORDER BY l.id"
)
#: What `SpelledSpans` says of annotations, after their row ids.
_SPELLED: Final = (
    'SELECT s.annotation_id, count(*), count(CASE WHEN s."row" IS NULL'
    " AND typeof(s.start) = 'integer' AND typeof(s.\"end\") = 'integer'"
    f" THEN NULL ELSE 1 END), group_concat(s.role, char({ord(BETWEEN_ROLES)})),"
    " json_group_array(json_object("
    "'role', s.role, 'start', s.start, 'end', s.\"end\", 'text', s.quote))"
    " FROM span s WHERE s.annotation_id {} GROUP BY s.annotation_id"
)
#: Documents read at a time: as much as a processor keeps at hand.
BATCH: Final = 25
#: The same where some of the rows are carried over: each batch asks once more.
CARRIED: Final = 200
#: Annotations whose spans are asked for at once.
_ASKED: Final = 200


class Carry(Protocol):
    """Is shown the rows of each batch, and returns those that are to be read."""

    def begin(self, documents: Mapping[int, Document]) -> None:
        """The documents of the batch, by row id."""

    def layers(self, found: Sequence[Any]) -> Sequence[Any]:
        """Rows of `LAYERS`."""

    def annotations(
        self, found: Sequence[AnnotationRow], spans: Mapping[int, Sequence[SpanRow]]
    ) -> Sequence[AnnotationRow]:
        """Rows of annotations; spans by annotation."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose work is read, and of which kinds of layer; None is everything."""

    annotators: frozenset[str] | None = None
    kinds: frozenset[str] | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.annotators is None and self.kinds is None

    def takes(self, annotator: str | None, kind: str) -> bool:
        """Whether somebody's work in a kind of layer is wanted."""
        if self.kinds is not None and kind not in self.kinds:
            return False
        if self.annotators is None:
            return True
        # The adjudicated layer as such is nobody's; asked for by its kind alone.
        return annotator in self.annotators or (
            annotator is None and self.kinds is not None
        )

    def takes_rival(self, record: Record) -> bool:
        """Whether a state beside the one shown is wanted."""
        if isinstance(record, Annotation):
            return self.takes(record.annotator, record.layer)
        if isinstance(record, Layer):
            return self.takes(record.annotator, record.kind)
        return True


class Reader:
    """What `model.stored.RowReader` asks of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def annotation(
        self, document: str, row: AnnotationRow, spans: Sequence[SpanRow]
    ) -> Annotation:
        return self._project.annotations.build(document, row, spans)

    def fields(self, text: str) -> dict[str, FieldValue]:
        return rows.load_fields(text)

    def parts(
        self, text: str | None, spans: Sequence[SpanRow]
    ) -> tuple[tuple[Span, ...], dict[str, tuple[Row, ...]]]:
        return rows.build_rows(text, spans)

    def none(self, text: str) -> tuple[str, ...]:
        return rows.load_tuple(text)

    def annotator(self, number: int) -> str:
        return self._project.annotators.uid_of(number)

    def codebook(self, number: int | None) -> str | None:
        return self._project.codebooks.sha256_of(number)


def stored_documents(
    project: Project, ids: Sequence[int], choice: Choice, carry: Carry | None = None
) -> Iterator[StoredDocument]:
    """The documents of those row ids, in their order.

    Args:
        project: an open project.
        ids: row ids of documents.
        choice: whose work is read; the rest is as if it were not there.
        carry: is shown the rows of annotations, and returns those to read.
    """
    reader = Reader(project)
    size = BATCH if carry is None else CARRIED
    for first in range(0, len(ids), size):
        yield from _batch(reader, project, ids[first : first + size], choice, carry)


def _batch(
    reader: Reader,
    project: Project,
    ids: Sequence[int],
    choice: Choice,
    carry: Carry | None,
) -> Iterator[StoredDocument]:
    marks = ",".join("?" * len(ids))
    sql = (
        "SELECT d.id, d.uid, d.title, t.text, d.text_sha256, d.file, d.metadata,"
        " d.extra, d.revs FROM document d JOIN document_text t ON t.id = d.id"
        f" WHERE d.id IN ({marks})"
    )
    found = {row[0]: document_rows.build(row[1:]) for row in project.query(sql, ids)}
    if carry is not None:
        carry.begin(found)
    layers = _layers(project, found, choice, carry)
    annotations, spans = _annotations(project, found, choice, carry)
    items = project.items.of_documents(ids)
    rivals = project.rivals.of_documents(ids)
    for number in ids:
        beside = rivals.get(number, ())
        yield StoredDocument(
            reader,
            found[number],
            tuple(layers.get(number, ())),
            annotations[number],
            spans,
            tuple(items.get((number, "decisions"), ())),
            tuple(items.get((number, "comments"), ())),
            tuple(each for each in beside if choice.takes_rival(each)),
        )


def _layers(
    project: Project,
    documents: Mapping[int, Document],
    choice: Choice,
    carry: Carry | None,
) -> dict[int, list[Layer]]:
    sql = LAYERS.format(marks=",".join("?" * len(documents)))
    listed: Sequence[Any] = project.query(sql, list(documents))
    if carry is not None and listed:
        listed = carry.layers(listed)
    found: dict[int, list[Layer]] = {}
    for number, person, kind, *rest in listed:
        if choice.takes(person, kind):
            layer = layer_rows.build(documents[number].uid, person, kind, rest)
            found.setdefault(number, []).append(layer)
    return found


def _annotations(
    project: Project,
    documents: Mapping[int, Document],
    choice: Choice,
    carry: Carry | None,
) -> tuple[dict[int, list[AnnotationRow]], _Spans]:
    """The rows of annotations by their document, and the spans of these."""
    marks = ",".join("?" * len(documents))
    sql = (
        f"SELECT {COLUMNS}, a.document_id FROM annotation a"
        f" WHERE a.document_id IN ({marks}) AND a.withdrawn = 0"
        " ORDER BY a.document_id, a.uid"
    )
    listed: Sequence[AnnotationRow] = project.query(sql, list(documents))
    spans = _Spans(project, [row[0] for row in listed])
    if carry is not None and listed:
        listed = carry.annotations(listed, spans.rows)
    found: dict[int, list[AnnotationRow]] = {number: [] for number in documents}
    uid_of, everything = project.annotators.uid_of, choice.is_all
    for row in listed:
        if everything or choice.takes(uid_of(row[3]), row[4]):
            found[row[-1]].append(row)
    return found, spans


class _Spans:
    """The spans of annotations of those row ids, and maybe of some more."""

    def __init__(self, project: Project, ids: Sequence[int]) -> None:
        self._project = project
        self._ids = ids

    @cached_property
    def listed(self) -> list[SpanRow]:
        """Rows by annotation, and as they are numbered."""
        sql = f"SELECT {SPAN_COLUMNS} FROM span s WHERE s.annotation_id {{}}"
        return list(chain.from_iterable(self._asked(sql)))

    @cached_property
    def rows(self) -> Mapping[int, list[SpanRow]]:
        """The same by the row id of the annotation."""
        return rows.by_annotation(self.listed)

    @cached_property
    def spelled(self) -> Mapping[int, SpelledSpans]:
        """The same as JSON."""
        try:
            found = chain.from_iterable(self._asked(_SPELLED))
            spelled = {number: SpelledSpans(*said) for number, *said in found}
        except sqlite3.OperationalError:
            # Bytes stand where a text should: whoever reads the rows tells it.
            spelled = dict.fromkeys(self._ids, SpelledSpans(0, 1, "", ""))
        if any(each.odd for each in spelled.values()):
            # They are asked for next; as they are now, whoever writes meanwhile.
            _ = self.rows
        return spelled

    def _asked(self, sql: str) -> Iterator[list[Any]]:
        if not self._ids:
            return
        query, low, high = self._project.query, min(self._ids), max(self._ids)
        if high - low < 2 * len(self._ids):
            # They came in one import: one stretch of the table, read at one go.
            yield query(sql.format("BETWEEN ? AND ?"), (low, high))
            return
        for some in rows.batches(self._ids, _ASKED):
            yield query(sql.format(f"IN ({','.join('?' * len(some))})"), some)
