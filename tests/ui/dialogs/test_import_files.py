# SPDX-License-Identifier: MIT
"""Choosing what to import, with the first document shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.services.transfer import ImportOptions
from annotator.ui.dialogs.import_files import ImportDialog
from annotator.ui.theme import Theme


@pytest.fixture
def dialog(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session, article: Path
) -> ImportDialog:
    made = ImportDialog(theme, Settings.load(), session, [article], host)
    made.open()
    return made


def _label(dialog: ImportDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_the_first_document_is_shown_as_it_will_be(dialog: ImportDialog) -> None:
    assert _label(dialog, "previewTitle") == "A headline"
    facts = _label(dialog, "previewFacts")
    assert "source: Reuters" in facts
    assert "published: 2025-01-15T11:20" in facts
    assert "“Yes,” she said." in _label(dialog, "previewText")


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
    dialog.files.setCurrentRow(0)
    dialog._on_remove()
    qtbot.waitUntil(lambda: not dialog.go.isEnabled())
    assert _label(dialog, "previewTitle") == ""


def test_a_file_that_cannot_be_read_is_named(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.files.setCurrentRow(0)
    dialog._on_remove()
    dialog.add_paths([tmp_path / "missing.txt"])
    qtbot.waitUntil(lambda: "missing.txt" in dialog.message.text())


def test_fault_63_a_title_with_markup_is_literal(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.files.setCurrentRow(0)
    dialog._on_remove()
    nasty = tmp_path / "nasty.txt"
    nasty.write_text("<img src=/dev/zero> %s {0}\n\nBody.\n", encoding="utf-8")
    dialog.add_paths([nasty])
    qtbot.waitUntil(
        lambda: _label(dialog, "previewTitle") == "<img src=/dev/zero> %s {0}"
    )
