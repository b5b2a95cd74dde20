# SPDX-License-Identifier: MIT
"""What the review says in words."""

from __future__ import annotations

import pytest

from annotator.model.review import ANNOTATION, Facet
from annotator.services.codebook import preset
from annotator.services.review.parts import MISSING
from annotator.ui.review.words import Words, boundary, differing

TEXT = "He said that the port is lost and that nobody cares."


def at(words):
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def words():
    names = {"voss": "Ada Voss"}.get
    issues = {"toll": "Tolls"}.get
    return Words(preset("speaker_stance"), names, issues, {3: "A04"})


@pytest.mark.parametrize(
    ("facet", "title"),
    [
        (ANNOTATION, "Attribution"),
        (Facet("parent"), "Nesting"),
        (Facet("spans", "content"), "Content"),
        (Facet("spans", "odd"), "odd"),
        (Facet("field", "quote_type"), "Quote type"),
        (Facet("row", "", "stance", "toll"), "Stance row"),
        (Facet("none", row="stance"), "No stance"),
        (Facet("field", "directness", "stance", "toll"), "Directness"),
    ],
)
def test_what_a_facet_is_called(words, facet, title):
    assert words.title(facet, "attribution") == title


def test_what_a_row_is_about(words):
    facet = Facet("field", "stance", "stance", "toll")
    assert words.about(facet, "attribution") == ("Issue", "Tolls")
    second = Facet("field", "stance", "stance", "toll#2")
    assert words.about(second, "attribution") == ("Issue", "Tolls (2)")
    assert words.about(Facet("field", "speaker"), "attribution") is None


@pytest.mark.parametrize(
    ("facet", "value", "text", "symbol"),
    [
        (Facet("field", "speaker"), "voss", "Ada Voss", ""),
        (Facet("field", "quote_type"), "direct", "Direct", ""),
        (Facet("field", "quote_type"), None, "not set", ""),
        (Facet("field", "cue_negated"), True, "yes", ""),
        (Facet("field", "intensity", "stance", "toll"), 2, "2 of 3", ""),
        (Facet("field", "stance", "stance", "toll"), "favor", "Favor", "favor"),
        (Facet("field", "justifies"), 3, "A04", ""),
        (Facet("parent"), 3, "inside A04", ""),
        (Facet("parent"), None, "stands alone", ""),
        (Facet("row", "", "stance", "toll"), False, "no such row", ""),
        (Facet("field", "stance", "stance", "toll"), MISSING, "no such row", ""),
        (ANNOTATION, False, "nothing here", ""),
        (Facet("spans", "cue"), (), "nothing marked", ""),
        (Facet("spans", "cue"), (at("said"),), "said", ""),
    ],
)
def test_answers(words, facet, value, text, symbol):
    said = words.said(facet, "attribution", value, TEXT)
    assert (said.text, said.symbol) == (text, symbol)


def test_a_codebook_that_does_not_know_the_type_is_no_trouble(words):
    assert words.title(ANNOTATION, "claim") == "claim"
    assert words.said(Facet("field", "x"), "claim", "y").text == "y"


def test_in_what_boundaries_differ():
    whole, less = at("that the port is lost"), at("the port is lost")
    assert boundary([(whole,), (less,)], TEXT) == ("with “that” or without", "1 word")
    two = (at("that the port is lost"), at("that nobody cares"))
    text, _ = boundary([two, ((two[0][0], two[1][1]),)], TEXT)
    assert text == "with “and” or without"
    apart, hint = boundary([(at("He said"),), (at("cares"),)], TEXT)
    assert apart == "“He said” / “cares”"
    assert hint == "3 words"


def test_what_some_marked_and_what_all_did():
    assert differing([((0, 9),), ((5, 12),), MISSING]) == (((0, 5), (9, 12)), ((5, 9),))
    assert differing([MISSING]) == ((), ())
