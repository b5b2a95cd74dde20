# SPDX-License-Identifier: MIT
"""The header row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from annotator.ui.shell import Header
from annotator.ui.theme import Theme


def _shown(qtbot: QtBot, theme: Theme, width: int = 1440) -> Header:
    window = QMainWindow()
    qtbot.addWidget(window)
    header = Header(theme, window)
    window.setMenuWidget(header)
    header.menu_bar.addMenu("File")
    header.add_mode("annotate", "Annotate")
    window.resize(width, 300)
    window.show()
    qtbot.wait(1)
    header.keep = window  # type: ignore[attr-defined]
    return header


def test_only_modes_that_exist_in_the_middle(qtbot: QtBot, theme: Theme) -> None:
    header = _shown(qtbot, theme)
    shown = [b.text() for b in header.modes.findChildren(QPushButton)]
    assert shown == ["Annotate"]
    middle = header.modes.geometry().center().x()
    assert abs(middle - header.width() / 2) <= 2
    assert header.height() == 42


def test_where_there_is_no_room_the_switch_gives_way(
    qtbot: QtBot, theme: Theme
) -> None:
    assert not _shown(qtbot, theme, 330).modes.isVisible()


def test_the_field_opens_the_palette_by_mouse_and_by_key(
    qtbot: QtBot, theme: Theme
) -> None:
    header = _shown(qtbot, theme)
    with qtbot.waitSignal(header.command_requested):
        qtbot.mouseClick(header.field, Qt.MouseButton.LeftButton)
    header.field.setFocus()
    with qtbot.waitSignal(header.command_requested):
        qtbot.keyClick(header.field, Qt.Key.Key_Space)
    assert header.field.accessibleName()


def test_choosing_a_mode_tells_which(qtbot: QtBot, theme: Theme) -> None:
    header = _shown(qtbot, theme)
    header.add_mode("review", "Review")
    button = header.findChild(QPushButton, "mode-review")
    assert button is not None
    with qtbot.waitSignal(header.mode_chosen) as told:
        button.click()
    assert told.args == ["review"]
    header.modes.set_mode("annotate")
    assert not button.isChecked()
