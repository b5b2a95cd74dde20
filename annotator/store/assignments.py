# SPDX-License-Identifier: MIT
"""Rounds and assignments of a project, read and written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from annotator.model.errors import NotFoundError
from annotator.model.identity import new_revision
from annotator.model.team import Assignment, Round
from annotator.store import rows
from annotator.store.repository import Repository
from annotator.store.rounds import (
    ASSIGNMENTS,
    ROUNDS,
    assignment_data,
    assignment_of,
    round_data,
    round_of,
)

if TYPE_CHECKING:
    from annotator.store.project import Project

#: What holds of an assignment that counts; `i` is its item.
LIVE: Final = (
    f"i.kind = '{ASSIGNMENTS}' AND i.withdrawn = 0"
    " AND json_extract(i.data, '$.deleted') IS NULL"
)
#: Documents asked for at once.
_BATCH: Final = 500


class RoundRepository(Repository):
    """Rounds in the order in which they were made."""

    def all(self) -> tuple[Round, ...]:
        """Every round that was not removed."""
        sql = "SELECT data FROM item WHERE kind = ? AND withdrawn = 0 ORDER BY id"
        found = (_round(row[0]) for row in self._project.query(sql, (ROUNDS,)))
        live = (each for each in found if not each.deleted)
        return tuple(sorted(live, key=lambda each: (each.created or 0, each.uid)))

    def find(self, name_or_uid: str) -> Round | None:
        """The round of that uid, else the newest one of that name, or None."""
        rounds = self.all()
        by_uid = (each for each in rounds if each.uid == name_or_uid)
        by_name = (each for each in reversed(rounds) if each.name == name_or_uid)
        return next(by_uid, None) or next(by_name, None)

    def get(self, uid: str) -> Round:
        """The round of that uid; NotFoundError where there is none."""
        found = self.find(uid)
        if found is None:
            raise NotFoundError("there is no round “{name}”.", name=uid)
        return found

    def add(self, made: Round) -> Round:
        """Store a new round.  Recorded in the current step."""
        stored = replace(made, revs=(new_revision(),))
        _insert(self._project, ROUNDS, stored.uid, None, _data(stored))
        return stored

    def update(self, changed: Round) -> Round:
        """Store another state of a round, as a new revision."""
        before = self.get(changed.uid)
        after = replace(changed, revs=(*before.revs, new_revision()))
        _overwrite(self._project, ROUNDS, after.uid, _data(after))
        return after

    def remove(self, gone: Round) -> None:
        """Remove a round; it stays as a tombstone."""
        after = replace(gone, deleted=True, revs=(*gone.revs, new_revision()))
        _overwrite(self._project, ROUNDS, gone.uid, _data(after))


class AssignmentRepository(Repository):
    """Assignments; those that were taken away are tombstones."""

    def of_round(self, round_uid: str | None = None) -> list[Assignment]:
        """The assignments of a round, or all, by annotator's order."""
        sql = "SELECT data FROM item WHERE kind = ? AND withdrawn = 0 ORDER BY id"
        found = (
            _assignment(row[0]) for row in self._project.query(sql, (ASSIGNMENTS,))
        )
        return [
            each
            for each in found
            if not each.deleted and round_uid in (None, each.round)
        ]

    def of_documents(self, uids: Collection[str]) -> list[Assignment]:
        """The assignments of some documents."""
        numbers = [self._project.documents.row_id(uid) for uid in uids]
        found: list[Assignment] = []
        for some in rows.batches((n for n in numbers if n is not None), _BATCH):
            marks = ",".join("?" * len(some))
            sql = (
                f"SELECT data FROM item WHERE document_id IN ({marks})"
                f" AND kind = '{ASSIGNMENTS}' AND withdrawn = 0 ORDER BY id"
            )
            found += (_assignment(row[0]) for row in self._project.query(sql, some))
        return [each for each in found if not each.deleted]

    def add_all(self, made: Iterable[Assignment]) -> None:
        """Store new assignments."""
        for each in made:
            number = self._project.documents.require_id(each.document)
            stored = replace(each, revs=(new_revision(),))
            _insert(self._project, ASSIGNMENTS, each.uid, number, _data(stored))

    def remove_all(self, gone: Sequence[Assignment]) -> None:
        """Take assignments away; they stay as tombstones."""
        for each in gone:
            revs = (*each.revs, new_revision())
            after = replace(each, deleted=True, revs=revs)
            _overwrite(self._project, ASSIGNMENTS, each.uid, _data(after))


def _data(of: Round | Assignment) -> dict[str, Any]:
    data = round_data(of) if isinstance(of, Round) else assignment_data(of)
    return {**data, "revs": list(of.revs), **({"deleted": True} if of.deleted else {})}


def _round(text: str) -> Round:
    data = rows.load_map(text)
    return replace(
        round_of(data),
        revs=tuple(data.get("revs", ())),
        deleted=data.get("deleted") is True,
    )


def _assignment(text: str) -> Assignment:
    data = rows.load_map(text)
    return replace(
        assignment_of(data),
        revs=tuple(data.get("revs", ())),
        deleted=data.get("deleted") is True,
    )


def _insert(
    project: Project, kind: str, uid: str, document: int | None, data: Any
) -> None:
    number = project.run(
        "INSERT INTO item (kind, uid, document_id, data) VALUES (?, ?, ?, ?)",
        (kind, uid, document, rows.dump(data)),
    ).lastrowid
    project.history.record("item", number, None, 1)


def _overwrite(project: Project, kind: str, uid: str, data: Any) -> None:
    project.run(
        "UPDATE item SET data = ? WHERE kind = ? AND uid = ? AND withdrawn = 0",
        (rows.dump(data), kind, uid),
    )
