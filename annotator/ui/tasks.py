# SPDX-License-Identifier: MIT
"""Long jobs beside the window, one after the other.

A job is a generator (`model.progress.Job`): each of its yields reports how far
it is and is where it may be stopped.  The jobs run in a thread of their own;
what they say reaches the window by queued signals.
"""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from annotator.model.errors import Cancelled
from annotator.model.progress import Job, Progress

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


class _Collector:
    """Keeps Python's garbage collector out of the threads of jobs.

    A collection runs in whichever thread allocates, and a widget that is deleted in
    another thread than the window's takes the process down.  The collector is one
    for the whole process, so that jobs of all windows are counted together.
    """

    #: A thread that told its result has a few lines left to run, in milliseconds.
    GRACE_MS: Final = 50
    _jobs = 0

    @classmethod
    def hold(cls) -> None:
        """A job begins: nothing is collected until all have ended."""
        cls._jobs += 1
        gc.disable()

    @classmethod
    def release(cls) -> None:
        """A job has ended, said in the window's thread."""
        cls._jobs -= 1
        if not cls._jobs:
            gc.enable()


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
    #: the task and what ended it: an exception, or None
    over = Signal(object, object)

    def __init__(self, title: str, job: Job[Any], parent: QObject | None) -> None:
        super().__init__(parent)
        self.title = title
        self.last = Progress(0)
        self.running = True
        self._stop = threading.Event()
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._on_reported, queued)
        self._outcome.connect(self._on_outcome, queued)
        self.drive = _Driver(job, self._stop, self._reported.emit, self._outcome.emit)

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
        self.over.emit(self, value if what == "failed" else None)


class _Driver:
    """Drives the generator in the pool's thread; knows no widget."""

    def __init__(
        self,
        job: Job[Any],
        stop: threading.Event,
        report: Callable[[object], object],
        outcome: Callable[[str, object], object],
    ) -> None:
        self._job, self._stop = job, stop
        self._report, self._outcome = report, outcome

    def __call__(self) -> None:
        # Where the window was closed meanwhile, nobody is left to be told.
        with contextlib.suppress(RuntimeError):
            self._outcome(*self._drive())

    def _drive(self) -> tuple[str, object]:
        try:
            while not self._stop.is_set():
                progress = next(self._job)
                with contextlib.suppress(RuntimeError):
                    self._report(progress)
            self._job.close()
        except StopIteration as stop:
            return "finished", stop.value
        except Cancelled:
            return "cancelled", None
        except BaseException as error:
            return "failed", error
        return "cancelled", None


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
        self._pool: ThreadPoolExecutor | None = None
        self._futures: list[Future[None]] = []
        self._held: set[Task] = set()
        self._tasks: list[Task] = []

    @property
    def running(self) -> tuple[Task, ...]:
        """The jobs that are not over, in the order they will run."""
        return tuple(self._tasks)

    def start(self, title: str, job: Job[Any]) -> Task:
        """Queue a job; listen to the returned task's signals."""
        task = Task(title, job, self)
        self._tasks.append(task)
        # Not a lambda: it would keep this object alive until the task is being
        # deleted, whose parent it is, and both would then go at once.
        task.over.connect(self._on_over)
        _Collector.hold()
        self._held.add(task)
        self.started.emit(task)
        self._futures = [f for f in self._futures if not f.done()]
        self._futures.append(self._workers().submit(task.drive))
        return task

    def _workers(self) -> ThreadPoolExecutor:
        # Imported and made with the first job: a window opens without one.
        from concurrent.futures import ThreadPoolExecutor

        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="annotator-job")
        return self._pool

    def cancel_all(self) -> None:
        """Stop every job at its next yield."""
        for task in self._tasks:
            task.cancel()

    def stop(self, timeout: float = 10.0) -> bool:
        """Stop every job and wait so many seconds; False where one went on."""
        from concurrent.futures import wait

        self.cancel_all()
        _, left = wait(self._futures, timeout)
        if not left:
            # Of what is deleted now nobody will hear that it is over.
            for task in tuple(self._held):
                self._release(task)
        return not left

    def _release(self, task: Task) -> None:
        """Let the garbage collector go on, where that task was the last."""
        if task in self._held:
            self._held.remove(task)
            _Collector.release()

    @Slot(object, object)
    def _on_over(self, task: Task, error: BaseException | None) -> None:
        self._tasks.remove(task)
        QTimer.singleShot(_Collector.GRACE_MS, self, lambda: self._release(task))
        if error is not None:
            self.failed.emit(task, error)
        self.ended.emit(task)
        task.deleteLater()
