# SPDX-License-Identifier: MIT
"""Editing annotations: spans unite, part and nest; fields hold what they can."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook_reader import from_toml
from annotator.model.errors import ValidationError
from annotator.model.nesting import adopted
from tests.model.worked import TEXT, at, begun, codebook, document, invented, marked

BOOK = codebook()


def texts(annotation: Annotation, role: str = "content") -> list[str]:
    """The words that play the role."""
    return [span.text for span in annotation.spans_of(role)]


def test_a_draft_has_the_defaults_of_the_codebook() -> None:
    draft = begun("that talks had begun", uid="a1")
    assert draft.state == "draft"
    assert draft.codebook == BOOK.sha256
    assert dict(draft.fields) == {
        "source_type": "other",
        "factuality": "factual",
        "cue_negated": False,
        "content_anaphoric": False,
    }


def test_a_boolean_without_default_is_unset() -> None:
    book = from_toml(
        '[codebook]\nid = "b"\nversion = "1.0.0"\n[[annotation_type]]\nid = "t"\n'
        '[[role]]\nof = "t"\nid = "r"\n'
        '[[field]]\nof = "t"\nid = "agreed"\ntype = "boolean"\n'
    )
    assert edits.begin(book, "t", document(), "ada", "r", 0, 7).fields == {}


def test_the_parent_is_the_innermost_that_holds_all() -> None:
    outer, inner, other = invented()
    assert (outer.parent, inner.parent, other.parent) == (None, "a1", None)
    deep = begun("before winter", outer, inner, uid="a9")
    assert deep.parent == "a2"
    out = marked(deep, "cue", "asking for", others=[outer, inner])
    assert out.parent == "a1"
    assert marked(out, "cue", "noted", others=[outer, inner]).parent is None


def test_without_content_there_is_no_parent_yet() -> None:
    outer, _, _ = invented()
    draft = begun("the mayor of Saulkrasti", outer, role="source", uid="a9")
    assert draft.parent is None
    draft = marked(draft, "content", "a pier 🛳 before winter", others=[outer])
    assert draft.parent == "a1"


def test_another_annotators_work_is_no_parent() -> None:
    outer, _, _ = invented()
    start, end = at("before winter")
    draft = edits.begin(
        BOOK, "attribution", document(), "bo", "content", start, end, [outer]
    )
    assert draft.parent is None


def test_what_lies_inside_a_later_annotation_comes_under_it() -> None:
    outer, _, _ = invented()
    inner = begun("a pier 🛳 before winter", uid="a2")
    innermost = begun("before winter", inner, uid="a4")
    moved = adopted(outer, BOOK, [outer, inner, innermost])
    assert [(each.uid, each.parent) for each in moved] == [("a2", "a1")]


def test_the_children_of_a_deleted_one_move_up() -> None:
    outer, inner, split = invented()
    deep = begun("before winter", outer, inner, uid="a4")
    moved = edits.reparent([outer, inner, split, deep], "a2")
    assert [(each.uid, each.parent) for each in moved] == [("a4", "a1")]


def test_a_role_of_one_span_takes_the_new_one() -> None:
    annotation = marked(invented()[0], "source", "Harbour ministry")
    assert texts(annotation, "source") == ["Harbour ministry"]


def test_touching_and_overlapping_pieces_unite() -> None:
    draft = begun("“The pier,”", uid="a1")
    apart = marked(draft, "content", "“comes first.”")
    assert texts(apart) == ["“The pier,”", "“comes first.”"]
    whole = marked(apart, "content", "” he noted, “")
    assert texts(whole) == ["“The pier,” he noted, “comes first.”"]


def test_spans_stand_in_the_order_of_the_codebook() -> None:
    draft = begun("Minister Ilze Berzā", role="source", uid="a1")
    draft = marked(marked(draft, "cue", "said"), "content", "that talks had begun")
    assert [s.role for s in draft.spans] == ["content", "source", "cue"]


def test_a_cut_parts_and_trims() -> None:
    draft = begun("“The pier,” he noted, “comes first.”", uid="a1")
    parted = edits.cut(draft, TEXT, *at("he noted,"), "content")
    assert texts(parted) == ["“The pier,”", "“comes first.”"]


def test_a_cut_trims_no_break_spaces() -> None:
    draft = begun("said on\u00a0Monday", uid="a1")
    assert texts(edits.cut(draft, TEXT, *at("Monday that"), "content")) == ["said on"]


def test_a_cut_of_everything_leaves_nothing() -> None:
    draft = begun("that talks had begun", uid="a1")
    assert edits.cut(draft, TEXT, 0, len(TEXT), "content").spans == ()


def test_a_cut_that_leaves_too_many_pieces_is_refused() -> None:
    source = begun("Minister Ilze Berzā", role="source", uid="a1")
    with pytest.raises(ValidationError):
        edits.cut(source, TEXT, *at("Ilze"), "source", codebook=BOOK)


def test_a_span_moves_and_unites_with_what_it_meets() -> None:
    parted = invented()[2]
    start, _ = at("“The pier")
    _, end = at("noted, “")
    moved = edits.set_span(parted, TEXT, "content", 0, start, end)
    assert texts(moved) == ["“The pier,” he noted, “comes first.”"]


def test_unmark_takes_one_span_away() -> None:
    left = edits.unmark(invented()[2], "content", 0)
    assert texts(left) == ["“comes first.”"]
    with pytest.raises(ValidationError):
        edits.unmark(left, "content", 1)


def test_a_contiguous_role_is_replaced_by_what_does_not_touch_it() -> None:
    book = from_toml(
        '[codebook]\nid = "b"\nversion = "1.0.0"\n[[annotation_type]]\nid = "t"\n'
        '[[role]]\nof = "t"\nid = "r"\ncontiguous = true\n'
    )
    draft = edits.begin(book, "t", document(), "ada", "r", 0, 7)
    assert texts(edits.mark(draft, book, TEXT, "r", 7, 9), "r") == [TEXT[:9]]
    assert texts(edits.mark(draft, book, TEXT, "r", 20, 30), "r") == [TEXT[20:30]]


@pytest.mark.parametrize(
    ("start", "end"), [(4, 4), (9, 3), (-1, 3), (0, len(TEXT) + 1)]
)
def test_no_range_of_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        edits.mark(invented()[0], BOOK, TEXT, "hedge", start, end)


def test_unknown_roles_fields_rows_and_types_are_refused() -> None:
    annotation = invented()[0]
    with pytest.raises(ValidationError):
        edits.mark(annotation, BOOK, TEXT, "condition", 0, 3)
    with pytest.raises(ValidationError):
        edits.mark(annotation, BOOK, TEXT, "condition", 0, 3, row=("stance", 0))
    with pytest.raises(ValidationError):
        edits.set_field(annotation, BOOK, "mood", "grim")
    with pytest.raises(ValidationError):
        edits.set_field(annotation, BOOK, "issue", "x", row=("stance", 3))
    with pytest.raises(ValidationError):
        edits.add_row(annotation, BOOK, "verse")
    with pytest.raises(ValidationError):
        edits.begin(BOOK, "poem", document(), "ada")


def test_fields_are_set_and_unset() -> None:
    annotation = edits.set_field(invented()[0], BOOK, "confidence", 2)
    assert annotation.fields["confidence"] == 2
    unset = edits.set_field(annotation, BOOK, "confidence", None)
    assert "confidence" not in unset.fields
    empty = edits.set_field(annotation, BOOK, "notes", "")
    assert empty.fields["notes"] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("quote_type", "sung"), ("confidence", "2"), ("confidence", True), ("speaker", 3)],
)
def test_a_field_refuses_what_it_cannot_hold(field: str, value: str | int) -> None:
    with pytest.raises(ValidationError):
        edits.set_field(invented()[0], BOOK, field, value)


def test_setting_what_is_set_changes_nothing() -> None:
    annotation = invented()[0]
    assert edits.set_field(annotation, BOOK, "quote_type", "indirect") is annotation
    assert edits.set_none(annotation, "stance", True) is annotation
    assert edits.set_state(annotation, "draft") is annotation
    assert edits.cut(annotation, TEXT, 0, 3, "content") is annotation


def test_a_default_appears_with_its_field_and_is_not_forced() -> None:
    book = from_toml(
        '[codebook]\nid = "b"\nversion = "1.0.0"\n[[annotation_type]]\nid = "t"\n'
        '[[role]]\nof = "t"\nid = "r"\n'
        '[[field]]\nof = "t"\nid = "sure"\ntype = "boolean"\n'
        '[[field]]\nof = "t"\nid = "how"\ntype = "integer"\ndefault = 2\n'
        'visible_if = {field = "sure", is = true}\n'
    )
    draft = edits.begin(book, "t", document(), "ada", "r", 0, 7)
    assert draft.fields == {}
    shown = edits.set_field(draft, book, "sure", True)
    assert shown.fields == {"how": 2, "sure": True}
    unset = edits.set_field(shown, book, "how", None)
    assert unset.fields == {"sure": True}
    hidden = edits.set_field(shown, book, "sure", None)
    assert hidden.fields == {"how": 2}


def test_a_row_has_its_defaults_and_takes_the_tick_away() -> None:
    annotation = edits.add_row(invented()[0], BOOK, "stance")
    assert annotation.none == ()
    (row,) = annotation.rows["stance"]
    assert dict(row.fields) == {"directness": "explicit", "conditional": False}
    with pytest.raises(ValidationError):
        edits.set_none(annotation, "stance", True)
    bare = edits.remove_row(annotation, "stance", 0)
    assert bare.rows == {}
    assert edits.set_none(bare, "stance", True).none == ("stance",)


def test_the_last_row_keeps_what_it_holds_when_the_first_goes() -> None:
    two = edits.add_row(edits.add_row(invented()[0], BOOK, "stance"), BOOK, "stance")
    two = edits.set_field(two, BOOK, "issue", "pier", row=("stance", 1))
    one = edits.remove_row(two, "stance", 0)
    assert [row.fields.get("issue") for row in one.rows["stance"]] == ["pier"]


# -- properties over any text and any order of marks and cuts

LETTERS = st.text(st.sampled_from("ab é\u0301🛳\u00a0\n“”"), min_size=1, max_size=40)
ROLES = ("content", "source", "hedge")


@st.composite
def works(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, int, int]]]:
    """A text, and marks and cuts in it."""
    text = draw(LETTERS)
    place = st.integers(0, len(text))
    step = st.tuples(st.sampled_from(("mark", "cut")), st.sampled_from(ROLES))
    plan = draw(st.lists(st.tuples(step, place, place), max_size=12))
    return text, [(*how, min(a, b), max(a, b)) for how, a, b in plan if a != b]


def worked(text: str, plan: list[tuple[str, str, int, int]]) -> Annotation:
    """The annotation after all of the plan."""
    annotation = edits.begin(BOOK, "attribution", document(text), "ada", uid="a")
    for verb, role, start, end in plan:
        if verb == "mark":
            annotation = edits.mark(annotation, BOOK, text, role, start, end)
        else:
            annotation = edits.cut(annotation, text, start, end, role)
    return annotation


@given(works())
def test_spans_never_overlap_and_quotes_are_the_text(
    work: tuple[str, list[tuple[str, str, int, int]]],
) -> None:
    text, plan = work
    annotation = worked(text, plan)
    for role in ROLES:
        spans = annotation.spans_of(role)
        assert all(a.end < b.start for a, b in pairwise(spans))
        assert all(s.start < s.end and s.text == text[s.start : s.end] for s in spans)


@given(works(), st.data())
def test_marking_what_was_cut_brings_it_back(
    work: tuple[str, list[tuple[str, str, int, int]]], data: st.DataObject
) -> None:
    text, plan = work
    before = worked(text, plan)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cut = edits.cut(before, text, start, end, "content")
    inside = _covered(before) & set(range(start, end))
    assert not _covered(cut) & set(range(start, end))
    assert _solid(_covered(before) - inside, text) == _solid(_covered(cut), text)
    again = cut
    for at_ in sorted(inside):
        again = edits.mark(again, BOOK, text, "content", at_, at_ + 1)
    assert _solid(_covered(again), text) == _solid(_covered(before), text)


@given(works())
def test_other_roles_are_left_alone(
    work: tuple[str, list[tuple[str, str, int, int]]],
) -> None:
    text, plan = work
    before = worked(text, plan)
    after = edits.cut(before, text, 0, len(text), "content")
    assert after.spans_of("hedge") == before.spans_of("hedge")


def _covered(annotation: Annotation) -> set[int]:
    return {
        place
        for span in annotation.spans_of("content")
        for place in range(span.start, span.end)
    }


def _solid(places: set[int], text: str) -> set[int]:
    return {place for place in places if not text[place].isspace()}
