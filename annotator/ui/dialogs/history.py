# SPDX-License-Identifier: MIT
"""What was done, step by step, in words; and going back to any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.model.errors import UserError
from annotator.services import history
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.history_list import HistoryList
from annotator.ui.dialogs.history_model import HistoryModel
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.events import Changed
    from annotator.services.session import Session


class HistoryDialog(Dialog):
    """The list of steps; the chosen one can be gone back (or on) to.

    Arrows choose a step, Enter goes to it, Escape closes.
    """

    _heard = Signal(object)

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("History"))
        self.setObjectName("historyDialog")
        self.resize(820, 560)
        self._session = session
        words = self.tr("Everything that was done in this project.  Nothing is lost by")
        words += " " + self.tr("going back: steps stay until something new is done.")
        self.body.addWidget(plain_label(words, "secondary", wrap=True))
        self.model = HistoryModel(session, self)
        self.list = HistoryList(self.model, theme)
        self.body.addWidget(self.list, 1)
        self._build_foot()
        self._heard.connect(self._on_changed)
        self._unsubscribe = session.events.subscribe(self._heard.emit)
        self.finished.connect(lambda _result: self._unsubscribe())
        self._choose(self.model.last_done())
        self.list.setFocus()

    def _build_foot(self) -> None:
        self.first = self.add_button(self.tr("Before everything"))
        self.first.clicked.connect(lambda: self._go(0))
        self.go = self.add_button(self.tr("Go to this step"), "primary")
        self.go.clicked.connect(lambda: self._on_go())
        self.add_cancel(self.tr("Close"))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.doubleClicked.connect(lambda _index: self._on_go())

    def _choose(self, row: int) -> None:
        """Make that row the chosen one, and see that it is on screen."""
        self.list.setCurrentIndex(self.model.index(row))
        self._on_current()

    def _on_current(self) -> None:
        step = self.model.step(self.list.currentIndex().row())
        free = not self._session.read_only and step is not None
        there = step is not None and step.id == self.model.position
        dropped = step is not None and step.state == "dropped"
        self.go.setEnabled(free and not dropped and not there)
        self.first.setEnabled(not self._session.read_only and self.model.position > 0)

    def _on_changed(self, changed: Changed) -> None:
        if changed.tables & {"history", "document", "annotator"}:
            self._refresh()

    def _refresh(self) -> None:
        step = self.model.step(self.list.currentIndex().row())
        if not self.model.refresh():
            row = self.model.row_of(step.id) if step else -1
            self._choose(row if row >= 0 else self.model.last_done())
        self._on_current()

    def _on_go(self) -> None:
        step = self.model.step(self.list.currentIndex().row())
        if step is None or step.state == "dropped" or self._session.read_only:
            return
        self._go(step.id)

    def _go(self, step_id: int) -> None:
        try:
            history.go_to(self._session, step_id)
        except UserError as error:
            self.tell(error_words(error))
            return
        self.tell("")
        self._refresh()
        self.list.setFocus()
