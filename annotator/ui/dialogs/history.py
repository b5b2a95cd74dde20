# SPDX-License-Identifier: MIT
"""What was done, step by step, in words; and going back to any of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QListView, QWidget

from annotator.model.errors import UserError
from annotator.services import history
from annotator.services.history import StepInfo
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme
from annotator.ui.wording import step_words

if TYPE_CHECKING:
    from annotator.services.events import Changed
    from annotator.services.session import Session

PAGE: Final = 200
_Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """The steps, the newest first, read as they are scrolled to."""

    def __init__(
        self, session: Session, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._steps: list[StepInfo] = []
        self._names: dict[str, str] = {}
        self._whole = False
        self.reload()

    def reload(self) -> None:
        """Read anew, as many steps as were there."""
        self.beginResetModel()
        wanted = max(len(self._steps), PAGE)
        self._steps = history.steps(self._session, wanted, 0)
        self._whole = len(self._steps) < wanted
        self._names = {a.uid: a.name for a in self._session.annotators()}
        self.endResetModel()

    def step(self, row: int) -> StepInfo | None:
        """The step in a row, None where there is none."""
        return self._steps[row] if 0 <= row < len(self._steps) else None

    def last_done(self) -> int:
        """The row of the step that holds now, -1 where none does."""
        rows = (i for i, step in enumerate(self._steps) if step.state == "done")
        return next(rows, -1)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._whole

    def fetchMore(self, _parent: _Index) -> None:
        more = history.steps(self._session, PAGE, len(self._steps))
        self._whole = len(more) < PAGE
        if more:
            first = len(self._steps)
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._steps += more
            self.endInsertRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        step = self.step(index.row())
        if step is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(step, index.row())
        if role == Qt.ItemDataRole.ForegroundRole and step.state != "done":
            return QBrush(self._theme.color("text_3"))
        return None

    def _words(self, step: StepInfo, row: int) -> str:
        when = datetime.fromtimestamp(step.at / 1000)
        who = self._names.get(step.annotator or "", "")
        head = f"{when:%Y-%m-%d %H:%M:%S}   {step_words(step)}"
        marks = {"undone": self.tr("undone"), "dropped": self.tr("cannot return")}
        state = self.tr("now") if row == self.last_done() else marks.get(step.state, "")
        return one_line(" — ".join(part for part in (head, who, state) if part))


class HistoryDialog(Dialog):
    """The list of steps; the chosen one can be gone back (or on) to."""

    _heard = Signal(object)

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("History"))
        self.setObjectName("historyDialog")
        self.resize(620, 480)
        self._session = session
        words = self.tr("Everything that was done in this project.  Nothing is lost by")
        words += " " + self.tr("going back: steps stay until something new is done.")
        self.body.addWidget(plain_label(words, "secondary", wrap=True))
        self.model = HistoryModel(session, theme, self)
        self.list = QListView()
        self.list.setObjectName("historyList")
        self.list.setAccessibleName(self.tr("Steps"))
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(2)
        self.list.setModel(self.model)
        self.body.addWidget(self.list, 1)
        self._build_foot()
        self._heard.connect(self._on_changed)
        self._unsubscribe = session.events.subscribe(self._heard.emit)
        self.finished.connect(lambda _result: self._unsubscribe())
        self._on_current()

    def _build_foot(self) -> None:
        self.first = self.add_button(self.tr("Before everything"))
        self.first.clicked.connect(lambda: self._go(0))
        self.go = self.add_button(self.tr("Go to this step"), "primary")
        self.go.clicked.connect(self._on_go)
        self.add_cancel(self.tr("Close"))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.doubleClicked.connect(self._on_go)
        self.first.setEnabled(not self._session.read_only)

    def _on_current(self) -> None:
        step = self.model.step(self.list.currentIndex().row())
        free = not self._session.read_only
        self.go.setEnabled(free and step is not None and step.state != "dropped")

    def _on_changed(self, changed: Changed) -> None:
        if "history" in changed.tables or "document" in changed.tables:
            row = self.list.currentIndex().row()
            self.model.reload()
            self.list.setCurrentIndex(self.model.index(row))
            self._on_current()

    def _on_go(self) -> None:
        step = self.model.step(self.list.currentIndex().row())
        if step is not None and step.state != "dropped":
            self._go(step.id)

    def _go(self, step_id: int) -> None:
        try:
            history.go_to(self._session, step_id)
        except UserError as error:
            self.tell(str(error))
            return
        self.tell("")
        self.model.reload()
        self._on_current()
