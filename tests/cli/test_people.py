# SPDX-License-Identifier: MIT
"""`annotator people`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli.main import main
from tests.store import made


@pytest.fixture
def path(tmp_path: Path) -> str:
    made.filled(tmp_path).close()
    return str(tmp_path / "p.annotator")


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main([*words, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_add_list_and_change(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    added = _json(capsys, "people", "add", path, "Ieva Sand", "Tomas Berg")
    assert [each["initials"] for each in added] == ["IS", "TB"]
    assert main(["people", "change", path, "Tomas Berg", "--inactive"]) == 0
    assert "inactive" in capsys.readouterr().out
    assert main(["people", "change", path, "Ieva Sand", "--role", "lead"]) == 0
    capsys.readouterr()
    listed = {each["name"]: each for each in _json(capsys, "people", "list", path)}
    assert listed["Ann"]["annotations"] == 1
    assert listed["Ieva Sand"]["role"] == "lead"
    assert listed["Tomas Berg"]["inactive"] is True
    assert set(listed) == {"Ann", "Bob", "Ieva Sand", "Tomas Berg"}


def test_either_all_are_added_or_nobody(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["people", "add", path, "Ieva", "Ann"]) == 1
    assert "“Ann”" in capsys.readouterr().err
    assert main(["people", "list", path]) == 0
    assert "Ieva" not in capsys.readouterr().out


def test_a_stranger_cannot_be_changed(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["people", "change", path, "Zoe", "--role", "lead"]) == 1
    assert "There are: Ann, Bob" in capsys.readouterr().err
