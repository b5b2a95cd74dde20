# SPDX-License-Identifier: MIT
"""Choosing what to import, with the first document shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.services.transfer import ImportOptions
from annotator.ui.dialogs.import_files import ImportDialog
from annotator.ui.theme import Theme


@pytest.fixture
def dialog(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session, article: Path
) -> Iterator[ImportDialog]:
    made = ImportDialog(theme, Settings.load(), session, [article], host)
    made.open()
    yield made
    with suppress(RuntimeError):  # a dialog that was accepted is gone
        made.reject()


def _label(dialog: ImportDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def _text(dialog: ImportDialog) -> QPlainTextEdit:
    found = dialog.findChild(QPlainTextEdit, "previewText")
    assert found is not None
    return found


def _change_to(dialog: ImportDialog, *paths: Path) -> None:
    dialog.files.setCurrentRow(0)
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Remove").click()
    dialog.add_paths(paths)


def test_the_first_document_is_shown_as_it_will_be(
    dialog: ImportDialog, article: Path
) -> None:
    assert _label(dialog, "previewTitle") == "A headline"
    facts = _label(dialog, "previewFacts")
    assert "source: Reuters" in facts
    assert "published: 2025-01-15T11:20" in facts
    assert _text(dialog).toPlainText() == article.read_text("utf-8")


def test_blank_lines_markup_and_strange_characters_stay(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    body = "Title\n\n<b>one</b>\n\n\n\tNBSP\u2028same line\n"
    (tmp_path / "b.txt").write_text(body, encoding="utf-8")
    _change_to(dialog, tmp_path / "b.txt")
    qtbot.waitUntil(lambda: _label(dialog, "previewTitle") == "Title")
    text = _text(dialog)
    assert text.toPlainText() == body.replace("\u2028", " ")
    assert text.document().blockCount() == body.count("\n") + 1


def test_size_and_place_of_the_text_stay_from_file_to_file(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    text = _text(dialog)
    before = (text.font().pixelSize(), text.y())
    (tmp_path / "w.txt").write_text("W" * 400 + "\n\nBody.\n", encoding="utf-8")
    _change_to(dialog, tmp_path / "w.txt")
    qtbot.waitUntil(lambda: "WWW" in _label(dialog, "previewTitle"))
    assert (text.font().pixelSize(), text.y()) == before
    title = dialog.findChild(QLabel, "previewTitle")
    assert title is not None
    assert title.toolTip().count("W") == title.text().count("W") >= 200
    assert title.width() < 600


def _lithuanian(path: Path) -> Path:
    path.write_bytes(("Žodžiai šaltiniui\n\nSakė, kad taip.\n" * 20).encode("cp1257"))
    return path


def test_an_encoding_in_doubt_is_asked_for_with_a_passage_in_each(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    _change_to(dialog, _lithuanian(tmp_path / "lt.txt"))
    qtbot.waitUntil(dialog.question.isVisible)
    assert not dialog.go.isEnabled()
    assert "encoding" in dialog.why.text()
    choice = dialog.findChild(QRadioButton, "encoding-cp1257")
    assert choice is not None
    assert choice.accessibleDescription().startswith("Žodžiai šaltiniui")
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.go.isEnabled)
    assert choice.isChecked()
    assert _text(dialog).toPlainText().startswith("Žodžiai")
    assert dialog.options().encoding == "cp1257"


def test_a_doubt_further_down_in_a_folder_is_asked_for_too(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Žodžiai", encoding="utf-8")
    _lithuanian(folder / "b.txt")
    _lithuanian(folder / "c.txt")
    _change_to(dialog, folder)
    qtbot.waitUntil(dialog.question.isVisible)
    said = " ".join(label.text() for label in dialog.question.findChildren(QLabel))
    assert "“b.txt” and 1 more" in said
    assert "import it separately" in said
    _change_to(dialog, folder / "a.txt")
    qtbot.waitUntil(dialog.question.isHidden)
    assert dialog.go.isEnabled()


def test_a_change_of_the_pattern_changes_the_preview(
    dialog: ImportDialog, qtbot: QtBot
) -> None:
    dialog.header.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "Reuters" not in _label(dialog, "previewFacts"))
    dialog.header.setCurrentIndex(2)
    dialog.pattern.setText(r"- (?P<editor>\w+)")
    qtbot.waitUntil(lambda: "editor: Jane" in _label(dialog, "previewFacts"))
    dialog.pattern.setText("(")
    qtbot.waitUntil(lambda: "regular expression" in dialog.message.text())


def test_what_was_chosen_is_handed_on(
    dialog: ImportDialog, qtbot: QtBot, article: Path
) -> None:
    dialog.encoding.setCurrentText("cp1252")
    dialog.header.setCurrentIndex(1)
    dialog.name_pattern.setText("{source}")
    dialog.language.setText("en")
    dialog.duplicates.setChecked(False)
    with qtbot.waitSignal(dialog.accepted_with) as told:
        dialog.go.click()
    assert told.args == [
        [article],
        None,
        ImportOptions(
            encoding="cp1252",
            metadata_pattern="",
            name_pattern="{source}",
            language="en",
            duplicates="add",
        ),
    ]


def test_untouched_it_asks_for_the_defaults(dialog: ImportDialog) -> None:
    assert dialog.options() == ImportOptions()


def test_without_files_nothing_can_be_imported(
    dialog: ImportDialog, qtbot: QtBot
) -> None:
    _change_to(dialog)
    qtbot.waitUntil(lambda: not dialog.go.isEnabled())
    assert "No file" in dialog.why.text()
    assert _label(dialog, "previewTitle") == ""


def test_a_file_that_cannot_be_read_is_named(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    _change_to(dialog, tmp_path / "missing.txt")
    qtbot.waitUntil(lambda: "missing.txt" in dialog.message.text())


def test_fault_63_a_title_with_markup_is_literal(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    nasty = tmp_path / "nasty.txt"
    nasty.write_text("<img src=/dev/zero> %s {0}\n\nBody.\n", encoding="utf-8")
    _change_to(dialog, nasty)
    qtbot.waitUntil(
        lambda: _label(dialog, "previewTitle") == "<img src=/dev/zero> %s {0}"
    )


def test_nothing_is_looked_at_once_the_project_is_closed(
    dialog: ImportDialog, session: Session
) -> None:
    session.close()
    dialog.show_preview()
    assert _label(dialog, "previewTitle") == "A headline"
