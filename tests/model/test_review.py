# SPDX-License-Identifier: MIT
"""Facets as text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.review import ANNOTATION, PARENT, Comment, Facet

IDS = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
KEYS = st.text(min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("facet", "text"),
    [
        (ANNOTATION, "annotation"),
        (PARENT, "parent"),
        (Facet("spans", "content"), "spans.content"),
        (Facet("field", "quote_type"), "field.quote_type"),
        (Facet("none", row="stance"), "none.stance"),
        (Facet("row", "", "stance", "toll"), "row.stance.toll"),
        (Facet("field", "stance", "stance", "toll"), "row.stance.toll.field.stance"),
        (
            Facet("spans", "condition", "stance", "a.b"),
            "row.stance.a.b.spans.condition",
        ),
    ],
)
def test_a_facet_is_written_as_decisions_store_it(facet, text):
    assert str(facet) == text
    assert Facet.parse(text) == facet


@given(row=IDS, key=KEYS, name=IDS, kind=st.sampled_from(["field", "spans"]))
def test_whatever_a_row_is_about_it_is_read_back(row, key, name, kind):
    facet = Facet(kind, name, row, key)
    assert Facet.parse(str(facet)) == facet


@pytest.mark.parametrize(
    "text", ["", "row", "row.stance", "annotation.x", "field", "x.y"]
)
def test_what_is_no_facet_is_refused(text):
    with pytest.raises(ValueError, match="no facet"):
        Facet.parse(text)


def test_a_comment_belongs_to_the_thread_of_the_first():
    first = Comment(uid="c1", document="d", author="ieva", created=0, text="Why?")
    answer = Comment(
        uid="c2", document="d", author="tilo", created=1, text="So.", thread="c1"
    )
    assert first.root == answer.root == "c1"
