# SPDX-License-Identifier: MIT
"""The start page leads somewhere, and what cannot be opened is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import delete

from annotator.services.recent import RecentProject
from annotator.services.sample import make_sample
from annotator.services.settings import Settings
from annotator.ui.dialogs.import_files import ImportDialog
from annotator.ui.start import StartPage
from annotator.ui.start.recent import RecentRow
from annotator.ui.theme import Theme
from annotator.ui.window import MainWindow
from annotator.ui.windows import Windows


@pytest.fixture
def windows(qtbot):
    made = Windows(Theme.load("light"), Settings.load())
    yield made
    for window in QApplication.topLevelWidgets():
        window.close()


def open_projects():
    return [
        w
        for w in QApplication.topLevelWidgets()
        if isinstance(w, MainWindow) and w.isVisible()
    ]


def test_no_path_shows_the_start_page(windows):
    windows.open_paths([])
    host = windows.show_start()
    assert host.findChild(StartPage) is not None


def test_sample_is_opened_from_the_start_page_and_remembered(windows):
    page = windows.show_start().findChild(StartPage)
    page.sample_requested.emit()
    (window,) = open_projects()
    assert window.bench.desk is not None
    (recent,) = Settings.load().recent
    assert recent.total >= 12
    assert recent.done == 10


def test_project_path_opens_a_window_on_it(windows, tmp_path):
    path = make_sample(tmp_path / "p.annotator")
    windows.open_paths([path])
    (window,) = open_projects()
    assert window.session.path == path


def test_file_that_is_no_project_is_told_and_left_alone(windows, tmp_path):
    path = tmp_path / "bad.annotator"
    path.write_bytes(b"not a project")
    page = windows.show_start().findChild(StartPage)
    page.project_requested.emit(path)
    told = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
    assert any(d.isVisible() for d in told)
    assert path.read_bytes() == b"not a project"
    assert open_projects() == []


def _refused(tmp_path):
    path = tmp_path / "bad.annotator"
    path.write_bytes(b"not a project")
    return path


def test_recent_project_that_is_none_is_told_in_its_row(qtbot, tmp_path):
    path = _refused(tmp_path)
    settings = Settings.load()
    settings.remember(RecentProject(path=path, title="Bad"))
    host = Windows(Theme.load("light"), settings).show_start()
    qtbot.addWidget(host)
    qtbot.keyClick(host.page.focusWidget(), Qt.Key.Key_Return)
    (row,) = [r for r in host.findChildren(RecentRow) if r.isVisible()]
    assert row.trouble
    assert "bad.annotator" in host.status.message()
    assert host.isVisible()
    assert open_projects() == []


def test_located_project_takes_the_lost_ones_place(windows, tmp_path, monkeypatch):
    path = make_sample(tmp_path / "new" / "p.annotator")
    lost = tmp_path / "old" / "p.annotator"
    host = windows.show_start()
    host.settings.remember(RecentProject(path=lost, title="Moved"))
    opened = []
    monkeypatch.setattr(QFileDialog, "open", lambda self: opened.append(self))
    host.page.locate_requested.emit(lost)
    (dialog,) = opened
    assert "p.annotator" in dialog.windowTitle()
    dialog.fileSelected.emit(str(path))
    delete(dialog)
    assert [r.path for r in Settings.load().recent] == [path]
    assert not host.isVisible()


def test_project_and_texts_dropped_together(windows, tmp_path):
    path = make_sample(tmp_path / "p.annotator")
    (tmp_path / "a.txt").write_text("A\n\nB", "utf-8")
    windows.show_start().page.dropped.emit([tmp_path / "a.txt", path])
    (window,) = open_projects()
    assert window.findChild(ImportDialog) is not None


def test_sample_that_cannot_be_made_is_told(windows, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("annotator.ui.windows.make_sample", refuse)
    host = windows.show_start()
    host.page.sample_requested.emit()
    assert any(d.isVisible() for d in host.findChildren(QDialog))
    assert open_projects() == []


def test_title_of_the_window_is_short(windows, tmp_path):
    path = make_sample(tmp_path / f"{'w' * 200}.annotator")
    windows.open_paths([path])
    (window,) = open_projects()
    assert len(window.windowTitle()) < 100
    assert "…" in window.windowTitle()


def test_dropped_texts_ask_for_a_project_first(windows, tmp_path):
    (tmp_path / "a.txt").write_text("A\n\nB", "utf-8")
    page = windows.show_start().findChild(StartPage)
    page.dropped.emit([tmp_path / "a.txt"])
    names = [w.objectName() for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert "newProjectDialog" in names
    assert all(isinstance(w, QWidget) for w in QApplication.topLevelWidgets())
