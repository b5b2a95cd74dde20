# SPDX-License-Identifier: MIT
"""The palette finds speakers, issues and words of the open document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel

from annotator.services.sample import make_sample
from annotator.ui.palette import CommandPalette
from annotator.ui.palette.inside import matches


@pytest.fixture
def window(tmp_path, show_window):
    made = show_window(make_sample(tmp_path / "s.annotator"))
    made.open_fullest()
    return made


def found(window, query):
    palette = CommandPalette.show_over(window)
    palette.field.setText(query)
    model = palette.list.model()
    rows = [model.row(n) for n in range(model.rowCount())]
    return palette, [row for row in rows if not isinstance(row, str)]


def test_words_of_the_text_are_found_and_selected(window):
    text = window.bench.text
    words = text.split("\n\n")[2].split()[2:4]
    query = " ".join(words)
    palette, hits = found(window, "/" + query.upper())
    assert hits[0].serif
    shown = "".join(hits[0].title[n] for n in hits[0].positions)
    assert shown.split() == words
    palette.run_current()
    start, end = window.article.selection()
    assert text[start:end].split() == words
    assert window.article.hasFocus()


def test_words_say_which_annotation_they_stand_in(window):
    annotation = window.bench.annotations[0]
    span = annotation.spans[0]
    _, hits = found(window, "/" + span.text[:30])
    assert window.bench.labels[annotation.uid] in {hit.detail for hit in hits}


def test_a_speaker_leads_to_the_next_annotation_of_theirs(window):
    palette, hits = found(window, "@")
    speakers = {each.fields.get("speaker") for each in window.bench.annotations}
    assert len(hits) == len(speakers - {None})
    name = hits[0].title
    palette.run_current()
    first = window.bench.chosen
    assert window.bench.names.entity(first.fields["speaker"]) == name


def test_an_issue_leads_to_an_annotation_with_a_stance_on_it(window):
    palette, hits = found(window, "#")
    label = hits[0].title
    palette.run_current()
    rows = window.bench.chosen.rows["stance"]
    assert label in {window.bench.names.issue(row.fields["issue"]) for row in rows}


def test_letters_find_commands_before_words(window):
    _, hits = found(window, "next")
    assert hits[0].title.startswith("Next")
    assert not hits[0].serif


@given(st.text(alphabet="aAİßé \u00a0😀\n", max_size=40), st.data())
def test_words_that_stand_in_the_text_are_found_where_they_stand(text, data):
    start = data.draw(st.integers(0, len(text)))
    query = text[start : start + 4]
    words = query.split()
    spans = list(matches(text, query))
    assert bool(spans) == (len(" ".join(words)) >= 2)
    for low, high in spans:
        found = text[low:high].split()
        assert [len(word) for word in found] == [len(word) for word in words]


def test_what_the_foot_says_is_not_cut(window):
    palette, _ = found(window, "")
    labels = [each for each in palette._panel.findChildren(QLabel) if each.text()]
    assert {"commands", "documents", "speakers", "issues", "text"} <= {
        each.text() for each in labels
    }
    for label in labels:
        if label.isVisible():
            assert label.width() >= label.sizeHint().width(), label.text()


@pytest.mark.parametrize("query", ["", " ", "(", "a", "\\", "%s"])
def test_signs_are_literal(query):
    assert list(matches("a (b) \\d %s", query)) == ([(9, 11)] if query == "%s" else [])


def test_a_text_without_end_is_looked_through_around_the_caret():
    text = "here " + "x" * 2_000_000 + " there"
    assert next(matches(text, "here")) == (0, 4)
    assert list(matches(text, "there")) == []
    assert list(matches(text, "there", len(text))) == [(2_000_006, 2_000_011)]
