# SPDX-License-Identifier: MIT
"""Long jobs beside the window: progress, cancel, faults, one at a time."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from annotator.model.errors import Cancelled
from annotator.model.progress import Job, Progress
from annotator.ui.tasks import Tasks

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    assert made.stop()


def _count(to: int, pause: float = 0.0) -> Job[int]:
    for number in range(to):
        time.sleep(pause)
        yield Progress(number, to, "counting")
    return to


def test_a_job_reports_and_returns(tasks: Tasks, qtbot: QtBot) -> None:
    task = tasks.start("Counting", _count(3))
    reports: list[Progress] = []
    threads = set()
    task.progress.connect(reports.append)
    task.progress.connect(lambda _p: threads.add(QThread.currentThread()))
    with qtbot.waitSignal(task.finished) as done:
        pass
    assert done.args == [3]
    assert [r.done for r in reports] == [0, 1, 2]
    assert threads == {tasks.thread()}, "reports arrive in the window's thread"
    assert tasks.running == ()


def test_cancel_stops_at_a_yield_and_closes_the_job(tasks: Tasks, qtbot: QtBot) -> None:
    closed = threading.Event()

    def job() -> Job[None]:
        try:
            yield from _count(10_000, 0.001)
        finally:
            closed.set()

    task = tasks.start("Counting", job())
    with qtbot.waitSignal(task.progress):
        pass
    with qtbot.waitSignal(task.cancelled):
        task.cancel()
    assert closed.is_set()
    assert not task.running


def test_a_job_may_cancel_itself(tasks: Tasks, qtbot: QtBot) -> None:
    def job() -> Job[None]:
        yield Progress(0)
        raise Cancelled

    with qtbot.waitSignal(tasks.start("Job", job()).cancelled):
        pass


def test_a_fault_in_a_job_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    def job() -> Job[None]:
        yield Progress(0)
        raise KeyError("x")

    with qtbot.waitSignals([tasks.failed, tasks.ended]):
        task = tasks.start("Job", job())
        faults: list[BaseException] = []
        task.failed.connect(faults.append)
    assert isinstance(faults[0], KeyError)


def test_jobs_run_one_after_the_other(tasks: Tasks, qtbot: QtBot) -> None:
    running: list[str] = []
    together: list[int] = []

    def job(name: str) -> Job[None]:
        running.append(name)
        for number in range(5):
            together.append(len(running))
            time.sleep(0.002)
            yield Progress(number)
        running.remove(name)

    with qtbot.waitSignal(tasks.start("A", job("a")).finished):
        second = tasks.start("B", job("b"))
    if second.running:
        with qtbot.waitSignal(second.finished):
            pass
    assert set(together) == {1}


def test_stop_waits_for_what_runs(qtbot: QtBot) -> None:
    made = Tasks()
    made.start("A", _count(100_000, 0.001))
    made.start("B", _count(100_000, 0.001))
    assert made.stop(5)


def test_nothing_is_collected_in_the_threads_of_jobs(
    tasks: Tasks, qtbot: QtBot
) -> None:
    seen: list[bool] = []

    def job() -> Job[None]:
        seen.append(gc.isenabled())
        yield Progress(0)

    first = tasks.start("One", job())
    second = tasks.start("Two", job())
    with qtbot.waitSignals([first.finished, second.finished]):
        pass
    assert seen == [False, False]
    qtbot.waitUntil(gc.isenabled)


def test_stopped_jobs_give_the_collector_back(qtbot: QtBot) -> None:
    made = Tasks()
    made.start("Counting", _count(10_000, 0.001))
    assert not gc.isenabled()
    assert made.stop()
    assert gc.isenabled()
