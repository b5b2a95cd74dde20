# SPDX-License-Identifier: MIT
"""What is carried over as rows is what would have been made of records."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Row, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Layer, SpeakerInDocument
from annotator.model.errors import DamagedError
from annotator.model.progress import run
from annotator.store.bulk import BulkReport, insert_bundle
from annotator.store.check import check
from annotator.store.foreign import ForeignProject
from annotator.store.project import Project
from tests.store import made

_TABLES = (
    *("annotation", "span", "reference", "layer", "document", "annotator"),
    *("codebook", "rival"),
)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A project with two documents; the colleague begins with a copy of it."""
    made.filled(tmp_path).close()
    shutil.copy(tmp_path / "p.annotator", tmp_path / "theirs.annotator")
    return tmp_path / "p.annotator"


def _write(path: Path, *annotations: Annotation) -> None:
    with Project.open(path) as project:
        by_document = {uid: DocumentRecord(document=made.document(uid)) for uid in DOCS}
        for each in annotations:
            known = by_document[each.document]
            by_document[each.document] = DocumentRecord(
                document=known.document, annotations=(*known.annotations, each)
            )
        made.insert(project, made.bundle(by_document.values()))


DOCS = ("d1", "d2")


def _merge(path: Path, theirs: Path, *, carrying: bool) -> BulkReport:
    with Project.open(path) as project, closing(ForeignProject(theirs)) as foreign:
        for _ in foreign.verify():
            pass
        job = insert_bundle(
            project,
            foreign.bundle(),
            annotator=None,
            title="merge",
            begun=foreign.carry_into if carrying else None,
        )
        return run(job)


def _rows(path: Path) -> dict[str, list[Any]]:
    with Project.open(path, read_only=True) as project:
        return {
            table: sorted(map(repr, project.query(f"SELECT * FROM {table}")))
            for table in _TABLES
        }


def _require_same(ours: Path, theirs: Path) -> BulkReport:
    """Both ways lead to the same rows and the same report."""
    other = ours.with_name("other.annotator")
    shutil.copy(ours, other)
    carried = _merge(ours, theirs, carrying=True)
    read = _merge(other, theirs, carrying=False)
    assert _rows(ours) == _rows(other)
    assert carried == read
    assert list(check(ours)) == []
    return carried


def _new(uid: str, **more: Any) -> Annotation:
    return made.annotation(uid, more.pop("doc", "d2"), revs=("a" * 16,), **more)


_SHAPES: dict[str, Callable[[], Annotation]] = {
    "plain": lambda: _new("n1"),
    "somebody new": lambda: _new("n1", annotator="zoe"),
    "no rows": lambda: _new("n1", rows={}),
    "no spans": lambda: _new("n1", spans=(), rows={}),
    "said that there is none": lambda: _new("n1", rows={}, none=("stance",)),
    "two rows, the second with a span": lambda: _new(
        "n1",
        rows={
            "stance": (
                Row({"issue": "peace", "stance": "against"}),
                Row({"issue": "peace"}, (made.span("condition", 0, 3),)),
            )
        },
    ),
    "a row with more": lambda: _new(
        "n1", rows={"stance": (Row({"issue": "peace"}, (), {"x": 1}),)}
    ),
    "more": lambda: _new("n1", extra={"x": [1, {"y": None}]}),
    "several values": lambda: _new("n1", fields={"speaker": ("lee", "lee2")}),
    "a tombstone": lambda: _new("n1", deleted=True),
    "nested": lambda: _new("n1", doc="d1", parent="a1"),
    "long": lambda: _new(
        "n1",
        fields={"notes": "Long. " * 300, "speaker": "lee"},
        rows={"stance": (Row({"issue": "peace"}),) * 40},
    ),
    "signs": lambda: _new("n1", fields={"notes": '“😀\u2028"\\'}),
}


@pytest.mark.parametrize("shape", _SHAPES)
def test_each_shape_comes_the_same_both_ways(ours: Path, shape: str) -> None:
    theirs = ours.with_name("theirs.annotator")
    _write(theirs, _SHAPES[shape]())
    report = _require_same(ours, theirs)
    assert report.annotations == 1
    assert report.skipped == 1


def test_what_is_there_is_not_carried_but_united(ours: Path) -> None:
    theirs = ours.with_name("theirs.annotator")
    both = _new("n1", fields={"notes": "theirs"})
    _write(theirs, both, _new("n2"))
    _write(ours, _new("n1", fields={"notes": "ours"}))
    with Project.open(ours) as project, project.atomic():
        project.run("UPDATE annotation SET revs = ? WHERE uid = 'n1'", ("b" * 16,))
    report = _require_same(ours, theirs)
    assert report.annotations == 1
    assert len(report.conflicts) == 1


def _layer(annotator: str | None = "bob", **more: Any) -> Layer:
    kind = "primary" if annotator else "adjudicated"
    return Layer(document="d2", annotator=annotator, kind=kind, **more)


_LAYERS: dict[str, Callable[[], Layer]] = {
    "plain": lambda: _layer(status="complete", note="“😀”", revs=("a" * 16,)),
    "of somebody new": lambda: _layer("zoe", status="skipped"),
    "with speakers": lambda: _layer(
        speakers=(SpeakerInDocument("lee", {"role": "mayor"}),), seconds=3
    ),
    "with more": lambda: _layer(extra={"x": 1}),
    "nobody's": lambda: _layer(None, status="complete"),
    "that we have": lambda: _layer("ann", status="complete", revs=("a" * 16,)),
}


@pytest.mark.parametrize("shape", _LAYERS)
def test_each_layer_comes_the_same_both_ways(ours: Path, shape: str) -> None:
    theirs = ours.with_name("theirs.annotator")
    document = made.document("d2")
    with Project.open(theirs) as project:
        given = DocumentRecord(document=document, layers=(_LAYERS[shape](),))
        made.insert(project, made.bundle([given]))
    report = _require_same(ours, theirs)
    assert report.layers + report.updated == 1


def test_a_layer_that_stands_twice_is_united(ours: Path) -> None:
    theirs = ours.with_name("theirs.annotator")
    with Project.open(theirs) as project, project.atomic():
        for status in ("in_progress", "complete"):
            sql = (
                "INSERT INTO layer (document_id, annotator_id, kind, status)"
                " VALUES (2, 2, 'primary', ?)"
            )
            project.run(sql, (status,))
    assert _require_same(ours, theirs).layers == 1
    with Project.open(ours) as project:
        assert project.layers.get("d2", "bob").status == "complete"


def test_what_came_before_is_passed_by(ours: Path) -> None:
    theirs = ours.with_name("theirs.annotator")
    _write(theirs, _new("n1"), _new("n2", annotator="bob"))
    _merge(ours, theirs, carrying=True)
    rows = _rows(ours)
    again = _require_same(ours, theirs)
    assert (again.annotations, again.skipped, again.wrote) == (0, 3, False)
    assert _rows(ours) == rows


def test_what_we_have_gone_on_from_is_passed_by(ours: Path) -> None:
    theirs = ours.with_name("theirs.annotator")
    _write(theirs, _new("n1"))
    _merge(ours, theirs, carrying=True)
    with Project.open(ours) as project, project.atomic():
        mine = project.annotations.get("d2", "n1")
        project.annotations.update(replace(mine, fields={"notes": "more"}))
    assert _require_same(ours, theirs).skipped == 2
    with Project.open(ours) as project:
        assert project.annotations.get("d2", "n1").fields == {"notes": "more"}


def test_what_theirs_have_gone_on_from_is_taken(ours: Path) -> None:
    theirs = ours.with_name("theirs.annotator")
    _write(theirs, _new("n1"))
    _merge(ours, theirs, carrying=True)
    with Project.open(theirs) as project, project.atomic():
        mine = project.annotations.get("d2", "n1")
        project.annotations.update(replace(mine, fields={"notes": "more"}))
        title = project.documents.get("d2")
        project.documents.update(replace(title, title="Another title"))
    assert _require_same(ours, theirs).updated == 2
    with Project.open(ours) as project:
        assert project.annotations.get("d2", "n1").fields == {"notes": "more"}
        assert project.documents.get("d2").title == "Another title"


def test_a_document_with_another_text_carries_nothing(ours: Path) -> None:
    theirs = ours.with_name("theirs.annotator")
    _write(theirs, _new("n1"))
    text = made.TEXT + "More.\n"
    with Project.open(ours) as project, project.atomic():
        project.run("UPDATE document_text SET text = ? WHERE id = 2", (text,))
        project.run(
            "UPDATE document SET text_sha256 = ? WHERE id = 2",
            (made.document("d2", text).text_sha256,),
        )
        project.run("INSERT INTO document_fts (document_fts) VALUES ('rebuild')")
    with Project.open(ours) as project, closing(ForeignProject(theirs)) as foreign:
        report = run(
            insert_bundle(
                project,
                foreign.bundle(),
                annotator=None,
                title="merge",
                skip_other_texts=True,
                begun=foreign.carry_into,
            )
        )
        assert report.other_texts == ["d2"]
        assert project.annotations.of("d2") == ()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE span SET quote = 'other' WHERE n = 0 AND annotation_id = 2",
        'UPDATE span SET "end" = "end" - (SELECT length(text) FROM document_text'
        " WHERE id = 2) WHERE n = 0 AND annotation_id = 2",
        "UPDATE span SET start = 40, quote = (SELECT substr(text, 41) FROM"
        ' document_text WHERE id = 2), "end" = 900 WHERE n = 0 AND annotation_id = 2',
        "UPDATE span SET row_no = 5 WHERE row_no = 0 AND annotation_id = 2",
        "UPDATE annotation SET fields = '{\"speaker\":{}}' WHERE id = 2",
        "UPDATE annotation SET fields = '[]' WHERE id = 2",
        'UPDATE annotation SET "rows" = \'{"stance":5}\' WHERE id = 2',
        "UPDATE annotation SET none = '[1]' WHERE id = 2",
        "UPDATE annotation SET state = 'done' WHERE id = 2",
        "UPDATE annotation SET revs = '' WHERE id = 2",
        "UPDATE layer SET status = 'done' WHERE id = 2",
        'UPDATE layer SET speakers = \'[["lee",{"role":1}]]\' WHERE id = 2',
        "UPDATE layer SET speakers = '[[5,{}]]' WHERE id = 2",
        "UPDATE layer SET extra = '[]' WHERE id = 2",
        "UPDATE document SET metadata = '[]' WHERE id = 2",
    ],
)
def test_what_is_wrong_is_not_carried_either(ours: Path, sql: str) -> None:
    theirs = ours.with_name("theirs.annotator")
    _write(theirs, _new("n1"))
    with Project.open(theirs) as project, project.atomic():
        project.run(sql)
    before = made.sha(ours)
    with pytest.raises(DamagedError, match=r"theirs\.annotator"):
        _merge(ours, theirs, carrying=True)
    assert made.sha(ours) == before


_spans = st.lists(
    st.tuples(
        st.sampled_from(["content", "source", "cue"]),
        st.integers(0, len(made.TEXT) - 2),
        st.integers(1, 9),
    ),
    max_size=3,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    work=st.dictionaries(
        st.text(alphabet="abé😀", min_size=1, max_size=3),
        st.tuples(st.sampled_from(DOCS), _spans, st.text(max_size=5), st.booleans()),
        max_size=4,
    )
)
def test_random_work_comes_the_same_both_ways(ours: Path, work: dict[str, Any]) -> None:
    folder = ours.parent / "copies"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    mine = Path(shutil.copy(ours, folder / "p.annotator"))
    theirs = Path(shutil.copy(ours, folder / "theirs.annotator"))
    annotations = []
    for uid, (document, spans, words, deleted) in work.items():
        found: list[Span] = []
        for role, start, length in spans:
            end = min(start + length, len(made.TEXT))
            found.append(made.span(role, start, end))
        annotations.append(
            _new(
                uid,
                doc=document,
                spans=tuple(found),
                fields={"notes": words, "speaker": "lee"},
                deleted=deleted,
            )
        )
    _write(theirs, *annotations)
    assert _require_same(mine, theirs).annotations == len(work)
