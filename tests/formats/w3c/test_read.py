# SPDX-License-Identifier: MIT
"""Annotations of other programs, in the words of the model and in older ones."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.w3c.format import FORMAT
from annotator.model.errors import InputError
from annotator.model.progress import run
from tests.formats.ann_lee import TEXT

MODEL = "http://www.w3.org/ns/anno.jsonld"
SUM = f"urn:sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}"
POSITION = {"type": "TextPositionSelector", "start": 16, "end": 21}
QUOTE = {
    "type": "TextQuoteSelector",
    "exact": "“No.”",
    "prefix": "said:\n",
    "suffix": "",
}


def anno(uid: str = "urn:x:1", source: str = "text.txt", **others: Any) -> Any:
    """An annotation of the quote."""
    target = {"source": source, "selector": [POSITION, QUOTE]}
    body = {"type": "TextualBody", "purpose": "tagging", "value": "Quote"}
    whole = {"@context": MODEL, "id": uid, "type": "Annotation", "body": body}
    return {**whole, "target": target, **others}


def read(
    folder: Path, *given: object, text: str = TEXT, **others: Any
) -> list[MarkedDocument]:
    """What is in a file beside a text."""
    path = folder / "in.jsonld"
    path.write_text(json.dumps(given[0] if len(given) == 1 else list(given)))
    (folder / "text.txt").write_bytes(text.encode())
    assert FORMAT.marks is not None
    return list(FORMAT.marks(path, ReadOptions(**others)))


def only(folder: Path, *given: object, **others: Any) -> MarkedDocument:
    (found,) = read(folder, *given, **others)
    return found


def told(folder: Path, *given: object, **others: Any) -> str:
    """The notes on what is read."""
    options = ReadOptions()
    read(folder, *given, **others)
    assert FORMAT.marks is not None
    list(FORMAT.marks(folder / "in.jsonld", options))
    return " ".join(map(str, options.notes.texts()))


def wrong(folder: Path, *given: object, **others: Any) -> InputError:
    with pytest.raises(InputError) as error:
        read(folder, *given, **others)
    return error.value


def said(found: MarkedDocument) -> list[tuple[str, str, dict[str, object]]]:
    text = found.document.text
    return [(m.label, text[m.start : m.end], dict(m.attributes)) for m in found.marks]


def test_the_example(tmp_path: Path) -> None:
    body = {"type": "TextualBody", "value": "Against"}
    given = anno(source=SUM, body=body, motivation="classifying")
    found = only(tmp_path, given)
    assert said(found) == [("Against", "“No.”", {})]
    assert found.document.text == TEXT
    assert registry.sniff(tmp_path / "in.jsonld") is FORMAT


@pytest.mark.parametrize(
    "shape", ["one", "list", "lines", "page", "collection", "graph"]
)
def test_all_containers(tmp_path: Path, shape: str) -> None:
    first, second = anno("urn:x:1"), anno("urn:x:2")
    page = {"type": "AnnotationPage", "items": [first, second]}
    shapes = {
        "one": first,
        "list": [first, second],
        "page": {"@context": MODEL, **page},
        "collection": {"type": "AnnotationCollection", "total": 2, "first": page},
        "graph": {"@context": MODEL, "@graph": [first, second]},
    }
    text = json.dumps(shapes.get(shape))
    if shape == "lines":
        text = f"{json.dumps(first)}\n\n{json.dumps(second)}\r\n"
    (tmp_path / "in.json").write_text(text)
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    assert registry.sniff(tmp_path / "in.json") is FORMAT
    assert FORMAT.marks is not None
    (found,) = FORMAT.marks(tmp_path / "in.json", ReadOptions())
    assert said(found) == [("Quote", "“No.”", {})] * (1 if shape == "one" else 2)


def test_bodies(tmp_path: Path) -> None:
    text = {"type": "TextualBody"}
    wiki = "https://wiki.example/Ann_Lee"
    found = only(
        tmp_path,
        anno(
            motivation=["commenting", "tagging"],
            body=[
                {**text, "value": "Check again."},
                {**text, "value": "Twice.", "purpose": "commenting"},
                {**text, "value": "said", "purpose": "describing"},
                {**text, "value": "Speech", "purpose": "classifying"},
                {**text, "value": "Short", "purpose": "tagging"},
                {**text, "value": "direct", "purpose": "tagging", "label": "type"},
                {"type": "SpecificResource", "purpose": "identifying", "source": wiki},
                {"source": "http://x.example/tags#Odd", "purpose": "oa:tagging"},
                {"type": "Image", "id": "http://x.example/a.png"},
                {"type": "Choice", "items": [{**text, "value": "or this"}]},
                None,
            ],
        ),
    )
    assert said(found) == [
        (
            "Speech",
            "“No.”",
            {
                "commenting": ("Check again.", "Twice.", "or this"),
                "describing": "said",
                "type": "direct",
                "identifying": wiki,
            },
        ),
        ("Short", "“No.”", {}),
        ("Odd", "“No.”", {}),
    ]
    assert {each["id"] for each in found.marks[0].extra["bodies"] if "id" in each} == {
        "http://x.example/a.png"
    }


@pytest.mark.parametrize(
    ("others", "label", "attributes"),
    [
        ({"body": [], "motivation": "highlighting"}, "highlighting", {}),
        ({"body": "urn:x:b"}, "annotation", {"commenting": "urn:x:b"}),
        ({"body": None, "bodyValue": "Why?"}, "annotation", {"commenting": "Why?"}),
        (
            {"body": {"value": "Why?"}, "motivation": "questioning"},
            "questioning",
            {"questioning": "Why?"},
        ),
        (
            {"body": {"value": {"@value": "Why?", "@language": "en"}}},
            "annotation",
            {"commenting": "Why?"},
        ),
    ],
)
def test_annotations_without_a_tag(
    tmp_path: Path, others: Any, label: str, attributes: dict[str, Any]
) -> None:
    assert said(only(tmp_path, anno(**others))) == [(label, "“No.”", attributes)]


def test_the_words_of_older_versions(tmp_path: Path) -> None:
    selector = {"@type": "oa:TextQuoteSelector", "oa:exact": "said"}
    old = {
        "@context": "http://www.w3.org/ns/oa.jsonld",
        "@id": "urn:x:1",
        "@type": "oa:Annotation",
        "oa:annotatedBy": {"foaf:name": "Bo Süd"},
        "oa:motivatedBy": {"@id": "oa:tagging"},
        "oa:hasBody": {"@type": ["oa:Tag", "cnt:ContentAsText"], "cnt:chars": "Cue"},
        "oa:hasTarget": {
            "@type": "oa:SpecificResource",
            "oa:hasSource": {"@id": "text.txt"},
            "oa:hasSelector": selector,
        },
        "oa:annotatedAt": "2031-02-03T12:00:00Z",
    }
    found = only(tmp_path, old)
    assert said(found) == [("Cue", "said", {})]
    assert found.marks[0].annotator == "Bo Süd"
    assert found.marks[0].created == 1_927_886_400_000


def test_hypothesis(tmp_path: Path) -> None:
    ranges = {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 3}
    row = {
        "id": "Xy7",
        "user": "acct:bo@hyp.example",
        "uri": "https://x.example/text",
        "text": "Why so short?",
        "tags": ["Quote"],
        "group": "g",
        "created": "2031-02-03T12:00:00.1+00:00",
        "updated": "2031-02-03T13:00:00",
        "document": {"title": ["A refusal"]},
        "target": [
            {
                "source": "https://x.example/text",
                "selector": [ranges, {**POSITION, "start": 17, "end": 22}, QUOTE],
            }
        ],
    }
    found = only(tmp_path, {"rows": [row], "total": 1})
    assert said(found) == [("Quote", "“No.”", {"commenting": "Why so short?"})]
    (mark,) = found.marks
    assert (mark.annotator, mark.id) == ("bo@hyp.example", "Xy7")
    assert mark.extra["group"] == "g"
    assert mark.extra["selectors"] == [ranges]
    assert found.document.title == "A refusal"
    assert found.document.metadata == {"url": "https://x.example/text"}
    alone = tmp_path / "rows.json"
    alone.write_text(json.dumps([row]))
    assert registry.sniff(alone) is FORMAT


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ("acct:bo@x.example", "bo@x.example"),
        ("mailto:bo@x.example", "bo@x.example"),
        ("https://x.example/people/bo%20s", "bo s"),
        ("Bo Süd", "Bo Süd"),
        ({"id": "https://x.example/7", "name": ["Bo Süd"]}, "Bo Süd"),
        ({"type": "Person", "nickname": "bo"}, "bo"),
        ([{"name": "Bo"}, {"name": "Cy"}], "Bo"),
        ({"id": "urn:annotator:person:bo", "name": "Bo Süd"}, "bo"),
        (None, None),
    ],
)
def test_who_annotated(tmp_path: Path, creator: Any, name: str | None) -> None:
    assert only(tmp_path, anno(creator=creator)).marks[0].annotator == name


def test_several_targets_are_pieces_of_one_mark(tmp_path: Path) -> None:
    other = {"type": "TextPositionSelector", "start": 10, "end": 14}
    targets = [
        {"source": "text.txt", "selector": POSITION},
        {"source": "text.txt", "selector": other},
    ]
    (mark,) = only(tmp_path, anno(target=targets)).marks
    assert mark.pieces == ((10, 14), (16, 21))
    together = {"type": "List", "items": targets}
    assert only(tmp_path, anno(target=together)).marks[0].pieces == mark.pieces


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ({"type": "FragmentSelector", "value": "char=10,14"}, "said"),
        ({"type": "DataPositionSelector", "start": 13, "end": 17}, "said"),
        (
            {
                "type": "RangeSelector",
                "startSelector": {**POSITION, "start": 0, "end": 3},
                "endSelector": {**POSITION, "start": 9, "end": 14},
            },
            "Ann 😀 Lee",
        ),
        ({"type": "CssSelector", "value": "p", "refinedBy": QUOTE}, "“No.”"),
        ([{"type": "XPathSelector", "value": "/p"}, POSITION], "“No.”"),
        (None, ""),
    ],
)
def test_other_selectors(tmp_path: Path, selector: Any, wanted: str) -> None:
    target = {"source": "text.txt", "selector": selector}
    assert said(only(tmp_path, anno(target=target)))[0][1] == wanted


def test_the_fragment_of_an_iri(tmp_path: Path) -> None:
    assert said(only(tmp_path, anno(target="text.txt#char=10,14")))[0][1] == "said"


def test_what_selects_no_text_is_told(tmp_path: Path) -> None:
    svg = {"source": "text.txt", "selector": {"type": "SvgSelector", "value": "<svg/>"}}
    given = anno(), anno("urn:x:2", target=svg)
    assert len(only(tmp_path, *given).marks) == 1
    assert "“SvgSelector”" in told(tmp_path, *given)


def test_positions_of_browsers_are_told(tmp_path: Path) -> None:
    browser = {"source": "text.txt", "selector": [{**POSITION, "start": 17, "end": 22}]}
    browser["selector"].append(QUOTE)
    given = anno(target=browser)
    assert said(only(tmp_path, given)) == [("Quote", "“No.”", {})]
    assert "UTF-16 units" in told(tmp_path, given)
    bare = anno(target={"source": "text.txt", "selector": POSITION})
    named = only(tmp_path, bare, unit="UTF-16 units")
    assert said(named) == [("Quote", "\n“No.", {})]


def test_a_position_of_another_edition_gives_way_to_its_quote(tmp_path: Path) -> None:
    given = anno()
    assert said(only(tmp_path, given, text=f"New. {TEXT}"))[0][1] == "“No.”"
    assert "1 positions" in told(tmp_path, given, text=f"New. {TEXT}")
    quote = {"type": "TextQuoteSelector", "exact": "“No.”"}
    bare = anno(target={"source": "text.txt", "selector": [POSITION, quote]})
    error = wrong(tmp_path, bare, text=f"“No.” {TEXT} “No.”")
    assert error.field == "target.selector.exact"
    assert "the text at 16–21 is “said:”" in str(error)


def test_links(tmp_path: Path) -> None:
    """By bodies, as annotations of their own, and named by a third."""
    link = {"type": "SpecificResource", "purpose": "linking"}
    source = {"type": "TextQuoteSelector", "exact": "Ann 😀 Lee"}
    speaker = anno("urn:x:2", target={"source": "text.txt", "selector": source})
    away = {**link, "source": "https://x.example/"}
    quote = anno(body=[{**link, "source": "urn:x:2", "label": "by"}, away])
    relation = {"id": "urn:x:3", "type": "Annotation", "motivation": "linking"}
    relation |= {"body": "urn:x:1", "target": "urn:x:2"}
    name = {"id": "urn:x:4", "type": "Annotation", "target": "urn:x:3"}
    name |= {"body": {"purpose": "tagging", "value": "says"}}
    for order in ((quote, speaker, relation, name), (name, relation, speaker, quote)):
        found = only(tmp_path, *order)
        links = {(x.label, x.source, x.target) for x in found.links}
        assert links == {("says", "urn:x:2", "urn:x:1"), ("by", "urn:x:1", "urn:x:2")}
        assert {mark.id for mark in found.marks} == {"urn:x:1", "urn:x:2"}
        by_id = {mark.id: mark for mark in found.marks}
        assert by_id["urn:x:1"].attributes == {"linking": "https://x.example/"}


def test_replies(tmp_path: Path) -> None:
    reply = anno("urn:x:2", target="urn:x:1", motivation="replying")
    reply["body"] = {"type": "TextualBody", "value": "Not so."}
    again = anno("urn:x:3", target="urn:x:2", motivation="replying", body=[])
    found = only(tmp_path, reply, anno(), again)
    assert {m.id: m.label for m in found.marks} == {
        "urn:x:1": "Quote",
        "urn:x:2": "replying",
        "urn:x:3": "replying",
    }
    assert {(x.source, x.target) for x in found.links} == {
        ("urn:x:2", "urn:x:1"),
        ("urn:x:3", "urn:x:2"),
    }


def test_targets_in_other_texts_are_told(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_bytes(TEXT.encode())
    here, there = (anno(source=s)["target"] for s in ("text.txt", "other.txt"))
    both = anno(target=[here, there])
    assert said(only(tmp_path, both)) == [("Quote", "“No.”", {})]
    assert "1 annotations are about several texts" in told(tmp_path, both)
    assert "several texts" not in told(tmp_path, anno(target=[here, here]))


def test_links_of_ours_that_point_nowhere_are_told(tmp_path: Path) -> None:
    gone = {"purpose": "linking", "source": "urn:annotator:annotation:d:gone"}
    assert "1 links" in told(tmp_path, anno(body=[gone]))


def test_texts_are_found_in_many_ways(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text(TEXT, "utf-8")
    (tmp_path / "other.txt").write_text("Nothing here.", "utf-8")
    deep = tmp_path / "deep"
    deep.mkdir()
    (deep / "b.txt").write_text(TEXT, "utf-8")
    for source in ("a%20b.txt", "https://x.example/p/a%20b.txt?q=1#top", "deep/b.txt"):
        assert said(only(tmp_path, anno(source=source)))[0][1] == "“No.”"
    # One text beside the file is the one that is meant.
    alone = tmp_path / "alone"
    alone.mkdir()
    assert said(only(alone, anno(source="https://x.example/7")))[0][1] == "“No.”"


def test_texts_of_several_documents_and_files(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(TEXT, "utf-8")
    pages = [[anno("urn:x:1", "one.txt"), anno("urn:x:2", "two.txt")]]
    pages.append([anno("urn:x:3", "one.txt"), anno("urn:x:1", "one.txt")])
    for number, page in enumerate(pages):
        (folder / f"{number}.jsonld").write_text(json.dumps({"items": page}))
    assert registry.sniff(folder) is FORMAT
    options = ReadOptions()
    assert FORMAT.marks is not None
    one, two = FORMAT.marks(folder, options)
    assert [mark.id for mark in one.marks] == ["urn:x:1", "urn:x:3"]
    assert [mark.id for mark in two.marks] == ["urn:x:2"]
    assert "1 annotations that stand there twice" in " ".join(
        map(str, options.notes.texts())
    )


def test_texts_that_are_not_there(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text(TEXT, "utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text("x", "utf-8")
    for source in ("../secret.txt", outside.as_uri(), str(outside), SUM, "urn:x:text"):
        error = wrong(folder, anno(source=source), text="x")
        assert "is not there" in str(error)
        assert error.field == "source"
        assert "in.txt" in str(error.remedy)


def test_a_text_that_is_another_one(tmp_path: Path) -> None:
    described = {
        "type": "AnnotationCollection",
        "annotator_document": {
            "id": SUM,
            "type": "Text",
            "annotator_details": {"id": "d", "text_file": "text.txt"},
        },
        "first": {"items": [anno(source=SUM)]},
    }
    assert only(tmp_path, described).document.uid == "d"
    error = wrong(tmp_path, described, text="Another one.")
    assert "check sum differs" in str(error)


@pytest.mark.parametrize(
    ("others", "field", "wanted"),
    [
        ({"target": {"selector": {**POSITION, "end": 99}}}, "selector", "not inside"),
        ({"target": {"selector": {**POSITION, "end": 16}}}, "selector", "is empty"),
        ({"target": {"selector": {**POSITION, "end": 3}}}, "selector", "is empty"),
        ({"target": {"selector": {**POSITION, "start": -1}}}, "start", "not negative"),
        ({"target": {"selector": {**POSITION, "start": 1.5}}}, "start", "whole number"),
        ({"target": {"selector": {**POSITION, "start": "1"}}}, "start", "whole number"),
        ({"target": {"selector": {**POSITION, "end": True}}}, "end", "whole number"),
        (
            {"target": {"selector": [POSITION, {"type": "TextQuoteSelector"}]}},
            "exact",
            "",
        ),
        ({"target": 3}, "target", "an IRI or an object"),
        ({"body": {"value": 3}}, "body.value", "text"),
        ({"creator": {"name": 3}}, "name", "text"),
        ({"annotator_details": {"created": 3}}, "annotator_details.created", "text"),
    ],
)
def test_what_is_wrong(tmp_path: Path, others: Any, field: str, wanted: str) -> None:
    if isinstance(others.get("target"), dict):
        others["target"]["source"] = "text.txt"
    path = tmp_path / "in.jsonl"
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    path.write_text(f"{json.dumps(anno())}\n{json.dumps(anno('urn:x:2', **others))}\n")
    assert FORMAT.marks is not None
    with pytest.raises(InputError) as error:
        list(FORMAT.marks(path, ReadOptions()))
    assert wanted in str(error.value)
    assert (error.value.file, error.value.line) == (str(path), 2)
    assert (error.value.field or "").endswith(field)


def test_one_id_for_two_annotations(tmp_path: Path) -> None:
    error = wrong(tmp_path, anno(), anno(body={"value": "x"}))
    assert "stands there twice" in str(error)


def test_empty_files_and_folders(tmp_path: Path) -> None:
    assert "no annotation" in str(wrong(tmp_path, []))
    empty = tmp_path / "empty"
    empty.mkdir()
    assert FORMAT.marks is not None
    with pytest.raises(InputError, match=r"\.jsonld"):
        list(FORMAT.marks(empty, ReadOptions()))
    assert FORMAT.sniff(b"", empty) == 0.0


def test_comments_and_things_that_are_named_are_written_as_they_came(
    tmp_path: Path,
) -> None:
    bodies = [
        {"type": "TextualBody", "value": "Quote", "purpose": "classifying"},
        {"type": "TextualBody", "purpose": "commenting", "value": "a remark"},
        {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": "https://host.example/Q1",
        },
    ]
    (tmp_path / "doc.txt").write_text("Mara said no.", "utf-8")
    selector = {"type": "TextPositionSelector", "start": 0, "end": 4}
    target = {"source": "doc.txt", "selector": selector}
    row = {"id": "urn:x:1", "type": "Annotation", "body": bodies, "target": target}
    (tmp_path / "in.jsonld").write_text(json.dumps(row), "utf-8")
    assert FORMAT.read is not None
    assert FORMAT.write is not None
    bundle = FORMAT.read(tmp_path / "in.jsonld", ReadOptions())
    run(FORMAT.write(bundle, tmp_path / "out", WriteOptions()))
    (written,) = (tmp_path / "out").glob("*.jsonld")
    (found,) = json.loads(written.read_text("utf-8"))["first"]["items"]
    assert found["body"] == bodies
