# SPDX-License-Identifier: MIT
"""Rounds and assignments of a project, read and written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from annotator.model.errors import NotFoundError
from annotator.model.item import Item
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

#: What holds of an assignment that counts; `i` is its item.
LIVE: Final = f"i.kind = '{ASSIGNMENTS}' AND i.withdrawn = 0 AND i.deleted = 0"
#: Documents asked for at once.
_BATCH: Final = 500


class RoundRepository(Repository):
    """Rounds in the order in which they were made."""

    def all(self) -> tuple[Round, ...]:
        """Every round that was not removed."""
        found = map(_round, self._project.items.select(ROUNDS))
        return tuple(sorted(found, key=lambda each: (each.created or 0, each.uid)))

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
        return _round(self._project.items.add(_item(made)))

    def update(self, changed: Round) -> Round:
        """Store another state of a round, as a new revision."""
        return _round(self._project.items.update(_item(changed)))

    def remove(self, gone: Round) -> None:
        """Remove a round; it stays as a tombstone."""
        self._project.items.remove(ROUNDS, gone.uid)


class AssignmentRepository(Repository):
    """Assignments; those that were taken away are tombstones."""

    def of_round(self, round_uid: str | None = None) -> list[Assignment]:
        """The assignments of a round, or all, by annotator's order."""
        found = map(_assignment, self._project.items.select(ASSIGNMENTS))
        return [each for each in found if round_uid in (None, each.round)]

    def of_documents(self, uids: Collection[str]) -> list[Assignment]:
        """The assignments of some documents."""
        items = self._project.items
        found: list[Assignment] = []
        for some in rows.batches(uids, _BATCH):
            found += map(_assignment, items.select_of(ASSIGNMENTS, some))
        return found

    def places(self, annotator: str) -> dict[int, int]:
        """Row id of each document that a person has → its place in their work.

        Rounds come in the order in which they were made; a document of two
        rounds has its place in the first.
        """
        known = {each.uid: n for n, each in enumerate(self._project.rounds.all())}
        sql = (
            "SELECT i.document_id, json_extract(i.data, '$.round'),"
            f" json_extract(i.data, '$.order') FROM item i WHERE {LIVE}"
            " AND i.document_id IS NOT NULL"
            " AND json_extract(i.data, '$.annotator') = ?"
        )
        found = self._project.query(sql, (annotator,))
        found.sort(key=lambda row: (known.get(row[1], -1), row[2] or 0, row[0]))
        placed: dict[int, int] = {}
        for number, _, _ in found:
            placed.setdefault(number, len(placed))
        return placed

    def statuses(self, annotator: str) -> dict[str, int]:
        """How many documents that a person has are in which status of theirs."""
        sql = (
            "SELECT ifnull(l.status, 'new'), count(DISTINCT d.id) FROM item i"
            " CROSS JOIN document d ON d.id = i.document_id AND d.withdrawn = 0"
            " LEFT JOIN annotator p ON p.uid = ?1"
            " LEFT JOIN layer l ON l.document_id = d.id AND l.annotator_id = p.id"
            " AND l.kind = 'primary' AND l.withdrawn = 0"
            f" WHERE {LIVE} AND json_extract(i.data, '$.annotator') = ?1"
            " GROUP BY 1"
        )
        return dict(self._project.query(sql, (annotator,)))

    def add_all(self, made: Iterable[Assignment]) -> None:
        """Store new assignments."""
        for each in made:
            self._project.items.add(_item(each))

    def remove_all(self, gone: Sequence[Assignment]) -> None:
        """Take assignments away; they stay as tombstones."""
        for each in gone:
            self._project.items.remove(ASSIGNMENTS, each.uid)


def _item(of: Round | Assignment) -> Item:
    if isinstance(of, Round):
        return Item(kind=ROUNDS, uid=of.uid, data=round_data(of), deleted=of.deleted)
    return Item(
        kind=ASSIGNMENTS,
        uid=of.uid,
        document=of.document,
        data=assignment_data(of),
        deleted=of.deleted,
    )


def _round(item: Item) -> Round:
    return replace(round_of(item.data), revs=item.revs, deleted=item.deleted)


def _assignment(item: Item) -> Assignment:
    found = assignment_of(item.data)
    return replace(found, revs=item.revs, deleted=item.deleted)
