# SPDX-License-Identifier: MIT
"""`annotator export`: its options, what it says and where it says it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator import resources
from annotator.cli.main import main

Heard = pytest.CaptureFixture[str]


@pytest.fixture
def sample(tmp_path: Path) -> str:
    path = str(tmp_path / "p.annotator")
    assert main(["new", path]) == 0
    assert main(["import", path, str(resources.path("samples", "sample.jsonl"))]) == 0
    return path


class Export:
    """Runs the command on the sample project."""

    def __init__(self, project: str, folder: Path, heard: Heard) -> None:
        self.project, self.folder, self.heard = project, folder, heard

    def __call__(
        self, name: str, *words: str, format: str = "annotator-jsonl", code: int = 0
    ) -> tuple[str, str]:
        self.heard.readouterr()
        given = ["export", self.project, "--format", format, "--output"]
        assert main([*given, str(self.folder / name), *words]) == code
        return tuple(self.heard.readouterr())  # type: ignore[return-value]

    def data(self, name: str, *words: str, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(name, *words, "--json", **more)[0])
        return found

    def documents(self, name: str) -> list[dict[str, Any]]:
        lines = (self.folder / name).read_bytes().splitlines()
        return [d for d in map(json.loads, lines) if d["kind"] == "document"]


@pytest.fixture
def export(sample: str, tmp_path: Path, capsys: Heard) -> Export:
    return Export(sample, tmp_path, capsys)


def test_a_folder_is_told_with_its_losses(export: Export, tmp_path: Path) -> None:
    out, err = export("out", format="csv")
    assert out == (
        f"Exported 13 documents with 253 annotations to {tmp_path / 'out'}.\n"
    )
    assert "Lost: times and revisions (253)." in err
    assert str(tmp_path / "out" / "losses.md") in err
    assert (tmp_path / "out" / "data.csv").is_file()


def test_json_tells_everything(export: Export, tmp_path: Path) -> None:
    found = export.data("out", "--split", "a=.5,b=.5", format="csv")
    assert found["folder"] == str(tmp_path / "out")
    files = [Path(each).name for each in found["files"]]
    assert files == ["a.csv", "a-documents.csv", "b.csv", "b-documents.csv"]
    assert set(found["parts"]) == {"a", "b"}
    lost = {each["what"]: each for each in found["losses"]}
    assert lost["times and revisions"]["count"] == 253
    assert lost["times and revisions"]["by"] == "format"
    assert len(lost["times and revisions"]["examples"]) == 3


def test_many_losses_are_told_in_short(export: Export) -> None:
    err = export("o.csv", format="csv")[1]
    assert "Lost: texts of documents (13)." in err
    assert err.count("Lost: ") == 6
    assert "more kinds" in err
    assert "--json" in err


def test_nothing_lost_is_said(export: Export) -> None:
    assert "Nothing was lost." in export("o.jsonl")[1]


def test_a_folder_is_replaced_only_when_told(export: Export) -> None:
    export("out")
    assert "--overwrite" in export("out", code=1)[1]
    export("out", "--overwrite")


def test_documents_complete_and_negatives(export: Export) -> None:
    export("all.jsonl")
    whole = export.documents("all.jsonl")
    export("c.jsonl", "--complete")
    assert len(export.documents("c.jsonl")) < len(whole)
    export("n.jsonl", "--no-negatives")
    assert all(each["annotations"] for each in export.documents("n.jsonl"))
    export("d.jsonl", "--documents", "herring")
    assert 0 < len(export.documents("d.jsonl")) < len(whole)
    assert "no document fits" in export("x.jsonl", "--documents", "qqqq", code=1)[1]


def test_fields_and_offsets(export: Export) -> None:
    err = export("f.jsonl", "--fields", "speaker, stance", "--offsets-only")[1]
    assert "Left out by choice: the field “quote_type”" in err
    found = export.documents("f.jsonl")
    assert not any("text" in each for each in found)
    made = [a for d in found for a in d.get("annotations", ())]
    assert {key for a in made for key in a.get("fields", {})} == {"speaker"}
    told = export("g.jsonl", "--fields", "speeker", code=1)[1]
    assert "no field, row or role “speeker”" in told


def test_the_majority_of_those_named(export: Export, capsys: Heard) -> None:
    both = export.data("m.jsonl", "--majority")
    one = export.data("o.jsonl", "--majority", "--annotator", "Tilo Brandt")
    assert both["annotations"] < one["annotations"] == 117
    told = export("x.jsonl", "--majority", "--adjudicated", code=1)[1]
    assert "--adjudicated" in told


def test_groups_need_a_division(export: Export) -> None:
    assert "--split" in export("x.jsonl", "--group-by", "source", code=1)[1]
    found = export.data("o.jsonl", "--split", "a=.5,b=.5", "--group-by", "source")
    assert sum(found["parts"].values()) == 13


def test_in_a_closed_round_it_matters_who_exports(
    tmp_path: Path, capsys: Heard
) -> None:
    project = tmp_path / "p.annotator"
    text = tmp_path / "a.txt"
    text.write_text("Nothing was said.", "utf-8")
    run = [str(project)]
    assert main(["new", *run, "--codebook", "speaker_stance"]) == 0
    assert main(["import", *run, str(text)]) == 0
    assert main(["people", "add", *run, "Ann Orve", "Bo Tell"]) == 0
    assert main(["people", "add", *run, "Lea Kern", "--role", "lead"]) == 0
    assign = ["assign", *run, "--round", "One", "--per-document", "all"]
    assert main([*assign, "--by", "Lea Kern"]) == 0
    export = ["export", *run, "--format", "csv", "--output", str(tmp_path / "o.csv")]
    capsys.readouterr()
    who = ["--annotator", "Bo Tell"]
    assert main([*export, *who, "--by", "Ann Orve"]) == 1
    assert "hidden from you" in capsys.readouterr().err
    assert main([*export, *who, "--by", "Lea Kern"]) == 0
    capsys.readouterr()
    assert main(["stats", *run, "--by", "Ann Orve"]) == 0
    assert "only your own layer is counted" in capsys.readouterr().err


def test_the_first_records_are_shown_and_nothing_is_written(
    sample: str, tmp_path: Path, capsys: Heard
) -> None:
    before = sorted(tmp_path.iterdir())
    capsys.readouterr()
    given = ["export", sample, "--format", "csv", "--preview", "--fields", "speaker"]
    assert main(given) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head.startswith("document_id,title")
    assert first.startswith("01-ketva-dam")
    assert sorted(tmp_path.iterdir()) == before


def test_a_place_or_a_preview_must_be_asked_for(sample: str, capsys: Heard) -> None:
    assert main(["export", sample, "--format", "csv"]) == 2
    assert "--output --preview" in capsys.readouterr().err
