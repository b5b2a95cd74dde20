# SPDX-License-Identifier: MIT
"""Where an export writes, and where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.cli.main import main
from tests.faults.outside import contents
from tests.store import made

Heard = pytest.CaptureFixture[str]


def _export(closed: Path, output: Path, *more: str) -> int:
    words = ["export", str(closed), "--format", "csv", "--output", str(output)]
    return main([*words, *more])


def test_fault_58_a_link_is_followed_only_when_asked(
    closed: Path, capsys: Heard
) -> None:
    folder = closed.with_name("elsewhere")
    folder.mkdir()
    real, link = folder / "real.csv", closed.with_name("out.csv")
    real.write_text("old")
    link.symlink_to(real)
    assert _export(closed, link) == 1
    assert "out.csv" in capsys.readouterr().err
    assert real.read_text() == "old"
    assert _export(closed, link, "--overwrite") == 0
    assert link.is_symlink()
    assert real.read_text() != "old"
    assert [p.name for p in folder.iterdir()] == ["real.csv"]


def test_fault_58_the_project_itself_is_never_the_output(
    closed: Path, capsys: Heard
) -> None:
    before = made.sha(closed)
    link = closed.with_name("out.csv")
    link.symlink_to(closed)
    for output in (closed, link):
        assert _export(closed, output, "--overwrite") == 1
        assert "the project itself" in capsys.readouterr().err
        assert made.sha(closed) == before


def test_fault_58_of_several_files_all_are_refused(closed: Path) -> None:
    (closed.parent / "out-b.csv").write_text("old")
    before = contents(closed.parent)
    assert _export(closed, closed.parent / "out.csv", "--split", "a=.5,b=.5") == 1
    assert contents(closed.parent) == before


@pytest.mark.parametrize("name", ["../x", "/x", "a/b", "..", "", "a\0b", "C:\\x", "é"])
def test_fault_59_names_of_parts_stay_in_the_folder(
    closed: Path, capsys: Heard, name: str
) -> None:
    before = contents(closed.parent)
    output = closed.parent / "out.csv"
    assert _export(closed, output, "--split", f"{name}=.5,b=.5") == 1
    assert "cannot name a part" in capsys.readouterr().err
    assert contents(closed.parent) == before


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "no/such/folder.csv"])
def test_fault_59_names_that_cannot_be_are_said(
    closed: Path, capsys: Heard, name: str
) -> None:
    before = contents(closed.parent)
    assert _export(closed, closed.parent / name) == 1
    told = capsys.readouterr().err
    assert "fault of the program" not in told
    assert contents(closed.parent) == before
