# SPDX-License-Identifier: MIT
"""The loss report of every format, held against what a person found fair.

`ANNOTATOR_NEW_REFERENCE=1` writes the reference files anew; read them before
they are kept.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from annotator import resources
from annotator.formats import registry
from annotator.formats.format import Format
from annotator.model.progress import run
from annotator.services import transfer
from annotator.services.session import Session
from tests.store import made

REFERENCE: Final = Path(__file__).parents[1] / "reference" / "losses"
WRITERS: Final = [each for each in registry.BUILTIN if each.writes]
RENEWED: Final = os.environ.get("ANNOTATOR_NEW_REFERENCE") == "1"


def project(path: Path, source: Path) -> Path:
    with Session.create(path) as session:
        run(transfer.import_files(session, [source]))
    return path


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "p.annotator"
    return project(path, resources.path("samples", "sample.jsonl"))


@pytest.fixture
def seed(tmp_path: Path, shared: Path) -> Path:
    return project(tmp_path / "p.annotator", shared / "seed" / "gold.jsonl")


def report(project: Path, format: Format, output: Path) -> transfer.ExportReport:
    if not format.available():
        pytest.skip(f"needs {', '.join(format.missing())}")
    with Session.open(project, read_only=True) as session:
        return run(transfer.export(session, output, format=format.name))


@pytest.mark.parametrize("format", WRITERS, ids=lambda each: each.name)
def test_the_report_on_the_sample(format: Format, sample: Path, tmp_path: Path) -> None:
    done = report(sample, format, tmp_path / "out")
    assert done.loss_report is not None
    found = done.loss_report.read_text("utf-8")
    reference = REFERENCE / f"{format.name}.md"
    if RENEWED:
        reference.parent.mkdir(exist_ok=True)
        reference.write_text(found, "utf-8", newline="\n")
    assert found == reference.read_text("utf-8")


@pytest.mark.parametrize("format", WRITERS, ids=lambda each: each.name)
def test_the_counts_on_the_seed(format: Format, seed: Path, tmp_path: Path) -> None:
    done = report(seed, format, tmp_path / "out")
    found = {each["what"]: each["count"] for each in done.losses_data()}
    reference = REFERENCE / "seed.json"
    wanted = json.loads(reference.read_bytes()) if reference.is_file() else {}
    if RENEWED:
        wanted[format.name] = found
        text = json.dumps(wanted, ensure_ascii=False, indent=2, sort_keys=True)
        reference.write_text(f"{text}\n", "utf-8", newline="\n")
    assert found == wanted[format.name]


def test_both_sides_of_a_conflict_are_a_loss(tmp_path: Path) -> None:
    with made.filled(tmp_path) as project:
        number = project.documents.require_id("d1")
        mine = project.annotations.get("d1", "a1")
        apart = replace(mine, revs=("zz",), fields={"speaker": "lee2"})
        with project.atomic():
            project.rivals.set("annotation", "a1", number, [apart])
    done = report(tmp_path / "p.annotator", registry.get("csv"), tmp_path / "out")
    said = {each["what"]: each for each in done.losses_data()}
    loss = said["decisions, comments, and both sides of what was changed apart"]
    assert loss["count"] == 1
    assert "another state of annotation a1" in loss["examples"][0]
    kept = report(
        tmp_path / "p.annotator", registry.get("annotator-jsonl"), tmp_path / "all"
    )
    assert kept.losses_data() == []


def test_a_reference_belongs_to_a_format() -> None:
    known = {each.name for each in WRITERS}
    assert {path.stem for path in REFERENCE.glob("*.md")} == known
    assert set(json.loads((REFERENCE / "seed.json").read_bytes())) == known
