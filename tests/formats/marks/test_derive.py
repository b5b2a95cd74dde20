# SPDX-License-Identifier: MIT
"""Codebooks made from files: sound, with a place for everything, within bounds."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.making import make_document
from annotator.formats.marks.derive import derive
from annotator.formats.marks.mapping import LabelMapping, LabelRule
from annotator.formats.marks.names import Names
from annotator.formats.marks.reading import reader
from annotator.formats.marks.records import (
    Link,
    Mark,
    MarkedDocument,
    Prose,
    Ref,
    Value,
)
from annotator.formats.marks.survey import MOST, Survey, survey
from annotator.formats.options import ReadOptions
from annotator.model.codebook_check import mistakes
from annotator.model.codebook_reader import from_body
from annotator.model.errors import InputError

TEXT = "Some words to mark."

#: Names as other programs allow them: with dots, spaces, any script, our own words.
names = st.sampled_from(
    ["span", "parent", "role", "a b", "a_b", "a.b", "A b", "名前", "no_x", "true", "-"]
) | st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
values: st.SearchStrategy[Value] = (
    names
    | st.integers()
    | st.booleans()
    | st.builds(Ref, names)
    | st.lists(names, min_size=1, max_size=3).map(tuple)
)


@st.composite
def documents(draw: st.DrawFn) -> MarkedDocument:
    """A document with marks of any labels and attributes, and links between them."""
    marks = [
        Mark(
            id=str(number),
            label=draw(names),
            pieces=((number, number + 2),),
            attributes=draw(st.dictionaries(names, values, max_size=3)),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    ends = st.sampled_from([mark.id for mark in marks])
    links = draw(st.lists(st.tuples(names, ends, ends), max_size=4))
    return MarkedDocument(
        document=make_document(TEXT, uid="d"),
        marks=tuple(marks),
        links=tuple(Link(label=n, source=s, target=t) for n, s, t in links),
    )


@settings(max_examples=150)
@given(documents())
def test_a_derived_codebook_is_sound_and_fits(marked: MarkedDocument) -> None:
    read = reader("any", lambda path, options: [marked])
    bundle = read(Path("a file.any"), ReadOptions(derive_codebook=True))
    (version,) = bundle.codebooks
    assert [e for e in mistakes(version.body) if e.severity == "error"] == []
    found = Survey()
    found.take(marked)
    assert found.misfits(Names(from_body(version.body))) == []
    (record,) = bundle.documents
    assert len(record.annotations) == len(marked.marks)
    # A second time the codebook is the project's, and fits.
    again = read(Path("a file.any"), ReadOptions(codebook=version))
    assert list(again.documents) == [record]


def test_a_survey_of_many_marks_stays_small() -> None:
    """A hundred thousand marks with ever new values: a few hundred kilobytes."""
    found = Survey()
    document = make_document(TEXT, uid="d")
    tracemalloc.start()
    for number in range(10_000):
        held: dict[str, Value] = {"note": f"{number} {'x' * 500}", "n": number}
        marks = tuple(
            Mark(id=str(m), label=f"L{m}", pieces=((m, m + 1),), attributes=held)
            for m in range(10)
        )
        links = (Link(label="l", source="0", target="1"),)
        found.take(MarkedDocument(document=document, marks=marks, links=links))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.marks == 100_000
    assert most < 2_000_000


@pytest.mark.parametrize("what", ["labels", "attributes", "kinds of links"])
def test_labels_that_are_none_are_refused(what: str) -> None:
    """As many labels as marks: the file is read in the wrong format."""
    document = make_document(TEXT, uid="d")

    def marked() -> Iterator[MarkedDocument]:
        for number in range(MOST + 1):
            label = f"L{number}" if what == "labels" else "L"
            held = {f"a{number}": "x"} if what == "attributes" else {}
            mark = Mark(id="1", label=label, pieces=((0, 1),), attributes=held)
            links = (Link(label=f"l{number}", source="1", target="1"),)
            if what != "kinds of links":
                links = ()
            yield MarkedDocument(document=document, marks=(mark,), links=links)

    with pytest.raises(InputError, match=f"5,000 different {what}"):
        survey(marked())


def test_codebooks_do_not_depend_on_anything_but_what_is_there() -> None:
    found = Survey()
    mark = Mark(label="Quote", pieces=((0, 4),), attributes={"tone": "calm"})
    found.take(MarkedDocument(document=make_document(TEXT, uid="d"), marks=(mark,)))
    assert derive(found, "a").sha256 == derive(found, "a").sha256


def test_a_link_is_turned_round_only_by_a_mapping() -> None:
    """The sign of a mapping may be part of a foreign name."""
    marks = tuple(Mark(id=i, label="a", pieces=((0, 1),)) for i in "12")
    links = (Link(label="<", source="1", target="2"),)
    marked = MarkedDocument(
        document=make_document(TEXT, uid="d"), marks=marks, links=links
    )
    assert LabelMapping(labels={"b": LabelRule("c")}).apply(marked).links == links
    turned = LabelMapping(links={"<": "<x"}).apply(marked).links
    assert [(each.label, each.source, each.target) for each in turned] == [
        ("x", "2", "1")
    ]


def test_each_label_has_a_role_a_colour_and_a_key_of_its_own() -> None:
    found = Survey()
    marks = tuple(
        Mark(id=label, label=label, pieces=((0, 4),))
        for label in ("Quote", "Quiet", "Speaker", "名前")
    )
    found.take(MarkedDocument(document=make_document(TEXT, uid="d"), marks=marks))
    codebook = from_body(derive(found, "a").body)
    roles = [kind.main_role for kind in codebook.types]
    assert [role.label for role in roles] == ["Quote", "Quiet", "Speaker", "名前"]
    assert [role.key for role in roles] == ["q", "u", "s", None]
    assert len({role.id for role in roles}) == len({r.color for r in roles}) == 4


@pytest.mark.parametrize(
    ("value", "kind"),
    [("Against", "choice"), (Prose("Against"), "text"), ("https://host/q1", "text")],
)
def test_texts_that_were_typed_and_addresses_are_no_choices(
    value: Value, kind: str
) -> None:
    mark = Mark(label="A", pieces=((0, 4),), attributes={"said": value})
    document = make_document(TEXT, uid="d", title="d")
    version = derive(survey([MarkedDocument(document=document, marks=(mark,))]), "x")
    (field,) = version.body["field"]
    assert field["type"] == kind
