# SPDX-License-Identifier: MIT
"""The pages of the help in a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.formats import registry
from annotator.services.help import help_pages
from annotator.ui.dialogs.help import HelpDialog
from annotator.ui.theme import Theme


@pytest.fixture
def dialog(host: QWidget, qtbot: QtBot, theme: Theme) -> HelpDialog:
    made = HelpDialog(theme, host)
    made.show()
    qtbot.waitExposed(made)
    return made


def title(dialog: HelpDialog) -> str:
    return dialog.page.toPlainText().partition("\n")[0]


def test_the_arrow_keys_turn_the_pages(dialog: HelpDialog, qtbot: QtBot) -> None:
    pages = help_pages()
    assert dialog.list.hasFocus()
    assert title(dialog) == pages[0].title
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert title(dialog) == pages[1].title


def test_the_page_on_formats_names_each_of_them(dialog: HelpDialog) -> None:
    dialog.show_page("formats")
    text = dialog.page.toPlainText()
    for each in registry.formats():
        assert each.name in text
        assert each.title in text


def test_a_link_leads_to_a_page_and_nowhere_else(
    dialog: HelpDialog, qtbot: QtBot
) -> None:
    dialog.page.anchorClicked.emit(QUrl("codebook.md"))
    shown = title(dialog)
    assert shown == next(p.title for p in help_pages() if p.name == "codebook")
    dialog.page.anchorClicked.emit(QUrl("http://example.org/strange.md"))
    assert title(dialog) == shown
