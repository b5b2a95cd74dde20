# SPDX-License-Identifier: MIT
"""Writing in the adjudicated layer by hand."""

from __future__ import annotations

from dataclasses import replace

from annotator.model import edits
from annotator.model.annotation import Annotation, Span
from annotator.services import history
from annotator.services.review import decide, editing
from annotator.services.review import desk as desks
from tests.services.review import twice
from tests.services.review.test_decide import STANCE, item, primaries, table


def test_editing_begins_with_a_draft_of_what_is_agreed(double):
    desk = table(double)
    asked = item(desk, "A03", STANCE)
    made = editing.begin(double, desk, desk.unit(asked), desk.unit(asked).first)
    assert made.state == "draft"
    assert "stance" not in made.rows["stance"][0].fields
    assert made.fields["speaker"] == "rostel"
    assert editing.begin(double, table(double), desk.unit(asked), made) == made
    assert item(table(double), "A03", STANCE).state == "open"


def test_an_edit_is_a_decision_about_what_it_changed(double):
    before = primaries(double)
    desk = table(double)
    asked = item(desk, "A03", STANCE)
    made = editing.begin(double, desk, desk.unit(asked), desk.unit(asked).first)
    row = ("stance", 0)
    own = edits.set_field(made, double.codebook, "stance", "unclear", row=row)
    editing.save(double, table(double), own, "annotation.field", field="stance")
    found = item(table(double), "A03", STANCE)
    assert (found.state, found.decision.verdict) == ("decided", "edited")
    his = edits.set_field(own, double.codebook, "stance", "mixed", row=row)
    editing.save(double, table(double), his)
    found = item(table(double), "A03", STANCE)
    assert (found.decision.verdict, found.decision.taken) == ("take", "t3")
    assert primaries(double) == before


def test_spans_can_be_resized_added_and_may_overlap(double):
    desk = table(double)
    asked = item(desk, "A02", "spans.content")
    made = editing.begin(double, desk, desk.unit(asked), desk.unit(asked).first)
    text = desk.document.text
    start, end = twice.at("the ferries could not")
    moved = edits.set_span(made, text, "content", 0, start, end)
    stored = editing.save(double, table(double), moved, "annotation.move")
    assert stored.spans_of("content")[0].text == "the ferries could not"
    wider = edits.mark(
        stored, double.codebook, text, "hedge", *twice.at("could not wait")
    )
    stored = editing.save(double, table(double), wider, "annotation.mark")
    assert stored.spans_of("hedge")[0].text == "could not wait"
    found = item(table(double), "A02", "spans.content")
    assert found.decision.verdict == "edited"
    # An overlapping annotation of nobody's is allowed just as well.
    other = twice.made("", "Mayor Voss replied that the ferries")
    alone = editing.add(double, table(double), replace(other, uid="n1"))
    assert alone.annotator == double.annotator.uid
    assert len(table(double).results) == 2


def test_a_new_annotation_instead_of_those_of_a_unit(double):
    desk = table(double)
    asked = item(desk, "A02", "spans.content")
    decide.unite(double, desk, asked)
    draft = Annotation(
        uid="",
        document=twice.DOCUMENT,
        type="attribution",
        annotator="",
        spans=(Span("content", *twice.at("could not wait so long")),),
    )
    desk = table(double)
    made = editing.add(double, desk, draft, desk.comparison.units[1])
    desk = table(double)
    assert [r.uid for r in desk.results] == [made.uid]
    assert made.extra["from"] == ["i2", "t2"]
    found = [i for i in desk.items if i.label == "A02"]
    assert [(i.state, i.decision.verdict) for i in found] == [("decided", "new")]


def test_a_new_annotation_that_nobody_made_is_listed(double):
    desk = table(double)
    editing.add(double, desk, replace(twice.made("n1", "A clerk"), uid="n1"))
    desk = table(double)
    found = next(i for i in desk.items if i.kind == "new")
    assert found.decision.result == "n1"
    assert found.decision.primaries == ()
    editing.delete(double, desk, "n1")
    desk = table(double)
    assert desk.results == ()
    assert not [i for i in desk.items if i.kind == "new"]


def test_deleting_a_result_rejects_everyone(double):
    desk = table(double)
    decide.unite(double, desk, item(desk, "A02", "spans.content"))
    desk = table(double)
    editing.delete(double, desk, desk.results[0].uid)
    found = [i for i in table(double).items if i.label == "A02"]
    assert [i.decision.verdict for i in found] == ["rejected"]
    history.undo(double)
    assert len(table(double).results) == 1


def test_settling_decides_for_what_stands(double):
    desk = table(double)
    asked = item(desk, "A06a", "parent")
    editing.begin(double, desk, desk.unit(asked), desk.unit(asked).first)
    assert editing.settle(double, table(double), asked, "Slip", "as it is")
    found = item(table(double), "A06a", "parent")
    assert (found.state, found.decision.reason) == ("decided", "Slip")


def test_second_reading_accepts_corrects_and_rejects(double):
    before = primaries(double)
    desk = desks.load(double, twice.DOCUMENT, [twice.IEVA])
    assert desk.reading
    assert {i.kind for i in desk.items} == {"reading"}
    decide.accept(double, desk, desk.items[0])
    desk = desks.reload(double, desk)
    decide.reject(double, desk, desk.items[1], "Overlooked")
    desk = desks.reload(double, desk)
    third = desk.items[2]
    made = editing.begin(double, desk, desk.unit(third), desk.unit(third).first)
    right = edits.set_field(made, double.codebook, "quote_type", "mixed")
    editing.save(double, desks.reload(double, desk), right)
    desk = desks.reload(double, desk)
    verdicts = [i.decision.verdict for i in desk.items if i.decision]
    assert verdicts == ["accepted", "rejected", "corrected"]
    assert len(desk.results) == 2
    assert primaries(double) == before
    # Compared with the second person's layer it is open again.
    assert table(double).items[0].state == "reopened"
