# SPDX-License-Identifier: MIT
"""`annotator codebook check|show|upgrade`, run as the program runs them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from annotator import resources
from annotator.cli import codebook as command
from annotator.model.codebook_reader import from_toml
from annotator.model.errors import CodebookError, NotFoundError
from annotator.services import annotate
from annotator.services.session import Session
from tests.services.project_cases import DOCUMENT, project_with, remark

PRESET = "codebooks", "speaker_stance.toml"


def run(*words: str | Path) -> int:
    """What the command returns for these arguments."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["codebook", *map(str, words)])
    return int(args.run(args))


def test_a_sound_file_passes(capsys: pytest.CaptureFixture[str]) -> None:
    file = resources.path(*PRESET)
    assert run("check", file) == 0
    assert capsys.readouterr().out == f"{file}: sound\n"


def test_a_mistake_is_told_with_file_line_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    text = resources.read_text(*PRESET).replace('key = "s"', 'key = "c"')
    file.write_text(text, "utf-8")
    line = text[: text.index('key = "c"', text.index('id = "source"'))].count("\n") + 1
    assert run("check", file) == 1
    assert capsys.readouterr().out.startswith(f"{file}:{line}: error: the key “c”")
    assert run("check", "--json", file) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["line"], told["key"]) == (line, "role[source].key")


def test_a_missing_file_is_told() -> None:
    with pytest.raises(NotFoundError):
        run("check", "nowhere.toml")


def test_presets_are_listed_the_default_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("show") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "speaker_stance",
        "dna_statement",
        "polnear_scc",
        "semeval_stance",
    ]


def test_a_preset_is_shown_in_words_and_as_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("show", "speaker_stance") == 0
    shown = capsys.readouterr().out
    assert "quote_type" in shown
    assert "[1]  Direct" in shown
    assert run("show", "speaker_stance", "--toml") == 0
    again = from_toml(capsys.readouterr().out)
    assert again.sha256 == from_toml(resources.read_text(*PRESET)).sha256


def test_a_projects_codebook_is_shown_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with project_with(tmp_path) as session:
        sha256 = session.codebook.sha256
    assert run("show", tmp_path / "p.annotator", "--json") == 0
    assert json.loads(capsys.readouterr().out)["sha256"] == sha256


def test_an_upgrade_asks_and_then_carries_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with project_with(tmp_path) as session:
        annotate.add(session, remark(session, tone="cold"))
        text = command.codebooks.to_toml(session.codebook)
    file = tmp_path / "new.toml"
    file.write_text(text.replace('{id = "cold"}', '{id = "cool"}'), "utf-8")
    project = tmp_path / "p.annotator"
    with pytest.raises(CodebookError, match=r"--map remark\.tone\.cold="):
        run("upgrade", project, file)
    assert run("upgrade", project, file, "--map", "tone.cold=cool", "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["changed"] == 1
    assert "2.0.0" in err
    with Session.open(project) as session:
        (found,) = session.project.annotations.of(DOCUMENT)
        assert found.fields["tone"] == "cool"


def test_a_mapping_without_a_sign_is_refused(tmp_path: Path) -> None:
    project_with(tmp_path).close()
    with pytest.raises(CodebookError, match="OLD=NEW"):
        run("upgrade", tmp_path / "p.annotator", "speaker_stance", "--map", "tone")


CODES = """<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="c1" name="Tolls" isCodable="true"><Code guid="c2" name="Bridges"/></Code>
</Codes></CodeBook>"""


def test_codes_of_other_programs_are_a_codebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "Money.qdc"
    file.write_text(CODES, "utf-8")
    assert run("check", file) == 0
    assert capsys.readouterr().out == f"{file}: sound\n"
    assert run("show", file) == 0
    told = capsys.readouterr().out
    assert "Quotation" in told
    assert "Bridges" in told
    assert run("show", "--qdc", file) == 0
    assert 'name="Bridges"' in capsys.readouterr().out


def test_a_preset_is_shown_as_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "--qdc", "speaker_stance") == 0
    told = capsys.readouterr().out
    assert told.startswith("<?xml")
    assert 'name="Content"' in told


def test_wrong_codes_are_told_with_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "Money.qdc"
    file.write_text("<CodeBook>\n<Codes>", "utf-8")
    assert run("check", file) == 1
    assert capsys.readouterr().out.startswith(f"{file}:2: error: this is not XML")
    with pytest.raises(NotFoundError, match="cannot be read"):
        run("show", tmp_path / "none.qdc")
