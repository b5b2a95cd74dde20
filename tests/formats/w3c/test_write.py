# SPDX-License-Identifier: MIT
"""Collections by the model: a schema of its rules, selectors that agree, losses."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hypothesis import given, settings
from jsonschema import Draft202012Validator

from annotator.formats import registry
from annotator.formats.features import LOSSES, Feature
from annotator.formats.graphemes import clusters
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.w3c.format import FORMAT
from annotator.formats.w3c.iris import uid_of
from annotator.formats.w3c.page import after, before
from annotator.model.bundle import Bundle
from annotator.model.document import Layer
from annotator.model.identity import new_uid
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, TEXT, annotation, bundle, full, record, span
from tests.formats.random_bundles import bundles
from tests.formats.roundtrip import there_and_back

SCHEMA: Final = json.loads(Path(__file__).with_name("schema.json").read_bytes())
VALIDATOR: Final = Draft202012Validator(SCHEMA)


def written(given: Bundle, folder: Path, **others: Any) -> list[dict[str, Any]]:
    """The collections, valid ones all of them."""
    assert FORMAT.write is not None
    run(FORMAT.write(given, folder / "out", WriteOptions(**others)))
    files = sorted((folder / "out").glob("*.jsonld"))
    made = [json.loads(path.read_bytes()) for path in files]
    for each in made:
        VALIDATOR.validate(each)
    return made


def items(collection: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = collection.get("first", {"items": []})["items"]
    return found


def targets(item: dict[str, Any]) -> list[dict[str, Any]]:
    found = item["target"]
    listed = found if isinstance(found, list) else [found]
    return [each for each in listed if isinstance(each, dict)]


def test_the_schema_is_one_and_finds_faults(tmp_path: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    _, good = written(full(), tmp_path)
    for path, value in (
        (("id",), "a1"),
        (("target", "selector", 0, "start"), -1),
        (("target", "selector", 1, "exact"), ""),
        (("body", 0, "purpose"), "marking"),
        (("created",), "yesterday"),
        (("target",), {"type": "SpecificResource"}),
    ):
        bad = json.loads(json.dumps(good))
        place = bad["first"]["items"][0]
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        assert not VALIDATOR.is_valid(bad), path


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    empty, ann = written(full(), tmp_path)
    assert ann["total"] == len(items(ann)) == 5
    first = items(ann)[0]
    sha256 = hashlib.sha256((tmp_path / "out" / "ann.txt").read_bytes()).hexdigest()
    assert first["target"] == {
        "type": "SpecificResource",
        "source": f"urn:sha256:{sha256}",
        "selector": [
            {"type": "TextPositionSelector", "start": 16, "end": 21},
            {
                "type": "TextQuoteSelector",
                "exact": "“No.”",
                "prefix": "Ann 😀 Lee said:\n",
                "suffix": "",
            },
        ],
    }
    assert first["creator"]["name"] == "Ada Nord"
    said = [
        (each["purpose"], each.get("label"), each.get("value"))
        for each in first["body"]
    ]
    assert said == [
        ("classifying", None, "content"),
        ("identifying", "speaker", "Ann Lee"),
        ("tagging", "quote_type", "direct"),
        ("tagging", "confidence", "2"),
        ("linking", "source", None),
        ("linking", "cue", None),
        ("linking", "stance", None),
    ]
    source = next(
        each for each in items(ann) if each["id"] == first["body"][4]["source"]
    )
    (place,) = targets(source)
    assert place["selector"][0]["start"] == 0
    assert place["selector"][0]["end"] == 9
    assert (empty["total"], "first" in empty) == (0, False)
    assert registry.sniff(tmp_path / "out") is FORMAT
    assert registry.sniff(tmp_path / "out" / "ann.jsonld") is FORMAT


@settings(max_examples=40, deadline=None)
@given(bundles())
def test_positions_and_quotes_agree(given: Bundle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = written(given, Path(folder))
        texts = {
            f"urn:sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}": path
            for path in Path(folder, "out").glob("*.txt")
        }
        for item in (each for one in made for each in items(one)):
            for target in targets(item):
                text = texts[target["source"]].read_bytes().decode()
                position, quote = target["selector"]
                start, end = position["start"], position["end"]
                assert text[start:end] == quote["exact"]
                assert text[:start].endswith(quote["prefix"])
                assert text[end:].startswith(quote["suffix"])


def test_what_surrounds_a_quote_is_cut_between_characters() -> None:
    family = "👩\u200d👩\u200d👧"
    assert before(family * 9, len(family) * 9) == family * 6
    assert after(family * 9, 0) == family * 6
    assert before("x" * 40, 40) == after("x" * 40, 0) == "x" * 32
    assert before("ab", 0) == after("ab", 2) == ""
    assert clusters(family) == [5]


def test_layers_and_ids_come_back(tmp_path: Path) -> None:
    uid = new_uid()
    given = bundle(
        replace(
            record(annotation(uid, span("content", QUOTE)), annotation("b 2/#ü")),
            layers=(
                Layer(document="doc-1", annotator="ada", status="complete", seconds=9),
                Layer(document="doc-1", annotator="bo", status="skipped", note="Long"),
                Layer(document="doc-1", annotator=None, kind="adjudicated"),
            ),
        )
    )
    (made,) = written(given, tmp_path)
    assert items(made)[0]["id"] == f"urn:uuid:{uid}"
    assert [uid_of(each["id"]) for each in items(made)] == [uid, "b 2/#ü"]
    assert items(made)[1]["target"] == items(made)[0]["target"]["source"]
    (found,) = there_and_back(given, FORMAT, tmp_path).documents
    assert found.layers == next(iter(given.documents)).layers
    assert [each.uid for each in found.annotations] == [uid, "b 2/#ü"]


def test_documents_with_one_text_stay_apart(tmp_path: Path) -> None:
    given = bundle(
        record(annotation("a1", span("content", QUOTE)), uid="doc-1"),
        record(annotation("a1", span("content", (0, 9))), uid="doc-2"),
        record(uid="doc-3", text=""),
    )
    found = list(there_and_back(given, FORMAT, tmp_path).documents)
    said = {
        each.document.uid: [x.spans[0].start for x in each.annotations]
        for each in found
    }
    assert said == {"doc-1": [16], "doc-2": [0], "doc-3": []}


def test_without_texts_only_places_go_out(tmp_path: Path) -> None:
    made = written(full(), tmp_path, with_text=False)
    assert not list((tmp_path / "out").glob("*.txt"))
    said = json.dumps(made, ensure_ascii=False)
    assert "No." not in said
    assert "TextPositionSelector" in said
    # Whoever has the text puts it there.
    (tmp_path / "out" / "ann.txt").write_text(TEXT, "utf-8", newline="\n")
    (tmp_path / "out" / "Empty.jsonld").unlink()
    assert FORMAT.read is not None
    options = ReadOptions(codebook=full().codebooks[0])
    (found,) = FORMAT.read(tmp_path / "out", options).documents
    assert [each.spans[0].text for each in found.annotations] == ["“No.”", "“No."]


def test_documents_that_nobody_annotated_are_left_out_on_demand(tmp_path: Path) -> None:
    assert len(written(full(), tmp_path, negatives=False)) == 1


def test_what_was_read_is_written_back(tmp_path: Path) -> None:
    web = "https://x.example/story"
    xpath = {"type": "XPathSelector", "value": "/p[1]"}
    quote = {"type": "TextQuoteSelector", "exact": "said"}
    anno = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://x.example/7",
        "type": "Annotation",
        "motivation": ["highlighting", "tagging"],
        "rights": "https://x.example/cc",
        "creator": {"id": "acct:bo@x.example", "type": "Person", "name": "Bo"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "Cue"},
            {"id": "https://x.example/face.png", "type": "Image"},
        ],
        "target": {"source": web, "selector": [xpath, quote]},
    }
    (tmp_path / "in.jsonld").write_text(json.dumps(anno))
    (tmp_path / "in.txt").write_text(TEXT, "utf-8")
    assert FORMAT.read is not None
    read = FORMAT.read(tmp_path / "in.jsonld", ReadOptions(derive_codebook=True))
    (made,) = written(read, tmp_path)
    (item,) = items(made)
    for key in ("id", "motivation", "rights", "creator"):
        assert item[key] == anno[key]
    assert item["body"][0]["value"] == "Cue"
    assert item["body"][-1] == {"id": "https://x.example/face.png", "type": "Image"}
    (target,) = targets(item)
    assert target["source"] == web
    assert target["selector"][-1] == xpath


def test_losses(tmp_path: Path) -> None:
    assert FORMAT.write is not None
    options = WriteOptions()
    run(FORMAT.write(full(), tmp_path / "out", options))
    assert set(options.losses.items) == {
        LOSSES[Feature.CODEBOOK],
        LOSSES[Feature.EXTRA],
    }
