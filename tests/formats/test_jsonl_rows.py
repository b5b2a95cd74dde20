# SPDX-License-Identifier: MIT
"""Lines written straight from rows are those that are written from records."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import jsonl_rows, jsonl_write
from annotator.formats.json_lines import dumps
from annotator.model.bundle import Bundle
from annotator.model.progress import run
from annotator.model.stored import StoredDocument
from annotator.services.sample import make_sample
from annotator.services.session import Session
from annotator.services.transfer import import_files
from annotator.store.bulk import read_bundle
from annotator.store.project import Project
from tests.formats.both_ways import (
    ODDITIES,
    by_rows_and_by_records,
    nested,
    project_of,
    rich_bundles,
)
from tests.store import made


def assert_same(project: Project, **choice: object) -> None:
    read = partial(read_bundle, **choice)  # type: ignore[arg-type]
    rows, records = by_rows_and_by_records(project, jsonl_write.write, read)
    assert rows == records


@given(bundle=rich_bundles())
@settings(max_examples=60, deadline=None)
def test_any_project_is_written_the_same_by_either_way(bundle: Bundle) -> None:
    with project_of(bundle) as project:
        assert_same(project)
        assert_same(project, annotators=["bo"])
        assert_same(project, kinds=["adjudicated"])
        assert_same(project, documents=["d0"] if bundle.documents else [])


@given(bundle=rich_bundles(), oddities=st.lists(st.sampled_from(ODDITIES), max_size=3))
@settings(max_examples=150, deadline=None)
def test_rows_that_are_odd_lead_to_the_same(
    bundle: Bundle, oddities: list[str]
) -> None:
    with project_of(bundle, oddities) as project:
        assert_same(project)


@pytest.mark.parametrize("oddity", ODDITIES)
def test_each_oddity_leads_to_the_same(oddity: str, tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        other = made.annotation("a2", rows={}, none=("stance",), parent="a1")
        made.insert(project, made.bundle([made.record("d1", made.annotation(), other)]))
        project.connection.execute(oddity)
        assert_same(project)


def test_nested_and_discontinuous_annotations_of_old_codebooks(tmp_path: Path) -> None:
    books = (made.codebook(), made.codebook("1.1.0"))
    record = nested(8)
    under = replace(record.annotations[0], codebook=books[1].sha256)
    record = replace(record, annotations=(under, *record.annotations[1:]))
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([record], codebooks=books))
        assert_same(project)


def test_usual_documents_make_no_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the other tests would compare records with records."""

    def refuse(*_: object) -> None:
        raise AssertionError("a record was made")

    monkeypatch.setattr(StoredDocument, "record", refuse)
    monkeypatch.setattr(StoredDocument, "annotation", refuse)
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([nested(4), made.record("d2")]))
        assert len(list(jsonl_write.encode(read_bundle(project)))) == 3


def test_a_document_that_cannot_be_written_from_rows_is_written_from_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def told(value: object) -> bytes:
        seen.append(value)
        return dumps(value)

    monkeypatch.setattr(jsonl_rows, "dumps", told)
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([made.record("d1", made.annotation())]))
        project.connection.execute("UPDATE span SET start = 1.5 WHERE start = 0")
        data = b"".join(jsonl_write.encode(read_bundle(project)))
    assert len(seen) == 1
    assert b'"start":1.5' in data


def test_the_sample_is_written_the_same(tmp_path: Path) -> None:
    with Project.open(make_sample(tmp_path / "s.annotator")) as project:
        assert_same(project)


def test_the_worked_example_is_written_the_same(shared: Path, tmp_path: Path) -> None:
    session = Session.create(tmp_path / "p.annotator", "speaker_stance", title="Seed")
    with session:
        run(import_files(session, [shared / "seed" / "gold.jsonl"]))
        assert_same(session.project)


def test_texts_that_are_long_are_not_remembered(tmp_path: Path) -> None:
    """A project may hold notes of any length; memory stays as it is."""
    long = "n" * (jsonl_rows.SHORT + 1)
    annotations = [
        made.annotation(f"a{n}", fields={"notes": f"{n}{long}"}) for n in range(3)
    ]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([made.record("d1", *annotations)]))
        assert_same(project)
