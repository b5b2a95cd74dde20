# SPDX-License-Identifier: MIT
"""What an export loses, and its first records, beside the choices."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.offsets import OffsetMap
from annotator.services.export_preview import prepare
from annotator.services.session import Session
from annotator.services.transfer import FormatChoice, Selection
from annotator.ui.dialogs.base import plain_label
from annotator.ui.tasks import Task, Tasks
from annotator.ui.wording import error_words, in_words

#: A choice rests so long before its preview is made, in milliseconds.
PAUSE_MS = 300


class PreviewPanel(QWidget):
    """Losses in words above, the beginning of the file below.

    The records are read at once, a few of them; they are written in a thread of
    their own, because some formats take seconds to begin.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = Tasks(self)
        self._task: Task | None = None
        self._wanted: tuple[str, Selection] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._make)
        self.losses = self._text("exportLosses", self.tr("What is lost"))
        self.losses.setFixedHeight(132)
        self.records = self._text("exportPreview", self.tr("The first records"))
        self.records.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(12)
        self.records.setFont(mono)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(plain_label(self.tr("What is lost"), "heading"))
        column.addWidget(self.losses)
        column.addWidget(plain_label(self.tr("The first records"), "heading"))
        column.addWidget(self.records, 1)

    def _text(self, name: str, words: str) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setReadOnly(True)
        made.setTabChangesFocus(True)
        return made

    def show_losses(self, choice: FormatChoice, folder: bool) -> None:
        """Say what a file or folder of a format lacks, or how to get what it needs."""
        beside = choice.in_folder if folder else ()
        losses = [each for each in choice.losses if each not in beside]
        if not choice.available:
            said = self.tr("This format needs {0}, not installed yet. Install with:")
            packages = ", ".join(choice.missing)
            text = f"{said.replace('{0}', packages)}\n{choice.install}"
        elif losses:
            lines = (f"–\u2002{in_words(each)}" for each in losses)
            text = "\n".join([self.tr("Not in it:"), *lines])
        else:
            text = self.tr("Nothing is lost.")
        self.losses.setPlainText(text)

    def show_records(self, name: str, selection: Selection) -> None:
        """Show the first records in a moment."""
        self._wanted = (name, selection)
        self._pause.start()

    def show_words(self, text: str) -> None:
        """Show a sentence instead of records."""
        self._forget()
        self._say(text)

    def stop(self) -> None:
        """Make no preview any more."""
        self._forget()
        self._tasks.stop(5)

    def _forget(self) -> None:
        self._pause.stop()
        self._wanted = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _make(self) -> None:
        if self._wanted is None:
            return
        name, selection = self._wanted
        self._forget()
        try:
            job = prepare(self._session, name, selection)
        except UserError as error:
            self._say(error_words(error))
            return
        task = self._tasks.start(self.tr("Preview"), job)
        self._task = task
        task.finished.connect(lambda text: self._on_done(task, text))
        task.failed.connect(lambda error: self._on_failed(task, error))

    def _on_done(self, task: Task, text: Any) -> None:
        if task is self._task:
            self._task = None
            self._show(str(text))

    def _on_failed(self, task: Task, error: BaseException) -> None:
        if task is not self._task:
            return
        self._task = None
        if not isinstance(error, UserError | OSError):
            raise error
        self._say(error_words(error))

    def _show(self, text: str) -> None:
        self.records.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.records.setPlainText(OffsetMap(text).shown)

    def _say(self, text: str) -> None:
        """A sentence is read as a whole, unlike a record."""
        self._show(text)
        self.records.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
