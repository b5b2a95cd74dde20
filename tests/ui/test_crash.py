# SPDX-License-Identifier: MIT
"""Exceptions in slots: a dialog, a log, no text of an article (fault 70)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRunnable, QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.errors import UserError
from annotator.services import logs
from annotator.ui.crash import CrashHandler
from annotator.ui.dialogs.crash import CrashDialog
from annotator.ui.theme import Theme

SECRET = "Budvys said in an interview with Lithmarian public broadcaster"


@pytest.fixture
def handler(theme: Theme, qtbot: QtBot) -> Iterator[CrashHandler]:
    made = CrashHandler(theme)
    made.install()
    yield made
    made.remove()
    if made.dialog is not None:
        made.dialog.close()
    logs.stop()


def _fail() -> None:
    text = SECRET
    raise ValueError(f"no span in {text!r}")


def _log() -> str:
    return logs.log_file().read_text(encoding="utf-8")


def _raise_into(handler: CrashHandler, error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.qt_no_exception_capture
def test_fault_70_an_exception_in_a_slot_is_told_and_logged(
    handler: CrashHandler, qtbot: QtBot
) -> None:
    pressed = QPushButton()
    qtbot.addWidget(pressed)
    pressed.clicked.connect(_fail)
    with qtbot.waitSignal(handler.caught):
        pressed.click()
    dialog = handler.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert "ValueError" in _log()
    assert "_fail" in _log()
    for words in (_log(), dialog.report()):
        assert "Budvys" not in words
    assert str(logs.log_file()) in dialog.report()


@pytest.mark.qt_no_exception_capture
def test_fault_70_an_exception_in_a_thread_hops_to_the_window(
    handler: CrashHandler, qtbot: QtBot
) -> None:
    class Job(QRunnable):
        def run(self) -> None:
            _fail()

    with qtbot.waitSignal(handler.caught):
        QThreadPool.globalInstance().start(Job())
    assert handler.dialog is not None
    assert "ValueError" in _log()


def test_a_flood_of_faults_opens_one_dialog(
    handler: CrashHandler, qtbot: QtBot
) -> None:
    for _ in range(20):
        _raise_into(handler, RuntimeError("x"))
    dialog = handler.dialog
    assert dialog is not None
    assert _log().count("builtins.RuntimeError") == 20
    assert dialog.report().count("RuntimeError") == 5
    dialog.accept()
    assert handler.dialog is None
    _raise_into(handler, RuntimeError("x"))
    assert handler.dialog is not None


def test_a_fault_while_telling_is_only_logged(
    handler: CrashHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        _raise_into(handler, KeyError("inner"))
        raise OSError("no dialog")

    monkeypatch.setattr(CrashHandler, "_show", broken)
    with pytest.raises(OSError, match="no dialog"):
        handler._take(RuntimeError("outer"))
    assert "builtins.KeyError" in _log()
    monkeypatch.undo()
    _raise_into(handler, RuntimeError("later"))
    assert handler.dialog is not None


def test_a_fault_of_the_world_is_a_sentence_where_someone_listens(
    handler: CrashHandler, qtbot: QtBot
) -> None:
    heard: list[str] = []
    handler.told.connect(heard.append)
    _raise_into(handler, UserError("the disk is full."))
    assert heard == ["the disk is full."]
    assert handler.dialog is None


def test_the_report_can_be_copied(handler: CrashHandler, qtbot: QtBot) -> None:
    dialog = CrashDialog(RuntimeError("x"), logs.log_file())
    qtbot.addWidget(dialog)
    dialog.show()
    copy = next(b for b in dialog.findChildren(QPushButton) if "Copy" in b.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == dialog.report()
    assert "RuntimeError" in dialog.report()


def test_the_hook_is_given_back(theme: Theme) -> None:
    before = sys.excepthook
    made = CrashHandler(theme)
    made.install()
    assert sys.excepthook != before
    made.remove()
    assert sys.excepthook == before
    logs.stop()


def test_ctrl_c_quits_without_a_dialog(handler: CrashHandler, qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: None)
    _raise_into(handler, KeyboardInterrupt())
    assert handler.dialog is None
    assert threading.current_thread() is threading.main_thread()
