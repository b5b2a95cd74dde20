# SPDX-License-Identifier: MIT
"""Annotations with their spans, rows and references.

A state is written whole; its revision chain grows by one with each write.  A
deleted annotation stays as a tombstone, because absence is not deletion.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from annotator.model.annotation import Annotation, make_annotation
from annotator.model.errors import NotFoundError
from annotator.model.identity import new_revision, now_ms
from annotator.model.progress import Job, Progress, run
from annotator.model.sentence import Sentence
from annotator.model.stored import AnnotationRow, SpanRow
from annotator.store import rows
from annotator.store.connection import damaged
from annotator.store.references import REFERENCE_SQL, references
from annotator.store.repository import Repository

#: What `insert_values` gives; the id comes first so that bulk can set it.
INSERT: Final = (
    "INSERT INTO annotation (id, uid, document_id, type, annotator_id, layer,"
    ' parent, state, origin, codebook_id, created, modified, revs, fields, "rows",'
    " none, deleted, start, extra)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
INSERT_SPAN: Final = "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

COLUMNS: Final = (
    "a.id, a.uid, a.type, a.annotator_id, a.layer, a.parent, a.state, a.origin,"
    ' a.codebook_id, a.created, a.modified, a.revs, a.fields, a."rows", a.none,'
    " a.deleted, a.extra"
)
#: What `rows.by_annotation` takes.
SPAN_COLUMNS: Final = (
    's.annotation_id, s."row", s.row_no, s.role, s.start, s."end", s.quote'
)

#: Annotations asked for at once.
_BATCH: Final = 100

_UPDATE = (
    "UPDATE annotation SET type = ?, parent = ?, state = ?, origin = ?,"
    ' codebook_id = ?, modified = ?, revs = ?, fields = ?, "rows" = ?, none = ?,'
    " deleted = ?, start = ?, extra = ? WHERE id = ?"
)


class AnnotationRepository(Repository):
    """Annotations that were not withdrawn."""

    # -- reading ------------------------------------------------------------------

    def of(
        self,
        document: str,
        annotator: str | None = None,
        layer: str | None = None,
        *,
        deleted: bool = False,
    ) -> tuple[Annotation, ...]:
        """A document's (annotator's, layer's) by start, then the longer one first."""
        where, values = self._which(document, annotator, layer)
        if not deleted:
            where += " AND a.deleted = 0"
        return tuple(sorted(self._select(document, where, values), key=in_order))

    def refreshed(
        self,
        document: str,
        annotator: str | None,
        layer: str,
        known: Iterable[Annotation],
    ) -> tuple[Annotation, ...]:
        """As `of`; those `known`, in order, that still stand are the very same."""
        return run(self.refreshing(document, annotator, layer, known))

    def refreshing(
        self,
        document: str,
        annotator: str | None,
        layer: str,
        known: Iterable[Annotation] = (),
    ) -> Job[tuple[Annotation, ...]]:
        """As `refreshed`, a few at a time."""
        where, values = self._which(document, annotator, layer)
        sql = (
            "SELECT a.id, a.uid, substr(a.revs, -16) FROM annotation a"
            f" WHERE {where} AND a.deleted = 0"
        )
        had = {a.uid: a for a in known}
        kept: set[str] = set()
        stale: list[int] = []
        for number, uid, revision in self._project.query(sql, values):
            old = had.get(uid)
            if old is not None and old.revs and old.revs[-1] == revision:
                kept.add(uid)
            else:
                stale.append(number)
        found = [a for a in had.values() if a.uid in kept]
        for some in rows.batches(stale, _BATCH):
            marks = ",".join("?" * len(some))
            found += self._select(document, f"a.id IN ({marks})", list(some))
            yield Progress(len(found), len(kept) + len(stale))
        return tuple(sorted(found, key=in_order) if stale else found)

    def replaced(
        self,
        document: str,
        annotator: str,
        layer: str,
        known: Iterable[Annotation],
        changed: Collection[str],
    ) -> tuple[Annotation, ...]:
        """As `refreshed`, where only annotations of the uids `changed` can differ.

        `known` must be in order, as `of` gives it.
        """
        kept = [a for a in known if a.uid not in changed]
        where, values = self._which(document, annotator, layer)
        for uid in changed:
            sql = f"{where} AND a.deleted = 0 AND a.uid = ?"
            for each in self._select(document, sql, [*values, uid]):
                insort(kept, each, key=in_order)
        return tuple(kept)

    def _which(
        self, document: str, annotator: str | None, layer: str | None
    ) -> tuple[str, list[Any]]:
        """The condition, and its values, for some of a document's annotations."""
        where = "a.document_id = ? AND a.withdrawn = 0"
        values: list[Any] = [self._project.documents.require_id(document)]
        if annotator is not None:
            where += " AND a.annotator_id = ?"
            values.append(self._project.annotators.row_id(annotator))
        if layer is not None:
            where += " AND a.layer = ?"
            values.append(layer)
        return where, values

    def find(self, document: str, uid: str) -> Annotation | None:
        """The annotation, tombstones included, or None."""
        number = self._project.documents.row_id(document)
        where = "a.document_id = ? AND a.uid = ? AND a.withdrawn = 0"
        found = self._select(document, where, [number, uid])
        return found[0] if found else None

    def owners(self, document: str) -> dict[str, tuple[str, str]]:
        """Whose the document's annotations are: id → (annotator, layer).

        Tombstones are among them; {} where there is no such document.
        """
        number = self._project.documents.row_id(document)
        if number is None:
            return {}
        sql = (
            "SELECT a.uid, p.uid, a.layer FROM annotation a"
            " JOIN annotator p ON p.id = a.annotator_id"
            " WHERE a.document_id = ? AND a.withdrawn = 0"
        )
        found = self._project.query(sql, (number,))
        return {uid: (person, layer) for uid, person, layer in found}

    def get(self, document: str, uid: str) -> Annotation:
        """The annotation, tombstones included; NotFoundError where none is."""
        found = self.find(document, uid)
        if found is None:
            raise NotFoundError(
                "document “{document}” has no annotation “{uid}”.",
                document=document,
                uid=uid,
            )
        return found

    def children(self, document: str, uid: str) -> tuple[Annotation, ...]:
        """The live annotations whose parent is `uid`, by start."""
        number = self._project.documents.require_id(document)
        where = (
            "a.document_id = ? AND a.parent = ? AND a.withdrawn = 0 AND a.deleted = 0"
        )
        return tuple(sorted(self._select(document, where, [number, uid]), key=in_order))

    def count(self) -> int:
        """How many live annotations there are."""
        sql = (
            "SELECT count(*) FROM annotation a JOIN document d ON d.id = a.document_id"
            " WHERE a.deleted = 0 AND a.withdrawn = 0 AND d.withdrawn = 0"
        )
        return int(self._project.query(sql)[0][0])

    def _select(self, document: str, where: str, values: list[Any]) -> list[Annotation]:
        sql = (
            f"SELECT {SPAN_COLUMNS} FROM annotation a"
            f" CROSS JOIN span s ON s.annotation_id = a.id WHERE {where}"
        )
        spans = rows.by_annotation(self._project.query(sql, values))
        sql = f"SELECT {COLUMNS} FROM annotation a WHERE {where}"
        return [
            self.build(document, row, spans.get(row[0], []))
            for row in self._project.query(sql, values)
        ]

    def build(
        self, document: str, row: AnnotationRow, spans: Sequence[SpanRow]
    ) -> Annotation:
        """An annotation from `COLUMNS` and its span rows.

        Raises DamagedError naming the row where they make no sense.
        """
        try:
            own, repeated = rows.build_rows(row[13], spans)
            return make_annotation(
                row[1],
                document,
                row[2],
                self._project.annotators.uid_of(row[3]),
                row[4],
                self._project.codebooks.sha256_of(row[8]),
                row[5],
                row[6],
                row[7],
                row[9],
                row[10],
                tuple(row[11].split()),
                own,
                rows.load_fields(row[12]),
                repeated,
                rows.load_tuple(row[14]) if row[14] else (),
                bool(row[15]),
                rows.load_map(row[16]) if row[16] else {},
            )
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            said = Sentence(
                "annotation “{uid}” of document “{document}”: {error}",
                uid=row[1],
                document=document,
                error=error,
            )
            raise damaged(self._project.path, said) from error

    # -- writing ------------------------------------------------------------------

    def add(self, annotation: Annotation) -> Annotation:
        """Store a new annotation; fills its times and first revision."""
        now = now_ms()
        stored = replace(
            annotation,
            created=now if annotation.created is None else annotation.created,
            modified=now if annotation.modified is None else annotation.modified,
            revs=annotation.revs or (new_revision(),),
        )
        document = self._project.documents.require_id(annotation.document)
        person = self._project.annotators.row_id(annotation.annotator)
        codebook = self._project.codebooks.row_id(annotation.codebook)
        values = insert_values(None, stored, document, person, codebook)
        number = int(self._project.run(INSERT, values).lastrowid or 0)
        self._insert_parts(number, stored)
        data = rows.to_data(stored)
        self._project.history.record("annotation", number, None, data)
        return stored

    def update(self, annotation: Annotation) -> Annotation:
        """Store another state of a known annotation, as a new revision.

        Its revisions and times are taken from the stored one.
        """
        before = self.get(annotation.document, annotation.uid)
        after = replace(
            annotation,
            created=before.created,
            modified=now_ms(),
            revs=(*before.revs, new_revision()),
        )
        number = self._row_id(annotation.document, annotation.uid)
        self._overwrite(number, before, after)
        self._project.history.record(
            "annotation", number, rows.to_data(before), rows.to_data(after)
        )
        return after

    def put(self, annotation: Annotation) -> None:
        """Write a state with its own revisions and times.  Not recorded."""
        before = self.get(annotation.document, annotation.uid)
        number = self._row_id(annotation.document, annotation.uid)
        self._overwrite(number, before, annotation)

    def restore(self, key: int, data: Any, step: int) -> None:
        """Replay: a former content as a new revision; None makes a tombstone."""
        document = self._document_of(key)
        before = self._select(document, "a.id = ?", [key])[0]
        content = {"deleted": True} if data is None else rows.content_from_data(data)
        after = replace(
            before, **content, modified=now_ms(), revs=(*before.revs, new_revision())
        )
        self._overwrite(key, before, after)

    def _overwrite(self, number: int, before: Annotation, after: Annotation) -> None:
        codebook = self._project.codebooks.row_id(after.codebook)
        v = insert_values(number, after, 0, 0, codebook)
        columns = (v[3], *v[6:10], v[11], *v[12:19], number)
        self._project.run(_UPDATE, columns)
        old, new = rows.span_rows(before), rows.span_rows(after)
        if old != new:
            self._project.run("DELETE FROM span WHERE annotation_id = ?", (number,))
            self._insert_spans(number, new)
        pointing = self._project.codebooks.reference_fields
        gone = references(before, pointing(before.codebook))
        come = references(after, pointing(after.codebook))
        for target in gone - come:
            sql = "DELETE FROM reference WHERE target = ? AND annotation_id = ?"
            self._project.run(sql, (target, number))
        for target in come - gone:
            self._project.run(REFERENCE_SQL, (target, number))

    def _insert_parts(self, number: int, annotation: Annotation) -> None:
        self._insert_spans(number, rows.span_rows(annotation))
        pointing = self._project.codebooks.reference_fields(annotation.codebook)
        for target in references(annotation, pointing):
            self._project.run(REFERENCE_SQL, (target, number))

    def _insert_spans(self, number: int, spans: list[SpanRow]) -> None:
        for span in spans:
            self._project.run(INSERT_SPAN, (number, *span))

    def _row_id(self, document: str, uid: str) -> int:
        sql = (
            "SELECT id FROM annotation"
            " WHERE document_id = ? AND uid = ? AND withdrawn = 0"
        )
        values = (self._project.documents.require_id(document), uid)
        return int(self._project.query(sql, values)[0][0])

    def _document_of(self, number: int) -> str:
        sql = (
            "SELECT d.uid FROM annotation a JOIN document d ON d.id = a.document_id"
            " WHERE a.id = ?"
        )
        uid: str = self._project.query(sql, (number,))[0][0]
        return uid


def in_order(annotation: Annotation) -> tuple[int, int, str]:
    """Text order: by start, the longer first, then by uid."""
    end = max((s.end for s in annotation.spans), default=0)
    return annotation.start(), -end, annotation.uid


def insert_values(
    number: int | None,
    annotation: Annotation,
    document: int,
    person: int | None,
    codebook: int | None,
) -> tuple[Any, ...]:
    """The values of `INSERT`."""
    a = annotation
    return (
        number,
        a.uid,
        document,
        a.type,
        person,
        a.layer,
        a.parent,
        a.state,
        a.origin,
        codebook,
        a.created,
        a.modified,
        " ".join(a.revs),
        rows.dump(a.fields) if a.fields else None,
        rows.dump_rows(a.rows),
        rows.dump(a.none) if a.none else None,
        int(a.deleted),
        a.start(),
        rows.dump(a.extra) if a.extra else None,
    )
