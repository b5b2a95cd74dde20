# SPDX-License-Identifier: MIT
"""Beginning annotations of every type that the codebook has, by key and by click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog

from annotator.model.codebook_reader import from_toml
from annotator.model.progress import run
from annotator.services import codebook, entities
from annotator.services.session import Session
from annotator.services.transfer import import_files
from tests.ui.typist import Typist

TEXT = "Mayor Ada Lund said that the bridge in Norhaven is safe.\n\nNobody spoke.\n"

TWO = """
[codebook]
id = "two"
version = "1.0.0"
[[entity_type]]
id = "person"
document_attributes = ["office"]
[[annotation_type]]
id = "claim"
[[role]]
of = "claim"
id = "content"
key = "c"
[[role]]
of = "claim"
id = "source"
key = "s"
max = 1
[[field]]
of = "claim"
id = "who"
type = "entity"
entity_type = "person"
[[annotation_type]]
id = "place"
[[role]]
of = "place"
id = "words"
key = "w"
[[annotation_type]]
id = "date"
[[role]]
of = "date"
id = "content"
key = "c"
"""


def opened(tmp_path, show_window, book):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    path = tmp_path / "p.annotator"
    session = Session.create(path, book, annotator="Ieva")
    run(import_files(session, [tmp_path / "a.txt"]))
    session.close()
    return show_window(path)


@pytest.fixture
def window(tmp_path, show_window):
    return opened(tmp_path, show_window, from_toml(TWO))


@pytest.fixture
def judging(tmp_path, show_window):
    return opened(tmp_path, show_window, codebook.preset("semeval_stance"))


def types(window):
    return [each.type for each in window.bench.annotations]


def test_the_key_of_another_type_begins_one_of_that_type(window):
    Typist(window).play("Shift+Right*3 w")
    assert types(window) == ["place"]
    assert window.bench.chosen.type == "place"
    assert window.form.header.isVisible()


def test_it_begins_while_an_annotation_of_the_first_type_is_chosen(window):
    Typist(window).play("Shift+Right*9 c Ctrl+Home Right Shift+Right w")
    assert types(window) == ["claim", "place"]


def test_a_key_of_several_types_belongs_to_the_one_begun_last(window):
    typist = Typist(window)
    typist.play("Shift+Right c Esc Shift+Right")
    window.registry.run("role.date.content")
    typist.play("Esc Shift+Right c")
    assert types(window) == ["claim", "date", "date"]


def test_a_click_on_a_role_begins_with_the_words_that_are_selected(window, qtbot):
    row = window.form.findChild(QAbstractButton, "begin-date-content")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert types(window) == []
    assert "Select words" in window.status.message()
    Typist(window).play("Shift+Right")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert types(window) == ["date"]


def test_why_a_command_was_not_possible_is_told_until_it_is_no_longer_true(window):
    Typist(window).play("Delete")
    assert "No annotation is chosen" in window.status.message()
    Typist(window).play("Shift+Right c")
    assert types(window) == ["claim"]
    assert window.status.message() == ""


def test_the_hint_bar_shows_the_keys_that_act_now(window):
    assert window.article.hints.keys == ["C", "S", "W"]
    Typist(window).play("Shift+Right w")
    assert window.article.hints.keys == ["W"]


def test_every_role_of_every_type_is_a_command(window):
    ids = {action.id for action in window.registry}
    assert {"role.content", "role.place.words", "role.date.content"} <= ids
    assert isinstance(window.registry.reason("role.place.words"), str)
    window.article.set_selection(0, 5)
    assert window.registry.reason("role.place.words") is None


def test_a_type_without_speakers_is_named_by_its_label(window):
    Typist(window).play("Shift+Right*3 w")
    index = window.tree.model_.index(0, 0)
    node = window.tree.model_.node(index)
    window.tree.model_.describe(node)
    assert node.speaker == "Place"


def test_another_codebook_brings_other_commands(window):
    body = TWO.replace('id = "words"\nkey = "w"', 'id = "words"\nkey = "q"\n'
                       'label = "Where"').replace("1.0.0", "1.0.1")  # fmt: skip
    before = menu_entries(window)
    codebook.upgrade(window.session, from_toml(body))
    assert window.registry.title("role.place.words").startswith("Mark as Where")
    assert "Q" in {key.upper() for key in window.registry.codebook_keys}
    assert [e.replace("Where", "Words") for e in menu_entries(window)] == before
    assert window.article.hints.keys == ["C", "S", "Q"]


def menu_entries(window):
    found = []
    for shown in window.header.menu_bar.actions():
        found += [shown.text(), *(a.text() for a in shown.menu().actions())]
    return found


def test_what_the_codebook_offers_is_one_click(judging, qtbot):
    button = judging.form.findChild(QAbstractButton, "beginOffered")
    assert button.isVisible()
    assert button.text() == "Begin 2 drafts"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert types(judging) == ["judgement", "judgement"]
    assert judging.bench.chosen == judging.bench.annotations[0]
    judging.bench.choose(None)
    assert not button.isVisible()
    assert "is there" in str(judging.registry.reason("offer.begin"))


def test_after_enter_the_next_annotation_is_the_next_one(judging):
    judging.registry.run("offer.begin")
    Typist(judging).play("1 5 Enter Tab")
    first, second = judging.bench.annotations
    assert first.state == "complete"
    assert judging.bench.chosen == second


def test_no_symbol_stands_for_a_stance_that_is_not_set(judging):
    judging.registry.run("offer.begin")
    (first, _second) = judging.article.margin.chips
    assert first.chip.lines[0].symbol == ""
    Typist(judging).play("4")
    (first, _second) = judging.article.margin.chips
    assert first.chip.lines[0].symbol == "none"


def test_source_and_speaker_are_taken_over_whatever_the_field_is_called(window):
    typist = Typist(window)
    typist.play("Shift+Right*3 s Shift+Right*4 c")
    made = entities.create(window.session, "person", "Ada Lund")
    window.marker.set_field("who", made.uid)
    typist.play("Esc Ctrl+Down Shift+Right*2 c Ctrl+R")
    chosen = window.bench.chosen
    assert chosen.fields["who"] == made.uid
    assert [s.text for s in chosen.spans_of("source")] == ["Mayor Ada Lund"]


def test_a_first_annotation_is_told_that_there_is_no_source_before_it(window):
    Typist(window).play("Shift+Right*3 c Ctrl+R")
    assert "No annotation before" in window.status.message()


def test_what_holds_in_this_document_is_asked_of_any_field_that_names_somebody(window):
    Typist(window).play("Shift+Right*3 c")
    window.describe_speaker()
    assert "no speaker yet" in window.status.message()
    made = entities.create(window.session, "person", "Ada Lund")
    window.marker.set_field("who", made.uid)
    window.describe_speaker()
    (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert list(dialog.fields) == ["office"]
