# SPDX-License-Identifier: MIT
"""Copies of one project that went apart come together, in any order."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import Annotation, Span
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from annotator.services import (
    annotate,
    conflicts,
    documents,
    entities,
    history,
    merging,
    transfer,
)
from annotator.services.session import Session
from annotator.store.check import check
from tests.store import made

PEOPLE = ("ann", "bob", "cid")


def opened(path: Path, who: str) -> Session:
    return Session.open(path, annotator=who)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A project of three people, with an annotation that all of them have."""
    path = tmp_path / "base.annotator"
    made.filled(tmp_path, "base.annotator").close()
    with opened(path, "ann") as session:
        session.add_annotator("cid")
    return path


def copy(base: Path, name: str) -> Path:
    path = base.with_name(f"{name}.annotator")
    shutil.copy(base, path)
    return path


def exported(path: Path) -> bytes:
    output = path.with_suffix(".jsonl")
    output.unlink(missing_ok=True)
    with Session.open(path, read_only=True) as session:
        run(transfer.export(session, output, format="annotator-jsonl"))
    return output.read_bytes()


def add(session: Session, start: int, document: str = "d2") -> Annotation:
    span = Span("content", start, start + 3)
    new = Annotation(
        uid="", document=document, type="attribution", annotator="", spans=(span,)
    )
    return annotate.add(session, new)


def work(path: Path, who: str) -> Path:
    """What each of the three does; they meet in annotation a1 and speaker lee."""
    start = PEOPLE.index(who)
    with opened(path, who) as session:
        add(session, start)
        annotate.set_note(session, "d2", f"note of {who}")
        a1 = session.project.annotations.get("d1", "a1")
        if who != "cid":
            fields = {**a1.fields, "notes": who}
            with session.write("annotation.update", {"annotation"}) as project:
                project.annotations.update(replace(a1, fields=fields))
        if who == "bob":
            annotate.delete(session, "d2", add(session, 9).uid)
            documents.update_metadata(session, "d1", title="Another title")
        if who == "cid":
            lee = entities.get(session, "lee")
            entities.update(session, replace(lee, name="Āda Maria Lee"))
            entities.create(session, "speaker", "Tove Rask")
    return path


def merged(base: Path, name: str, others: tuple[Path, ...]) -> Path:
    path = copy(base, name)
    with opened(path, "ann") as session:
        for other in others:
            run(merging.merge(session, [other]))
    return path


def test_six_orders_give_the_same_bytes_and_twice_changes_nothing(base: Path) -> None:
    files = tuple(work(copy(base, who), who) for who in PEOPLE)
    results = {
        exported(merged(base, f"m{n}", order))
        for n, order in enumerate(permutations(files))
    }
    assert len(results) == 1
    path = merged(base, "again", (*files, *files))
    assert exported(path) in results
    assert list(check(path)) == []
    with opened(path, "ann") as session:
        (conflict,) = conflicts.all_of(session)
        assert (conflict.kind, conflict.key) == ("annotation", "a1")
        notes = {state.fields["notes"] for state in conflict.states}  # type: ignore[union-attr]
        assert notes == {"ann", "bob"}
        assert entities.get(session, "lee").name == "Āda Maria Lee"
        assert session.project.documents.get("d1").title == "Another title"
        steps = len(history.steps(session))
        report = run(merging.merge(session, list(files)))
        assert not report.changes
        assert len(history.steps(session)) == steps


def test_merging_all_at_once_is_merging_one_by_one(base: Path) -> None:
    files = [work(copy(base, who), who) for who in PEOPLE]
    path = copy(base, "once")
    with opened(path, "ann") as session:
        run(merging.merge(session, files))
    assert exported(path) == exported(merged(base, "single", tuple(files)))


def test_merged_files_merge_further(base: Path) -> None:
    """What two have merged, a third merges as if it came from each."""
    ann, bob, cid = (work(copy(base, who), who) for who in PEOPLE)
    two = merged(base, "two", (ann, bob))
    one = exported(merged(base, "x", (two, cid)))
    assert one == exported(merged(base, "y", (cid, ann, bob)))
    assert one == exported(merged(base, "z", (cid, two, bob)))


def test_a_plan_says_what_a_merge_does_and_changes_nothing(base: Path) -> None:
    files = [work(copy(base, who), who) for who in PEOPLE]
    path = copy(base, "plan")
    before = made.sha(path)
    with opened(path, "ann") as session:
        told: list[Any] = []
        session.events.subscribe(told.append)
        planned = run(merging.plan(session, files))
        assert told == []
        assert history.steps(session) == history.steps(session)
    assert made.sha(path) == before
    with opened(path, "ann") as session:
        done = run(merging.merge(session, files))
    for count in ("documents", "annotations", "updated", "deleted", "entities"):
        assert planned.total(count) == done.total(count), count
    assert len(planned.conflicts) == len(done.conflicts) == 1
    assert [each.report.named for each in planned.files][-1][0].name == "Tove Rask"


def test_undo_takes_a_whole_merge_back_and_it_can_be_merged_again(base: Path) -> None:
    files = [work(copy(base, who), who) for who in PEOPLE]
    path = copy(base, "undo")
    before = exported(path)
    with opened(path, "ann") as session:
        run(merging.merge(session, files))
    after = exported(path)
    with opened(path, "ann") as session:
        history.undo(session)
    assert exported(path) == before
    with opened(path, "ann") as session:
        history.redo(session)
    assert exported(path) == after
    with opened(path, "ann") as session:
        history.undo(session)
        run(merging.merge(session, files))
    assert exported(path) == after


@pytest.mark.parametrize("number", [0, 1])
def test_a_choice_supersedes_both_wherever_it_is_merged(
    base: Path, number: int
) -> None:
    files = tuple(work(copy(base, who), who) for who in PEOPLE)
    path = merged(base, "choose", files)
    with opened(path, "ann") as session:
        (conflict,) = conflicts.all_of(session)
        wanted = conflict.states[number]
        after = conflicts.take(session, conflict, number)
        assert conflicts.all_of(session) == []
        assert isinstance(wanted, Annotation)
        shown = session.project.annotations.get("d1", "a1")
        assert shown == replace(wanted, revs=after.revs)
        run(merging.merge(session, list(files)))
        assert conflicts.all_of(session) == []
    back = merged(base, "back", (*files, path))
    assert exported(back) == exported(path)
    with opened(path, "ann") as session:
        history.undo(session)
        assert len(conflicts.all_of(session)) == 1


def test_a_stopped_merge_leaves_nothing(base: Path) -> None:
    files = [work(copy(base, who), who) for who in PEOPLE]
    path = copy(base, "stop")
    before = exported(path)
    with opened(path, "ann") as session:
        job = merging.merge(session, files)
        for _ in range(4):
            next(job)
        job.close()
    assert exported(path) == before


def test_the_exchange_format_merges_like_the_project(base: Path) -> None:
    file = work(copy(base, "bob"), "bob")
    exported(file)
    one, other = copy(base, "one"), copy(base, "other")
    for path, source in ((one, file), (other, file.with_suffix(".jsonl"))):
        with opened(path, "ann") as session:
            run(merging.merge(session, [source]))
    assert exported(one) == exported(other)


def test_documents_are_known_by_their_text_where_it_is_the_only_one(
    base: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    text = "Some other words.\n"
    with made.new_project(tmp_path / "other") as project:
        for uid, words in (("x1", text), ("x2", made.TEXT)):
            record = made.record(uid, document=made.document(uid, words), layers=())
            made.insert(project, made.bundle([record]))
    theirs = tmp_path / "other" / "p.annotator"
    with opened(theirs, "ann") as session:
        add(session, 2, "x1")
    ours = copy(base, "texts")
    with opened(ours, "ann") as session:
        record = made.record("d3", document=made.document("d3", text), layers=())
        made.insert(session.project, made.bundle([record]))
        report = run(merging.merge(session, [theirs]))
        # d1 and d2 share a text, so that x2 could be either.
        assert report.files[0].matched == {"x1": "d3"}
        assert len(session.project.annotations.of("d3")) == 1
        assert session.project.documents.row_id("x2") is not None


def test_fault_35_another_text_is_left_out_and_told(base: Path) -> None:
    theirs = copy(base, "text")
    with opened(theirs, "ann") as session:
        with session.project.atomic():
            text = made.TEXT + "More.\n"
            for sql, values in (
                ("UPDATE document_text SET text = ? WHERE id = 1", (text,)),
                (
                    "UPDATE document SET text_sha256 = ? WHERE id = 1",
                    (made.document("d1", text).text_sha256,),
                ),
            ):
                session.project.run(sql, values)
            session.project.run(
                "INSERT INTO document_fts (document_fts) VALUES ('rebuild')"
            )
        add(session, 2, "d1")
    ours = copy(base, "ours")
    with opened(ours, "ann") as session:
        report = run(merging.merge(session, [theirs]))
        assert report.files[0].report.other_texts == ["d1"]
        assert len(session.project.annotations.of("d1")) == 1


def _text(path: Path) -> None:
    path.write_text("words")


def _damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[20_000:36_000] = bytes(16_000)
    path.write_bytes(data)


@pytest.mark.parametrize("spoil", [_text, _damaged, Path.unlink])
def test_fault_34_what_is_no_project_is_refused_and_ours_unchanged(
    base: Path, spoil: Callable[[Path], None]
) -> None:
    good, bad, ours = work(copy(base, "bob"), "bob"), copy(base, "bad"), copy(base, "o")
    spoil(bad)
    before = exported(ours)
    with opened(ours, "ann") as session, pytest.raises(UserError) as error:
        run(merging.merge(session, [good, bad]))
    assert error.value.file == str(bad)
    assert exported(ours) == before


def test_the_project_itself_is_refused(base: Path) -> None:
    with opened(base, "ann") as session, pytest.raises(InputError, match="itself"):
        run(merging.plan(session, [base]))
