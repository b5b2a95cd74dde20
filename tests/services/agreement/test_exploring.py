# SPDX-License-Identifier: MIT
"""Agreement step by step."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.progress import run
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.exploring import fields, overview, parts
from annotator.services.agreement.passages import VALUES, Cell, confusion, passages
from tests.services.agreement import projects
from tests.services.agreement.projects import speech
from tests.services.agreement.test_calculate import WORK


def test_every_two_then_the_fields_of_one_pair(tmp_path: Path) -> None:
    work = [*WORK, speech("c1", 2, 16, 39, speaker="quist", kind="direct")]
    with projects.of_speech(tmp_path, work, coders=3) as session:
        seen = run(overview(session, Choice()))
        found = run(fields(seen, (0, 1), samples=100))
    assert seen.pairs == [(0, 1), (0, 2), (1, 2)]
    assert seen.f1[0, 1] == (pytest.approx(6 / 8), pytest.approx(4 / 8))
    assert seen.marked == {0: 4, 1: 4, 2: 1}
    assert {x.measure for x in seen.units((0, 1))} >= {"f1_overlap", "alpha_u"}
    by_path = {each.path: each for each in found}
    kind = by_path["kind"]
    assert (kind.label, kind.common) == ("Kind", "Direct")
    assert kind.percent.figure.value == pytest.approx(2 / 3)
    assert by_path["speaker"].alpha.figure.interval is not None
    # Nobody took a stance.
    assert by_path["stance.stance"].alpha.figure.value is None
    assert by_path["stance.stance"].common == ""


#: Two articles in which Ada and Ben mark the same, half of it or all of it alike.
APART = [
    *(speech(f"a{n}", 0, n * 20, n * 20 + 9, kind="direct") for n in range(4)),
    *(speech(f"b{n}", 1, n * 20, n * 20 + 9, kind="dii d"[n]) for n in range(4)),
    *(
        speech(
            f"{name}{n}",
            who,
            n * 20,
            n * 20 + 9,
            document="d2",
            kind=("direct", "indirect")[n],
            created=1_720_000_000_000,
        )
        for who, name in enumerate("ef")
        for n in range(2)
    ),
    speech("g0", 0, 0, 9, document="d3", created=1_740_000_000_000),
]


def test_a_field_round_by_round_and_month_by_month(tmp_path: Path) -> None:
    items = projects.rounds(pilot=("d1",), main=("d2", "d3"), later=())
    with projects.of_speech(tmp_path, APART, items=items) as session:
        seen = run(overview(session, Choice()))
        by_round = run(parts(session, seen, (0, 1), "kind", "round", 50))
        assert [each.label for each in by_round] == ["Pilot", "Main"]
        pilot, main = by_round
        assert (pilot.percent.figure.value, main.percent.figure.value) == (0, 1)
        assert pilot.f1 is not None
        assert main.f1 is not None
        assert pilot.f1.figure.value == 1
        # In the third article Ben found nothing of what Ada did.
        assert main.f1.figure.value == pytest.approx(4 / 5)
        by_month = run(parts(session, seen, (0, 1), "kind", "month", 0))
        assert [each.path for each in by_month] == ["2023-11", "2024-07", "2025-02"]
        last = by_month[-1].alpha.figure
        assert (last.value, last.used) == (None, 0)
        assert last.why
        by_document = run(parts(session, seen, (0, 1), "kind", "document", 0))
        # Least alike first, without a value last.
        assert [each.path for each in by_document] == ["d1", "d2", "d3"]


def test_the_passages_of_a_part(tmp_path: Path) -> None:
    items = projects.rounds(pilot=("d1",), main=("d2", "d3"))
    with projects.of_speech(tmp_path, APART, items=items) as session:
        seen = run(overview(session, Choice()))
        run(parts(session, seen, (0, 1), "kind", "round", 0))
        within = ("round", "main")
        table = confusion(seen.made, (0, 1), "kind", within=within)
        assert table.counts == ((1, 0), (0, 1))
        cell = Cell(
            (0, 1), VALUES, "kind", None, (table.codes[0], table.codes[0]), within
        )
        (found,) = passages(session, seen.made, cell)
        assert found.document == "d2"
