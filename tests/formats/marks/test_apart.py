# SPDX-License-Identifier: MIT
"""Marks that several people number alike keep apart, and the same ones together."""

from __future__ import annotations

from annotator.formats.making import make_document
from annotator.formats.marks.apart import Apart, Owner
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.resolver import Resolver
from annotator.formats.options import ReadOptions
from annotator.model.codebook import Codebook

_TEXT = "Mara Olin said no."


def _apart(there: dict[str, Owner], *twice: str) -> Apart:
    codebook = Codebook(id="c", version="1", title="c", sha256="", body={})
    options = ReadOptions(knows=lambda kind, uid: uid in ("ada", "ben"))
    return Apart(lambda uid: there, twice, Resolver(codebook, options, "file"))


def _document(*marks: Mark, links: tuple[Link, ...] = ()) -> MarkedDocument:
    document = make_document(_TEXT, uid="d", title="d")
    return MarkedDocument(document=document, marks=marks, links=links)


def _mark(uid: str, end: int = 4, **told: str) -> Mark:
    told = {"annotator": "ben", **told}
    return Mark(label="A", pieces=((0, end),), id=uid, **told)  # type: ignore[arg-type]


def _ids(marked: MarkedDocument) -> list[str]:
    return [mark.id for mark in marked.marks]


def test_an_id_that_is_nobody_elses_stays() -> None:
    there = {"T1": ("ben", "primary"), "T2": ("ada", "primary")}
    assert _ids(_apart(there).of(_document(_mark("T1"), _mark("T3")))) == ["T1", "T3"]


def test_an_id_of_somebody_else_is_given_up_and_links_follow() -> None:
    there = {"T1": ("ada", "primary")}
    link = Link(label="said", source="T1", target="T2")
    marked = _document(_mark("T1"), _mark("T2"), links=(link,))
    found = _apart(there).of(marked)
    assert _ids(found) == ["ben/T1", "T2"]
    assert [(each.source, each.target) for each in found.links] == [("ben/T1", "T2")]
    # A second time it is the same: it is theirs by then.
    assert _ids(_apart({**there, "ben/T1": ("ben", "primary")}).of(marked)) == [
        "ben/T1",
        "T2",
    ]


def test_layers_of_one_person_keep_apart() -> None:
    there = {"T1": ("ben", "primary")}
    found = _apart(there).of(_document(_mark("T1", layer="adjudicated")))
    assert _ids(found) == ["ben/adjudicated/T1"]


def test_marks_without_ids_of_two_people_keep_apart() -> None:
    apart = _apart({}, "d")
    first, second = (
        apart.of(_document(_mark("", annotator=x))) for x in ("ada", "ben")
    )
    assert _ids(first) != _ids(second)


def test_a_document_that_stands_twice_has_the_same_once_and_the_rest_twice() -> None:
    apart = _apart({}, "d")
    assert _ids(apart.of(_document(_mark("a")))) == ["a"]
    assert _ids(apart.of(_document(_mark("a"), _mark("b", 9)))) == ["a", "b"]
    assert _ids(apart.of(_document(_mark("a", 9)))) == ["a~2"]
    assert _ids(apart.of(_document(_mark("a", annotator="ada")))) == ["ada/a"]


def test_what_has_revisions_is_the_same_wherever_it_comes_from() -> None:
    mark = Mark(label="A", pieces=((0, 4),), id="T1", annotator="ben", revs=("x",))
    assert _ids(_apart({"T1": ("ada", "primary")}).of(_document(mark))) == ["T1"]
