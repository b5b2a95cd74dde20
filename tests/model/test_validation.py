# SPDX-License-Identifier: MIT
"""Validation: what is complete passes, and each fault is told in one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model import edits
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_toml
from annotator.model.problem import TEMPLATES
from annotator.model.validation import document_problems, is_valid, problems
from tests.model.worked import TEXT, at, begun, codebook, gold, invented, marked

BOOK = codebook()


def told(annotation: Annotation, *others: Annotation, text: str = TEXT) -> set[str]:
    """The codes of the problems of the annotation."""
    return {p.code for p in problems(annotation, BOOK, text, others)}


def test_the_reference_annotations_are_valid(shared: Path) -> None:
    text, annotations = gold(shared)
    assert len(annotations) == 21
    assert document_problems(annotations, BOOK, text) == []


def test_the_invented_annotations_are_valid() -> None:
    assert document_problems(invented(), BOOK, TEXT) == []


def test_a_fresh_draft_is_told_what_it_lacks() -> None:
    draft = begun("that talks had begun", uid="a1")
    messages = [p.message for p in problems(draft, BOOK, TEXT)]
    assert messages == [
        "No speaker is named. Name one.",
        "Quote type is not chosen. Choose one.",
        "No stance is coded. Add one, or say that there is none.",
        "No source is marked. Mark one, or choose Arbitrary or Implicit.",
    ]


def test_a_source_is_not_needed_where_the_type_says_so() -> None:
    draft = begun("that talks had begun", uid="a1")
    draft = edits.set_field(draft, BOOK, "source_type", "implicit")
    assert "no_source_needs_type" not in told(draft)


def test_a_problem_names_its_place() -> None:
    draft = edits.add_row(begun("that talks had begun", uid="a1"), BOOK, "stance")
    found = {p.field: p for p in problems(draft, BOOK, TEXT) if p.row == "stance"}
    assert set(found) == {"issue", "stance"}
    assert found["issue"].row_no == 0
    assert found["issue"].annotation == "a1"


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (Span("content", 5, 5, ""), "empty_span"),
        (Span("content", 9, 4, ""), "empty_span"),
        (Span("content", -3, 4, "x"), "outside_text"),
        (Span("content", 5, len(TEXT) + 1, "x"), "outside_text"),
        (Span("content", 0, 7, "harbour"), "quote_differs"),
        (Span("hum", 0, 7, "Harbour"), "unknown_role"),
    ],
)
def test_a_bad_span_is_told(span: Span, code: str) -> None:
    annotation = invented()[0]
    assert code in told(replace(annotation, spans=(*annotation.spans, span)))


@pytest.mark.parametrize("words", ["Monday ", "\u00a0Monday", "winter.\n\n"])
def test_white_space_at_an_edge_is_a_warning(words: str) -> None:
    found = problems(marked(invented()[0], "supplement", words), BOOK, TEXT)
    assert [(p.code, p.severity) for p in found] == [("white_space", "warning")]
    assert is_valid(found)


def test_overlapping_pieces_are_told() -> None:
    annotation = invented()[0]
    start, end = annotation.spans[0].start, annotation.spans[0].start + 4
    extra = Span("content", start, end, TEXT[start:end])
    assert "pieces_overlap" in told(
        replace(annotation, spans=(extra, *annotation.spans))
    )


def test_a_role_of_one_span_may_not_have_two() -> None:
    annotation = invented()[0]
    extra = Span("source", 0, 7, TEXT[:7])
    assert told(replace(annotation, spans=(*annotation.spans, extra))) == {
        "role_too_many"
    }


def test_content_is_needed() -> None:
    draft = begun("Minister Ilze Berzā", role="source", uid="a1")
    assert "role_missing" in told(draft)


def test_quotation_marks_are_asked_of_direct_speech() -> None:
    outer = invented()[0]
    direct = edits.set_field(outer, BOOK, "quote_type", "direct")
    (found,) = problems(direct, BOOK, TEXT)
    assert (found.code, found.severity) == ("direct_has_marks", "warning")


def test_a_condition_is_asked_of_a_conditional_stance() -> None:
    with_row = edits.add_row(invented()[0], BOOK, "stance")
    row = ("stance", 0)
    for field, value in [("issue", "i"), ("stance", "favor"), ("conditional", True)]:
        with_row = edits.set_field(with_row, BOOK, field, value, row)
    assert told(with_row) == {"condition_span"}
    assert told(marked(with_row, "condition", "before winter", row=row)) == set()


def test_two_rows_on_one_issue_are_told_at_the_second() -> None:
    row = Row(fields={"issue": "i", "stance": "favor", "directness": "explicit"})
    twice = replace(invented()[0], rows={"stance": (row, row)}, none=())
    (found,) = problems(twice, BOOK, TEXT)
    assert (found.code, found.row, found.row_no) == ("one_row_per_issue", "stance", 1)
    assert found.field == "issue"


def test_neither_rows_nor_a_tick_and_both_are_told() -> None:
    annotation = invented()[0]
    assert told(replace(annotation, none=())) == {"rows_missing"}
    row = Row(fields={"issue": "i", "stance": "favor", "directness": "explicit"})
    assert told(replace(annotation, rows={"stance": (row,)})) == {"rows_and_none"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("quote_type", "sung", "unknown_value"),
        ("quote_type", True, "wrong_type"),
        ("cue_negated", "yes", "wrong_type"),
        ("cue_negated", 1, "wrong_type"),
        ("confidence", True, "wrong_type"),
        ("confidence", 0, "too_small"),
        ("confidence", 4, "too_large"),
        ("justifies", "a1", "link_to_itself"),
        ("justifies", "a9", "unknown_link"),
        ("mood", "grim", "unknown_field"),
    ],
)
def test_a_bad_value_is_told(field: str, value: str | int, code: str) -> None:
    annotation = invented()[0]
    fields = {**annotation.fields, field: value}
    assert told(replace(annotation, fields=fields)) == {code}


def test_a_link_to_a_deleted_annotation_is_told() -> None:
    outer, inner, _ = invented()
    linked = edits.set_field(outer, BOOK, "justifies", "a2")
    assert told(linked, inner) == set()
    assert told(linked, replace(inner, deleted=True)) == {"unknown_link"}


def test_a_child_outside_its_parents_content_is_told() -> None:
    outer, inner, _ = invented()
    moved = marked(inner, "source", "Harbour ministry")
    (found,) = problems(moved, BOOK, TEXT, [outer])
    assert (found.code, found.role) == ("outside_parent", "source")
    assert "parent's content" in found.message


def test_a_child_across_two_pieces_parted_by_white_space_is_inside() -> None:
    outer, inner, _ = invented()
    start, end = at("a pier 🛳")
    pieces = (
        Span("content", outer.spans[0].start, end, TEXT[outer.spans[0].start : end]),
        Span(
            "content", end + 1, outer.spans[0].end, TEXT[end + 1 : outer.spans[0].end]
        ),
    )
    parted = replace(outer, spans=(*pieces, *outer.spans[1:]))
    assert start < end
    assert told(inner, parted) == set()


def test_parents_missing_or_circular_are_told() -> None:
    outer, inner, _ = invented()
    assert told(inner) == {"parent_missing"}
    ring = replace(outer, parent="a2")
    assert told(ring, inner) == {"cycle"}


def test_levels_end_where_the_codebook_says() -> None:
    chain = [
        replace(invented()[0], uid=f"n{n}", parent=f"n{n - 1}" if n else None)
        for n in range(6)
    ]
    assert "too_deep" not in told(chain[4], *chain)
    assert "too_deep" in told(chain[5], *chain)


SENTENCES = """
[codebook]
id = "sentences"
version = "1.0.0"
[[vocabulary]]
id = "topic"
values = ["sea", "land"]
[[annotation_type]]
id = "claim"
univocal = true
[[role]]
of = "claim"
id = "words"
contiguous = true
[[role]]
of = "claim"
id = "head"
[[field]]
of = "claim"
id = "topic"
type = "vocabulary"
vocabulary = "topic"
multiple = true
[[field]]
of = "claim"
id = "day"
type = "date"
required = true
visible_if = {field = "dated", is = true}
[[field]]
of = "claim"
id = "dated"
type = "boolean"
[[annotation_type]]
id = "note"
overlap = false
[[role]]
of = "note"
id = "words"
"""


def claim(*places: tuple[str, int, int], uid: str = "c", **more: object) -> Annotation:
    """A claim or note about the invented article."""
    return Annotation(
        uid=uid,
        document="d1",
        annotator="ada",
        spans=tuple(Span(role, a, b, TEXT[a:b]) for role, a, b in places),
        **{"type": "claim", **more},  # type: ignore[arg-type]
    )


def claimed(annotation: Annotation, *others: Annotation) -> list[str]:
    """The problem codes under the sentences codebook."""
    book: Codebook = from_toml(SENTENCES)
    return [p.code for p in problems(annotation, book, TEXT, others)]


def test_a_contiguous_role_in_two_pieces_is_told() -> None:
    assert claimed(claim(("words", 0, 7), ("words", 8, 16))) == ["role_not_contiguous"]


def test_a_character_belongs_to_one_span_where_univocal() -> None:
    assert claimed(claim(("words", 0, 7), ("head", 6, 9))) == ["univocal", "univocal"]
    one, two = claim(("words", 0, 7)), claim(("head", 6, 9), uid="d")
    assert claimed(one, two) == ["univocal"]
    assert claimed(one, replace(two, annotator="bo")) == []
    assert claimed(one, replace(two, deleted=True)) == []


def test_overlap_is_told_where_it_is_not_allowed() -> None:
    one = claim(("words", 0, 7), type="note")
    assert claimed(one, claim(("words", 6, 9), type="note", uid="d")) == ["overlap"]
    assert claimed(one, claim(("words", 7, 9), type="note", uid="d")) == []


def test_an_entry_off_a_closed_list_is_told() -> None:
    fields = {"topic": ("sea", "sky")}
    assert claimed(claim(("words", 0, 7), fields=fields)) == ["unknown_entry"]
    fields = {"topic": "sea"}  # type: ignore[dict-item]
    assert claimed(claim(("words", 0, 7), fields=fields)) == ["wrong_type"]


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        ("2025", False),
        ("2025-01", False),
        ("2024-02-29", False),
        ("2025-01-15T11:20", False),
        ("2025-02-29", True),
        ("2025-13", True),
        ("15 January", True),
        ("2025-01-15T24:00", True),
        ("2025-01-15T11:20Z", True),
        ("٢٠٢٥", True),
    ],
)
def test_dates_are_as_precise_as_known(day: str, wrong: bool) -> None:
    fields = {"dated": True, "day": day}
    codes = claimed(claim(("words", 0, 7), fields=fields))
    assert codes == (["not_a_date"] if wrong else [])


def test_what_is_hidden_is_not_required() -> None:
    assert claimed(claim(("words", 0, 7))) == []
    assert claimed(claim(("words", 0, 7), fields={"dated": False})) == []
    assert claimed(claim(("words", 0, 7), fields={"dated": True})) == ["required"]


def test_a_type_that_the_codebook_lacks_is_told() -> None:
    assert claimed(claim(type="poem")) == ["unknown_type"]


def test_a_rule_speaks_its_own_words_braces_and_all() -> None:
    rule = '[[rule]]\nid = "r"\nmessage = "Mark a {head}."\n'
    rule += 'if = {role = "words", count_min = 1}\n'
    rule += 'require = {role = "head", count_min = 1}\n'
    book = from_toml(SENTENCES + rule)
    found = problems(claim(("words", 0, 7)), book, TEXT)
    assert [p.message for p in found] == ["Mark a {head}."]
    silent = from_toml(SENTENCES + rule.replace('message = "Mark a {head}."\n', ""))
    found = problems(claim(("words", 0, 7)), silent, TEXT)
    assert [p.message for p in found] == ["Words is marked. Mark the head."]


def test_every_sentence_says_what_to_do() -> None:
    for code, template in TEMPLATES.items():
        if not code.startswith("when_"):
            assert template.endswith("."), code
            assert len(template) < 80, code
