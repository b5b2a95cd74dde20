# SPDX-License-Identifier: MIT
"""Choosing what to export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.services.transfer import Selection, grouped_formats, parse_split
from annotator.ui.dialogs.export import ExportDialog
from annotator.ui.dialogs.export_preview import PreviewPanel
from annotator.ui.theme import Theme

Show = Callable[[], ExportDialog]


@pytest.fixture
def show(host: QWidget, theme: Theme, session: Session) -> Show:
    def opened() -> ExportDialog:
        made = ExportDialog(theme, Settings.load(), session, host)
        made.open()
        return made

    return opened


@pytest.fixture
def dialog(show: Show, session: Session) -> Iterator[ExportDialog]:
    session.add_annotator("Bea")
    made = show()
    yield made
    if isValid(made):
        made.preview.stop()


def choose_layers(dialog: ExportDialog, key: str) -> None:
    box = dialog.choices.layers
    box.setCurrentIndex(box.findData(key))


def test_all_formats_stand_in_their_groups(dialog: ExportDialog) -> None:
    wanted = [each.name for _, some in grouped_formats() for each in some]
    assert [each.name for each in dialog.formats.choices()] == wanted
    assert {"annotator-jsonl", "csv"} <= set(wanted)
    titles = [
        item.text()
        for row in range(dialog.formats.count())
        if not (item := dialog.formats.item(row)).flags() & Qt.ItemFlag.ItemIsSelectable
    ]
    assert titles[:2] == ["Everything", "Tables"]


def test_the_arrow_keys_pass_over_the_names_of_groups(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    seen = [dialog.formats.choice().name]
    for _ in range(2):
        qtbot.keyClick(dialog.formats, Qt.Key.Key_Down)
        seen.append(dialog.formats.choice().name)
    assert seen == [each.name for each in dialog.formats.choices()[:3]]


def test_formats_tell_their_losses_and_set_the_place(dialog: ExportDialog) -> None:
    for each in dialog.formats.choices():
        dialog.formats.choose(each.name)
        said = dialog.preview.losses.toPlainText()
        assert all((w in said) != (w in each.in_folder) for w in each.losses)
        assert dialog.place.path().name == f"p-{each.name}"
    dialog.formats.choose("csv")
    dialog.shape.setCurrentIndex(1)
    assert dialog.place.path().name == "p.csv"
    assert "texts of documents" in dialog.preview.losses.toPlainText()


def test_what_was_chosen_is_handed_on(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    choose_layers(dialog, "own")
    dialog.place.set_path(tmp_path / "out")
    with qtbot.waitSignal(dialog.accepted_with) as told:
        dialog.go.click()
    path, name, selection = told.args
    assert (path, name) == (tmp_path / "out", "annotator-jsonl")
    # As on the command line: what they adjudicated is not their own work.
    own = Selection(annotators=(session.annotator.uid,), kinds=("primary",))
    assert selection == own


def test_every_choice_is_in_the_selection(
    dialog: ExportDialog, session: Session
) -> None:
    assert dialog.selection() == Selection()
    choose_layers(dialog, "adjudicated")
    assert dialog.selection() == Selection(kinds=("adjudicated",))
    choose_layers(dialog, "majority")
    uids = tuple(each.uid for each in session.annotators())
    choices = dialog.choices
    choices.filter.setText(" source:Reuters ")
    choices.complete.setChecked(True)
    choices.negatives.setChecked(False)
    choices.text.setChecked(False)
    choices.bom.setChecked(True)
    choices.split.setText("train=.8,test=.2")
    choices.seed.setValue(5)
    choices.group.setCurrentIndex(choices.group.findData("source"))
    choices.which.setCurrentIndex(1)
    for row in range(choices.fields.count()):
        if choices.fields.item(row).data(Qt.ItemDataRole.UserRole) != "speaker":
            choices.fields.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.selection() == Selection(
        annotators=uids,
        majority=True,
        filter="source:Reuters",
        complete=True,
        fields=("speaker",),
        split=parse_split("train=.8,test=.2", 5, "source"),
        negatives=False,
        with_text=False,
        bom=True,
    )


def test_some_people_are_ticked(
    dialog: ExportDialog, qtbot: QtBot, session: Session
) -> None:
    assert not dialog.choices.people.isVisible()
    choose_layers(dialog, "some")
    people = dialog.choices.people
    assert people.isVisible()
    everyone = tuple(person.uid for person in session.annotators())
    wanted = Selection(annotators=everyone, kinds=("primary",))
    assert dialog.selection() == wanted
    for row in range(people.count()):
        people.item(row).setCheckState(Qt.CheckState.Unchecked)
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
    assert "person" in dialog.message.text()


def test_an_odd_division_is_told_and_nothing_is_handed_on(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    dialog.choices.split.setText("train=2")
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
    assert "train=2" in dialog.message.text()


def test_a_file_that_exists_is_replaced_only_when_told_twice(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("x", encoding="utf-8")
    dialog.shape.setCurrentIndex(1)
    dialog.place.set_path(there)
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
    assert "there.jsonl" in dialog.message.text()
    with qtbot.waitSignal(dialog.accepted_with):
        dialog.go.click()


def test_a_folder_of_other_things_is_refused(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.place.set_path(tmp_path)
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
        dialog.go.click()
    assert "no export wrote" in dialog.message.text()


def test_the_shape_decides_and_the_suffix_follows(
    dialog: ExportDialog, tmp_path: Path
) -> None:
    dialog.formats.choose("csv")
    dialog.place.set_path(tmp_path / "out.csv")
    assert dialog.output() == tmp_path / "out"
    dialog.shape.setCurrentIndex(1)
    dialog.place.set_path(tmp_path / "out")
    assert dialog.output() == tmp_path / "out.csv"


def test_the_project_itself_is_never_overwritten(
    dialog: ExportDialog, qtbot: QtBot, session: Session
) -> None:
    dialog.shape.setCurrentIndex(1)
    dialog.place.set_path(session.path)
    with qtbot.assertNotEmitted(dialog.accepted_with):
        dialog.go.click()
        dialog.go.click()
    assert "project itself" in dialog.message.text()


def test_the_first_records_are_shown_and_follow(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    records = dialog.preview.records
    qtbot.waitUntil(lambda: '"kind":"document"' in records.toPlainText())
    dialog.formats.choose("csv")
    qtbot.waitUntil(lambda: records.toPlainText().startswith("document_id,"))
    dialog.choices.filter.setText("source:nowhere")
    qtbot.waitUntil(lambda: "No document fits" in records.toPlainText())


def test_closing_gives_the_preview_up(
    show: Show, qtbot: QtBot, session: Session
) -> None:
    opened = show()
    panel = opened.findChild(PreviewPanel)
    assert panel is not None
    with qtbot.waitSignal(opened.destroyed):
        opened.reject()
    # Nothing is left that would read the project or a widget that is gone.
    qtbot.wait(400)
    session.close()


ABSENT = Format(
    name="absent",
    title="Absent",
    suffixes=(".x",),
    sniff=lambda head, path: 0.0,
    write=lambda bundle, path, options: iter(()),  # type: ignore[arg-type,return-value]
    requires={"a_package_that_is_not_there": "a-package"},
)


def test_a_format_that_is_not_installed_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, show: Show
) -> None:
    monkeypatch.setattr(registry, "formats", lambda: (*registry.BUILTIN, ABSENT))
    dialog = show()
    dialog.formats.choose("absent")
    assert "pip install a-package" in dialog.preview.losses.toPlainText()
    assert not dialog.go.isEnabled()
    dialog.formats.choose("csv")
    assert dialog.go.isEnabled()
    dialog.preview.stop()


def test_everything_has_a_name_and_is_reached_by_the_keyboard(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    choose_layers(dialog, "some")
    dialog.choices.which.setCurrentIndex(1)
    dialog.choices.split.setText("a=.5,b=.5")
    kinds = (QListWidget, QComboBox, QSpinBox, QLineEdit)
    fields = [
        each
        for kind in kinds
        for each in dialog.findChildren(kind)
        if each.objectName().startswith("export")
    ]
    assert len(fields) >= 10
    assert all(each.accessibleName() for each in fields)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    seen = set()
    for _ in range(40):
        seen.add(dialog.focusWidget())
        dialog.focusNextChild()
    inner = {each.lineEdit() for each in fields if isinstance(each, QComboBox)}
    missed = [each.objectName() for each in fields if each not in seen | inner]
    assert not missed


def test_it_fits_a_small_screen(dialog: ExportDialog) -> None:
    assert dialog.width() <= 1240
    assert dialog.height() <= 740
    assert dialog.minimumSizeHint().width() <= 1240
    assert dialog.minimumSizeHint().height() <= 740
    area = dialog.choices.parentWidget()
    assert dialog.choices.minimumSizeHint().width() <= area.width()
