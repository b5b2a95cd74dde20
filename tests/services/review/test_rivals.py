# SPDX-License-Identifier: MIT
"""What two people changed apart is asked in the same queue."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from annotator.model.document import Document, Layer, SpeakerInDocument
from annotator.model.progress import run
from annotator.services import annotate, entities, history
from annotator.services.merging import merge
from annotator.services.review import desk as desks
from annotator.services.review import rivals
from annotator.services.review.rivals import Said
from annotator.services.session import Session
from annotator.store.bulk import Conflict
from tests.services.review import twice


def edit(path, value, name):
    with Session.open(path, annotator=twice.TILO) as session:
        mine = session.project.annotations.get(twice.DOCUMENT, "t2")
        fields = {**mine.fields, "quote_type": value}
        annotate.update(session, replace(mine, fields=fields))
        entity = entities.get(session, "voss")
        entities.update(session, replace(entity, name=name))


@pytest.fixture
def merged(tmp_path):
    """Two copies in which the same annotation and speaker were changed, united."""
    mine = twice.project(tmp_path / "mine.annotator")
    other = tmp_path / "other.annotator"
    shutil.copy(mine, other)
    edit(mine, "mixed", "Mayor Voss")
    edit(other, "direct", "Ada Voss")
    with Session.open(mine, annotator="Ana Ruiz") as session:
        run(merge(session, [other]))
        yield session


def asked(session):
    desk = desks.load(session, twice.DOCUMENT)
    return [item for item in desk.items if item.kind == "rival"], desk


def test_annotations_and_other_records_are_asked(merged):
    found, desk = asked(merged)
    assert [(i.conflict.kind, i.label, i.is_open) for i in found] == [
        ("annotation", "A02", True),
        ("entity", "", True),
    ]
    ((facet, values),) = rivals.differing_facets(found[0].conflict, desk.view)
    assert str(facet) == "field.quote_type"
    assert sorted(values) == ["direct", "mixed"]
    (said,) = rivals.differing_fields(found[1].conflict)
    assert (said.name, sorted(said.values)) == ("name", ["Ada Voss", "Mayor Voss"])


def test_choosing_one_supersedes_both_and_can_be_undone(merged):
    found, _ = asked(merged)
    states = found[0].conflict.states
    at = next(n for n, s in enumerate(states) if s.fields["quote_type"] == "direct")
    rivals.take(merged, found[0].conflict, at)
    now = merged.project.annotations.get(twice.DOCUMENT, "t2")
    assert now.fields["quote_type"] == "direct"
    assert all(set(state.revs) <= set(now.revs) for state in states)
    assert [i.conflict.kind for i in asked(merged)[0]] == ["entity"]
    history.undo(merged)
    assert len(asked(merged)[0]) == 2


def test_without_a_merge_nothing_is_asked(double):
    assert asked(double)[0] == []


def test_whoever_may_not_see_the_work_does_not_see_its_conflicts(merged):
    zoe = merged.add_annotator("Zoe Lind")
    merged.use_annotator(zoe.uid)
    assert [i.conflict.kind for i in asked(merged)[0]] == ["entity"]
    merged.use_annotator(twice.TILO)
    annotate.set_status(merged, twice.DOCUMENT, "in_progress")
    found = rivals.of_document(merged, twice.DOCUMENT)
    assert [each.kind for each in found] == ["annotation", "entity"]


def test_named_parts_are_told_one_by_one():
    one = Document(
        uid="d", title="T", text="", text_sha256="", metadata={"a": 1, "b": 2}
    )
    two = replace(one, metadata={"b": 3, "a": 1}, text="not read")
    conflict = Conflict("document", "d", "d", (one, two))
    assert rivals.differing_fields(conflict) == [Said("metadata", "b", ("2", "3"))]
    first = Layer(document="d", annotator="x", seconds=5)
    attributes = {"role": "Mayor"}
    second = replace(
        first, note="n", seconds=9, speakers=(SpeakerInDocument("voss", attributes),)
    )
    conflict = Conflict("layer", "primary/x", "d", (first, second))
    assert rivals.differing_fields(conflict) == [
        Said("note", "", ("", "n")),
        Said("speakers", "voss", ("", "role: Mayor")),
    ]
