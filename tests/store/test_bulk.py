# SPDX-License-Identifier: MIT
"""Bundles in and out: lossless, idempotent, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import Row, Span
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.document import Layer, SourceFile
from annotator.model.entity import Entity
from annotator.model.errors import InputError
from annotator.store.bulk import insert_bundle, read_bundle
from annotator.store.project import Project
from tests.store import made


def _whole(bundle: Bundle) -> tuple[Any, ...]:
    return bundle.header, bundle.codebooks, tuple(bundle.documents)


def _same(bundle: Bundle) -> tuple[Any, ...]:
    """The bundle as `_whole`, without what undoing and redoing adds to layers."""
    documents = [
        replace(each, layers=tuple(replace(x, revs=()) for x in each.layers))
        for each in bundle.documents
    ]
    return bundle.header, bundle.codebooks, tuple(documents)


def _rich() -> list[DocumentRecord]:
    """Everything that a document can carry."""
    other = made.codebook("1.1.0").sha256
    annotations = (
        made.annotation("z", none=("stance",), rows={}, extra={"odd": [1, None]}),
        made.annotation("b", deleted=True, revs=("r1", "r2"), created=5, modified=6),
        made.annotation(
            "a",
            parent="z",
            annotator="bob",
            codebook=other,
            layer="adjudicated",
            origin="suggested",
            state="complete",
            fields={"speaker": "", "n": 0, "flag": False, "many": ("x", "y")},
            rows={"stance": (Row({}, (), {"kept": True}), Row({"issue": "peace"}))},
        ),
    )
    layers = (
        Layer(document="d2", annotator="ann", status="skipped", extra={"e": 1}),
        Layer(document="d2", annotator=None, kind="adjudicated", status="complete"),
    )
    document = made.document(
        "d2",
        file=SourceFile("a.txt", "f" * 64, "utf-8"),
        metadata={"source": None, "url": "x", "big": 2**70 + 1},
        extra={"unknown": {"deep": [1.5]}},
    )
    comments = ({"id": "c1", "text": "hm"},)
    return [
        made.record("d1"),
        made.record(
            "d2",
            *sorted(annotations, key=lambda a: a.uid),
            document=document,
            layers=layers,
            decisions=({"id": "x", "facet": "span"},),
            comments=comments,
        ),
    ]


def _rich_bundle() -> Bundle:
    items = {"rounds": ({"id": "r"},), "highlights": ({"a": 1}, {"b": 2})}
    books = (made.codebook(), made.codebook("1.1.0"))
    return made.bundle(_rich(), codebooks=books, items=items, extra={"made by": "x"})


def test_out_and_in_and_out_again_is_equal(tmp_path: Path) -> None:
    with made.new_project(tmp_path, "one.annotator") as one:
        made.insert(one, _rich_bundle())
        first = _whole(read_bundle(one))
        with made.new_project(tmp_path, "two.annotator") as two:
            header, books, documents = first
            made.insert(
                two, Bundle(header=header, codebooks=books, documents=documents)
            )
            assert _whole(read_bundle(two)) == first


def test_nothing_is_lost_on_the_way_in(tmp_path: Path) -> None:
    given = _rich_bundle()
    with made.new_project(tmp_path) as project:
        made.insert(project, given)
        out = read_bundle(project)
    # Revisions are made on import where there are none, and nothing else.
    entities = [replace(e, revs=()) for e in out.header.entities]
    assert tuple(entities) == given.header.entities
    assert out.header.annotators == given.header.annotators
    assert out.header.items == given.header.items
    assert out.header.extra == given.header.extra
    assert out.codebooks == given.codebooks
    assert out.header.title == "Made up"


def test_documents_come_back_as_they_were(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        made.insert(project, _rich_bundle())
        got = list(read_bundle(project).documents)
    for mine, theirs in zip(_rich(), got, strict=True):
        assert theirs.document == mine.document
        assert theirs.layers == mine.layers
        assert theirs.decisions == mine.decisions
        assert theirs.comments == mine.comments
        for a, b in zip(mine.annotations, theirs.annotations, strict=True):
            book = a.codebook or made.codebook().sha256
            made_up = {"revs": b.revs, "created": b.created, "modified": b.modified}
            given = {} if a.revs else made_up
            assert b == replace(a, document=b.document, codebook=book, **given)
    times = {a.created for record in got for a in record.annotations}
    assert len(times - {5}) == 1


def test_spans_are_told_apart_wherever_their_annotations_lie(tmp_path: Path) -> None:
    """Neighbours are read at one go, scattered ones by their numbers."""
    uids = [f"d{n:03}" for n in range(40)]
    spans = {uid: made.span("content", n, n + 2) for n, uid in enumerate(uids[:20])}
    spans |= {uid: made.span("source", n, n + 3) for n, uid in enumerate(uids[20:])}
    records = [
        made.record(uid, made.annotation("a1", uid, spans=(spans[uid],)))
        for uid in uids
    ]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle(records))
        for wanted in (uids, uids[5:9], [uids[0], uids[39]], uids[::7]):
            got = read_bundle(project, documents=wanted).documents
            found = {r.document.uid: r.annotations[0].spans for r in got}
            assert found == {uid: (spans[uid],) for uid in wanted}


def test_an_empty_project_takes_title_and_codebook_over(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        new = made.codebook("2.0.0")
        made.insert(
            project,
            made.bundle(
                [made.record("d1", made.annotation())],
                codebooks=(new,),
                codebook=("speaker_stance", "2.0.0"),
            ),
        )
        assert project.codebooks.current() == new
        assert project.annotations.get("d1", "a1").codebook == new.sha256
        assert read_bundle(project).codebooks == (new,)


def test_a_codebook_that_nobody_has_is_refused(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        with pytest.raises(InputError, match=r"2\.0\.0"):
            made.insert(project, made.bundle([], codebook=("speaker_stance", "2.0.0")))
        assert project.settings.get("title") == "Test"


# -- importing what is there ------------------------------------------------------


def test_the_same_import_twice_changes_nothing(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        made.insert(project, _rich_bundle())
        before, steps = _whole(read_bundle(project)), len(project.history.steps())
        report = made.insert(project, _rich_bundle())
        assert _whole(read_bundle(project)) == before
        assert len(project.history.steps()) == steps
        assert (report.documents, report.annotations, report.skipped) == (0, 0, 3)


def _with(project: Project, *revs: str, **content: Any) -> Bundle:
    mine = project.annotations.get("d1", "a1")
    chain = (mine.revs[0], *revs) if revs else ("other",)
    return made.bundle([made.record("d1", replace(mine, revs=chain, **content))])


def test_a_later_state_of_theirs_replaces_ours_and_back(project: Project) -> None:
    before = project.annotations.get("d1", "a1")
    report = made.insert(project, _with(project, "next", state="complete"))
    after = project.annotations.get("d1", "a1")
    assert report.updated == 1
    assert (after.state, after.revs[-1]) == ("complete", "next")
    step = project.history.next_undo()
    assert step
    project.history.take_back(step.id)
    assert project.annotations.get("d1", "a1") == before
    project.history.do_again(step.id)
    assert project.annotations.get("d1", "a1") == after


def test_an_earlier_state_of_theirs_is_passed_over(project: Project) -> None:
    made.insert(project, _with(project, "n1", "n2", state="complete"))
    report = made.insert(project, _with(project, "n1", state="draft"))
    assert report.skipped == 1
    assert project.annotations.get("d1", "a1").state == "complete"


def test_states_made_apart_are_both_kept(project: Project) -> None:
    before = _whole(read_bundle(project))
    mine = project.annotations.get("d1", "a1")
    base = mine.revs[:-1]
    theirs = _with(project, state="complete")
    given = list(theirs.documents)
    (apart,) = given[0].annotations
    apart = replace(apart, revs=(*base, "0000"))
    record = replace(given[0], annotations=(apart,))
    report = made.insert(project, replace(theirs, documents=[record]))
    (conflict,) = report.conflicts
    assert (conflict.kind, conflict.key, conflict.document) == (
        "annotation",
        "a1",
        "d1",
    )
    assert {each.revs for each in conflict.states} == {mine.revs, apart.revs}
    # The one whose last revision is smaller is shown, whoever came first.
    shown, beside = sorted((mine, apart), key=lambda each: each.revs[-1])
    assert project.annotations.get("d1", "a1").revs == shown.revs
    out = read_bundle(project)
    (kept,) = next(iter(out.documents)).rivals
    assert kept.revs == beside.revs
    assert (
        made.insert(project, replace(out, documents=list(out.documents))).updated == 0
    )
    project.history.take_back(project.history.last_id())
    assert _whole(read_bundle(project)) == before


def test_an_entity_changed_on_both_sides_is_kept_twice(project: Project) -> None:
    mine = project.entities.get("lee")
    theirs = Entity(uid="lee", type="speaker", name="Other", revs=("x",))
    report = made.insert(project, made.bundle([], entities=(theirs,)))
    assert [each.key for each in report.conflicts] == ["lee"]
    both = {project.entities.get("lee").name}
    both |= {each.name for each in project.rivals.of("entity", "lee")}
    assert both == {mine.name, "Other"}
    later = replace(theirs, name="Last", revs=(*mine.revs, "x", "y"))
    made.insert(project, made.bundle([], entities=(later,)))
    assert project.entities.get("lee").name == "Last"
    assert project.rivals.count() == 0


def test_fault_35_another_text_under_a_known_id_is_refused(project: Project) -> None:
    other = made.record("d1", document=made.document("d1", "Other text."))
    with pytest.raises(InputError, match="another text"):
        made.insert(project, made.bundle([other]))


def test_fault_40_and_41_spans_that_do_not_fit_are_refused(project: Project) -> None:
    for span, words in (
        (Span("content", 0, 5, "wrong"), "wrong"),
        (Span("content", 5, 5), "5–5"),
        (Span("content", -1, 5), "-1"),
        (Span("content", 0, 9999), "9999"),
    ):
        bad = made.annotation("bad", "d8", spans=(span,))
        with pytest.raises(InputError, match=words) as caught:
            made.insert(project, made.bundle([made.record("d8", bad, line=7)]))
        assert caught.value.line == 7
    assert project.documents.count() == 2


def test_a_document_twice_in_one_file_is_one(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        twice = [made.record("d1", made.annotation()), made.record("d1")]
        report = made.insert(project, made.bundle(twice))
        assert report.documents == 1
        assert project.documents.count() == 1


def test_duplicates_are_left_out_where_asked(project: Project) -> None:
    records = [made.record("new", layers=()), made.record("new2", layers=())]
    report = made.insert(project, made.bundle(records), skip_duplicates=True)
    assert (report.documents, report.skipped_documents) == (0, 2)
    report = made.insert(project, made.bundle(records))
    assert report.documents == 2


# -- undoing and cancelling -------------------------------------------------------


def test_an_undone_import_is_invisible_and_comes_back(project: Project) -> None:
    before = _same(read_bundle(project))
    more = [made.record("d3", made.annotation("a3", "d3")), *_rich()[1:]]
    made.insert(project, made.bundle(more, codebooks=(made.codebook("1.1.0"),)))
    after = _same(read_bundle(project))
    step = project.history.next_undo()
    assert step
    assert len(project.history.changes(step.id)) < 4  # compact, not one per row
    project.history.take_back(step.id)
    assert _same(read_bundle(project)) == before
    assert not project.documents.row_id("d3")
    assert list(project.search.documents("title d3")) == []
    project.history.do_again(step.id)
    assert _same(read_bundle(project)) == after


def test_an_undone_import_can_be_done_anew(project: Project) -> None:
    for _ in range(2):
        made.insert(project, made.bundle([made.record("d3")]))
        step = project.history.next_undo()
        assert step
        project.history.take_back(step.id)
    report = made.insert(project, made.bundle([made.record("d3")]))
    assert report.documents == 1
    assert project.documents.count() == 3


def test_cancelling_keeps_nothing(project: Project) -> None:
    before = _whole(read_bundle(project))
    records = [made.record(f"n{i:03}") for i in range(500)]
    job = insert_bundle(project, made.bundle(records), annotator=None, title="import")
    for _ in range(3):
        progress = next(job)
    assert progress.done == 400
    job.close()
    assert _whole(read_bundle(project)) == before
    with project.atomic():
        project.settings.set("title", "And on we go")


# -- choices ----------------------------------------------------------------------


def test_a_choice_of_people_layers_and_documents(tmp_path: Path) -> None:
    with made.new_project(tmp_path) as project:
        made.insert(project, _rich_bundle())
        by_bob = list(read_bundle(project, annotators=["bob"]).documents)
        assert [a.uid for r in by_bob for a in r.annotations] == ["a"]
        assert not any(r.layers for r in by_bob)
        adjudicated = list(read_bundle(project, kinds=["adjudicated"]).documents)
        assert [a.uid for r in adjudicated for a in r.annotations] == ["a"]
        assert [x.kind for r in adjudicated for x in r.layers] == ["adjudicated"]
        one = read_bundle(project, documents=["d2"])
        assert one.total == 1
        assert [r.document.uid for r in one.documents] == ["d2"]
