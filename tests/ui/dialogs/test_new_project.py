# SPDX-License-Identifier: MIT
"""Making a project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui.dialogs.new_project import NewProjectDialog
from annotator.ui.theme import Theme


@pytest.fixture
def dialog(host: QWidget, qtbot: QtBot, theme: Theme) -> NewProjectDialog:
    made = NewProjectDialog(theme, Settings.load(), host)
    made.open()
    return made


def _created(dialog: NewProjectDialog, qtbot: QtBot) -> Session:
    with qtbot.waitSignal(dialog.created) as told:
        dialog.make.click()
    session = told.args[0]
    assert isinstance(session, Session)
    return session


def test_title_file_codebook_and_name(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.keyClicks(dialog.title, "Ceasefire talks")
    assert dialog.place.path().name == "Ceasefire talks.annotator"
    dialog.place.set_path(tmp_path / "mine")
    dialog.annotator.setText("Ieva Sand")
    dialog.findChild(QRadioButton, "codebook-1").click()
    with _created(dialog, qtbot) as session:
        assert session.path == tmp_path / "mine.annotator"
        assert session.title == "Ceasefire talks"
        assert session.annotator.name == "Ieva Sand"
        assert session.codebook.id == "dna_statement"
    assert Settings.load().person.name == "Ieva Sand"


def test_the_default_codebook_is_chosen(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.place.set_path(tmp_path / "p.annotator")
    dialog.annotator.setText("Ann")
    with _created(dialog, qtbot) as session:
        assert session.codebook.id == "speaker_stance"


def test_a_codebook_from_a_file(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    book = tmp_path / "own.toml"
    text = resources.read_text("codebooks", "polnear_scc.toml")
    book.write_text(text.replace('id = "polnear_scc"', 'id = "own"', 1), "utf-8")
    dialog.place.set_path(tmp_path / "p.annotator")
    dialog.file.set_path(book)
    with _created(dialog, qtbot) as session:
        assert session.codebook.id == "own"


def test_what_is_wrong_is_said_in_the_dialog(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    there = tmp_path / "there.annotator"
    there.write_text("something else", encoding="utf-8")
    dialog.place.set_path(there)
    with qtbot.assertNotEmitted(dialog.created):
        dialog.make.click()
        assert "there.annotator" in dialog.message.text()
        dialog.annotator.setText(" ")
        dialog.make.click()
        assert "name" in dialog.message.text()
    assert there.read_text(encoding="utf-8") == "something else"
    assert dialog.message.textFormat() == Qt.TextFormat.PlainText


def test_a_broken_codebook_names_its_line(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    book = tmp_path / "bad.toml"
    book.write_text('[codebook]\nid = "x"\nid = "y"\n', encoding="utf-8")
    dialog.place.set_path(tmp_path / "p.annotator")
    dialog.file.set_path(book)
    dialog.make.click()
    assert "bad.toml" in dialog.message.text()
    assert "line 3" in dialog.message.text()
    assert not (tmp_path / "p.annotator").exists()


def test_escape_makes_nothing(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.place.set_path(tmp_path / "p.annotator")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not (tmp_path / "p.annotator").exists()
