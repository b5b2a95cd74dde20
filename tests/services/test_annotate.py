# SPDX-License-Identifier: MIT
"""The verbs of annotating."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.errors import NotFoundError, ValidationError
from annotator.services import annotate, history
from annotator.services.events import Changed
from annotator.services.session import Session
from annotator.store import uses
from tests.store import made


def _draft(**more: object) -> Annotation:
    given: dict[str, object] = {
        "uid": "",
        "document": "d2",
        "type": "attribution",
        "annotator": "",
        "spans": (Span("content", 1, 4),),
    }
    return Annotation(**(given | more))  # type: ignore[arg-type]


def test_adding_fills_what_is_missing_and_begins_the_layer(session: Session) -> None:
    rows = {"stance": (Row({"issue": "peace"}, (Span("evidence", 7, 11),)),)}
    stored = annotate.add(session, _draft(rows=rows))
    assert stored.uid
    assert stored.annotator == "ann"
    assert stored.codebook == made.codebook().sha256
    assert stored.created == stored.modified
    assert len(stored.revs) == 1
    assert stored.spans[0].text == made.TEXT[1:4]
    assert stored.rows["stance"][0].spans[0].text == "said"
    desk = annotate.load(session, "d2")
    assert desk.annotations == (stored,)
    assert desk.layer.status == "in_progress"
    assert desk.speakers == {"lee": {"role": "minister"}}
    assert desk.document.text == made.TEXT


def test_one_verb_is_one_step(session: Session) -> None:
    before = len(history.steps(session))
    stored = annotate.add(session, _draft())
    annotate.update(session, replace(stored, state="complete"))
    assert len(history.steps(session)) == before + 2


def test_updating_grows_the_chain_and_nothing_new_makes_no_step(
    session: Session,
) -> None:
    first = annotate.load(session, "d1").annotations[0]
    changed = replace(first, fields={**first.fields, "speaker": "lee2"})
    second = annotate.update(session, changed, "annotation.field", field="speaker")
    assert second.revs[:-1] == first.revs
    assert uses.counts(session.project) == {"lee2": 1, "peace": 1}
    steps = len(history.steps(session))
    assert annotate.update(session, changed) == second
    assert len(history.steps(session)) == steps


def test_false_and_zero_and_empty_are_values(session: Session) -> None:
    fields = {"cue_negated": False, "confidence": 0, "notes": "", "many": ("a",)}
    stored = annotate.add(session, _draft(fields=fields))
    loaded = annotate.load(session, "d2").annotations[0]
    assert loaded == stored
    assert loaded.fields == fields
    assert loaded.fields["cue_negated"] is False


def test_an_annotation_that_is_gone_cannot_be_updated(session: Session) -> None:
    stored = annotate.add(session, _draft())
    annotate.delete(session, "d2", stored.uid)
    with pytest.raises(NotFoundError):
        annotate.update(session, replace(stored, state="complete"))
    with pytest.raises(NotFoundError):
        annotate.delete(session, "d2", stored.uid)


def test_deleting_leaves_a_tombstone_and_lifts_the_children(session: Session) -> None:
    top = annotate.add(session, _draft())
    middle = annotate.add(session, _draft(parent=top.uid))
    low = annotate.add(session, _draft(parent=middle.uid))
    gone = annotate.delete(session, "d2", middle.uid)
    assert gone.deleted
    live = {a.uid: a.parent for a in annotate.load(session, "d2").annotations}
    assert live == {top.uid: None, low.uid: top.uid}
    assert session.project.annotations.get("d2", middle.uid).deleted
    history.undo(session)
    live = {a.uid: a.parent for a in annotate.load(session, "d2").annotations}
    assert live == {top.uid: None, middle.uid: top.uid, low.uid: middle.uid}


def test_several_in_one_step(session: Session) -> None:
    pair = [annotate.add(session, _draft()) for _ in range(2)]
    steps = len(history.steps(session))
    done = annotate.update_many(session, [replace(a, state="complete") for a in pair])
    assert [a.state for a in done] == ["complete", "complete"]
    assert len(history.steps(session)) == steps + 1
    history.undo(session)
    assert {a.state for a in annotate.load(session, "d2").annotations} == {"draft"}


def test_annotations_come_in_text_order_the_longer_first(session: Session) -> None:
    for start, end in ((5, 8), (1, 3), (1, 9)):
        annotate.add(session, _draft(spans=(Span("content", start, end),)))
    spans = [a.spans[0] for a in annotate.load(session, "d2").annotations]
    assert [(s.start, s.end) for s in spans] == [(1, 9), (1, 3), (5, 8)]


def test_everyone_sees_their_own_layer(session: Session) -> None:
    annotate.add(session, _draft())
    session.use_annotator("bob")
    desk = annotate.load(session, "d2")
    assert (desk.annotations, desk.layer.status) == ((), "new")
    assert len(annotate.load(session, "d2", "ann").annotations) == 1


def test_completing_asks_for_complete_annotations(session: Session) -> None:
    with pytest.raises(ValidationError, match="a1"):
        annotate.set_status(session, "d1", "complete")
    assert annotate.load(session, "d1").layer.status == "in_progress"
    assert annotate.set_status(session, "d1", "complete", force=True).status
    assert annotate.load(session, "d1").layer.status == "complete"
    with pytest.raises(ValidationError):
        annotate.set_status(session, "d1", "perfect")


def test_note_and_speakers_details_are_kept_per_document(session: Session) -> None:
    annotate.set_note(session, "d2", "check")
    annotate.set_speaker_attributes(session, "d2", "lee", {"role": "mayor"})
    annotate.set_speaker_attributes(session, "d2", "x", {"country": "LV"})
    desk = annotate.load(session, "d2")
    assert desk.layer.note == "check"
    assert desk.speakers == {"lee": {"role": "mayor"}, "x": {"country": "LV"}}
    annotate.set_speaker_attributes(session, "d2", "x", {})
    assert annotate.load(session, "d1").speakers == {"lee": {"role": "minister"}}
    assert annotate.load(session, "d2").speakers == {"lee": {"role": "mayor"}}


def test_time_is_counted_and_never_undone(session: Session) -> None:
    annotate.set_note(session, "d2", "x")
    annotate.add_seconds(session, "d2", 30)
    annotate.add_seconds(session, "d2", 5)
    history.undo(session)
    layer = annotate.load(session, "d2").layer
    assert (layer.note, layer.seconds) == ("begun", 47)


def test_each_verb_tells_which_annotations_changed_and_that_is_enough(
    session: Session,
) -> None:
    told: list[Changed] = []
    session.events.subscribe(told.append)
    desk = annotate.load(session, "d2")
    outer = annotate.add(session, _draft())
    inner = annotate.add(
        session, _draft(parent=outer.uid, spans=(Span("content", 2, 3),))
    )
    annotate.update(session, replace(outer, state="complete"))
    annotate.set_note(session, "d2", "a note")
    annotate.delete(session, "d2", outer.uid)
    assert [each.annotations for each in told] == [
        {outer.uid},
        {inner.uid},
        {outer.uid},
        set(),
        {outer.uid, inner.uid},
    ]
    for each in told:
        desk = annotate.reload(session, desk, each.annotations)
    assert desk == annotate.load(session, "d2")
    assert [a.uid for a in desk.annotations] == [inner.uid]


def test_what_did_not_change_stays_the_same_object(session: Session) -> None:
    first, second = (annotate.add(session, _draft()) for _ in range(2))
    desk = annotate.load(session, "d2")
    annotate.update(session, replace(second, spans=(Span("content", 0, 2),)))
    after = annotate.reload(session, desk, {second.uid})
    assert [a.uid for a in after.annotations] == [second.uid, first.uid]
    assert after.annotations[1] in desk.annotations
    assert any(after.annotations[1] is a for a in desk.annotations)
