# SPDX-License-Identifier: MIT
"""Undo and redo: content comes back, revisions go on, the file remembers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Span
from annotator.services import annotate, documents, entities, history
from annotator.services.events import Changed
from annotator.services.session import Session
from annotator.store.bulk import read_bundle
from tests.store import made


def content(session: Session) -> Any:
    """What a person sees of the project: no revisions, no times, no tombstones."""
    bundle = read_bundle(session.project)
    entries = [e for each in bundle.header.vocabularies.values() for e in each]
    known = [*bundle.header.entities, *entries]
    return (
        bundle.header.title,
        [replace(e, revs=()) for e in known if not e.deleted],
        [
            (
                replace(record.document, revs=()),
                [
                    replace(x, seconds=None, revs=())
                    for x in record.layers
                    # One that was taken back stays, so that others learn of it.
                    if x.status != "new" or x.note or x.speakers
                ],
                [
                    replace(a, revs=(), modified=None)
                    for a in record.annotations
                    if not a.deleted
                ],
            )
            for record in bundle.documents
        ],
    )


def _new(start: int) -> Annotation:
    spans = (Span("content", start, start + 3),)
    return Annotation(
        uid="", document="d2", type="attribution", annotator="", spans=spans
    )


def _edit(session: Session, n: int) -> None:
    live = annotate.load(session, "d2").annotations
    if live:
        fields = {"speaker": f"s{n}", "confidence": n}
        annotate.update(session, replace(live[n % len(live)], fields=fields))


def _delete(session: Session, n: int) -> None:
    live = annotate.load(session, "d2").annotations
    if live:
        annotate.delete(session, "d2", live[n % len(live)].uid)


_VERBS: list[Callable[[Session, int], Any]] = [
    lambda s, n: annotate.add(s, _new(n)),
    _edit,
    _delete,
    lambda s, n: annotate.set_note(s, "d2", f"note {n}"),
    lambda s, n: annotate.set_status(s, "d2", "complete", force=True),
    lambda s, n: annotate.set_speaker_attributes(s, "d2", "lee", {"role": str(n)}),
    lambda s, n: entities.create(s, "speaker", f"N{n}", document_uid="d1"),
    lambda s, n: entities.learn_alias(s, "lee", f"alias {n}"),
    lambda s, n: entities.create_entry(s, "issue", f"I{n}", "for"),
    lambda s, n: documents.update_metadata(s, "d1", title=f"T{n}"),
    lambda s, n: made.insert(
        s.project, made.bundle([made.record(f"x{n}", made.annotation("z", f"x{n}"))])
    ),
]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(_VERBS), st.integers(0, 5)), max_size=12))
def test_undoing_all_and_redoing_all_comes_back(
    verbs: list[tuple[Callable[[Session, int], Any], int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made.filled(Path(folder)).close()
        path = Path(folder) / "p.annotator"
        with Session.open(path, annotator="ann") as session:
            states = [content(session)]
            for verb, n in verbs:
                before = len(history.steps(session))
                verb(session, n)
                if len(history.steps(session)) > before:
                    states.append(content(session))
            for state in reversed(states[:-1]):
                history.undo(session, force=True)
                assert content(session) == state
        with Session.open(path, annotator="ann") as session:
            for state in states[1:]:
                history.redo(session, force=True)
                assert content(session) == state
            assert history.redo(session) is None


def test_undo_and_redo_survive_a_restart(session: Session) -> None:
    before = content(session)
    annotate.add(session, _new(1))
    annotate.set_note(session, "d2", "x")
    after = content(session)
    session.close()
    with Session.open(session.path) as again:
        history.undo(again)
        history.undo(again)
        assert content(again) == before
    with Session.open(session.path) as again:
        history.redo(again)
        history.redo(again)
        assert content(again) == after
        assert history.next_redo(again) is None


def test_fault_19_deleted_spans_do_not_rise_again(session: Session) -> None:
    stored = annotate.add(session, _new(1))
    annotate.update(session, replace(stored, spans=(Span("cue", 2, 4, "Yes"[1:3]),)))
    session.close()
    with Session.open(session.path) as again:
        history.undo(again)
        history.undo(again)
        assert annotate.load(again, "d2").annotations == ()
        tomb = again.project.annotations.get("d2", stored.uid)
        assert tomb.deleted
        assert [s.role for s in tomb.spans] == ["content"]


def test_undo_writes_a_new_revision(session: Session) -> None:
    stored = annotate.add(session, _new(1))
    history.undo(session)
    history.redo(session)
    again = session.project.annotations.get("d2", stored.uid)
    assert len(again.revs) == 3
    assert again.revs[0] == stored.revs[0]


def test_a_new_step_drops_what_was_undone(session: Session) -> None:
    annotate.set_note(session, "d2", "one")
    annotate.set_note(session, "d2", "two")
    history.undo(session)
    annotate.set_note(session, "d2", "three")
    assert history.next_redo(session) is None
    states = [s.state for s in history.steps(session)]
    assert states[:3] == ["done", "dropped", "done"]
    history.undo(session)
    assert annotate.load(session, "d2").layer.note == "one"


def test_anothers_step_asks_first(session: Session) -> None:
    annotate.set_note(session, "d2", "mine")
    session.use_annotator("bob")
    with pytest.raises(history.OtherAnnotatorError, match="Ann") as caught:
        history.undo(session)
    assert caught.value.annotator_name == "Ann"
    assert history.undo(session, force=True)
    assert annotate.load(session, "d2", "ann").layer.note == "begun"


def test_going_to_a_step_and_back(session: Session) -> None:
    states = {}
    for n in range(5):
        annotate.add(session, _new(n))
        states[history.steps(session)[0].id] = content(session)
    order = sorted(states)
    for step in (order[1], order[4], order[0], order[3]):
        history.go_to(session, step)
        assert content(session) == states[step]
    history.go_to(session, 0)
    assert documents.totals(session).documents == 0


def test_views_hear_which_document_came_back(session: Session) -> None:
    annotate.set_note(session, "d2", "x")
    entities.learn_alias(session, "lee", "L")
    heard: list[Changed] = []
    session.events.subscribe(heard.append)
    history.undo(session)
    history.undo(session)
    assert heard[0].tables == {"entity", "history"}
    assert heard[0].documents == frozenset()
    assert heard[1].tables == {"layer", "history"}
    assert heard[1].documents == {"d2"}


def test_views_hear_which_annotation_came_back(session: Session) -> None:
    desk = annotate.load(session, "d1")
    first = desk.annotations[0]
    annotate.delete(session, "d1", first.uid)
    heard: list[Changed] = []
    session.events.subscribe(heard.append)
    history.undo(session)
    children = {a.uid for a in desk.annotations if a.parent == first.uid}
    assert heard[0].documents == {"d1"}
    assert heard[0].annotations == {first.uid, *children}


def test_steps_are_told_in_words(session: Session) -> None:
    entities.learn_alias(session, "lee", "Madam Lee")
    step = history.steps(session)[0]
    assert history.describe(step) == "Learned “Madam Lee” as a name of Āda Lee"
    odd = replace(step, title="entity.unify", args={"name": "{x} %s"})
    assert history.describe(odd) == "United {x} %s with …"
    assert history.describe(replace(step, title="new.key")) == "new.key"


def test_undo_brings_an_annotations_codebook_version_back(session: Session) -> None:
    first = annotate.load(session, "d1").annotations[0]
    new = made.codebook("1.1.0")
    with session.write("codebook.replace", {"codebook"}) as project:
        project.codebooks.add(new)
        project.annotations.update(replace(first, codebook=new.sha256))
        project.codebooks.set_current(new.sha256)
    assert session.codebook.version == "1.1.0"
    history.undo(session)
    assert session.codebook.version == "1.0.0"
    assert annotate.load(session, "d1").annotations[0].codebook == first.codebook
    history.redo(session)
    assert annotate.load(session, "d1").annotations[0].codebook == new.sha256
