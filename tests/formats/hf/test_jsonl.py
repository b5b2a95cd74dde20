# SPDX-License-Identifier: MIT
"""Data sets as JSON Lines: rows of ours, rows of others, and what is wrong in them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.features import LOSSES, Feature
from annotator.formats.hf.jsonl import FORMAT
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats.ann_lee import CUE, QUOTE, SPEAKER, TEXT, annotation, bundle, full
from tests.formats.ann_lee import record as of
from tests.formats.ann_lee import span as place
from tests.formats.roundtrip import comparable, there_and_back


def written(
    given: Bundle, folder: Path, **others: Any
) -> tuple[list[dict[str, Any]], WriteOptions]:
    path, options = folder / "train.jsonl", WriteOptions(**others)
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, options))
    lines = path.read_bytes().decode().removesuffix("\n").split("\n")
    return [json.loads(line) for line in lines], options


def read(folder: Path, *rows: object, **others: Any) -> list[MarkedDocument]:
    path = folder / "in.jsonl"
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(text, "utf-8")
    assert FORMAT.marks is not None
    return list(FORMAT.marks(path, ReadOptions(**others)))


def wrong(folder: Path, *rows: object) -> InputError:
    with pytest.raises(InputError) as error:
        read(folder, *rows)
    assert error.value.file == str(folder / "in.jsonl")
    return error.value


def marks(found: MarkedDocument) -> list[tuple[str, int, int]]:
    return [(each.label, each.start, each.end) for each in found.marks]


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    (first, second), _ = written(full(), tmp_path)
    assert first["text"] == TEXT
    assert (first["source"], first["author"]) == ("Daily", None)
    assert first["metadata"] == [{"key": "desk", "value": "B"}]
    assert first["people"] == [
        {"id": "ada", "name": "Ada Nord"},
        {"id": "bo", "name": "Bo Süd"},
    ]
    shown = [(s["label"], s["start"], s["end"], s["text"]) for s in first["spans"]]
    assert shown == [
        ("source", *SPEAKER, "Ann 😀 Lee"),
        ("cue", *CUE, "said"),
        ("content", *QUOTE, "“No.”"),
        ("content", 16, 20, "“No."),
    ]
    one, two = first["annotations"]
    assert one["fields"]["speaker"] == {"id": "lee", "name": "Ann Lee"}
    assert one["fields"]["confidence"] == 2
    assert one["fields"]["notes"] is None
    assert one["rows"]["stance"][0]["fields"]["stance"] == "against"
    assert one["created"] == "2023-11-14T22:13:20.000Z"
    assert two["links"] == [{"label": "justifies", "target": "a1"}]
    assert two["none"] == ["stance"]
    assert two["fields"]["notes"] == ""
    assert second["spans"] == second["annotations"] == []


def test_every_row_has_every_column(tmp_path: Path) -> None:
    (first, second), _ = written(full(), tmp_path)
    assert list(first) == list(second)
    one, two = first["annotations"]
    assert list(one) == list(two)
    assert list(one["fields"]) == list(two["fields"])
    assert two["rows"] == {"stance": []}


def test_everything_that_is_carried_comes_back(tmp_path: Path) -> None:
    back = there_and_back(full(), FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(full(), FORMAT.carries)
    first = next(iter(back.documents))
    assert first.document.metadata == {"source": "Daily", "desk": "B"}
    assert first.document.file is not None
    assert first.document.file.name == "ann.txt"
    assert first.annotations[0].extra == {"hf-jsonl": {"score": 1}}
    assert {each.name for each in back.header.annotators} == {"Ada Nord", "Bo Süd"}


def test_a_link_to_its_own_annotation_and_pieces_come_back(tmp_path: Path) -> None:
    given = bundle(
        of(
            annotation(
                "a",
                place("content", (0, 3)),
                place("content", (16, 21)),
                fields={"justifies": "a"},
            ),
            annotation("b", place("source", SPEAKER), parent="a"),
        )
    )
    back = there_and_back(given, FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(given, FORMAT.carries)


def test_without_texts_offsets_go_out_and_no_quote(tmp_path: Path) -> None:
    rows, _ = written(full(), tmp_path, with_text=False)
    said = json.dumps(rows, ensure_ascii=False)
    assert "“No" not in said
    assert '"text"' not in said
    assert rows[0]["spans"][0]["start"] == 0
    assert len(rows[0]["text_sha256"]) == 64


def test_a_value_that_its_column_cannot_hold_is_told(tmp_path: Path) -> None:
    odd = annotation("a", place("content", QUOTE), fields={"confidence": 1 << 70})
    (row,), options = written(bundle(of(odd)), tmp_path)
    assert row["annotations"][0]["fields"]["confidence"] is None
    assert options.losses.items[LOSSES[Feature.FIELDS]].count == 1


def test_rows_of_others_in_every_usual_shape(tmp_path: Path) -> None:
    wanted = [("Speaker", 0, 9), ("Quote", 16, 21)]
    for row in (
        {
            "spans": [
                {"start": 0, "end": 9, "label": "Speaker", "text": "Ann 😀 Lee"},
                {"start": 16, "end": 21, "label": "Quote"},
            ]
        },
        {"entities": [[0, 9, "Speaker"], [16, 21, "Quote"]]},
        {"spans": {"start": [0, 16], "end": [9, 21], "label": ["Speaker", "Quote"]}},
        {
            "ner": [
                {"start_char": 0, "end_char": 9, "type": "Speaker"},
                {"begin": 16, "stop": 21, "entity_group": "Quote", "word": "“No.”"},
            ]
        },
    ):
        (found,) = read(tmp_path, {"text": TEXT, **row})
        assert marks(found) == wanted


def test_utf16_offsets_are_told_by_their_quotes(tmp_path: Path) -> None:
    options = ReadOptions()
    spans = [{"start": 17, "end": 22, "label": "Quote", "text": "“No.”"}]
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": TEXT, "spans": spans}))
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(tmp_path / "in.jsonl", options)
    assert marks(found) == [("Quote", 16, 21)]
    assert "UTF-16 units" in str(options.notes.texts()[0])


def test_the_unit_can_be_said(tmp_path: Path) -> None:
    row = {"text": TEXT, "entities": [[19, 28, "Quote"]]}
    (found,) = read(tmp_path, row, unit="UTF-8 bytes")
    assert marks(found) == [("Quote", 16, 21)]


def test_crlf_counts_as_in_the_file(tmp_path: Path) -> None:
    row = {"text": "a\r\nb", "spans": [{"start": 3, "end": 4, "label": "X"}]}
    (found,) = read(tmp_path, row)
    assert found.document.text == "a\nb"
    assert marks(found) == [("X", 2, 3)]


def test_other_columns_are_kept_and_written_back(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "text": TEXT,
        "author": "A",
        "language": 3,
        "topic": {"n": [1]},
        "spans": [{"id": 1, "start": 0, "end": 3, "label": "X", "score": 0.5}],
    }
    (tmp_path / "in.jsonl").write_text(json.dumps(row))
    assert FORMAT.read is not None
    found = FORMAT.read(tmp_path / "in.jsonl", ReadOptions())
    (record,) = found.documents
    assert record.document.uid == "7"
    assert record.document.metadata == {"author": "A"}
    kept = {"topic": {"n": [1]}, "language": 3}
    assert record.document.extra == {"hf-jsonl": kept}
    assert record.annotations[0].extra == {"hf-jsonl": {"score": 0.5}}
    (back,), _ = written(replace(found, documents=[record]), tmp_path)
    assert json.loads(back["extra"]) == {"hf-jsonl": kept}
    assert json.loads(back["annotations"][0]["extra"]) == {"score": 0.5}
    (again,) = read(tmp_path, back)
    assert again.document.extra == {"hf-jsonl": kept}


@pytest.mark.parametrize(
    ("span", "field", "says"),
    [
        ({"start": 5, "end": 5, "label": "X"}, "start", "is empty"),
        ({"start": -1, "end": 5, "label": "X"}, "start", "not negative"),
        ({"start": 0, "end": 99, "label": "X"}, "start", "not inside the text"),
        ({"start": 0.0, "end": 5, "label": "X"}, "start", "whole number"),
        ({"start": "0", "end": 5, "label": "X"}, "start", "whole number"),
        ({"start": 0, "end": True, "label": "X"}, "end", "whole number"),
        ({"start": 0, "label": "X"}, "end", "whole number"),
        ({"start": 0, "end": 3}, "label", "a label"),
        ({"start": 0, "end": 3, "label": ""}, "label", "a label"),
        ({"start": 0, "end": 3, "label": "X", "text": "Bob"}, "text", "not “Bob”"),
        (3, "", "a span"),
    ],
)
def test_a_wrong_span_names_line_and_field(
    tmp_path: Path, span: object, field: str, says: str
) -> None:
    good = {"text": TEXT, "spans": [{"start": 0, "end": 3, "label": "X"}]}
    error = wrong(tmp_path, good, {"text": TEXT, "spans": [*good["spans"], span]})
    assert error.line == 2
    assert error.field == ("spans[1]." + field).rstrip(".")
    assert says in str(error)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"spans": []}, "text"),
        ({"text": None, "spans": []}, "text"),
        ({"text": "a", "spans": {"start": [0], "end": [], "label": ["X"]}}, "spans"),
        ({"text": "a", "title": 3}, "title"),
        ({"text": "a\x00b"}, "text"),
    ],
)
def test_a_wrong_row_names_its_field(tmp_path: Path, row: object, field: str) -> None:
    error = wrong(tmp_path, row)
    assert (error.line, error.field) == (1, field)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("spans", 0, "end"), 99, "annotations[0].spans[0].start"),
        (("spans", 0, "text"), "Bob", "annotations[0].spans[0].text"),
        (("fields", "confidence"), 0.5, "annotations[0].fields.confidence"),
        (("rows", "stance", 0, "spans"), 3, "annotations[0].rows.stance[0].spans"),
        (("created",), "today", "annotations[0].created"),
        (("extra",), "{", "annotations[0].extra"),
        (("id",), "", "annotations[0].id"),
    ],
)
def test_a_wrong_annotation_of_ours_names_its_field(
    tmp_path: Path, path: tuple[Any, ...], value: object, field: str
) -> None:
    (row, _), _ = written(full(), tmp_path)
    inner = row["annotations"][0]
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    error = wrong(tmp_path, row)
    assert (error.line, error.field) == (1, field)


def test_bad_json_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text":"a"}\n\r\n\n{"text":\n')
    assert FORMAT.marks is not None
    with pytest.raises(InputError, match="not JSON") as error:
        list(FORMAT.marks(path, ReadOptions()))
    assert error.value.line == 4


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "empty" in str(wrong(tmp_path))


def test_a_folder_is_read_as_one_data_set(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "README.md").write_text("---\n---\n")
    for name in ("train", "dev"):
        row = {"text": name, "spans": [{"start": 0, "end": 1, "label": "X"}]}
        (tmp_path / "data" / f"{name}.jsonl").write_text(json.dumps(row))
    assert registry.sniff(tmp_path) is FORMAT
    assert FORMAT.marks is not None
    found = list(FORMAT.marks(tmp_path, ReadOptions()))
    assert [each.document.text for each in found] == ["dev", "train"]
    (tmp_path / "data" / "dev.jsonl").write_text('{"kind":"project"}\n')
    assert registry.sniff(tmp_path) is not FORMAT


@pytest.mark.parametrize(
    ("row", "is_ours"),
    [
        ({"text": "ab", "spans": [{"start": 0, "end": 1, "label": "X"}]}, True),
        ({"text": "ab", "entities": [{"start": 0, "end": 1, "type": "X"}]}, True),
        ({"text": "ab"}, False),
        ({"text": "ab", "tokens": [], "spans": [{"start": 0, "label": "X"}]}, False),
        ({"kind": "document", "id": "d", "text": "ab", "spans": [{"start": 0}]}, False),
    ],
)
def test_only_rows_with_spans_are_recognised(
    tmp_path: Path, row: object, is_ours: bool
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(row))
    assert (registry.sniff(path) is FORMAT) == is_ours


def test_what_is_written_is_recognised(tmp_path: Path) -> None:
    written(full(), tmp_path)
    assert registry.sniff(tmp_path / "train.jsonl") is FORMAT
    # The first line may be longer than what is looked at.
    long = replace(full(), documents=[of(text="word " * 40_000)])
    written(long, tmp_path)
    assert registry.sniff(tmp_path / "train.jsonl") is FORMAT
