# SPDX-License-Identifier: MIT
"""Steps and changes: what was done, and what takes it back.

Repositories record each change (before, after) in the transaction that makes
it.  Undo and redo replay one side through the same repositories, which give the
restored state a new revision.  `changes` is what the house calls this record.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from annotator.model.identity import now_ms
from annotator.model.progress import Job, Progress, run
from annotator.store import rows, superseded
from annotator.store.repository import Repository

#: After so many changes somebody else may have a turn.
_FEW: Final = 8

#: The argument of a step that names who did it, where they are none of the people.
BY: Final = "by"

DONE: Final = "done"
UNDONE: Final = "undone"
DROPPED: Final = "dropped"

#: restore(key, data or None, step id) of a kind of change.
Restore: TypeAlias = Callable[[Any, Any, int], None]

#: Where a step stands in the list: its id, and its time in milliseconds UTC.
Mark: TypeAlias = tuple[int, int]

_COLUMNS = "id, at, annotator, title, args, state"


@dataclass(frozen=True, slots=True)
class StepInfo:
    """One step: when, who (uid), what (title key and arguments), its state."""

    id: int
    at: int
    annotator: str | None
    title: str
    args: Mapping[str, Any]
    state: str


@dataclass(frozen=True, slots=True)
class Change:
    """One write: kind of row, its key, its content before and after."""

    kind: str
    key: Any
    before: Any
    after: Any


class HistoryRepository(Repository):
    """The steps of the project, oldest first by id."""

    _pending: list[Change] | None = None
    #: uid and name of who is at work, also where they are none of the people
    at_work: tuple[str, str] | None = None

    # -- recording ----------------------------------------------------------------

    @contextlib.contextmanager
    def step(
        self, annotator: str | None, title: str, args: Mapping[str, Any]
    ) -> Iterator[None]:
        """All changes made inside become one step; none is made of no change.

        Inside another step it joins that one.
        """
        with self._project.atomic():
            # Asked inside the transaction: a job in another thread has had its turn.
            if self._pending is not None:
                yield
                return
            changes: list[Change] = []
            self._pending = changes
            try:
                yield
            finally:
                self._pending = None
            if changes:
                self._store(annotator, title, args, changes)

    def record(self, kind: str, key: Any, before: Any, after: Any) -> None:
        """Note a change in the current step; outside of one, do nothing."""
        if kind == "import":  # it brought rows past the repositories
            self._project.caches.clear()
        if self._pending is not None:
            self._pending.append(Change(kind, key, before, after))

    @property
    def has_changes(self) -> bool:
        """Whether the current step changed anything so far."""
        return bool(self._pending)

    def last_id(self) -> int:
        """The id of the newest step, 0 where there is none."""
        return int(self._project.query("SELECT ifnull(max(id), 0) FROM step")[0][0])

    def next_id(self) -> int:
        """The id that the step now being recorded will have."""
        return self.last_id() + 1

    def _store(
        self,
        annotator: str | None,
        title: str,
        args: Mapping[str, Any],
        changes: list[Change],
    ) -> None:
        run = self._project.run
        superseded.remove_few(self._project)
        args = {**args, **self._by(annotator)}
        run("UPDATE step SET state = 'dropped' WHERE state = 'undone'")
        step = run(
            "INSERT INTO step (at, annotator, title, args, state)"
            " VALUES (?, ?, ?, ?, 'done')",
            (now_ms(), annotator, title, rows.dump_or_none(args)),
        ).lastrowid
        for n, each in enumerate(changes):
            values = (step, n, each.kind, rows.dump(each.key))
            data = (_optional(each.before), _optional(each.after))
            run("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)", (*values, *data))

    def _by(self, annotator: str | None) -> dict[str, str]:
        """The name of who did it, where nothing else in the file tells it."""
        uid, name = self.at_work or ("", "")
        stranger = annotator == uid and self._project.annotators.find(uid) is None
        return {BY: name} if stranger else {}

    # -- reading ------------------------------------------------------------------

    def next_undo(self) -> StepInfo | None:
        """The step that undo would take back."""
        return self._one("WHERE state = 'done' ORDER BY id DESC LIMIT 1")

    def next_redo(self) -> StepInfo | None:
        """The step that redo would do again."""
        return self._one("WHERE state = 'undone' ORDER BY id LIMIT 1")

    def steps(self, limit: int = 200, offset: int = 0) -> list[StepInfo]:
        """Steps, the newest first, dropped ones included."""
        sql = f"SELECT {_COLUMNS} FROM step ORDER BY id DESC LIMIT ? OFFSET ?"
        return [_info(row) for row in self._project.query(sql, (limit, offset))]

    def marks(self, limit: int, before: int | None = None) -> list[Mark]:
        """(id, time) of steps, the newest first; only those older than `before`."""
        older = "" if before is None else "WHERE id < ?"
        values = (limit,) if before is None else (before, limit)
        sql = f"SELECT id, at FROM step {older} ORDER BY id DESC LIMIT ?"
        return [(row[0], row[1]) for row in self._project.query(sql, values)]

    def some(self, ids: Iterable[int]) -> list[StepInfo]:
        """The steps of those ids, the newest first; unknown ids are left out."""
        wanted = list(ids)
        where = f"id IN ({','.join('?' * len(wanted))})"
        sql = f"SELECT {_COLUMNS} FROM step WHERE {where} ORDER BY id DESC"
        return [_info(row) for row in self._project.query_for_display(sql, wanted)]

    def get(self, step: int) -> StepInfo | None:
        """The step of that id."""
        return self._one("WHERE id = ?", (step,))

    def changes(self, step: int) -> list[Change]:
        """The changes of a step, in the order in which they were made."""
        sql = "SELECT kind, key, before, after FROM change WHERE step_id = ? ORDER BY n"
        return [
            Change(kind, rows.load(key), _read(before), _read(after))
            for kind, key, before, after in self._project.query(sql, (step,))
        ]

    def first_change(self, step: int, kind: str) -> Change | None:
        """The first change of that kind in a step, None where there is none."""
        sql = (
            "SELECT kind, key, before, after FROM change"
            " WHERE step_id = ? AND kind = ? ORDER BY n LIMIT 1"
        )
        for name, key, before, after in self._project.query(sql, (step, kind)):
            return Change(name, rows.load(key), _read(before), _read(after))
        return None

    def last_annotator(self) -> str | None:
        """The uid of whoever made the newest step."""
        sql = "SELECT annotator FROM step ORDER BY id DESC LIMIT 1"
        found = self._project.query(sql)
        return found[0][0] if found else None

    def document_of(self, change: Change) -> str:
        """The uid of the document that a change of one row concerns."""
        number = change.key[0] if isinstance(change.key, list) else change.key
        sql = "SELECT uid FROM document WHERE id = ?"
        if change.kind == "annotation":
            sql = (
                "SELECT d.uid FROM annotation a JOIN document d"
                " ON d.id = a.document_id WHERE a.id = ?"
            )
        uid: str = self._project.query(sql, (number,))[0][0]
        return uid

    def _one(self, where: str, values: tuple[Any, ...] = ()) -> StepInfo | None:
        found = self._project.query(f"SELECT {_COLUMNS} FROM step {where}", values)
        return _info(found[0]) if found else None

    # -- replaying ----------------------------------------------------------------

    def size(self, step: int) -> int:
        """How many changes a step has."""
        sql = "SELECT count(*) FROM change WHERE step_id = ?"
        return int(self._project.query(sql, (step,))[0][0])

    def take_back(self, step: int) -> list[Change]:
        """Undo a step; returns its changes."""
        return run(self.taking_back(step))

    def do_again(self, step: int) -> list[Change]:
        """Redo a step; returns its changes."""
        return run(self.doing_again(step))

    def taking_back(self, step: int) -> Job[list[Change]]:
        """As `take_back`, a few at a time; ended early it leaves all as it was."""
        with self._project.atomic():
            changes = self.changes(step)
            for done, each in enumerate(reversed(changes)):
                self._restorer(each.kind)(each.key, each.before, step)
                if done % _FEW == 0:
                    yield Progress(done, len(changes))
            self._set_state(step, UNDONE)
        return changes

    def doing_again(self, step: int) -> Job[list[Change]]:
        """As `do_again`, a few at a time; ended early it leaves all as it was."""
        with self._project.atomic():
            changes = self.changes(step)
            for done, each in enumerate(changes):
                self._restorer(each.kind)(each.key, each.after, step)
                if done % _FEW == 0:
                    yield Progress(done, len(changes))
            self._set_state(step, DONE)
        return changes

    def _set_state(self, step: int, state: str) -> None:
        self._project.run("UPDATE step SET state = ? WHERE id = ?", (state, step))

    def _restorer(self, kind: str) -> Restore:
        p = self._project
        restorers: dict[str, Restore] = {
            "annotation": p.annotations.restore,
            "layer": p.layers.restore,
            "entity": p.entities.restore,
            "vocabulary": p.vocabularies.restore,
            "annotator": p.annotators.restore,
            "document": p.documents.restore,
            "withdrawal": p.documents.restore_withdrawal,
            "import": p.items.restore_import,
            "item": p.items.restore,
            "setting": p.settings.restore,
            "rivals": p.rivals.restore,
            "state": p.states.restore,
        }
        return restorers[kind]


def _optional(data: Any) -> str | None:
    return None if data is None else rows.dump(data)


def _read(text: str | None) -> Any:
    return None if text is None else rows.load(text)


def _info(row: Any) -> StepInfo:
    number, at, annotator, title, args, state = row
    return StepInfo(number, at, annotator, title, rows.load_map(args), state)
