# SPDX-License-Identifier: MIT
"""Databases of DNA 2 are read as those of DNA 3 are."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.options import Notes
from tests.formats.dna.databases import read, rows, version_2, write


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return version_2(tmp_path / "old.dna")


def test_statements_and_dates_in_milliseconds(old: Path) -> None:
    (record,) = read(old).documents
    assert record.document.metadata["published"] == "2005-06-29T11:40"
    first, second = record.annotations
    assert [first.spans[0].text, second.spans[0].text] == ["“No.”", "Bo agreed."]
    assert (first.fields["agreement"], second.fields["agreement"]) == (False, True)
    assert "organization" not in first.fields  # an empty text is unset


def test_entities_are_the_described_and_the_used(old: Path) -> None:
    found = {each.name: each for each in read(old).header.entities}
    assert set(found) == {"Ann Lee", "Bo", "Bridge League"}
    assert found["Ann Lee"].attributes == {"Type": "Citizen", "Alias": "A. Lee"}
    assert found["Ann Lee"].extra["dna"]["colour"] == "#0A141E"
    assert found["Bridge League"].type == "organization"


def test_permissions_and_links_are_kept(old: Path) -> None:
    notes = Notes()
    header = read(old, notes=notes).header
    cleo = {each.name: each for each in header.annotators}["Cleo"]
    assert cleo.extra["dna"]["settings"] == {
        "PermissionAddDocuments": 0,
        "PermissionEditRegex": 1,
    }
    assert header.extra["dna"]["statement_links"] == [
        {"ID": 1, "SourceId": 1, "TargetId": 2}
    ]
    said = " ".join(each.text for each in notes.items)
    assert "UTC" in said
    assert "1 links between statements" in said


def test_without_attributes_as_early_databases_are(tmp_path: Path) -> None:
    path = version_2(tmp_path / "x.dna", "DROP TABLE ATTRIBUTES")
    assert {e.name for e in read(path).header.entities} == {
        *("Ann Lee", "Bo", "Bridge League")
    }


def test_it_is_written_as_version_3(old: Path, tmp_path: Path) -> None:
    new = write(read(old), tmp_path / "new.dna")
    assert rows(new, "SELECT Value FROM SETTINGS WHERE Property = 'version'") == [
        ("3.0.7",)
    ]
    assert rows(new, "SELECT ID, Start, Stop FROM STATEMENTS") == [
        (1, 17, 22),
        (2, 23, 33),
    ]
    assert rows(new, "SELECT PermissionAddDocuments FROM CODERS WHERE ID = 2") == [(0,)]
