# SPDX-License-Identifier: MIT
"""Results made of members, facet by facet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis import adjudicate
from annotator.analysis.adjudicate import Names
from annotator.analysis.compare import compare
from annotator.analysis.facets import View
from annotator.model.annotation import Row, Span
from annotator.model.review import Facet
from annotator.services.codebook import preset
from tests.analysis.test_compare import made, stance

TEXT = "0123456789 " * 20
NAMES = Names("r", "ana", {})
CONTENT = Facet("spans", "content")


@pytest.fixture(scope="module")
def view():
    return View({k.id: k for k in preset("speaker_stance").types}, str, {})


def result_of(view, *members):
    people = tuple("abc"[: len(members)])
    found = compare(people, [[m] for m in members], preset("speaker_stance"))
    (unit,) = found.units
    return adjudicate.begun(unit.made, unit.first, found.differences[0], view, NAMES)


def test_what_is_agreed_is_taken_over_and_what_is_not_stays_unset(view):
    one = made("1", "a", 0, 9)
    other = replace(made("2", "b", 0, 9), fields={**one.fields, "speaker": "tolvik"})
    result = result_of(view, one, other)
    assert result.fields == {"quote_type": "indirect"}
    assert (result.state, result.layer, result.annotator) == (
        "draft",
        "adjudicated",
        "ana",
    )
    assert result.extra == {"from": ["1", "2"]}
    assert result.revs == ()
    taken = adjudicate.taken(result, Facet("field", "speaker"), other, view, NAMES)
    assert taken.fields["speaker"] == "tolvik"


def test_a_row_that_only_one_has_is_taken_or_not(view):
    one = made("1", "a", 0, 9, rows={"stance": (stance("toll", "favor"),)})
    other = made("2", "b", 0, 9)
    result = result_of(view, one, other)
    assert result.rows == {}
    row = Facet("row", "", "stance", "toll")
    assert adjudicate.taken(result, row, one, view, NAMES).rows == one.rows
    both = adjudicate.taken(result, row, one, view, NAMES)
    assert adjudicate.taken(both, row, other, view, NAMES).rows == {}


def test_the_stance_that_is_taken_brings_its_own_reasons(view):
    rows = [stance("toll", v, rationale=f"why {v}") for v in ("favor", "mixed")]
    one = made("1", "a", 0, 9, rows={"stance": (rows[0],)})
    other = made("2", "b", 0, 9, rows={"stance": (rows[1],)})
    facet = Facet("field", "stance", "stance", "toll")
    result = adjudicate.taken(result_of(view, one, other), facet, other, view, NAMES)
    assert result.rows["stance"] == (rows[1],)


def test_a_tick_that_there_is_none_follows_from_what_is_left(view):
    one = made("1", "a", 0, 9, none=("stance",))
    other = made("2", "b", 0, 9, rows={"stance": (stance("toll", "favor"),)})
    result = result_of(view, one, other)
    assert adjudicate.settled_none(result, (one, other), (), view).none == ("stance",)
    kept = replace(result, rows=other.rows)
    assert adjudicate.settled_none(kept, (one, other), (), view).none == ()


def test_links_lead_to_results_or_nowhere(view):
    one = made("1", "a", 0, 9, fields={"speaker": "k", "justifies": "other"})
    names = Names("r", "ana", {"other": "its-result"})
    result = adjudicate.begun((one,), one, (), view, names)
    assert result.fields["justifies"] == "its-result"
    assert "justifies" not in adjudicate.begun((one,), one, (), view, NAMES).fields


SPANS = st.lists(
    st.tuples(st.integers(0, 150), st.integers(1, 30)), min_size=1, max_size=3
)


@given(SPANS, SPANS)
def test_union_and_intersection_are_those_of_the_characters(one, other):
    view = View({k.id: k for k in preset("speaker_stance").types}, str, {})
    members = [
        replace(
            made(uid, uid, 0, 1),
            spans=tuple(Span("content", a, a + n) for a, n in given_),
        )
        for uid, given_ in (("1", one), ("2", other))
    ]
    cells = [{c for s in m.spans for c in range(s.start, s.end)} for m in members]
    union = adjudicate.united_spans(members, CONTENT, view, TEXT)
    assert {c for s in union for c in range(s.start, s.end)} == cells[0] | cells[1]
    both = adjudicate.common_spans(members, CONTENT, view, TEXT)
    left = {c for s in both for c in range(s.start, s.end)}
    assert left <= cells[0] & cells[1]
    # Nothing but white space at the edges is given up.
    assert all(TEXT[c].isspace() for c in (cells[0] & cells[1]) - left)
    for span in (*union, *both):
        assert span.text == TEXT[span.start : span.end]
        assert span.text == span.text.strip() or span in union


def test_what_an_edit_changed(view):
    one = made("1", "a", 0, 9, rows={"stance": (stance("toll", "favor"),)})
    changed = replace(
        one,
        spans=(Span("content", 0, 5),),
        rows={"stance": (Row(fields={"issue": "toll", "stance": "mixed"}),)},
    )
    found = [str(f) for f in adjudicate.changed_facets(one, changed, view)]
    assert found == ["spans.content", "row.stance.toll.field.stance"]
