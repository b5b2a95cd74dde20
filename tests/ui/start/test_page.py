# SPDX-License-Identifier: MIT
"""The start page tells what is wanted, and opens nothing itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator.services.recent import RecentProject
from annotator.services.settings import Settings
from annotator.ui.start import StartPage
from annotator.ui.start.rows import ActionRow, RecentRow, when_words
from annotator.ui.theme import Theme


def _page(qtbot: QtBot, theme: Theme, settings: Settings) -> StartPage:
    page = StartPage(theme, settings)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    return page


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("New project", "new_requested"),
        ("Open project", "open_requested"),
        ("Import texts", "import_requested"),
        ("Open the sample project", "sample_requested"),
    ],
)
def test_each_thing_to_do_is_told_by_key(
    qtbot: QtBot, theme: Theme, words: str, signal: str
) -> None:
    page = _page(qtbot, theme, Settings.load())
    row = next(r for r in page.findChildren(ActionRow) if r.text() == words)
    assert row.accessibleName() == words
    row.setFocus()
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.keyClick(row, Qt.Key.Key_Space)


def test_recent_projects_open_and_lost_ones_are_located(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    there, gone = tmp_path / "there.annotator", tmp_path / "gone.annotator"
    there.write_text("x", encoding="utf-8")
    settings = Settings.load()
    settings.remember(RecentProject(path=gone, title="Lost", done=1, total=2))
    settings.remember(RecentProject(path=there, title="Kept", done=46, total=128))
    page = _page(qtbot, theme, settings)
    kept, lost = page.findChildren(RecentRow)
    assert "46 of 128" in kept.accessibleName()
    with qtbot.waitSignal(page.project_requested) as told:
        qtbot.mouseClick(kept, Qt.MouseButton.LeftButton)
    assert told.args == [there]
    assert "not found" in lost.accessibleName()
    locate = lost.findChild(QPushButton, "locateProject")
    assert locate is not None
    with (
        qtbot.assertNotEmitted(page.project_requested),
        qtbot.waitSignal(page.locate_requested) as told,
    ):
        qtbot.mouseClick(lost, Qt.MouseButton.LeftButton)
        locate.click()
    assert told.args == [gone]


def test_fault_63_project_titles_are_literal(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    settings = Settings.load()
    title = "<img src=/dev/zero>" + "x" * 100_000
    settings.remember(RecentProject(path=tmp_path / "a", title=title))
    page = _page(qtbot, theme, settings)
    (row,) = page.findChildren(RecentRow)
    assert row.title().startswith("<img src=/dev/zero>x")
    assert not page.grab().isNull()


def test_what_is_dropped_is_told(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    page = _page(qtbot, theme, Settings.load())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt")), QUrl("http://x/y")])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(page.dropped) as told:
        page.dropEvent(event)
    assert told.args == [[tmp_path / "a.txt"]]


def test_it_can_be_painted_small_large_and_dark(
    qtbot: QtBot, theme: Theme, dark: Theme
) -> None:
    page = _page(qtbot, theme, Settings.load())
    for width, height in ((600, 400), (1920, 1080)):
        page.resize(width, height)
        assert not page.grab().isNull()
    before = page.grab().toImage()
    page.set_theme(dark)
    assert page.grab().toImage() != before


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "Today, 14:32"),
        (timedelta(days=1), "Tuesday"),
        (timedelta(days=10), "5 January"),
        (timedelta(days=400), "12 December 2023"),
    ],
)
def test_times_are_said_as_people_say_them(ago: timedelta, words: str) -> None:
    now = datetime(2025, 1, 15, 14, 32)
    then = int((now - ago).timestamp() * 1000)
    assert when_words(then, now) == words


def test_a_project_never_opened_has_no_time() -> None:
    assert when_words(0) == ""
