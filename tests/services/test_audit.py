# SPDX-License-Identifier: MIT
"""Who did what when; former states, looked at and brought back."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.main import main
from annotator.model.annotation import Annotation
from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.progress import run
from annotator.services import annotate, audit, documents, history, people, transfer
from annotator.services.audit import Subject
from annotator.services.session import Session
from annotator.store import audit as stored
from tests.store import made


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Session]:
    """Ann and Bob at work on two documents; Ada leads."""
    made.filled(tmp_path).close()
    with Session.open(tmp_path / "p.annotator", annotator="ann") as session:
        people.add(session, "Ada", role="lead")
        with session.write("test", {"annotator"}) as project:
            bob = replace(people.find(session, "bob"), role="annotator")
            project.annotators.update(bob)
        yield session


def _add(
    session: Session, uid: str, start: int = 0, document: str = "d1"
) -> Annotation:
    spans = (made.span("content", start, start + 5),)
    return annotate.add(
        session,
        made.annotation(
            uid, document, annotator="", codebook=None, spans=spans, rows={}
        ),
    )


def _set(session: Session, uid: str, **fields: Any) -> Annotation:
    now = session.project.annotations.get("d1", uid)
    return annotate.update(session, replace(now, fields={**now.fields, **fields}))


def _state(session: Session, who: str = "ann") -> Any:
    """The layer as a person sees it: without revisions, times and seconds."""
    desk = annotate.load(session, "d1", who)
    return _plain(desk)


def _plain(desk: Any) -> Any:
    annotations = [
        replace(each, revs=(), created=None, modified=None) for each in desk.annotations
    ]
    return annotations, replace(desk.layer, revs=(), seconds=None)


def _last(session: Session) -> int:
    return history.steps(session, 1)[0].id


def test_a_document_an_annotation_a_person(ann: Session) -> None:
    _add(ann, "b1", 3)
    _set(ann, "b1", quote_type="indirect")
    first = _last(ann)
    _add(ann, "x1", 1, "d2")
    annotate.set_note(ann, "d1", "a note")
    whole = [number for number, _ in audit.marks(ann, Subject("d1"))]
    one = [number for number, _ in audit.marks(ann, Subject("d1", "b1"))]
    mine = [number for number, _ in audit.marks(ann, Subject(person="ann"))]
    assert one == [first, first - 1]
    assert whole[:3] == [first + 2, first, first - 1]
    assert whole[-1] == 1  # the import that brought it
    assert set(mine) >= {first + 2, first + 1, first, first - 1}
    assert (
        audit.marks(ann, Subject("d1"), limit=1) == audit.marks(ann, Subject("d1"))[:1]
    )
    older = audit.marks(ann, Subject("d1"), before=first)
    assert [number for number, _ in older] == whole[2:]


def test_what_was_changed_is_said_field_by_field(ann: Session) -> None:
    _add(ann, "b1", 3)
    _set(ann, "b1", quote_type="indirect", speaker="lee2")
    said = audit.told(ann, _last(ann), Subject("d1")).changes
    assert "Quote type: Direct → Indirect" in [str(each) for each in said]
    assert "Speaker: Āda Lee → A. Lee" in [str(each) for each in said]
    now = ann.project.annotations.get("d1", "b1")
    annotate.update(ann, replace(now, spans=(made.span("content", 0, 6),)))
    (moved,) = audit.told(ann, _last(ann), Subject("d1", "b1")).changes
    assert str(moved).startswith("Content: “")
    annotate.delete(ann, "d1", "b1")
    assert [*map(str, audit.told(ann, _last(ann), Subject("d1")).changes)] == [
        "Deleted"
    ]
    annotate.set_note(ann, "d1", "new words")
    (note,) = audit.told(ann, _last(ann), Subject("d1")).changes
    assert str(note) == "Note: begun → new words"
    documents.update_metadata(ann, "d1", title="Another", metadata={"source": "Post"})
    told = [str(e) for e in audit.told(ann, _last(ann), Subject("d1")).changes]
    assert "Title: Title of d1 → Another" in told
    assert "source: nothing → Post" in told
    with pytest.raises(NotFoundError):
        audit.told(ann, 999, Subject("d1"))


@pytest.mark.parametrize("seed", range(8))
def test_every_former_state_is_found_again(ann: Session, seed: int) -> None:
    """Random work with undo and redo in it; each state is remembered and found."""
    rnd = random.Random(seed)
    known: dict[int, Any] = {_last(ann): _state(ann)}
    for n in range(40):
        _random_step(ann, rnd, n)
        done = history.position(ann)
        known[done] = _state(ann)
    position = history.position(ann)
    for step, state in known.items():
        info = ann.project.history.get(step)
        assert info is not None
        if info.state == "done" and step <= position:
            assert _plain(audit.as_of(ann, "d1", "ann", step)) == state, step
    target = rnd.choice([s for s in known if s <= position])
    info = ann.project.history.get(target)
    if info is not None and info.state == "done":
        before = _state(ann)
        audit.bring_back(ann, "d1", "ann", target)
        assert _state(ann) == known[target]
        if before != known[target]:
            history.undo(ann)
        assert _state(ann) == before


def _random_step(session: Session, rnd: random.Random, n: int) -> None:
    live = annotate.load(session, "d1").annotations
    choice = rnd.randrange(8)
    if choice <= 1 or not live:
        _add(session, f"r{n}", rnd.randrange(20))
    elif choice == 2:
        annotate.delete(session, "d1", rnd.choice(live).uid)
    elif choice == 3:
        annotate.set_note(session, "d1", f"note {n}")
    elif choice == 4:
        annotate.set_status(
            session, "d1", rnd.choice(["in_progress", "skipped", "new"])
        )
    elif choice == 5:
        history.undo(session)
    elif choice == 6:
        history.redo(session)
    else:
        _set(session, rnd.choice(live).uid, confidence=rnd.randrange(3))


def test_before_everything_there_was_nothing(ann: Session) -> None:
    desk = audit.as_of(ann, "d1", "ann", 0)
    assert desk.annotations == ()
    assert (desk.layer.status, desk.layer.note) == ("new", "")
    assert desk.layer.seconds == 12


def test_bringing_back_makes_new_revisions_and_can_be_undone(ann: Session) -> None:
    _add(ann, "b1", 3)
    then = _last(ann)
    state = _state(ann)
    _set(ann, "b1", quote_type="indirect")
    _add(ann, "b2", 8)
    annotate.delete(ann, "d1", "a1")
    revs = ann.project.annotations.get("d1", "b1").revs
    assert audit.bring_back(ann, "d1", "ann", then) == 3
    assert _state(ann) == state
    after = ann.project.annotations.get("d1", "b1").revs
    assert after[:-1] == revs
    assert ann.project.annotations.get("d1", "b2").deleted
    assert "former state" in history.describe(history.steps(ann)[0])
    assert audit.bring_back(ann, "d1", "ann", then) == 0
    history.undo(ann)
    assert not ann.project.annotations.get("d1", "b2").deleted
    history.redo(ann)
    assert _state(ann) == state


def test_others_layers_are_the_leads_to_bring_back(ann: Session) -> None:
    _add(ann, "b1", 3)
    then = _last(ann)
    _set(ann, "b1", quote_type="indirect")
    ann.annotator = people.find(ann, "Bob")
    with pytest.raises(ValidationError, match="hidden"):
        audit.as_of(ann, "d1", "ann", then)
    with pytest.raises(ValidationError, match="Lead: Ada"):
        audit.bring_back(ann, "d1", "ann", then)
    ann.annotator = people.find(ann, "Ada")
    assert audit.bring_back(ann, "d1", "ann", then) == 1
    (fields,) = [
        each.fields
        for each in annotate.load(ann, "d1", "ann").annotations
        if each.uid == "b1"
    ]
    assert fields["quote_type"] == "direct"
    # Whoever brings it back does not become the one who annotated.
    assert ann.project.annotations.get("d1", "b1").annotator == "ann"


def test_blind_people_are_told_their_own_steps_only(ann: Session) -> None:
    ann.annotator = people.find(ann, "Bob")
    _add(ann, "z1", 2)
    bobs = _last(ann)
    ann.annotator = people.find(ann, "Ann")
    _add(ann, "b1", 3)
    found = [number for number, _ in audit.marks(ann, Subject("d1"))]
    assert bobs not in found
    with pytest.raises(ValidationError, match="leads and reviewers"):
        audit.marks(ann, Subject(person="bob"))
    annotate.set_status(ann, "d1", "skipped")
    assert bobs in [number for number, _ in audit.marks(ann, Subject("d1"))]


def test_the_time_leads_to_the_step(ann: Session) -> None:
    _add(ann, "b1", 3)
    step = history.steps(ann, 1)[0]
    assert audit.step_at(ann, Subject("d1"), step.at) == step.id
    assert audit.step_at(ann, Subject("d1"), 0) == 0


def test_what_an_import_brought_was_not_there_before(
    ann: Session, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    run(transfer.export(ann, path, format="annotator-jsonl"))
    with Session.create(tmp_path / "new.annotator", annotator="Eve") as session:
        run(transfer.import_files(session, [path], format="annotator-jsonl"))
        assert len(stored.former(session.project, "d1", "ann", 1).live) == 1
        assert stored.former(session.project, "d1", "ann", 0).live == ()


def test_the_command(ann: Session, capsys: pytest.CaptureFixture[str]) -> None:
    _add(ann, "b1", 3)
    then = _last(ann)
    _set(ann, "b1", quote_type="indirect")
    path = str(ann.path)
    ann.close()

    def told(*words: str) -> Any:
        capsys.readouterr()
        assert main(["audit", path, *words, "--by", "Ann", "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    found = told("--document", "d1", "--annotation", "b1")
    assert [each["step"] for each in found] == [then + 1, then]
    assert "Quote type: Direct → Indirect" in found[0]["changes"]
    assert all(each["annotator"] == "ann" for each in told("--person", "Ann"))
    past = told("--document", "d1", "--as-of", str(then))
    assert {each["id"] for each in past["annotations"]} == {"a1", "b1"}
    back = told("--document", "d1", "--as-of", str(then), "--bring-back")
    assert back["changed"] == 1
    assert main(["audit", path, "--annotation", "b1"]) == 1
    assert main(["audit", path, "--document", "d1", "--as-of", "yesterday"]) == 1
    assert "2025-01-15T" in capsys.readouterr().err
    assert main(["audit", path, "--document", "d1", "--by", "Ann"]) == 0
    assert "Quote type" in capsys.readouterr().out


def test_who_is_none_of_the_people_is_named_by_the_step(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    text = tmp_path / "a.txt"
    text.write_text("Nothing was said.", "utf-8")
    with Session.create(path, "speaker_stance", annotator="Setter Holm") as session:
        run(transfer.import_files(session, [text]))
        assert session.annotators() == ()
        step = history.next_undo(session)
        assert step is not None
        assert step.args["by"] == "Setter Holm"
        annotate.set_note(session, session.project.documents.uids()[0], "a note")
        step = history.next_undo(session)
        assert step is not None
        assert "by" not in step.args
