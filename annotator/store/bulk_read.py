# SPDX-License-Identifier: MIT
"""A project as a bundle: the header, then documents by uid, some at a time.

Each batch reads documents, layers, annotations and spans with one ordered
cursor each and merges them, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import Document, Layer
from annotator.model.entity import VocabularyEntry
from annotator.model.states import Record
from annotator.store import documents as document_rows
from annotator.store import layers as layer_rows
from annotator.store.annotations import COLUMNS, SPAN_COLUMNS
from annotator.store.rows import SpanRow, batches, by_annotation

if TYPE_CHECKING:
    from annotator.store.project import Project

#: Documents read at a time.
BATCH: Final = 200

#: Of the layers of some documents: the document's row id, whose, and what they say.
LAYERS: Final = (
    "SELECT l.document_id, p.uid, l.kind, l.status, l.note, l.seconds, l.speakers,"
    " l.extra, l.revs FROM layer l LEFT JOIN annotator p ON p.id = l.annotator_id"
    " WHERE l.document_id IN ({marks}) AND l.withdrawn = 0 ORDER BY l.id"
)


class Carry(Protocol):
    """Is shown the rows of each batch, and returns those that are to be read."""

    def begin(self, documents: Mapping[int, Document]) -> None:
        """The documents of the batch, by row id."""

    def layers(self, found: Sequence[Any]) -> Sequence[Any]:
        """Rows of `LAYERS`."""

    def annotations(
        self, found: Sequence[Any], spans: Mapping[int, Sequence[SpanRow]]
    ) -> Sequence[Any]:
        """Rows of `COLUMNS` and the document's row id; spans by annotation."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Whose work goes out, and of which kinds of layer; None is everything."""

    annotators: frozenset[str] | None
    kinds: frozenset[str] | None

    @property
    def is_all(self) -> bool:
        return self.annotators is None and self.kinds is None

    def takes(self, annotator: str | None, kind: str) -> bool:
        if self.kinds is not None and kind not in self.kinds:
            return False
        if self.annotators is None:
            return True
        # The adjudicated layer as such is nobody's; asked for by its kind alone.
        return annotator in self.annotators or (
            annotator is None and self.kinds is not None
        )

    def takes_rival(self, record: Record) -> bool:
        if isinstance(record, Annotation):
            return self.takes(record.annotator, record.layer)
        if isinstance(record, Layer):
            return self.takes(record.annotator, record.kind)
        return True


def read_bundle(
    project: Project,
    *,
    annotators: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    documents: Iterable[str] | None = None,
    carry: Carry | None = None,
) -> Bundle:
    """The project, or a choice of it, as a bundle.

    Args:
        project: an open project.
        annotators: uids of those whose work is wanted; None: everybody's.
        kinds: kinds of layer ("primary", "adjudicated"); None: all.
        documents: uids of documents; None: all.  They come out by uid.
        carry: is shown the rows of annotations, and returns those to read.
    """
    choice = _Choice(
        None if annotators is None else frozenset(annotators),
        None if kinds is None else frozenset(kinds),
    )
    ids = _document_ids(project, documents)
    return Bundle(
        header=_header(project, choice),
        codebooks=project.codebooks.in_use(),
        documents=_records(project, ids, choice, carry),
        total=len(ids),
    )


def _header(project: Project, choice: _Choice) -> ProjectHeader:
    codebook = project.codebooks.current()
    vocabularies: dict[str, list[VocabularyEntry]] = {}
    for entry in project.vocabularies.all():
        vocabularies.setdefault(entry.vocabulary, []).append(entry)
    people = project.annotators.all()
    wanted = choice.annotators
    return ProjectHeader(
        title=project.settings.get("title", ""),
        codebook=(codebook.id, codebook.version),
        annotators=tuple(p for p in people if wanted is None or p.uid in wanted),
        entities=tuple(project.entities.all()),
        vocabularies={name: tuple(each) for name, each in vocabularies.items()},
        items=project.items.of_project(),
        rivals=tuple(project.rivals.of_project()),
        extra=project.settings.get("extra", {}),
    )


def read_records(project: Project, ids: Sequence[int]) -> dict[int, DocumentRecord]:
    """All that is known of some documents, by their row ids."""
    everything = _Choice(None, None)
    return dict(zip(ids, _batch(project, ids, everything), strict=True)) if ids else {}


def _document_ids(project: Project, uids: Iterable[str] | None) -> Sequence[int]:
    """The row ids of the documents, by uid."""
    if uids is None:
        return project.documents.ids("", (), "d.uid")
    return [project.documents.require_id(uid) for uid in sorted(set(uids))]


def _records(
    project: Project, ids: Sequence[int], choice: _Choice, carry: Carry | None
) -> Iterator[DocumentRecord]:
    for first in range(0, len(ids), BATCH):
        yield from _batch(project, ids[first : first + BATCH], choice, carry)


def _batch(
    project: Project,
    ids: Sequence[int],
    choice: _Choice,
    carry: Carry | None = None,
) -> Iterator[DocumentRecord]:
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
    annotations = _annotations(project, found, choice, carry)
    items = project.items.of_documents(ids)
    rivals = project.rivals.of_documents(ids)
    for number in ids:
        yield DocumentRecord(
            document=found[number],
            layers=tuple(layers.get(number, ())),
            annotations=tuple(annotations.get(number, ())),
            decisions=tuple(items.get((number, "decisions"), ())),
            comments=tuple(items.get((number, "comments"), ())),
            rivals=tuple(
                each for each in rivals.get(number, ()) if choice.takes_rival(each)
            ),
        )


def _layers(
    project: Project,
    documents: dict[int, Document],
    choice: _Choice,
    carry: Carry | None,
) -> dict[int, list[Layer]]:
    sql = LAYERS.format(marks=",".join("?" * len(documents)))
    rows: Sequence[Any] = project.query(sql, list(documents))
    if carry is not None and rows:
        rows = carry.layers(rows)
    found: dict[int, list[Layer]] = {}
    for number, person, kind, *rest in rows:
        if choice.takes(person, kind):
            layer = layer_rows.build(documents[number].uid, person, kind, rest)
            found.setdefault(number, []).append(layer)
    return found


def _annotations(
    project: Project,
    documents: dict[int, Document],
    choice: _Choice,
    carry: Carry | None,
) -> dict[int, list[Annotation]]:
    marks = ",".join("?" * len(documents))
    sql = (
        f"SELECT {COLUMNS}, a.document_id FROM annotation a"
        f" WHERE a.document_id IN ({marks}) AND a.withdrawn = 0"
        " ORDER BY a.document_id, a.uid"
    )
    rows: Sequence[Any] = project.query(sql, list(documents))
    spans = _spans(project, [row[0] for row in rows])
    if carry is not None and rows:
        rows = carry.annotations(rows, spans)
    found: dict[int, list[Annotation]] = {number: [] for number in documents}
    build, everything = project.annotations.build, choice.is_all
    for row in rows:
        annotation = build(documents[row[-1]].uid, row, spans.get(row[0], []))
        if everything or choice.takes(annotation.annotator, annotation.layer):
            found[row[-1]].append(annotation)
    return found


def _spans(project: Project, ids: list[int]) -> dict[int, list[SpanRow]]:
    """The span rows of the annotations of those row ids, and maybe of some more."""
    if not ids:
        return {}
    low, high = min(ids), max(ids)
    sql = f"SELECT {SPAN_COLUMNS} FROM span s WHERE s.annotation_id"
    if high - low < 2 * len(ids):
        # They came in one import: one stretch of the table, read at one go.
        return by_annotation(project.query(f"{sql} BETWEEN ? AND ?", (low, high)))
    found: dict[int, list[SpanRow]] = {}
    for some in batches(ids, BATCH):
        marks = ",".join("?" * len(some))
        found.update(by_annotation(project.query(f"{sql} IN ({marks})", some)))
    return found
