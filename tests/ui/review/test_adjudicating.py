# SPDX-License-Identifier: MIT
"""A double-annotated article is adjudicated by key presses only, and kept."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from annotator.model.progress import run
from annotator.services.review import desk as desks
from annotator.services.session import Session
from annotator.services.transfer import Selection, export
from annotator.ui.modes import REVIEW
from tests.services.review import twice
from tests.services.review.test_decide import primaries
from tests.ui.typist import Typist

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
GOLDEN = Path(__file__).parent.parent.parent / "reference" / "review"


def asked(page):
    item = page.reviewer.item
    return (item.label, str(item.facet)) if item else None


def test_by_key_presses_only_and_all_of_it_is_there_after_a_restart(
    show_window, path, qtbot, tmp_path
):
    with Session.open(path) as session:
        before = primaries(session)
    window = show_window(path)
    typist = Typist(window)
    typist.play("Alt+2")
    page = window.modes.page(REVIEW)
    assert asked(page) == ("A02", "spans.content")
    typist.play("U Enter")
    assert asked(page) == ("A03", "row.stance.tolls.field.stance")
    typist.play('2 R "Guideline" Enter')
    assert asked(page) == ("A04", "annotation")
    typist.play("X Enter")
    assert asked(page) == ("A05", "annotation")
    typist.play("2 Enter")
    assert asked(page) == ("A06a", "parent")
    typist.play("1 Enter")
    assert not [i for i in page.reviewer.shown if i.is_open]
    # What nobody made: begin, mark, describe, complete.
    typist.play("Shift+N")
    assert page.is_editing
    words = len(twice.TEXT[: twice.TEXT.index("A clerk")].split())
    typist.play(f"Ctrl+Home Right*{words} Shift+Right*2 S")
    assert page.bench.chosen is not None
    assert page.bench.chosen.layer == "adjudicated"
    typist.play('Shift+Right*2 U Shift+Right C P "clerk" Enter 2 0 Enter')
    assert not page.is_editing
    typist.play("Ctrl+Shift+A")
    dialog = page.findChild(object, "bulkDialog")
    assert dialog.count.text() == "2 annotations"
    typist.play("Enter")
    qtbot.waitUntil(lambda: window.job is not None and not window.job.running)
    window.close()

    again = show_window(path)
    typist = Typist(again)
    typist.play("Alt+2")
    page = again.modes.page(REVIEW)
    desk = page.reviewer.desk
    assert not [i for i in desk.items if i.is_open]
    verdicts = {i.label or "new": i.decision.verdict for i in desk.items}
    assert verdicts == {
        "A01": "agreed",
        "A02": "union",
        "A03": "take",
        "A04": "rejected",
        "A05": "take",
        "A06": "agreed",
        "A06a": "take",
        "new": "new",
    }
    me = again.session.annotator
    assert me.name == "Ana Ruiz"
    assert {r.annotator for r in desk.results} == {me.uid}
    assert {d.author for d in desk.decisions} == {me.uid}
    assert primaries(again.session) == before
    output = tmp_path / "gold.jsonl"
    selection = Selection(kinds=("adjudicated",))
    run(export(again.session, output, format="annotator-jsonl", selection=selection))
    check_golden(output, "adjudicated.json")
    typist.play("Ctrl+Enter")
    assert desks.load(again.session, twice.DOCUMENT).results
    layer = again.session.project.layers.get(twice.DOCUMENT, None, "adjudicated")
    assert layer.status == "complete"


def check_golden(written: Path, name: str) -> None:
    """The file is the expected one, names and instants of this run apart."""
    lines = [json.loads(line) for line in written.read_text("utf-8").splitlines()]
    plain = json.dumps(_plain(lines), ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN / name
    if os.environ.get("ANNOTATOR_NEW_REFERENCE"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(plain, "utf-8")
    assert plain == golden.read_text("utf-8")


def _plain(lines):
    """The content: uids numbered in their order, instants and revisions left out."""
    (document,) = [line for line in lines if line["kind"] == "document"]
    numbers: dict[str, str] = {}

    def named(uid):
        if not UID.fullmatch(uid):
            return uid
        return numbers.setdefault(uid, f"uid-{len(numbers) + 1}")

    def clean(value):
        if isinstance(value, dict):
            left = ("created", "modified", "at", "revs", "text_sha256", "codebook")
            return {k: clean(v) for k, v in value.items() if k not in left}
        if isinstance(value, list):
            return [clean(each) for each in value]
        return named(value) if isinstance(value, str) else value

    def place(annotation):
        return annotation["spans"][0]["start"], -annotation["spans"][0]["end"]

    annotations = sorted(document["annotations"], key=place)
    decisions = sorted(
        document.get("decisions", ()),
        key=lambda d: (json.dumps(d.get("primaries", []))[:30], d["facet"]),
    )
    for each in decisions:
        each["primaries"] = [p[:2] for p in each.get("primaries", ())]
    return {
        "layers": clean(document["layers"]),
        "annotations": clean(annotations),
        "decisions": clean(decisions),
    }
