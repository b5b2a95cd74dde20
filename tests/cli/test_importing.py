# SPDX-License-Identifier: MIT
"""`annotator import` with labels, offsets and columns of other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.formats import registry
from annotator.services.session import Session
from tests import guest_marks
from tests.guest_marks import QUOTE, document, write
from tests.store import made


@pytest.fixture(autouse=True)
def _guest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    guest_marks.register(monkeypatch)
    yield
    registry.forget_plugins()


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with one text in it, so that its codebook stays."""
    path, words = tmp_path / "p.annotator", tmp_path / "words.txt"
    words.write_text("Words.\n", "utf-8")
    assert main(["new", str(path)]) == 0
    assert main(["import", str(path), str(words)]) == 0
    capsys.readouterr()
    return path


def _run(*words: object) -> int:
    return main([str(word) for word in words])


def test_fault_43_labels_without_a_place_are_refused_in_one_sentence(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = [["Source", 0, 3], ["", 4, 5], ["a\x1b[31mb", 6, 9], ["Zebra", 10, 12]]
    file = write(tmp_path / "a.guest", document(*marks))
    before = made.sha(project)
    assert _run("import", project, file) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "a.guest" in told
    assert "“Source” (here it is “source”) ×1" in told
    assert "“(empty)” ×1" in told
    assert "a\\x1b[31mb" in told
    assert "\x1b" not in told
    assert "--propose-mapping" in told
    assert made.sha(project) == before


def test_a_mapping_is_proposed_corrected_and_used(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {**QUOTE, "marks": [*QUOTE["marks"], ["9", "Zebra", 30, 33, {}, None]]}  # type: ignore[misc]
    file, toml = write(tmp_path / "a.guest", found), tmp_path / "map.toml"
    before = made.sha(project)
    assert _run("import", project, file, "--propose-mapping", toml) == 0
    assert "One name has no place yet" in capsys.readouterr().out
    assert made.sha(project) == before
    assert _run("import", project, file, "--mapping", toml) == 1
    assert "Zebra" in capsys.readouterr().err
    text = toml.read_text("utf-8")
    assert '# Zebra = ""  # 1 mark, e.g. “Bob”' in text
    toml.write_text(text.replace("# Zebra", "Zebra"), "utf-8")
    assert _run("import", project, file, "--mapping", toml, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["annotations"], report["left_out"]) == (1, 1)


def test_a_mapping_file_is_not_replaced_unasked(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, toml = write(tmp_path / "a.guest", QUOTE), tmp_path / "map.toml"
    toml.write_text("mine", "utf-8")
    assert _run("import", project, file, "--propose-mapping", toml) == 1
    assert toml.read_text("utf-8") == "mine"
    again = ("import", project, file, "--propose-mapping", toml, "--overwrite")
    assert _run(*again) == 0
    assert "[labels]" in toml.read_text("utf-8")
    capsys.readouterr()


def test_a_wrong_mapping_is_told_with_line_and_key(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, toml = write(tmp_path / "a.guest", QUOTE), tmp_path / "map.toml"
    toml.write_text('[labels]\nQuote = "contents"\n', "utf-8")
    assert _run("import", project, file, "--mapping", toml) == 1
    told = capsys.readouterr().err
    assert "map.toml, line 2, field “labels.Quote”" in told
    assert "Did you mean “content”?" in told


def test_texts_have_no_labels_to_map(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, toml = tmp_path / "words.txt", tmp_path / "map.toml"
    assert _run("import", project, words, "--propose-mapping", toml) == 1
    assert "no labels" in capsys.readouterr().err
    assert not toml.exists()


def test_columns_are_said_or_named_in_the_error(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "a.table"
    table.write_text("TABLE\nhead|said\nOne|First words.\n", "utf-8")
    assert _run("import", project, table) == 1
    assert "head, said" in capsys.readouterr().err
    assert _run("import", project, table, "--columns", "text=said,title=head") == 0
    with Session.open(project, read_only=True) as session:
        documents = session.project.documents
        titles = [documents.get(uid).title for uid in documents.uids()]
    assert "One" in titles
    mapped = tmp_path / "columns.toml"
    mapped.write_text('text = "head"\n', "utf-8")
    assert _run("import", project, table, "--column-map", mapped) == 0
    capsys.readouterr()
