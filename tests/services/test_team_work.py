# SPDX-License-Identifier: MIT
"""Three people, three folders, no server: from assignment to one project again."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.services.session import Session
from tests.store import made

PEOPLE = ("Ann", "Bob", "Cid")

#: What each does in a process of their own, with the file that they were sent.
_WORK = """
import sys
from annotator.model.annotation import Annotation, Span
from annotator.services import annotate, documents, entities
from annotator.services.session import Session
with Session.open(sys.argv[1]) as session:
    me = session.annotator.name
    order = documents.page(session, documents.rows(session, "assigned:me", "assigned"))
    speaker = entities.create(session, "speaker", f"Speaker of {me}")
    for line in order[:-1]:
        annotate.add(session, Annotation(uid="", document=line.uid, type="attribution",
            annotator="", state="complete", spans=(Span("content", 0, 6),),
            fields={"speaker": speaker.uid, "quote_type": "direct",
                    "source_type": "implicit", "factuality": "factual"},
            none=("stance",)))
        annotate.set_status(session, line.uid, "complete")
        annotate.add_seconds(session, line.uid, 90)
    annotate.set_note(session, order[-1].uid, f"{me} stopped here")
"""


def _run(*words: str) -> None:
    assert main(list(words)) == 0


@pytest.fixture
def packages(tmp_path: Path) -> list[Path]:
    """The lead's project, and three files that came back from three folders."""
    with made.new_project(tmp_path, "lead.annotator") as project:
        records = [
            made.record(f"n{n}", document=made.document(f"n{n}"), layers=())
            for n in range(9)
        ]
        made.insert(project, made.bundle(records, annotators=()))
    lead = str(tmp_path / "lead.annotator")
    _run("people", "add", lead, *PEOPLE)
    _run("people", "add", lead, "Ada", "--role", "lead")
    rule = ("--per-document", "2", "--overlap", ".4", "--repeats", "1", "--seed", "5")
    _run("assign", lead, "--round", "One", *rule)
    files = []
    for name in PEOPLE:
        folder = tmp_path / name
        folder.mkdir()
        path = folder / "mine.annotator"
        _run("package", lead, "--annotator", name, "--output", str(path))
        subprocess.run(
            [sys.executable, "-c", _WORK, str(path)], check=True, cwd=made.ROOT
        )
        files.append(path)
    return files


def _export(project: Path) -> bytes:
    out = project.with_suffix(".jsonl")
    words = ("--format", "annotator-jsonl", "--output", str(out), "--overwrite")
    _run("export", str(project), *words)
    return out.read_bytes()


def test_six_orders_give_one_project(packages: list[Path], tmp_path: Path) -> None:
    lead = tmp_path / "lead.annotator"
    results = set()
    for number, order in enumerate(permutations(packages)):
        copy = tmp_path / f"copy{number}.annotator"
        copy.write_bytes(lead.read_bytes())
        for path in order:
            _run("merge", str(copy), str(path), "--by", "Ada")
        merged = _export(copy)
        _run("merge", str(copy), *map(str, order), "--by", "Ada")
        assert _export(copy) == merged
        results.add(merged)
    assert len(results) == 1
    (merged,) = results
    for name in PEOPLE:
        assert f"{name} stopped here".encode() in merged
        assert f"Speaker of {name}".encode() in merged
        assert f"Speaker of {name}" not in packages[
            PEOPLE.index(name) - 1
        ].read_bytes().decode("utf-8", "replace")


def test_the_lead_sees_how_far_everybody_is(
    packages: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = str(tmp_path / "lead.annotator")
    _run("merge", lead, *map(str, packages), "--by", "Ada")
    capsys.readouterr()
    _run("rounds", "list", lead)
    assert "One" in capsys.readouterr().out
    _run("quality", lead, "--by", "Ada")
    with Session.open(lead, annotator="Ada") as session:
        given = session.project.assignments.of_round()
        done = [
            each
            for each in given
            if session.project.layers.get(each.document, each.annotator).status
            == "complete"
        ]
        # Everybody did all but the last document of their order.
        assert len(done) == len(given) - len(PEOPLE)
    assert main(["check", lead]) == 0
