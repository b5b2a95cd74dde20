# SPDX-License-Identifier: MIT
"""Editing what is known of a document."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.document import Document
from annotator.services import documents, history
from annotator.services.session import Session
from annotator.ui.dialogs.long_value import (
    LONGEST_LINE,
    PIECE,
    Reader,
    ValueField,
)
from annotator.ui.dialogs.metadata import MetadataDialog
from annotator.ui.theme import Theme


def _document(session: Session) -> Document:
    return session.project.documents.get(session.project.documents.uids()[0])


@pytest.fixture
def dialog(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> MetadataDialog:
    made = MetadataDialog(theme, session, _document(session).uid, host)
    made.open()
    return made


def _line(dialog: MetadataDialog, key: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, f"metadata-{key}")
    assert found is not None
    return found


def _press(dialog: MetadataDialog, words: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == words).click()


def test_fields_are_stored_as_one_step(
    dialog: MetadataDialog, session: Session
) -> None:
    before = len(history.steps(session))
    dialog.title.setText("Another headline")
    _line(dialog, "author").setText("John Doe")
    _line(dialog, "language").setText("en")
    _press(dialog, "Save")
    found = _document(session)
    assert found.title == "Another headline"
    assert found.metadata["author"] == "John Doe"
    assert found.metadata["language"] == "en"
    assert "url" not in found.metadata
    assert len(history.steps(session)) == before + 1
    history.undo(session)
    assert _document(session).title == "A headline"


def test_a_slot_that_is_emptied_is_unknown_not_empty(
    dialog: MetadataDialog, session: Session
) -> None:
    _line(dialog, "source").setText("  ")
    _press(dialog, "Save")
    assert _document(session).metadata["source"] is None


def test_another_field_can_be_added(dialog: MetadataDialog, session: Session) -> None:
    dialog.new_key.setText("outlet_type")
    _press(dialog, "Add field")
    _line(dialog, "outlet_type").setText("agency")
    _press(dialog, "Save")
    assert _document(session).metadata["outlet_type"] == "agency"


def test_a_document_needs_a_title(dialog: MetadataDialog, session: Session) -> None:
    dialog.title.clear()
    _press(dialog, "Save")
    assert dialog.isVisible()
    assert dialog.message.text()
    assert _document(session).title == "A headline"


def test_what_is_no_text_is_left_as_it_is(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> None:
    uid = _document(session).uid
    documents.update_metadata(session, uid, metadata={"tags": ["a", "b"], "n": 3})
    dialog = MetadataDialog(theme, session, uid, host)
    assert _line(dialog, "tags").isReadOnly()
    assert dialog.metadata() == {"tags": ["a", "b"], "n": 3}


def test_opening_and_saving_unchanged_is_no_step(
    dialog: MetadataDialog, session: Session
) -> None:
    before = len(history.steps(session))
    _press(dialog, "Save")
    assert len(history.steps(session)) == before


def test_read_only_shows_and_does_not_save(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> None:
    uid = _document(session).uid
    with Session.open(session.path, read_only=True) as reading:
        dialog = MetadataDialog(theme, reading, uid, host)
        assert dialog.title.isReadOnly()
        words = [b.text() for b in dialog.findChildren(QPushButton)]
    assert "Save" not in words


# -- values of any length ---------------------------------------------------------

MEGABYTE = "Word and space. " * 65_536


@pytest.fixture
def long(host: QWidget, qtbot: QtBot, theme: Theme, session: Session) -> MetadataDialog:
    uid = _document(session).uid
    stored = {"body": MEGABYTE, "list": ["x" * 1_000_000], "padded": "  a \n b  "}
    documents.update_metadata(session, uid, metadata=stored)
    made = MetadataDialog(theme, session, uid, host)
    made.open()
    return made


def _field(dialog: MetadataDialog, key: str) -> ValueField:
    found = _line(dialog, key).parentWidget()
    assert isinstance(found, ValueField)
    return found


def test_a_megabyte_is_shown_at_once(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session, long: MetadataDialog
) -> None:
    long.reject()
    uid = _document(session).uid
    again = MetadataDialog(theme, session, uid, host)
    again.open()
    again.grab()
    shown = _line(again, "body").text()
    assert shown.startswith("Word and space.")
    labels = (label.text() for label in again.findChildren(QLabel))
    digits = {"".join(filter(str.isdigit, words)) for words in labels}
    assert "1048576" in digits
    assert len(shown) < 200


def test_long_values_are_saved_whole(long: MetadataDialog, session: Session) -> None:
    _line(long, "author").setText("John Doe")
    _press(long, "Save")
    found = _document(session).metadata
    assert found["author"] == "John Doe"
    assert found["body"] == MEGABYTE
    assert found["list"] == ["x" * 1_000_000]
    assert found["padded"] == "  a \n b  "


def test_a_long_value_is_read_piece_by_piece(long: MetadataDialog) -> None:
    field = _field(long, "body")
    assert not field.reader.isVisible()
    assert field.read is not None
    field.read.click()
    reader = field.reader
    assert reader.isVisible()
    first = len(reader.toPlainText())
    assert first == PIECE + PIECE // LONGEST_LINE - 1
    reader.verticalScrollBar().setValue(reader.verticalScrollBar().maximum())
    assert first < len(reader.toPlainText()) < 10 * PIECE
    field.read.click()
    assert not reader.isVisible()


def test_the_whole_of_a_long_value_can_be_read(qtbot: QtBot) -> None:
    reader = Reader("".join(f"{n} " for n in range(9_999)))
    qtbot.addWidget(reader)
    reader.show()
    reader.begin()
    bar = reader.verticalScrollBar()
    for _ in range(200):
        bar.setValue(bar.maximum())
    assert reader.whole
    text = reader.toPlainText().replace("\n", "")
    assert text == "".join(f"{n} " for n in range(9_999))


def test_a_long_value_can_be_replaced(long: MetadataDialog, session: Session) -> None:
    field = _field(long, "body")
    assert field.replace is not None
    field.replace.click()
    field.line.setText("short")
    field.replace.click()
    assert long.metadata()["body"] == MEGABYTE
    field.replace.click()
    assert long.metadata()["body"] is None
    field.line.setText("short")
    _press(long, "Save")
    assert _document(session).metadata["body"] == "short"


def test_what_is_no_text_cannot_be_replaced(long: MetadataDialog) -> None:
    assert _field(long, "list").replace is None
    assert _field(long, "author").read is None


def test_more_than_a_field_takes_is_told(long: MetadataDialog) -> None:
    line = _line(long, "author")
    QApplication.clipboard().setText("y" * 40_000)
    line.paste()
    assert "cut off" in long.message.text()


def test_a_long_title_stays(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> None:
    uid = _document(session).uid
    title = "Title " * 20_000 + "end"
    documents.update_metadata(session, uid, title=title)
    dialog = MetadataDialog(theme, session, uid, host)
    dialog.open()
    _line(dialog, "author").setText("John Doe")
    _press(dialog, "Save")
    assert _document(session).title == title
