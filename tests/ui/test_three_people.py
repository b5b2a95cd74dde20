# SPDX-License-Identifier: MIT
"""Three people, three folders, three processes: packed, annotated by keys, merged.

Each of the three annotates in a window of a process of their own, in a folder that
holds nothing but their package.  The files are merged in all six orders, each in a
process of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

from annotator import resources
from annotator.model.progress import run
from annotator.services import (
    annotate,
    assigning,
    conflicts,
    entities,
    packaging,
    people,
)
from annotator.services.assignment_wish import Wish
from annotator.services.session import Session
from annotator.services.transfer import export, import_files
from tests.faults.outside import annotator, contents
from tests.store import made

ARTICLE = "12-court-halts-ketva-works.txt"
PEOPLE = ("Ann", "Bob", "Cid")

#: Opens the window, plays keys, closes it: argv is path and keys.
_AT_WORK = """
import sys
from PySide6.QtTest import QTest
from annotator.ui.app import open_window
from tests.ui.typist import Typist
path, keys, issue = sys.argv[1:]
window = open_window(path)
window.show()
window.activateWindow()
QTest.qWaitForWindowActive(window)
window.article.setFocus()
Typist(window).play(keys)
assert len(window.bench.annotations) == keys.count("# one"), window.bench.annotations
if issue:
    from dataclasses import replace
    from annotator.services import entities
    session = window.session
    (dam,) = [e for e in entities.entries(session, "issue") if e.label == "The dam"]
    entities.update_entry(session, replace(dam, definition=issue))
window.close()
"""
#: Energy Minister Nana Tserava regretted the ruling.
MINISTER = (
    "Ctrl+Home Ctrl+Down*5 Shift+Right*4 s Shift+Right u Shift+End c"
    ' p Shift+Enter Enter 4 a i "dam" Enter Enter # one\n'
)
#: Her ministry would comply, she said, "to the letter and to the day", and …
MINISTRY = (
    "Right Shift+End c Home Right*4 Shift+Right*2 Alt+Shift+Right Ctrl+D"
    " Home Right*4 Shift+Right s Shift+Right u p Enter 3 0 Enter # one\n"
)
WORK = {"Ann": MINISTER, "Bob": MINISTER + MINISTRY, "Cid": MINISTER}
#: What two of them think that favor means.
MEANS = {"Ann": "", "Bob": "favor: wants it now", "Cid": "favor: wants it at all"}


@pytest.fixture
def lead(tmp_path: Path) -> Path:
    """The lead's project: one article, given to all three."""
    folder = tmp_path / "lead"
    folder.mkdir()
    path = folder / "p.annotator"
    with Session.create(path, "speaker_stance", annotator="Ada Lind") as session:
        run(import_files(session, [resources.path("samples", "articles", ARTICLE)]))
        entities.create_entry(session, "issue", "The dam", "favor: wants it built")
        for name in PEOPLE:
            people.add(session, name)
        (uid,) = session.project.documents.uids()
        wish = Wish(documents=[uid], per_document=3, people=list(PEOPLE), seed=1)
        assigning.assign(session, assigning.plan(session, wish))
    return path


def _packed(lead: Path, tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name in PEOPLE:
        folder = tmp_path / f"machine of {name}"
        folder.mkdir()
        found[name] = folder / f"{name}.annotator"
    with Session.open(lead) as session:
        run(packaging.package_all(session, found))
    return found


def _annotate(path: Path, who: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(made.ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "ANNOTATOR_HOME": str(path.parent / "home"),
    }
    return subprocess.Popen(
        [sys.executable, "-c", _AT_WORK, str(path), WORK[who], MEANS[who]],
        cwd=path.parent,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def _exported(path: Path) -> bytes:
    output = path.with_suffix(".jsonl")
    output.unlink(missing_ok=True)
    with Session.open(path, read_only=True) as session:
        run(export(session, output, format="annotator-jsonl"))
    return output.read_bytes()


def test_all_six_orders_of_merging_give_the_same_project(
    lead: Path, tmp_path: Path
) -> None:
    files = _packed(lead, tmp_path)
    at_work = {who: _annotate(path, who) for who, path in files.items()}
    for who, process in at_work.items():
        _, told = process.communicate(timeout=120)
        assert process.returncode == 0, f"{who}: {told}"
    before = {who: contents(path.parent)[path.name] for who, path in files.items()}
    results = set()
    for number, order in enumerate(permutations(files.values())):
        folder = tmp_path / f"order {number}"
        folder.mkdir()
        path = Path(shutil.copy(lead, folder))
        annotator("merge", path, *order, folder=folder)
        results.add(_exported(path))
    assert len(results) == 1
    out, _ = annotator("merge", path, *files.values(), folder=tmp_path)
    assert out.count("nothing new") == 3
    assert _exported(path) in results
    assert {w: contents(p.parent)[p.name] for w, p in files.items()} == before
    with Session.open(path) as session:
        (uid,) = session.project.documents.uids()
        counts = {}
        for name in PEOPLE:
            who = people.find(session, name).uid
            counts[name] = len(annotate.load(session, uid, who).annotations)
        assert counts == {"Ann": 1, "Bob": 2, "Cid": 1}
        (conflict,) = conflicts.all_of(session)
        assert {each.definition for each in conflict.states} == {  # type: ignore[union-attr]
            MEANS["Bob"],
            MEANS["Cid"],
        }
