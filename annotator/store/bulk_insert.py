# SPDX-License-Identifier: MIT
"""A bundle into a project: one transaction, one step, streamed.

What is new goes in by `executemany`; what is there already is united with it by
the revisions (see `store.bulk_unite`).  Clocks decide nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.identity import now_ms, sha256_text
from annotator.model.item import Item, item_of
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.model.states import Record, key_of, kind_of
from annotator.model.stored import SpanRow
from annotator.model.team import Annotator
from annotator.store import bulk_header, bulk_rows, superseded
from annotator.store import documents as document_rows
from annotator.store import layers as layer_rows
from annotator.store.annotations import INSERT, INSERT_SPAN
from annotator.store.bulk_read import read_records
from annotator.store.bulk_unite import ITEM_LISTS, Conflict, Uniter
from annotator.store.items import IMPORTED, PLACE_ASSIGNMENTS, insert_values
from annotator.store.items import INSERT as INSERT_ITEM
from annotator.store.references import REFERENCE_SQL
from annotator.store.rows import batches, dump, load_map
from annotator.store.states import to_data

if TYPE_CHECKING:
    from annotator.store.project import Project

#: Documents written, and indexed, between two reports of progress.
BATCH: Final = 200

_SQL: Final[Mapping[str, str]] = {
    "document": "INSERT INTO document (id, uid, title, text_sha256, file, source,"
    " author, published, metadata, extra, revs) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
    "document_text": "INSERT INTO document_text VALUES (?, ?, ?)",
    "layer": f"INSERT INTO layer (id, {layer_rows.COLUMNS}) "
    " VALUES (?,?,?,?,?,?,?,?,?,?)",
    "annotation": INSERT,
    "span": INSERT_SPAN,
    "reference": REFERENCE_SQL,
    "item": INSERT_ITEM,
    "rival": "INSERT INTO rival (id, kind, uid, document_id, rev, data)"
    " VALUES (?, ?, ?, ?, ?, ?)",
}


#: What is being done when all rows are there.
_INDEXING: Final = Sentence("Indexing")


@dataclass(slots=True)
class BulkReport:
    """What an import did.

    Attributes:
        documents, annotations, entities, entries: how many were new.
        updated: annotations, entities and entries that theirs superseded.
        skipped: annotations that were there already.
        skipped_documents: documents left out because their text is there.
        deleted: records that were deleted on their side.
        items: rounds, assignments, decisions, comments … that are new.
        layers: layers of documents that are new here.
        wrote: whether anything was written, be it only who knows of what.
        added: the uids of the new documents.
        other_texts: documents left out because ours have another text.
        conflicts: records that were changed on both sides; both states are kept.
        people: new annotators.
        named: new entities and entries.
        notes: what the user should know, one sentence each.
    """

    documents: int = 0
    annotations: int = 0
    entities: int = 0
    entries: int = 0
    updated: int = 0
    skipped: int = 0
    skipped_documents: int = 0
    deleted: int = 0
    items: int = 0
    layers: int = 0
    wrote: bool = False
    added: list[str] = field(default_factory=list)
    other_texts: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    people: list[Annotator] = field(default_factory=list)
    named: list[Entity | VocabularyEntry] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)


def insert_bundle(
    project: Project,
    bundle: Bundle,
    *,
    annotator: str | None,
    title: str,
    args: Mapping[str, Any] | None = None,
    skip_duplicates: bool = False,
    skip_other_texts: bool = False,
    unite_extra: bool = False,
    begun: Begun | None = None,
) -> Job[BulkReport]:
    """Bring a bundle into a project as one step; cancelling brings nothing.

    An empty project takes over the bundle's title and codebook.

    Args:
        project: open for writing.
        bundle: what to bring; its documents are read once.
        annotator: uid of whoever imports, for the history.
        title: title key of the step, with `args`.
        skip_duplicates: leave out documents of unknown uid, without
            annotations, whose text the project has already.
        skip_other_texts: leave out documents that are there with another text.
        unite_extra: what comes of another program besides is put to what came of
            it before; else ours stays alone.
        begun: is told of the inserter before the documents are read.

    Raises InputError for a document that is there with another text, or for a
    span that does not fit its text.
    """
    with project.history.step(annotator, title, args or {}), _large_cache(project):
        before = project.connection.total_changes
        inserter = Inserter(project, bundle, skip_duplicates, skip_other_texts)
        inserter.unites_extra = unite_extra
        if begun is not None:
            begun(inserter)
        yield from _insert_all(inserter, bundle)
        inserter.report.wrote = project.connection.total_changes > before
        if project.history.has_changes:  # from now on there is no redo
            yield from superseded.remove_all(project)
    return inserter.report


def fill_new(project: Project, bundle: Bundle) -> Job[BulkReport]:
    """Bring a bundle into a new, empty project as its first state: no step is kept.

    What is there from the beginning cannot be undone.
    """
    with project.atomic(), _large_cache(project):
        inserter = Inserter(project, bundle, False)
        yield from _insert_all(inserter, bundle)
    return inserter.report


def _insert_all(inserter: Inserter, bundle: Bundle) -> Iterator[Progress]:
    yield Progress(0, bundle.total or 0)
    done = 0
    for batch in batches(bundle.documents, BATCH):
        inserter.batch(batch)
        done += len(batch)
        yield Progress(done, bundle.total or 0)
    yield from inserter.index()
    inserter.finish()


@contextlib.contextmanager
def _large_cache(project: Project) -> Iterator[None]:
    """Room for the pages of a whole batch, so that none is written twice."""
    project.connection.execute("PRAGMA cache_size = -131072")
    try:
        yield
    finally:
        project.connection.execute("PRAGMA cache_size = -16384")


class Inserter:
    """One import under way: what was seen, and rows not yet written."""

    def __init__(
        self,
        project: Project,
        bundle: Bundle,
        skip_duplicates: bool,
        skip_other_texts: bool = False,
    ) -> None:
        self.project = project
        self.report = BulkReport()
        self.now = now_ms()
        self._skip_duplicates = skip_duplicates
        self.skips_other_texts = skip_other_texts
        self.unites_extra = False
        self._first = {table: self._next_id(table) for table in IMPORTED}
        self._next = dict(self._first)
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _SQL}
        self._texts: set[str] = set()
        self.uniter = Uniter(self)
        self.codebooks = bulk_header.take_header(self, bundle)

    def _next_id(self, table: str) -> int:
        sql = f"SELECT ifnull(max(id), 0) + 1 FROM {table}"
        return int(self.project.query(sql)[0][0])

    def new_id(self, table: str) -> int:
        """The next row id of a table."""
        number = self._next[table]
        self._next[table] = number + 1
        return number

    # -- documents ----------------------------------------------------------------

    def batch(self, records: list[DocumentRecord]) -> None:
        """Take some documents in, and write what they brought."""
        known = self._known([record.document.uid for record in records])
        busy = {
            record.document.uid: known[record.document.uid][0]
            for record in records
            if record.document.uid in known
            and not _brings_nothing(record, *known[record.document.uid][1:])
        }
        there = read_records(self.project, list(busy.values()))
        met: dict[str, int] = {}
        for record in records:
            uid = record.document.uid
            if uid in met:  # it stands twice: what came first is read again
                self.flush()
                busy[uid] = met[uid]
                there |= read_records(self.project, [met[uid]])
            if uid in busy:
                met[uid] = busy[uid]
                self.uniter.document(busy[uid], record, there[busy[uid]])
            elif uid not in known and not self._is_duplicate(record):
                met[uid] = self._add(record)
        self.flush()

    def _known(self, uids: list[str]) -> dict[str, tuple[int, str, str, str | None]]:
        """Row id, text's hash, revisions and extra of the documents that we have."""
        marks = ",".join("?" * len(uids))
        sql = (
            "SELECT uid, id, text_sha256, revs, extra FROM document"
            f" WHERE withdrawn = 0 AND uid IN ({marks})"
        )
        return {uid: tuple(rest) for uid, *rest in self.project.query(sql, uids)}

    def _is_duplicate(self, record: DocumentRecord) -> bool:
        if not self._skip_duplicates or record.annotations:
            return False
        sha256 = record.document.text_sha256 or sha256_text(record.document.text)
        if sha256 in self._texts or self.project.documents.by_text_sha256(sha256):
            self.report.skipped_documents += 1
            return True
        self._texts.add(sha256)
        return False

    def _add(self, record: DocumentRecord) -> int:
        """Add a new document; returns its row id."""
        document = record.document
        number = self.new_id("document")
        values = list(document_rows.insert_values(document))
        values[2] = values[2] or sha256_text(document.text)
        self._rows["document"].append((number, *values))
        self._rows["document_text"].append((number, document.title, document.text))
        for layer in record.layers:
            self.add_layer(number, layer)
        for annotation in record.annotations:
            self.add_annotation(number, annotation, record)
        for kind in ITEM_LISTS:
            for each in getattr(record, kind):
                self.add_item(item_of(kind, each, document.uid), number)
        for rival in record.rivals:
            self._add_rival(number, rival, record)
        self.report.documents += 1
        self.report.added.append(document.uid)
        return number

    def _add_rival(self, number: int, rival: Record, record: DocumentRecord) -> None:
        """A state beside one of a new document."""
        if isinstance(rival, Annotation):
            codebook = self.codebooks.hash_of(rival, record)
            rival = bulk_rows.complete(rival, record, self.now, codebook)
            self.person(rival.annotator)
        kind, key, data = kind_of(rival), key_of(rival), dump(to_data(rival))
        last = rival.revs[-1] if rival.revs else ""
        row = (self.new_id("rival"), kind, key, number, last, data)
        self._rows["rival"].append(row)

    def add_layer(self, document: int, layer: Layer) -> None:
        person = None if layer.annotator is None else self.person(layer.annotator)
        values = layer_rows.insert_values(document, person, layer)
        self.carry_layer(values)

    def add_annotation(
        self, document: int, annotation: Annotation, record: DocumentRecord
    ) -> None:
        number = self.new_id("annotation")
        codebook = self.codebooks.resolve(annotation, record)
        made = bulk_rows.complete(annotation, record, self.now)
        person = self.person(made.annotator)
        bulk_rows.append(self._rows, made, number, document, person, codebook)
        self.report.annotations += 1

    def carry(
        self,
        values: tuple[Any, ...],
        spans: Sequence[SpanRow],
        targets: Iterable[str],
    ) -> None:
        """A new annotation as it stands in another file.

        Args:
            values: those of `annotations.INSERT` after the row id.
            spans: with the number of theirs, which is not ours.
            targets: uids that it points to.
        """
        number = self.new_id("annotation")
        self._rows["annotation"].append((number, *values))
        self._rows["span"] += [
            (number, n, row, row_no, role, start, end, quote)
            for n, (_, row, row_no, role, start, end, quote) in enumerate(spans)
        ]
        self._rows["reference"] += [(target, number) for target in targets]
        self.report.annotations += 1

    def carry_layer(self, values: tuple[Any, ...]) -> None:
        """A new layer, by the values of `layers.COLUMNS`."""
        self._rows["layer"].append((self.new_id("layer"), *values))
        self.report.layers += 1

    def add_item(self, item: Item, document: int | None) -> None:
        """A new item of a document (row id) or of the project."""
        row = (self.new_id("item"), *insert_values(item, document))
        self._rows["item"].append(row)
        self.report.items += 1

    def person(self, uid: str) -> int:
        """The row id of an annotator, who is added where unknown."""
        number = self.project.annotators.row_id(uid)
        return bulk_header.add_person(self, uid) if number is None else number

    def flush(self) -> None:
        """Write the rows that are waiting; parents come before children."""
        for table, waiting in self._rows.items():
            if waiting:
                self.project.connection.executemany(_SQL[table], waiting)
                waiting.clear()

    # -- the end ------------------------------------------------------------------

    def index(self) -> Iterator[Progress]:
        """Write the search index, after the rows."""
        first, end = self._first["document"], self._next["document"]
        for low in range(first, end, BATCH):
            self.project.run(
                "INSERT INTO document_fts (rowid, title, text)"
                " SELECT id, title, text FROM document_text"
                " WHERE id BETWEEN ? AND ?",
                (low, min(low + BATCH, end) - 1),
            )
            yield Progress(min(low + BATCH, end) - first, end - first, _INDEXING)

    def finish(self) -> None:
        """Record the one compact change: which rows came."""
        self.flush()
        if self._next["item"] > self._first["item"]:
            self.project.run(PLACE_ASSIGNMENTS)
        ranges = {
            table: [self._first[table], self._next[table] - 1]
            for table in IMPORTED
            if self._next[table] > self._first[table]
        }
        if ranges:
            self.project.history.record("import", ranges, None, 1)


def _brings_nothing(
    record: DocumentRecord, sha256: str, revs: str, extra: str | None
) -> bool:
    """Whether a document that we have, with that text and chain, comes bare."""
    document = record.document
    if record.layers or record.annotations or record.rivals:
        return False
    if any(getattr(record, kind) for kind in ITEM_LISTS):
        return False
    if document.revs and document.revs[-1] not in revs.split():
        return False
    if document.revs and document.extra.keys() - load_map(extra).keys():
        return False
    return sha256 == (document.text_sha256 or sha256_text(document.text))


#: Is told of an inserter before it takes documents in.
Begun: TypeAlias = Callable[[Inserter], None]
