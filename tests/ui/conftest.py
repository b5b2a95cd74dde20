# SPDX-License-Identifier: MIT
"""What tests of the window share: the themes, a window on one text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from annotator.model.progress import run
from annotator.services.session import Session
from annotator.services.transfer import import_files
from annotator.ui.app import open_window
from annotator.ui.theme import Theme, apply


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, worn by the application as in the program."""
    before, sheet = qapp.palette(), qapp.styleSheet()
    light = Theme.load("light")
    apply(qapp, light)
    yield light
    qapp.setStyleSheet(sheet)
    qapp.setPalette(before)


@pytest.fixture
def dark(qapp: QApplication) -> Theme:
    """The dark theme, not worn."""
    return Theme.load("dark")


@pytest.fixture
def show_window(qtbot: QtBot) -> Callable[[Path], QMainWindow]:
    """Opens a project in an active window, the keyboard in its article."""

    def show(path: Path) -> QMainWindow:
        made = open_window(path)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        made.article.setFocus()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return show


@pytest.fixture
def text_window(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    show_window: Callable[[Path], QMainWindow],
) -> QMainWindow:
    """A window on the `TEXT` of the test's module, which nobody has annotated."""
    (tmp_path / "a.txt").write_text(request.module.TEXT, "utf-8")
    path = tmp_path / "p.annotator"
    session = Session.create(path, "speaker_stance", annotator="Ieva")
    run(import_files(session, [tmp_path / "a.txt"]))
    session.close()
    return show_window(path)
