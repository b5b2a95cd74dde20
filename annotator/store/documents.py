# SPDX-License-Identifier: MIT
"""Documents: the list of them, their texts, their metadata.

The text lies in a table of its own, so that listing never reads it.  The search
index is kept in step here, because the schema has no triggers.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from annotator.model.document import Document
from annotator.model.errors import NotFoundError
from annotator.model.identity import new_revision
from annotator.store import rows
from annotator.store.repository import Repository

#: Columns that the list sorts by without reading JSON.
SORT_COLUMNS: Final = ("title", "source", "author", "published", "uid", "id")

_FTS: Final = "INSERT INTO document_fts (rowid, title, text) VALUES (?, ?, ?)"
_FTS_DELETE: Final = (
    "INSERT INTO document_fts (document_fts, rowid, title, text)"
    " VALUES ('delete', ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the document list, for one annotator.

    `status` and `seconds` are those of the annotator's own layer, `annotations`
    the number of the annotator's live annotations.
    """

    id: int
    uid: str
    title: str
    published: str | None = None
    source: str | None = None
    author: str | None = None
    status: str = "new"
    annotations: int = 0
    seconds: int | None = None


class DocumentRepository(Repository):
    """Documents that were not withdrawn."""

    # -- reading ------------------------------------------------------------------

    def get(self, uid: str) -> Document:
        """The document of that uid; NotFoundError where there is none."""
        sql = (
            "SELECT d.uid, d.title, t.text, d.text_sha256, d.file, d.metadata, d.extra,"
            " d.revs FROM document d JOIN document_text t ON t.id = d.id"
            " WHERE d.uid = ? AND d.withdrawn = 0"
        )
        found = self._project.query(sql, (uid,))
        if not found:
            raise NotFoundError("there is no document “{uid}”.", uid=uid)
        return build(found[0])

    def row_id(self, uid: str) -> int | None:
        """The row id of a document, or None."""
        cache = self._project.cache("document ids")
        if uid not in cache:
            sql = "SELECT id FROM document WHERE uid = ? AND withdrawn = 0"
            found = self._project.query(sql, (uid,))
            if not found:
                return None
            if len(cache) > 10_000:
                cache.clear()
            cache[uid] = int(found[0][0])
        number: int = cache[uid]
        return number

    def require_id(self, uid: str) -> int:
        """The row id of a document; NotFoundError where there is none."""
        number = self.row_id(uid)
        if number is None:
            raise NotFoundError("there is no document “{uid}”.", uid=uid)
        return number

    def count(self) -> int:
        """How many documents there are."""
        sql = "SELECT count(*) FROM document WHERE withdrawn = 0"
        return int(self._project.query(sql)[0][0])

    def uids(self) -> list[str]:
        """Every uid, in order."""
        sql = "SELECT uid FROM document WHERE withdrawn = 0 ORDER BY uid"
        return [row[0] for row in self._project.query(sql)]

    def by_text_sha256(self, sha256: str) -> list[str]:
        """The uids of the documents that have exactly this text."""
        sql = (
            "SELECT uid FROM document WHERE text_sha256 = ? AND +withdrawn = 0"
            " ORDER BY id"
        )
        return [row[0] for row in self._project.query(sql, (sha256,))]

    def duplicates(self) -> list[tuple[str, ...]]:
        """The groups of documents that share a text, as tuples of uids."""
        sql = (
            "SELECT text_sha256, uid FROM document WHERE +withdrawn = 0 AND text_sha256"
            " IN (SELECT text_sha256 FROM document WHERE +withdrawn = 0"
            " GROUP BY text_sha256 HAVING count(*) > 1) ORDER BY text_sha256, id"
        )
        groups: dict[str, list[str]] = {}
        for sha256, uid in self._project.query(sql):
            groups.setdefault(sha256, []).append(uid)
        return [tuple(group) for group in groups.values()]

    def ids(self, where: str, values: Sequence[Any], order: str) -> array[int]:
        """Row ids by a condition on `document d`, in an order."""
        # The indexes hold all documents in order.  Where few are wanted, looking
        # each of them up there costs more than sorting the few: the + forbids it.
        live = "+d.withdrawn = 0" if where else "d.withdrawn = 0"
        sql = f"SELECT d.id FROM document d WHERE {live}{where} ORDER BY {order}"
        found = self._project.query(sql, values)
        return array("q", chain.from_iterable(found))

    def summaries(
        self, ids: Sequence[int], annotator: int | None
    ) -> list[DocumentSummary]:
        """The lines of the list for `ids`, in their order; unknown ids are left out.

        `annotator` is the row id of the person whose layer is shown.
        """
        marks = ",".join("?" * len(ids))
        # The + keeps it to these ids: no index over all documents is gone through.
        sql = (
            "SELECT d.id, d.uid, d.title, d.published, d.source, d.author,"
            " ifnull(l.status, 'new'), (SELECT count(*) FROM annotation a"
            " WHERE a.document_id = d.id AND a.annotator_id = ?1"
            " AND a.deleted = 0 AND a.withdrawn = 0), l.seconds"
            " FROM document d LEFT JOIN layer l ON l.document_id = d.id"
            " AND l.annotator_id = ?1 AND l.kind = 'primary' AND l.withdrawn = 0"
            f" WHERE d.id IN ({marks}) AND +d.withdrawn = 0"
        )
        found = {
            row[0]: DocumentSummary(*row)
            for row in self._project.query_for_display(sql, (annotator, *ids))
        }
        return [found[number] for number in ids if number in found]

    # -- writing ------------------------------------------------------------------

    def add(self, document: Document) -> int:
        """Store a new document; returns its row id.  Recorded as a withdrawal."""
        number = self._insert(document)
        self._project.history.record("withdrawal", [number], "", None)
        return number

    def _insert(self, document: Document) -> int:
        run = self._project.run
        marks = ", ".join("?" * 10)
        number = run(
            "INSERT INTO document (uid, title, text_sha256, file, source, author,"
            f" published, metadata, extra, revs) VALUES ({marks})",
            insert_values(document),
        ).lastrowid
        texts = (number, document.title, document.text)
        run("INSERT INTO document_text VALUES (?, ?, ?)", texts)
        run(_FTS, texts)
        return int(number or 0)

    def update(self, document: Document) -> None:
        """Store another title, metadata or extra; the text never changes."""
        number = self.require_id(document.uid)
        before = self.get(document.uid)
        if _to_data(before) == _to_data(document):
            return
        self._write(number, (*before.revs, new_revision()), *_to_data(document))
        self._project.history.record(
            "document", number, _to_data(before), _to_data(document)
        )

    def withdraw(self, uids: Sequence[str]) -> None:
        """Take documents out of the project, with all that belongs to them."""
        ids = [self.require_id(uid) for uid in uids]
        step = self._project.history.next_id()
        self.restore_withdrawal(ids, "", step)
        self._project.history.record("withdrawal", ids, None, "")

    def put(self, document: Document) -> None:
        """Write title, metadata and extra with their own revisions.  Not recorded."""
        number = self.require_id(document.uid)
        self._write(number, document.revs, *_to_data(document))

    def restore(self, key: int, data: Any, step: int) -> None:
        """Replay: put title, metadata and extra back, as a new revision."""
        sql = "SELECT revs FROM document WHERE id = ?"
        revs = self._project.query(sql, (key,))[0][0].split()
        self._write(key, (*revs, new_revision()), *data)

    def restore_withdrawal(self, key: list[int], data: Any, step: int) -> None:
        """Replay: withdraw the documents by `step` (data ""), or bring them back."""
        old, new = (step, 0) if data is None else (0, step)
        self._project.cache("document ids").clear()
        for number in key:
            self._project.run(
                "UPDATE document SET withdrawn = ? WHERE id = ? AND withdrawn = ?",
                (new, number, old),
            )

    def _write(
        self,
        number: int,
        revs: tuple[str, ...],
        title: str,
        metadata: Mapping[str, Any],
        extra: Any,
    ) -> None:
        run = self._project.run
        said = (*_listed(metadata), rows.dump(metadata), _some(extra))
        run(
            "UPDATE document SET title = ?, source = ?, author = ?, published = ?,"
            " metadata = ?, extra = ?, revs = ? WHERE id = ?",
            (title, *said, " ".join(revs), number),
        )
        sql = "SELECT title, text FROM document_text WHERE id = ?"
        old_title, text = self._project.query(sql, (number,))[0]
        if old_title != title:
            run(_FTS_DELETE, (number, old_title, text))
            run("UPDATE document_text SET title = ? WHERE id = ?", (title, number))
            run(_FTS, (number, title, text))


def build(row: Any) -> Document:
    """A document from uid, title, text, text_sha256, file, metadata, extra, revs."""
    uid, title, text, sha256, file, metadata, extra, revs = row
    return Document(
        uid=uid,
        title=title,
        text=text,
        text_sha256=sha256,
        file=rows.load_file(file),
        metadata=rows.load_map(metadata),
        revs=tuple(revs.split()) if revs else (),
        extra=rows.load_map(extra),
    )


def insert_values(document: Document) -> tuple[Any, ...]:
    """The columns of a document but for its id, in order, `revs` the last."""
    d = document
    return (
        d.uid,
        d.title,
        d.text_sha256,
        rows.dump_file(d.file),
        *_listed(d.metadata),
        rows.dump(d.metadata),
        _some(d.extra),
        " ".join(d.revs),
    )


def _listed(metadata: Mapping[str, Any]) -> tuple[str | None, ...]:
    """The three metadata that have columns of their own."""
    values = (metadata.get(key) for key in ("source", "author", "published"))
    return tuple(v if isinstance(v, str) or v is None else str(v) for v in values)


def _some(extra: Any) -> str | None:
    return rows.dump_or_none(extra)


def _to_data(document: Document) -> list[Any]:
    return [document.title, document.metadata, document.extra]
