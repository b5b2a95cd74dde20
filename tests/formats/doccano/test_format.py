# SPDX-License-Identifier: MIT
"""doccano: read in all its shapes and units, written as its importer takes it."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats import registry
from annotator.formats.doccano import sources
from annotator.formats.doccano.format import FORMAT
from annotator.formats.features import LOSSES, Feature
from annotator.formats.marks.side import KEY
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, SPEAKER, TEXT, annotation, bundle, full, span
from tests.formats.ann_lee import record as of
from tests.formats.doccano.accepts import faults, faults_in
from tests.formats.random_bundles import bundles
from tests.formats.reading import places, put_lines, read_marks, refused
from tests.formats.roundtrip import comparable, there_and_back

#: The example in UTF-16 units, which doccano counts.
RELATIONS: dict[str, Any] = {
    "id": 1,
    "text": TEXT,
    "entities": [
        {"id": 7, "label": "Speaker", "start_offset": 0, "end_offset": 10},
        {"id": 8, "label": "Quote", "start_offset": 17, "end_offset": 22},
    ],
    "relations": [{"id": 1, "from_id": 7, "to_id": 8, "type": "said"}],
    "Comments": [{"id": 1, "comment": "check"}],
}
WANTED = [("Speaker", *SPEAKER), ("Quote", *QUOTE)]


def written(given: Bundle, folder: Path, **others: Any) -> dict[str, list[Any]]:
    """The lines of each file."""
    path, options = folder / "out", WriteOptions(**others)
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, options))
    return {
        file.stem: [json.loads(line) for line in file.read_bytes().splitlines()]
        for file in sorted(path.iterdir())
    }


def wrong(folder: Path, *rows: object) -> InputError:
    return refused(FORMAT, put_lines(folder / "in.jsonl", *rows))


# -- reading ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        {"label": [[0, 10, "Speaker"], [17, 22, "Quote"]], "Comments": []},
        {"labels": [[0, 10, "Speaker"], [17, 22, "Quote"]], "meta": {"a": "b"}},
        {"label": RELATIONS["entities"]},
        {"annotations": [{**e, "user": 3, "prob": 0.0} for e in RELATIONS["entities"]]},
        {"entities": RELATIONS["entities"], "relations": []},
    ],
)
def test_every_shape(tmp_path: Path, row: dict[str, Any]) -> None:
    (found,) = read_marks(
        FORMAT, put_lines(tmp_path / "in.jsonl", {"id": 1, "text": TEXT, **row})
    )
    assert places(found) == WANTED
    whose = {each.annotator for each in found.marks}
    assert whose == ({"3"} if "annotations" in row else {None})


def test_relations_and_what_else_there_is(tmp_path: Path) -> None:
    row = {**RELATIONS, "author": "A", "topic": {"n": 1}, "title": "T", "page": 3}
    (found,) = read_marks(FORMAT, put_lines(tmp_path / "in.jsonl", row))
    assert places(found) == WANTED
    (link,) = found.links
    assert (link.label, link.source, link.target) == ("said", "7", "8")
    assert found.document.title == "T"
    assert found.document.metadata == {"author": "A"}
    kept = {"id": 1, "topic": {"n": 1}, "page": 3, "Comments": RELATIONS["Comments"]}
    assert found.extra == kept


def test_a_pretty_printed_sample_and_a_list_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    rows = (RELATIONS, {**RELATIONS, "id": 2})
    path.write_text("\n" + "".join(json.dumps(row, indent=4) for row in rows))
    assert [places(each) for each in read_marks(FORMAT, path)] == [WANTED, WANTED]
    path.write_text(json.dumps([RELATIONS]))
    assert [places(each) for each in read_marks(FORMAT, path)] == [WANTED]
    assert registry.sniff(path) is FORMAT


def test_what_is_kept_is_written_back(tmp_path: Path) -> None:
    extra = {"prob": 0.5}
    row = {**RELATIONS, "topic": {"n": 1}, "desk": "B"}
    row["entities"] = [{**each, **extra} for each in RELATIONS["entities"]]
    assert FORMAT.read is not None
    found = FORMAT.read(put_lines(tmp_path / "in.jsonl", row), ReadOptions())
    (record,) = found.documents
    assert record.annotations[0].extra == {"doccano": extra}
    (back,) = written(replace(found, documents=[record]), tmp_path)["all"]
    assert back["id"] == 1
    assert (back["topic"], back["metadata"]) == ({"n": 1}, {"desk": "B"})
    assert back["Comments"] == RELATIONS["Comments"]
    offsets = [(e["start_offset"], e["end_offset"]) for e in back["entities"]]
    assert offsets == [(0, 10), (17, 22)]
    (again,) = FORMAT.read(tmp_path / "out", ReadOptions()).documents
    assert again.document == record.document
    assert [a.extra for a in again.annotations] == [{"doccano": extra}] * 2


# -- units -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "speaker", "quote"),
    [
        ("UTF-16 units", (0, 10), (17, 22)),
        ("code points", (0, 9), (16, 21)),
    ],
)
def test_the_unit_is_told_by_the_words(
    tmp_path: Path, unit: str, speaker: Any, quote: Any
) -> None:
    row = {"id": 1, "text": TEXT, "label": [[*speaker, "Speaker"], [*quote, "Quote"]]}
    options = ReadOptions()
    (found,) = read_marks(FORMAT, put_lines(tmp_path / "in.jsonl", row), options)
    assert places(found) == WANTED
    assert f"Taken are {unit}: so 2 of 2 marks" in str(options.notes.texts()[0])


def test_grapheme_mode_is_told_too(tmp_path: Path) -> None:
    text = "👩\u200d👩\u200d👧 Ann 🇱🇻 said “No.” e\u0301t Lee"
    words = {"Ann": (2, 5), "said": (8, 12), "Lee": (22, 25)}
    row = {"text": text, "label": [[*place, word] for word, place in words.items()]}
    (found,) = read_marks(FORMAT, put_lines(tmp_path / "in.jsonl", row))
    assert [text[s:e] for _, s, e in places(found)] == list(words)
    (found,) = read_marks(
        FORMAT, tmp_path / "in.jsonl", ReadOptions(unit="UTF-16 units")
    )
    assert [text[s:e] for _, s, e in places(found)] != list(words)


def test_the_unit_can_be_said(tmp_path: Path) -> None:
    row = {"text": TEXT, "label": [[19, 28, "Quote"]]}
    (found,) = read_marks(
        FORMAT, put_lines(tmp_path / "in.jsonl", row), ReadOptions(unit="UTF-8 bytes")
    )
    assert places(found) == [("Quote", *QUOTE)]


def test_line_ends_count_as_in_the_file(tmp_path: Path) -> None:
    row = {"text": "a\r\n😀b c", "label": [[5, 6, "X"], [7, 8, "Y"]]}
    (found,) = read_marks(FORMAT, put_lines(tmp_path / "in.jsonl", row))
    assert found.document.text == "a\n😀b c"
    assert places(found) == [("X", 3, 4), ("Y", 5, 6)]


# -- people ----------------------------------------------------------------------------


def by_two(folder: Path) -> dict[str, Path]:
    other = {**RELATIONS, "entities": RELATIONS["entities"][1:], "relations": []}
    return {
        "ada": put_lines(
            folder / "ada.jsonl", RELATIONS, {"id": 2, "text": "b", "label": []}
        ),
        "bo": put_lines(folder / "bo.jsonl", {**other, "Comments": [{"id": 2}]}),
    }


def test_the_archive_of_a_project_names_its_people(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, file in by_two(tmp_path / "files").items():
            archive.write(file, f"{name}.jsonl")
    first, second = read_marks(FORMAT, path)
    whose = [(mark.id, mark.annotator) for mark in first.marks]
    assert whose == [("ada/7", "ada"), ("ada/8", "ada"), ("bo/8", "bo")]
    assert [(x.source, x.target) for x in first.links] == [("ada/7", "ada/8")]
    assert first.extra["Comments"] == [*RELATIONS["Comments"], {"id": 2}]
    assert not second.marks
    assert registry.sniff(path) is FORMAT
    assert FORMAT.read is not None
    names = {each.name for each in FORMAT.read(path, ReadOptions()).header.annotators}
    assert names == {"ada", "bo"}


def test_a_folder_names_people_where_they_share_texts(tmp_path: Path) -> None:
    by_two(tmp_path / "files")
    first, _ = read_marks(FORMAT, tmp_path / "files")
    assert {mark.annotator for mark in first.marks} == {"ada", "bo"}
    assert registry.sniff(tmp_path / "files") is FORMAT
    put_lines(tmp_path / "parts" / "train.jsonl", RELATIONS)
    put_lines(tmp_path / "parts" / "more.jsonl", {**RELATIONS, "text": TEXT + "!"})
    found = read_marks(FORMAT, tmp_path / "parts")
    assert {m.annotator for each in found for m in each.marks} == {None}


def test_a_text_that_stands_twice_in_a_file_is_two_documents(tmp_path: Path) -> None:
    rows = [{"text": "Yes.", "label": [[0, 3, "A"]]}] * 2
    first, second = read_marks(FORMAT, put_lines(tmp_path / "in.jsonl", *rows))
    assert first.document.uid != second.document.uid
    again, _ = read_marks(FORMAT, tmp_path / "in.jsonl")
    assert again.document.uid == first.document.uid


def test_faults_in_an_archive_go_by_the_name_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada.jsonl", '{"text": "a", "label": [[0, 9, "X"]]}')
    with pytest.raises(InputError) as error:
        read_marks(FORMAT, path)
    assert error.value.file == f"{path}: ada.jsonl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../ada.jsonl", "{}")
    with pytest.raises(InputError, match="leads out of the archive"):
        read_marks(FORMAT, path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada.jsonl", b"\0" * (1 << 24))
    with pytest.raises(InputError, match="far more than it is"):
        read_marks(FORMAT, path)
    monkeypatch.setattr(sources, "_LONGEST", 1000)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada.jsonl", '{"text": "a", "label": []}\n' + "x" * 1001)
    with pytest.raises(InputError, match="a line of more than 1,000 bytes"):
        read_marks(FORMAT, path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada.txt", "{}")
    with pytest.raises(InputError, match="no file that ends with"):
        read_marks(FORMAT, path)


# -- faults ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "field", "says"),
    [
        ([5, 5, "X"], "label[1]", "is empty"),
        ([-1, 5, "X"], "label[1].start_offset", "not negative"),
        ([0, 99, "X"], "label[1]", "not inside the text"),
        ([0, 5.0, "X"], "label[1].end_offset", "whole number"),
        (["0", 5, "X"], "label[1].start_offset", "whole number"),
        ([True, 5, "X"], "label[1].start_offset", "whole number"),
        ([0, 5], "label[1]", "a list of start, end and label"),
        ([0, 5, None], "label[1].label", "a label"),
        ([5, 9, "X"], "label[1]", "inside a character"),
    ],
)
def test_wrong_spans_are_named(
    tmp_path: Path, label: object, field: str, says: str
) -> None:
    good = {"text": "a", "label": [[0, 1, "X"]]}
    row = {"text": TEXT, "label": [[0, 10, "Speaker"], label]}
    error = wrong(tmp_path, good, row)
    assert error.line == 2
    assert error.field == field
    assert says in str(error)


def test_wrong_relations_and_texts_are_named(tmp_path: Path) -> None:
    error = wrong(tmp_path, {**RELATIONS, "relations": [{"from_id": 7, "to_id": 9}]})
    assert (error.line, error.field) == (1, "relations[0]")
    assert "“9”, which is not there" in str(error)
    assert wrong(tmp_path, {"text": None, "label": []}).field == "text"
    assert wrong(tmp_path, {"text": "a\0", "label": []}).field == "text"
    assert "empty" in str(wrong(tmp_path))


@pytest.mark.parametrize(
    ("side", "field"),
    [
        (3, KEY),
        ("[", KEY),
        ('{"marks":[{"start":0,"end":1}]}', f"{KEY}.marks[0].label"),
        ('{"marks":[{"label":"X","start":0}]}', f"{KEY}.marks[0].end"),
        ('{"marks":[{"label":"X","created":"soon"}]}', f"{KEY}.created"),
        ('{"links":[{"label":"X"}]}', f"{KEY}.links[0].source"),
        ('{"people":[{}]}', f"{KEY}.people[0].id"),
    ],
)
def test_details_that_were_spoilt_are_named(
    tmp_path: Path, side: object, field: str
) -> None:
    row = {"text": "a", "label": [], KEY: side}
    assert wrong(tmp_path, row).field == field


# -- writing ---------------------------------------------------------------------------


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    files = written(full(), tmp_path)
    assert list(files) == ["Ada Nord", "Bo Süd", "all"]
    (line,) = files["Ada Nord"]
    assert line["text"] == TEXT
    assert (line["id"], line["title"], line["source"]) == (
        "doc-1",
        "A refusal",
        "Daily",
    )
    assert line["metadata"] == {"desk": "B"}
    found = {e["label"]: (e["start_offset"], e["end_offset"]) for e in line["entities"]}
    assert found == {
        "content": (17, 22),
        "source": (0, 10),
        "cue": (11, 15),
        "stance": (17, 22),
    }
    by_id = {e["id"]: e["label"] for e in line["entities"]}
    links = {
        (by_id[r["from_id"]], r["type"], by_id[r["to_id"]]) for r in line["relations"]
    }
    assert links == {
        ("content", "source", "source"),
        ("content", "cue", "cue"),
        ("content", "stance", "stance"),
    }
    (nobody,) = files["all"]
    assert (nobody["text"], nobody["entities"]) == ("Nothing here.", [])
    assert faults_in(tmp_path / "out") == []


def test_everything_that_is_carried_comes_back(tmp_path: Path) -> None:
    back = there_and_back(full(), FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(full(), FORMAT.carries)
    first = next(iter(back.documents))
    assert first.document.metadata == {"source": "Daily", "desk": "B"}
    assert first.document.file is not None
    assert first.document.file.name == "ann.txt"
    assert {each.name for each in back.header.annotators} == {"Ada Nord", "Bo Süd"}


def test_one_persons_work_is_one_file(tmp_path: Path) -> None:
    given = full()
    one = replace(given.header, annotators=given.header.annotators[:1])
    record = given.documents[0]  # type: ignore[index]
    mine = replace(record, annotations=record.annotations[:1], layers=record.layers[:1])
    files = written(replace(given, header=one, documents=[mine]), tmp_path)
    assert list(files) == ["all"]


def test_links_between_people_come_back(tmp_path: Path) -> None:
    back = there_and_back(full(), FORMAT, tmp_path)
    by_uid = {each.uid: each for each in next(iter(back.documents)).annotations}
    assert by_uid["b1"].fields["justifies"] == "a1"


def test_what_doccano_changed_is_taken_and_the_rest_kept(tmp_path: Path) -> None:
    (line,) = written(full(), tmp_path)["Ada Nord"]
    # doccano numbers spans anew; here the cue was removed and a hedge added.
    for each in line["entities"]:
        each["id"] += 100
    for each in line["relations"]:
        each["from_id"] += 100
        each["to_id"] += 100
    cue = next(e for e in line["entities"] if e["label"] == "cue")
    line["entities"].remove(cue)
    line["relations"] = [r for r in line["relations"] if r["to_id"] != cue["id"]]
    line["entities"].append(
        {"id": 9, "label": "hedge", "start_offset": 4, "end_offset": 6}
    )
    options = ReadOptions()
    (found,) = read_marks(FORMAT, put_lines(tmp_path / "back.jsonl", line), options)
    by_label = {mark.label: mark for mark in found.marks}
    assert list(by_label) == ["content", "source", "stance", "hedge"]
    assert by_label["content"].id == "a1"
    assert by_label["content"].attributes["confidence"] == 2
    assert by_label["stance"].attributes["stance"] == "against"
    assert (by_label["hedge"].start, by_label["hedge"].end) == (4, 5)
    assert len(found.links) == 2
    assert "1 marks were moved" in str(options.notes.texts()[0])


def test_lines_of_a_file_have_the_same_keys(tmp_path: Path) -> None:
    second = of(uid="doc-2", text="b", extra={"doccano": {"topic": 3, "data": "x"}})
    files = written(bundle(of(), second), tmp_path)
    first, other = files["all"]
    assert list(first) == list(other)
    assert (first["topic"], other["topic"]) == (None, 3)
    assert "data" not in other
    assert not list((tmp_path / "out").glob("*.part"))


def test_names_of_files_stay_in_the_folder(tmp_path: Path) -> None:
    given = full()
    people = tuple(replace(each, name="../all") for each in given.header.annotators)
    header = replace(given.header, annotators=people)
    assert list(written(replace(given, header=header), tmp_path)) == [
        "_all",
        "_all_2",
        "all",
    ]


def test_texts_that_may_not_go_out_and_empty_ones(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="without their texts"):
        written(full(), tmp_path, with_text=False)
    options = WriteOptions()
    assert FORMAT.write is not None
    run(FORMAT.write(bundle(of(text="")), tmp_path / "none", options))
    assert options.losses.items[FORMAT.besides[0]].count == 1


def test_losses_are_those_declared(tmp_path: Path) -> None:
    options = WriteOptions()
    assert FORMAT.write is not None
    run(FORMAT.write(full(), tmp_path / "out", options))
    told = set(options.losses.items)
    assert told <= set(FORMAT.losses)
    assert LOSSES[Feature.FIELDS] not in told


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(bundle=bundles())
def test_the_importer_takes_what_is_written(bundle: Bundle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        written(bundle, Path(folder))
        assert faults_in(Path(folder) / "out") == []


def test_the_importers_rules_find_faults(tmp_path: Path) -> None:
    row = {**RELATIONS, "data": 1}
    row["entities"] = [*row["entities"], {**row["entities"][0], "end_offset": 99}]
    found = faults(put_lines(tmp_path / "in.jsonl", row, {**RELATIONS, "topic": 1}))
    assert len(found) == 7
    assert faults(tmp_path / "in.jsonl", allow_overlapping=False) != found


# -- recognising -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "is_ours"),
    [
        (RELATIONS, True),
        ({"id": 1, "text": "a", "label": [], "Comments": []}, True),
        ({"text": "a", "label": [[0, 1, "X"]]}, True),
        ({"text": "a", "labels": [[0, 1, "X"]]}, True),
        ({"text": "a", "labels": []}, False),
        ({"text": "a", "label": ["positive"], "Comments": []}, False),
        ({"text": "a", "entities": [{"start": 0, "end": 1, "label": "X"}]}, False),
        ({"text": "a", "annotations": [], "kind": "document"}, False),
        ({"text": "a"}, False),
    ],
)
def test_only_lines_of_its_shape_are_recognised(
    tmp_path: Path, row: object, is_ours: bool
) -> None:
    assert (registry.sniff(put_lines(tmp_path / "in.jsonl", row)) is FORMAT) == is_ours


def test_what_is_written_is_recognised(tmp_path: Path) -> None:
    written(replace(full(), documents=[of(text="word " * 40_000)]), tmp_path)
    assert registry.sniff(tmp_path / "out" / "all.jsonl") is FORMAT
    assert registry.sniff(tmp_path / "out") is FORMAT


def test_labels_and_links_without_a_place_are_asked_about(tmp_path: Path) -> None:
    from annotator.formats.marks.reading import UnmappedError
    from tests.formats.bundles import preset

    assert FORMAT.read is not None
    path = put_lines(tmp_path / "in.jsonl", RELATIONS)
    with pytest.raises(UnmappedError, match="Speaker"):
        FORMAT.read(path, ReadOptions(codebook=preset()))
    made = FORMAT.read(path, ReadOptions())
    (record,) = made.documents
    assert [a.type for a in record.annotations] == ["Speaker", "Quote"]
    assert record.annotations[0].fields == {"said": ("8",)}


def test_an_unplaced_annotation_comes_back(tmp_path: Path) -> None:
    given = bundle(
        of(
            annotation("a1", fields={"confidence": 1}),
            annotation("a2", span("content", QUOTE), parent="a1"),
        )
    )
    back = there_and_back(given, FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(given, FORMAT.carries)


def test_fault_42_lines_that_stand_there_again_are_told(tmp_path: Path) -> None:
    first = {"id": 1, "text": "Mara said no.", "label": [[0, 4, "Speaker"]]}
    other = {**first, "label": [[5, 9, "Cue"]]}
    path = put_lines(tmp_path / "in.jsonl", first, first, other)
    options = ReadOptions()
    found = read_marks(FORMAT, path, options)
    assert [places(each) for each in found] == [[("Speaker", 0, 4)], [("Cue", 5, 9)]]
    assert [each.text for each in options.notes.items] == [
        "Lines that stand there again, word for word (1), were skipped.",
        "Documents that stand there several times with different marks (1) became"
        " several.",
    ]
