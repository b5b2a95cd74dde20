# SPDX-License-Identifier: MIT
"""Speakers and vocabulary entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.errors import NotFoundError, ValidationError
from annotator.services import annotate, entities, history
from annotator.services.session import Session


def test_only_live_entities_are_listed(session: Session) -> None:
    assert [e.uid for e in entities.entities(session, "speaker")] == ["lee"]
    assert entities.entities(session, "place") == []


def test_creating_keeps_local_facts_in_the_document(session: Session) -> None:
    made = entities.create(
        session,
        "speaker",
        " Bo ",
        "person",
        aliases=("B", "Bo", "B", ""),
        attributes={"wikidata": "Q1", "empty": ""},
        document_uid="d2",
        document_attributes={"role": "mayor", "country": ""},
    )
    assert (made.name, made.aliases, made.attributes) == (
        "Bo",
        ("B",),
        {"wikidata": "Q1"},
    )
    assert len(made.revs) == 1
    assert annotate.load(session, "d2").speakers[made.uid] == {"role": "mayor"}
    history.undo(session)
    assert entities.get(session, made.uid).deleted
    assert made.uid not in annotate.load(session, "d2").speakers


def test_a_name_is_needed(session: Session) -> None:
    with pytest.raises(ValidationError):
        entities.create(session, "speaker", "  ")


def test_learning_a_known_name_is_no_step(session: Session) -> None:
    first = entities.learn_alias(session, "lee", "Ms Lee")
    steps = len(history.steps(session))
    assert entities.learn_alias(session, "lee", " Ms Lee ") == first
    assert entities.learn_alias(session, "lee", "Āda Lee") == first
    assert len(history.steps(session)) == steps


def test_unifying_keeps_both_and_counts_for_the_one_that_stays(
    session: Session,
) -> None:
    other = entities.create(session, "speaker", "Bo", aliases=("Mr Bo",))
    before = annotate.load(session, "d1").annotations
    stays = entities.unify(session, "lee", other.uid)
    assert stays.aliases == ("Mr Bo", "Āda Lee")
    assert entities.get(session, "lee").merged_into == other.uid
    assert entities.resolve(session, "lee2").uid == other.uid
    assert annotate.load(session, "d1").annotations == before
    assert entities.use_counts(session, "speaker") == {other.uid: 1}
    with pytest.raises(ValidationError):
        entities.unify(session, other.uid, "lee")
    history.undo(session)
    assert entities.use_counts(session, "speaker") == {"lee": 1}


def test_entries_of_an_open_vocabulary(session: Session) -> None:
    made = entities.create_entry(session, "issue", "War", "for it", parent="peace")
    assert [e.uid for e in entities.entries(session, "issue")] == ["peace", made.uid]
    after = entities.update_entry(session, replace(made, label="The war"))
    assert after.revs[:-1] == made.revs
    entities.unify_entries(session, "issue", "peace", made.uid)
    assert [e.label for e in entities.entries(session, "issue")] == ["The war"]
    assert entities.entry_counts(session, "issue") == {made.uid: 1}


def test_what_an_entry_needs(session: Session) -> None:
    with pytest.raises(ValidationError, match="definition"):
        entities.create_entry(session, "issue", "War")
    with pytest.raises(NotFoundError):
        entities.create_entry(session, "nothing", "War", "x")
    with pytest.raises(ValidationError):
        entities.create_entry(session, "issue", " ", "x")


def _names(session: Session) -> list[str]:
    return [e.name for e in entities.entities(session, "speaker")]


def test_lists_that_are_remembered_follow_every_change(session: Session) -> None:
    before = _names(session)
    made = entities.create(session, "speaker", "Bo")
    assert _names(session) == [*before, "Bo"]
    entities.update(session, replace(made, name="Boris"))
    assert _names(session) == [*before, "Boris"]
    history.undo(session)
    assert _names(session) == [*before, "Bo"]
    entities.unify(session, made.uid, "lee")
    assert _names(session) == before
    history.undo(session)
    assert _names(session) == [*before, "Bo"]


def test_a_change_that_fails_is_not_remembered(session: Session) -> None:
    before = _names(session)

    def fail() -> None:
        with session.grouped("entity.add"):
            entities.create(session, "speaker", "Bo")
            assert _names(session) == [*before, "Bo"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert _names(session) == before


def test_few_are_counted_exactly_and_no_further_than_asked(session: Session) -> None:
    other = entities.create(session, "speaker", "Other")
    assert entities.uses(session, "speaker", ["lee", other.uid], 100) == {
        "lee": 1,
        other.uid: 0,
    }
    assert entities.uses(session, "speaker", ["lee"], 0) == {"lee": 0}
    entities.unify(session, "lee", other.uid)
    assert entities.uses(session, "speaker", [other.uid], 100) == {other.uid: 1}
    assert entities.rough_counts(session, "speaker") == {other.uid: 1}
