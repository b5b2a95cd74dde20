# SPDX-License-Identifier: MIT
"""The status bar: saved, told, and work in the background."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from annotator.model.progress import Job, Progress
from annotator.ui.shell import StatusBar
from annotator.ui.tasks import Tasks
from annotator.ui.theme import Theme


@pytest.fixture
def status(qtbot: QtBot, theme: Theme) -> StatusBar:
    bar = StatusBar(theme)
    qtbot.addWidget(bar)
    bar.resize(1200, 28)
    bar.show()
    return bar


@pytest.fixture
def tasks(status: StatusBar) -> Iterator[Tasks]:
    made = Tasks(status)
    status.tasks.watch(made)
    yield made
    assert made.stop()


def _label(status: StatusBar, name: str) -> QLabel:
    found = status.findChild(QLabel, name)
    assert found is not None
    return found


def _work(steps: int, total: int | None = None) -> Job[None]:
    for number in range(steps):
        time.sleep(0.01)
        yield Progress(number, steps if total is None else total, "Indexing")


def test_what_was_saved_and_when_by_whom(status: StatusBar, qtbot: QtBot) -> None:
    status.set_saved(datetime(2025, 1, 15, 14, 32, 7))
    status.set_annotator("Ieva Sand")
    status.set_codebook("speaker_stance 1.0.0")
    assert _label(status, "savedState").text() == "Saved 14:32:07"
    who = status.findChild(QToolButton, "annotatorName")
    assert who.text() == "Ieva Sand"
    assert who.icon().isNull()
    status.set_annotator("Ieva Sand", "IS", "#146C8C")
    assert not who.icon().isNull()
    with qtbot.waitSignal(status.annotator_wanted):
        who.click()
    assert _label(status, "codebookVersion").text() == "speaker_stance 1.0.0"


def test_a_message_goes_and_a_warning_stays(
    status: StatusBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.shell.status.MESSAGE_MS", 20)
    status.tell("Undone: mark the source")
    assert status.message() == "Undone: mark the source"
    qtbot.waitUntil(lambda: status.message() == "")
    status.tell("not saved: the disk is full.", warning=True)
    qtbot.wait(60)
    assert status.message() == "not saved: the disk is full."


def test_not_saved_is_never_silent(status: StatusBar) -> None:
    status.set_saved(datetime.now())
    status.set_unsaved("the disk is full.")
    assert _label(status, "savedState").text() == "Not saved"
    assert "disk" in status.message()


def test_fault_63_messages_are_literal_and_on_one_line(status: StatusBar) -> None:
    status.tell("<img src=/dev/zero>\n" + "x" * 1_000_000)
    assert status.message().startswith("<img src=/dev/zero> x")
    assert len(status.message()) < 600
    assert "<img" not in _label(status, "statusMessage").toolTip()
    assert status.sizeHint().width() < 1500


def test_long_work_shows_percent_and_can_be_cancelled(
    status: StatusBar, tasks: Tasks, qtbot: QtBot
) -> None:
    task = tasks.start("Indexing", _work(1000))
    assert not status.tasks.isVisible()
    qtbot.waitUntil(status.tasks.isVisible)
    bar = status.findChild(QProgressBar, "progressBar")
    assert bar is not None
    assert bar.accessibleName() == "Indexing"
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert "%" in status.tasks.percent.text()
    button = status.findChild(QToolButton, "cancelTask")
    assert button is not None
    with qtbot.waitSignal(task.cancelled):
        button.click()
    assert not status.tasks.isVisible()


def test_short_work_shows_nothing(
    status: StatusBar, tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(tasks.start("Quick", _work(3)).ended):
        pass
    qtbot.wait(400)
    assert not status.tasks.isVisible()


def test_work_of_unknown_length_shows_no_percent(
    status: StatusBar, tasks: Tasks, qtbot: QtBot
) -> None:
    tasks.start("Reading", _work(1000, total=0))
    qtbot.waitUntil(status.tasks.isVisible)
    assert status.tasks.percent.text() == ""
    assert status.tasks.bar.maximum() == 0


def test_a_message_with_more_stays_and_offers_it(
    status: StatusBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.shell.status.MESSAGE_MS", 1)
    status.tell("Imported 1 document.", more="2 notes …")
    qtbot.wait(30)
    assert status.message() == "Imported 1 document."
    with qtbot.waitSignal(status.more_wanted):
        status.more.click()
    status.tell("Saved.")
    assert not status.more.isVisible()
    qtbot.waitUntil(lambda: status.message() == "")
