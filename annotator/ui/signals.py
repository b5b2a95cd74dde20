# SPDX-License-Identifier: MIT
"""Ends that come from outside: SIGTERM, a closed terminal, the end of a session.

Python runs signal handlers between two steps of its own, and while Qt waits for
events it takes none.  A byte in a socket wakes Qt, which then closes the windows
as a person would; closing them stores what is still in their fields.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

#: A windowless system has not all of them.
NAMES: Final = ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK")


class Ending(QObject):
    """Closes the windows when the system asks for it, while it is installed."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._before: dict[signal.Signals, object] = {}
        self._wakeup = -1
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        kind = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._read.fileno(), kind, self)
        self._notifier.activated.connect(self._on_woken)
        app.commitDataRequest.connect(self._on_session_ends)
        app.aboutToQuit.connect(self.remove)

    def install(self) -> None:
        """Begin to take the signals; only in the main thread."""
        self._wakeup = signal.set_wakeup_fd(
            self._write.fileno(), warn_on_full_buffer=False
        )
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None:
                self._before[number] = signal.signal(number, _on_signal)

    @Slot()
    def remove(self) -> None:
        """Give the signals back to who had them before; twice does no harm."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        if self._before:
            self._before.clear()
            signal.set_wakeup_fd(self._wakeup)
            self._notifier.setEnabled(False)

    @Slot()
    def _on_woken(self) -> None:
        with contextlib.suppress(OSError):
            self._read.recv(4096)
        # Not from inside the notifier, which closing the windows may delete.
        QTimer.singleShot(0, end)

    @Slot(QSessionManager)
    def _on_session_ends(self, _manager: QSessionManager) -> None:
        # The session may go on after all, so the windows stay open.
        leave_field()


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    """The byte in the socket does the work."""


def leave_field() -> None:
    """Store what is being typed: every field does so when it is left."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()


def end() -> None:
    """Close all windows, which stores what they hold, and leave the program."""
    leave_field()
    QApplication.closeAllWindows()
    # A window that could not save stays open, and the program with it.
    if not any(w.isVisible() and w.isWindow() for w in QApplication.topLevelWidgets()):
        QApplication.quit()


def install(app: QApplication) -> Ending:
    """Take signals and the end of the session for as long as `app` lives."""
    ending = Ending(app)
    ending.install()
    return ending
