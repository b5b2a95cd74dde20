# SPDX-License-Identifier: MIT
"""Packages: all that one annotator needs, and not a byte of the others."""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.document import Layer, SpeakerInDocument
from annotator.model.errors import NotFoundError, UserError, ValidationError
from annotator.model.progress import run
from annotator.model.team import Annotator
from annotator.services import (
    annotate,
    assigning,
    files,
    guideline,
    history,
    merging,
    packaging,
    people,
    rounds,
    transfer,
    visibility,
)
from annotator.services.assignment_wish import Wish
from annotator.services.session import Session
from annotator.store import workload
from annotator.store.check import check
from annotator.store.items import Item
from tests.store import made

#: What only Bob wrote, said or is called.
SECRETS = (
    "Bobrikov",
    "zugzwang",
    "quincunx",
    "palimpsest",
    "xylography",
    "sotto voce",
    "oubliette",
    "repeat_of",
    "ambidextrous",
)


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Session]:
    """Ann and Bob have documents in common; Bob's work is full of secrets."""
    who = (
        Annotator(uid="ada", name="Ada", role="lead"),
        Annotator(uid="ann", name="Ann"),
        Annotator(uid="bob", name="Bobrikov"),
    )
    records = [_record(n) for n in range(8)]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle(records, annotators=who))
    with Session.open(tmp_path / "p.annotator", annotator="ada") as session:
        wish = Wish(
            documents=[f"n{n}" for n in range(6)],
            per_document=0,
            people=["ann", "bob"],
            gold=["n1"],
            seed=1,
            repeats=1,
        )
        assigning.assign(session, assigning.plan(session, wish))
        here = rounds.find(session, "Round 1")
        assigning.give(session, here.uid, ["n6"], "bob")
        _comment(session)
        _work_by_bob(session)
        yield session


def _record(n: int) -> object:
    uid = f"n{n}"
    text = f"{made.TEXT}Only in number {n}."
    if n == 6:  # nobody but Bob has it
        text += " Here stands oubliette."
    bobs = made.annotation(f"b{n}", uid, annotator="bob", fields={"notes": "zugzwang"})
    anns = [made.annotation(f"a{n}", uid, annotator="ann")] if n < 6 else []
    own = Layer(document=uid, annotator="ann", status="complete", note="mine")
    return made.record(
        uid,
        *anns,
        bobs,
        replace(bobs, uid=f"j{n}", layer="adjudicated", fields={"notes": "quincunx"}),
        document=made.document(uid, text, extra={"odd": "kept"}),
        layers=(
            *([own] if n < 6 else ()),
            Layer(
                document=uid,
                annotator="bob",
                note="palimpsest",
                speakers=(SpeakerInDocument("lee", {"role": "xylography"}),),
            ),
        ),
        decisions=({"id": f"x{n}", "note": "ambidextrous"},),
    )


def _comment(session: Session) -> None:
    said = [
        ("c1", "ada", "a1", None, "To Ann about hers"),
        ("c2", "ann", "a1", "c1", "Ann answers"),
        ("c3", "bob", "a1", "c1", "sotto voce one"),
        ("c4", "ada", "b1", None, "sotto voce two"),
        ("c5", "bob", None, None, "sotto voce three"),
        ("c6", "ada", None, "c5", "sotto voce four"),
        ("c7", "ada", None, None, "To all about the document"),
        ("c8", "ada", "a6", None, "sotto voce five: the document is not hers"),
    ]
    with session.write("test", {"comment"}) as project:
        for uid, author, annotation, thread, text in said:
            data = {
                "id": uid,
                "annotation": annotation,
                "thread": thread,
                "author": author,
                "created": "2025-01-01T00:00:00.000Z",
                "text": text,
                "read_by": ["ann", "bob"],
            }
            document = "n6" if uid == "c8" else "n1"
            project.items.add(
                Item(kind="comments", uid=uid, document=document, data=data)
            )


def _work_by_bob(session: Session) -> None:
    """Steps, revisions and free pages that a copied file would carry along."""
    session.annotator = people.find(session, "bob")
    annotate.set_note(session, "n2", "palimpsest " * 500)
    annotate.set_note(session, "n2", "short")
    annotate.delete(session, "n3", "b3")
    session.annotator = people.find(session, "ada")


def _package(session: Session, who: str = "Ann", name: str = "ann.annotator") -> Path:
    path = session.path.parent / name
    run(packaging.package(session, who, path, overwrite=True))
    return path


def test_it_has_what_the_person_needs(lead: Session) -> None:
    path = lead.path.parent / "ann.annotator"
    report = run(packaging.package(lead, "Ann", path))
    given = lead.project.assignments.of_round()
    mine = {each.document for each in given if each.annotator == "ann"}
    with Session.open(path) as session:
        assert session.annotator.uid == "ann"
        assert session.codebook == lead.codebook
        uids = set(session.project.documents.uids())
        assert uids == mine > {f"n{n}" for n in range(6)}
        desk = annotate.load(session, "n1")
        assert desk == annotate.load(lead, "n1", "ann")
        assert session.project.entities.all() == lead.project.entities.all()
        assert session.project.vocabularies.all() == lead.project.vocabularies.all()
        found = guideline.find(session)
        assert found is not None
        assert found.name == "speaker_stance.md"
        assert found == guideline.find(lead)
        assert list(check(path)) == []
    assert report.contents.assigned == 7
    assert report.contents.documents == 7
    assert report.contents.annotations == 6


def test_rounds_and_orders_come_along_and_gold_does_not(lead: Session) -> None:
    with Session.open(_package(lead)) as session:
        (here,) = rounds.all_of(session)
        theirs = rounds.find(lead, "Round 1")
        assert (here.uid, here.name, here.codebook) == (
            theirs.uid,
            theirs.name,
            theirs.codebook,
        )
        assert here.revs == theirs.revs
        assert here.gold == ()
        assert here.settings == {}
        mine = [a for a in lead.project.assignments.of_round() if a.annotator == "ann"]
        found = session.project.assignments.of_round()
        assert {(a.uid, a.document, a.order, a.revs) for a in found} == {
            (a.uid, a.document, a.order, a.revs) for a in mine
        }


def test_a_repeat_is_a_document_like_any_other(lead: Session) -> None:
    given = lead.project.assignments.of_round()
    mine = {each.document for each in given if each.annotator == "ann"}
    (copy,) = mine & workload.repeats(lead.project).keys()
    with Session.open(_package(lead)) as session:
        found = session.project.documents.get(copy)
        theirs = lead.project.documents.get(copy)
        assert found.extra == {"odd": "kept"}
        assert found.text == theirs.text
        # The same state by its revision: merged, it takes nothing away.
        assert found.revs == theirs.revs != ()


def test_only_comments_that_are_meant_for_the_person(lead: Session) -> None:
    with Session.open(_package(lead)) as session:
        found = session.project.items.select("comments")
        assert {each.uid for each in found} == {"c1", "c2", "c7"}
        assert all(each.data["read_by"] == ["ann"] for each in found)
        # Whoever speaks is known by name, and nobody else is.
        assert {each.name for each in session.annotators()} == {"Ada", "Ann"}
        assert session.project.items.select("decisions") == []


def test_not_a_byte_of_the_others(lead: Session) -> None:
    path = _package(lead, name="whole.annotator")
    with Session.open(path) as session:
        assert session.project.history.steps() == []
        assert visibility.visible_layers(session, "n1")[1:] == ()
    found = path.read_bytes()
    for secret in SECRETS:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert secret.encode(encoding) not in found, secret
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_the_secrets_are_where_they_belong(lead: Session) -> None:
    """Otherwise not finding them would prove nothing."""
    found = lead.path.read_bytes()
    missing = [secret for secret in SECRETS if secret.encode() not in found]
    assert missing == []
    bobs = _package(lead, "Bobrikov", "bob.annotator").read_bytes()
    for secret in ("zugzwang", "palimpsest", "xylography", "oubliette"):
        assert secret.encode() in bobs


def test_by_round_only_its_documents(lead: Session) -> None:
    here = rounds.add(lead, "Round 2")
    assigning.give(lead, here.uid, ["n7"], "Ann")
    path = lead.path.parent / "round.annotator"
    run(packaging.package(lead, "Ann", path, round_names=["Round 2"]))
    with Session.open(path) as session:
        assert session.project.documents.uids() == ["n7"]
        assert [each.name for each in rounds.all_of(session)] == ["Round 2"]


def test_work_in_it_is_work_like_any_other(lead: Session) -> None:
    path = _package(lead)
    with Session.open(path) as session:
        annotate.set_status(session, "n4", "in_progress")
        annotate.delete(session, "n4", "a4")
        steps = session.project.history.steps()
        assert [each.annotator for each in steps] == ["ann", "ann"]
    with Session.open(path) as session:
        assert session.annotator.uid == "ann"


@pytest.mark.parametrize(
    ("who", "error", "said"),
    [("Zoe", NotFoundError, "There are"), ("Ada", UserError, "nothing is assigned")],
)
def test_what_cannot_be_packed_is_told(
    lead: Session, who: str, error: type[UserError], said: str
) -> None:
    path = lead.path.parent / "no.annotator"
    with pytest.raises(error, match=said):
        run(packaging.package(lead, who, path))
    assert not path.exists()


def test_a_file_that_is_there_stays_unless_told(lead: Session) -> None:
    path = lead.path.parent / "there.annotator"
    path.write_bytes(b"mine")
    with pytest.raises(files.NotWrittenError):
        run(packaging.package(lead, "Ann", path))
    assert path.read_bytes() == b"mine"


def test_stopped_it_leaves_nothing(lead: Session) -> None:
    before = sorted(each.name for each in lead.path.parent.iterdir())
    job = packaging.package(lead, "Ann", lead.path.parent / "half.annotator")
    next(job)
    next(job)
    job.close()
    assert sorted(each.name for each in lead.path.parent.iterdir()) == before


_PACK = """
import sys
from annotator.model.progress import run
from annotator.services import packaging
from annotator.services.session import Session
with Session.open(sys.argv[1], annotator="ada", read_only=True) as session:
    print("begun", flush=True)
    for n in range(1000):
        run(packaging.package(session, "ann", sys.argv[2], overwrite=True))
"""


@pytest.mark.skipif(os.name == "nt", reason="no kill there")
@pytest.mark.parametrize("seed", range(4))
def test_killed_it_leaves_all_or_nothing(lead: Session, seed: int) -> None:
    target = lead.path.parent / "killed.annotator"
    path = lead.path
    lead.close()
    process = subprocess.Popen(
        [sys.executable, "-c", _PACK, str(path), str(target)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=made.ROOT,
    )
    assert process.stdout is not None
    process.stdout.readline()
    wait = random.Random(seed).random() / 2
    threading.Timer(wait, process.kill).start()
    process.communicate()
    if target.exists():
        assert list(check(target)) == []
        with Session.open(target) as session:
            assert session.annotator.uid == "ann"
            assert len(session.project.documents.uids()) == 7
    assert not [each for each in target.parent.iterdir() if each.suffix == ".part"]


def _export(session: Session, folder: Path) -> bytes:
    path = folder / "out.jsonl"
    run(transfer.export(session, path, format="annotator-jsonl", overwrite=True))
    return path.read_bytes()


def test_returned_as_it_was_it_changes_nothing(lead: Session, tmp_path: Path) -> None:
    before = _export(lead, tmp_path)
    report = run(merging.merge(lead, [_package(lead)]))
    assert not any(file.changes for file in report.files)
    assert _export(lead, tmp_path) == before


def test_returned_with_work_it_is_merged_and_gold_is_kept(
    lead: Session, tmp_path: Path
) -> None:
    path = _package(lead)
    with Session.open(path) as session:
        annotate.set_status(session, "n5", "in_progress")
        annotate.delete(session, "n4", "a4")
        made_here = made.annotation("", "n5", annotator="", fields={"notes": "new"})
        new = annotate.add(session, replace(made_here, codebook=None))
    gold = rounds.find(lead, "Round 1").gold
    again = workload.repeats(lead.project)
    report = run(merging.merge(lead, [path]))
    assert not report.conflicts
    assert lead.project.annotations.get("n5", new.uid).annotator == "ann"
    assert lead.project.annotations.get("n4", "a4").deleted
    assert rounds.find(lead, "Round 1").gold == gold == ("n1",)
    assert workload.repeats(lead.project) == again
    bobs = annotate.load(lead, "n4", "bob").annotations
    assert [each.uid for each in bobs] == ["b4"]
    merged = _export(lead, tmp_path)
    run(merging.merge(lead, [path]))
    assert _export(lead, tmp_path) == merged
    # Taken back as a whole.
    history.undo(lead, force=True)
    assert not lead.project.annotations.get("n4", "a4").deleted


def test_two_packages_in_either_order_are_the_same(
    lead: Session, tmp_path: Path
) -> None:
    paths = [_package(lead, who, f"{who}.annotator") for who in ("Ann", "Bobrikov")]
    for path in paths:
        with Session.open(path) as session:
            annotate.set_note(session, "n2", f"note of {session.annotator.uid}")
            annotate.set_status(session, "n2", "skipped")
    results = []
    lead.close()
    for order in (paths, paths[::-1]):
        copy = tmp_path / f"copy{len(results)}.annotator"
        copy.write_bytes(lead.path.read_bytes())
        with Session.open(copy, annotator="ada") as session:
            for path in order:
                run(merging.merge(session, [path]))
            results.append(_export(session, tmp_path))
    assert results[0] == results[1]
    assert b"note of ann" in results[0]
    assert b"note of bob" in results[0]


def test_a_third_file_learns_of_gold_and_repeats_in_any_order(
    lead: Session, tmp_path: Path
) -> None:
    gold, again = rounds.find(lead, "Round 1").gold, workload.repeats(lead.project)
    paths = [_package(lead, who, f"{who}.annotator") for who in ("Ann", "Bobrikov")]
    for path in paths:
        with Session.open(path) as session:
            annotate.set_note(session, "n2", f"note of {session.annotator.uid}")
    lead.close()
    results = set()
    for order in itertools.permutations([*paths, lead.path]):
        third = tmp_path / f"third{len(results)}.annotator"
        third.unlink(missing_ok=True)
        with Session.create(
            third, "speaker_stance", title="p", annotator="Zoe"
        ) as session:
            for path in order:
                report = run(merging.merge(session, [path]))
                assert not report.conflicts
            assert rounds.find(session, "Round 1").gold == gold == ("n1",)
            assert workload.repeats(session.project) == again
            results.add(_export(session, tmp_path))
            assert not run(merging.merge(session, [*paths, lead.path])).changes
            history.undo(session, force=True)
            history.redo(session, force=True)
            assert rounds.find(session, "Round 1").gold == gold
    assert len(results) == 1


def test_a_package_by_the_exchange_format_takes_no_gold_away(
    lead: Session, tmp_path: Path
) -> None:
    with Session.open(_package(lead)) as session:
        poor = tmp_path / "poor.jsonl"
        run(transfer.export(session, poor, format="annotator-jsonl"))
    rich = tmp_path / "rich.jsonl"
    run(transfer.export(lead, rich, format="annotator-jsonl"))
    third = tmp_path / "third.annotator"
    with Session.create(third, "speaker_stance", annotator="Zoe") as session:
        run(merging.merge(session, [poor, rich]))
        assert rounds.find(session, "Round 1").gold == ("n1",)
        history.undo(session, force=True)
        run(merging.merge(session, [rich, poor]))
        assert rounds.find(session, "Round 1").gold == ("n1",)


def test_in_a_package_nobody_touches_the_rounds(lead: Session) -> None:
    with Session.open(_package(lead)) as session:
        (here,) = rounds.all_of(session)
        for verb in (
            lambda: rounds.set_opened(session, here.uid, True),
            lambda: rounds.set_gold(session, here.uid, ["n2"]),
            lambda: rounds.update(session, replace(here, name="Mine")),
            lambda: rounds.remove(session, here.uid),
        ):
            with pytest.raises(ValidationError, match="lead"):
                verb()
        assert rounds.all_of(session) == (here,)


def test_in_it_nothing_is_said_to_be_hidden_for_there_is_nothing(lead: Session) -> None:
    with Session.open(_package(lead)) as session:
        assert visibility.takes_out(session).everything
        path = lead.path.parent / "own.jsonl"
        report = run(transfer.export(session, path, format="annotator-jsonl"))
        assert not [each for each in report.loss_sentences if "hidden" in str(each)]
        bob = _package(lead, "Bobrikov", "bob.annotator")
        run(merging.merge(session, [bob]))
        assert not visibility.takes_out(session).everything
