# SPDX-License-Identifier: MIT
"""Lines written straight from rows are those that are written from records."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from annotator.formats import jsonl_write, remembered
from annotator.model.errors import DamagedError
from annotator.model.stored import StoredDocument
from annotator.store.bulk import read_bundle
from annotator.store.project import Project
from tests.formats.both_ways import (
    by_rows_and_by_records,
    nested,
)
from tests.store import made


def assert_same(project: Project, **choice: object) -> None:
    read = partial(read_bundle, **choice)  # type: ignore[arg-type]
    rows, records = by_rows_and_by_records(project, jsonl_write.write, read)
    assert rows == records


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

    monkeypatch.setattr(StoredDocument, "record", property(refuse))
    monkeypatch.setattr(StoredDocument, "annotation", refuse)
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([nested(4), made.record("d2")]))
        assert len(list(jsonl_write.encode(read_bundle(project)))) == 3


def test_a_row_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([made.record("d1", made.annotation())]))
        project.connection.execute("UPDATE annotation SET fields = '[1]'")
        with pytest.raises(DamagedError, match="annotation “a1” of document “d1”"):
            list(jsonl_write.encode(read_bundle(project)))


def test_texts_that_are_long_are_not_remembered(tmp_path: Path) -> None:
    """A project may hold notes of any length; memory stays as it is."""
    long = "n" * (remembered.SHORT + 1)
    annotations = [
        made.annotation(f"a{n}", fields={"notes": f"{n}{long}"}) for n in range(3)
    ]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle([made.record("d1", *annotations)]))
        assert_same(project)
