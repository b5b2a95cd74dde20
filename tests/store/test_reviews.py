# SPDX-License-Identifier: MIT
"""Decisions and comments in the file: kept, tombstoned, and read from strangers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.review import ANNOTATION, Comment, Decision, Facet, Primary
from annotator.store.project import Project
from annotator.store.review_items import (
    comment_data,
    comment_of,
    decision_data,
    decision_of,
)
from tests.store import made

DECISION = Decision(
    uid="d1",
    document="d1",
    author="ann",
    at=1_700_000_000_123,
    facet=Facet("field", "stance", "stance", "a.b"),
    primaries=(Primary("a1", "ann", "0123"), Primary("b1", "bob", "4567")),
    verdict="take",
    taken="b1",
    reason="Guideline",
    note="So.",
    result="r1",
    value=False,
)
COMMENT = Comment(
    uid="c1",
    document="d1",
    author="ann",
    created=1_700_000_000_123,
    text="Why?",
    annotation="a1",
    thread="c0",
    resolved=True,
    read_by=("ann", "bob"),
)


@pytest.fixture
def project(tmp_path):
    made.filled(tmp_path).close()
    with Project.open(tmp_path / "p.annotator") as opened:
        yield opened


def test_records_are_what_they_were_after_the_file():
    assert decision_of(decision_data(DECISION)) == DECISION
    assert comment_of(comment_data(COMMENT)) == COMMENT


def test_keys_stand_in_the_order_of_the_format():
    assert list(decision_data(DECISION)) == [
        *("id", "document", "author", "at", "facet", "primaries", "verdict"),
        *("taken", "reason", "note", "result", "value"),
    ]
    assert decision_data(DECISION)["at"] == "2023-11-14T22:13:20.123Z"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(st.text(max_size=5), each, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([*decision_data(DECISION), *comment_data(COMMENT), "odd"])


@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_whatever_strangers_wrote_is_read(data):
    assert decision_of(data).facet is not None
    assert comment_of(data).uid is not None


def test_an_unknown_facet_is_about_the_annotation():
    assert decision_of({"id": "x", "facet": "nonsense."}).facet == ANNOTATION


def test_decisions_have_revisions_and_stay_as_tombstones(project):
    with project.history.step("ann", "review.take", {}):
        stored = project.decisions.add(DECISION)
        changed = project.decisions.update(stored)
    assert changed.revs == stored.revs  # nothing changed
    (kept,) = project.decisions.of("d1")
    assert kept == stored
    assert project.decisions.refreshed("d1", [kept])[0] is kept
    with project.history.step("ann", "review.withdraw", {}):
        project.decisions.remove(kept)
    assert project.decisions.of("d1") == ()
    assert project.items.find("decisions", "d1", "d1").deleted


def test_who_has_read_a_comment_is_no_revision(project):
    with project.history.step("ann", "comment.add", {}):
        stored = project.comments.add(COMMENT)
    with project.atomic():
        project.comments.mark_read(stored, "cleo")
        project.comments.mark_read(stored, "cleo")
    (kept,) = project.comments.of("d1")
    assert kept.revs == stored.revs
    assert kept.read_by == ("ann", "bob", "cleo")
