# SPDX-License-Identifier: MIT
"""What an import brought is removed once the import can never be done again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.bundle import DocumentRecord
from annotator.model.document import Layer
from annotator.model.entity import Entity
from annotator.model.progress import run
from annotator.store import superseded
from annotator.store.bulk import insert_bundle, read_bundle
from annotator.store.check import check
from annotator.store.project import Project
from tests.store import made

_TABLES = (
    "document",
    "document_text",
    "layer",
    "annotation",
    "span",
    "reference",
    "entity",
    "vocabulary_entry",
    "item",
)


def _counts(project: Project) -> dict[str, int]:
    sql = "SELECT count(*) FROM {}"
    return {t: project.query(sql.format(t))[0][0] for t in _TABLES}


def _import(project: Project) -> int:
    """Two new documents, and an annotation, a layer and more for an old one."""
    other = made.annotation("b1", fields={"speaker": "roe"})
    old = made.record("d1", other, decisions=({"id": "x", "of": "d1"},))
    layer = Layer(document="d1", annotator="bob", note="theirs")
    old = replace(old, layers=(*old.layers, layer))
    text = made.TEXT + "Zebra crossing.\n"
    new = [
        made.record(uid, made.annotation("n1", uid), document=made.document(uid, text))
        for uid in ("n1", "n2")
    ]
    people = (Entity(uid="roe", type="speaker", name="Jane Roe", kind="person"),)
    made.insert(project, made.bundle([old, *new], entities=people))
    return project.history.last_id()


def _content(project: Project) -> list[DocumentRecord]:
    """The documents, without the revisions of layers, which undoing adds to."""
    return [
        replace(each, layers=tuple(replace(x, revs=()) for x in each.layers))
        for each in read_bundle(project).documents
    ]


def _note(project: Project, note: str) -> None:
    with project.history.step(None, "layer.note", {}):
        layer = project.layers.get("d1", "ann")
        project.layers.set(replace(layer, note=note))


def _fail_after_a_note(project: Project) -> None:
    hidden = _counts(project)
    with project.atomic():
        _note(project, "new")
        assert _counts(project) != hidden
        raise ZeroDivisionError


def _undone(project: Project) -> dict[str, int]:
    """Import and undo it; returns how many rows there were before."""
    before = _counts(project)
    project.history.take_back(_import(project))
    return before


def test_a_new_step_removes_what_cannot_return(project: Project) -> None:
    before = _undone(project)
    content = _content(project)
    assert _counts(project) != before
    _note(project, "new")
    assert _counts(project) == before
    assert list(project.search.documents("zebra")) == []
    assert list(project.search.documents("āda")) == [1, 2]
    assert list(check(project.path)) == []
    project.history.take_back(project.history.last_id())
    assert _content(project) == content


def test_before_a_new_step_all_can_return(project: Project) -> None:
    step = _import(project)
    content = list(read_bundle(project).documents)
    project.history.take_back(step)
    project.history.do_again(step)
    assert len(list(project.search.documents("zebra"))) == 2
    assert [r.document for r in read_bundle(project).documents] == [
        r.document for r in content
    ]


def test_the_steps_stay_and_tell_what_was_done(project: Project) -> None:
    _undone(project)
    _note(project, "new")
    states = [(step.title, step.state) for step in project.history.steps()]
    assert states[:2] == [("layer.note", "done"), ("import", "dropped")]
    assert project.history.changes(project.history.steps()[1].id)


def test_what_was_done_after_the_import_goes_with_it(project: Project) -> None:
    before = _counts(project)
    first = _import(project)
    with project.history.step(None, "annotation.update", {}):
        stored = project.annotations.get("n1", "n1")
        project.annotations.update(replace(stored, fields={"speaker": "roe"}))
        project.annotations.add(made.annotation("later", "n2"))
    for step in (first + 1, first):
        project.history.take_back(step)
    _note(project, "new")
    assert _counts(project) == before
    assert list(check(project.path)) == []


def test_ids_that_are_used_again_are_left_alone(project: Project) -> None:
    _undone(project)
    _note(project, "new")
    _import(project)
    _note(project, "newer")
    after = _counts(project)
    project.history.take_back(project.history.last_id())
    _note(project, "newest")
    assert _counts(project) == after
    assert len(list(project.search.documents("zebra"))) == 2
    assert list(check(project.path)) == []


def test_a_step_that_fails_removes_nothing(project: Project) -> None:
    _undone(project)
    hidden = _counts(project)
    with pytest.raises(ZeroDivisionError):
        _fail_after_a_note(project)
    assert _counts(project) == hidden
    step = project.history.next_redo()
    assert step is not None
    project.history.do_again(step.id)
    assert project.documents.count() == 4
    assert list(check(project.path)) == []


def test_many_rows_wait_for_the_next_import(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(superseded, "AT_ONCE", 3)
    before = _undone(project)
    hidden = _counts(project)
    _note(project, "new")
    assert _counts(project) == hidden
    more = made.bundle([made.record("d9")], entities=(), vocabularies={})
    made.insert(project, more)
    counts = _counts(project)
    assert counts["document"] == before["document"] + 1
    assert counts["annotation"] == before["annotation"]
    assert counts["span"] == before["span"]
    assert list(check(project.path)) == []


def test_a_cancelled_import_removes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(superseded, "BATCH", 1)
    _undone(project)
    hidden = _counts(project)
    more = made.bundle([made.record("d9")])
    job = insert_bundle(project, more, annotator=None, title="import")
    shrunk = False
    for _ in job:
        if _counts(project)["annotation"] < hidden["annotation"]:
            shrunk = True
            break
    assert shrunk
    job.close()
    assert _counts(project) == hidden
    assert project.history.next_redo() is not None


def test_an_import_of_nothing_new_leaves_redo_possible(project: Project) -> None:
    _undone(project)
    hidden = _counts(project)
    same = read_bundle(project)
    run(insert_bundle(project, same, annotator=None, title="import"))
    assert _counts(project) == hidden
    assert project.history.next_redo() is not None


def test_the_space_is_used_again(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        text = "".join(f"word{n} " for n in range(4_000))
        sizes = []
        for n in range(6):
            records = [
                made.record(f"{n}-{i}", document=made.document(f"{n}-{i}", text))
                for i in range(20)
            ]
            made.insert(project, made.bundle(records))
            project.history.take_back(project.history.last_id())
            with project.history.step(None, "setting", {}):
                project.settings.set("title", str(n))
            sizes.append(project.path.stat().st_size)
    assert sizes[-1] < sizes[1] * 1.2
