# SPDX-License-Identifier: MIT
"""Gamma of projects: which documents count, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.analysis import disorder
from annotator.model.progress import run
from annotator.services.agreement.calculate import calculate
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.result import Line
from annotator.services.session import Session
from tests.analysis import oracles
from tests.services.agreement import projects

MAKERS = oracles.numbered(oracles.CONTINUA[-1])


def measured(session: Session, **choice: object) -> list[Line]:
    given = {"measures": ("gamma", "disorder"), "fields": ("kind",), "samples": 0}
    with session:
        result = run(calculate(session, Choice(**(given | choice))))  # type: ignore[arg-type]
    return list(result.lines)


def test_the_example_of_gammas_makers(tmp_path: Path) -> None:
    session = projects.of_marks(tmp_path, [MAKERS])
    lines = measured(session, seed=1)
    (value, disorder) = (x.figure for x in lines if len(x.coders) == 3)
    assert value.value is not None
    assert 0.44 <= value.value <= 0.47
    assert disorder.value == pytest.approx(0.960625)
    assert value.observed == disorder.value
    assert value.expected is not None
    assert value.value == pytest.approx(1 - 0.960625 / value.expected)
    # Every two of them, then all together.
    assert [len(x.coders) for x in lines] == [2] * 6 + [3] * 2
    again = measured(Session.open(session.path), seed=1)
    assert again == lines


def test_without_a_field_places_alone_count(tmp_path: Path) -> None:
    coders = [[(0, 9, 1), (20, 40, 1)], [(0, 9, 2), (20, 40, 3)]]
    session = projects.of_marks(tmp_path, [coders])
    assert [x.figure.value for x in measured(session, fields=None)] == [1, 0]
    again = Session.open(session.path)
    assert [x.figure.value for x in measured(again)][1] == 1


def test_it_is_the_mean_over_documents(tmp_path: Path) -> None:
    same = [[(0, 9, 1), (20, 40, 1)]] * 2
    apart = [[(0, 9, 1), (20, 40, 1)], [(100, 109, 1)]]
    nothing: list[list[tuple[int, int, int]]] = [[], []]
    session = projects.of_marks(tmp_path, [same, apart, nothing])
    value, disorder = (x.figure for x in measured(session))
    assert (disorder.value, disorder.used, disorder.dropped) == (1, 2, 1)
    assert "nobody marked anything" in value.why
    assert value.value is not None
    assert value.value < 0.6
    by = measured(Session.open(session.path), by="document")
    ones = [x.figure.value for x in by if x.measure == "disorder"]
    # What one of them left unmarked is as far apart as can be.
    assert ones == [0, 2, None]


def test_nothing_marked_has_no_value(tmp_path: Path) -> None:
    session = projects.of_marks(tmp_path, [[[], []]])
    for line in measured(session):
        assert line.figure.value is None
        assert "nobody marked anything" in line.figure.why


def test_what_overlaps_too_much_is_left_out_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disorder, "_MOST_GROUPS", 20)
    crowd = [[(n, n + 90 + who, 1) for n in range(9)] for who in range(3)]
    session = projects.of_marks(tmp_path, [MAKERS, crowd])
    lines = [x for x in measured(session) if len(x.coders) == 3]
    for line in lines:
        assert line.figure.dropped
        assert "too much overlaps" in line.figure.why
