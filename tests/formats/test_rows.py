# SPDX-License-Identifier: MIT
"""Formats that write straight from rows write what they write from records."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import csv_table, jsonl
from annotator.formats.format import Format
from annotator.formats.tables import tsv
from annotator.model.bundle import Bundle
from annotator.model.progress import run
from annotator.services.sample import make_sample
from annotator.services.session import Session
from annotator.services.transfer import import_files
from annotator.store.bulk import read_bundle
from annotator.store.project import Project
from tests.formats.both_ways import (
    ODDITIES,
    by_rows_and_by_records,
    project_of,
    rich_bundles,
)
from tests.store import made

FORMATS = (jsonl.FORMAT, csv_table.FORMAT, tsv.FORMAT)


def assert_same(project: Project, found: Format, **choice: Any) -> None:
    assert found.write is not None
    read = partial(read_bundle, **choice)
    rows, records = by_rows_and_by_records(project, found.write, read)
    assert rows == records


@given(bundle=rich_bundles())
@settings(max_examples=40, deadline=None)
def test_any_project_is_written_the_same_by_either_way(bundle: Bundle) -> None:
    with project_of(bundle) as project:
        for found in FORMATS:
            assert_same(project, found)
        for found in (jsonl.FORMAT, csv_table.FORMAT):
            assert_same(project, found, annotators=["bo"])
            assert_same(project, found, kinds=["adjudicated"])
            wanted = ["d0"] if bundle.documents else []
            assert_same(project, found, documents=wanted)


@given(bundle=rich_bundles(), oddities=st.lists(st.sampled_from(ODDITIES), max_size=3))
@settings(max_examples=80, deadline=None)
def test_odd_rows_lead_to_the_same(bundle: Bundle, oddities: list[str]) -> None:
    with project_of(bundle, oddities) as project:
        assert_same(project, jsonl.FORMAT)
        assert_same(project, csv_table.FORMAT)


@pytest.mark.parametrize("oddity", ODDITIES)
def test_each_oddity_leads_to_the_same(oddity: str, tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        other = made.annotation("a2", rows={}, none=("stance",), parent="a1")
        made.insert(project, made.bundle([made.record("d1", made.annotation(), other)]))
        project.connection.execute(oddity)
        for found in FORMATS:
            assert_same(project, found)


def test_the_sample_is_written_the_same(tmp_path: Path) -> None:
    with Project.open(make_sample(tmp_path / "s.annotator")) as project:
        for found in FORMATS:
            assert_same(project, found)


def test_the_worked_example_is_written_the_same(shared: Path, tmp_path: Path) -> None:
    session = Session.create(tmp_path / "p.annotator", "speaker_stance", title="Seed")
    with session:
        run(import_files(session, [shared / "seed" / "gold.jsonl"]))
        for found in FORMATS:
            assert_same(session.project, found)
