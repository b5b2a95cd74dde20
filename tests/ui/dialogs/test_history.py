# SPDX-License-Identifier: MIT
"""The history in words, and going to any of its steps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation, Span
from annotator.services import annotate, documents, history
from annotator.services.session import Session
from annotator.ui.dialogs.history import HistoryDialog
from annotator.ui.dialogs.history_model import PAGE, HistoryModel
from annotator.ui.theme import Theme

DAY = 86_400_000


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


def _texts(model: HistoryModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _rows(dialog: HistoryDialog) -> list[str]:
    return _texts(dialog.model)


def _press(qtbot: QtBot, dialog: HistoryDialog, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(dialog.list, key)


# -- what the lines say -----------------------------------------------------------


def test_steps_are_sentences_newest_first_under_their_day(
    dialog: HistoryDialog,
) -> None:
    rows = _rows(dialog)
    assert rows[0] == "Today"
    assert len(rows) == 5
    assert rows[1].startswith("Changed the note on the document — A headline — now — ")
    assert rows[4].startswith("Imported 1 document")


def test_a_line_names_annotation_document_and_value(
    theme: Theme, session: Session
) -> None:
    uid = session.project.documents.uids()[0]
    quote = Span("content", 0, 10)
    made = annotate.add(
        session,
        Annotation(
            uid="", document=uid, type="attribution", annotator="", spans=(quote,)
        ),
    )
    edited = replace(made, fields={"quote_type": "direct"})
    annotate.update(session, edited, "annotation.field", field="type", value="direct")
    model = HistoryModel(session)
    assert str(model.index(1).data()).startswith(
        "Set type to direct — A01 “A headline”, A headline — now"
    )


def test_names_are_shown_where_several_people_work(
    dialog: HistoryDialog, session: Session
) -> None:
    assert not any("Ann" in row for row in _rows(dialog))
    other = session.add_annotator("Bob")
    session.use_annotator(other.uid)
    _write(session, "four")
    rows = _rows(dialog)
    assert "— Bob —" in rows[1]
    assert "— Ann —" in rows[2]


def test_days_are_told(session: Session) -> None:
    _write(session, "one", "two", "three")
    ids = [number for number, _ in history.marks(session, 9)]
    with session.project.atomic():
        run = session.project.run
        run("UPDATE step SET at = at - ? WHERE id = ?", (DAY, ids[1]))
        # The 12th of November 2026, at noon.
        run("UPDATE step SET at = 1794484800000 WHERE id = ?", (ids[2],))
    model = HistoryModel(session)
    days = [model.day(row) for row in range(model.rowCount()) if model.day(row)]
    assert days[:3] == ["Today", "Yesterday", "12 November 2026"]
    assert model.step(0) is None
    assert model.index(0).flags() == Qt.ItemFlag.NoItemFlags


def test_a_time_beyond_all_measure_hides_nothing(session: Session) -> None:
    _write(session, "one")
    with session.project.atomic():
        session.project.run("UPDATE step SET at = 9223372036854775807 WHERE id = 2")
    assert any("Changed the note" in row for row in _texts(HistoryModel(session)))


# -- going about ------------------------------------------------------------------


def test_going_back_and_on_again(dialog: HistoryDialog, session: Session) -> None:
    dialog.list.setCurrentIndex(dialog.model.index(3, 0))
    dialog.go.click()
    assert _note(session) == "one"
    rows = _rows(dialog)
    assert "— undone —" in rows[1]
    assert "— now —" in rows[3]
    dialog.list.setCurrentIndex(dialog.model.index(1, 0))
    dialog.go.click()
    assert _note(session) == "three"


def test_keys_go_over_the_days_and_enter_goes_there(
    dialog: HistoryDialog, session: Session, qtbot: QtBot
) -> None:
    with session.project.atomic():
        session.project.run("UPDATE step SET at = at - ? WHERE id <= 2", (3 * DAY,))
    dialog.model.reload()
    days = [row for row in range(6) if dialog.model.day(row)]
    assert days == [0, 3]
    dialog.list.setCurrentIndex(dialog.model.index(1))
    _press(qtbot, dialog, Qt.Key.Key_Up)
    assert dialog.list.currentIndex().row() == 1
    _press(qtbot, dialog, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert dialog.list.currentIndex().row() == 4
    _press(qtbot, dialog, Qt.Key.Key_Return)
    assert _note(session) == "one"
    _press(qtbot, dialog, Qt.Key.Key_Up)
    assert dialog.list.currentIndex().row() == 2
    _press(qtbot, dialog, Qt.Key.Key_End)
    assert dialog.list.currentIndex().row() == 5
    _press(qtbot, dialog, Qt.Key.Key_Home)
    assert dialog.list.currentIndex().row() == 1
    _press(qtbot, dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_opens_where_the_project_is(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> None:
    _write(session, "one", "two", "three")
    history.undo(session)
    history.undo(session)
    dialog = HistoryDialog(theme, session, host)
    dialog.open()
    assert dialog.list.currentIndex().row() == dialog.model.last_done() == 3
    assert not dialog.go.isEnabled()


def test_before_everything(dialog: HistoryDialog, session: Session) -> None:
    dialog.first.click()
    assert documents.totals(session).documents == 0
    assert history.next_undo(session) is None
    assert dialog.model.last_done() == -1


def test_dropped_steps_cannot_be_gone_to(
    dialog: HistoryDialog, session: Session
) -> None:
    history.undo(session)
    _write(session, "four")
    rows = _rows(dialog)
    assert len(rows) == 6
    assert "— cannot return —" in rows[2]
    dialog.list.setCurrentIndex(dialog.model.index(2, 0))
    assert not dialog.go.isEnabled()


# -- length -----------------------------------------------------------------------


def test_long_histories_are_read_in_pages(session: Session) -> None:
    _write(session, *(f"note {n}" for n in range(PAGE + 20)))
    model = HistoryModel(session)
    assert model.rowCount() == PAGE + 1
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert len([r for r in range(model.rowCount()) if not model.day(r)]) == PAGE + 21
    assert not model.canFetchMore(QModelIndex())


def test_hundreds_of_thousands_of_steps_are_no_burden(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> None:
    with session.project.atomic():
        session.project.connection.executemany(
            "INSERT INTO step (at, annotator, title, args, state)"
            " VALUES (?, NULL, 'layer.note', NULL, 'done')",
            ((n * 60_000,) for n in range(200_000)),
        )
    dialog = HistoryDialog(theme, session, host)
    dialog.open()
    dialog.grab()
    # A page more at each key, and never all of them.
    assert dialog.model.rowCount() <= 2 * PAGE
    for _ in range(20):
        qtbot.keyClick(dialog.list, Qt.Key.Key_End)
        dialog.list.grab()
    assert dialog.model.rowCount() > 9 * PAGE


# -- reading only -----------------------------------------------------------------


def test_read_only_can_be_looked_at(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> None:
    with Session.open(session.path, read_only=True) as reading:
        dialog = HistoryDialog(theme, reading, host)
        dialog.list.setCurrentIndex(dialog.model.index(1, 0))
        assert not dialog.go.isEnabled()
        assert not dialog.first.isEnabled()
