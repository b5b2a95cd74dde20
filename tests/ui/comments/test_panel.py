# SPDX-License-Identifier: MIT
"""Comments beside the text: written, answered, read, settled."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from annotator.services.review import comments
from annotator.services.session import Session
from annotator.ui.modes import REVIEW
from tests.services.review import twice
from tests.ui.typist import Typist


@pytest.fixture
def path(tmp_path):
    made = twice.project(tmp_path / "p.annotator")
    with Session.open(made) as session:
        session.use_annotator(twice.IEVA)
    return made


@pytest.fixture
def window(show_window, path):
    made = show_window(path)
    made.typist = Typist(made)
    return made


def said_by(window, uid, text, **more):
    """Somebody else comments."""
    session = window.session
    me = session.annotator
    session.annotator = session.project.annotators.get(uid)
    made = comments.add(session, twice.DOCUMENT, text, **more)
    session.annotator = me
    session.changed({"comment"}, (twice.DOCUMENT,), ())
    return made


def texts(window):
    found = comments.threads(window.session, twice.DOCUMENT)
    return [[c.text for c in thread.comments] for thread in found]


def test_a_comment_on_the_chosen_annotation_by_keys(window):
    window.typist.play('Tab Ctrl+Alt+C "Why favor?" Ctrl+Enter')
    (thread,) = comments.threads(window.session, twice.DOCUMENT)
    assert thread.first.text == "Why favor?"
    assert thread.first.annotation == window.bench.chosen_uid
    assert thread.first.author == twice.IEVA
    window.typist.play("Esc")
    assert window.beside.currentIndex() == 0
    assert QApplication.focusWidget() is window.article


def test_what_others_said_is_new_until_it_was_on_screen(window, qtbot):
    said_by(window, twice.TILO, "Look here.", annotation="i2")
    assert window.status.unread.isVisible()
    assert window.status.unread.text() == "1 new comment"
    assert window.article.margin._comments == {"i2": True}
    window.typist.play("Ctrl+Alt+U")
    qtbot.waitUntil(lambda: not window.status.unread.isVisible(), timeout=4000)
    assert window.article.margin._comments == {"i2": False}
    assert comments.unread(window.session) == {}


def test_threads_are_answered_settled_and_taken_up_by_keys(window):
    said_by(window, twice.TILO, "Look here.")
    window.typist.play("Ctrl+Alt+C Up")
    card = window._comments.cards[0]
    assert card.hasFocus()
    window.typist.play('Enter "I see." Ctrl+Enter')
    assert texts(window) == [["Look here.", "I see."]]
    window.typist.play("Up R")
    assert comments.threads(window.session, twice.DOCUMENT)[0].resolved
    window.typist.play("R")
    assert not comments.threads(window.session, twice.DOCUMENT)[0].resolved


def test_own_words_are_changed_and_taken_back_by_keys(window):
    window.typist.play('Ctrl+Alt+C "Look her." Ctrl+Enter Up E')
    window._comments.field.selectAll()
    window.typist.play('"Look here." Ctrl+Enter')
    assert texts(window) == [["Look here."]]
    window.typist.play("Up Delete")
    assert texts(window) == []
    window.typist.play("Ctrl+Z")


def test_undo_brings_a_thread_back(window):
    window.typist.play('Ctrl+Alt+C "Look here." Ctrl+Enter Up Delete')
    window.undo()
    assert texts(window) == [["Look here."]]


def test_nobody_loses_what_was_written_and_not_said(window, path):
    window.typist.play('Ctrl+Alt+C "Half a thought"')
    window.close()
    with Session.open(path) as session:
        (thread,) = comments.threads(session, twice.DOCUMENT)
        assert thread.first.text == "Half a thought"


def test_markup_is_shown_literally(window):
    said_by(window, twice.TILO, "<b>bold</b> & <img src=x>")
    window.typist.play("Ctrl+Alt+C")
    card = window._comments.cards[0]
    labels = [w.text() for w in card.findChildren(type(window._comments.about))]
    assert "<b>bold</b> & <img src=x>" in labels


def test_the_review_has_the_same_panel(window):
    session = window.session
    lead = session.add_annotator("Ana Ruiz", role="lead")
    session.use_annotator(lead.uid)
    said_by(window, twice.TILO, "Mine is right.", annotation="t3")
    window.typist.play("Alt+2 Ctrl+Alt+C")
    page = window.modes.page(REVIEW)
    panel = page._comments
    assert [c.thread_.first.text for c in panel.cards] == ["Mine is right."]
    window.typist.play('"On A02." Ctrl+Enter')
    (thread, _) = comments.threads(session, twice.DOCUMENT)
    assert thread.first.annotation == "i2"
    panel.annotation_wanted.emit("t3")
    assert page.reviewer.item.label == "A03"
    window.typist.play("Esc")
    assert page.side.currentIndex() == 0
