# SPDX-License-Identifier: MIT
"""Prodigy: tasks as it writes them, slips included, and as it takes them."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.formats import registry
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.side import KEY
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.prodigy.format import FORMAT
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, SPEAKER, TEXT, annotation, bundle, full, span
from tests.formats.ann_lee import record as of
from tests.formats.prodigy.accepts import faults
from tests.formats.random_bundles import bundles
from tests.formats.reading import places, put_lines, read_marks, refused, told
from tests.formats.roundtrip import comparable, there_and_back

_WORDS = ("Ann", "😀", "Lee", "said", ":", "\n", "“", "No", ".", "”")


def _tokens() -> list[dict[str, Any]]:
    made, at = [], 0
    for number, word in enumerate(_WORDS):
        end = at + len(word)
        spaced = TEXT[end : end + 1] == " "
        place = {"start": at, "end": end, "id": number, "ws": spaced}
        made.append({"text": word, **place})
        at = end + spaced
    return made


SPANS: list[dict[str, Any]] = [
    {"start": 0, "end": 9, "token_start": 0, "token_end": 2, "label": "Speaker"},
    {"start": 16, "end": 21, "token_start": 6, "token_end": 9, "label": "Quote"},
]
TASK: dict[str, Any] = {
    "text": TEXT,
    "_input_hash": -17,
    "_task_hash": 42,
    "_is_binary": False,
    "tokens": _tokens(),
    "_view_id": "relations",
    "spans": SPANS,
    "relations": [
        {
            "head": 2,
            "child": 9,
            "head_span": SPANS[0],
            "child_span": SPANS[1],
            "color": "#ffd882",
            "label": "said",
        }
    ],
    "answer": "accept",
    "_timestamp": 1700000000,
    "_annotator_id": "news-ada",
    "_session_id": "news-ada",
}
WANTED = [("Speaker", *SPEAKER), ("Quote", *QUOTE)]


def put(folder: Path, *rows: object, name: str = "in.jsonl") -> Path:
    return put_lines(folder / name, *rows)


def wrong(folder: Path, *rows: object) -> InputError:
    return refused(FORMAT, put(folder, *rows))


def one(folder: Path, *rows: object, **others: Any) -> MarkedDocument:
    (found,) = read_marks(FORMAT, put(folder, *rows), ReadOptions(**others))
    return found


def written(given: Bundle, folder: Path, **others: Any) -> list[dict[str, Any]]:
    path = folder / "out.jsonl"
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, WriteOptions(**others)))
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def ends(found: MarkedDocument) -> list[tuple[str, str, str]]:
    labels = {mark.id: mark.label for mark in found.marks}
    return [(x.label, labels[x.source], labels[x.target]) for x in found.links]


# -- reading -------------------------------------------------------------------------


def test_a_task_as_it_is_written_by_prodigy(tmp_path: Path) -> None:
    assert faults({**TASK, "meta": {}}) == []
    found = one(tmp_path, TASK)
    assert places(found) == WANTED
    assert ends(found) == [("said", "Speaker", "Quote")]
    assert {each.annotator for each in found.marks} == {"news-ada"}
    assert not found.marks[0].extra


def test_the_name_of_the_data_set_is_no_part_of_a_persons(tmp_path: Path) -> None:
    (found,) = read_marks(FORMAT, put(tmp_path, TASK, name="news.jsonl"))
    assert {each.annotator for each in found.marks} == {"ada"}
    task = {**TASK, "_annotator_id": "2031-02-03_04-05-06", "_session_id": None}
    assert {each.annotator for each in one(tmp_path, task).marks} == {None}


def test_tasks_about_one_input_are_one_document(tmp_path: Path) -> None:
    other = {**TASK, "_annotator_id": "bo", "_session_id": "bo", "relations": []}
    third = {**TASK, "_input_hash": 5}
    first, second = read_marks(FORMAT, put(tmp_path, TASK, third, other))
    assert [each.annotator for each in first.marks] == ["news-ada"] * 2 + ["bo"] * 2
    assert ends(first) == [("said", "Speaker", "Quote")]
    assert first.document.uid != second.document.uid
    assert (
        read_marks(FORMAT, tmp_path / "in.jsonl")[0].document.uid == first.document.uid
    )


def test_what_two_tasks_of_one_person_say_stands_there_once(tmp_path: Path) -> None:
    more = {"start": 10, "end": 14, "label": "Cue"}
    second = {**TASK, "_task_hash": 1, "spans": [*SPANS, more]}
    found = one(tmp_path, TASK, second)
    assert places(found) == [*WANTED, ("Cue", 10, 14)]
    assert ends(found) == [("said", "Speaker", "Quote")]


@pytest.mark.parametrize(
    "relation",
    [
        {"head": 2, "child": 9, "label": "said"},
        {"head": 0, "child": 7, "label": "said"},
        {"head": 7, "child": 2, "head_span": SPANS[0], "child_span": SPANS[1]}
        | {"label": "said"},
    ],
)
def test_relations_find_their_spans(
    tmp_path: Path, relation: dict[str, object]
) -> None:
    found = one(tmp_path, {**TASK, "relations": [relation]})
    assert ends(found) == [("said", "Speaker", "Quote")]


def test_relations_between_tokens_make_marks_of_them(tmp_path: Path) -> None:
    word = {"start": 10, "end": 14, "token_start": 3, "token_end": 3, "label": None}
    relations = [
        {"head": 3, "child": 9, "label": "obj", "head_span": word},
        {"head": 3, "child": 4, "label": None},
    ]
    found = one(tmp_path, {**TASK, "relations": relations})
    assert places(found) == [*WANTED, ("token", 10, 14), ("token", 14, 15)]
    assert ends(found) == [("obj", "token", "Quote"), ("relation", "token", "token")]


def test_tokens_alone_tell_the_place(tmp_path: Path) -> None:
    spans = [{"token_start": 0, "token_end": 2, "label": "Speaker"}]
    assert (
        places(one(tmp_path, {**TASK, "spans": spans, "relations": []})) == WANTED[:1]
    )


def test_exclusive_tokens_and_others_that_do_not_agree_are_told(tmp_path: Path) -> None:
    options = ReadOptions()
    spans = [{**SPANS[0], "token_end": 3}, {**SPANS[1], "token_end": 4}]
    path = put(tmp_path, {**TASK, "spans": spans, "relations": []})
    (found,) = read_marks(FORMAT, path, options)
    assert places(found) == WANTED
    assert "last tokens of 1 spans count exclusively" in told(options)
    assert "tokens of 1 spans are not where" in told(options)


def test_refused_and_ignored_tasks_are_kept_aside(tmp_path: Path) -> None:
    rejected = {**TASK, "answer": "reject"}
    ignored = {key: v for key, v in TASK.items() if key not in ("spans", "relations")}
    ignored |= {"answer": "ignore", "_session_id": "bo", "_annotator_id": "bo"}
    options = ReadOptions()
    (found,) = read_marks(FORMAT, put(tmp_path, rejected, ignored), options)
    assert not found.marks
    assert "1 tasks that were rejected or ignored" in told(options)
    kept = found.extra["tasks"]
    assert [each["refused"] for each in kept] == [True, True]
    assert kept[0]["task"]["spans"] == SPANS


def test_spans_without_a_label_take_the_tasks_or_are_asked_about(
    tmp_path: Path,
) -> None:
    bare = {"start": 0, "end": 9}
    task = {"text": TEXT, "spans": [bare], "label": "Speaker", "answer": "accept"}
    assert places(one(tmp_path, task)) == WANTED[:1]
    del task["label"]
    assert places(one(tmp_path, task)) == [("", 0, 9)]


# -- units ---------------------------------------------------------------------------


def test_utf16_is_told_by_quotes_by_tokens_and_by_words(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 10, "label": "Speaker"}]
    spans += [{"start": 17, "end": 22, "label": "Quote"}]
    quoted = [{**spans[0], "text": "Ann 😀 Lee"}, spans[1]]
    shifted = [
        {**each, "start": each["start"] + (n > 1), "end": each["end"] + (n > 0)}
        for n, each in enumerate(_tokens())
    ]
    for task in ({"spans": quoted}, {"spans": spans, "tokens": shifted}):
        options = ReadOptions()
        (found,) = read_marks(FORMAT, put(tmp_path, {"text": TEXT, **task}), options)
        assert places(found) == WANTED
        assert "count UTF-16 units, not code points" in told(options)
    options = ReadOptions()
    (found,) = read_marks(
        FORMAT, put(tmp_path, {"text": TEXT, "spans": spans}), options
    )
    assert places(found) == WANTED
    assert "Taken are UTF-16 units" in told(options)


def test_models_may_write_tokens_as_they_like(tmp_path: Path) -> None:
    tokens = [{"text": "[CLS]", "start": 0, "end": 0, "id": 0, "disabled": True}]
    tokens += [{**each, "text": f"##{each['text']}"} for each in _tokens()]
    spans = [{**SPANS[0], "token_start": 1, "token_end": 3}]
    options = ReadOptions()
    task = {**TASK, "tokens": tokens, "spans": spans, "relations": []}
    (found,) = read_marks(FORMAT, put(tmp_path, task), options)
    assert places(found) == WANTED[:1]
    assert "tokens" not in told(options)


def test_the_unit_can_be_said(tmp_path: Path) -> None:
    task = {"text": TEXT, "spans": [{"start": 19, "end": 28, "label": "Quote"}]}
    assert places(one(tmp_path, task, unit="UTF-8 bytes")) == WANTED[1:]


# -- faults --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span_", "field", "says"),
    [
        ({"start": 5, "end": 5, "label": "X"}, "spans[2].start", "is empty"),
        (
            {"start": 0, "end": 99, "label": "X"},
            "spans[2].start",
            "not inside the text",
        ),
        ({"start": "0", "end": 5, "label": "X"}, "spans[2].start", "whole number"),
        ({"start": 0, "end": 5, "label": 3}, "spans[2].label", "a label"),
        ({"start": 0, "end": 3, "label": "X", "text": "Bob"}, "spans[2].text", "“Bob”"),
        ({"token_start": 0, "token_end": 99}, "spans[2].token_end", "no token 99"),
        ({"token_start": 3, "token_end": 2}, "spans[2].token_end", "behind the first"),
        (3, "spans[2]", "an object"),
    ],
)
def test_wrong_spans_are_named(
    tmp_path: Path, span_: object, field: str, says: str
) -> None:
    error = wrong(tmp_path, TASK, {**TASK, "_input_hash": 1, "spans": [*SPANS, span_]})
    assert (error.line, error.field) == (2, field)
    assert says in str(error)


def test_wrong_tokens_relations_and_texts_are_named(tmp_path: Path) -> None:
    task = {**TASK, "tokens": [{"text": "Ann", "start": 0, "end": 99}]}
    assert wrong(tmp_path, task).field == "tokens[0]"
    error = wrong(tmp_path, {**TASK, "relations": [{"head": 99, "child": 1}]})
    assert error.field == "relations[0].head"
    bare = {"text": TEXT, "spans": SPANS, "relations": [{"head": 2, "child": 9}]}
    error = wrong(tmp_path, bare)
    assert error.field == "relations[0].head"
    assert "has no tokens" in str(error)
    error = wrong(tmp_path, {"image": "a.png", "spans": []})
    assert error.field == "text"
    assert "pictures" in str(error)
    assert "empty" in str(wrong(tmp_path))


# -- writing -------------------------------------------------------------------------


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    first, second, empty = written(full(), tmp_path)
    for task in (first, second, empty):
        assert faults(task) == []
    assert (first["_session_id"], second["_session_id"]) == ("Ada Nord", "Bo Süd")
    assert (first["_view_id"], second["_view_id"]) == ("relations", "spans_manual")
    assert first["_input_hash"] == second["_input_hash"] != empty["_input_hash"]
    assert first["_task_hash"] != second["_task_hash"]
    assert first["meta"] == {"title": "A refusal", "source": "Daily", "desk": "B"}
    assert (empty["spans"], empty["_session_id"]) == ([], None)
    shown = {
        each["label"]: (
            *(each["start"], each["end"], each["text"]),
            *(each["token_start"], each["token_end"]),
        )
        for each in first["spans"]
    }
    assert shown == {
        "content": (*QUOTE, "“No.”", 6, 9),
        "source": (*SPEAKER, "Ann 😀 Lee", 0, 2),
        "cue": (10, 14, "said", 3, 3),
        "stance": (*QUOTE, "“No.”", 6, 9),
    }
    content = first["spans"][0]
    assert content["fields"]["speaker"] == {"id": "lee", "name": "Ann Lee"}
    assert content["fields"]["quote_type"] == "direct"
    relations = {(r["label"], r["head"], r["child"]) for r in first["relations"]}
    assert relations == {("source", 9, 2), ("cue", 9, 3), ("stance", 9, 9)}


def test_everything_that_is_carried_comes_back(tmp_path: Path) -> None:
    back = there_and_back(full(), FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(full(), FORMAT.carries)
    first = next(iter(back.documents))
    assert first.document.metadata == {"source": "Daily", "desk": "B"}
    assert first.document.file is not None
    assert first.document.extra == {}
    assert {each.name for each in back.header.annotators} == {"Ada Nord", "Bo Süd"}


def test_annotations_without_a_place_come_back(tmp_path: Path) -> None:
    given = bundle(
        of(
            annotation("a1", fields={"confidence": 1}),
            annotation("a2", span("content", QUOTE), parent="a1"),
            annotation("a3", span("content", (0, 3)), span("content", (16, 21))),
        )
    )
    back = there_and_back(given, FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(given, FORMAT.carries)


def test_what_is_kept_is_written_back(tmp_path: Path) -> None:
    tokens = _tokens()[:7]
    tokens[6] |= {"text": "“No.”", "end": 21, "disabled": True}
    spans = [{**SPANS[0], "source": "model"}]
    task = {**TASK, "tokens": tokens, "spans": spans, "relations": []}
    task |= {"meta": {"page": 3, "desk": "B"}, "accept": ["A"]}
    rejected = {**TASK, "tokens": tokens, "answer": "reject", "_task_hash": 7}
    assert FORMAT.read is not None
    found = FORMAT.read(put(tmp_path, task, rejected), ReadOptions())
    (record,) = found.documents
    assert record.document.metadata == {"desk": "B"}
    first, second = written(replace(found, documents=[record]), tmp_path)
    for key in ("_input_hash", "_task_hash", "_view_id", "_timestamp", "accept"):
        assert first[key] == task[key]
    assert first["_session_id"] == "news-ada"
    assert first["tokens"] == second["tokens"] == tokens
    assert first["meta"] == {"title": record.document.title, "page": 3, "desk": "B"}
    assert first["spans"][0]["source"] == "model"
    assert (second["answer"], second["spans"]) == ("reject", SPANS)
    (again,) = FORMAT.read(tmp_path / "out.jsonl", ReadOptions()).documents
    assert again.document.uid == record.document.uid
    assert len(again.annotations) == 1
    assert again.document.extra["prodigy"]["tasks"][-1]["refused"] is True


def test_somebody_who_goes_over_our_tasks_in_prodigy_is_another(tmp_path: Path) -> None:
    first, *_ = written(full(), tmp_path)
    theirs = {**first, "_session_id": "db-carla", "_annotator_id": "db-carla"}
    theirs["spans"] = [*first["spans"], {"start": 4, "end": 5, "label": "hedge"}]
    found = one(tmp_path, first, theirs)
    assert found.document.uid == "doc-1"
    whose = [(each.annotator, each.label) for each in found.marks]
    assert whose[:4] == [("ada", e["label"]) for e in first["spans"]]
    assert whose[4:] == [("db-carla", e["label"]) for e in theirs["spans"]]
    assert len({mark.id for mark in found.marks}) == 9
    assert len(found.links) == 6
    alone = one(tmp_path, theirs)
    assert {each.annotator for each in alone.marks} == {"db-carla"}
    assert next(iter(alone.marks)).attributes["confidence"] == 2


def test_texts_that_may_not_go_out(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="without their texts"):
        written(full(), tmp_path, with_text=False)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(bundle=bundles())
def test_prodigy_and_spacy_take_what_is_written(bundle: Bundle) -> None:
    spacy = pytest.importorskip("spacy")
    vocab = spacy.blank("en").vocab
    with tempfile.TemporaryDirectory() as folder:
        for task in written(bundle, Path(folder)):
            assert faults(task) == []
            words = [each["text"] for each in task["tokens"]]
            spaces = [each["ws"] for each in task["tokens"]]
            doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
            assert doc.text == task["text"]
            for each in task["spans"]:
                found = doc.char_span(each["start"], each["end"])
                assert (found.start, found.end - 1) == (
                    each["token_start"],
                    each["token_end"],
                )


def test_the_rules_find_faults() -> None:
    spans = [{**SPANS[0], "token_end": 3}, {**SPANS[1], "label": None}]
    relations = [{**TASK["relations"][0], "head": 0}]
    bad = {**TASK, "meta": [], "spans": spans, "relations": relations}
    bad |= {"answer": "yes", "_input_hash": 1 << 40, "tokens": _tokens()[:-1]}
    assert len(faults(bad)) >= 7


# -- recognising ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "is_ours"),
    [
        (TASK, True),
        ({"text": TEXT, "tokens": _tokens()}, True),
        ({"text": TEXT, "spans": SPANS, "answer": "accept"}, True),
        ({"text": TEXT, "spans": SPANS}, True),
        ({"text": TEXT, "_input_hash": 1}, True),
        ({"text": TEXT, "spans": [{"start": 0, "end": 3, "label": "X"}]}, False),
        ({"text": TEXT, "tokens": ["Ann"]}, False),
        ({"text": TEXT, "kind": "document", "_task_hash": 1}, False),
    ],
)
def test_only_tasks_are_recognised(tmp_path: Path, row: object, is_ours: bool) -> None:
    assert (registry.sniff(put(tmp_path, row)) is FORMAT) == is_ours


def test_what_is_written_is_recognised(tmp_path: Path) -> None:
    written(full(), tmp_path)
    assert registry.sniff(tmp_path / "out.jsonl") is FORMAT


@pytest.mark.parametrize(
    ("side", "field"),
    [(3, KEY), ({"document": 3}, f"{KEY}.document"), ({"people": 3}, f"{KEY}.people")],
)
def test_details_that_were_spoilt_are_named(
    tmp_path: Path, side: object, field: str
) -> None:
    assert wrong(tmp_path, {**TASK, KEY: side}).field == field


def test_a_document_without_text_is_told(tmp_path: Path) -> None:
    assert FORMAT.read is not None
    options = ReadOptions()
    FORMAT.read(put(tmp_path, TASK, {"text": " \n", "answer": "accept"}), options)
    assert "line 2: A document has no text." in told(options)


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_a_text_that_was_refused_is_written_as_refused_and_nothing_else(
    tmp_path: Path, answer: str
) -> None:
    refused_task = {**TASK, "answer": answer, "meta": {"source": "Daily"}}
    assert FORMAT.read is not None
    found = FORMAT.read(put(tmp_path, refused_task), ReadOptions())
    (row,) = written(found, tmp_path)
    assert (row["answer"], row["spans"]) == (answer, SPANS)
    again = FORMAT.read(put(tmp_path, row, name="again.jsonl"), ReadOptions())
    (before,), (after,) = found.documents, again.documents
    assert (after.document.uid, after.document.title, after.document.metadata) == (
        before.document.uid,
        before.document.title,
        before.document.metadata,
    )
    tasks = [each.document.extra["prodigy"]["tasks"] for each in (before, after)]
    assert tasks[0] == tasks[1]


def test_what_is_said_of_whole_texts_is_kept_aside_and_told(tmp_path: Path) -> None:
    task = {"text": "Mara left.", "options": [{"id": "A"}], "accept": ["A"]}
    options = ReadOptions()
    path = put(tmp_path, {**task, "answer": "accept"})
    (found,) = read_marks(FORMAT, path, options)
    assert found.extra["tasks"][0]["task"]["accept"] == ["A"]
    assert any("What 1 tasks say of whole texts" in x for x in options.notes.texts())


def test_sessions_that_name_another_data_set_are_the_same_persons(
    tmp_path: Path,
) -> None:
    assert FORMAT.read is not None
    found = FORMAT.read(put(tmp_path, TASK, name="news.jsonl"), ReadOptions())
    (row,) = written(found, tmp_path)
    assert row["_annotator_id"] == "news-ada"
    again = FORMAT.read(put(tmp_path, row, name="data.jsonl"), ReadOptions())
    (before,), (after,) = found.documents, again.documents
    assert [(each.uid, each.annotator) for each in after.annotations] == [
        (each.uid, each.annotator) for each in before.annotations
    ]
