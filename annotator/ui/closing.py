# SPDX-License-Identifier: MIT
"""Closing a window: what was typed is stored first, or its loss is agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent

from annotator.model.errors import UserError
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.window_dialogs import WindowDialogs

if TYPE_CHECKING:
    from annotator.ui.documents.panel import DocumentPanel
    from annotator.ui.form.form import AnnotationForm
    from annotator.ui.layout import Note
    from annotator.ui.modes import Modes
    from annotator.ui.timekeeper import Timekeeper


class ClosingWindow(WindowDialogs):
    """The part of the main window that ends it."""

    form: AnnotationForm
    note: Note
    timekeeper: Timekeeper
    documents: DocumentPanel
    modes: Modes
    _forget_settings: Callable[[], None]
    _may_lose = False

    def _store_typed(self) -> bool:
        """Store what was typed and not yet stored; False where that failed."""
        failed: list[UserError] = []
        self.bench.failed.connect(failed.append)
        self.form.commit()
        self.note.commit()
        self.bench.failed.disconnect(failed.append)
        return all((self.store_comment(), self.modes.store_typed(), not failed))

    def store_comment(self) -> bool:
        """Store a comment that was typed; the window knows where."""
        raise NotImplementedError

    def forget_comments(self) -> None:
        """Listen to comments no more; the window knows how."""
        raise NotImplementedError

    def _ask_to_lose(self) -> None:
        """Closing although the last words could not be stored is an explicit act."""
        dialog = Dialog(self.tr("Not saved"), self)
        dialog.setObjectName("notSavedDialog")
        words = self.tr("What you typed last could not be saved. Free some space,")
        words += " " + self.tr("or copy it, and close again.")
        dialog.body.addWidget(plain_label(words, wrap=True))
        dialog.add_cancel(self.tr("Stay"))
        lose = dialog.add_button(self.tr("Close without it"))
        lose.clicked.connect(self._close_all_the_same)
        dialog.open()

    def _close_all_the_same(self) -> None:
        self._may_lose = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is still in the fields, then let the project go.

        What cannot be written keeps the window open, unless its loss was agreed to.
        """
        if not (self._store_typed() or self._may_lose):
            event.ignore()
            self._ask_to_lose()
            return
        self.timekeeper.close()
        self.tasks_stop()
        self.documents.detach()
        self.bench.close()
        self.modes.shut()
        self.forget_comments()
        self._forget_settings()
        self.session.close()
        super().closeEvent(event)
