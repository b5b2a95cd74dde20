# SPDX-License-Identifier: MIT
"""Data sets: what goes out, what is said of it, and the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from annotator import resources
from annotator.formats import registry
from annotator.formats.features import Feature
from annotator.formats.format import Format
from annotator.formats.hf.schema import card_data
from annotator.formats.losses import counted
from annotator.formats.options import WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import NotFoundError, UserError
from annotator.model.progress import Job, Progress, run
from annotator.services import transfer
from annotator.services.session import Session
from annotator.services.transfer import ExportReport, Selection, parse_split
from annotator.services.whole_folder import files_in
from annotator.store.bulk import read_bundle

#: What lies beside the data.
BESIDE = {
    *("README.md", "codebook.toml", "croissant.json", "losses.json", "losses.md"),
    *("manifest.json", "speaker_stance.md"),
}
IEVA, TILO = "ieva-sand", "tilo-brandt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "p.annotator"
    with Session.create(path) as session:
        source = resources.path("samples", "sample.jsonl")
        run(transfer.import_files(session, [source]))
        with session.write("x", {"settings"}) as project:
            project.settings.set("title", "Sample | *project*")
    return path


@pytest.fixture
def session(made: Path, tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "p.annotator"
    shutil.copy(made, path)
    with Session.open(path, annotator=IEVA) as opened:
        yield opened


def export(
    session: Session, output: Path, format: str = "annotator-jsonl", **choice: Any
) -> ExportReport:
    job = transfer.export(session, output, format=format, selection=Selection(**choice))
    return run(job)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def documents(path: Path) -> list[dict[str, Any]]:
    return [each for each in lines(path) if each["kind"] == "document"]


def annotations(path: Path) -> list[dict[str, Any]]:
    return [a for each in documents(path) for a in each.get("annotations", ())]


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return found


# -- files and folders ---------------------------------------------------------------


def test_an_output_without_a_suffix_is_a_folder(
    session: Session, tmp_path: Path
) -> None:
    for name in ("out", "release-1.0"):
        report = export(session, tmp_path / name, "csv")
        assert report.folder == tmp_path / name
        assert [path.name for path in report.files] == ["data.csv", "documents.csv"]
        assert set(files_in(tmp_path / name)) == {
            *("data.csv", "documents.csv"),
            *BESIDE,
        }


def test_parts_are_files_of_the_folder(session: Session, tmp_path: Path) -> None:
    split = parse_split("train=.6,test=.4", 2)
    report = export(session, tmp_path / "out", split=split)
    parts = {p: documents(tmp_path / "out" / f"{p}.jsonl") for p in split.parts}
    assert {p: len(found) for p, found in parts.items()} == dict(report.parts)
    assert manifest(tmp_path / "out")["selection"]["split"]["seed"] == 2
    single = export(session, tmp_path / "d.jsonl", split=split)
    assert [path.name for path in single.files] == ["d-train.jsonl", "d-test.jsonl"]
    assert single.files[0].read_bytes() == report.files[0].read_bytes()


def test_the_same_choices_give_the_same_bytes(session: Session, tmp_path: Path) -> None:
    choice: dict[str, Any] = {
        "split": parse_split("train=.6,test=.4"),
        "fields": ("speaker", "stance"),
        "majority": True,
    }
    one, two = tmp_path / "one", tmp_path / "elsewhere"
    for output in (one, two):
        export(session, output, "csv", **choice)
    assert files_in(one) == files_in(two)
    for name in files_in(one):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def test_a_table_of_the_documents_lies_beside_that_of_stances(
    session: Session, tmp_path: Path
) -> None:
    export(session, tmp_path / "out", "csv", negatives=False)
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8", newline="") as f:
        found = list(csv.DictReader(f))
    texts = {each["text"] for each in documents_of(session, tmp_path)}
    assert len(found) == 10
    assert {each["text"] for each in found} <= texts


def test_what_is_noted_of_every_part_is_said_once(
    session: Session, tmp_path: Path
) -> None:
    split = parse_split("train=.6,test=.4", 2)
    report = export(session, tmp_path / "out", "dna", split=split)
    said = [str(each) for each in report.notes]
    assert any("password" in each for each in said)
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("format", "pattern"),
    [("brat", "data/*.ann"), ("webanno-tsv", "data/**/*.tsv")],
)
def test_many_files_are_described_by_few_patterns(
    session: Session, tmp_path: Path, format: str, pattern: str
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(101):
        (texts / f"text {number}.txt").write_text(f"Text {number}")
    run(transfer.import_files(session, [texts]))
    export(session, tmp_path / "out", format)
    found = json.loads((tmp_path / "out" / "croissant.json").read_bytes())
    sets = [each["includes"] for each in found["distribution"]]
    assert pattern in sets
    assert len(sets) < 10


def test_the_manifest_is_true(session: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = export(session, out, "csv", negatives=False)
    found = manifest(out)
    assert {each["path"] for each in found["files"]} == {*files_in(out)} - {
        "manifest.json"
    }
    for each in found["files"]:
        data = (out / each["path"]).read_bytes()
        assert each["sha256"] == hashlib.sha256(data).hexdigest()
        assert each["bytes"] == len(data)
    assert found["counts"]["documents"] == report.documents
    assert found["counts"]["annotations"] == report.annotations
    assert found["selection"]["negatives"] is False
    assert found["codebook"]["sha256"] == session.codebook.sha256


def test_the_content_hash_is_that_of_the_whole_project(
    session: Session, tmp_path: Path
) -> None:
    export(session, tmp_path / "all.jsonl")
    whole = hashlib.sha256((tmp_path / "all.jsonl").read_bytes()).hexdigest()
    export(session, tmp_path / "some", "csv", annotators=[TILO])
    export(session, tmp_path / "everything")
    for name in ("some", "everything"):
        assert manifest(tmp_path / name)["project"]["content_sha256"] == whole


def test_the_codebook_and_its_guideline_are_there(
    session: Session, tmp_path: Path
) -> None:
    from annotator.services.codebook import read_file

    export(session, tmp_path / "out", "csv")
    assert read_file(tmp_path / "out" / "codebook.toml").sha256 == (
        session.codebook.sha256
    )
    bundled = resources.read_bytes("codebooks", "speaker_stance.md")
    assert (tmp_path / "out" / "speaker_stance.md").read_bytes() == bundled
    (tmp_path / "speaker_stance.md").write_text("Our own.")
    export(session, tmp_path / "own", "csv")
    assert (tmp_path / "own" / "speaker_stance.md").read_text() == "Our own."


def test_cancelled_anywhere_nothing_is_left(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    count = sum(1 for _ in transfer.export(session, folder / "o", format="csv"))
    assert count > 20
    shutil.rmtree(folder / "o")
    for stop in range(1, count + 1):
        job = transfer.export(session, folder / "o", format="csv")
        for _ in range(stop):
            next(job)
        job.close()
        assert list(folder.iterdir()) == []


def test_progress_goes_over_all_documents(session: Session, tmp_path: Path) -> None:
    job = transfer.export(
        session,
        tmp_path / "o.csv",
        format="csv",
        selection=Selection(split=parse_split("a=.5,b=.5")),
    )
    seen = list(job)
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert seen[-1] == Progress(13, 13)


# -- what goes out -------------------------------------------------------------------


def test_documents_by_a_filter(session: Session, tmp_path: Path) -> None:
    everything = documents_of(session, tmp_path)
    source = next(
        each["metadata"]["source"]
        for each in everything
        if each["metadata"].get("source")
    )
    wanted = [e["id"] for e in everything if e["metadata"].get("source") == source]
    assert 0 < len(wanted) < len(everything)
    report = export(session, tmp_path / "f.jsonl", filter=f'source:"{source}"')
    assert [each["id"] for each in documents(tmp_path / "f.jsonl")] == wanted
    assert report.documents == len(wanted)
    with pytest.raises(UserError, match="no document fits"):
        export(session, tmp_path / "g.jsonl", filter="source:nowhere-at-all")


def documents_of(session: Session, folder: Path) -> list[dict[str, Any]]:
    export(session, folder / "everything.jsonl")
    return documents(folder / "everything.jsonl")


def test_complete_layers_alone(session: Session, tmp_path: Path) -> None:
    report = export(session, tmp_path / "c.jsonl", complete=True)
    found = documents(tmp_path / "c.jsonl")
    assert {la["status"] for each in found for la in each["layers"]} == {"complete"}
    for each in found:
        done = {layer["annotator"] for layer in each["layers"]}
        assert {a["annotator"] for a in each["annotations"]} <= done
    before = sum(len(e.get("annotations", ())) for e in documents_of(session, tmp_path))
    left = [each for each in report.losses_data() if "complete" in each["what"]]
    inside = sum(each["count"] for each in left)
    assert len(annotations(tmp_path / "c.jsonl")) + inside <= before


def test_fields_that_were_not_chosen_are_counted(
    session: Session, tmp_path: Path
) -> None:
    names = ("speaker", "source", "stance.issue")
    report = export(session, tmp_path / "f.jsonl", fields=names)
    found = annotations(tmp_path / "f.jsonl")
    assert {name for a in found for name in a.get("fields", {})} == {"speaker"}
    assert {s["role"] for a in found for s in a["spans"]} <= {"content", "source"}
    rows = [row for a in found for row in a.get("rows", {}).get("stance", ())]
    assert rows
    assert {key for row in rows for key in row} == {"fields"}
    assert {key for row in rows for key in row["fields"]} == {"issue"}
    everything = [
        a for d in documents_of(session, tmp_path) for a in d.get("annotations", ())
    ]
    told = {each["what"]: each for each in report.losses_data()}
    cues = sum(s["role"] == "cue" for a in everything for s in a["spans"])
    assert told["the spans of the role “cue”"]["count"] == cues
    assert "has not ruled out”" in told["the spans of the role “cue”"]["examples"][0]
    assert told["the field “quote_type”"]["by"] == "choice"
    said = told["the field “cue_negated”"]["examples"][0]
    assert said.endswith(": cue_negated = true")
    assert "the field “stance.stance”" in told
    with pytest.raises(NotFoundError, match="quote_type"):
        export(session, tmp_path / "g.jsonl", fields=("quotetype",))


def test_a_row_that_was_not_chosen_is_counted_whole(
    session: Session, tmp_path: Path
) -> None:
    report = export(session, tmp_path / "f.jsonl", fields=("speaker",))
    assert not any("rows" in a for a in annotations(tmp_path / "f.jsonl"))
    told = {each["what"]: each["count"] for each in report.losses_data()}
    assert told["the rows “stance”"] == 193


def test_documents_without_annotations_can_stay_out(
    session: Session, tmp_path: Path
) -> None:
    whole = documents_of(session, tmp_path)
    empty = [each["id"] for each in whole if not each.get("annotations")]
    assert empty
    report = export(session, tmp_path / "n.jsonl", negatives=False)
    found = {each["id"] for each in documents(tmp_path / "n.jsonl")}
    assert found == {each["id"] for each in whole} - set(empty)
    (told,) = report.losses_data()
    assert (told["by"], told["count"]) == ("choice", len(empty))


@pytest.mark.parametrize("name", ["annotator-jsonl", "csv"])
def test_offsets_alone_carry_no_text(
    session: Session, tmp_path: Path, name: str
) -> None:
    quotes = {
        span["text"]
        for each in documents_of(session, tmp_path)
        for a in each.get("annotations", ())
        for span in a["spans"]
        if len(span["text"]) > 60
    }
    assert quotes
    export(session, tmp_path / "out", name, with_text=False)
    for file in files_in(tmp_path / "out"):
        said = (tmp_path / "out" / file).read_text("utf-8")
        assert not [quote for quote in quotes if quote in said], file
    assert "Offsets only" in (tmp_path / "out" / "README.md").read_text("utf-8")


def test_that_texts_stayed_behind_is_told_and_nothing_else_is_called_lost(
    session: Session, tmp_path: Path
) -> None:
    said = export(session, tmp_path / "all", with_text=False).losses_data()
    assert [(x["by"], x["what"], x["count"]) for x in said] == [
        ("choice", "texts of documents, and the quotes of spans", 13)
    ]
    (tmp_path / "csv").mkdir()
    told = {x["what"] for x in export(session, tmp_path / "t", "csv").losses_data()}
    bare = export(session, tmp_path / "u", "csv", with_text=False).losses_data()
    assert {x["what"] for x in bare if x["by"] == "format"} == told
    # The table of documents has those too.
    assert "documents without annotations" not in told


def test_a_codebook_is_not_lost_where_it_lies_beside_the_data(
    session: Session, tmp_path: Path
) -> None:
    def told(report: ExportReport) -> bool:
        return any("the codebook" in x["what"] for x in report.losses_data())

    assert not told(export(session, tmp_path / "folder", "csv"))
    assert told(export(session, tmp_path / "file.csv", "csv"))


def test_a_codebook_alone_is_called_one(session: Session, tmp_path: Path) -> None:
    report = export(session, tmp_path / "codes.qdc", "qdc")
    assert str(report).startswith("Exported the codebook to ")
    lost = {x["what"]: x["count"] for x in report.losses_data()}
    assert lost["annotations: a codebook has none"] == report.annotations > 0


def test_the_majority_goes_out_under_its_own_name(
    session: Session, tmp_path: Path
) -> None:
    report = export(session, tmp_path / "out", majority=True)
    head = lines(tmp_path / "out" / "data.jsonl")[0]
    assert [each["id"] for each in head["annotators"]] == ["majority"]
    found = annotations(tmp_path / "out" / "data.jsonl")
    assert 0 < len(found) == report.annotations < 253
    assert {(a["annotator"], a["origin"]) for a in found} == {("majority", "edited")}
    told = {each["what"] for each in report.losses_data() if each["by"] == "choice"}
    assert "annotations that no more than half of the annotators made" in told
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "Ieva Sand" in card
    assert "more than half" in card
    with Session.create(tmp_path / "q.annotator") as other:
        run(transfer.import_files(other, [tmp_path / "out" / "data.jsonl"]))


def test_of_one_annotator_the_majority_is_what_they_said(
    session: Session, tmp_path: Path
) -> None:
    export(session, tmp_path / "m.jsonl", majority=True, annotators=[TILO])
    export(session, tmp_path / "t.jsonl", kinds=("primary",), annotators=[TILO])

    def content(path: Path) -> list[Any]:
        return sorted(
            json.dumps([a["spans"], a.get("fields"), a.get("rows")], sort_keys=True)
            for a in annotations(path)
            if "justifies" not in a.get("fields", {})
        )

    assert content(tmp_path / "m.jsonl") == content(tmp_path / "t.jsonl")


def test_grouped_documents_stay_together(session: Session, tmp_path: Path) -> None:
    split = parse_split("a=.5,b=.5", 1, "source")
    export(session, tmp_path / "out", split=split)
    sources = [
        {each["metadata"].get("source") for each in documents(path)} - {None}
        for path in (tmp_path / "out" / "a.jsonl", tmp_path / "out" / "b.jsonl")
    ]
    assert not sources[0] & sources[1]
    assert all(sources)
    with pytest.raises(UserError, match="“mood”"):
        export(session, tmp_path / "x", split=replace(split, group_by="mood"))


# -- what is said of it --------------------------------------------------------------


def test_texts_that_grouping_tears_apart_are_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "d.jsonl"
    papers = [f"Paper {n}" for n in range(20)]
    rows = [{"text": "The same wire.", "source": each} for each in papers]
    rows.append({"text": "Another.", "source": "Paper 1"})
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    halves = parse_split("train=.5,test=.5", 0, "source")
    with Session.create(tmp_path / "d.annotator") as session:
        options = transfer.ImportOptions(duplicates="add")
        run(transfer.import_files(session, [path], options=options))
        report = export(session, tmp_path / "out", split=halves)
        whole = export(
            session, tmp_path / "o", split=parse_split("train=.5,test=.5", 0)
        )
    (told,) = [str(x) for x in report.limits if "share a text" in str(x)]
    assert told.startswith("20 documents")
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert f"- {told}" in card
    assert not [x for x in whole.limits if "share a text" in str(x)]


def test_an_empty_part_is_told(session: Session, tmp_path: Path) -> None:
    split = parse_split("train=.999999,test=.000001", 1)
    report = export(session, tmp_path / "out", "csv", split=split)
    assert "The part “test” is empty" in str(report.limits)
    assert "(train 13, test 0)" in str(report)


def test_what_nobody_completed_is_no_negative_example(
    session: Session, tmp_path: Path
) -> None:
    (told,) = export(session, tmp_path / "a", "csv").limits
    assert str(told).startswith("Nobody has completed 3 documents without ann")
    assert str(told) in str(export(session, tmp_path / "b.csv", "csv").summary)
    for choice in ({"complete": True}, {"negatives": False}):
        assert not export(session, tmp_path / f"{choice}", "csv", **choice).limits
    assert not export(session, tmp_path / "whole").limits


def test_losses_are_counted_once_over_all_parts(
    session: Session, tmp_path: Path
) -> None:
    whole = export(session, tmp_path / "w.csv", "csv").losses_data()
    split = parse_split("a=.5,b=.5")
    parts = export(session, tmp_path / "p.csv", "csv", split=split).losses_data()
    counts = {each["what"]: each["count"] for each in whole}
    assert {each["what"]: each["count"] for each in parts} == counts
    assert counts["texts of documents"] == 13
    report = export(session, tmp_path / "out", "csv", split=split)
    # The table of documents beside that of stances has what it lacks.
    del counts["texts of documents"], counts["documents without annotations"]
    del counts["the codebook (it lies beside the data in an export folder)"]
    assert {each["what"]: each["count"] for each in report.losses_data()} == counts
    assert all(len(each["examples"]) <= 3 for each in report.losses_data())
    said = (tmp_path / "out" / "losses.md").read_text("utf-8")
    assert all(what in said for what in counts)
    data = json.loads((tmp_path / "out" / "losses.json").read_bytes())
    assert data["losses"] == report.losses_data()


def test_nothing_lost_is_said(session: Session, tmp_path: Path) -> None:
    report = export(session, tmp_path / "out")
    assert report.losses_data() == []
    said = (tmp_path / "out" / "losses.md").read_text("utf-8")
    assert "Nothing was lost." in said
    assert "undo history" in said


def test_the_card_tells_what_who_and_how(session: Session, tmp_path: Path) -> None:
    export(session, tmp_path / "out", "csv", split=parse_split("train=.6,test=.4", 9))
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert card.startswith('---\npretty_name: "Sample | *project*"\nlicense: unknown\n')
    assert "# Sample \\| \\*project\\*" in card
    for words in (
        *("Ieva Sand", "Tilo Brandt", "seed 9", "13 documents with 253 annotations"),
        *("Whole content inside quotation marks", "favor: wants the households"),
        *("| `against` | Against | 55 |", "| `train` |", "## Agreement", "Licence"),
        *("Lost: times and revisions (253).", "train-documents.csv"),
    ):
        assert words in card, words
    rows = [line for line in card.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in rows)


def test_the_front_matter_is_yaml(session: Session, tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    title = 'A: "title" – 😀\u2028 \x7f\ufeff #no'
    with session.write("x", {"settings"}) as project:
        project.settings.set("title", title)
    export(session, tmp_path / "out", "csv")
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    front = yaml.safe_load(card.split("---\n")[1])
    assert front["pretty_name"] == title
    assert front["language"] == ["en"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("name", ["csv", "annotator-jsonl"])
def test_croissant_of_an_export_is_valid(
    session: Session, tmp_path: Path, name: str
) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    export(session, tmp_path / "out", name, split=parse_split("train=.6,test=.4"))
    dataset = mlcroissant.Dataset(tmp_path / "out" / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    records = [record for part in ("train", "test") for record in dataset.records(part)]
    assert len(records) >= 13


# -- every format there is -----------------------------------------------------------

WRITERS = [each for each in registry.BUILTIN if each.writes]


@pytest.mark.parametrize("found", WRITERS, ids=lambda each: each.name)
def test_every_format_makes_a_folder_and_the_same_one_twice(
    session: Session, tmp_path: Path, found: Format
) -> None:
    if not found.available():
        pytest.skip(f"needs {', '.join(found.missing())}")
    split = parse_split("train=.6,test=.4", 1)
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        report = export(session, folder, found.name, split=split)
        assert report.documents == 13
        assert set(files_in(folder)) > BESIDE
    assert files_in(folders[0]) == files_in(folders[1])
    for name in files_in(folders[0]):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


@pytest.mark.parametrize(
    "found", [each for each in WRITERS if not each.many], ids=lambda each: each.name
)
def test_every_format_of_one_file_makes_that_file(
    session: Session, tmp_path: Path, found: Format
) -> None:
    if not found.available():
        pytest.skip(f"needs {', '.join(found.missing())}")
    place = tmp_path / "place"
    place.mkdir()
    report = export(session, place / f"o{found.suffixes[0]}", found.name)
    assert sorted(report.files) == sorted(place.iterdir())
    folder = tmp_path / "folder"
    export(session, folder, found.name)
    data = folder / f"data{found.suffixes[0]}"
    assert data.read_bytes() == report.files[0].read_bytes()


@pytest.mark.parametrize("name", ["hf-jsonl", "hf-parquet"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_an_export_is_a_data_set_of_the_hub(
    session: Session, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    datasets = pytest.importorskip("datasets")
    # Nobody falls into the first part, so that no row of it tells any types.
    split = parse_split("train=.001,dev=.599,test=.4", 1)
    report = export(session, tmp_path / "out", name, split=split)
    found = datasets.load_dataset(
        str(tmp_path / "out"), cache_dir=str(tmp_path / "cache")
    )
    parts = {part: len(found[part]) for part in found}
    assert {"train": 0, **parts} == dict(report.parts)
    assert any("“train” is empty" in str(each) for each in report.limits)
    declared = card_data(read_bundle(session.project), WriteOptions())
    for part in found.values():
        features = part.features._to_yaml_list()
        assert features == declared["dataset_info"]["features"]


# -- formats of other packages -------------------------------------------------------


def _write_guest(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    carries = frozenset(Feature) - {Feature.TITLES}
    with path.open("w", encoding="utf-8") as stream:
        for done, record in enumerate(counted(bundle, carries, options.losses), 1):
            spans = [
                {"start": s.start, "end": s.end, "label": s.role}
                for a in record.annotations
                for s in a.spans
            ]
            line = {"id": record.document.uid, "spans": spans}
            stream.write(json.dumps(line) + "\n")
            yield Progress(done, bundle.total or 0)


def _write_many(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    path.mkdir()
    for done, record in enumerate(bundle.documents, 1):
        (path / f"{record.document.uid}.txt").write_text(
            record.document.text, encoding="utf-8"
        )
        yield Progress(done)


GUEST = Format(
    name="hf-guest",
    title="A guest",
    suffixes=(".jsonl",),
    sniff=lambda head, path: 0.0,
    write=_write_guest,
    carries=frozenset(Feature) - {Feature.TITLES},
)
MANY = Format(
    name="many-guest",
    title="Many files",
    suffixes=(),
    sniff=lambda head, path: 0.0,
    write=_write_many,
    carries=frozenset(Feature),
    many=True,
)


def _write_company(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    path.with_suffix(".side").write_text("beside", encoding="utf-8")
    yield from _write_guest(bundle, path, options)


BESIDE_GUEST = Format(
    name="beside-guest",
    title="Two files",
    suffixes=(".one",),
    sniff=lambda head, path: 0.0,
    write=_write_company,
    carries=frozenset(Feature),
    beside=True,
)
ABSENT = Format(
    name="absent-guest",
    title="Not installed",
    suffixes=(".x",),
    sniff=lambda head, path: 0.0,
    write=_write_guest,
    requires={"a_package_that_is_not_there": "a-package"},
)


@pytest.fixture
def guests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Formats that come by the entry point group `annotator.formats`."""
    points = [
        EntryPoint(name.lower(), f"{__name__}:{name}", registry.GROUP)
        for name in ("GUEST", "MANY", "BESIDE_GUEST", "ABSENT")
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    registry.forget_plugins()
    yield
    registry.forget_plugins()


@pytest.mark.usefixtures("guests")
def test_a_format_of_another_package_is_exported_to(
    session: Session, tmp_path: Path
) -> None:
    report = export(session, tmp_path / "o.jsonl", "hf-guest")
    assert len((tmp_path / "o.jsonl").read_text("utf-8").splitlines()) == 13
    (lost,) = report.losses_data()
    assert (lost["what"], lost["count"]) == ("titles of documents", 13)
    names = [each.name for _, some in transfer.grouped_formats() for each in some]
    assert {"hf-guest", "many-guest", "absent-guest"} <= set(names)


@pytest.mark.usefixtures("guests")
def test_a_format_whose_package_is_missing_says_how_to_get_it(
    session: Session, tmp_path: Path
) -> None:
    choices = {c.name: c for _, some in transfer.grouped_formats() for c in some}
    assert not choices["absent-guest"].available
    assert choices["absent-guest"].install == "pip install a-package"
    assert choices["hf-guest"].available
    with pytest.raises(UserError, match="pip install a-package"):
        export(session, tmp_path / "o.x", "absent-guest")


@pytest.mark.usefixtures("guests")
def test_a_format_of_many_files_has_a_folder_for_each_part(
    session: Session, tmp_path: Path
) -> None:
    export(session, tmp_path / "one.set", "many-guest")
    found = files_in(tmp_path / "one.set")
    assert sum(name.startswith("data/") for name in found) == 13
    split = parse_split("train=.6,test=.4")
    report = export(session, tmp_path / "two", "many-guest", split=split)
    found = files_in(tmp_path / "two")
    for part, count in report.parts.items():
        assert sum(name.startswith(f"{part}/") for name in found) == count


@pytest.mark.usefixtures("guests")
def test_what_a_format_writes_beside_its_file_comes_along(
    session: Session, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    report = export(session, place / "o.one", "beside-guest")
    assert sorted(each.name for each in place.iterdir()) == ["o.one", "o.side"]
    assert [each.name for each in report.files] == ["o.one", "o.side"]
    (place / "o.one").unlink()
    (place / "o.side").write_text("mine")
    with pytest.raises(UserError, match=r"o\.side.*exists already"):
        export(session, place / "o.one", "beside-guest")
    assert [each.name for each in place.iterdir()] == ["o.side"]
    assert (place / "o.side").read_text() == "mine"


@pytest.mark.usefixtures("guests")
def test_the_hub_finds_the_parts_by_the_card(session: Session, tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    export(session, tmp_path / "out", "hf-guest", split=parse_split("train=.6,test=.4"))
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    (config,) = yaml.safe_load(card.split("---\n")[1])["configs"]
    assert config["data_files"] == [
        {"split": "train", "path": ["train.jsonl"]},
        {"split": "test", "path": ["test.jsonl"]},
    ]


def test_the_card_tells_how_far_annotators_agree(
    session: Session, tmp_path: Path
) -> None:
    export(session, tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    section = card.split("## Agreement")[1].split("\n## ")[0]
    assert "Ieva Sand, Tilo Brandt" in section
    assert "10 documents" in section
    lines = [line for line in section.splitlines() if line.startswith("| Attribution")]
    (overlap,) = (each for each in lines if "overlap" in each and "F1" in each)
    # 113 of 117 and 136 attributions are matched: 2 × 113 / 253.
    assert "0.893" in overlap
    assert "NaN" not in section


def test_without_a_second_annotator_there_is_no_agreement(
    session: Session, tmp_path: Path
) -> None:
    for name, choice in (
        ("a", {"annotators": (IEVA,)}),
        ("b", {"kinds": ("adjudicated",)}),
    ):
        export(session, tmp_path / name, **choice)
        card = (tmp_path / name / "README.md").read_text("utf-8")
        assert "No agreement between annotators was computed" in card
