# SPDX-License-Identifier: MIT
"""Foreign labels in the window: proposed, corrected, saved, and then imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.formats import registry
from annotator.formats.marks.survey import Attribute, Survey
from annotator.services.mapping import LabelMapping, read_mapping
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui.dialogs.import_files import ImportDialog
from annotator.ui.dialogs.mapping import MappingDialog
from annotator.ui.theme import Theme
from tests import guest_marks
from tests.guest_marks import QUOTE, document, write


@pytest.fixture(autouse=True)
def _guest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    guest_marks.register(monkeypatch)
    yield
    registry.forget_plugins()


def survey() -> Survey:
    """Quotes with a stance, speakers, and something that nobody can guess."""
    found = Survey(
        documents=2,
        marks=17,
        labels=Counter(Quote=9, Speaker=5, Zebra=3),
        links=Counter({("said", "Speaker", "Quote"): 4}),
    )
    found.examples = {"Quote": ["“No new <b>tax</b>.”"], "Zebra": ["stripes"]}
    stance = Attribute(Counter({"Con": 3, "Pro": 2, "Hm": 1}), {"text"}, count=6)
    found.attributes = {"Quote": {"Stance": stance}}
    return found


@pytest.fixture
def dialog(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session
) -> MappingDialog:
    made = MappingDialog(theme, session, survey(), None, host)
    made.open()
    qtbot.waitExposed(made)
    return made


def _left(dialog: MappingDialog) -> str:
    found = dialog.findChild(QLabel, "mappingLeft")
    assert found is not None
    return found.text()


def _choose(dialog: MappingDialog, answer: str, *question: str) -> None:
    choice = dialog.questions.choice(*question)
    choice.set_answer(answer)
    assert choice.answer() == answer
    choice.activated.emit(choice.currentIndex())


def test_what_is_likely_is_chosen_and_the_rest_named(dialog: MappingDialog) -> None:
    questions = dialog.questions
    assert questions.choice("label", "Quote").answer() == "content"
    assert questions.choice("label", "Speaker").answer() == "source"
    assert questions.choice("link", "said").answer() == "<source"
    assert questions.choice("attribute", "Stance").answer() == "stance.stance"
    assert questions.choice("value", "Stance", "Con").answer() == "against"
    assert questions.choice("label", "Zebra").answer() is None
    assert questions.choice("value", "Stance", "Hm").answer() is None
    assert "“Zebra” ×3" in _left(dialog)
    assert "“Hm” ×1" in _left(dialog)
    assert not dialog.go.isEnabled()
    assert "Zebra" in dialog.go.toolTip()
    # Long words do not fit, so that the end is told otherwise.
    assert questions.choice("value", "Stance", "Con").toolTip() == "Against"
    assert questions.choice("label", "Zebra").toolTip() == ""


def test_with_a_place_for_everything_it_can_be_used(
    dialog: MappingDialog, qtbot: QtBot
) -> None:
    _choose(dialog, "", "label", "Zebra")
    assert "Zebra" not in _left(dialog)
    _choose(dialog, "unclear", "value", "Stance", "Hm")
    assert dialog.go.isEnabled()
    with qtbot.waitSignal(dialog.mapped) as told:
        dialog.go.click()
    (mapping,) = told.args
    assert mapping.labels["Zebra"].to == ""
    assert mapping.values["Stance"] == {
        "Con": "against",
        "Pro": "favor",
        "Hm": "unclear",
    }


def test_an_answer_taken_back_is_open_again(dialog: MappingDialog) -> None:
    choice = dialog.questions.choice("label", "Quote")
    choice.setCurrentIndex(0)
    choice.activated.emit(0)
    assert "“Quote” ×9" in _left(dialog)


def test_values_follow_the_field_that_is_chosen(dialog: MappingDialog) -> None:
    _choose(dialog, "notes", "attribute", "Stance")
    with pytest.raises(KeyError):
        dialog.questions.choice("value", "Stance", "Con")
    assert "Hm" not in _left(dialog)
    _choose(dialog, "stance.stance", "attribute", "Stance")
    assert dialog.questions.choice("value", "Stance", "Con").answer() == "against"


def test_a_saved_mapping_is_loaded_again(
    dialog: MappingDialog, session: Session, tmp_path: Path
) -> None:
    _choose(dialog, "", "label", "Zebra")
    _choose(dialog, "mixed", "value", "Stance", "Hm")
    file = tmp_path / "map.toml"
    dialog.save(file)
    assert read_mapping(file, session.codebook) == dialog.mapping()
    _choose(dialog, "hedge", "label", "Zebra")
    dialog.load(file)
    assert dialog.questions.choice("label", "Zebra").answer() == ""
    assert dialog.go.isEnabled()


def test_a_wrong_mapping_file_is_told_with_its_line(
    dialog: MappingDialog, tmp_path: Path
) -> None:
    file = tmp_path / "map.toml"
    file.write_text('[labels]\nZebra = "sorce"\n', "utf-8")
    dialog.load(file)
    assert "line 2" in dialog.message.text()
    assert "“source”" in dialog.message.text()


def test_every_choice_is_reached_by_tab_and_says_what_it_is(
    dialog: MappingDialog, qtbot: QtBot
) -> None:
    first = dialog.questions.choice("label", "Quote")
    assert first.accessibleName() == "Label: Quote"
    first.setFocus()
    for wanted in (("label", "Speaker"), ("label", "Zebra"), ("link", "said")):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is dialog.questions.choice(*wanted)


def test_fault_63_foreign_names_are_shown_as_they_are(
    host: QWidget, theme: Theme, session: Session
) -> None:
    odd = Survey(labels=Counter({"<b>x</b>": 1, "": 2, "a\x1b[0mb": 1, "%s {0}": 1}))
    made = MappingDialog(theme, session, odd, None, host)
    shown = {label.text() for label in made.findChildren(QLabel)}
    assert {"<b>x</b>", "(empty)", "a[U+001B][0mb", "%s {0}"} <= shown
    made.close()


# -- in the import ---------------------------------------------------------------


def test_the_import_dialog_counts_and_maps(
    host: QWidget, qtbot: QtBot, theme: Theme, session: Session, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.guest", QUOTE)
    made = ImportDialog(theme, Settings.load(), session, [file], host)
    made.open()
    coming = made.findChild(QLabel, "previewComing")
    assert coming is not None
    qtbot.waitUntil(lambda: "no place for" in coming.text())
    assert made.texts.isHidden()
    made.marks.labels.click()
    qtbot.waitUntil(lambda: made.findChild(MappingDialog) is not None)
    mapping = made.findChild(MappingDialog)
    assert mapping is not None
    assert mapping.go.isEnabled()
    mapping.go.click()
    qtbot.waitUntil(lambda: "1 document, 1 annotation" in coming.text())
    made.marks.whose.setCurrentText("Bea")
    made.marks.unit.setCurrentIndex(2)
    with qtbot.waitSignal(made.accepted_with) as told:
        made.go.click()
    assert told.args is not None
    options = told.args[2]
    assert (options.annotator, options.unit) == ("Bea", "UTF-16 units")
    assert options.mapping.labels["Quote"].to == "content"


def test_the_window_asks_for_what_has_no_place(
    qtbot: QtBot, text_window: QWidget, tmp_path: Path
) -> None:
    found = document(["Quote", 0, 3], ["Zebra", 4, 5], name="new")
    file = write(tmp_path / "new.guest", found)
    window = text_window
    window.import_texts([file])  # type: ignore[attr-defined]
    chooser = window.findChild(ImportDialog)
    assert chooser is not None
    chooser.go.click()
    qtbot.waitUntil(lambda: window.findChild(MappingDialog) is not None)
    dialog = window.findChild(MappingDialog)
    assert dialog is not None
    _choose(dialog, "", "label", "Zebra")
    dialog.go.click()
    documents = window.session.project.documents  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: documents.count() == 2)
    assert isinstance(dialog.mapping(), LabelMapping)


#: What the window of the test above shows.
TEXT = "Some words.\n"
