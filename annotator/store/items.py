# SPDX-License-Identifier: MIT
"""Items kept verbatim: rounds, assignments, highlights, searches, decisions, comments.

Here too is the one compact change of an import: ranges of rows, not rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from annotator.store import rows
from annotator.store.repository import Repository

#: Kinds that belong to the project as a whole, in the order of the header.
HEADER_KINDS: Final = ("rounds", "assignments", "highlights", "searches")

#: Tables whose rows an import brings, and that hold `withdrawn`.
IMPORTED: Final = (
    "document",
    "layer",
    "annotation",
    "entity",
    "vocabulary_entry",
    "item",
)


class ItemRepository(Repository):
    """JSON objects by kind, in the order in which they came."""

    def of_project(self) -> dict[str, tuple[Mapping[str, Any], ...]]:
        """The items that belong to no document, by kind."""
        sql = (
            "SELECT kind, data FROM item"
            " WHERE document_id IS NULL AND withdrawn = 0 ORDER BY id"
        )
        found: dict[str, list[Mapping[str, Any]]] = {}
        for kind, data in self._project.query(sql):
            found.setdefault(kind, []).append(rows.load(data))
        order = [*HEADER_KINDS, *sorted(set(found) - set(HEADER_KINDS))]
        return {kind: tuple(found[kind]) for kind in order if kind in found}

    def of_documents(
        self, ids: Iterable[int]
    ) -> dict[tuple[int, str], list[Mapping[str, Any]]]:
        """Decisions and comments by (document id, kind)."""
        wanted = list(ids)
        marks = ",".join("?" * len(wanted))
        sql = (
            "SELECT document_id, kind, data FROM item"
            f" WHERE document_id IN ({marks}) AND withdrawn = 0 ORDER BY id"
        )
        found: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
        for number, kind, data in self._project.query(sql, wanted):
            found.setdefault((number, kind), []).append(rows.load(data))
        return found

    def add(self, kind: str, data: Mapping[str, Any], document: int | None) -> None:
        """Store an item.  Recorded in the current step."""
        number = self._project.run(
            "INSERT INTO item (kind, uid, document_id, data) VALUES (?, ?, ?, ?)",
            (kind, _uid(data), document, rows.dump(data)),
        ).lastrowid
        self._project.history.record("item", number, None, 1)

    def restore(self, key: int, data: Any, step: int) -> None:
        """Replay: withdraw an item (None), or bring it back."""
        old, new = (0, step) if data is None else (step, 0)
        self._project.run(
            "UPDATE item SET withdrawn = ? WHERE id = ? AND withdrawn = ?",
            (new, key, old),
        )

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


def _uid(data: Mapping[str, Any]) -> str | None:
    uid = data.get("id")
    return uid if isinstance(uid, str) else None
