# SPDX-License-Identifier: MIT
"""The columns of a table of documents, chosen in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.formats import registry
from annotator.services.columns import columns_of, propose_columns
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui.dialogs.columns import ColumnsDialog
from annotator.ui.dialogs.import_files import ImportDialog
from annotator.ui.theme import Theme
from tests import guest_marks

TABLE = "TABLE\nheadline|body|desk\nOne|First words.|home\nTwo|Second words.|world\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    guest_marks.register(monkeypatch)
    path = tmp_path / "a.table"
    path.write_text(TABLE, "utf-8")
    yield path
    registry.forget_plugins()


@pytest.fixture
def dialog(host: QWidget, theme: Theme, table: Path) -> ColumnsDialog:
    listed = columns_of(table)
    made = ColumnsDialog(theme, table, None, listed, propose_columns(listed), host)
    made.open()
    return made


def _choose(dialog: ColumnsDialog, column: str, slot: str | None) -> None:
    choice = dialog.choices[column]
    choice.set_answer(slot)
    choice.activated.emit(choice.currentIndex())


def test_proposals_and_the_first_documents_are_shown(dialog: ColumnsDialog) -> None:
    assert dialog.columns() == {"title": "headline", "text": "body"}
    shown = [label.text() for label in dialog.documents]
    assert shown[0] == "One — First words.\ndesk: home"
    assert shown[1].startswith("Two")
    assert dialog.choices["body"].accessibleName() == "body"


def test_a_slot_has_one_column_and_the_preview_follows(
    dialog: ColumnsDialog, qtbot: QtBot
) -> None:
    _choose(dialog, "desk", "title")
    assert dialog.choices["headline"].answer() is None
    qtbot.waitUntil(lambda: dialog.documents[0].text().startswith("home — First"))


def test_without_a_text_it_cannot_be_used(dialog: ColumnsDialog, qtbot: QtBot) -> None:
    _choose(dialog, "body", None)
    qtbot.waitUntil(lambda: not dialog.go.isEnabled())
    assert "text" in dialog.why.text()


def test_the_import_takes_what_was_chosen(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session, table: Path
) -> None:
    made = ImportDialog(theme, Settings.load(), session, [table], host)
    made.open()
    qtbot.waitUntil(made.table.isVisible)
    assert "text: body" in made.table.said.text()
    assert made.options().columns is None
    made.table.open_columns.click()
    dialog = made.findChild(ColumnsDialog)
    assert dialog is not None
    _choose(dialog, "desk", "source")
    dialog.go.click()
    with qtbot.waitSignal(made.accepted_with) as told:
        made.go.click()
    assert told.args is not None
    assert told.args[2].columns == {
        "title": "headline",
        "text": "body",
        "source": "desk",
    }
