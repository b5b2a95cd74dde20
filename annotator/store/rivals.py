# SPDX-License-Identifier: MIT
"""States that stand beside the one that is shown, for neither supersedes the other.

Of the heads of a record (see `model.revisions`) the one with the smallest last
revision stands in the record's own table; the others stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.model.revisions import heads
from annotator.model.states import Record
from annotator.store import rows
from annotator.store.repository import Repository
from annotator.store.states import from_data, to_data

#: Documents looked into at once.
_BATCH = 500


class RivalRepository(Repository):
    """Rival states by kind, key and document (row id; None: of the project)."""

    def of(self, kind: str, key: str, document: int | None = None) -> list[Record]:
        """The rivals of one record, by their last revision."""
        found = self._select(
            "r.kind = ? AND r.uid = ? AND r.document_id IS ?", (kind, key, document)
        )
        return [record for _, record in found]

    def of_project(self) -> list[Record]:
        """The rivals of what belongs to no document."""
        return [record for _, record in self._select("r.document_id IS NULL", ())]

    def of_documents(self, ids: Iterable[int]) -> dict[int, list[Record]]:
        """The rivals of what belongs to some documents, by their row ids."""
        found: dict[int, list[Record]] = {}
        for some in rows.batches(ids, _BATCH):
            marks = ",".join("?" * len(some))
            for number, record in self._select(f"r.document_id IN ({marks})", some):
                found.setdefault(number or 0, []).append(record)
        return found

    def count(self) -> int:
        """How many rival states there are."""
        sql = (
            "SELECT count(*) FROM rival r LEFT JOIN document d ON d.id = r.document_id"
            " WHERE r.withdrawn = 0 AND ifnull(d.withdrawn, 0) = 0"
        )
        return int(self._project.query(sql)[0][0])

    def documents(self) -> list[str]:
        """The uids of the documents in which there are rivals, in order."""
        sql = (
            "SELECT DISTINCT d.uid FROM rival r JOIN document d ON d.id = r.document_id"
            " WHERE r.withdrawn = 0 AND d.withdrawn = 0 ORDER BY d.uid"
        )
        return [row[0] for row in self._project.query(sql)]

    def set(
        self, kind: str, key: str, document: int | None, states: Sequence[Record]
    ) -> None:
        """Make these the rivals of a record.  Recorded in the current step."""
        before = [to_data(each) for each in self.of(kind, key, document)]
        after = [to_data(each) for each in heads(states)]
        if rows.dump(before) == rows.dump(after):
            return
        self._write(kind, key, document, after)
        self._project.history.record("rivals", [kind, key, document], before, after)

    def restore(self, key: Any, data: Any, step: int) -> None:
        """Replay: make these states the rivals again."""
        kind, name, document = key
        self._write(kind, name, document, data or [])

    def _write(
        self, kind: str, key: str, document: int | None, states: list[dict[str, Any]]
    ) -> None:
        self._project.run(
            "DELETE FROM rival WHERE kind = ? AND uid = ? AND document_id IS ?"
            " AND withdrawn = 0",
            (kind, key, document),
        )
        for data in states:
            last = data["revs"][-1] if data["revs"] else ""
            self._project.run(
                "INSERT INTO rival (kind, uid, document_id, rev, data)"
                " VALUES (?, ?, ?, ?, ?)",
                (kind, key, document, last, rows.dump(data)),
            )

    def _select(
        self, where: str, values: Sequence[Any]
    ) -> list[tuple[int | None, Record]]:
        sql = (
            "SELECT r.document_id, r.kind, d.uid, r.data FROM rival r"
            " LEFT JOIN document d ON d.id = r.document_id WHERE r.withdrawn = 0"
            f" AND ifnull(d.withdrawn, 0) = 0 AND {where}"
            " ORDER BY r.kind, r.uid, r.rev"
        )
        return [
            (number, from_data(kind, rows.load_map(data), uid))
            for number, kind, uid, data in self._project.query(sql, values)
        ]
