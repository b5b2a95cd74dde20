# SPDX-License-Identifier: MIT
"""`annotator assign` and `annotator rounds`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.main import main
from tests.store import made


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Three annotators, a lead and ten documents."""
    with made.new_project(tmp_path) as project:
        records = [
            made.record(
                f"n{n}", document=made.document(f"n{n}", f"Text {n}."), layers=()
            )
            for n in range(10)
        ]
        made.insert(project, made.bundle(records, annotators=()))
    path = str(tmp_path / "p.annotator")
    assert main(["people", "add", path, "Ann", "Bob", "Cid"]) == 0
    assert main(["people", "add", path, "Ada", "--role", "lead"]) == 0
    return path


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_assign_by_a_rule(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("assign", path, "--round", "Pilot", "--kind", "pilot", "--all")
    rule = ("--per-document", "2", "--overlap", ".2", "--seed", "7")
    dry = _json(capsys, *words, *rule, "--dry-run")
    assert dry["stored"] is False
    assert _json(capsys, "rounds", "list", path) == []
    found = _json(capsys, *words, *rule)
    assert found["documents"] == 10
    assert found["readers"] == {"1": 8, "2": 2}
    assert [each["total"] for each in found["annotators"]] == [4, 4, 4]
    again = _json(capsys, *words, *rule)
    assert again["assignments"] == []
    (listed,) = _json(capsys, "rounds", "list", path)
    assert (listed["kind"], listed["overlap"], listed["seed"]) == ("pilot", 0.2, 7)
    assert (listed["documents"], listed["assignments"], listed["done"]) == (10, 12, 0)


def test_assign_in_words(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assign", path, "--per-document", "all", "--seed", "1"]) == 0
    said = capsys.readouterr().out
    assert "Assigned 10 documents in “Round 1”" in said
    assert "10 by 3" in said
    assert main(["rounds", "list", path]) == 0
    assert "Round 1" in capsys.readouterr().out


def test_by_hand_and_back(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    hand = ("assign", path, "--documents", "n1", "n2", "--annotators", "Ann, Bob")
    found = _json(capsys, *hand, "--per-document", "all")
    assert {each["name"] for each in found["annotators"]} == {"Ann", "Bob"}
    assert len(found["assignments"]) == 4
    taken = _json(
        capsys,
        "assign",
        path,
        "--documents",
        "n1",
        "--annotators",
        "Ann",
        "--take-away",
    )
    assert taken["taken"] == {"Ann": 1}
    assert _json(capsys, "rounds", "list", path)[0]["assignments"] == 3


def test_gold_and_repeats(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assign", path, "--gold", "n3", "--repeats", "1", "--seed", "2"]) == 0
    told = capsys.readouterr()
    assert "gold" in told.err
    found = _json(capsys, "rounds", "list", path)[0]
    # Ten documents and two more readers of the gold one, and a repeat for each.
    assert found["assignments"] == 15


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--per-document", "9"], "there are 3"),
        (["--annotators", "Zoe"], "There are:"),
        (["--documents", "nowhere"], "nowhere"),
        (["--take-away"], "--documents"),
    ],
)
def test_what_cannot_be_is_told(
    path: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assign", path, *words]) == 1
    assert said in capsys.readouterr().err


def test_a_wrong_number_is_wrong_usage(path: str) -> None:
    assert main(["assign", path, "--per-document", "many"]) == 2


def test_only_a_lead_opens_a_round(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assign", path, "--round", "Pilot"]) == 0
    assert main(["rounds", "open", path, "Pilot", "--by", "Ann"]) == 1
    assert "Lead: Ada" in capsys.readouterr().err
    assert _json(capsys, "rounds", "open", path, "Pilot", "--by", "Ada")["opened"]
    assert not _json(capsys, "rounds", "close", path, "Pilot", "--by", "Ada")["opened"]


def test_hand_over(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assign", path, "--seed", "1"]) == 0
    found = _json(capsys, "assign", path, "--hand-over", "Ann", "--dry-run")
    assert found["stored"] is False
    assert sum(map(len, found["given"].values())) in (3, 4)
    assert main(["assign", path, "--hand-over", "Ann"]) == 0
    assert "documents go to Bob" in capsys.readouterr().out
    assert main(["assign", path, "--hand-over", "Ann"]) == 0
    assert "has begun everything" in capsys.readouterr().err
