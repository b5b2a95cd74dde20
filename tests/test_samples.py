# SPDX-License-Identifier: MIT
"""The sample project is what it claims to be, read as plain JSON.

Nothing of the program is imported: these files are a contract of their own.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SAMPLES = RESOURCES / "samples"
ARTICLES = sorted((SAMPLES / "articles").glob("*.txt"))
LINES = (SAMPLES / "sample.jsonl").read_bytes().decode("utf-8").split("\n")
HEADER, *DOCUMENTS = [json.loads(line) for line in LINES if line]
ANNOTATORS = [each["id"] for each in HEADER["annotators"]]
PRESET = tomllib.loads(
    (RESOURCES / "codebooks" / "speaker_stance.toml").read_text("utf-8")
)

MARKS = "\"'“”‘’"
NBSP = "\u00a0"

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d["id"])


def annotations(document: Json, annotator: str | None = None) -> list[Json]:
    """The document's annotations, or those of one annotator."""
    return [
        each
        for each in document.get("annotations", [])
        if annotator in (None, each["annotator"])
    ]


def stances(annotation: Json) -> list[Json]:
    rows: list[Json] = annotation.get("rows", {}).get("stance", [])
    return rows


def spans(annotation: Json) -> Iterator[Json]:
    """Every span, those of the rows included."""
    yield from annotation["spans"]
    for row in stances(annotation):
        yield from row.get("spans", [])


def contents(annotation: Json) -> list[Json]:
    return [span for span in annotation["spans"] if span["role"] == "content"]


def by_id(document: Json) -> dict[str, Json]:
    return {each["id"]: each for each in annotations(document)}


def level(annotation: Json, others: dict[str, Json]) -> int:
    depth = 1
    while parent := annotation.get("parent"):
        annotation = others[parent]
        depth += 1
    return depth


def ids_of(table: str, of: str, identifier: str) -> set[str]:
    """The ids of the values that the preset gives a choice."""
    found = next(e for e in PRESET[table] if (e["of"], e["id"]) == (of, identifier))
    return {value["id"] for value in found["values"]}


# --- the articles ---------------------------------------------------------------


def test_there_are_enough_articles_of_a_plausible_length() -> None:
    texts = [path.read_bytes().decode("utf-8") for path in ARTICLES]
    assert len(texts) >= 12
    assert all(900 <= len(text) <= 2600 for text in texts)
    assert not any("\r" in text or text.startswith("\ufeff") for text in texts)
    assert all(text.split("\n")[1] == "" for text in texts)
    assert {text.endswith("\n") for text in texts} == {True, False}


def test_each_article_is_a_document_word_for_word() -> None:
    files = {path.name: path.read_bytes() for path in ARTICLES}
    assert [each["file"]["name"] for each in DOCUMENTS] == sorted(files)
    for document in DOCUMENTS:
        data = files[document["file"]["name"]]
        assert document["file"]["encoding"] == "utf-8"
        assert document["file"]["sha256"] == hashlib.sha256(data).hexdigest()
        assert document["text"] == data.decode("utf-8")
        digest = hashlib.sha256(document["text"].encode("utf-8")).hexdigest()
        assert document["text_sha256"] == digest
        assert document["title"] == document["text"].split("\n")[0]


@pytest.mark.parametrize(
    "present",
    [
        lambda text: NBSP in text,
        lambda text: "“" in text and "”" in text,
        lambda text: '"' in text,
        lambda text: "’" in text and "'" in text,
        lambda text: "\u200d" in text and any(ord(c) > 0xFFFF for c in text),
        lambda text: any(unicodedata.combining(c) for c in text),
        lambda text: any(unicodedata.name(c, "").startswith("CYRILLIC") for c in text),
        lambda text: any(unicodedata.name(c, "").startswith("GEORGIAN") for c in text),
    ],
    ids=[
        "no-break space",
        "curly quotation marks",
        "straight quotation marks",
        "both apostrophes",
        "joined emoji",
        "combining character",
        "Cyrillic",
        "Georgian",
    ],
)
def test_the_difficult_characters_are_there(present: Callable[[str], bool]) -> None:
    assert any(present(document["text"]) for document in DOCUMENTS)


def test_metadata_say_what_the_header_line_says() -> None:
    header = re.compile(
        r"([^,\n]*), \d{1,2} [A-Z][a-z]+ (\d{4})(?:, (\d\d:\d\d))? - (.+)"
    )
    seen = set()
    for document in DOCUMENTS:
        metadata = document["metadata"]
        assert metadata["language"] == "en"
        found = header.fullmatch(document["text"].split("\n")[2])
        if found is None:
            seen.add("no header")
            assert set(metadata) == {"language"}
            continue
        source, year, time, author = found.groups()
        assert metadata["source"] == (source or None)
        assert metadata["author"] == author
        date, _, clock = metadata["published"].partition("T")
        assert re.fullmatch(rf"{year}-\d\d-\d\d", date)
        assert clock == (time or "")
        seen.add("source" if source else "empty slot")
        seen.add("time" if time else "no time")
    assert seen == {"no header", "source", "empty slot", "time", "no time"}


# --- the file -------------------------------------------------------------------


def test_the_first_line_is_the_project() -> None:
    assert HEADER["kind"] == "project"
    assert HEADER["format"] == "annotator/1"
    assert HEADER["title"] == "Sample project"
    assert HEADER["codebook"] == {"id": "speaker_stance", "version": "1.0.0"}
    colours = [each["colour"] for each in HEADER["annotators"]]
    assert colours == ["#146C8C", "#9A5B00"]
    kinds = set(PRESET["entity_type"][0]["kinds"])
    assert {each["kind"] for each in HEADER["entities"]} == kinds
    issues = HEADER["vocabularies"]["issue"]
    assert all("favor:" in each["definition"] for each in issues)
    known = {each["id"] for each in issues}
    assert {each["parent"] for each in issues if "parent" in each} < known


def test_the_bytes_are_canonical() -> None:
    assert LINES[-1] == ""
    for line in LINES[:-1]:
        again = json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":"))
        assert again == line
    for named in (HEADER["annotators"], HEADER["entities"], DOCUMENTS):
        ids = [each["id"] for each in named]
        assert ids == sorted(set(ids))
    roles = [role["id"] for role in PRESET["role"] if role["of"] == "attribution"]
    for document in DOCUMENTS:
        ids = [each["id"] for each in annotations(document)]
        assert ids == sorted(set(ids))
        for annotation in annotations(document):
            order = [(roles.index(s["role"]), s["start"]) for s in annotation["spans"]]
            assert order == sorted(order)


def test_some_is_left_to_do() -> None:
    statuses = [
        tuple(layer["status"] for layer in document.get("layers", ()))
        for document in DOCUMENTS
    ]
    assert statuses.count(("complete", "complete")) >= 8
    assert sum(1 for each in statuses if set(each) <= {"new"}) in (2, 3)
    assert sum(1 for each in statuses if "in_progress" in each) == 1


# --- the annotations ------------------------------------------------------------


@each_document
def test_every_span_is_what_the_text_has_there(document: Json) -> None:
    text = document["text"]
    for annotation in annotations(document):
        for span in spans(annotation):
            assert 0 <= span["start"] < span["end"] <= len(text)
            assert text[span["start"] : span["end"]] == span["text"]
            assert span["text"].strip() == span["text"]


@each_document
def test_children_lie_inside_the_content_of_their_parent(document: Json) -> None:
    others = by_id(document)
    for annotation in annotations(document):
        if "parent" not in annotation:
            continue
        parent = others[annotation["parent"]]
        assert parent["annotator"] == annotation["annotator"]
        assert level(annotation, others) <= 5
        for span in spans(annotation):
            assert any(
                part["start"] <= span["start"] and span["end"] <= part["end"]
                for part in contents(parent)
            ), annotation["id"]


@each_document
def test_statuses_agree_with_the_annotations(document: Json) -> None:
    layers = {each["annotator"]: each for each in document.get("layers", [])}
    assert set(layers) <= set(ANNOTATORS)
    entities = {each["id"] for each in HEADER["entities"]}
    for layer in layers.values():
        assert {each["entity"] for each in layer.get("speakers", [])} <= entities
    for annotator in ANNOTATORS:
        states = {each["state"] for each in annotations(document, annotator)}
        status = layers[annotator]["status"] if annotator in layers else "new"
        if status == "complete":
            assert states == {"complete"}
        elif status == "in_progress":
            assert "draft" in states
        else:
            assert not states


@each_document
def test_what_is_complete_satisfies_the_preset(document: Json) -> None:
    entities = {each["id"] for each in HEADER["entities"]}
    issues = {each["id"] for each in HEADER["vocabularies"]["issue"]}
    others = by_id(document)
    for annotation in annotations(document):
        if annotation["state"] != "complete":
            continue
        fields = annotation["fields"]
        assert fields["speaker"] in entities
        for name in ("quote_type", "source_type", "attribution_type", "factuality"):
            assert fields[name] in ids_of("field", "attribution", name)
        assert isinstance(fields["cue_negated"], bool)
        assert fields.get("justifies", annotation["id"]) in others

        parts = contents(annotation)
        assert parts
        assert all(a["end"] <= b["start"] for a, b in pairwise(parts))
        roles = [span["role"] for span in annotation["spans"]]
        assert all(roles.count(role) <= 1 for role in ("source", "cue", "addressee"))
        if "source" not in roles:
            assert fields["source_type"] in ("implicit", "arbitrary")
        if fields["quote_type"] == "direct":
            for part in parts:
                assert part["text"][0] in MARKS
                assert part["text"][-1] in MARKS

        rows = stances(annotation)
        assert (annotation.get("none") == ["stance"]) is not bool(rows)
        targets = [row["fields"]["issue"] for row in rows]
        assert len(targets) == len(set(targets))
        assert set(targets) <= issues
        for row in rows:
            for name in ("stance", "directness"):
                assert row["fields"][name] in ids_of("field", "stance", name)
            conditions = [s for s in row.get("spans", []) if s["role"] == "condition"]
            assert row["fields"]["conditional"] is bool(conditions)


def test_the_annotators_differ_in_every_manner() -> None:
    differences = set()
    for document in DOCUMENTS:
        ours, theirs = (annotations(document, each) for each in ANNOTATORS)
        for one in ours:
            start, end = contents(one)[0]["start"], contents(one)[-1]["end"]
            # The counterpart shares either end of the content and its depth.
            match = [
                each
                for each in theirs
                if ("parent" in one) == ("parent" in each)
                and (
                    contents(each)[0]["start"] == start
                    or contents(each)[-1]["end"] == end
                )
            ]
            if not match:
                differences.add("missing")
                continue
            other = match[0]
            if contents(one)[0]["text"] == "that " + contents(other)[0]["text"]:
                differences.add("boundary")
            if len(contents(one)) != len(contents(other)):
                differences.add("pieces")
            for name in ("speaker", "quote_type"):
                if one["fields"].get(name) != other["fields"].get(name):
                    differences.add(name)
            pairs = [
                {(r["fields"]["issue"], r["fields"]["stance"]) for r in stances(each)}
                for each in (one, other)
            ]
            if all(pairs) and pairs[0] != pairs[1]:
                differences.add("stance")
    assert differences == {
        "missing",
        "boundary",
        "pieces",
        "speaker",
        "quote_type",
        "stance",
    }


def test_the_hard_cases_are_there() -> None:
    all_of_them = [each for d in DOCUMENTS for each in annotations(d)]
    assert any(len(contents(each)) > 1 for each in all_of_them)
    assert any(len(stances(each)) > 1 for each in all_of_them)
    assert any(each["fields"].get("justifies") for each in all_of_them)
    assert any(each["fields"].get("cue_negated") for each in all_of_them)
    assert any(NBSP in s["text"] for each in all_of_them for s in spans(each))
    for name in ("quote_type", "source_type", "factuality"):
        used = {each["fields"].get(name) for each in all_of_them}
        assert used >= ids_of("field", "attribution", name)
    used = {row["fields"]["stance"] for each in all_of_them for row in stances(each)}
    assert used == ids_of("field", "stance", "stance")
    roles = {span["role"] for each in all_of_them for span in spans(each)}
    assert roles == {role["id"] for role in PRESET["role"]}
    assert any(
        level(each, by_id(document)) == 3
        for document in DOCUMENTS
        for each in annotations(document)
    )
