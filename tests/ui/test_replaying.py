# SPDX-License-Identifier: MIT
"""Another person's step is undone only after an explicit act."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from annotator.services import annotate, documents, history
from annotator.services.sample import make_sample
from annotator.services.session import Session
from annotator.ui.app import open_window
from tests.ui.typist import Typist


@pytest.fixture
def window(qtbot, tmp_path):
    path = make_sample(tmp_path / "s.annotator")
    with Session.open(path, annotator="Tilo Brandt") as other:
        (document, *_) = documents.page(other, documents.rows(other)[:1])
        annotate.set_note(other, document.uid, "by Tilo")
    made = open_window(path, annotator="Ieva Sand")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.article.setFocus()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def question():
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
    return next(d for d in found if d.objectName() == "otherAnnotatorDialog")


def test_undo_of_another_persons_step_asks_and_does_nothing_yet(window):
    Typist(window).play("Ctrl+Z")
    assert question().isVisible()
    assert history.next_undo(window.session).title == "layer.note"


def test_it_is_undone_after_saying_so(window):
    Typist(window).play("Ctrl+Z")
    buttons = question().findChildren(QPushButton)
    next(b for b in buttons if "all the same" in b.text()).click()
    assert history.next_undo(window.session).title != "layer.note"


@pytest.fixture
def long(monkeypatch, window):
    """The window, for which every step is long; Ieva wrote two notes."""
    monkeypatch.setattr(history, "AT_ONCE", 0)
    for words in ("first", "second"):
        annotate.set_note(window.session, window.bench.desk.document.uid, words)
    return window


def note(window):
    return annotate.load(window.session, window.bench.desk.document.uid).layer.note


def ended(window, qtbot):
    qtbot.waitUntil(lambda: window.job is not None and not window.job.running)


def test_a_long_step_is_undone_and_done_again_beside_the_window(long, qtbot):
    Typist(long).play("Ctrl+Z")
    assert long.job.title == "Undoing"
    ended(long, qtbot)
    assert note(long) == "first"
    assert long.status.message().startswith("Undone")
    Typist(long).play("Ctrl+Shift+Z")
    ended(long, qtbot)
    assert note(long) == "second"
    assert long.status.message().startswith("Done again")


def test_cancelled_it_leaves_all_as_it_was(long, qtbot):
    job = history.undoing(long.session)
    next(job)
    assert note(long) == "first"
    job.close()
    assert note(long) == "second"
    assert history.next_redo(long.session) is None


def test_another_persons_long_step_asks_as_well(long, qtbot):
    for _ in range(2):
        Typist(long).play("Ctrl+Z")
        ended(long, qtbot)
    Typist(long).play("Ctrl+Z")
    ended(long, qtbot)
    assert question().isVisible()
    assert history.next_undo(long.session).title == "layer.note"
    buttons = question().findChildren(QPushButton)
    next(b for b in buttons if "all the same" in b.text()).click()
    ended(long, qtbot)
    assert history.next_undo(long.session).title != "layer.note"
