# SPDX-License-Identifier: MIT
"""What most annotators agree on, and what they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator.analysis.majority import ANNOTATOR, majority
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.codebook_reader import from_toml
from annotator.model.document import Document, Layer, SpeakerInDocument
from annotator.model.identity import sha256_text

TEXT = "0123456789" * 5

CODEBOOK = from_toml(
    """
[codebook]
id = "small"
version = "1.0.0"
title = "Small"
[[entity_type]]
id = "speaker"
[[vocabulary]]
id = "issue"
open = true
[[annotation_type]]
id = "said"
[[role]]
of = "said"
id = "content"
[[role]]
of = "said"
id = "cue"
[[field]]
of = "said"
id = "tone"
type = "choice"
values = [{id = "warm"}, {id = "cold"}]
[[field]]
of = "said"
id = "sure"
type = "boolean"
[[field]]
of = "said"
id = "level"
type = "integer"
[[field]]
of = "said"
id = "tags"
type = "multichoice"
values = [{id = "a"}, {id = "b"}, {id = "c"}]
[[field]]
of = "said"
id = "because"
type = "link"
[[row]]
of = "said"
id = "stance"
explicit_none = true
[[role]]
of = "stance"
id = "evidence"
[[field]]
of = "stance"
id = "issue"
type = "vocabulary"
vocabulary = "issue"
[[field]]
of = "stance"
id = "side"
type = "choice"
values = [{id = "favor"}, {id = "against"}]
"""
)


def said(who: str, start: int, end: int, number: int = 1, **more: Any) -> Annotation:
    rows = {"stance": more.pop("stance")} if "stance" in more else {}
    fields = more.pop("fields", {})
    return Annotation(
        uid=f"{who}{number}",
        document="d",
        type="said",
        annotator=who,
        state=more.pop("state", "complete"),
        spans=(Span("content", start, end, TEXT[start:end]), *more.pop("spans", ())),
        fields=fields,
        rows=rows,
        **more,
    )


def stance(issue: str, side: str | None, *spans: Span) -> Row:
    fields = {"issue": issue} | ({"side": side} if side else {})
    return Row(fields, spans)


def record(*annotations: Annotation, complete: str = "") -> DocumentRecord:
    document = Document(uid="d", title="D", text=TEXT, text_sha256=sha256_text(TEXT))
    layers = tuple(
        Layer(document="d", annotator=who, status="complete") for who in complete
    )
    return DocumentRecord(document=document, layers=layers, annotations=annotations)


def decided(*annotations: Annotation, complete: str = "") -> tuple[Annotation, ...]:
    return majority(
        record(*annotations, complete=complete), CODEBOOK
    ).record.annotations


def test_two_of_three_are_a_majority_and_one_is_none() -> None:
    found = majority(
        record(said("a", 0, 10), said("b", 1, 10), said("c", 30, 40)), CODEBOOK
    )
    (made,) = found.record.annotations
    assert (made.annotator, made.origin, made.layer) == (ANNOTATOR, "edited", "primary")
    assert found.voters == ("a", "b", "c")
    assert [each.uid for each in found.minority] == ["c1"]
    assert made.uid not in {"a1", "b1"}


def test_half_is_no_majority() -> None:
    assert decided(said("a", 0, 10), said("b", 30, 40)) == ()
    four = [said("a", 0, 10), said("b", 0, 10)]
    assert decided(*four, complete="abcd") == ()
    assert len(decided(*four, complete="abc")) == 1


def test_who_finished_and_marked_nothing_votes_too() -> None:
    assert len(decided(said("a", 0, 10))) == 1
    assert decided(said("a", 0, 10), complete="ab") == ()


def test_only_the_chosen_annotators_vote() -> None:
    given = record(said("a", 0, 10), said("b", 0, 10), complete="abc")
    found = majority(given, CODEBOOK, annotators=["a"])
    assert found.voters == ("a",)
    assert len(found.record.annotations) == 1


def test_the_adjudicated_and_the_deleted_have_no_vote() -> None:
    given = [
        said("a", 0, 10),
        said("b", 0, 10, layer="adjudicated"),
        said("c", 0, 10, deleted=True),
    ]
    found = majority(record(*given), CODEBOOK)
    assert found.voters == ("a",)


@pytest.mark.parametrize(("end", "matched"), [(10, True), (20, True), (21, False)])
def test_spans_that_overlap_by_half_are_the_same(end: int, matched: bool) -> None:
    assert bool(decided(said("a", 0, 10), said("b", 0, end))) is matched


def test_each_annotator_is_in_a_group_once_and_the_best_overlap_wins() -> None:
    given = [
        said("a", 0, 10, 1, fields={"level": 1}),
        said("a", 4, 14, 2, fields={"level": 2}),
        said("b", 4, 14, 1, fields={"level": 2}),
        said("b", 0, 10, 2, fields={"level": 1}),
    ]
    found = decided(*given)
    assert [(each.start(), each.fields["level"]) for each in found] == [(0, 1), (4, 2)]


def test_every_two_members_of_a_group_overlap() -> None:
    # a–b and b–c overlap by half, a–c hardly: no chain makes them one.
    found = majority(
        record(said("a", 0, 12), said("b", 4, 16), said("c", 8, 20)), CODEBOOK
    )
    (made,) = found.record.annotations
    assert len(found.minority) == 1
    assert made.start() in (0, 4)


def test_spans_are_those_of_the_nearest_member() -> None:
    cue = Span("cue", 20, 22, "01")
    given = [said("a", 0, 8), said("b", 0, 10, spans=(cue,)), said("c", 0, 12)]
    (made,) = decided(*given)
    assert made.spans == given[1].spans


def test_values_need_more_than_half_and_false_is_not_zero() -> None:
    given = [
        said("a", 0, 10, fields={"tone": "warm", "sure": False, "level": 0}),
        said("b", 0, 10, fields={"tone": "warm", "sure": False, "level": 1}),
        said("c", 0, 10, fields={"tone": "cold", "level": 2}),
    ]
    found = majority(record(*given), CODEBOOK)
    (made,) = found.record.annotations
    assert made.fields == {"tone": "warm", "sure": False}
    (undecided,) = found.undecided
    assert undecided.name == "level"
    assert undecided.annotation == made.uid
    assert str(undecided).endswith("level: 0 1, 1 1, 2 1")


def test_unset_can_be_the_majority() -> None:
    given = [said(w, 0, 10) for w in "ab"]
    found = majority(
        record(*given, said("c", 0, 10, fields={"tone": "cold"})), CODEBOOK
    )
    assert found.record.annotations[0].fields == {}
    assert found.undecided == []


def test_of_several_values_each_is_voted_on() -> None:
    given = [
        said("a", 0, 10, fields={"tags": ("a", "b")}),
        said("b", 0, 10, fields={"tags": ("b", "c")}),
        said("c", 0, 10, fields={"tags": ("a", "b")}),
    ]
    (made,) = decided(*given)
    assert made.fields["tags"] == ("a", "b")


def test_rows_are_matched_by_what_they_are_about() -> None:
    evidence = Span("evidence", 0, 3, "012")
    given = [
        said("a", 0, 10, stance=(stance("x", "favor"), stance("y", "against"))),
        said("b", 0, 10, stance=(stance("y", "against"), stance("x", "favor"))),
        said("c", 0, 10, stance=(stance("x", "against", evidence),)),
    ]
    found = majority(record(*given), CODEBOOK)
    (made,) = found.record.annotations
    sides = {row.fields["issue"]: row.fields["side"] for row in made.rows["stance"]}
    assert sides == {"x": "favor", "y": "against"}
    assert found.undecided == []


def test_a_row_of_few_is_left_out_and_told() -> None:
    given = [
        said("a", 0, 10, stance=(stance("x", "favor"),)),
        said("b", 0, 10, none=("stance",)),
        said("c", 0, 10, none=("stance",)),
    ]
    found = majority(record(*given), CODEBOOK)
    (made,) = found.record.annotations
    assert made.rows == {}
    assert made.none == ("stance",)
    assert [each.name for each in found.undecided] == ["stance x"]


def test_links_and_parents_lead_to_the_majority() -> None:
    given = []
    for who in "ab":
        given.append(said(who, 0, 20, 1))
        more: dict[str, Any] = {"parent": f"{who}1", "fields": {"because": f"{who}1"}}
        given.append(said(who, 5, 10, 2, **more))
    outer, inner = decided(*given)
    assert inner.parent == outer.uid
    assert inner.fields["because"] == outer.uid


def test_the_outcome_does_not_hang_on_the_order() -> None:
    given = [
        said(who, start, start + 10, n, fields={"level": n})
        for who in "abc"
        for n, start in enumerate((0, 4, 8), 1)
    ]
    assert decided(*given) == decided(*reversed(given))


def test_the_layer_is_complete_where_all_are() -> None:
    given = record(said("a", 0, 10), complete="ab")
    (layer,) = majority(given, CODEBOOK).record.layers
    assert (layer.annotator, layer.status) == (ANNOTATOR, "complete")
    begun = replace(given, layers=given.layers[:0])
    assert majority(begun, CODEBOOK).record.layers[0].status == "in_progress"


def test_speakers_in_the_document_are_those_most_agree_on() -> None:
    roles = {"a": "mayor", "b": "mayor", "c": "clerk"}
    layers = tuple(
        Layer(
            document="d",
            annotator=who,
            status="complete",
            speakers=(SpeakerInDocument("lee", {"role": role, "country": who}),),
        )
        for who, role in roles.items()
    )
    given = replace(record(), layers=layers)
    (layer,) = majority(given, CODEBOOK).record.layers
    assert layer.speakers == (SpeakerInDocument("lee", {"role": "mayor"}),)
