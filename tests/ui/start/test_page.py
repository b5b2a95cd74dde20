# SPDX-License-Identifier: MIT
"""The start page tells what is wanted, and opens nothing itself."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from annotator.services.recent import RecentProject
from annotator.services.settings import Settings
from annotator.ui.start import StartPage
from annotator.ui.start.recent import RecentRow
from annotator.ui.start.rows import ActionRow, when_words
from annotator.ui.theme import Theme


def _page(qtbot: QtBot, theme: Theme, settings: Settings) -> StartPage:
    page = StartPage(theme, settings)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
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
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(getattr(page, signal)):
            qtbot.keyClick(row, key)


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
    assert locate.isVisible()
    for press in (
        locate.click,
        lambda: qtbot.mouseClick(lost, Qt.MouseButton.LeftButton),
        lambda: qtbot.keyClick(lost, Qt.Key.Key_Return),
    ):
        with (
            qtbot.assertNotEmitted(page.project_requested),
            qtbot.waitSignal(page.locate_requested) as told,
        ):
            press()
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


def _three(tmp_path: Path) -> Settings:
    settings = Settings.load()
    for name in ("c", "b", "a"):
        path = tmp_path / f"{name}.annotator"
        path.write_text("x", encoding="utf-8")
        settings.remember(RecentProject(path=path, title=name, total=1))
    return settings


def _focused(page: StartPage) -> str:
    here = page.focusWidget()
    return here.title() if isinstance(here, RecentRow) else getattr(here, "text", str)()


def test_arrows_go_along_a_column_and_over_to_the_other(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    page = _page(qtbot, theme, _three(tmp_path))
    page.focus_first()
    been = [_focused(page)]
    for key in ("Down", "Down", "Down", "Home", "End", "Left", "End", "Up", "Right"):
        qtbot.keyClick(page.focusWidget(), getattr(Qt.Key, f"Key_{key}"))
        been.append(_focused(page))
    assert been == [
        *("a", "b", "c", "c", "a", "c"),
        *("Import texts", "Open the sample project", "Import texts", "c"),
    ]


def test_tab_reaches_every_row(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    page = _page(qtbot, theme, _three(tmp_path))
    page.findChildren(ActionRow)[0].setFocus()
    been = set()
    for _ in range(7):
        been.add(_focused(page))
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert {"New project", "Open the sample project", "a", "b", "c"} <= been


def test_focus_is_seen(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    page = _page(qtbot, theme, _three(tmp_path))
    row = page.findChildren(RecentRow)[1]
    before = row.grab().toImage()
    row.setFocus()
    assert row.grab().toImage() != before


def test_delete_takes_a_project_out_of_the_list_and_leaves_its_file(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    page = _page(qtbot, theme, _three(tmp_path))
    page.focus_first()
    with qtbot.waitSignal(page.told) as told:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Delete)
    assert "“a”" in told.args[0]
    assert [r.title for r in Settings.load().recent] == ["b", "c"]
    assert (tmp_path / "a.annotator").exists()
    assert _focused(page) == "b"


def test_a_lost_project_can_be_removed_by_its_button(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    settings = Settings.load()
    settings.remember(RecentProject(path=tmp_path / "gone.annotator", title="Lost"))
    page = _page(qtbot, theme, settings)
    (lost,) = page.findChildren(RecentRow)
    remove = lost.findChild(QToolButton, "removeProject")
    assert remove is not None
    assert remove.isVisible()
    assert remove.accessibleName()
    remove.click()
    assert Settings.load().recent == ()
    assert _focused(page) == "New project"


def test_a_project_that_cannot_be_opened_says_so_in_its_row(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    page = _page(qtbot, theme, _three(tmp_path))
    path = tmp_path / "b.annotator"
    assert page.show_fault(path, f"{path}: the file is not a project.")
    rows = [r for r in page.findChildren(RecentRow) if r.isVisible()]
    row = next(r for r in rows if r.project.path == path)
    assert row.trouble == "The file is not a project."
    assert "not a project" in row.toolTip()
    remove = row.findChild(QToolButton, "removeProject")
    assert remove is not None
    assert remove.isVisible()
    assert not page.show_fault(tmp_path / "other", "Anything.")


def test_a_file_that_may_not_be_read_is_told(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _three(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, _mode: "b.ann" not in str(path))
    page = _page(qtbot, theme, settings)
    troubled = [r.title() for r in page.findChildren(RecentRow) if r.trouble]
    assert troubled == ["b"]


def test_files_that_came_or_went_are_noticed(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    page = _page(qtbot, theme, _three(tmp_path))
    (tmp_path / "a.annotator").unlink()
    page.look_again()
    rows = [r for r in page.findChildren(RecentRow) if r.isVisible()]
    assert [r.missing for r in rows] == [True, False, False]


def test_a_long_title_is_told_whole_in_the_tooltip(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    settings = Settings.load()
    settings.remember(RecentProject(path=tmp_path / "a", title="W" * 300))
    page = _page(qtbot, theme, settings)
    (row,) = page.findChildren(RecentRow)
    lines = row.toolTip().splitlines()
    assert "".join(lines).count("W") == 300
    assert max(map(len, lines)) <= 80
