# SPDX-License-Identifier: MIT
"""Units of several people and what they differ in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.analysis.compare import MISSING, compare, main_area
from annotator.analysis.facets import View, unsaid
from annotator.analysis.groups import groups
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.review import ANNOTATION, PARENT, Facet
from annotator.services.codebook import preset

STANCE = Facet("field", "stance", "stance", "toll")


@pytest.fixture(scope="module")
def book():
    return preset("speaker_stance")


def made(uid, who, start, end, **changes):
    base = Annotation(
        uid=uid,
        document="d",
        type="attribution",
        annotator=who,
        state="complete",
        spans=(Span("content", start, end),),
        fields={"speaker": "korve", "quote_type": "indirect"},
    )
    return replace(base, **changes)


def stance(issue, value, **more):
    return Row(fields={"issue": issue, "stance": value, **more})


def differing(book, *layers, **options):
    people = tuple("abc"[: len(layers)])
    found = compare(people, layers, book, **options)
    return [
        [(str(d.facet), d.values) for d in each] for each in found.differences
    ], found


def test_the_same_twice_is_agreed(book):
    there, found = differing(book, [made("1", "a", 0, 9)], [made("2", "b", 0, 9)])
    assert there == [[]]
    assert [unit.number for unit in found.agreed] == [0]


def test_only_one_has_it(book):
    there, found = differing(book, [made("1", "a", 0, 9)], [])
    assert there == [[("annotation", (True, False))]]
    assert found.agreed == ()


def test_a_draft_is_not_agreed_on(book):
    layers = [made("1", "a", 0, 9, state="draft")], [made("2", "b", 0, 9)]
    there, found = differing(book, *layers)
    assert there == [[]]
    assert found.agreed == ()


def test_boundaries_fields_and_parents(book):
    outer = made("1", "a", 0, 50), made("2", "b", 0, 50)
    inner = (
        made("3", "a", 10, 20, parent="1"),
        made("4", "b", 12, 20, fields={"speaker": "tolvik", "quote_type": "direct"}),
    )
    there, _ = differing(book, *zip(outer, inner, strict=True))
    assert there[0] == []
    assert there[1] == [
        ("spans.content", (((10, 20),), ((12, 20),))),
        ("parent", (0, None)),
        ("field.speaker", ("korve", "tolvik")),
        ("field.quote_type", ("indirect", "direct")),
    ]


def test_rows_are_matched_by_what_they_are_about(book):
    one = made("1", "a", 0, 9, rows={"stance": (stance("toll", "favor"),)})
    other = made(
        "2",
        "b",
        0,
        9,
        rows={"stance": (stance("dam", "against"), stance("toll", "unclear"))},
    )
    there, _ = differing(book, [one], [other])
    assert there == [
        [
            ("row.stance.toll.field.stance", ("favor", "unclear")),
            ("row.stance.dam", (False, True)),
        ]
    ]


def test_none_said_against_nothing_said(book):
    there, _ = differing(
        book, [made("1", "a", 0, 9, none=("stance",))], [made("2", "b", 0, 9)]
    )
    assert there == [[("none.stance", (True, False))]]


def test_none_said_against_a_row_is_one_difference(book):
    one = made("1", "a", 0, 9, none=("stance",))
    other = made("2", "b", 0, 9, rows={"stance": (stance("toll", "favor"),)})
    assert differing(book, [one], [other])[0] == [[("row.stance.toll", (False, True))]]


def test_what_is_unset_is_its_default_and_a_default_is_no_difference(book):
    one = made("1", "a", 0, 9, fields={"speaker": "korve", "factuality": "factual"})
    other = made("2", "b", 0, 9, fields={"speaker": "korve"})
    assert differing(book, [one], [other])[0] == [[]]


def test_false_and_unset_differ_where_there_is_no_default(book):
    one = made("1", "a", 0, 9, fields={"attribution_type": "fact"})
    other = made("2", "b", 0, 9, fields={})
    assert differing(book, [one], [other])[0] == [
        [("field.attribution_type", ("fact", None))]
    ]


def test_united_speakers_are_one(book):
    one = made("1", "a", 0, 9, fields={"speaker": "korve"})
    other = made("2", "b", 0, 9, fields={"speaker": "a_korve"})
    same = {"a_korve": "korve"}
    there, _ = differing(book, [one], [other], canonical=lambda u: same.get(u, u))
    assert there == [[]]


def test_links_to_each_ones_own_annotation_are_the_same_link(book):
    one = (
        made("1", "a", 0, 9),
        made("3", "a", 20, 30, fields={"speaker": "korve", "justifies": "1"}),
    )
    other = (
        made("2", "b", 0, 9),
        made("4", "b", 20, 30, fields={"speaker": "korve", "justifies": "2"}),
    )
    there = differing(book, one, other)[0]
    assert there[1] == []


def test_own_words_and_own_confidence_are_no_disagreement(book):
    one = made("1", "a", 0, 9, fields={"speaker": "k", "notes": "x", "confidence": 1})
    other = made("2", "b", 0, 9, fields={"speaker": "k", "notes": "y", "confidence": 3})
    assert differing(book, [one], [other])[0] == [[]]


def test_three_people_of_whom_one_lacks_it(book):
    rows = {"stance": (stance("toll", "favor"),)}
    there, found = differing(
        book,
        [made("1", "a", 0, 9, rows=rows)],
        [made("2", "b", 0, 9, rows={"stance": (stance("toll", "mixed"),)})],
        [],
    )
    assert there == [
        [
            ("annotation", (True, True, False)),
            (str(STANCE), ("favor", "mixed", MISSING)),
        ]
    ]
    assert found.units[0].made[1].annotator == "b"


def test_two_rows_about_the_same_are_told_apart(book):
    rows = {"stance": (stance("toll", "favor"), stance("toll", "against"))}
    view = View({k.id: k for k in book.types}, str, {})
    kind = book.type("attribution").row("stance")
    mine = made("1", "a", 0, 9, rows=rows)
    assert view.keys(mine, kind) == {"toll": 0, "toll#2": 1}
    second = Facet("field", "stance", "stance", "toll#2")
    assert view.value(mine, second) == "against"


def test_a_type_that_the_codebook_does_not_know_is_compared_by_its_spans(book):
    one = made("1", "a", 0, 9, type="claim", spans=(Span("x", 0, 9),))
    other = made("2", "b", 0, 9, type="claim", spans=(Span("x", 0, 7),))
    assert differing(book, [one], [other])[0] == [[("spans.x", (((0, 9),), ((0, 7),)))]]


def test_annotation_and_parent_are_facets(book):
    view = View({k.id: k for k in book.types}, str, {"p": 4})
    child = made("1", "a", 0, 9, parent="p")
    assert view.value(child, ANNOTATION) is True
    assert view.value(child, PARENT) == 4


def test_five_thousand_annotations_a_person_are_compared_in_moments(book):
    rows = {"stance": (stance("toll", "favor"),)}
    layers = [
        [made(f"{who}{n}", who, n * 60, n * 60 + 40, rows=rows) for n in range(5000)]
        for who in "ab"
    ]
    found = compare(("a", "b"), layers, book)
    assert len(found.agreed) == 5000


def test_reading_an_annotation_at_once_says_what_single_questions_say(book):
    view = View({k.id: k for k in book.types}, str, {"p": 4})
    rows = {"stance": (stance("toll", "favor"), stance("dam", "mixed"))}
    spans = (Span("content", 0, 9), Span("hedge", 2, 4), Span("odd", 1, 2))
    mine = made("1", "a", 0, 9, rows=rows, spans=spans, parent="p")
    other = made("2", "b", 0, 9, none=("stance",))
    for each in (mine, other):
        said = view.read(each)
        for facet in view.of([mine, other]):
            assert said.get(facet, unsaid(facet)) == view.value(each, facet), facet


ends = st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda t: (t[0], sum(t)))
layers = st.lists(st.lists(ends, max_size=9), min_size=2, max_size=3)


@settings(max_examples=200, deadline=None)
@given(layers, st.sampled_from([0.0, 0.5]))
def test_the_text_is_matched_bit_by_bit_as_it_would_be_at_once(book, found, least):
    there = [
        [made(f"{who}{n}", who, *each) for n, each in enumerate(spans)]
        for who, spans in zip("abc", found, strict=False)
    ]
    kind = next(each for each in book.types if each.id == "attribution")
    areas = [[main_area(each, kind) for each in layer] for layer in there]
    at_once = {
        tuple(None if n is None else there[c][n].uid for c, n in enumerate(group))
        for group in groups(areas, least)
    }
    units = compare("abc"[: len(there)], there, book, least).units
    assert len(units) == len(at_once)
    assert {
        tuple(None if m is None else m.uid for m in unit.members) for unit in units
    } == at_once
