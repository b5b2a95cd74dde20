# SPDX-License-Identifier: MIT
"""What the window says of an import and an export, and where all of it is read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator.services import transfer
from annotator.services.transfer import ImportOptions, Selection
from annotator.ui.dialogs.report import MOST, ReportDialog, of_import

TEXT = "A headline\n\nThe first sentence."


def read(window, qtbot: QtBot) -> str:
    """What the report says once it was asked for; it is closed again."""
    window.status.more.click()
    dialog = window.findChild(ReportDialog)
    qtbot.waitUntil(dialog.isVisible)
    dialog.findChildren(QPushButton)[0].click()
    dialog.accept()
    return QGuiApplication.clipboard().text()


def test_nothing_is_told_before_anything_was_done(text_window) -> None:
    assert text_window.has_report() is not True
    assert not text_window.status.more.isVisible()


def test_the_notes_of_an_import_are_read_on_demand(
    text_window, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes("Ein zweiter Satz.\r\nÄrger.".encode("cp1252"))
    options = ImportOptions(encoding="cp1252")
    text_window._import([path, tmp_path / "a.txt"], "text", options)
    qtbot.waitUntil(lambda: text_window.report is not None)
    assert text_window.report.notes
    said = read(text_window, qtbot)
    assert said.startswith(text_window.status.message())
    assert all(str(each) in said for each in text_window.report.notes)


def test_the_losses_of_a_file_are_read_on_demand(
    text_window, qtbot: QtBot, tmp_path: Path
) -> None:
    selection = Selection(with_text=False)
    text_window._export(tmp_path / "o.csv", "csv", selection)
    qtbot.waitUntil(lambda: text_window.report is not None)
    said = read(text_window, qtbot)
    assert "Nobody has completed 1 document without annotations" in said
    format_, choice = said.split("Left out by choice")
    assert "names and check sums of the files the texts came from: 1" in format_
    assert "a.txt" not in format_  # no examples where texts stay behind
    assert "texts of documents, and the quotes of spans: 1" in choice


def test_an_export_that_loses_nothing_offers_nothing(
    text_window, qtbot: QtBot, tmp_path: Path
) -> None:
    text_window._export(tmp_path / "o.jsonl", "annotator-jsonl", Selection())
    qtbot.waitUntil(lambda: text_window.report is not None)
    assert not text_window.status.more.isVisible()
    assert text_window.has_report() is True


def test_a_report_of_endless_notes_is_cut() -> None:
    notes = [f"Note {n}" for n in range(MOST + 5)]
    lines = of_import(transfer.ImportReport(notes=notes)).lines  # type: ignore
    assert len(lines) == MOST + 1
    assert lines[-1] == "… and 5 more."
