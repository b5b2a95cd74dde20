# SPDX-License-Identifier: MIT
"""The history in words, and going to any of its steps."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.services import annotate, documents, history
from annotator.services.session import Session
from annotator.ui.dialogs.history import PAGE, HistoryDialog, HistoryModel
from annotator.ui.theme import Theme


def _note(session: Session) -> str:
    uid = session.project.documents.uids()[0]
    return annotate.load(session, uid).layer.note


def _write(session: Session, *notes: str) -> None:
    uid = session.project.documents.uids()[0]
    for note in notes:
        annotate.set_note(session, uid, note)


@pytest.fixture
def dialog(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> HistoryDialog:
    _write(session, "one", "two", "three")
    made = HistoryDialog(theme, session, host)
    made.open()
    return made


def _rows(dialog: HistoryDialog) -> list[str]:
    model = dialog.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_steps_are_sentences_newest_first_with_who(dialog: HistoryDialog) -> None:
    rows = _rows(dialog)
    assert len(rows) == 4
    assert "Changed the note on the document — Ann — now" in rows[0]
    assert "Imported 1 document" in rows[3]


def test_going_back_and_on_again(dialog: HistoryDialog, session: Session) -> None:
    dialog.list.setCurrentIndex(dialog.model.index(2, 0))
    dialog.go.click()
    assert _note(session) == "one"
    rows = _rows(dialog)
    assert "undone" in rows[0]
    assert "now" in rows[2]
    dialog.list.setCurrentIndex(dialog.model.index(0, 0))
    dialog.go.click()
    assert _note(session) == "three"


def test_before_everything(dialog: HistoryDialog, session: Session) -> None:
    dialog.first.click()
    assert documents.totals(session).documents == 0
    assert history.next_undo(session) is None
    assert dialog.model.last_done() == -1


def test_dropped_steps_cannot_be_gone_to(
    dialog: HistoryDialog, session: Session, qtbot: QtBot
) -> None:
    history.undo(session)
    _write(session, "four")
    qtbot.waitUntil(lambda: len(_rows(dialog)) == 5)
    dialog.list.setCurrentIndex(dialog.model.index(1, 0))
    assert "cannot return" in _rows(dialog)[1]
    assert not dialog.go.isEnabled()


def test_long_histories_are_read_in_pages(theme: Theme, session: Session) -> None:
    _write(session, *(f"note {n}" for n in range(PAGE + 20)))
    model = HistoryModel(session, theme)
    assert model.rowCount() == PAGE
    assert model.canFetchMore(model.index(-1, -1))
    model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == PAGE + 21
    assert not model.canFetchMore(model.index(-1, -1))


def test_read_only_can_be_looked_at(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> None:
    with Session.open(session.path, read_only=True) as reading:
        dialog = HistoryDialog(theme, reading, host)
        dialog.list.setCurrentIndex(dialog.model.index(0, 0))
        assert not dialog.go.isEnabled()
        assert not dialog.first.isEnabled()
