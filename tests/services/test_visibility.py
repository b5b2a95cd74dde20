# SPDX-License-Identifier: MIT
"""Blind by default: who sees whose layers, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.document import Layer
from annotator.services import (
    annotate,
    assigning,
    history,
    people,
    rounds,
    visibility,
)
from annotator.services.session import Session
from tests.store import made

ANN, BOB = "ann", "bob"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Session]:
    """Ann and Bob began both documents; a reviewer adjudicated the first."""
    records = [
        made.record(
            uid,
            made.annotation(f"a-{uid}", uid),
            made.annotation(f"b-{uid}", uid, annotator=BOB),
            layers=tuple(
                Layer(document=uid, annotator=who, status="in_progress")
                for who in (ANN, BOB)
            ),
        )
        for uid in ("d1", "d2")
    ]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle(records))
    with Session.open(tmp_path / "p.annotator", annotator=ANN) as session:
        rex = people.add(session, "Rex", role="reviewer")
        with session.write("test", {"layer"}) as project:
            bob = replace(people.find(session, BOB), role="annotator")
            project.annotators.update(bob)
            made_by = Layer(
                document="d1",
                annotator=rex.uid,
                kind="adjudicated",
                status="in_progress",
            )
            project.layers.set(made_by)
        yield session


def _seen(session: Session, document: str = "d1") -> list[tuple[str | None, str]]:
    layers = visibility.visible_layers(session, document)
    names = {each.uid: each.name for each in session.annotators()}
    return [(names.get(each.annotator or ""), each.kind) for each in layers]


OWN = [("Ann", "primary")]
ALL = [*OWN, ("Bob", "primary"), ("Rex", "adjudicated")]


def test_others_are_hidden_until_ones_own_is_done(two: Session) -> None:
    assert _seen(two) == OWN
    annotate.set_status(two, "d1", "complete", force=True)
    assert _seen(two) == ALL
    assert _seen(two, "d2") == OWN
    annotate.set_status(two, "d1", "in_progress")
    assert _seen(two) == OWN


def test_a_document_set_aside_is_done(two: Session) -> None:
    annotate.set_status(two, "d1", "skipped")
    assert _seen(two) == ALL


@pytest.mark.parametrize("role", ["reviewer", "lead"])
def test_reviewers_and_leads_see_everything(two: Session, role: str) -> None:
    who = people.add(two, "Ada", role=role)
    two.annotator = who
    assert _seen(two) == [("Ada", "primary"), *ALL]
    people.set_inactive(two, who.uid, True)
    assert _seen(two) == [("Ada", "primary")]


def test_whoever_has_no_part_in_the_project_sees_everything(two: Session) -> None:
    two.annotator = Session.open(two.path, annotator="Guest", read_only=True).annotator
    assert visibility.sees_everything(two)
    assert _seen(two)[1:] == ALL


def test_an_opened_round_shows_its_documents(two: Session) -> None:
    here = rounds.add(two, "Pilot")
    assigning.give(two, here.uid, ["d1"], BOB)
    rounds.set_opened(two, here.uid, True)
    assert _seen(two) == ALL
    assert _seen(two, "d2") == OWN
    rounds.set_opened(two, here.uid, False)
    assert _seen(two) == OWN


def test_a_closed_round_of_ones_own_keeps_it_hidden(two: Session) -> None:
    here, closed = rounds.add(two, "Pilot"), rounds.add(two, "Production")
    assigning.give(two, here.uid, ["d1", "d2"], BOB)
    assigning.give(two, closed.uid, ["d1"], ANN)
    rounds.set_opened(two, here.uid, True)
    assert not visibility.sees_others(two, "d1")
    assert visibility.sees_others(two, "d2")


def test_all_documents_at_once_say_the_same(two: Session) -> None:
    annotate.set_status(two, "d2", "skipped")
    sight = visibility.sight(two)
    assert not sight.everything
    assert sight.documents == {"d2"}
    assert sight.sees("d1", ANN)
    assert not sight.sees("d1", BOB)
    assert not sight.sees("d1", None)
    assert sight.sees("d2", BOB)


def test_a_layer_of_annotations_alone_is_one(two: Session) -> None:
    with two.write("test", {"annotation"}) as project:
        project.annotators.add(people.add(two, "Cid"))
        who = people.find(two, "Cid").uid
        project.annotations.add(made.annotation("c1", "d2", annotator=who))
    annotate.set_status(two, "d2", "skipped")
    assert ("Cid", "primary") in _seen(two, "d2")


def test_the_history_does_not_tell_what_others_marked(two: Session) -> None:
    two.annotator = people.find(two, BOB)
    annotate.set_note(two, "d1", "secret")
    step = history.steps(two)[0].id
    names = history.StepNames(two)
    assert "note" in history.describe(history.some(two, [step], names)[0])
    two.annotator = people.find(two, ANN)
    (masked,) = history.some(two, [step], names)
    assert "hidden from you" in history.describe(masked)
    assert masked.args == {}
    annotate.set_status(two, "d1", "skipped")
    assert "note" in history.describe(history.some(two, [step], names)[0])
