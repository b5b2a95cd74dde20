# SPDX-License-Identifier: MIT
"""A sliced job ends, fails or is cancelled, and the window lives meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.model.progress import Progress
from annotator.ui.slices import SlicedJob


def counting(until, kept):
    try:
        for n in range(until):
            yield Progress(n, until)
    except GeneratorExit:
        kept.append("closed")
        raise
    return "done"


def test_result_is_told_after_the_last_slice(qtbot):
    owner = QObject()
    job = SlicedJob("Counting", counting(50_000, []), owner)
    with qtbot.waitSignal(job.finished, timeout=20_000) as told:
        job.start()
    assert told.args == ["done"]
    assert not job.running


def test_other_events_come_through_between_slices(qtbot):
    owner = QObject()
    ticks = []
    timer = QTimer(owner)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(1)
    job = SlicedJob("Counting", counting(300_000, []), owner)
    with qtbot.waitSignal(job.ended, timeout=30_000):
        job.start()
    assert len(ticks) > 1


def test_cancel_closes_the_generator_and_nothing_is_finished(qtbot):
    owner, kept, finished = QObject(), [], []
    job = SlicedJob("Counting", counting(10**9, kept), owner)
    job.finished.connect(finished.append)
    job.start()
    qtbot.wait(30)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert kept == ["closed"]
    assert not finished


def test_failure_is_told_with_its_exception(qtbot):
    def failing():
        yield Progress(0)
        raise ValueError("no")

    owner = QObject()
    job = SlicedJob("Failing", failing(), owner)
    with qtbot.waitSignal(job.failed) as told:
        job.start()
    assert isinstance(told.args[0], ValueError)
