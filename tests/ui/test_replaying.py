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
