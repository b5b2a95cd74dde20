# SPDX-License-Identifier: MIT
"""When something of ours goes wrong: log it, say it, and go on.

Exceptions that escape from slots, timers and threads all reach
`sys.excepthook`, some of them outside the window's thread: a queued signal
carries them there before a dialog is shown.
"""

from __future__ import annotations

import contextlib
import faulthandler
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from PySide6.QtWidgets import QApplication

from annotator.model.errors import UserError
from annotator.services import logs
from annotator.ui.dialogs.crash import CrashDialog
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

FAULTS: Final = "faults.log"


class CrashHandler(QObject):
    """Takes unexpected exceptions for as long as it is installed.

    Attributes:
        dialog: the dialog on screen, if there is one.

    Signals:
        caught(str): the log's path, after an exception was written there.
        told(str): a fault of the world that nobody caught, as one sentence.
    """

    caught = Signal(str)
    told = Signal(str)
    _hopped = Signal(object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._before = sys.excepthook
        self._busy = False
        self._faults: TextIO | None = None
        self.dialog: CrashDialog | None = None
        self._hopped.connect(self._on_hopped, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Begin to take exceptions, and crashes of the interpreter into a file."""
        self._before = sys.excepthook
        sys.excepthook = self._hook
        with contextlib.suppress(OSError):
            file = logs.start().with_name(FAULTS)
            self._faults = file.open("a", encoding="utf-8")
            faulthandler.enable(self._faults)

    def remove(self) -> None:
        """Give the exceptions back to who had them before."""
        sys.excepthook = self._before
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def _hook(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if error.__traceback__ is None:
            error = error.with_traceback(trace)
        if QThread.currentThread() is self.thread():
            self._take(error)
        else:
            self._hopped.emit(error)

    @Slot(object)
    def _on_hopped(self, error: BaseException) -> None:
        self._take(error)

    def _take(self, error: BaseException) -> None:
        if self._busy:
            # A fault while a fault is being told is only written down.
            logs.log_exception(error, "while telling of another error")
            return
        self._busy = True
        try:
            self._tell(error)
        finally:
            self._busy = False

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, UserError) and self.receivers("2told(QString)"):
            self.told.emit(in_words(error.sentence))
            return
        file = logs.log_exception(error)
        self._show(error, file)
        self.caught.emit(str(file))

    def _show(self, error: BaseException, file: Path) -> None:
        if self.dialog is not None:
            # One window is enough, however often it goes wrong.
            self.dialog.add_error(error)
            return
        self.dialog = CrashDialog(error, file, QApplication.activeWindow())
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    @Slot(int)
    def _on_closed(self, _result: int) -> None:
        # The dialog deletes itself when it is closed.
        self.dialog = None


def install(app: QApplication, theme: Theme) -> CrashHandler:
    """Take unexpected exceptions for as long as `app` lives."""
    handler = CrashHandler(theme, app)
    handler.install()
    app.aboutToQuit.connect(handler.remove)
    return handler


def last_faults() -> str:
    """What the interpreter wrote when it last died, or ""."""
    try:
        text = logs.log_file().with_name(FAULTS).read_text("utf-8", "replace")
    except OSError:
        return ""
    return text.strip()
