# SPDX-License-Identifier: MIT
"""Long jobs that write, in slices between two of the window's own events.

The project has one connection and a job that writes holds one transaction from
its first row to its last.  In a thread of its own it would mix with what the
window writes; so it runs in the window's thread, a few milliseconds at a time,
and the window does not write meanwhile.
"""

from __future__ import annotations

import time
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import Cancelled
from annotator.model.progress import Job, Progress

#: How long one slice may take, in seconds: less than a frame.
SLICE: Final = 0.010


class SlicedJob(QObject):
    """One job under way.  Speaks as `ui.tasks.Task` does.

    Signals:
        progress(Progress), finished(object), failed(object), cancelled(), ended().
    """

    progress = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, title: str, job: Job[Any], parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.last = Progress(0)
        self.running = True
        self._job = job
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_turn)

    def start(self) -> None:
        """Begin with the next turn of the event loop."""
        self._timer.start(0)

    def cancel(self) -> None:
        """Stop at once; the job leaves nothing behind."""
        if self.running:
            self._job.close()
            self._end(self.cancelled.emit)

    def _on_turn(self) -> None:
        until = time.perf_counter() + SLICE
        try:
            while time.perf_counter() < until:
                self.last = next(self._job)
        except StopIteration as stop:
            result = stop.value
            self._end(lambda: self.finished.emit(result))
        except Cancelled:
            self._end(self.cancelled.emit)
        except Exception as error:
            fault = error
            self._end(lambda: self.failed.emit(fault))
        else:
            self.progress.emit(self.last)

    def _end(self, tell: Any) -> None:
        self._timer.stop()
        self.running = False
        tell()
        self.ended.emit()
