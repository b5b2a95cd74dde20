# SPDX-License-Identifier: MIT
"""Bundled codebooks are there and say what they must; files are read or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import resources
from annotator.model.codebook_diff import diff
from annotator.model.codebook_reader import from_toml
from annotator.model.errors import CodebookError, NotFoundError
from annotator.services import codebook_files
from tests.services.project_cases import CODEBOOK


def test_presets_are_there_the_default_first() -> None:
    assert codebook_files.presets()[0] == "speaker_stance"
    assert {codebook_files.preset(name).id for name in codebook_files.presets()} == {
        "speaker_stance",
        "semeval_stance",
        "polnear_scc",
        "dna_statement",
    }
    with pytest.raises(NotFoundError, match="speaker_stance"):
        codebook_files.preset("speaker_stanze")


def test_the_presets_say_what_the_reference_ones_say(shared: Path) -> None:
    for name in codebook_files.presets():
        theirs = from_toml((shared / "presets" / f"{name}.toml").read_text("utf-8"))
        ours = codebook_files.preset(name)
        assert (ours.id, ours.version) == (theirs.id, theirs.version)
        found = diff(theirs, ours)
        assert {each.kind for each in found} <= {"changed"}
        assert {each.level for each in found} <= {"patch"}


def test_the_guidelines_of_a_preset_are_bundled() -> None:
    name = codebook_files.preset("speaker_stance").guidelines
    assert "neutral" in resources.read_text("codebooks", name)


def test_a_file_with_a_mistake_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(CODEBOOK.replace('type = "choice"', 'type = "choise"'), "utf-8")
    with pytest.raises(CodebookError) as caught:
        codebook_files.read_file(file)
    assert caught.value.line == CODEBOOK[: CODEBOOK.index('"choice"')].count("\n") + 1
    assert caught.value.field == "field[tone].type"
    assert "choice" in caught.value.reason


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b'[codebook]\nid = "caf\xe9"\n')
    with pytest.raises(CodebookError) as caught:
        codebook_files.read_file(file)
    assert caught.value.line == 2
    assert codebook_files.check_file(file)[0].line == 2
