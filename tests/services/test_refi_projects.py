# SPDX-License-Identifier: MIT
"""Whole projects through REFI-QDA: out of one project, into another, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import resources
from annotator.model.progress import run
from annotator.services import transfer
from annotator.services.session import Session
from tests.formats.ann_lee import QUOTE
from tests.formats.refi import test_read as foreign
from tests.formats.refi.projects import coding, selection


def project_of(path: Path, *sources: Path) -> Path:
    """A new project with those files in it."""
    with Session.create(path) as session:
        for source in sources:
            run(transfer.import_files(session, [source]))
    return path


def exported(project: Path, output: Path, format: str) -> Path:
    with Session.open(project, read_only=True) as session:
        run(transfer.export(session, output, format=format, overwrite=True))
    return output


def through(source: Path, folder: Path) -> tuple[bytes, bytes]:
    """A project in the program's own format, and after it was a project of codes."""
    first = project_of(folder / "a.annotator", source)
    path = exported(first, folder / "a.qdpx", "qdpx")
    second = project_of(folder / "b.annotator", path)
    names = ((first, "a.jsonl"), (second, "b.jsonl"))
    before, after = (exported(p, folder / n, "annotator-jsonl") for p, n in names)
    return before.read_bytes(), after.read_bytes()


def test_the_sample_comes_back_to_the_last_byte(tmp_path: Path) -> None:
    before, after = through(resources.path("samples", "sample.jsonl"), tmp_path)
    assert after == before


def test_the_seed_comes_back_to_the_last_byte(tmp_path: Path, shared: Path) -> None:
    before, after = through(shared / "seed" / "gold.jsonl", tmp_path)
    assert after == before


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    inner = selection(60, *QUOTE, coding(11, 1))
    path = foreign.one(tmp_path, inner)
    project = project_of(tmp_path / "p.annotator", path)
    with Session.open(project) as session:
        report = run(transfer.import_files(session, [path]))
        entries = session.project.vocabularies.all()
    assert (report.documents, report.annotations, report.entries) == (0, 0, 0)
    assert len(entries) == 4


def test_codes_come_into_a_project_as_issues(tmp_path: Path) -> None:
    from tests.formats.refi.test_qdc import CODES

    path = tmp_path / "codes.qdc"
    path.write_text(CODES, "utf-8")
    project = project_of(tmp_path / "p.annotator")
    with Session.open(project) as session:
        report = run(transfer.import_files(session, [path]))
        labels = {each.label for each in session.project.vocabularies.all()}
        assert (report.documents, report.entries) == (0, 5)
        assert "Bridge toll" in labels
        assert str(report) == "Imported 5 entries of vocabularies."


def test_codes_make_a_new_project(tmp_path: Path) -> None:
    from tests.formats.refi.test_qdc import CODES

    path = tmp_path / "codes.qdc"
    path.write_text(CODES, "utf-8")
    with Session.create(tmp_path / "p.annotator", str(path)) as session:
        assert session.codebook.types[0].id == "quotation"
    with Session.create(tmp_path / "q.annotator", path) as session:
        (vocabulary,) = session.codebook.vocabularies
        assert [each.label for each in vocabulary.values][:2] == [
            *("Tolls", "Bridge toll"),
        ]


@pytest.mark.parametrize("format", ["qdpx", "qdc"])
def test_an_export_of_nothing_is_written(tmp_path: Path, format: str) -> None:
    project = project_of(tmp_path / "p.annotator")
    assert exported(project, tmp_path / f"a.{format}", format).stat().st_size > 100
