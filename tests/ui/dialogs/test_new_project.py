# SPDX-License-Identifier: MIT
"""Making a project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.model.errors import StoreError
from annotator.services.codebook import presets
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui.dialogs.new_project import NewProjectDialog, free_name, purposes
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


def _note(dialog: NewProjectDialog, field: str) -> QLabel:
    found = dialog.findChild(QLabel, f"{field}-note")
    assert found is not None
    return found


def test_a_name_that_is_taken_is_told_at_the_file(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    there = tmp_path / "there.annotator"
    there.write_text("something else", encoding="utf-8")
    dialog.place.set_path(tmp_path / "there")
    note = _note(dialog, "projectPath")
    assert "there.annotator" in note.text()
    assert note.property("role") == "error"
    assert note.textFormat() == Qt.TextFormat.PlainText
    assert dialog.place.line.property("problem") == "error"
    assert dialog.place.line.accessibleDescription() == note.text()
    assert not dialog.make.isEnabled()
    assert "file" in dialog.why.text()
    assert dialog.message.text() == ""
    with qtbot.assertNotEmitted(dialog.created):
        qtbot.keyClick(dialog.place.line, Qt.Key.Key_Return)
    assert there.read_text(encoding="utf-8") == "something else"
    dialog.place.set_path(tmp_path / "other")
    assert dialog.make.isEnabled()
    assert note.property("role") != "error"
    assert dialog.why.text() == ""


def test_a_folder_that_is_not_there_is_told_at_the_file(
    dialog: NewProjectDialog, tmp_path: Path
) -> None:
    dialog.place.set_path(tmp_path / "nowhere" / "p.annotator")
    assert "nowhere" in _note(dialog, "projectPath").text()
    assert not dialog.make.isEnabled()


def test_without_a_name_enter_leads_to_it(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.place.set_path(tmp_path / "p.annotator")
    qtbot.keyClick(dialog.annotator, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog.annotator, Qt.Key.Key_Space)
    assert "name" in dialog.why.text()
    assert dialog.make.toolTip() == dialog.why.text()
    with qtbot.assertNotEmitted(dialog.created):
        qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    assert "Required" in _note(dialog, "annotatorName").text()
    assert dialog.focusWidget() is dialog.annotator
    qtbot.keyClicks(dialog.annotator, "Ann")
    assert dialog.make.isEnabled()


def test_what_was_not_tried_yet_is_not_red(
    dialog: NewProjectDialog, qtbot: QtBot
) -> None:
    choice = dialog.findChild(QRadioButton, "codebook-4")
    choice.click()
    note = _note(dialog, "codebookPath")
    assert "Required" in note.text()
    assert note.property("role") == "quiet"
    assert not dialog.make.isEnabled()
    dialog.findChild(QRadioButton, "codebook-0").click()
    assert note.text() == ""


def test_a_broken_codebook_names_its_line(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    book = tmp_path / "bad.toml"
    book.write_text('[codebook]\nid = "x"\nid = "y"\n', encoding="utf-8")
    dialog.place.set_path(tmp_path / "p.annotator")
    dialog.file.set_path(book)
    note = _note(dialog, "codebookPath")
    assert "bad.toml" in note.text()
    assert "line 3" in note.text()
    assert not dialog.make.isEnabled()
    assert not (tmp_path / "p.annotator").exists()


def test_a_file_that_came_meanwhile_is_not_written_over(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "p.annotator"
    dialog.place.set_path(path)
    dialog.annotator.setText("Ann")
    path.write_text("a colleague’s", encoding="utf-8")
    with qtbot.assertNotEmitted(dialog.created):
        dialog.make.click()
    assert "p.annotator" in _note(dialog, "projectPath").text()
    assert path.read_text(encoding="utf-8") == "a colleague’s"


def test_what_the_disk_refuses_is_told_at_the_file(
    dialog: NewProjectDialog,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise StoreError("the disk is full.", remedy="Make room.")

    dialog.place.set_path(tmp_path / "p.annotator")
    dialog.annotator.setText("Ann")
    monkeypatch.setattr(Session, "create", refuse)
    dialog.make.click()
    assert _note(dialog, "projectPath").text() == "The disk is full. Make room."


def test_a_path_that_was_chosen_stays_when_the_title_changes(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    # As the system's dialog for files does it.
    dialog.place.line.setText(str(tmp_path / "chosen.annotator"))
    qtbot.keyClicks(dialog.title, "Another")
    assert dialog.place.path() == tmp_path / "chosen.annotator"


def test_a_free_name_is_proposed(tmp_path: Path) -> None:
    assert free_name(tmp_path, "Talks") == tmp_path / "Talks.annotator"
    (tmp_path / "Talks.annotator").touch()
    (tmp_path / "Talks 2.annotator").touch()
    assert free_name(tmp_path, "Talks") == tmp_path / "Talks 3.annotator"


def test_each_codebook_says_what_it_is_for(dialog: NewProjectDialog) -> None:
    known = purposes()
    for number, name in enumerate(presets()):
        choice = dialog.findChild(QRadioButton, f"codebook-{number}")
        assert known[name] in choice.accessibleDescription()
        assert ":" in choice.accessibleDescription().splitlines()[1]
        shown = [label.text() for label in dialog.findChildren(QLabel)]
        assert choice.accessibleDescription() in shown


def test_escape_makes_nothing(
    dialog: NewProjectDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.place.set_path(tmp_path / "p.annotator")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not (tmp_path / "p.annotator").exists()
