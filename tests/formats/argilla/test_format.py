# SPDX-License-Identifier: MIT
"""Argilla: records in every shape, offsets of its window, and what it takes."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats import registry
from annotator.formats.argilla.format import FORMAT
from annotator.formats.argilla.names import user_id
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.side import KEY
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, SPEAKER, TEXT, annotation, bundle, full, span
from tests.formats.ann_lee import record as of
from tests.formats.argilla.accepts import faults, faults_in
from tests.formats.random_bundles import bundles
from tests.formats.reading import loaded, places, read_marks, refused, told
from tests.formats.roundtrip import comparable, there_and_back

ADA = "2f1c7a9e-0000-4000-8000-0000000000ad"
BO = "2f1c7a9e-0000-4000-8000-0000000000b0"
SPANS = [
    {"start": 0, "end": 9, "label": "Speaker"},
    {"start": 16, "end": 21, "label": "Quote"},
]
#: The same as the window writes them: behind the emoji in UTF-16 units.
SHIFTED = [
    {"start": 0, "end": 10, "label": "Speaker"},
    {"start": 17, "end": 22, "label": "Quote"},
]
WANTED = [("Speaker", *SPEAKER), ("Quote", *QUOTE)]
RECORD: dict[str, Any] = {
    "id": "r1",
    "fields": {"text": TEXT},
    "metadata": {"source": "Daily", "page": 3},
    "suggestions": {"spans": {"value": SPANS, "score": 0.9, "agent": "m"}},
    "responses": {
        "spans": [
            {"value": SPANS[:1], "user_id": ADA, "status": "submitted"},
            {"value": SPANS[1:], "user_id": BO, "status": "draft"},
        ]
    },
    "vectors": {},
    "status": "completed",
    "_server_id": "9c9ad0a1-0000-4000-8000-000000000001",
}
SETTINGS: dict[str, Any] = {
    "fields": [{"name": "question"}, {"name": "answer"}],
    "questions": [
        {
            "name": "spans",
            "settings": {
                "type": "span",
                "field": "answer",
                "options": [{"value": "Quote"}, {"value": "Cue"}],
            },
        },
        {"name": "rating", "settings": {"type": "rating", "options": [{"value": 1}]}},
    ],
}


def put(folder: Path, *records: object, name: str = "records.json") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(records), "utf-8")
    return path


def wrong(folder: Path, *records: object) -> InputError:
    return refused(FORMAT, put(folder, *records))


def one(folder: Path, record: object, **others: Any) -> MarkedDocument:
    (found,) = read_marks(FORMAT, put(folder, record), ReadOptions(**others))
    return found


def responded(*listed: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {**RECORD, "suggestions": {}, "responses": {"spans": list(listed)}, **others}


def written(given: Bundle, folder: Path, **others: Any) -> list[dict[str, Any]]:
    path = folder / "out"
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, WriteOptions(**others)))
    found: list[dict[str, Any]] = json.loads((path / "records.json").read_bytes())
    return found


# -- reading -------------------------------------------------------------------------


def test_suggestions_and_responses_by_user(tmp_path: Path) -> None:
    found = one(tmp_path, RECORD)
    said = [(each.annotator, each.origin, each.state) for each in found.marks]
    assert said == [
        *[("m", "suggested", None)] * 2,
        (ADA, None, "complete"),
        (BO, None, None),
    ]
    assert places(found) == WANTED * 2
    assert [each.uid for each in found.people] == [ADA, BO]
    assert (found.document.uid, found.document.title) == ("r1", TEXT.split("\n")[0])
    assert found.document.metadata == {"source": "Daily"}
    assert found.extra["metadata"] == {"page": 3}
    assert found.extra["status"] == "completed"
    assert len({each.id for each in found.marks}) == 4


FLAT = {
    "id": "r1",
    "text": TEXT,
    "source": "Daily",
    "page": 3,
    "status": "completed",
    "spans.responses": [SPANS[:1], SPANS[1:]],
    "spans.responses.users": [ADA, BO],
    "spans.responses.status": ["submitted", "draft"],
    "spans.suggestion": SPANS,
    "spans.suggestion.score": 0.9,
    "spans.suggestion.agent": "m",
}
SERVER = {
    "external_id": "r1",
    "fields": {"text": TEXT},
    "metadata": {"source": "Daily"},
    "suggestions": [
        {"question_name": "spans", "value": SPANS, "score": 0.9, "agent": "m"}
    ],
    "responses": [
        {"user_id": u, "status": s, "values": {"spans": {"value": v}}}
        for u, s, v in ((ADA, "submitted", SPANS[:1]), (BO, "draft", SPANS[1:]))
    ],
}


@pytest.mark.parametrize("row", [FLAT, SERVER], ids=["flat", "server"])
def test_other_shapes_say_the_same(tmp_path: Path, row: dict[str, Any]) -> None:
    found, wanted = one(tmp_path / "a", row), one(tmp_path / "b", RECORD)
    assert found.marks == wanted.marks
    assert found.people == wanted.people
    assert found.document == wanted.document


def test_what_we_wrote_comes_back_flat(tmp_path: Path) -> None:
    path = tmp_path / "out"
    for number, row in enumerate(written(full(), tmp_path)):
        responses = row.pop("responses").get("spans", [])
        flat = {"id": row["id"], **row["fields"], **row["metadata"]}
        for key, name in (("", "value"), (".users", "user_id"), (".status", "status")):
            flat[f"spans.responses{key}"] = [each[name] for each in responses]
        put(path, flat, name=f"{number}.json")
    found = [
        loaded(FORMAT, path / f"{n}.json", codebook=full().codebooks[0]) for n in (0, 1)
    ]
    documents = [record for each in found for record in each.documents]
    back = replace(found[0], documents=documents)
    assert comparable(back, FORMAT.carries) == comparable(full(), FORMAT.carries)


def test_lines_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, [RECORD, {**RECORD, "id": "r2"}])))
    assert [each.document.uid for each in read_marks(FORMAT, path)] == ["r1", "r2"]
    assert registry.sniff(path) is FORMAT


@pytest.mark.parametrize("inner", [".argilla", "."])
def test_the_settings_name_the_field_and_the_labels(tmp_path: Path, inner: str) -> None:
    (tmp_path / inner).mkdir(exist_ok=True)
    (tmp_path / inner / "settings.json").write_text(json.dumps(SETTINGS))
    fields = {"question": "A long question, what was said?", "answer": TEXT}
    rating = [{"value": 1, "user_id": ADA}]
    responses = {"spans": [{"value": SPANS[1:], "user_id": ADA}], "rating": rating}
    record = {**RECORD, "fields": fields, "suggestions": {}, "responses": responses}
    put(tmp_path, record)
    (found,) = read_marks(FORMAT, tmp_path)
    assert found.document.text == TEXT
    assert found.document.metadata["question"] == fields["question"]
    kept = {"question": "rating", "value": 1, "user_id": ADA}
    assert found.extra["answers"] == [kept]
    assert registry.sniff(tmp_path) is FORMAT
    types = {
        each["id"]
        for each in loaded(FORMAT, tmp_path).codebooks[0].body["annotation_type"]
    }
    assert types == {"Quote", "Cue"}


def test_each_field_with_spans_is_a_document(tmp_path: Path) -> None:
    both = json.loads(json.dumps(SETTINGS))
    both["questions"].append(json.loads(json.dumps(both["questions"][0])))
    both["questions"][2]["name"] = "other"
    both["questions"][2]["settings"]["field"] = "question"
    (tmp_path / "settings.json").write_text(json.dumps(both))
    answers = [{"value": [{"start": 0, "end": 2, "label": "Cue"}], "user_id": ADA}]
    record = {
        **responded({"value": SPANS[1:], "user_id": ADA}),
        "fields": {"question": "No?", "answer": TEXT},
    }
    record["responses"]["other"] = answers
    first, second = read_marks(FORMAT, put(tmp_path, record))
    assert (first.document.text, second.document.text) == (TEXT, "No?")
    assert (first.document.uid, second.document.uid) == ("r1", "r1/question")
    assert places(second) == [("Cue", 0, 2)]


def test_discarded_responses_are_kept_aside(tmp_path: Path) -> None:
    options = ReadOptions()
    discarded = {"value": SPANS, "user_id": ADA, "status": "discarded"}
    (found,) = read_marks(FORMAT, put(tmp_path, responded(discarded)), options)
    assert not found.marks
    assert found.extra["answers"][0]["value"] == SPANS
    assert "1 discarded responses" in told(options)


def test_people_who_found_nothing_are_people_all_the_same(tmp_path: Path) -> None:
    record = responded({"value": SPANS, "user_id": ADA}, {"value": [], "user_id": BO})
    assert [each.uid for each in one(tmp_path, record).people] == [ADA, BO]


def test_users_who_are_gone_are_nobody(tmp_path: Path) -> None:
    record = responded({"value": SPANS, "user_id": "None"})
    assert {each.annotator for each in one(tmp_path, record).marks} == {None}


# -- units ---------------------------------------------------------------------------


def test_what_the_window_wrote_is_told_from_what_models_wrote(tmp_path: Path) -> None:
    options = ReadOptions()
    record = responded({"value": SHIFTED, "user_id": ADA})
    record["suggestions"] = RECORD["suggestions"]
    (found,) = read_marks(FORMAT, put(tmp_path, record), options)
    assert places(found) == WANTED * 2
    assert "Taken are UTF-16 units: so 2 of 2 marks" in told(options)
    assert "Taken are code points: so 2 of 2 marks" in told(options)


def test_each_answer_is_looked_at_by_itself(tmp_path: Path) -> None:
    mixed = responded(
        {"value": SHIFTED, "user_id": ADA}, {"value": SPANS, "user_id": BO}
    )
    assert places(one(tmp_path, mixed)) == WANTED * 2


def test_the_unit_can_be_said(tmp_path: Path) -> None:
    spans = [{"start": 19, "end": 28, "label": "Quote"}]
    record = responded({"value": spans, "user_id": ADA})
    assert places(one(tmp_path, record, unit="UTF-8 bytes")) == WANTED[1:]


# -- faults --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "field", "says"),
    [
        ({"start": 5, "end": 5, "label": "X"}, "", "is empty"),
        ({"start": 0, "end": 99, "label": "X"}, "", "not inside the text"),
        ({"start": -1, "end": 5, "label": "X"}, ".start", "not negative"),
        ({"start": 0, "end": "5", "label": "X"}, ".end", "whole number"),
        ({"start": 0, "end": 5}, ".label", "a label"),
        (3, "", "a span"),
    ],
)
def test_wrong_spans_are_named(
    tmp_path: Path, value: object, field: str, says: str
) -> None:
    record = responded({"value": [*SPANS, value], "user_id": ADA})
    error = wrong(tmp_path, RECORD, record)
    assert error.line == 1
    assert error.field == f"responses.spans[0].value[2]{field}"
    assert says in str(error)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fields": {}}, "fields"),
        ({"fields": {"text": "a\0"}}, "fields.text"),
        ({"fields": 3}, "fields"),
        ({"metadata": 3}, "metadata"),
        ({"suggestions": {"spans": 3}}, "suggestions.spans"),
        ({"suggestions": [{"value": []}]}, "suggestions[0].question_name"),
        ({"responses": {"spans": 3}}, "responses.spans"),
        ({"responses": {"spans": [3]}}, "responses.spans[0]"),
        ({"responses": {"spans": [{"user_id": 3}]}}, "responses.spans[0].user_id"),
        ({"metadata": {KEY: 3}}, KEY),
    ],
)
def test_wrong_records_are_named(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    assert wrong(tmp_path, {**RECORD, **change}).field == field


def test_other_files_are_no_records(tmp_path: Path) -> None:
    assert "no record of Argilla" in str(wrong(tmp_path, {"text": "a"}))
    assert "no records" in str(wrong(tmp_path))


# -- writing -------------------------------------------------------------------------


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    first, second = written(full(), tmp_path)
    assert faults_in(tmp_path / "out") == []
    assert first["fields"] == {"text": TEXT}
    assert (first["id"], first["metadata"]["desk"]) == ("doc-1", "B")
    ada, bo = first["responses"]["spans"]
    assert [(e["label"], e["start"], e["end"]) for e in ada["value"]] == [
        ("content", *QUOTE),
        ("source", *SPEAKER),
        ("cue", 10, 14),
        ("stance", *QUOTE),
    ]
    assert (ada["status"], bo["status"]) == ("submitted", "draft")
    assert ada["user_id"] == user_id("ada", "primary") != bo["user_id"]
    assert user_id(ADA, "primary") == ADA != user_id(ADA, "adjudicated")
    assert second["responses"] == {}
    options = json.loads((tmp_path / "out" / ".argilla" / "settings.json").read_bytes())
    labels = [v["value"] for v in options["questions"][0]["settings"]["options"]]
    assert {"content", "source", "cue", "stance", "evidence"} <= set(labels)


def test_everything_that_is_carried_comes_back(tmp_path: Path) -> None:
    back = there_and_back(full(), FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(full(), FORMAT.carries)
    first = next(iter(back.documents))
    assert first.document.metadata == {"source": "Daily", "desk": "B"}
    assert first.document.file is not None
    assert first.document.extra == {}
    assert {each.name for each in back.header.annotators} == {"Ada Nord", "Bo Süd"}


def test_annotations_without_a_place_and_layers_come_back(tmp_path: Path) -> None:
    given = bundle(
        of(
            annotation("a1", fields={"confidence": 1}),
            annotation("a2", span("content", QUOTE), parent="a1"),
            annotation("a3", span("content", (0, 3)), layer="adjudicated"),
        )
    )
    back = there_and_back(given, FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(given, FORMAT.carries)


def test_what_came_from_argilla_goes_back(tmp_path: Path) -> None:
    others = {"rating": [{"value": 1, "user_id": ADA}]}
    record = {**RECORD, "responses": {**RECORD["responses"], **others}}
    given = loaded(FORMAT, put(tmp_path / "in", record))
    (back,) = written(given, tmp_path)
    assert faults_in(tmp_path / "out") == []
    assert back["suggestions"] == RECORD["suggestions"]
    assert back["responses"] == RECORD["responses"]
    assert back["metadata"]["page"] == 3
    again = loaded(FORMAT, tmp_path / "out", codebook=given.codebooks[0])
    for one_, two in zip(given.documents, again.documents, strict=True):
        assert one_.document == two.document
        assert one_.annotations == two.annotations
    kept = next(iter(again.documents)).document.extra["argilla"]
    assert kept["answers"][0]["question"] == "rating"
    assert kept["status"] == "completed"


def test_what_argillas_window_added_is_read_in_its_unit(tmp_path: Path) -> None:
    (first, _) = written(full(), tmp_path)
    ada = first["responses"]["spans"][0]
    cue = next(each for each in ada["value"] if each["label"] == "cue")
    ada["value"].remove(cue)
    ada["value"].append({"start": 11, "end": 15, "label": "hedge"})
    options = ReadOptions()
    (found,) = read_marks(FORMAT, put(tmp_path, first), options)
    by_label = {mark.label: mark for mark in found.marks if mark.annotator == "ada"}
    assert list(by_label) == ["content", "source", "stance", "hedge"]
    assert (by_label["hedge"].start, by_label["hedge"].end) == (10, 14)
    assert by_label["content"].attributes["confidence"] == 2
    assert "1 marks were moved" in told(options)
    assert len(found.links) == 3


def test_a_layer_in_which_nothing_was_found_is_an_empty_response(
    tmp_path: Path,
) -> None:
    given = bundle(replace(of(), layers=full().documents[0].layers))  # type: ignore[index]
    (back,) = written(given, tmp_path)
    assert [each["value"] for each in back["responses"]["spans"]] == [[], []]
    (record,) = loaded(FORMAT, tmp_path / "out").documents
    assert [each.annotator for each in record.layers] == ["ada", "bo"]


def test_what_cannot_go_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="without their texts"):
        written(full(), tmp_path, with_text=False)
    with pytest.raises(InputError, match="no codebook"):
        written(replace(bundle(), codebooks=()), tmp_path)
    options = WriteOptions()
    assert FORMAT.write is not None
    run(FORMAT.write(full(), tmp_path / "out", options))
    assert f"Ada Nord = {user_id('ada', 'primary')}" in " ".join(
        map(str, options.notes.texts())
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(bundle=bundles())
def test_argilla_takes_what_is_written(bundle: Bundle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        written(bundle, Path(folder))
        assert faults_in(Path(folder) / "out") == []


def test_the_rules_find_faults(tmp_path: Path) -> None:
    written(full(), tmp_path)
    said = json.loads((tmp_path / "out" / ".argilla" / "settings.json").read_bytes())
    bad = responded({"value": [{**SPANS[0], "end": 99}], "user_id": ADA, "x": 1})
    bad["responses"]["spans"][0]["status"] = "done"
    assert len(faults(bad, said)) == 4


# -- recognising ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "is_ours"),
    [
        (RECORD, True),
        (FLAT, True),
        (SERVER, True),
        ({"fields": {"text": "a"}, "responses": {}}, True),
        ({"fields": {"text": "a"}}, False),
        ({"text": "a", "label": []}, False),
        ({"data": {"text": "a"}, "annotations": []}, False),
    ],
)
def test_only_records_are_recognised(
    tmp_path: Path, row: object, is_ours: bool
) -> None:
    path = put(tmp_path, row)
    assert registry.likely(FORMAT, path) == is_ours
    if is_ours:
        assert registry.sniff(path) is FORMAT


def test_what_is_written_is_recognised(tmp_path: Path) -> None:
    written(replace(full(), documents=[of(text="word " * 40_000)]), tmp_path)
    assert registry.sniff(tmp_path / "out") is FORMAT


def test_what_people_and_models_count_is_told_apart(tmp_path: Path) -> None:
    options = ReadOptions()
    answer = {"value": SHIFTED, "user_id": ADA}
    read_marks(
        FORMAT, put(tmp_path, {**RECORD, "responses": {"spans": [answer]}}), options
    )
    first, second = (str(each.text) for each in options.notes.items)
    assert first.startswith("Of people’s responses: ")
    assert "Taken are UTF-16 units" in first
    assert second.startswith("Of models’ suggestions: ")
    assert "Taken are code points" in second


def test_answers_about_whole_records_are_kept_aside_and_told(tmp_path: Path) -> None:
    responses = {**RECORD["responses"], "stance": [{"value": "no", "user_id": ADA}]}
    options = ReadOptions()
    path = put(tmp_path, {**RECORD, "responses": responses})
    (found,) = read_marks(FORMAT, path, options)
    (kept,) = found.extra["answers"]
    assert (kept["question"], kept["value"]) == ("stance", "no")
    said = "1 answers to questions without spans (“stance”) are kept aside"
    assert any(said in note for note in options.notes.texts())
