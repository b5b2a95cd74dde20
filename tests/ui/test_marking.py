# SPDX-License-Identifier: MIT
"""Marking: begin, replace, pick, move an edge, cut, delete, nest, repeat a source."""

from __future__ import annotations

import pytest

from annotator.services.session import Session
from tests.ui.typist import Typist

TEXT = (
    "Mayor opens bridge\n\nMayor Ada Lund said that the new bridge 🌉 is safe and that "
    "her deputy had promised a second one. Lund added that it is open."
)


@pytest.fixture
def window(text_window):
    return text_window


@pytest.fixture
def typist(window):
    return Typist(window)


START = "Ctrl+Home Ctrl+Down "
CONTENT = START + "Shift+Right*3 s Shift+Right u Shift+Right*4 c "


def words(window, role):
    return [s.text for s in window.bench.chosen.spans_of(role)]


def test_role_key_begins_a_draft_that_is_saved_at_once(window, typist):
    typist.play(CONTENT)
    with Session.open(window.session.path, read_only=True) as other:
        kept = other.project.annotations.count()
    assert kept == 1
    assert words(window, "source") == ["Mayor Ada Lund"]
    assert words(window, "cue") == ["said"]
    assert words(window, "content") == ["that the new bridge"]
    assert window.bench.chosen.state == "draft"


def test_single_span_role_is_replaced_and_many_are_added(window, typist):
    typist.play(CONTENT + START + "Right Shift+Right*2 s Right*6 Shift+Right*2 c")
    assert words(window, "source") == ["Ada Lund"]
    assert len(words(window, "content")) == 2


def test_role_key_without_a_selection_picks_the_span_and_a_new_one_replaces_it(
    window, typist
):
    typist.play(CONTENT + "c")
    assert window.article.selection() is not None
    typist.play("Shift+Right*2 c")
    assert words(window, "content") == ["that the new bridge 🌉 is"]


def test_edges_move_by_words_across_an_emoji(window, typist):
    typist.play(CONTENT + "Ctrl+Alt+Right*3 Ctrl+Alt+Shift+Right")
    assert words(window, "content") == ["the new bridge 🌉 is safe"]
    typist.play("Ctrl+Alt+Left")
    assert words(window, "content") == ["the new bridge 🌉 is"]


def test_delete_takes_the_picked_span_first_then_the_annotation(window, typist):
    typist.play(CONTENT + "u Delete")
    assert words(window, "cue") == []
    typist.play("Delete")
    assert window.bench.annotations == ()
    typist.play("Ctrl+Z*2")
    assert words_of_only(window, "cue") == ["said"]


def words_of_only(window, role):
    (only,) = window.bench.annotations
    return [s.text for s in only.spans_of(role)]


def test_content_inside_content_is_nested(window, typist):
    typist.play(START + "Right*4 Shift+End c Esc " + START)
    typist.play("Right*15 Shift+Right*3 c")
    inner = window.bench.chosen
    assert inner.parent is not None
    assert window.bench.labels[inner.uid] == "A01a"


def test_same_source_and_speaker_as_before(window, typist):
    typist.play(
        CONTENT + "p Shift+Enter Enter Esc End Right Right Shift+Right u Ctrl+R"
    )
    first, second = window.bench.annotations
    assert second.fields["speaker"] == first.fields["speaker"]
    assert second.spans_of("source") == first.spans_of("source")


def test_zero_says_there_is_no_stance_and_plus_takes_it_back(window, typist):
    typist.play(CONTENT + "0")
    assert window.bench.chosen.none == ("stance",)
    typist.play("+")
    assert window.bench.chosen.none == ()
    assert len(window.bench.chosen.rows["stance"]) == 1


def test_value_key_makes_the_row_it_needs(window, typist):
    typist.play(CONTENT + "a")
    (row,) = window.bench.chosen.rows["stance"]
    assert row.fields["stance"] == "against"


def test_letters_mean_nothing_without_an_annotation(window, typist):
    typist.play(START + "f 1 p")
    assert window.bench.annotations == ()


def labels(window):
    return [window.bench.labels[a.uid] for a in window.bench.annotations]


def test_what_is_marked_round_another_takes_it_in_and_lets_it_go_again(window, typist):
    typist.play(START + "Right*8 Shift+Right*3 c Esc")
    (inner,) = window.bench.annotations
    assert inner.parent is None
    typist.play(START + "Right*4 Shift+Right*8 c")
    outer = window.bench.chosen
    assert outer is not None
    assert outer.uid != inner.uid
    assert window.bench.find(inner.uid).parent == outer.uid
    assert labels(window) == ["A01", "A01a"]
    assert window.bench.problems() == []
    # One step: taking it back leaves the inner one alone again.
    typist.play("Ctrl+Z")
    assert window.bench.find(inner.uid).parent is None
    typist.play("Ctrl+Y")
    window.bench.choose(outer.uid)
    typist.play(START + "Right*4 c Ctrl+Home Ctrl+Down Right*4 Shift+Right*2 c")
    assert window.bench.find(inner.uid).parent is None
    assert labels(window) == ["A01", "A02"]
