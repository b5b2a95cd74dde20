# SPDX-License-Identifier: MIT
"""What the form asks for is stored, one step each; speakers learn their names."""

from __future__ import annotations

import pytest

from annotator.services import annotate, entities, history
from tests.ui.typist import Typist

TEXT = "Ada Lund said that it is open. Mayor Lund added that it is safe."


@pytest.fixture
def window(text_window):
    return text_window


FIRST = "Ctrl+Home Shift+Right*2 s Shift+Right u Shift+End c "
SECOND = "Right Shift+Right*2 s Shift+Right u Shift+End c "


def speakers(window):
    return entities.entities(window.session, "speaker")


def test_new_speaker_and_its_use_are_one_step(window):
    Typist(window).play(FIRST + "p Shift+Enter Enter")
    (made,) = speakers(window)
    assert made.name == "Ada Lund"
    assert window.bench.chosen.fields["speaker"] == made.uid
    history.undo(window.session)
    assert speakers(window) == []
    assert "speaker" not in window.bench.chosen.fields


def test_known_speaker_learns_the_name_in_the_marked_source(window):
    typist = Typist(window)
    typist.play(FIRST + "p Shift+Enter Enter Esc " + SECOND + 'p "Ada" Enter')
    (made,) = speakers(window)
    assert made.aliases == ("Lund",)
    assert window.bench.chosen.fields["speaker"] == made.uid


def test_unknown_name_that_was_only_typed_is_never_stored(window):
    Typist(window).play(FIRST + 'p "Somebody" Esc')
    assert speakers(window) == []
    assert "speaker" not in window.bench.chosen.fields


def test_opening_a_field_stores_nothing(window):
    Typist(window).play(FIRST)
    before = history.next_undo(window.session).id
    Typist(window).play("p Esc t Esc F6 F6")
    assert history.next_undo(window.session).id == before


def test_enter_on_an_unfinished_draft_tells_what_is_missing(window):
    Typist(window).play(FIRST + "Enter")
    assert window.bench.chosen.state == "draft"
    told = [p.field for p in window.bench.problems() if p.severity == "error"]
    assert "speaker" in told
    assert "quote_type" in told


def test_text_typed_for_one_annotation_is_not_lost_when_another_is_chosen(window):
    typist = Typist(window)
    typist.play(FIRST + "Esc " + SECOND)
    first, second = (a.uid for a in window.bench.annotations)
    window.bench.choose(first)
    window.form.focus_field("notes")
    typist.play('"Look again"')
    window.bench.choose(second)
    uid = window.bench.desk.document.uid
    stored = {a.uid: a for a in annotate.load(window.session, uid).annotations}
    assert stored[first].fields["notes"] == "Look again"
    assert "notes" not in stored[second].fields


def test_the_row_that_a_key_changes_comes_into_sight(window, qtbot):
    window.resize(1280, 560)
    qtbot.waitUntil(lambda: window.height() == 560)
    Typist(window).play(FIRST)
    assert window.form.area.verticalScrollBar().maximum() > 0
    Typist(window).play("f")
    body = window.form._shown_panel().row_body(("stance", 0))
    stance = body.fields["stance"].editor

    def seen():
        view = window.form.area.viewport()
        bottom = stance.mapTo(view, stance.rect().bottomLeft()).y()
        return 0 < bottom <= view.height()

    qtbot.waitUntil(seen)
    window.form.area.verticalScrollBar().setValue(0)
    Typist(window).play("a")
    qtbot.waitUntil(seen)


def test_what_is_chosen_is_shown_from_its_beginning(window, qtbot):
    window.resize(1280, 560)
    qtbot.waitUntil(lambda: window.height() == 560)
    Typist(window).play(FIRST + "f Esc " + SECOND + "a Esc")
    for annotation in window.bench.annotations:
        window.bench.choose(annotation.uid)
        qtbot.wait(20)
        assert window.form.area.verticalScrollBar().maximum() > 0
        assert window.form.area.verticalScrollBar().value() == 0
