# SPDX-License-Identifier: MIT
"""Tables written straight from rows are those that are written from records."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import csv_rows, csv_table, remembered
from annotator.formats.csv_cells import harmless
from annotator.formats.csv_spelling import LineEncoder
from annotator.formats.tables import tsv
from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import CodebookVersion, DocumentRecord
from annotator.model.codebook_reader import from_toml
from annotator.model.document import Layer, SpeakerInDocument
from annotator.model.entity import Entity
from annotator.model.stored import StoredDocument
from annotator.store.bulk import read_bundle
from annotator.store.project import Project
from tests.formats.both_ways import (
    by_rows_and_by_records,
    nested,
)
from tests.store import made

#: Two types whose columns take turns, rows that name entities, and no rows at all.
SEVERAL = """
[codebook]
id = "several"
version = "1.0.0"
title = "Several"
[[entity_type]]
id = "speaker"
attributes = ["wikidata"]
document_attributes = ["role", "country"]
[[annotation_type]]
id = "claim"
label = "Claim"
[[annotation_type]]
id = "reply"
label = "Reply"
[[role]]
of = "claim"
id = "content"
[[role]]
of = "reply"
id = "cue"
[[field]]
of = "claim"
id = "speaker"
type = "entity"
entity_type = "speaker"
[[field]]
of = "reply"
id = "to"
type = "entity"
entity_type = "speaker"
multiple = true
[[row]]
of = "claim"
id = "named"
[[field]]
of = "named"
id = "who"
type = "entity"
entity_type = "speaker"
[[field]]
of = "named"
id = "how"
type = "text"
[[role]]
of = "named"
id = "where"
"""


def assert_same(project: Project, **choice: Any) -> None:
    read = partial(read_bundle, **choice)
    for write in (csv_table.write, tsv.FORMAT.write):
        assert write is not None
        rows, records = by_rows_and_by_records(project, write, read)
        assert rows == records


def test_nested_and_discontinuous_annotations(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([nested(8), made.record("d2")]))
        assert_same(project)


def test_what_a_layer_says_of_speakers_is_told_apart(tmp_path: Path) -> None:
    """The same fields, and another office in each document and layer."""
    records = []
    for n in range(3):
        uid = f"d{n}"
        said = ({"role": f"=role {n}"}, {"country": "LV"}, {})
        layers = tuple(
            Layer(
                document=uid,
                annotator=who,
                speakers=(SpeakerInDocument("lee", each),),
            )
            for who, each in zip(("ann", "bob"), said[n % 2 :], strict=False)
        )
        annotations = [
            made.annotation(f"a{who}", uid, annotator=who, layer=layer)
            for who, layer in (("ann", "primary"), ("bob", "primary"))
        ]
        gone = replace(annotations[0], uid="b", layer="adjudicated")
        records.append(made.record(uid, *annotations, gone, layers=layers))
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle(records))
        assert_same(project)


def several(tmp_path: Path) -> Project:
    """A project under `SEVERAL` with claims, replies and what is said of speakers."""
    book = from_toml(SEVERAL)
    version = CodebookVersion(
        id=book.id, version=book.version, sha256=book.sha256, body=book.body
    )
    project = Project.create(tmp_path / "s.annotator", version, "Several")
    claim = Annotation(
        uid="a1",
        document="d1",
        type="claim",
        annotator="ann",
        spans=(Span("content", 0, 6, made.TEXT[:6]),),
        fields={"speaker": "lee"},
        rows={"named": (Row({"who": "lee2", "how": "=x"}), Row({"who": "lee"}), Row())},
    )
    reply = replace(
        claim,
        uid="a2",
        type="reply",
        spans=(Span("cue", 7, 11, made.TEXT[7:11]),),
        fields={"to": ("lee", "lee2")},
        rows={},
    )
    marked = Row({"who": "lee"}, (Span("where", 0, 3, made.TEXT[:3]),))
    third = replace(claim, uid="a3", parent="a2", rows={"named": (marked, Row())})
    speakers = (
        SpeakerInDocument("lee", {"role": "minister"}),
        SpeakerInDocument("lee2", {"country": "LV", "role": "@x"}),
    )
    layer = Layer(document="d1", annotator="ann", speakers=speakers)
    record = made.record("d1", claim, reply, third, layers=(layer,))
    bundle = made.bundle(
        [record, made.record("d2", layers=())],
        codebook=(book.id, book.version),
        codebooks=(version,),
        vocabularies={},
        entities=(Entity(uid="lee", type="speaker", name="Lee", kind="person"),),
    )
    made.insert(project, bundle)
    return project


def test_columns_of_several_types_take_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the lines were made from records")

    monkeypatch.setattr(csv_rows, "lines_of_cells", refuse)
    with several(tmp_path) as project:
        assert_same(project)


def test_usual_documents_make_no_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the other tests would compare records with records."""
    records = [
        made.record(
            f"d{n}", *(replace(a, document=f"d{n}") for a in nested(4).annotations)
        )
        for n in range(9)
    ]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle(records))
        wanted = by_rows_and_by_records(project, csv_table.write)
        asked: list[str] = []
        make = StoredDocument.record.func

        def told(stored: StoredDocument) -> DocumentRecord:
            asked.append(stored.document.uid)
            return make(stored)

        monkeypatch.setattr(StoredDocument, "record", property(told))
        bundle = read_bundle(project)
        path = tmp_path / "x.csv"
        options = csv_table.WriteOptions()
        for _ in csv_table.write(bundle, path, options):
            pass
        assert path.read_bytes() == wanted[1][0]  # type: ignore[index]
    # Examples of losses are taken from the first ones, and from no more.
    assert asked == ["d0", "d1", "d2"]


def test_texts_that_are_long_are_not_remembered(tmp_path: Path) -> None:
    """A project may hold notes of any length; memory stays as it is."""
    long = "n" * (remembered.SHORT + 1)
    annotations = [
        made.annotation(
            f"a{n}",
            fields={"notes": f"{n}{long}", "speaker": "lee"},
            rows={"stance": (Row({"rationale": f"{n}{long}"}),)},
        )
        for n in range(3)
    ]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([made.record("d1", *annotations)]))
        assert_same(project)


def test_when_nothing_more_is_kept_all_is_written_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "ROOM", 2)
    annotations = [
        made.annotation(
            f"a{n}",
            spans=(made.span("content", n, 6),),
            fields={"notes": f"note {n % 3}", "speaker": "lee"},
            rows={"stance": (Row({"rationale": f"because {n % 4}"}),)},
        )
        for n in range(6)
    ]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([made.record("d1", *annotations)]))
        assert_same(project)


@given(
    texts=st.lists(st.text(st.sampled_from("a=-'\"\r\n,;\t \0😀é"), max_size=4)),
    delimiter=st.sampled_from([",", "\t"]),
)
def test_cells_are_spelled_as_in_a_line_of_them(
    texts: list[str], delimiter: str
) -> None:
    stream = io.StringIO(newline="")
    table = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    table.writerow(["first", *harmless(texts), "last"])
    encoder = LineEncoder(delimiter)
    parts = ["first", *map(encoder.cell, texts), "last"]
    assert delimiter.join(parts) + "\r\n" == stream.getvalue()
