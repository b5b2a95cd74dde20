# SPDX-License-Identifier: MIT
"""From a figure to the passages behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import NotFoundError
from annotator.model.progress import run
from annotator.services.agreement.calculate import prepare
from annotator.services.agreement.calculation import Calculation
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.passages import (
    BOTH,
    BOUNDARY,
    DIFFERENT,
    FIRST,
    SECOND,
    VALUES,
    Cell,
    confusion,
    count,
    passages,
)
from annotator.services.session import Session
from tests.services.agreement import projects
from tests.services.agreement.projects import TEXT, speech
from tests.services.agreement.test_calculate import WORK

PAIR = (0, 1)

STANCES = [
    speech("s1", 0, 140, 150, stances=[("pier", "favor"), ("toll", "favor")]),
    speech("t1", 1, 140, 151, stances=[("toll", "against"), ("pier", "favor")]),
]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Session, Calculation]]:
    with projects.of_speech(tmp_path, [*WORK, *STANCES]) as session:
        yield session, run(prepare(session, Choice(samples=0)))


def _uids(session: Session, made: Calculation, cell: Cell) -> list[tuple[str, ...]]:
    found = passages(session, made, cell)
    assert len(found) == count(made, cell)
    return [tuple(m.uid if m else "" for m in each.members) for each in found]


def test_who_has_what(opened: tuple[Session, Calculation]) -> None:
    session, made = opened
    matched = [("a1", "b1"), ("a2", "b2"), ("s1", "t1"), ("e1", "f1")]
    assert _uids(session, made, Cell(PAIR, BOTH)) == matched
    assert _uids(session, made, Cell(PAIR, FIRST)) == [("a3", "")]
    assert _uids(session, made, Cell(PAIR, SECOND)) == [("", "b3")]
    differing = [("a2", "b2"), ("s1", "t1")]
    assert _uids(session, made, Cell(PAIR, BOUNDARY, "content")) == differing


def test_the_cells_of_a_table_add_up_and_open(
    opened: tuple[Session, Calculation],
) -> None:
    session, made = opened
    table = confusion(made, PAIR, "kind")
    assert table.labels == ("Direct", "Indirect")
    assert table.counts == ((2, 0), (1, 0))
    assert table.total == 3
    cell = Cell(PAIR, VALUES, "kind", None, (table.codes[1], table.codes[0]))
    (only,) = passages(session, made, cell)
    assert only.values == ("Indirect", "Direct")
    assert (only.document, only.title) == ("d1", "Article d1")
    member = only.members[0]
    assert member is not None
    assert member.spans == (("content", 60, 74, TEXT[60:74]),)
    assert only.start == 58
    assert _uids(session, made, Cell(PAIR, DIFFERENT, "kind")) == [("a2", "b2")]


def test_rows_say_what_they_are_about(opened: tuple[Session, Calculation]) -> None:
    session, made = opened
    (only,) = passages(session, made, Cell(PAIR, DIFFERENT, "stance.stance"))
    assert (only.about, only.values) == ("The toll", ("Favor", "Against"))
    data = next(each for each in made.coded(PAIR) if each.path == "stance.stance")
    toll = data.keys.index("toll")
    assert confusion(made, PAIR, "stance.stance", toll).counts == ((0, 1), (0, 0))


def test_only_the_most_frequent_values(opened: tuple[Session, Calculation]) -> None:
    _, made = opened
    table = confusion(made, PAIR, "speaker", most=1)
    assert table.labels == ("Mara Quist",)
    assert confusion(made, PAIR, "speaker").total == 3


def test_no_more_than_asked_for(opened: tuple[Session, Calculation]) -> None:
    session, made = opened
    assert len(passages(session, made, Cell(PAIR, BOTH), most=2)) == 2


def test_an_unknown_field_is_told(opened: tuple[Session, Calculation]) -> None:
    _, made = opened
    with pytest.raises(NotFoundError, match=r"stance\.issue"):
        confusion(made, PAIR, "mood")
