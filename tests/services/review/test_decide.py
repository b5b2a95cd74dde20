# SPDX-License-Identifier: MIT
"""Deciding about two people's layers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.errors import ValidationError
from annotator.model.review import Facet
from annotator.services import annotate, history
from annotator.services.review import decide, documents, reasons
from annotator.services.review import desk as desks
from annotator.services.session import Session
from tests.services.review import twice


def table(session):
    return desks.load(session, twice.DOCUMENT)


def item(desk, label, facet="annotation"):
    return next(i for i in desk.items if i.label == label and str(i.facet) == facet)


def member(desk, found, who):
    unit = desk.unit(found)
    return unit.members[[p.uid for p in desk.people].index(who)]


def primaries(session):
    of = session.project.annotations.of
    return [of(twice.DOCUMENT, who, "primary") for who in (twice.IEVA, twice.TILO)]


STANCE = "row.stance.tolls.field.stance"


def test_the_queue_says_what_differs(double):
    desk = table(double)
    asked = [(i.label, i.kind, str(i.facet)) for i in desk.items if i.kind != "agreed"]
    assert asked == [
        ("A02", "boundary", "spans.content"),
        ("A03", "row", STANCE),
        ("A04", "only", "annotation"),
        ("A05", "only", "annotation"),
        ("A06a", "parent", "parent"),
    ]
    assert [p.name for p in desk.people] == ["Ieva Sand", "Tilo Brandt"]


def test_taking_an_answer_makes_a_result_of_the_reviewer(double):
    before = primaries(double)
    desk = table(double)
    asked = item(desk, "A03", STANCE)
    decide.take(double, desk, asked, member(desk, asked, twice.TILO), "Guideline", "§4")
    desk = desks.reload(double, desk)
    (result,) = desk.results
    assert result.annotator == double.annotator.uid
    assert result.layer == "adjudicated"
    assert result.state == "complete"
    assert result.rows["stance"][0].fields["stance"] == "mixed"
    assert result.extra["from"] == ["i3", "t3"]
    found = item(desk, "A03", STANCE)
    assert (found.state, found.decision.verdict) == ("decided", "take")
    assert found.decision.taken == "t3"
    assert (found.decision.reason, found.decision.note) == ("Guideline", "§4")
    assert found.decision.author == double.annotator.uid
    assert found.decision.value == "mixed"
    assert primaries(double) == before


def test_union_and_intersection(double):
    desk = table(double)
    decide.unite(double, desk, item(desk, "A02", "spans.content"))
    desk = desks.reload(double, desk)
    assert [s.text for s in desk.results[0].spans] == [
        "that the ferries could not wait so long"
    ]
    decide.intersect(double, desk, item(desk, "A02", "spans.content"))
    desk = desks.reload(double, desk)
    assert [s.text for s in desk.results[0].spans] == [
        "the ferries could not wait so long"
    ]
    assert len(desk.decisions) == 1
    assert desk.decisions[0].verdict == "intersection"
    assert len(desk.decisions[0].revs) == 2


def test_nothing_in_common_is_told(double):
    desk = table(double)
    asked = item(desk, "A03", STANCE)
    with pytest.raises(ValidationError, match="only words"):
        decide.intersect(double, desk, asked)


def test_rejecting_everyone_leaves_no_result_and_closes_the_unit(double):
    desk = table(double)
    decide.take(double, desk, item(desk, "A03", STANCE), desk.comparison.units[2].first)
    desk = desks.reload(double, desk)
    decide.reject(double, desk, item(desk, "A03", STANCE), "Wrong boundary")
    desk = desks.reload(double, desk)
    assert desk.results == ()
    found = [i for i in desk.items if i.label == "A03"]
    assert [(i.state, i.decision.verdict) for i in found] == [("decided", "rejected")]


def test_what_only_one_has_can_be_taken_whole(double):
    desk = table(double)
    asked = item(desk, "A05")
    decide.take(double, desk, asked, desk.unit(asked).first)
    (result,) = desks.reload(double, desk).results
    stored = twice.of_tilo()[3]
    assert result.fields == stored.fields
    assert result.rows == stored.rows
    assert result.state == "complete"


def test_ambiguous_leaves_a_field_unset_and_a_draft(double):
    desk = table(double)
    decide.ambiguous(double, desk, item(desk, "A03", STANCE))
    desk = desks.reload(double, desk)
    assert "stance" not in desk.results[0].rows["stance"][0].fields
    assert desk.results[0].state == "draft"
    assert item(desk, "A03", STANCE).state == "decided"


def test_results_are_nested_as_was_decided(double):
    desk = table(double)
    asked = item(desk, "A06a", "parent")
    decide.take(double, desk, asked, member(desk, asked, twice.IEVA))
    desk = desks.reload(double, desk)
    (inner,) = desk.results
    assert inner.parent is None  # what it lies in has no result yet
    decide.accept(double, desk, item(desk, "A06"))
    desk = desks.reload(double, desk)
    outer = next(r for r in desk.results if "i6" in r.extra["from"])
    inner = next(r for r in desk.results if "i6a" in r.extra["from"])
    assert inner.parent == outer.uid


def test_a_changed_primary_reopens_its_decisions(double):
    desk = table(double)
    asked = item(desk, "A03", STANCE)
    decide.take(double, desk, asked, member(desk, asked, twice.IEVA))
    with _as(double, twice.TILO):
        mine = double.project.annotations.get(twice.DOCUMENT, "t3")
        annotate.update(double, replace(mine, fields={**mine.fields, "notes": "sure"}))
    found = item(table(double), "A03", STANCE)
    assert (found.state, found.decision.verdict) == ("reopened", "take")
    desk = table(double)
    decide.take(double, desk, found, member(desk, found, twice.IEVA))
    assert item(table(double), "A03", STANCE).state == "decided"


def test_a_new_primary_reopens_what_was_decided_without_it(double):
    desk = table(double)
    asked = item(desk, "A04")
    decide.take(double, desk, asked, desk.unit(asked).first)
    with _as(double, twice.TILO):
        annotate.add(double, twice.made("t4", "Nobody asked the fishers", "favor"))
    desk = table(double)
    assert [
        (str(i.facet), i.state) for i in desk.items if i.label == "A04" and i.is_open
    ] == [("field.speaker", "open"), (STANCE, "open")]


def test_running_it_again_keeps_what_was_decided(double):
    desk = table(double)
    asked = item(desk, "A03", STANCE)
    decide.take(double, desk, asked, member(desk, asked, twice.IEVA))
    path = double.path
    double.close()
    with Session.open(path, annotator="Ana Ruiz") as again:
        assert item(table(again), "A03", STANCE).state == "decided"


def test_each_decision_is_one_step_that_is_taken_back_whole(double):
    desk = table(double)
    asked = item(desk, "A02", "spans.content")
    decide.unite(double, desk, asked)
    step = history.undo(double)
    assert history.describe(step) == "Took all words that anyone marked: A02"
    desk = table(double)
    assert desk.results == ()
    assert desk.decisions == ()
    history.redo(double)
    desk = table(double)
    assert len(desk.results) == len(desk.decisions) == 1


def test_taking_all_of_one_person_decides_every_question_of_the_unit(double):
    with _as(double, twice.TILO):
        mine = double.project.annotations.get(twice.DOCUMENT, "t2")
        fields = {**mine.fields, "speaker": "clerk"}
        annotate.update(double, replace(mine, fields=fields))
    desk = table(double)
    unit = desk.comparison.units[1]
    decide.take_all(double, desk, unit, unit.members[1])
    desk = desks.reload(double, desk)
    assert [i.state for i in desk.items if i.label == "A02"] == ["decided"] * 2
    assert desk.results[0].fields["speaker"] == "clerk"
    assert desk.results[0].state == "complete"


def test_a_document_is_complete_when_nothing_is_open(double):
    desk = table(double)
    with pytest.raises(ValidationError, match="open questions"):
        documents.set_complete(double, desk)
    for _ in range(40):
        desk = table(double)
        waiting = next((i for i in desk.items if i.is_open), None)
        if waiting is None:
            break
        if waiting.kind == "agreed":
            decide.accept(double, desk, waiting)
        else:
            decide.take(double, desk, waiting, desk.unit(waiting).first)
    documents.set_complete(double, table(double))
    assert documents.reviewable(double)[0].status == "complete"


def test_whoever_begins_to_review_is_a_reviewer_and_goes_on_seeing(double):
    desk = table(double)
    decide.unite(double, desk, item(desk, "A02", "spans.content"))
    me = double.project.annotators.get(double.annotator.uid)
    assert me.role == "reviewer"
    assert len(table(double).people) == 2


def test_an_annotator_who_is_not_done_sees_no_other(double):
    with _as(double, twice.TILO):
        annotate.set_status(double, twice.DOCUMENT, "in_progress")
        assert desks.people_of(double, twice.DOCUMENT) == ()
        assert documents.reviewable(double) == []
        desk = table(double)
        assert desk.items == ()
    desk = table(double)
    with _as(double, twice.TILO), pytest.raises(ValidationError, match="hidden"):
        decide.unite(double, desk, item(desk, "A02", "spans.content"))


def test_the_list_of_reasons_is_the_projects(double):
    assert "Guideline" in reasons.reasons(double)
    kept = reasons.set_reasons(double, ["  Rule 4.3 ", "", "Rule 4.3", "Slip"])
    assert kept == reasons.reasons(double) == ("Rule 4.3", "Slip")
    history.undo(double)
    assert "Guideline" in reasons.reasons(double)


def test_facets_of_decisions_survive_in_the_file(double):
    desk = table(double)
    decide.unite(double, desk, item(desk, "A02", "spans.content"))
    (stored,) = double.project.decisions.of(twice.DOCUMENT)
    assert stored.facet == Facet("spans", "content")
    assert [p.annotator for p in stored.primaries] == [twice.IEVA, twice.TILO]
    assert all(p.revision for p in stored.primaries)


class _as:
    """Somebody else at the keyboard for a while."""

    def __init__(self, session, uid):
        self.session, self.uid = session, uid

    def __enter__(self):
        self.before = self.session.annotator
        self.session.annotator = self.session.project.annotators.get(self.uid)

    def __exit__(self, *_):
        self.session.annotator = self.before


def test_who_is_rejected_over_a_field_is_seen_among_what_was_decided(double):
    """The whole unit goes although everybody marked it: it must not be forgotten."""
    desk = table(double)
    asked = item(desk, "A02", "spans.content")
    decide.reject(double, desk, asked, "", "")
    now = [each for each in table(double).items if each.unit == asked.unit]
    assert [(each.kind, each.state) for each in now] == [("only", "decided")]
    assert now[0].decision.verdict == "rejected"
