# SPDX-License-Identifier: MIT
"""What goes out to Label Studio: tasks that it takes, with their configuration."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from annotator.formats import registry
from annotator.formats.features import LOSSES, Feature
from annotator.formats.labelstudio.format import FORMAT
from annotator.formats.marks.side import KEY
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import Layer
from annotator.model.errors import UserError
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, TEXT, annotation, bundle, full, record, span
from tests.formats.roundtrip import there_and_back

Task = dict[str, Any]


def written(given: Bundle, folder: Path, **others: Any) -> tuple[list[Task], Element]:
    assert FORMAT.write is not None
    run(FORMAT.write(given, folder / "out", WriteOptions(**others)))
    tasks = json.loads((folder / "out" / "tasks.json").read_bytes())
    return tasks, fromstring((folder / "out" / "label_config.xml").read_bytes())


def back(given: Bundle, folder: Path) -> list[DocumentRecord]:
    return list(there_and_back(given, FORMAT, folder).documents)


def with_layers(*layers: Layer, marks: tuple[Annotation, ...] = ()) -> Bundle:
    return bundle(replace(record(*marks), layers=layers))


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    (first, second), _ = written(full(), tmp_path)
    assert first["data"] == {
        "text": TEXT,
        "title": "A refusal",
        "source": "Daily",
        "desk": "B",
    }
    ada, bo = first["annotations"]
    assert (ada["created_username"], bo["created_username"]) == ("Ada Nord", "Bo Süd")
    # Label Studio refuses people that it does not know, and takes silence for true.
    assert "completed_by" not in ada
    assert ada["ground_truth"] is False
    regions = [each for each in ada["result"] if each["type"] == "labels"]
    shown = [
        (*each["value"]["labels"], each["value"]["start"], each["value"]["end"])
        for each in regions
    ]
    assert shown == [
        *(("content", 16, 21), ("source", 0, 9), ("cue", 10, 14), ("stance", 16, 21)),
    ]
    assert [each["value"]["text"] for each in regions][1] == "Ann 😀 Lee"
    values = {
        each["from_name"]: each["value"][each["type"].replace("textarea", "text")]
        for each in ada["result"]
        if each["type"] not in ("labels", "relation")
    }
    assert values == {
        "speaker": ["Ann Lee"],
        "quote_type": ["direct"],
        "confidence": 2,
        "issue": ["A new tax"],
        "stance": ["against"],
    }
    relations = [each for each in ada["result"] if each["type"] == "relation"]
    assert [each["labels"] for each in relations] == [["source"], ["cue"], ["stance"]]
    assert second["annotations"] == second["predictions"] == []
    assert registry.sniff(tmp_path / "out") is FORMAT
    assert registry.sniff(tmp_path / "out" / "tasks.json") is FORMAT


def test_the_configuration_fits_the_tasks(tmp_path: Path) -> None:
    tasks, root = written(full(), tmp_path)
    tags = {each.get("name"): each for each in root.iter() if each.get("name")}
    text = tags["text"]
    assert (text.tag, text.get("value")) == ("Text", "$text")
    relations = {each.get("value") for each in root.iter("Relation")}
    for task in tasks:
        results = [x for a in task["annotations"] for x in a["result"]]
        for each in results:
            if each["type"] == "relation":
                assert set(each["labels"]) <= relations
                continue
            control = tags[each["from_name"]]
            assert control.tag.lower() == each["type"]
            assert control.get("toName") == each["to_name"] == "text"
            values = {x.get("value") for x in control}
            said = each["value"].get("choices", each["value"].get("labels", []))
            assert set(said) <= values


def test_layers_come_back(tmp_path: Path) -> None:
    mine = annotation("a1", span("content", QUOTE))
    held = annotation("a2", span("content", QUOTE), layer="adjudicated")
    given = with_layers(
        Layer(document="doc-1", annotator="ada", status="complete", seconds=90),
        Layer(document="doc-1", annotator="bo", status="skipped", note="Too long"),
        Layer(document="doc-1", annotator="cy"),
        Layer(document="doc-1", annotator=None, kind="adjudicated", status="complete"),
        marks=(mine, held),
    )
    (task,), _ = written(given, tmp_path)
    truths = [each["ground_truth"] for each in task["annotations"]]
    assert truths == [False, True, False]
    assert task["annotations"][2]["was_cancelled"] is True
    (found,) = back(given, tmp_path)
    wanted = next(iter(given.documents)).layers
    assert set(map(repr, found.layers)) == {
        repr(each) for each in wanted if each.annotator != "cy"
    }
    assert [each.layer for each in found.annotations] == ["primary", "adjudicated"]


def test_suggestions_become_predictions(tmp_path: Path) -> None:
    own = annotation("a1", span("content", QUOTE), origin="human")
    guess = annotation(
        *("b1", span("content", QUOTE), span("source", (0, 9))),
        annotator="bo",
        origin="suggested",
    )
    given = bundle(record(own, guess))
    (task,), _ = written(given, tmp_path)
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "Bo Süd"
    assert len(prediction["result"]) == 3
    (found,) = back(given, tmp_path)
    assert [each.origin for each in found.annotations] == ["human", "suggested"]


def test_values_that_were_changed_there_win(tmp_path: Path) -> None:
    assert FORMAT.write is not None
    assert FORMAT.read is not None
    given = full()
    run(FORMAT.write(given, tmp_path / "out", WriteOptions()))
    path = tmp_path / "out" / "tasks.json"
    tasks = json.loads(path.read_bytes())
    results = tasks[0]["annotations"][0]["result"]
    for each in results:
        if each.get("from_name") == "stance":
            each["value"]["choices"] = ["favor"]
    # As the program writes what somebody else added, and forgets our keys.
    del tasks[0]["annotations"][0][KEY]
    new = {"id": "new", "from_name": "label", "to_name": "text", "type": "labels"}
    value = {"start": 10, "end": 14, "text": "said", "labels": ["content"]}
    results.append(new | {"value": value})
    tasks[0]["annotations"][0] |= {"completed_by": 3, "created_username": ""}
    path.write_text(json.dumps(tasks))
    found = FORMAT.read(path, ReadOptions(codebook=given.codebooks[0]))
    first, *_ = found.documents
    by_id = {each.uid: each for each in first.annotations}
    assert by_id["a1"].rows["stance"][0].fields == {"issue": "tax", "stance": "favor"}
    assert by_id["a1"].annotator == "ada"
    names = {each.uid: each.name for each in found.header.annotators}
    assert names[by_id["new"].annotator] == "user 3"


def test_what_was_read_is_written_back(tmp_path: Path) -> None:
    account = {"id": 7, "email": "b@x.example", "first_name": "Bo"}
    region = {
        "id": "a#1",
        "from_name": "label",
        "to_name": "story",
        "type": "labels",
        "value": {"start": 0, "end": 3, "text": "Ann", "labels": ["Name"]},
        "score": 0.5,
        "meta": {"text": ["why"]},
    }
    given = {
        "id": 9,
        "data": {"story": TEXT, "n": 3},
        "meta": {"batch": 1},
        "annotations": [{"id": 2, "completed_by": account, "result": [region]}],
    }
    path = tmp_path / "in.json"
    path.write_text(json.dumps([given]))
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions(derive_codebook=True))
    (task,), root = written(found, tmp_path)
    assert [each.get("value") for each in root.iter("Label")] == ["Name"]
    assert (task["data"]["text"], task["data"]["n"]) == (TEXT, 3)
    assert task["meta"]["batch"] == 1
    (one,) = task["annotations"]
    assert one["completed_by"] == account
    (result,) = one["result"]
    # What follows a # is cut off there.
    assert (result["id"], result["score"]) == ("a-1", 0.5)
    assert result["meta"]["text"] == ["why"]
    (record,) = there_and_back(found, FORMAT, tmp_path).documents
    assert [each.uid for each in record.annotations] == ["a#1"]


def test_names_that_controls_cannot_share(tmp_path: Path) -> None:
    """A choice for one label, a text for another, and a name that is ours."""
    path = tmp_path / "in.json"

    def region(uid: str, label: str, *values: dict[str, Any]) -> list[dict[str, Any]]:
        named = {"id": uid, "to_name": "text"}
        place = {"start": 0, "end": 3}
        base = {"from_name": "kind", "type": "labels"}
        return [
            named | base | {"value": {**place, "labels": [label]}},
            *(named | each for each in values),
        ]

    short = {"from_name": "text", "type": "choices", "value": {"choices": ["x"]}}
    long = {"type": "textarea", "from_name": "why"}
    results = [
        *region("a", "A", {**short, "from_name": "why"}, short),
        *region("b", "B", long | {"value": {"text": ["A long story. " * 9]}}),
    ]
    given = {"data": {"text": TEXT}, "annotations": [{"result": results}]}
    path.write_text(json.dumps([given]))
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions(derive_codebook=True))
    _, root = written(found, tmp_path)
    assert {each.get("name") for each in root.iter("Choices")} == {"why", "A-text"}
    assert {each.get("name") for each in root.iter("TextArea")} == {"B-why"}
    (record,) = there_and_back(found, FORMAT, tmp_path).documents
    (before,) = found.documents
    fields = [each.fields for each in record.annotations]
    assert fields == [each.fields for each in before.annotations]


def test_documents_that_nobody_annotated_are_left_out_on_demand(tmp_path: Path) -> None:
    tasks, _ = written(full(), tmp_path, negatives=False)
    assert len(tasks) == 1
    none, _ = written(bundle(), tmp_path)
    assert none == []


def test_losses_and_texts_that_may_not_go_out(tmp_path: Path) -> None:
    assert FORMAT.write is not None
    options = WriteOptions()
    run(FORMAT.write(full(), tmp_path / "out", options))
    assert set(options.losses.items) == {
        LOSSES[Feature.CODEBOOK],
        LOSSES[Feature.EXTRA],
    }
    with pytest.raises(UserError, match="without their texts"):
        run(FORMAT.write(full(), tmp_path / "no", WriteOptions(with_text=False)))


def test_what_is_said_of_a_whole_text_is_said_so_there_too(tmp_path: Path) -> None:
    formal = {"choices": ["Formal"]}
    named = {"from_name": "register", "to_name": "text", "type": "choices"}
    found = {"completed_by": 1, "result": [{"id": "g", **named, "value": formal}]}
    source = tmp_path / "in.json"
    task = {"id": 1, "data": {"text": TEXT}, "annotations": [found]}
    source.write_text(json.dumps([task]), "utf-8")
    assert FORMAT.read is not None
    given = FORMAT.read(source, ReadOptions())
    (out,), config = written(given, tmp_path)
    ((result,),) = (each["result"] for each in out["annotations"])
    assert {key: result[key] for key in named} == named
    assert (result["id"], result["value"]) == ("g", formal)
    (choices,) = config.iter("Choices")
    assert "perRegion" not in choices.attrib
    # Read back it is there once, with what was chosen since.
    (again,) = FORMAT.read(tmp_path / "out", ReadOptions()).documents
    assert [dict(each.fields) for each in again.annotations] == [
        dict(each.fields) for record in given.documents for each in record.annotations
    ]
    result["value"] = {"choices": ["Plain"]}
    (tmp_path / "out" / "tasks.json").write_text(json.dumps([out]), "utf-8")
    (changed,) = FORMAT.read(tmp_path / "out", ReadOptions()).documents
    assert [set(each.fields.values()) for each in changed.annotations] == [{"Plain"}]
