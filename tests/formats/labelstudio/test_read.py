# SPDX-License-Identifier: MIT
"""Tasks of Label Studio as it writes them, old and new, and wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.labelstudio.format import FORMAT
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import Notes, ReadOptions
from annotator.model.errors import InputError
from tests.formats.ann_lee import TEXT

SPEAKER = {"start": 0, "end": 9, "text": "Ann 😀 Lee", "labels": ["Speaker"]}
#: As the browser counted, and wrote line breaks, until October 2021.
OLD = {"start": 0, "end": 22, "text": "Ann 😀 Lee said:\\n“No.”", "labels": ["All"]}
NUMBER = 7


def result(uid: str, value: dict[str, Any], **others: Any) -> dict[str, Any]:
    """A labelling of the text."""
    named = {"from_name": "label", "to_name": "text", "type": "labels"}
    return {"id": uid, **named, "value": value, **others}


def of(control: str, kind: str, uid: str, **value: Any) -> dict[str, Any]:
    """What a control says of the region."""
    place = {"start": 0, "end": 9, "text": "Ann 😀 Lee"}
    return result(uid, {**place, **value}, from_name=control, type=kind)


def task(*results: dict[str, Any], **others: Any) -> dict[str, Any]:
    """A task with one annotation."""
    found = {"id": 5, "completed_by": NUMBER, "result": list(results), **others}
    return {"id": 1, "data": {"text": TEXT}, "annotations": [found]}


def read(folder: Path, *tasks: object, **others: Any) -> list[MarkedDocument]:
    path = folder / "in.json"
    path.write_text(json.dumps(list(tasks)), "utf-8")
    assert FORMAT.marks is not None
    return list(FORMAT.marks(path, ReadOptions(**others)))


def only(folder: Path, *tasks: object, **others: Any) -> MarkedDocument:
    (found,) = read(folder, *tasks, **others)
    return found


def wrong(folder: Path, *tasks: object) -> InputError:
    with pytest.raises(InputError) as error:
        read(folder, *tasks)
    assert error.value.file == str(folder / "in.json")
    return error.value


def marks(found: MarkedDocument) -> list[tuple[str, str]]:
    text = found.document.text
    return [(m.label, text[m.start : m.end]) for m in found.marks]


def test_the_example(tmp_path: Path) -> None:
    against = of("stance", "choices", "a", choices=["Against"])
    quote = {"start": 16, "end": 21, "text": "“No.”", "labels": ["Quote"]}
    said = {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["said"]}
    results = [result("a", SPEAKER), against, result("b", quote), said]
    prediction = {"model_version": "m", "score": 0.9, "result": results}
    given = {"data": {"text": TEXT}, "predictions": [prediction]}
    found = only(tmp_path, given)
    assert marks(found) == [("Speaker", "Ann 😀 Lee"), ("Quote", "“No.”")]
    assert found.marks[0].attributes == {"stance": "Against"}
    (link,) = found.links
    assert (link.label, link.source, link.target) == ("said", "a", "b")
    assert {(m.annotator, m.origin) for m in found.marks} == {("m", "suggested")}
    assert found.work == ()
    assert registry.sniff(tmp_path / "in.json") is FORMAT


def test_values_of_all_controls(tmp_path: Path) -> None:
    paths = [["Norvane", "Capital"], ["Ilvar"]]
    found = only(
        tmp_path,
        task(
            result("a", SPEAKER),
            of("stance", "choices", "a", choices=["For", "Mixed"]),
            of("notes", "textarea", "a", text=["check", "twice"]),
            of("comment", "textarea", "a", text="once"),
            of("sure", "rating", "a", rating=4),
            of("votes", "number", "a", number=3.0),
            of("share", "number", "a", number=2.5),
            of("place", "taxonomy", "a", taxonomy=paths),
            of("when", "datetime", "a", datetime="2031-02-03"),
            of("order", "ranker", "a", ranker=["x"]),
        ),
    )
    (mark,) = found.marks
    assert mark.attributes == {
        "stance": ("For", "Mixed"),
        "notes": ("check", "twice"),
        "comment": "once",
        "sure": 4,
        "votes": 3,
        "share": "2.5",
        "place": ("Norvane / Capital", "Ilvar"),
        "when": "2031-02-03",
    }
    assert [each["from_name"] for each in mark.extra["results"]] == ["order"]


def test_several_labels_and_labels_of_two_controls(tmp_path: Path) -> None:
    both = {**SPEAKER, "labels": ["Speaker", "Minister"]}
    mood = of("mood", "labels", "a", labels=["Calm"])
    found = only(tmp_path, task(result("a", both), mood))
    assert [m.label for m in found.marks] == ["Speaker", "Minister"]
    assert found.marks[0].attributes == {"mood": "Calm"}


def test_what_is_said_of_the_whole_text(tmp_path: Path) -> None:
    whole = result("c", {"choices": ["News"]}, from_name="genre", type="choices")
    (mark,) = only(tmp_path, task(whole)).marks
    assert (mark.label, mark.pieces, mark.attributes) == (
        "genre",
        (),
        {"genre": "News"},
    )


def test_regions_in_regions_and_relations_both_ways(tmp_path: Path) -> None:
    inner = {"start": 0, "end": 3, "text": "Ann", "labels": ["Name"]}
    ends = {"type": "relation", "from_id": "a", "to_id": "b"}
    found = only(
        tmp_path,
        task(
            result("a", SPEAKER),
            result("b", inner, parentID="a"),
            {**ends, "direction": "left", "labels": ["of"]},
            {**ends, "direction": "bi", "labels": []},
        ),
    )
    said = [(x.label, x.source, x.target) for x in found.links]
    assert said == [
        ("of", "b", "a"),
        ("relation", "a", "b"),
        ("relation", "b", "a"),
        ("parent", "b", "a"),
    ]


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ({"completed_by": NUMBER}, "user 7"),
        (
            {"completed_by": NUMBER, "created_username": " b@x.example, 7"},
            "b@x.example",
        ),
        ({"completed_by": 1, "created_username": "Bo Süd b@x.example, 7"}, "Bo Süd"),
        (
            {"completed_by": {"id": 7, "first_name": "Bo", "last_name": "Süd"}},
            "Bo Süd",
        ),
        ({"completed_by": {"id": 7, "email": "b@x.example"}}, "b@x.example"),
        ({"completed_by": {"id": 7}}, "user 7"),
        ({"completed_by": None}, None),
    ],
)
def test_who_annotated(tmp_path: Path, who: dict[str, Any], name: str | None) -> None:
    found = only(tmp_path, task(result("a", SPEAKER), **who))
    assert found.marks[0].annotator == name
    assert found.work[0].annotator == name


def test_work_skipped_held_true_and_timed(tmp_path: Path) -> None:
    times = {"created_at": "2031-02-03T12:00:00.250913Z", "lead_time": 61.6}
    first = {"id": 1, "completed_by": 1, "was_cancelled": True, "result": []}
    second = {"completed_by": 2, "ground_truth": True, "result": [result("a", SPEAKER)]}
    draft = {"user": "bo@x.example", "result": [result("a", SPEAKER)]}
    given = task()
    given["annotations"] = [first, second | times]
    given["drafts"] = [draft]
    found = only(tmp_path, given)
    said = [(w.annotator, w.layer, w.status, w.seconds) for w in found.work]
    assert said == [
        ("user 1", "primary", "skipped", None),
        ("user 2", "adjudicated", "complete", 62),
        ("bo@x.example", "primary", "in_progress", None),
    ]
    held, drafted = found.marks
    assert (held.layer, held.created) == ("adjudicated", 1_927_886_400_250)
    assert (drafted.state, drafted.id) == ("draft", "a/2")


def test_old_files_count_as_the_browser_does(tmp_path: Path) -> None:
    options = ReadOptions()
    path = tmp_path / "in.json"
    quote = {"start": 17, "end": 22, "text": "“No.”", "labels": ["Quote"]}
    old = {"data": {"text": TEXT}, "completions": []}
    old["completions"] = [{"result": [result("a", OLD), result("b", quote)]}]
    path.write_text(json.dumps([old]), "utf-8")
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(path, options)
    assert marks(found) == [("All", TEXT), ("Quote", "“No.”")]
    (note,) = options.notes.texts()
    assert "UTF-16 units" in str(note)


def test_each_annotation_is_placed_by_itself(tmp_path: Path) -> None:
    browser = {"start": 17, "end": 22, "text": "“No.”", "labels": ["Quote"]}
    model = {"start": 16, "end": 21, "text": "“No.”", "labels": ["Quote"]}
    given = task(result("a", browser))
    given["predictions"] = [{"model_version": "m", "result": [result("b", model)]}]
    found = only(tmp_path, given)
    assert marks(found) == [("Quote", "“No.”")] * 2


def test_without_quotes_words_tell_the_unit(tmp_path: Path) -> None:
    bare = {"start": 11, "end": 15, "labels": ["Cue"]}
    assert marks(only(tmp_path, task(result("a", bare)))) == [("Cue", "said")]
    named = only(tmp_path, task(result("a", bare)), unit="code points")
    assert marks(named) == [("Cue", "aid:")]


def test_line_ends_of_windows_and_collapsed_spaces(tmp_path: Path) -> None:
    raw = "Boats  pass\r\nhere."
    counted = {"start": 13, "end": 17, "text": "here", "labels": ["Place"]}
    shown = {"start": 0, "end": 11, "text": "Boats pass", "labels": ["All"]}
    given = task(result("a", counted), result("b", shown))
    given["data"] = {"text": raw}
    found = only(tmp_path, given)
    assert marks(found) == [("Place", "here"), ("All", "Boats  pass")]


def test_the_text_is_found_under_any_name(tmp_path: Path) -> None:
    given = task(result("a", SPEAKER))
    given["data"] = {"url": "https://x.example/1", "story": TEXT, "title": "No", "n": 3}
    found = only(tmp_path, given)
    assert found.document.text == TEXT
    assert found.document.title == "No"
    assert found.document.metadata == {"url": "https://x.example/1"}
    assert found.extra["data"] == {"n": 3}


def test_the_configuration_beside_the_tasks_is_used(tmp_path: Path) -> None:
    (tmp_path / "config.xml").write_text(
        "<View><Header value='x'/><Labels name='label' toName='main'>"
        "<Label value='Speaker'/><Label value='Place'/></Labels>"
        "<Text name='head' value='$a'/><Text name='main' value='$b'/>"
        "<Choices name='stance' toName='main' perRegion='true'"
        " whenLabelValue='Speaker'><Choice value='For' alias='f'/>"
        "<Choice value='Against'/></Choices></View>"
    )
    given = task(result("a", SPEAKER, to_name="main"))
    given["data"] = {"a": TEXT, "b": TEXT, "c": 1}
    head = result("h", SPEAKER, to_name="head")
    given["annotations"][0]["result"].append(head)
    options = ReadOptions(derive_codebook=True)
    path = tmp_path / "in.json"
    path.write_text(json.dumps([given]), "utf-8")
    assert FORMAT.read is not None
    bundle = FORMAT.read(path, options)
    (record,) = bundle.documents
    assert len(record.annotations) == 1
    body = bundle.codebooks[0].body
    assert [each["label"] for each in body["role"]] == ["Speaker", "Place"]
    (field,) = body["field"]
    assert [each["label"] for each in field["values"]] == ["f", "Against"]
    assert any("“head”" in str(note) for note in options.notes.texts())


def test_regions_that_are_no_text_are_told(tmp_path: Path) -> None:
    box = {"x": 1, "y": 2, "width": 3, "height": 4, "rectanglelabels": ["Face"]}
    page = {"start": "/div[1]/text()[1]", "end": "/p", "startOffset": 3, "endOffset": 5}
    options = ReadOptions()
    path = tmp_path / "in.json"
    lost = {"type": "relation", "from_id": "a", "to_id": "gone"}
    given = task(
        result("a", SPEAKER),
        result("b", box, type="rectanglelabels"),
        result("c", page, type="hypertextlabels"),
        lost,
    )
    path.write_text(json.dumps([given]), "utf-8")
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(path, options)
    assert len(found.marks) == 1
    told = " ".join(map(str, options.notes.texts()))
    assert "“rectanglelabels”" in told
    assert "“hypertextlabels”" in told
    assert "1 relations" in told


def test_web_pages_by_the_places_in_their_text(tmp_path: Path) -> None:
    value = {
        "start": "/text()[1]",
        "end": "/text()[1]",
        "startOffset": 0,
        "endOffset": 10,
        "globalOffsets": {"start": 0, "end": 9},
        "text": "Ann 😀 Lee",
        "hypertextlabels": ["Speaker"],
    }
    found = only(tmp_path, task(result("a", value, type="hypertextlabels")))
    assert marks(found) == [("Speaker", "Ann 😀 Lee")]


def test_what_is_not_known_is_kept(tmp_path: Path) -> None:
    region = result(
        "a", SPEAKER, score=0.5, meta={"text": ["why"]}, origin="prediction"
    )
    given = task(region, unique_id="u", completed_by={"email": "b@x.example"})
    given |= {"meta": {"batch": 3}, "inner_id": 4, "total_annotations": 1}
    found = only(tmp_path, given)
    assert found.marks[0].extra == {
        "score": 0.5,
        "meta": {"text": ["why"]},
        "origin": "prediction",
    }
    kept = dict(found.extra)
    (one,) = kept.pop("found")
    assert kept == {"meta": {"batch": 3}, "inner_id": 4, "id": "1"}
    assert one["unique_id"] == "u"
    assert one["person"] == "b@x.example"


def test_an_annotation_with_its_task_in_it(tmp_path: Path) -> None:
    """So the program writes to storages, a file for each annotation."""
    alone = task(result("a", SPEAKER))
    inside = alone["annotations"][0] | {"task": {"id": 1, "data": {"text": TEXT}}}
    path = tmp_path / "17"
    path.write_text(json.dumps(inside), "utf-8")
    assert registry.sniff(path) is FORMAT
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(path, ReadOptions())
    assert marks(found) == [("Speaker", "Ann 😀 Lee")]


def stored(folder: Path, name: str, number: int, region: dict[str, Any]) -> None:
    """An annotation as the program writes it to a storage, with its task in it."""
    found = task(region, completed_by=number)["annotations"][0]
    inside = found | {"task": {"id": 1, "data": {"text": TEXT}}}
    (folder / name).write_text(json.dumps(inside), "utf-8")


def test_the_annotations_of_a_storage_are_gathered(tmp_path: Path) -> None:
    folder = tmp_path / "storage"
    folder.mkdir()
    quote = {"start": 16, "end": 21, "text": "“No.”", "labels": ["Quote"]}
    stored(folder, "17", 1, result("a", SPEAKER))
    stored(folder, "18", 2, result("b", quote))
    assert registry.sniff(folder) is FORMAT
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(folder, ReadOptions())
    said = [(mark.annotator, mark.label) for mark in found.marks]
    assert said == [("user 1", "Speaker"), ("user 2", "Quote")]
    stored(folder, "18", 2, result("b", {**quote, "start": 3}))
    with pytest.raises(InputError) as error:
        list(FORMAT.marks(folder, ReadOptions()))
    assert error.value.file == str(folder / "18")


@pytest.mark.parametrize(
    ("value", "field", "said"),
    [
        ({**SPEAKER, "start": 1}, "text", "not “Ann 😀 Lee”"),
        ({**SPEAKER, "end": 90}, "text", "not “Ann 😀 Lee”"),
        ({"start": 3, "end": 3, "labels": ["A"]}, "value.start", "is empty"),
        ({"start": 5, "end": 3, "labels": ["A"]}, "value.start", "is empty"),
        (
            {"start": 0, "end": 99, "labels": ["A"]},
            "value.start",
            "not inside the text",
        ),
        ({"start": -1, "end": 3, "labels": ["A"]}, "start", "not negative"),
        ({"start": 1.5, "end": 3, "labels": ["A"]}, "start", "whole number"),
        ({"start": True, "end": 3, "labels": ["A"]}, "start", "whole number"),
        ({"start": 0, "end": None, "labels": ["A"]}, "end", "whole number"),
        ({**SPEAKER, "labels": [3]}, "labels", "list of texts"),
    ],
)
def test_wrong_regions(
    tmp_path: Path, value: dict[str, Any], field: str, said: str
) -> None:
    error = wrong(tmp_path, task(), task(result("a", value)))
    assert error.field is not None
    assert error.field.startswith("annotations[0].result[0]")
    assert error.field.endswith(field)
    assert said in str(error)


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"data": {"text": 3}, "annotations": []}, "data", "no text"),
        ({"data": {"text": "a\ud800"}, "annotations": []}, None, "surrogate"),
        ({"data": {"text": "a\0"}, "annotations": []}, "data.text", "NUL"),
        ({"text": TEXT, "label": []}, None, "JSON-MIN"),
        ({"data": {"text": TEXT}, "annotations": [3]}, "annotations[0]", "an object"),
    ],
)
def test_wrong_tasks(
    tmp_path: Path, given: dict[str, Any], field: str | None, said: str
) -> None:
    error = wrong(tmp_path, given)
    assert said in str(error)
    assert error.field == field


def test_the_line_of_a_bad_task_is_named(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    good = json.dumps(task(result("a", SPEAKER)))
    path.write_text(f"[\n{good},\n\n{good[:-1]},]\n", "utf-8")
    assert FORMAT.marks is not None
    with pytest.raises(InputError) as error:
        list(FORMAT.marks(path, ReadOptions()))
    assert error.value.line == 4


def test_empty_files_and_folders(tmp_path: Path) -> None:
    assert "empty" in str(wrong(tmp_path))
    assert FORMAT.marks is not None
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match=r"\.json"):
        list(FORMAT.marks(tmp_path / "none", ReadOptions()))
    assert FORMAT.sniff(b"", tmp_path / "none") == 0.0


def test_a_folder_with_a_file_for_each_task(tmp_path: Path) -> None:
    folder = tmp_path / "tasks"
    folder.mkdir()
    for number in (1, 2):
        given = task(result("a", SPEAKER)) | {"id": number}
        (folder / f"{number}.json").write_text(json.dumps(given), "utf-8")
    assert registry.sniff(folder) is FORMAT
    assert FORMAT.marks is not None
    found = list(FORMAT.marks(folder, ReadOptions()))
    assert len({each.document.uid for each in found}) == 2


def test_what_was_typed_is_text_and_no_choice(tmp_path: Path) -> None:
    note = of("note", "textarea", "a", text=["my note"])
    path = tmp_path / "in.json"
    path.write_text(json.dumps([task(result("a", SPEAKER), note)]), "utf-8")
    assert FORMAT.read is not None
    bundle = FORMAT.read(path, ReadOptions(derive_codebook=True))
    (codebook,) = bundle.codebooks
    (field,) = codebook.body["field"]
    assert (field["id"], field["type"]) == ("note", "text")
    (record,) = bundle.documents
    assert dict(record.annotations[0].fields) == {"note": "my note"}


def test_a_region_without_a_label_is_called_like_its_control_and_told(
    tmp_path: Path,
) -> None:
    notes = Notes()
    found = only(tmp_path, task(result("a", {**SPEAKER, "labels": []})), notes=notes)
    assert marks(found) == [("label", "Ann 😀 Lee")]
    assert any("1 regions have no label" in said for said in notes.texts())


def test_offsets_in_words_are_refused(tmp_path: Path) -> None:
    error = wrong(tmp_path, task(result("a", {**SPEAKER, "start": "0", "end": "9"})))
    assert error.field == "annotations[0].result[0].value.start"


def test_pictures_are_no_texts(tmp_path: Path) -> None:
    found = {"id": 1, "data": {"image": "https://host/a.png"}, "annotations": []}
    assert wrong(tmp_path, found).field == "data.image"


def test_the_short_form_is_known_and_refused(tmp_path: Path) -> None:
    row = {"id": 1, "text": TEXT, "annotation_id": 2, "lead_time": 1.5, "label": []}
    error = wrong(tmp_path, row)
    assert "JSON-MIN" in str(error)
    assert registry.sniff(tmp_path / "in.json") is FORMAT
