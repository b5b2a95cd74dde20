# SPDX-License-Identifier: MIT
"""The window round the start page: menus, palette, cheat sheet, status line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from annotator import __version__
from annotator.services.recent import RecentProject
from annotator.services.settings import Settings
from annotator.ui.cheatsheet import CheatSheet
from annotator.ui.palette import CommandPalette
from annotator.ui.start import StartWindow
from annotator.ui.theme import Theme

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> StartWindow:
    settings = Settings.load()
    path = tmp_path / "p.annotator"
    path.write_text("x", encoding="utf-8")
    settings.remember(RecentProject(path=path, title="Ceasefire talks", total=3))
    made = StartWindow(theme, settings)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_says_that_nothing_leaves_this_computer(window: StartWindow) -> None:
    words = [label.text() for label in window.status.findChildren(QLabel)]
    assert "Everything stays on this computer." in words
    assert f"Version {__version__}" in words


def test_only_commands_that_make_sense_without_a_project(window: StartWindow) -> None:
    titles = [a.text().replace("&", "") for a in window.header.menu_bar.actions()]
    assert titles == ["File", "View", "Help"]
    assert all(window.registry.reason(action.id) is None for action in window.registry)


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_N, "new_requested"),
        (Qt.Key.Key_O, "open_requested"),
        (Qt.Key.Key_I, "import_requested"),
    ],
)
def test_keys_of_the_things_to_do(
    window: StartWindow, qtbot: QtBot, key: Qt.Key, signal: str
) -> None:
    with qtbot.waitSignal(getattr(window.page, signal)):
        qtbot.keyClick(window.page.focusWidget(), key, _CTRL)


def test_the_keyboard_begins_on_the_project_of_last_time(
    window: StartWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.page.project_requested) as told:
        qtbot.keyClick(window.page.focusWidget(), Qt.Key.Key_Return)
    assert told.args[0].name == "p.annotator"


def test_the_palette_runs_commands_and_opens_recent_projects(
    window: StartWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window.page.focusWidget(), Qt.Key.Key_K, _CTRL)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "sample")
    with qtbot.waitSignal(window.page.sample_requested):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.keyClick(window.page.focusWidget(), Qt.Key.Key_K, _CTRL)
    qtbot.keyClicks(palette.field, "@cease")
    with qtbot.waitSignal(window.page.project_requested):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)


def test_f1_shows_the_keys_of_this_window(window: StartWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.page.focusWidget(), Qt.Key.Key_F1)
    sheet = window.findChild(CheatSheet)
    assert sheet is not None
    shown = {line.words for group in sheet.shown() for line in group.lines}
    assert {"New project …", "Open project …", "All keys"} <= shown
    assert not any("annotation" in words.lower() for words in shown)


def test_a_changed_shortcut_holds_here_too(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    settings = Settings.load()
    settings.set_shortcuts({"file.new": ("Ctrl+Alt+Shift+M",)})
    window = StartWindow(theme, settings)
    qtbot.addWidget(window)
    assert window.registry.keys("file.new") == ("Ctrl+Alt+Shift+M",)
    rows = [c for c in window.page.children() if c]
    assert rows
    spoken = [
        row.accessibleDescription()
        for row in window.page.findChildren(type(window.page.focusWidget()))
    ]
    assert "Ctrl+Alt+Shift+M" in spoken


def test_dark_is_put_on_and_stored(
    window: StartWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    before = window.grab().toImage()
    qtbot.keyClick(
        window.page.focusWidget(),
        Qt.Key.Key_D,
        _CTRL | Qt.KeyboardModifier.AltModifier,
    )
    assert window.theme.dark
    assert Settings.load().appearance.theme == "dark"
    assert window.grab().toImage() != before


def test_a_settings_file_that_was_damaged_is_told(qtbot: QtBot, theme: Theme) -> None:
    settings = Settings.load()
    settings.file.parent.mkdir(parents=True, exist_ok=True)
    settings.file.write_text("no toml [", encoding="utf-8")
    window = StartWindow(theme, Settings.load())
    qtbot.addWidget(window)
    assert "could not be read" in window.status.message()
