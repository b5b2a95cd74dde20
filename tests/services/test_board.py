# SPDX-License-Identifier: MIT
"""The matrix: cells, filters, orders, figures, and what is hidden in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.document import Layer
from annotator.model.team import Annotator
from annotator.services import (
    annotate,
    assigning,
    board,
    board_rows,
    board_totals,
    people,
    rounds,
)
from annotator.services.board import Board
from annotator.services.session import Session
from tests.store import made

PEOPLE = ("ada", "ann", "bob")
#: (document, person) → status and seconds
LAYERS = {
    ("n0", "ann"): ("complete", 100),
    ("n0", "bob"): ("complete", 200),
    ("n1", "ann"): ("in_progress", 30),
    ("n3", "bob"): ("skipped", 5),
    ("n4", "ann"): ("complete", 900),
}
GIVEN = {"ann": ["n0", "n1", "n2"], "bob": ["n0", "n3", "n2"]}


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Session]:
    """Ada leads; Ann and Bob have some of five documents, and began others."""
    records = [
        made.record(
            f"n{n}",
            *([made.annotation("a1", "n0")] if n == 0 else []),
            document=made.document(f"n{n}", made.TEXT * (n + 1), title=f"{4 - n}"),
            layers=tuple(
                Layer(document=uid, annotator=who, status=status, seconds=seconds)
                for (uid, who), (status, seconds) in LAYERS.items()
                if uid == f"n{n}"
            ),
        )
        for n in range(5)
    ]
    who = tuple(
        Annotator(
            uid=uid,
            name=uid.capitalize(),
            role="lead" if uid == "ada" else "annotator",
        )
        for uid in PEOPLE
    )
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle(records, annotators=who))
    with Session.open(tmp_path / "p.annotator", annotator="ada") as session:
        here = rounds.add(session, "One")
        for person, uids in GIVEN.items():
            assigning.give(session, here.uid, uids, person)
        yield session


def _board(session: Session) -> Board:
    return board.load(session, rounds.find(session, "One").uid)


def _shown(session: Session, found: Board, **more: object) -> list[str]:
    ids = board_rows.rows(session, found, **more)  # type: ignore[arg-type]
    return [line.uid for line in board_rows.page(session, found, ids)]


def test_cells_say_what_is_assigned_and_what_was_begun(lead: Session) -> None:
    found = board.load(lead, None)
    assert [each.uid for each in found.people] == ["ann", "bob"]
    lines = {
        line.uid: [(c.status, c.assigned, c.seconds, c.annotations) for c in line.cells]
        for line in board_rows.page(lead, found, found.documents)
    }
    assert lines["n0"] == [("complete", True, 100, 1), ("complete", True, 200, 0)]
    assert lines["n1"] == [("in_progress", True, 30, 0), (None, False, None, 0)]
    assert lines["n2"] == [("new", True, None, 0), ("new", True, None, 0)]
    assert lines["n4"] == [("complete", False, 900, 0), (None, False, None, 0)]


def test_a_round_has_its_own_documents_only(lead: Session) -> None:
    assert _shown(lead, _board(lead)) == ["n3", "n2", "n1", "n0"]


@pytest.mark.parametrize(
    ("wish", "uids"),
    [
        ({"state": "open"}, ["n2", "n1"]),
        ({"state": "begun"}, ["n1"]),
        ({"state": "done"}, ["n3", "n0"]),
        ({"state": "single"}, ["n3", "n1"]),
        ({"state": "several"}, ["n2", "n0"]),
        ({"state": "unassigned"}, []),
        ({"person": "ann"}, ["n2", "n1", "n0"]),
        ({"person": "zoe"}, []),
        ({"person": "ann", "state": "done"}, ["n0"]),
        ({"filter": "title:3"}, ["n1"]),
        ({"sort": "title", "descending": True}, ["n0", "n1", "n2", "n3"]),
        ({"sort": "progress"}, ["n1", "n2", "n3", "n0"]),
        ({"sort": "people"}, ["n3", "n1", "n2", "n0"]),
    ],
)
def test_filters_and_orders(
    lead: Session, wish: dict[str, object], uids: list[str]
) -> None:
    assert _shown(lead, _board(lead), **wish) == uids


def test_figures(lead: Session) -> None:
    found = board_totals.totals(_board(lead))
    assert (found.documents, found.assigned, found.done, found.finished) == (4, 6, 3, 2)
    ann, bob = found.shares
    assert dict(ann.by_status) == {
        "new": 1,
        "in_progress": 1,
        "complete": 1,
        "skipped": 0,
    }
    assert (ann.seconds, bob.seconds) == (130, 205)
    length = len(made.TEXT)
    # Ann took 100 s for one text; two and three times as much is left, less 30 s.
    assert ann.characters_left == 5 * length
    assert ann.forecast.seconds == 470
    assert bob.forecast.seconds == 600
    assert found.forecast == 1070
    assert found.unknown == 0


def test_without_measured_time_the_forecast_says_nothing(lead: Session) -> None:
    with lead.write("test", {"layer"}) as project:
        project.run("UPDATE layer SET seconds = NULL")
    found = board_totals.totals(_board(lead))
    assert found.forecast is None
    assert found.unknown == 2


def test_a_changed_document_is_read_again(lead: Session) -> None:
    found = _board(lead)
    lead.annotator = people.find(lead, "Ann")
    annotate.set_status(lead, "n2", "complete")
    assert _shown(lead, found, state="begun", person="ann") == ["n1"]
    board.refresh(lead, found, ["n2", "n1", "nowhere"])
    assert board_totals.totals(found).shares[0].by_status["complete"] == 2
    here = rounds.find(lead, "One").uid
    assigning.take(lead, here, ["n1"], "Ann")
    board.refresh(lead, found, ["n1"])
    assert board_totals.totals(found).shares[0].assigned == 2


def test_gold_repeats_and_others_counts_are_a_leads_business(lead: Session) -> None:
    here = rounds.find(lead, "One")
    rounds.set_gold(lead, here.uid, ["n0"])
    found = _board(lead)
    line = board_rows.page(lead, found, [found.documents[0]])[0]
    assert line.gold
    lead.annotator = people.find(lead, "Bob")
    line = board_rows.page(lead, found, [found.documents[1]])[0]
    assert not line.gold
    assert [cell.annotations for cell in line.cells] == [None, 0]
