# SPDX-License-Identifier: MIT
"""Files of labelled spans at their worst: many, long, wrong, stopped half way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.cli.main import main
from annotator.formats import registry
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui.dialogs.import_files import ImportDialog
from annotator.ui.theme import Theme
from tests import guest_marks
from tests.guest_marks import document, write
from tests.store import made


@pytest.fixture(autouse=True)
def _guest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    guest_marks.register(monkeypatch)
    yield
    registry.forget_plugins()


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """An empty project."""
    path = tmp_path / "p.annotator"
    assert main(["new", str(path)]) == 0
    capsys.readouterr()
    return path


def _refused(project: Path, file: Path, heard: pytest.CaptureFixture[str]) -> str:
    before = made.sha(project)
    assert main(["import", str(project), str(file)]) == 1
    assert made.sha(project) == before
    told = heard.readouterr().err
    assert "Traceback" not in told
    return told


def test_fault_36_a_bad_line_is_named_exactly(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [document(["content", 0, 3], name=f"d{n}") for n in range(40)]
    file = write(tmp_path / "a.guest", *good)
    lines = file.read_text("utf-8").splitlines()
    lines[30] = lines[30][:20]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    assert "a.guest, line 31:" in _refused(project, file, capsys)


def test_fault_42_one_mark_id_twice_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(["content", 0, 3], ["content", 4, 5])
    found["marks"][1][0] = found["marks"][0][0]
    told = _refused(project, write(tmp_path / "a.guest", found), capsys)
    assert "line 2" in told
    assert "“1”" in told


def test_fault_42_one_document_id_with_another_text_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = document(["content", 0, 3]), document(["content", 0, 3], text="Other.")
    told = _refused(project, write(tmp_path / "a.guest", *both), capsys)
    assert "“a”" in told


def test_a_link_to_nothing_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {**document(["content", 0, 3]), "links": [["cue", "1", "77"]]}
    told = _refused(project, write(tmp_path / "a.guest", found), capsys)
    assert "“77”" in told
    assert "line 2" in told


def test_fault_49_twenty_thousand_marks_in_one_document(
    project: Path, tmp_path: Path
) -> None:
    text = "word " * 20_000
    marks = [["content", 5 * n, 5 * n + 4] for n in range(20_000)]
    file = write(tmp_path / "a.guest", document(*marks, text=text))
    assert main(["import", str(project), str(file)]) == 0
    with Session.open(project, read_only=True) as session:
        assert len(session.project.annotations.of("a")) == 20_000


def test_fault_49_counting_ahead_keeps_the_window_live_and_can_be_left(
    qtbot: QtBot, project: Path, tmp_path: Path
) -> None:
    many = [document(["content", 0, 3], name=f"d{n}") for n in range(5_000)]
    file = write(tmp_path / "a.guest", *many)
    host = QWidget()
    qtbot.addWidget(host)
    with Session.open(project) as session:
        dialog = ImportDialog(
            Theme.load("light"), Settings.load(), session, [file], host
        )
        dialog.open()
        coming = dialog.findChild(QLabel, "previewComing")
        assert coming is not None
        qtbot.waitUntil(lambda: coming.text().startswith("Counting"))
        dialog.reject()
        qtbot.wait(50)
        assert session.project.documents.count() == 0


def test_fault_50_a_thousand_mistakes_are_told_in_one_line(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [document(["content", 5, 2], name=f"d{n}") for n in range(1_000)]
    told = _refused(project, write(tmp_path / "a.guest", *bad), capsys)
    assert "a.guest, line 2:" in told
    assert "999 more" in told
    assert told.count("\n") == 1
