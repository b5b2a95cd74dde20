# SPDX-License-Identifier: MIT
"""Faults met in the window: what it says, and that nothing typed is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel

from annotator.services import annotate, documents, entities, logs
from annotator.services.sample import make_sample
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui import crash, signals
from annotator.ui.app import application, open_window, theme_for
from annotator.ui.plain import one_line, tooltip
from annotator.ui.windows import Windows
from tests.faults.outside import POSIX, script
from tests.store import made

MARKUP = "<img src=/dev/zero> <b>&lt;bold&gt;</b> %s %1 {0} 100 %"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small project, closed."""
    made.filled(tmp_path).close()
    return tmp_path / "p.annotator"


@pytest.fixture
def shown(qtbot):
    """Opens windows and shows them; closes those that a test left open."""
    windows = []

    def show(path, uid=None, annotator="ann"):
        window = open_window(path, annotator)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        if uid is not None:
            window.open_document(uid)
        window.article.setFocus()
        windows.append(window)
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield show
    for window in windows:
        window.close()


def _mark(window, start=0, end=5):
    window.article.setFocus()
    window.article.set_selection(start, end)
    QTest.keyClicks(window.article, "c")
    QApplication.processEvents()


def _type_notes(window, words):
    assert window.form.focus_field("notes")
    QApplication.processEvents()
    field = window.focusWidget()
    assert "otes" in field.accessibleName()
    QTest.keyClicks(field, words)


def _labels(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


# -- saving -----------------------------------------------------------------------


def test_fault_07_a_full_disk_is_said_and_the_work_can_be_done_again(shown, path):
    window = shown(path, "d2")
    connection = window.session.project.connection
    window.note.open()
    window.note.editor.setPlainText("a long thought " * 20_000)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    window.note.commit()
    assert "not saved" in window.status.message()
    assert window.note.editor.toPlainText().startswith("a long thought")
    connection.execute("PRAGMA max_page_count = 1000000")
    QTest.keyClicks(window.note.editor, "!")
    window.note.commit()
    note = annotate.load(window.session, "d2").layer.note
    assert len(note) == 15 * 20_000 + 1


@pytest.mark.skipif(not POSIX, reason="open files cannot be removed there")
def test_fault_10_a_file_that_is_gone_is_said(shown, path):
    window = shown(path, "d2")
    path.unlink()
    _mark(window)
    assert "not saved" in window.status.message()
    assert "copy" in window.status.message()
    assert window.bench.annotations == ()


def test_fault_09_a_read_only_project_says_so_before_the_first_edit(
    shown, path, monkeypatch
):
    before = made.sha(path)
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: mode != os.W_OK and real(p, mode))
    window = shown(path, "d2")
    assert "read" in window.status.message()
    _mark(window)
    assert window.bench.annotations == ()
    window.close()
    assert made.sha(path) == before


def test_fault_13_a_second_window_is_for_reading_and_says_who(shown, path):
    with Session.open(path):
        window = shown(path, "d2")
        assert window.session.read_only
        assert "already open" in window.status.message()
        _mark(window)
        assert window.bench.annotations == ()
    assert not window.session.project.path.with_name("p.annotator.lock").exists()


# -- ends from outside ------------------------------------------------------------


def test_fault_20_closing_in_the_middle_stores_what_was_typed(shown, path):
    window = shown(path, "d1")
    window.note.open()
    QTest.keyClicks(window.note.editor, "half a thou")
    window.bench.choose("a1")
    _type_notes(window, "unfinished")
    window.close()
    with Session.open(path, annotator="ann") as session:
        desk = annotate.load(session, "d1")
        assert desk.layer.note.startswith("half a thou")
        assert desk.annotations[0].fields["notes"] == "unfinished"


def test_fault_20_a_click_elsewhere_stores_what_was_typed(shown, path):
    window = shown(path, "d1")
    window.bench.choose("a1")
    _type_notes(window, "unfinished")
    window.open_document("d2")
    (stored,) = annotate.load(window.session, "d1").annotations
    assert stored.fields["notes"] == "unfinished"


_TYPE_AND_WAIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from annotator.ui import signals
from annotator.ui.app import application, open_window
app = application()
ending = signals.install(app)
window = open_window(sys.argv[1], "ann")
window.show()
window.activateWindow()
window.open_document("d2")
window.note.open()
QTest.keyClicks(window.note.editor, "half a thou")
QTimer.singleShot(0, lambda: print("ready", flush=True))
code = app.exec()
print("ended", window.isVisible())
sys.exit(code)
"""


@pytest.mark.skipif(not POSIX, reason="no such signals there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_fault_20_a_signal_stores_and_closes(path, name):
    process = script(_TYPE_AND_WAIT, path)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "ended False\n"), err
    assert not path.with_name("p.annotator.lock").exists()
    with Session.open(path, annotator="ann") as session:
        layer = annotate.load(session, "d2").layer
        assert layer.note.startswith("half a thou")


def test_fault_20_the_end_of_the_session_stores_and_leaves_open(shown, path):
    window = shown(path, "d2")
    window.note.open()
    QTest.keyClicks(window.note.editor, "half a thou")
    signals.leave_field()
    assert annotate.load(window.session, "d2").layer.note.startswith("half a thou")
    assert window.isVisible()


@pytest.mark.skipif(not POSIX, reason="no such signals there")
def test_fault_20_the_program_takes_signals(path):
    """The real program, not only its parts."""
    environment = {**os.environ, "PYTHONPATH": str(made.ROOT)}
    source = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from annotator.ui import app\n"
        "app.application()\n"
        "QTimer.singleShot(300, lambda: print('ready', flush=True))\n"
        "sys.exit(app.main([sys.argv[1]]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", source, str(path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert not path.with_name("p.annotator.lock").exists()


def test_fault_20_closing_on_a_full_disk_loses_nothing_unasked(shown, path):
    window = shown(path, "d2")
    connection = window.session.project.connection
    window.note.open()
    window.note.editor.setPlainText("a long thought " * 20_000)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    window.close()
    assert window.isVisible()  # it stays and says why
    assert "not saved" in window.status.message()
    connection.execute("PRAGMA max_page_count = 1000000")
    window.close()
    assert not window.isVisible()
    with Session.open(path, annotator="ann") as session:
        assert annotate.load(session, "d2").layer.note.count("thought") == 20_000


# -- foreign files ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"Only words.\n" * 99, "not a project"),
        (None, "damaged"),
    ],
    ids=["21", "22", "26"],
)
def test_fault_21_22_and_26_the_window_says_what_a_file_is(qtbot, path, content, words):
    if content is None:
        os.truncate(path, path.stat().st_size // 2)
    else:
        path.write_bytes(content)
    before = made.sha(path)
    settings = Settings.load()
    windows = Windows(theme_for(application(), settings), settings)
    host = windows.show_start()
    qtbot.addWidget(host)
    host.centralWidget().project_requested.emit(path)
    (dialog,) = host.findChildren(QDialog)
    assert any(words in text and path.name in text for text in _labels(dialog))
    assert host.isVisible()
    dialog.close()
    host.close()
    assert made.sha(path) == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


# -- names ------------------------------------------------------------------------


def _with_names(path: Path, name: str) -> None:
    with Session.open(path, annotator="ann") as session:
        lee = entities.get(session, "lee")
        entities.update(session, replace(lee, name=name))
        session.update_annotator(replace(session.annotators()[0], name=name))
        documents.update_metadata(
            session, "d1", title=name, metadata={"source": name, "author": name}
        )


@pytest.mark.parametrize("name", [MARKUP, "x" * 1_000_000], ids=["markup", "huge"])
def test_fault_63_names_are_shown_literally(shown, qtbot, path, name):
    _with_names(path, name)
    window = shown(path, "d1")
    window.bench.choose("a1")
    for make in (window.show_history, window.edit_metadata, window.manage_speakers):
        make()
    QApplication.processEvents()
    window.grab()
    for top in QApplication.topLevelWidgets():
        for label in top.findChildren(QLabel):
            plain = label.textFormat() == Qt.TextFormat.PlainText
            assert plain or not GuiQt.mightBeRichText(label.text()), label.text()[:99]
        for widget in top.findChildren(QObject):
            tip = widget.toolTip() if hasattr(widget, "toolTip") else ""
            tip = tip if isinstance(tip, str) else ""
            assert "<img" not in tip
            assert len(tip) < 5000
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_fault_63_a_message_is_shown_literally(shown, path):
    window = shown(path, "d1")
    window.status.tell(MARKUP)
    assert window.status.message() == MARKUP
    assert "<img" not in tooltip(MARKUP)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann\u202eeeL", "AnnLee"),
        ("Ann\u200bLee", "AnnLee"),
        ("Ann\u2066Lee", "AnnLee"),
    ],
)
def test_fault_64_twins_in_the_list_differ(shown, path, one, other):
    with Session.open(path, annotator="ann") as session:
        documents.update_metadata(session, "d1", title=one)
        documents.update_metadata(session, "d2", title=other)
    window = shown(path)
    model = window.documents.table.model()
    titles = {model.index(row, 0).data() for row in range(model.rowCount())}
    assert {one_line(one), other} <= {str(t) for t in titles}
    assert one_line(one) != one_line(other)
    assert "[U+" in one_line(one)


def test_fault_64_twin_speakers_can_be_told_apart(shown, qtbot, path):
    with Session.open(path, annotator="ann") as session:
        entities.create(session, "speaker", "A\u0430ron", kind="person")
        entities.create(session, "speaker", "Aaron", kind="person")
        entities.create(session, "speaker", "Aaron\u202e", kind="person")
    window = shown(path, "d1")
    window.manage_speakers()
    (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    seen = []
    for view in dialog.findChildren(QAbstractItemView):
        model = view.model()
        if model is not None:
            seen += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert any("[U+202E]" in name for name in seen), seen
    dialog.close()


# -- our own faults ---------------------------------------------------------------


class _Sender(QObject):
    happened = Signal()


def _fail_with_text() -> None:
    secret = "She said that it was a secret."
    raise RuntimeError(secret)


def test_fault_70_an_exception_in_a_slot_is_told_and_logged(shown, qtbot, path):
    window = shown(path, "d2")
    _mark(window)
    stored = [a.uid for a in window.bench.annotations]
    assert stored
    handler = crash.install(QApplication.instance(), window.theme)
    sender = _Sender()
    sender.happened.connect(_fail_with_text)
    try:
        sys.excepthook = handler._hook  # pytest-qt's own hook stands before it
        sender.happened.emit()
        QTimer.singleShot(0, _fail_with_text)
        qtbot.waitUntil(lambda: handler.dialog is not None)
        QApplication.processEvents()
        report = handler.dialog.report()
        log = logs.log_file().read_text("utf-8")
        for text in (report, log):
            assert "RuntimeError" in text
            assert "_fail_with_text" in text
            assert "secret" not in text
        handler.dialog.close()
    finally:
        handler.remove()
    window.bench.choose(None)
    _mark(window, 8, 12)  # one goes on
    assert len(window.bench.annotations) == len(stored) + 1
    window.close()
    with Session.open(path, annotator="ann") as session:
        uids = {a.uid for a in annotate.load(session, "d2").annotations}
        assert set(stored) < uids


# -- looking ----------------------------------------------------------------------


def test_fault_71_opening_browsing_and_closing_change_nothing(shown, qtbot, tmp_path):
    path = make_sample(tmp_path / "sample.annotator")
    before = made.sha(path)
    window = shown(path, annotator=None)
    for _ in range(4):
        window.step_document(1)
        for key in ("Tab", "Tab"):
            QTest.keyClick(window.article, getattr(Qt.Key, f"Key_{key}"))
        for uid in [a.uid for a in window.bench.annotations][:5]:
            window.bench.choose(uid)
        QTest.keyClick(window.article, Qt.Key.Key_PageDown)
        QTest.keyClick(window.article, Qt.Key.Key_Escape)
        QApplication.processEvents()
    for make in (window.show_history, window.edit_metadata, window.manage_speakers):
        make()
        for dialog in window.findChildren(QDialog):
            dialog.close()
    window.zoom_by(1)
    window.close()
    assert made.sha(path) == before
    assert not [p for p in tmp_path.iterdir() if p.name.startswith("sample.annotator-")]
