# SPDX-License-Identifier: MIT
"""The start page leads somewhere, and what cannot be opened is told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.services.sample import make_sample
from annotator.services.settings import Settings
from annotator.ui.start import StartPage
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


def test_dropped_texts_ask_for_a_project_first(windows, tmp_path):
    (tmp_path / "a.txt").write_text("A\n\nB", "utf-8")
    page = windows.show_start().findChild(StartPage)
    page.dropped.emit([tmp_path / "a.txt"])
    names = [w.objectName() for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert "newProjectDialog" in names
    assert all(isinstance(w, QWidget) for w in QApplication.topLevelWidgets())
