# SPDX-License-Identifier: MIT
"""Files in and out of a project: the same bytes, one step, nothing by half."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator import resources
from annotator.formats import registry, text
from annotator.model.errors import InputError, NotFoundError, UserError
from annotator.model.progress import Progress, run
from annotator.services import history, transfer
from annotator.services.events import Changed
from annotator.services.session import Session
from annotator.services.transfer import (
    ImportOptions,
    ImportReport,
    Selection,
    Split,
    parse_split,
)

HEADLINE = "Council has not ruled it out\n\n, 3 May 2024, 9:05 - Jane Roe\n\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "p.annotator", annotator="Ada") as opened:
        yield opened


def bring(session: Session, *paths: Path, **options: Any) -> ImportReport:
    return run(transfer.import_files(session, paths, options=ImportOptions(**options)))


def send(
    session: Session, path: Path, name: str = "annotator-jsonl", **o: Any
) -> bytes:
    run(transfer.export(session, path, format=name, selection=Selection(**o)))
    return path.read_bytes()


def text_file(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path


def round_trip(source: Path, folder: Path) -> tuple[bytes, bytes]:
    """What a project made of `source` writes, and what one made of that writes."""
    written = []
    for number in (1, 2):
        with Session.create(folder / f"{number}.annotator") as made:
            bring(made, source)
            source = folder / f"{number}.jsonl"
            written.append(send(made, source))
    return written[0], written[1]


def test_the_worked_example_comes_back_byte_for_byte(
    shared: Path, tmp_path: Path, session: Session
) -> None:
    report = bring(session, shared / "seed" / "gold.jsonl")
    assert (report.documents, report.annotations, report.notes) == (1, 21, [])
    first, second = round_trip(shared / "seed" / "gold.jsonl", tmp_path)
    assert json.loads(first.splitlines()[-1])["id"] == "seed-article"
    assert first == second


def test_the_samples_come_back_byte_for_byte(tmp_path: Path) -> None:
    first, second = round_trip(resources.path("samples", "sample.jsonl"), tmp_path)
    assert first.count(b"\n") >= 14
    assert first == second


def test_the_reference_file_comes_back_byte_for_byte(tmp_path: Path) -> None:
    source = Path(__file__).resolve().parent.parent / "reference" / "untidy.jsonl"
    first, second = round_trip(source, tmp_path)
    assert first == second
    document = json.loads(first.splitlines()[-1])
    assert document["extra"] == {"mood": "wry"}
    assert document["annotations"][0]["deleted"]


def test_the_seed_article_as_text(shared: Path, session: Session) -> None:
    report = bring(session, shared / "seed" / "article.txt")
    (uid,) = report.added
    document = session.project.documents.get(uid)
    assert document.metadata["source"] is None
    assert document.metadata["author"] == "Ulyana Krychkovska"
    assert document.metadata["published"] == "2025-01-15T11:20"
    assert "language" not in document.metadata
    assert len(document.text) == 2293
    assert document.text.count("\u00a0") == 6


def test_importing_twice_changes_nothing(session: Session, tmp_path: Path) -> None:
    source = resources.path("samples", "sample.jsonl")
    bring(session, source)
    before = send(session, tmp_path / "1.jsonl")
    again = bring(session, source)
    assert (again.documents, again.annotations) == (0, 0)
    assert send(session, tmp_path / "2.jsonl") == before


def test_an_import_is_one_step_that_tells_how_many(
    session: Session, tmp_path: Path
) -> None:
    one = text_file(tmp_path, "a.txt", f"{HEADLINE}One")
    two = text_file(tmp_path, "b.txt", f"{HEADLINE}Two")
    told: list[Changed] = []
    session.events.subscribe(told.append)
    report = bring(session, one, two, resources.path("samples", "sample.jsonl"))
    assert report.files == 3
    (step,) = history.steps(session)
    assert step.args == {"count": report.documents, "by": "Ada"}
    assert len(told) == 1
    assert "document" in told[0].tables
    history.undo(session)
    assert session.project.documents.uids() == []


def test_duplicates_are_skipped_by_text_and_told(
    session: Session, tmp_path: Path
) -> None:
    text_file(tmp_path, "a.txt", f"{HEADLINE}Same")
    text_file(tmp_path, "b.txt", f"{HEADLINE}Same")
    report = bring(session, tmp_path)
    assert (report.documents, report.skipped_documents) == (1, 1)
    assert any("b.txt" in note for note in report.notes)
    assert "skipped 1 duplicate" in str(report)
    assert bring(session, tmp_path).documents == 0
    assert bring(session, tmp_path, duplicates="add").documents == 2


def test_nothing_new_leaves_no_step(session: Session, tmp_path: Path) -> None:
    path = text_file(tmp_path, "a.txt", "Words")
    bring(session, path)
    bring(session, path)
    assert len(history.steps(session)) == 1


def test_whoever_is_named_owns_what_names_nobody(
    session: Session, tmp_path: Path
) -> None:
    span = {"role": "content", "start": 0, "end": 3}
    line = {"text": "Roe", "annotations": [{"id": "a", "type": "attribution"}]}
    line["annotations"][0]["spans"] = [span]  # type: ignore[index,call-overload]
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(line))
    with pytest.raises(InputError, match="annotator"):
        bring(session, path)
    bring(session, path, annotator="Bo")
    data = send(session, tmp_path / "o.jsonl").splitlines()
    (person,) = json.loads(data[0])["annotators"]
    assert person["name"] == "Bo"
    document = json.loads(data[-1])
    assert document["annotations"][0]["annotator"] == person["id"]
    assert document["layers"][0]["status"] == "in_progress"


def test_a_fault_in_the_last_file_imports_nothing(
    session: Session, tmp_path: Path
) -> None:
    good = resources.path("samples", "sample.jsonl")
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "a"}\n{"text": 1}\n')
    with pytest.raises(InputError) as caught:
        bring(session, good, bad)
    assert (caught.value.file, caught.value.line) == (str(bad), 2)
    assert session.project.documents.count() == 0
    assert session.project.entities.all() == []
    assert history.steps(session) == []


def test_cancelling_an_import_leaves_nothing(session: Session, tmp_path: Path) -> None:
    for number in range(450):
        text_file(tmp_path, f"{number}.txt", f"Text {number}")
    job = transfer.import_files(session, [tmp_path])
    steps = [next(job) for _ in range(2)]
    assert all(isinstance(step, Progress) for step in steps)
    assert steps[-1].total == 450
    job.close()
    assert session.project.documents.count() == 0
    assert history.steps(session) == []
    assert bring(session, tmp_path).documents == 450


def test_a_path_that_cannot_be_read_is_told(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        bring(session, tmp_path / "no.txt")
    written = replace(text.FORMAT, name="written", read=None)
    monkeypatch.setattr(registry, "BUILTIN", (*registry.BUILTIN, written))
    with pytest.raises(NotFoundError, match="written only"):
        run(transfer.import_files(session, [tmp_path], format="written"))


def test_fault_57_the_language_and_line_ends(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffOne\r\nTwo\rThree 😀\u2028".encode())
    bring(session, path, language="en")
    (uid,) = session.project.documents.uids()
    document = session.project.documents.get(uid)
    assert document.text == "One\nTwo\nThree 😀\u2028"
    assert document.metadata == {"language": "en"}


# -- export -----------------------------------------------------------------------


@pytest.fixture
def sample(session: Session) -> Session:
    bring(session, resources.path("samples", "sample.jsonl"))
    return session


def test_one_annotators_layers_alone(sample: Session, tmp_path: Path) -> None:
    name = sample.annotators()[0].name
    data = send(sample, tmp_path / "o.jsonl", annotators=[name], kinds=("primary",))
    head, *rest = map(json.loads, data.splitlines())
    assert [each["name"] for each in head["annotators"]] == [name]
    uid = head["annotators"][0]["id"]
    made = {a["annotator"] for d in rest for a in d.get("annotations", ())}
    assert made == {uid}
    with pytest.raises(NotFoundError, match=name):
        send(sample, tmp_path / "p.jsonl", annotators=["Nobody"])
    assert not (tmp_path / "p.jsonl").exists()


def test_a_split_divides_and_stays_when_documents_come(
    sample: Session, tmp_path: Path
) -> None:
    def parts(folder: Path) -> dict[str, set[str]]:
        folder.mkdir()
        job = transfer.export(
            sample,
            folder / "d.jsonl",
            format="annotator-jsonl",
            selection=Selection(split=parse_split("train=.6,test=.4", 7)),
        )
        report = run(job)
        assert sum(report.parts.values()) == report.documents
        return {
            path.stem: {
                each["id"]
                for each in map(json.loads, path.read_bytes().splitlines())
                if each["kind"] == "document"
            }
            for path in report.files
        }

    before = parts(tmp_path / "1")
    assert set(before) == {"d-train", "d-test"}
    assert all(before.values())
    for number in range(30):
        text_file(tmp_path, f"{number}.txt", f"Text {number}")
    bring(sample, tmp_path)
    after = parts(tmp_path / "2")
    assert all(before[name] <= after[name] for name in before)
    assert sum(map(len, after.values())) == sample.project.documents.count()


def test_a_split_is_about_as_large_as_asked() -> None:
    split = Split({"train": 0.8, "dev": 0.1, "test": 0.1}, seed=1)
    found = [split.part_of(str(n)) for n in range(5000)]
    assert 0.77 < found.count("train") / 5000 < 0.83
    other = Split(split.parts, seed=2)
    assert found != [other.part_of(str(n)) for n in range(5000)]


@pytest.mark.parametrize(
    "text", ["", "train", "train=2", "a=.5,a=.5", "a=.5,b=.6", "../x=1", "a=nan,b=.5"]
)
def test_an_odd_split_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="split"):
        parse_split(text)


def test_fault_03_cancelling_an_export_leaves_the_old_file(
    sample: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "o.jsonl"
    path.write_text("old")
    job = transfer.export(sample, path, format="annotator-jsonl", overwrite=True)
    next(job)
    job.close()
    assert path.read_text() == "old"
    assert list(folder.iterdir()) == [path]


def test_fault_58_a_file_is_not_replaced_unasked(
    sample: Session, tmp_path: Path
) -> None:
    path = text_file(tmp_path, "o.csv", "old")
    with pytest.raises(UserError, match="exists already"):
        send(sample, path, "csv")
    assert path.read_text() == "old"


def test_a_table_of_the_samples(sample: Session, tmp_path: Path) -> None:
    data = send(sample, tmp_path / "o.csv", "csv").decode()
    lines = list(csv.DictReader(data.splitlines(keepends=True)))
    ids = {(line["document_id"], line["annotation_id"]) for line in lines}
    report = run(transfer.export(sample, tmp_path / "p.csv", format="csv"))
    assert len(ids) == report.annotations
    assert "csv" in report.format
    assert report.losses


def test_export_is_read_only_and_needs_a_format_that_writes(
    sample: Session, tmp_path: Path
) -> None:
    with pytest.raises(NotFoundError, match="read only"):
        send(sample, tmp_path / "o.txt", "text")
