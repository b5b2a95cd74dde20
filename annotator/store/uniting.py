# SPDX-License-Identifier: MIT
"""What entities and vocabulary entries share: revisions, tombstones, replay."""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

from annotator.model.errors import NotFoundError
from annotator.model.identity import new_revision
from annotator.store import rows
from annotator.store.repository import Repository


class Revised(Protocol):
    """A record with a chain of revisions."""

    @property
    def revs(self) -> tuple[str, ...]: ...


R = TypeVar("R", bound=Revised)


class RevisedRepository(Repository, Generic[R]):
    """Rows whose columns are `columns`, then revs, deleted and extra.

    Sub-classes say how a record becomes values and back, and how it is found.
    """

    kind = ""
    table = ""
    columns: tuple[str, ...] = ()

    def values(self, record: R) -> tuple[Any, ...]:
        """The values of `columns`, revs, deleted, extra."""
        raise NotImplementedError

    def build(self, row: Any) -> R:
        """The record of such values."""
        raise NotImplementedError

    def key(self, record: R) -> tuple[str, tuple[Any, ...]]:
        """A condition that finds the record's row, and its values."""
        raise NotImplementedError

    def revise(self, record: R, revs: tuple[str, ...]) -> R:
        """The record with another chain."""
        raise NotImplementedError

    @property
    def all_columns(self) -> str:
        """The columns of `values`, for SQL."""
        return ", ".join((*self.columns, "revs", "deleted", "extra"))

    def insert_sql(self) -> str:
        """The INSERT whose values are (id or None, *values)."""
        marks = ", ".join("?" * (len(self.columns) + 4))
        return f"INSERT INTO {self.table} (id, {self.all_columns}) VALUES ({marks})"

    def add(self, record: R) -> R:
        """Store a new record with a first revision."""
        stored = self.with_revision(record)
        values = (None, *self.values(stored))
        number = self._project.run(self.insert_sql(), values).lastrowid
        self._project.cache(self.table).clear()
        self._record(int(number or 0), None, stored)
        return stored

    def with_revision(self, record: R) -> R:
        """The record with a first revision where it has none."""
        return record if record.revs else self.revise(record, (new_revision(),))

    def update(self, record: R) -> R:
        """Store another state of a known record, as a new revision."""
        number, before = self._stored(record)
        if self._content(before) == self._content(record):
            return before
        after = self.revise(record, (*before.revs, new_revision()))
        self._write(number, after)
        self._record(number, before, after)
        return after

    def put(self, record: R) -> None:
        """Write a state with its own revisions.  Not recorded."""
        self._write(self._stored(record)[0], record)

    def restore(self, key: int, data: Any, step: int) -> None:
        """Replay: a former content as a new revision; None makes a tombstone."""
        sql = f"SELECT {self.all_columns} FROM {self.table} WHERE id = ?"
        row = list(self._project.query(sql, (key,))[0])
        revs = (*str(row[-3]).split(), new_revision())
        if data is None:
            row[-2] = 1
            data = row
        self._write(key, self.revise(self.build(data), revs))

    def select(self, where: str, values: tuple[Any, ...]) -> list[R]:
        """The records of a condition, in the order in which they came."""
        sql = (
            f"SELECT {self.all_columns} FROM {self.table}"
            f" WHERE withdrawn = 0 AND {where} ORDER BY id"
        )
        return [self.build(row) for row in self._project.query(sql, values)]

    def remembered(self, where: str, values: tuple[Any, ...]) -> list[R]:
        """As `select`, read once until one of the table's rows is written."""
        cache = self._project.cache(self.table)
        if (where, values) not in cache:
            cache[where, values] = tuple(self.select(where, values))
        return list(cache[where, values])

    def _stored(self, record: R) -> tuple[int, R]:
        where, values = self.key(record)
        sql = (
            f"SELECT id, {self.all_columns} FROM {self.table}"
            f" WHERE withdrawn = 0 AND {where}"
        )
        found = self._project.query(sql, values)
        if not found:
            raise NotFoundError(
                "there is no {kind} “{uid}”.", kind=self.kind, uid=values[-1]
            )
        return found[0][0], self.build(found[0][1:])

    def _write(self, number: int, record: R) -> None:
        columns = (*self.columns, "revs", "deleted", "extra")
        marks = ", ".join(f"{name} = ?" for name in columns)
        self._project.run(
            f"UPDATE {self.table} SET {marks} WHERE id = ?",
            (*self.values(record), number),
        )
        self._project.cache(self.table).clear()

    def _content(self, record: R) -> tuple[Any, ...]:
        values = self.values(record)
        return (*values[:-3], *values[-2:])

    def same_content(self, one: R, other: R) -> bool:
        """Whether two states differ in nothing but revisions."""
        return self._content(one) == self._content(other)

    def _record(self, number: int, before: R | None, after: R) -> None:
        data = None if before is None else self.values(before)
        self._project.history.record(self.kind, number, data, self.values(after))


def tail(record: Any) -> tuple[Any, ...]:
    """revs, deleted, extra of a record, as columns."""
    extra = rows.dump_or_none(record.extra)
    return " ".join(record.revs), int(record.deleted), extra
