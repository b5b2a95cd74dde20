# SPDX-License-Identifier: MIT
"""Changing a project's codebook: asked where needed, nothing lost, undone whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model import edits
from annotator.model.codebook import Codebook
from annotator.model.codebook_edits import add_value, change, remove_value
from annotator.model.codebook_reader import from_toml
from annotator.model.errors import CodebookError
from annotator.services import annotate, codebook, history
from annotator.services.session import Session
from tests.services.project_cases import CODEBOOK, DOCUMENT, project_with, remark, small


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A project with one document under the small codebook."""
    return project_with(tmp_path)


def without(*parts: str) -> Codebook:
    """The small codebook without these pieces of its text."""
    text = CODEBOOK.replace("1.0.0", "2.0.0")
    for part in parts:
        assert part in text
        text = text.replace(part, "")
    return from_toml(text)


def test_new_words_need_no_mapping_and_leave_annotations_alone(
    session: Session,
) -> None:
    stored = annotate.add(session, remark(session, tone="cold"))
    new = change(session.codebook, "value", "remark.tone.cold", label="Icy")
    codebook.upgrade(session, new)
    assert session.codebook.version == "1.0.1"
    assert session.codebook == new
    assert annotate.load(session, DOCUMENT).annotations == (stored,)


def test_a_removed_value_in_use_is_asked_for_and_nothing_changes(
    session: Session,
) -> None:
    annotate.add(session, remark(session, tone="cold"))
    new = remove_value(session.codebook, "remark.tone.cold")
    assert new.version == "2.0.0"
    with pytest.raises(codebook.MappingNeededError) as caught:
        codebook.upgrade(session, new)
    (use,) = caught.value.uses
    assert (use.need.path, use.count) == ("remark.tone.cold", 1)
    assert use.need.choices == ("warm",)
    assert session.codebook.version == "1.0.0"


def test_a_removed_value_that_nobody_used_is_not_asked_for(session: Session) -> None:
    annotate.add(session, remark(session, tone="warm"))
    codebook.upgrade(session, remove_value(session.codebook, "remark.tone.cold"))
    assert session.codebook.version == "2.0.0"


def test_a_value_goes_where_the_mapping_says_and_undo_takes_it_back(
    session: Session,
) -> None:
    stored = annotate.add(session, remark(session, tone="cold"))
    old = session.codebook
    new = remove_value(old, "remark.tone.cold")
    report = codebook.upgrade(session, new, {"tone.cold": "warm"})
    (moved,) = annotate.load(session, DOCUMENT).annotations
    assert moved.fields["tone"] == "warm"
    assert moved.codebook == new.sha256
    assert (report.changed, report.kept, report.reopened) == (1, 0, 0)
    history.undo(session)
    (back,) = annotate.load(session, DOCUMENT).annotations
    assert back.fields == stored.fields
    assert session.codebook == old
    history.redo(session)
    assert session.codebook == new
    (again,) = annotate.load(session, DOCUMENT).annotations
    assert again.fields == moved.fields


def test_undo_gives_an_annotation_its_codebook_back(session: Session) -> None:
    old = annotate.add(session, remark(session, tone="cold")).codebook
    new = remove_value(session.codebook, "remark.tone.cold")
    codebook.upgrade(session, new, {"tone.cold": "warm"})
    history.undo(session)
    (back,) = annotate.load(session, DOCUMENT).annotations
    assert back.codebook == old


def test_a_value_without_a_new_place_is_kept_aside(session: Session) -> None:
    draft = remark(session, tone="cold", also=("late", "loud"))
    annotate.add(session, edits.set_state(draft, "complete"))
    new = without('{id = "cold"}', '{id = "late"}, ')
    new = from_toml(
        CODEBOOK.replace(', {id = "cold"}', "").replace('{id = "late"}, ', "")
    )
    report = codebook.upgrade(session, new, {"tone.cold": "", "also.late": ""})
    (moved,) = annotate.load(session, DOCUMENT).annotations
    assert dict(moved.fields) == {"also": ("loud",)}
    assert moved.extra["kept"] == [
        {"field": "tone", "value": "cold", "codebook": "remarks 1.0.0"},
        {"field": "also", "value": "late", "codebook": "remarks 1.0.0"},
    ]
    assert moved.state == "draft"
    assert (report.changed, report.kept, report.reopened) == (1, 1, 1)


def test_entries_roles_rows_and_fields_are_kept_aside_too(session: Session) -> None:
    draft = remark(session, tone="warm", where="quay")
    draft = edits.mark(draft, session.codebook, "x" * 60, "aside", 10, 20)
    draft = edits.add_row(draft, session.codebook, "echo")
    draft = edits.set_field(draft, session.codebook, "loudness", 3, ("echo", 0))
    annotate.add(session, draft)
    new = without(
        ', {id = "quay"}',
        '[[role]]\nof = "remark"\nid = "aside"\n',
        '[[row]]\nof = "remark"\nid = "echo"\n',
        '[[field]]\nof = "echo"\nid = "loudness"\ntype = "integer"\n',
        '[[field]]\nof = "remark"\nid = "tone"\ntype = "choice"\nrequired = true\n'
        'values = [{id = "warm"}, {id = "cold"}]\n',
    )
    with pytest.raises(codebook.MappingNeededError) as caught:
        codebook.upgrade(session, new)
    paths = [use.need.path for use in caught.value.uses]
    assert set(paths) == {"place.quay", "remark.aside", "echo", "remark.tone"}
    mapping = dict.fromkeys(paths, "") | {"remark.aside": "words"}
    codebook.upgrade(session, new, mapping)
    (moved,) = annotate.load(session, DOCUMENT).annotations
    assert (moved.fields, moved.rows) == ({}, {})
    assert [(s.role, s.start) for s in moved.spans] == [("words", 0), ("words", 10)]
    kept = moved.extra["kept"]
    assert {each.get("field") or each.get("rows") for each in kept} == {
        "where",
        "tone",
        "echo",
    }
    assert kept[-1]["values"] == [{"fields": {"loudness": 3}, "spans": []}]


def test_a_redefined_field_keeps_what_fits(session: Session) -> None:
    annotate.add(session, remark(session, tone="cold", where="pier"))
    text = CODEBOOK.replace(
        'id = "tone"\ntype = "choice"', 'id = "tone"\ntype = "text"'
    )
    text = text.replace('\nvalues = [{id = "warm"}, {id = "cold"}]', "")
    text = text.replace('vocabulary = "place"', 'vocabulary = "place"\nmultiple = true')
    new = from_toml(text)
    codebook.upgrade(session, new, {"remark.tone": "tone", "remark.where": "where"})
    (moved,) = annotate.load(session, DOCUMENT).annotations
    assert dict(moved.fields) == {"tone": "cold"}
    assert [each["field"] for each in moved.extra["kept"]] == ["where"]


@pytest.mark.parametrize(
    "mapping", [{"tone.cold": "hot"}, {"tone.blue": "warm"}, {"cold": "", "warm": ""}]
)
def test_a_mapping_of_what_is_not_there_is_refused(
    session: Session, mapping: dict[str, str]
) -> None:
    annotate.add(session, remark(session, tone="cold"))
    new = remove_value(session.codebook, "remark.tone.cold")
    with pytest.raises(CodebookError):
        codebook.upgrade(session, new, mapping)
    assert session.codebook == small()


def test_the_same_codebook_is_no_step(session: Session) -> None:
    before = history.steps(session)
    codebook.upgrade(session, small())
    assert history.steps(session) == before


def test_old_versions_stay_in_the_project(session: Session) -> None:
    annotate.add(session, remark(session, tone="cold"))
    new = add_value(session.codebook, "remark.tone", "cool")
    codebook.upgrade(session, new)
    versions = [each.version for each in session.project.codebooks.all()]
    assert versions == ["1.0.0", "1.1.0"]


def test_two_colleagues_may_make_the_same_version_number(session: Session) -> None:
    one = add_value(session.codebook, "remark.tone", "cool")
    two = add_value(session.codebook, "remark.tone", "hot")
    assert one.version == two.version
    codebook.upgrade(session, one)
    codebook.upgrade(session, two)
    assert session.codebook.sha256 == two.sha256


def test_an_annotation_of_another_person_is_carried_over_too(session: Session) -> None:
    other = session.add_annotator("Bo")
    annotate.add(session, replace(remark(session, tone="cold"), annotator=other.uid))
    new = remove_value(session.codebook, "remark.tone.cold")
    assert codebook.upgrade(session, new, {"tone.cold": "warm"}).changed == 1
