# SPDX-License-Identifier: MIT
"""`annotator package`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.services import annotate
from annotator.services.session import Session
from tests.store import made


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Two annotators, four documents, each for one of them."""
    with made.new_project(tmp_path) as project:
        records = [
            made.record(f"n{n}", document=made.document(f"n{n}"), layers=())
            for n in range(4)
        ]
        made.insert(project, made.bundle(records, annotators=()))
    path = str(tmp_path / "p.annotator")
    assert main(["people", "add", path, "Ann Lee", "Bob"]) == 0
    assert main(["assign", path, "--round", "Pilot", "--seed", "1"]) == 0
    return path


def test_one_persons_file(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "ann.annotator"
    words = ["package", path, "--annotator", "Ann Lee", "--output", str(target)]
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["annotator"]["name"] == "Ann Lee"
    assert found["documents"] == found["assigned"] == 2
    assert found["guideline"] == "speaker_stance.md"
    with Session.open(target) as session:
        assert session.annotator.name == "Ann Lee"
        assert session.title == "Made up"
    assert main(words) == 1
    assert "--overwrite" in capsys.readouterr().err
    assert main([*words, "--overwrite"]) == 0
    assert "2 documents for Ann Lee" in capsys.readouterr().out


def test_everybodys_files(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert main(["package", path, "--all", "--output", str(folder)]) == 1
    folder.mkdir()
    assert main(["package", path, "--all", "--output", str(folder)]) == 0
    assert sorted(each.name for each in folder.iterdir()) == [
        "p – Ann Lee.annotator",
        "p – Bob.annotator",
    ]


def test_whom_and_whereto_must_be_said(path: str) -> None:
    assert main(["package", path, "--output", "x"]) == 2
    assert main(["package", path, "--annotator", "Ann Lee"]) == 2


def test_an_unknown_round_is_told(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["package", path, "--annotator", "Bob", "--output", str(tmp_path / "x")]
    assert main([*words, "--round", "Nowhere"]) == 1
    assert "There are: Pilot" in capsys.readouterr().err


def test_a_reviewers_file(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["people", "add", path, "Rex", "--role", "reviewer"]) == 0
    target = tmp_path / "rex.annotator"
    words = ["package", path, "--annotator", "Rex", "--output", str(target)]
    capsys.readouterr()
    assert main([*words, "--review"]) == 1
    assert "nobody has completed" in capsys.readouterr().err
    with Session.open(path, annotator="Ann Lee") as session:
        given = session.project.assignments.of_round()
        mine = next(g for g in given if g.annotator == session.annotator.uid)
        annotate.set_status(session, mine.document, "complete", force=True)
    assert main([*words, "--review", "Ann Lee", "--by", "Rex"]) == 0
    assert "1 documents for Rex, 0 annotations of Ann Lee to review" in (
        capsys.readouterr().out
    )
    assert main([*words, "--all", "--review"]) == 2
