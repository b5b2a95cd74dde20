# SPDX-License-Identifier: MIT
"""Items, and the one compact change of an import: ranges of rows, not rows.

Nouns that are items read and write them through a room of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from annotator.model.errors import NotFoundError
from annotator.model.identity import new_revision
from annotator.model.item import HEADER_KINDS, Item
from annotator.store import rows
from annotator.store.repository import Repository

#: Tables whose rows an import brings, and that hold `withdrawn`.
IMPORTED: Final = (
    "document",
    "layer",
    "annotation",
    "entity",
    "vocabulary_entry",
    "item",
    "rival",
)

_HEADER: Final = ", ".join(f"'{kind}'" for kind in HEADER_KINDS)
_COLUMNS: Final = "i.id, i.kind, i.uid, d.uid, i.data, i.revs, i.deleted"
_FROM: Final = "FROM item i LEFT JOIN document d ON d.id = i.document_id"


class ItemRepository(Repository):
    """Items by kind and uid, in the order in which they came."""

    # -- reading ------------------------------------------------------------------

    def find(self, kind: str, uid: str, document: str | None = None) -> Item | None:
        """The item, tombstones included, or None.

        `document` is needed where the uid may stand in several documents.
        """
        found = self._select("i.kind = ? AND i.uid = ?", (kind, uid))
        if document is not None:
            found = [each for each in found if each[1].document == document]
        return found[0][1] if found else None

    def get(self, kind: str, uid: str, document: str | None = None) -> Item:
        """The item, tombstones included; NotFoundError where there is none."""
        found = self.find(kind, uid, document)
        if found is None:
            raise NotFoundError(
                "there is nothing of the id “{uid}” among the {kind}.",
                uid=uid,
                kind=kind,
            )
        return found

    def select(
        self, kind: str, document: str | None = None, *, deleted: bool = False
    ) -> list[Item]:
        """The items of a kind, of one document where that is given.

        Tombstones come only where `deleted`.
        """
        where, values = "i.kind = ?", [kind]
        if document is not None:
            where += " AND d.uid = ?"
            values.append(document)
        if not deleted:
            where += " AND i.deleted = 0"
        return [item for _, item in self._select(where, values)]

    def select_of(self, kind: str, documents: Collection[str]) -> list[Item]:
        """The live items of a kind that belong to any of some documents."""
        marks = ",".join("?" * len(documents))
        where = f"d.uid IN ({marks}) AND i.kind = ? AND i.deleted = 0"
        return [item for _, item in self._select(where, (*documents, kind))]

    def _select(self, where: str, values: Iterable[Any]) -> list[tuple[int, Item]]:
        """Row ids and items of a condition on `item i` and `document d`."""
        sql = (
            f"SELECT {_COLUMNS} {_FROM} WHERE i.withdrawn = 0"
            f" AND ifnull(d.withdrawn, 0) = 0 AND {where} ORDER BY i.id"
        )
        found = self._project.query(sql, tuple(values))
        return [(row[0], _build(row[1:])) for row in found]

    def of_project(self) -> dict[str, tuple[Mapping[str, Any], ...]]:
        """What belongs to the project, by kind, as the exchange format has it.

        Assignments are among it, though they are stored with their documents.
        """
        sql = (
            "SELECT kind, data, revs, deleted FROM item"
            f" WHERE (document_id IS NULL OR kind IN ({_HEADER})) AND withdrawn = 0"
            " ORDER BY id"
        )
        found: dict[str, list[Mapping[str, Any]]] = {}
        for kind, *said in self._project.query(sql):
            found.setdefault(kind, []).append(_whole(*said))
        order = [*HEADER_KINDS, *sorted(set(found) - set(HEADER_KINDS))]
        return {kind: tuple(found[kind]) for kind in order if kind in found}

    def of_documents(
        self, ids: Iterable[int]
    ) -> dict[tuple[int, str], list[Mapping[str, Any]]]:
        """Decisions and comments by (document id, kind), as the format has them."""
        wanted = list(ids)
        marks = ",".join("?" * len(wanted))
        sql = (
            "SELECT document_id, kind, data, revs, deleted FROM item"
            f" WHERE document_id IN ({marks}) AND withdrawn = 0"
            f" AND kind NOT IN ({_HEADER}) ORDER BY id"
        )
        found: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
        for number, kind, *said in self._project.query(sql, wanted):
            found.setdefault((number, kind), []).append(_whole(*said))
        return found

    # -- writing ------------------------------------------------------------------

    def add(self, item: Item) -> Item:
        """Store a new item with a first revision.  Recorded in the current step."""
        stored = item if item.revs else replace(item, revs=(new_revision(),))
        document = None
        if stored.document is not None:
            document = self._project.documents.require_id(stored.document)
        number = self._project.run(INSERT, (None, *insert_values(stored, document)))
        self._record(int(number.lastrowid or 0), None, stored)
        return stored

    def update(self, item: Item) -> Item:
        """Store another state of a known item, as a new revision."""
        number, before = self._stored(item)
        if (before.data, before.deleted) == (item.data, item.deleted):
            return before
        after = replace(item, revs=(*before.revs, new_revision()))
        self._write(number, after)
        self._record(number, before, after)
        return after

    def remove(self, kind: str, uid: str, document: str | None = None) -> None:
        """Make an item a tombstone."""
        self.update(replace(self.get(kind, uid, document), deleted=True))

    def put(self, item: Item) -> None:
        """Write a state with its own revisions.  Not recorded."""
        self._write(self._stored(item)[0], item)

    def place_of(self, key: int) -> tuple[str, str | None]:
        """Kind and document's uid of the item of a row id; ("", None) of none."""
        sql = (
            "SELECT i.kind, d.uid FROM item i"
            " LEFT JOIN document d ON d.id = i.document_id WHERE i.id = ?"
        )
        found = self._project.query(sql, (key,))
        return (found[0][0], found[0][1]) if found else ("", None)

    def annotate(self, item: Item) -> None:
        """Store what only ever grows, such as who has read it: no new revision.

        Not recorded: it is no step that could be taken back.
        """
        number, before = self._stored(item)
        self._write(number, replace(before, data=item.data))

    def restore(self, key: int, data: Any, step: int) -> None:
        """Replay: a former state as a new revision; None makes a tombstone."""
        found = self._select("i.id = ?", (key,))
        if not found:
            return
        before = found[0][1]
        after = replace(before, deleted=data is None)
        # A 1 alone was recorded by version 2, whose items never changed.
        if isinstance(data, list):
            after = replace(before, data=data[0], deleted=bool(data[1]))
        self._write(key, replace(after, revs=(*before.revs, new_revision())))

    def _stored(self, item: Item) -> tuple[int, Item]:
        self.get(item.kind, item.uid, item.document)
        found = self._select("i.kind = ? AND i.uid = ?", (item.kind, item.uid))
        return next(f for f in found if item.document in (None, f[1].document))

    def _write(self, number: int, item: Item) -> None:
        self._project.run(
            "UPDATE item SET data = ?, revs = ?, deleted = ? WHERE id = ?",
            (rows.dump(item.data), " ".join(item.revs), int(item.deleted), number),
        )

    def _record(self, number: int, before: Item | None, after: Item) -> None:
        former = None if before is None else [before.data, before.deleted]
        self._project.history.record(
            "item", number, former, [after.data, after.deleted]
        )

    # -- imports ------------------------------------------------------------------

    def restore_import(
        self, key: Mapping[str, list[int]], data: Any, step: int
    ) -> None:
        """Replay: withdraw the ranges that an import brought, or bring them back.

        Annotations and layers of documents that came with them are hidden with
        their documents, so only those of older documents are touched.
        """
        old, new = (0, step) if data is None else (step, 0)
        self._project.caches.clear()
        documents = key.get("document", [0, -1])
        for table in IMPORTED:
            if table in key:
                self._withdraw(table, key[table], documents, old, new)

    def _withdraw(
        self, table: str, ids: list[int], documents: list[int], old: int, new: int
    ) -> None:
        sql = (
            f"UPDATE {table} SET withdrawn = ?"
            " WHERE id BETWEEN ? AND ? AND withdrawn = ?"
        )
        values = [new, *ids, old]
        if table in ("annotation", "layer"):
            sql += " AND document_id NOT BETWEEN ? AND ?"
            values += documents
        self._project.run(sql, values)


#: The values are the row id, then those of `insert_values`.
INSERT: Final = (
    "INSERT INTO item (id, kind, uid, document_id, data, revs, deleted)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def insert_values(item: Item, document: int | None) -> tuple[Any, ...]:
    """The values of `INSERT` after the row id; `document` is a row id."""
    data, revs = rows.dump(item.data), " ".join(item.revs)
    return item.kind, item.uid, document, data, revs, int(item.deleted)


def _build(row: Any) -> Item:
    kind, uid, document, data, revs, deleted = row
    return Item(
        kind=kind,
        uid=uid,
        document=document,
        data=rows.load_map(data),
        revs=tuple(revs.split()),
        deleted=bool(deleted),
    )


def _whole(data: str, revs: str, deleted: int) -> dict[str, Any]:
    return _build(("", "", None, data, revs, deleted)).whole()


#: Assignments of an import are placed with their documents when those are there.
PLACE_ASSIGNMENTS: Final = (
    "UPDATE item SET document_id = (SELECT d.id FROM document d"
    " WHERE d.uid = json_extract(item.data, '$.document') AND d.withdrawn = 0)"
    " WHERE kind = 'assignments' AND document_id IS NULL"
)
