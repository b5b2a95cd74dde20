# SPDX-License-Identifier: MIT
"""Details beside bare spans: each goes to the span at its place."""

from __future__ import annotations

import json

from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.side import Side, kept_links, side_text
from annotator.formats.options import Notes
from annotator.formats.placing import UTF16, Places
from annotator.model.document import Document, SourceFile
from annotator.model.team import Annotator

TEXT = "Ann 😀 Lee said: No."
PLACES = Places(TEXT, UTF16)
MARKS = (
    Mark(label="content", pieces=((16, 19),), id="a1", annotator="ada", state="draft"),
    Mark(label="stance", pieces=((16, 19),), id="a1/1", attributes={"n": 1}),
    Mark(label="stance", pieces=((16, 19),), id="a1/2", attributes={"n": 2}),
    Mark(label="cue", pieces=(), id="c", annotator="bo"),
)
DOCUMENT = Document(
    uid="d",
    title="",
    text=TEXT,
    text_sha256="",
    file=SourceFile("a.txt", "0" * 64, "utf-8"),
    extra={"mine": {"a": 1}, "theirs": {"b": 2}},
)


def text() -> str:
    marked = MarkedDocument(
        document=DOCUMENT, marks=MARKS, people=(Annotator(uid="ada", name="Ada"),)
    )
    return side_text(marked, [Link(label="x", source="c", target="a1")], PLACES, "mine")


def bare(label: str) -> Mark:
    return Mark(label=label, pieces=((16, 19),), annotator="somebody")


def test_spans_get_what_was_said_of_them() -> None:
    side = Side.read(text())
    assert list(side.quotes()) == [(17, 20, "No.")] * 3
    assert (side.unit, side.file) == (UTF16, DOCUMENT.file)
    assert side.extra == {"theirs": {"b": 2}}
    assert [each.name for each in side.people] == ["Ada"]
    found = [side.told(bare(each), 17, 20) for each in ("content", "stance", "stance")]
    assert [(each.id, each.annotator) for each in found] == [
        ("a1", "ada"),
        ("a1/1", "somebody"),
        ("a1/2", "somebody"),
    ]
    assert [each.attributes for each in found] == [{}, {"n": 1}, {"n": 2}]
    # Once given away it is gone: a third one there is a new one.
    assert side.told(bare("stance"), 17, 20) == bare("stance")
    (other,) = side.unplaced()
    assert (other.id, other.pieces, other.annotator) == ("c", (), "bo")
    assert kept_links(side.links, [*found, other]) == side.links
    assert kept_links(side.links, found) == ()
    notes = Notes()
    side.note_missing(notes, "a", 1)
    assert not notes.count


def test_what_finds_no_span_is_told() -> None:
    side, notes = Side.read(text()), Notes()
    side.told(bare("content"), 17, 21)
    side.note_missing(notes, "a.jsonl", 3)
    assert str(notes.texts()[0]).startswith("a.jsonl, line 3: 3 marks were moved")


def test_places_of_different_people_are_kept_apart() -> None:
    side = Side.read(text(), lambda table: table.get("annotator"))
    assert side.told(bare("content"), 17, 20, "bo") == bare("content")
    assert side.told(bare("content"), 17, 20, "ada").id == "a1"


def test_it_may_be_an_object_too() -> None:
    assert Side.read(json.loads(text())).people == Side.read(text()).people
