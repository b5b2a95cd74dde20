# SPDX-License-Identifier: MIT
"""Long jobs beside the window, one after the other.

A job is a generator (`model.progress.Job`): each of its yields reports how far
it is and is where it may be stopped.  The jobs run in a thread of their own;
what they say reaches the window by queued signals.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from annotator.model.errors import Cancelled
from annotator.model.progress import Job, Progress


class Task(QObject):
    """One job under way.

    Signals, all delivered in the thread of the window:
        progress(Progress): how far it is.
        finished(object): the job's result.
        failed(object): the exception that ended it.
        cancelled(): it was stopped and left nothing behind.
        ended(): after any of the three above.
    """

    progress = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _reported = Signal(object)
    _outcome = Signal(str, object)

    def __init__(self, title: str, job: Job[Any], parent: QObject | None) -> None:
        super().__init__(parent)
        self.title = title
        self.last = Progress(0)
        self.running = True
        self._stop = threading.Event()
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._on_reported, queued)
        self._outcome.connect(self._on_outcome, queued)
        self.runnable = _Runnable(
            job, self._stop, self._reported.emit, self._outcome.emit
        )

    def cancel(self) -> None:
        """Stop the job at its next yield."""
        self._stop.set()

    @Slot(object)
    def _on_reported(self, progress: Progress) -> None:
        self.last = progress
        self.progress.emit(progress)

    @Slot(str, object)
    def _on_outcome(self, what: str, value: object) -> None:
        self.running = False
        if what == "finished":
            self.finished.emit(value)
        elif what == "failed":
            self.failed.emit(value)
        else:
            self.cancelled.emit()
        self.ended.emit()


class _Runnable(QRunnable):
    """Drives the generator in the pool's thread; knows no widget."""

    def __init__(
        self,
        job: Job[Any],
        stop: threading.Event,
        report: Callable[[object], object],
        outcome: Callable[[str, object], object],
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._job, self._stop = job, stop
        self._report, self._outcome = report, outcome

    def run(self) -> None:
        what, value = self._drive()
        try:
            self._outcome(what, value)
        except RuntimeError:
            # The window was closed meanwhile: nobody is left to be told.
            return

    def _drive(self) -> tuple[str, object]:
        try:
            for progress in iter(self._step, None):
                self._report(progress)
        except StopIteration as stop:
            return "finished", stop.value
        except Cancelled:
            return "cancelled", None
        except BaseException as error:
            return "failed", error
        return "cancelled", None

    def _step(self) -> Progress | None:
        """The next report, or None when the job was stopped."""
        if self._stop.is_set():
            self._job.close()
            return None
        return next(self._job)


class Tasks(QObject):
    """Runs jobs one at a time.

    Signals:
        started(Task): one was queued.
        ended(Task): it is over, however it ended.
        failed(Task, exception): it ended with an exception.
    """

    started = Signal(object)
    ended = Signal(object)
    failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # A thread that ended would take its thread-bound connections with it.
        self._pool.setExpiryTimeout(-1)
        self._tasks: list[Task] = []

    @property
    def running(self) -> tuple[Task, ...]:
        """The jobs that are not over, in the order they will run."""
        return tuple(self._tasks)

    def start(self, title: str, job: Job[Any]) -> Task:
        """Queue a job; listen to the returned task's signals."""
        task = Task(title, job, self)
        self._tasks.append(task)
        task.failed.connect(lambda error: self.failed.emit(task, error))
        task.ended.connect(lambda: self._on_ended(task))
        self.started.emit(task)
        self._pool.start(task.runnable)
        return task

    def cancel_all(self) -> None:
        """Stop every job at its next yield."""
        for task in self._tasks:
            task.cancel()

    def stop(self, timeout_ms: int = 10_000) -> bool:
        """Stop every job and wait for it; False where one did not end in time."""
        self.cancel_all()
        return self._pool.waitForDone(timeout_ms)

    def _on_ended(self, task: Task) -> None:
        self._tasks.remove(task)
        self.ended.emit(task)
        task.deleteLater()
