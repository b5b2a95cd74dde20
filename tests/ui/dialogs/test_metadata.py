# SPDX-License-Identifier: MIT
"""Editing what is known of a document."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.document import Document
from annotator.services import documents, history
from annotator.services.session import Session
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
