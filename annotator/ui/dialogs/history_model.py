# SPDX-License-Identifier: MIT
"""The steps as rows of a list, by day, read as they are scrolled to."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from annotator.services import history
from annotator.services.history import StepInfo, StepNames
from annotator.ui.plain import one_line, tooltip
from annotator.ui.wording import place_words, step_words

if TYPE_CHECKING:
    from annotator.services.session import Session

#: Steps whose places in the list are read at a time: their ids and times.
PAGE: Final = 1_000
#: Steps whose words are read at a time.
WINDOW: Final = 32
#: Steps whose words are remembered.
REMEMBERED: Final = 4_000

_Index = QModelIndex | QPersistentModelIndex
#: Gives (id, time) of at most so many steps, those older than an id.
Marks: TypeAlias = Callable[[int, int | None], list[history.Mark]]


class HistoryModel(QAbstractListModel):
    """The steps, the newest first, each day under a row that names it.

    `marks` gives (id, time) of so many steps older than one; None: of all there are.
    """

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        marks: Marks | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._marks: Marks = marks or partial(history.marks, session)
        self._names = StepNames(session)
        # Ids of steps; a day is its Julian day number, negative.
        self._rows = array("q")
        self._steps: dict[int, StepInfo] = {}
        self.reload()

    # -- what is where

    def show(self, marks: Marks) -> None:
        """List other steps."""
        self._marks = marks
        self.reload()

    def reload(self) -> None:
        """Read anew, from the newest step on."""
        self.beginResetModel()
        self._rows = array("q")
        self._newest = 0
        self._whole = False
        self._last_day: QDate | None = None
        self._rows.extend(self._more())
        self._newest = next((n for n in self._rows if n > 0), 0)
        self._read_state()
        self.endResetModel()

    def refresh(self) -> bool:
        """Show what became of the steps; False where new ones made it read anew."""
        newest = self._marks(1, None)
        if (newest[0][0] if newest else 0) != self._newest:
            self.reload()
            return False
        self._read_state()
        last = self.index(max(self.rowCount() - 1, 0))
        self.dataChanged.emit(self.index(0), last)
        return True

    def _read_state(self) -> None:
        self._steps.clear()
        self._names.forget()
        self.position = history.position(self._session)
        people = self._session.annotators()
        self._people = {a.uid: a.name for a in people} if len(people) > 1 else {}

    def _more(self) -> list[int]:
        """The next rows: steps, and days where they change."""
        oldest = self._rows[-1] if self._rows else None
        found = self._marks(PAGE, oldest)
        self._whole = len(found) < PAGE
        return list(self._with_days(found))

    def _with_days(self, found: Iterable[history.Mark]) -> Iterable[int]:
        for number, at in found:
            day = QDateTime.fromMSecsSinceEpoch(at).date()
            if day != self._last_day:
                self._last_day = day
                yield -max(day.toJulianDay(), 1)
            yield number

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._whole

    def fetchMore(self, _parent: _Index) -> None:
        first, more = len(self._rows), self._more()
        if more:
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._rows.extend(more)
            self.endInsertRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def day(self, row: int) -> str:
        """The day that a row names, "" where it is a step's."""
        number = self._rows[row] if 0 <= row < len(self._rows) else 0
        return self._day_words(QDate.fromJulianDay(-number)) if number < 0 else ""

    def _day_words(self, day: QDate) -> str:
        today = QDate.currentDate()
        if day == today:
            return self.tr("Today")
        if day == today.addDays(-1):
            return self.tr("Yesterday")
        return QLocale().toString(day, "d MMMM yyyy")

    def row_of(self, step_id: int) -> int:
        """The row of a step, -1 where it is not there (yet)."""
        try:
            return self._rows.index(step_id) if step_id > 0 else -1
        except ValueError:
            return -1

    def last_done(self) -> int:
        """The row of the step that holds now, -1 where none does."""
        while (row := self.row_of(self.position)) < 0 < self.position:
            if self._whole:
                break
            self.fetchMore(QModelIndex())
        return row

    # -- what it says

    def step(self, row: int) -> StepInfo | None:
        """The step in a row, None where there is none."""
        number = self._rows[row] if 0 <= row < len(self._rows) else 0
        if number <= 0:
            return None
        if number not in self._steps:
            self._read(row)
        return self._steps.get(number)

    def _read(self, row: int) -> None:
        """Take in the words of the steps around a row."""
        if len(self._steps) > REMEMBERED:
            self._steps.clear()
        near = self._rows[max(row - WINDOW // 2, 0) : row + WINDOW // 2]
        wanted = [n for n in near if n > 0 and n not in self._steps]
        for step in history.some(self._session, wanted, self._names):
            self._steps[step.id] = step

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.day(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        roles = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        )
        if role not in roles:
            return None
        step = self.step(index.row())
        if step is None:
            return self.day(index.row()) or None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join((*self._parts(step), self.moment(step))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((*self._parts(step), self.moment(step)))
        return " — ".join((*self._parts(step), self.time(step)))

    def _parts(self, step: StepInfo) -> list[str]:
        parts = (self.words(step), self.place(step), self.who(step), self.state(step))
        return [part for part in parts if part]

    def words(self, step: StepInfo) -> str:
        """What was done."""
        return one_line(step_words(step), 200)

    def place(self, step: StepInfo) -> str:
        """Where it was done, "" where it is nowhere in particular."""
        return one_line(place_words(step), 200)

    def who(self, step: StepInfo) -> str:
        """Who did it, "" where only one person works on the project."""
        if not self._people:
            return ""
        known = self._people.get(step.annotator or "")
        return one_line(known or str(step.args.get("by") or ""), 60)

    def state(self, step: StepInfo) -> str:
        """What became of it, "" where it simply holds."""
        if step.id == self.position:
            return self.tr("now")
        words = {"undone": self.tr("undone"), "dropped": self.tr("cannot return")}
        return words.get(step.state, "")

    def time(self, step: StepInfo) -> str:
        """The time of day, to the minute."""
        return QDateTime.fromMSecsSinceEpoch(step.at).toString("HH:mm")

    def moment(self, step: StepInfo) -> str:
        """Day and time, to the second."""
        moment = QDateTime.fromMSecsSinceEpoch(step.at)
        return QLocale().toString(moment, "d MMMM yyyy, HH:mm:ss")
