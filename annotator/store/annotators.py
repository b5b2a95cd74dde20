# SPDX-License-Identifier: MIT
"""The people of the project.  They are matched by uid only, and never removed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.model.errors import NotFoundError
from annotator.model.identity import new_revision
from annotator.model.team import Annotator
from annotator.store import rows
from annotator.store.repository import Repository

_COLUMNS = "uid, name, initials, colour, role, extra, revs"
#: Stands in `extra`, for few people have it.
_INACTIVE = "inactive"


class AnnotatorRepository(Repository):
    """Annotators in the order in which they came."""

    def all(self) -> tuple[Annotator, ...]:
        """Everyone."""
        found = self._project.query(f"SELECT {_COLUMNS} FROM annotator ORDER BY id")
        return tuple(map(_build, found))

    def find(self, uid: str) -> Annotator | None:
        """The annotator of that uid, or None."""
        sql = f"SELECT {_COLUMNS} FROM annotator WHERE uid = ?"
        found = self._project.query(sql, (uid,))
        return _build(found[0]) if found else None

    def find_by_name(self, name: str) -> Annotator | None:
        """The first annotator of that name, or None."""
        sql = f"SELECT {_COLUMNS} FROM annotator WHERE name = ? ORDER BY id"
        found = self._project.query(sql, (name,))
        return _build(found[0]) if found else None

    def get(self, uid: str) -> Annotator:
        """The annotator of that uid; NotFoundError where there is none."""
        found = self.find(uid)
        if found is None:
            raise NotFoundError("the project knows no annotator “{uid}”.", uid=uid)
        return found

    def add(self, annotator: Annotator) -> int:
        """Store a person unless the uid is known; returns the row id."""
        number = self.row_id(annotator.uid)
        if number is not None:
            return number
        cursor = self._project.run(
            f"INSERT INTO annotator ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                annotator.uid,
                annotator.name,
                annotator.initials,
                annotator.colour,
                annotator.role,
                _dump_extra(annotator),
                " ".join(annotator.revs),
            ),
        )
        return int(cursor.lastrowid or 0)

    def update(self, annotator: Annotator) -> None:
        """Store another name, colour or role of a known person, as a new revision."""
        before = self.get(annotator.uid)
        if _to_data(before) == _to_data(annotator):
            return
        self.put(replace(annotator, revs=(*before.revs, new_revision())))
        self._project.history.record(
            "annotator", annotator.uid, _to_data(before), _to_data(annotator)
        )

    def put(self, annotator: Annotator) -> None:
        """Write a state with its own revisions.  Not recorded."""
        self._write(annotator)

    def restore(self, key: str, data: Any, step: int) -> None:
        """Replay: put a person's details back, as a new revision."""
        if data is not None:
            revs = (*self.get(key).revs, new_revision())
            self._write(_build([*data, " ".join(revs)]))

    def row_id(self, uid: str) -> int | None:
        """The row id of an annotator; None where the uid is unknown."""
        cache = self._project.cache("annotator ids")
        if uid not in cache:
            sql = "SELECT id FROM annotator WHERE uid = ?"
            found = self._project.query(sql, (uid,))
            if not found:
                return None
            cache[uid] = int(found[0][0])
        number: int = cache[uid]
        return number

    def uid_of(self, number: int) -> str:
        """The uid of the annotator in row `number`."""
        cache = self._project.cache("annotator uids")
        if number not in cache:
            cache.update(self._project.query("SELECT id, uid FROM annotator"))
        uid: str = cache[number]
        return uid

    def _write(self, annotator: Annotator) -> None:
        self._project.run(
            "UPDATE annotator SET name = ?, initials = ?, colour = ?, role = ?,"
            " extra = ?, revs = ? WHERE uid = ?",
            (
                annotator.name,
                annotator.initials,
                annotator.colour,
                annotator.role,
                _dump_extra(annotator),
                " ".join(annotator.revs),
                annotator.uid,
            ),
        )


def _build(row: Any) -> Annotator:
    uid, name, initials, colour, role, extra, revs = row
    more = rows.load_map(extra)
    inactive = more.pop(_INACTIVE, False)
    return Annotator(
        uid=uid,
        name=name,
        initials=initials,
        colour=colour,
        role=role,
        inactive=inactive is True,
        revs=tuple(revs.split()) if revs else (),
        extra=more,
    )


def _dump_extra(annotator: Annotator) -> str | None:
    inactive = {_INACTIVE: True} if annotator.inactive else {}
    return rows.dump_or_none({**annotator.extra, **inactive})


def _to_data(annotator: Annotator) -> list[Any]:
    a = annotator
    return [a.uid, a.name, a.initials, a.colour, a.role, _dump_extra(a)]
