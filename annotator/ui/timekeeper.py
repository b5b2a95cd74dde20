# SPDX-License-Identifier: MIT
"""Active time per document: only by consent, and idle minutes do not count."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from annotator.services import annotate

if TYPE_CHECKING:
    from annotator.services.settings import Settings
    from annotator.ui.workbench import Workbench

#: How often the time so far is written down, in milliseconds.
FLUSH_MS = 60_000
#: A key that is a shortcut arrives as an override only, never as a press.
_ACTIVITY = (
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
)


class Timekeeper(QObject):
    """Counts the seconds between a person's actions, each gap at most the idle cap."""

    def __init__(
        self, bench: Workbench, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._settings = settings
        self._uid: str | None = None
        self._seconds = 0.0
        self._last: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FLUSH_MS)
        self._timer.timeout.connect(self.flush)
        self._forget = settings.subscribe(self._on_setting)
        self._on_setting("time")

    def _on_setting(self, section: str) -> None:
        """Listen only while measuring is consented to: it sees every event."""
        app = QCoreApplication.instance()
        if section != "time" or app is None:
            return
        app.removeEventFilter(self)
        self._timer.stop()
        if self._settings.time.measure:
            app.installEventFilter(self)
            self._timer.start()
            self._last = time.monotonic() if self._uid else None

    def close(self) -> None:
        """Write down what was counted, and listen no more."""
        self.flush()
        self._forget()
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def open(self, uid: str | None) -> None:
        """Write down the time of the document left, and begin with this one."""
        self.flush()
        self._uid = uid
        self._last = time.monotonic() if uid else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY:
            self._note_activity()
        return False

    def _note_activity(self) -> None:
        now = time.monotonic()
        if self._last is not None:
            self._seconds += min(now - self._last, self._settings.time.idle_cap)
        self._last = now

    def flush(self) -> None:
        """Add the whole seconds counted so far to the open document's layer."""
        whole = int(self._seconds)
        if self._uid is None or not whole or not self._settings.time.measure:
            return
        if self._bench.session.read_only:
            return
        self._seconds -= whole
        uid = self._uid
        self._bench.guarded(
            lambda: annotate.add_seconds(self._bench.session, uid, whole)
        )
