# SPDX-License-Identifier: MIT
"""People: names, colours, roles; and that leaving deletes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.errors import NotFoundError, ValidationError
from annotator.services import annotate, history, people
from annotator.services.session import Session


def test_each_gets_initials_and_a_colour_of_their_own(session: Session) -> None:
    added = [people.add(session, f"Person {n}") for n in range(8)]
    assert added[0].initials == "P0"
    assert len({each.colour for each in added}) == 8


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": " Ann "}, "name"),
        ({"initials": "ABCDE"}, "initials"),
        ({"colour": "red"}, "colour"),
        ({"colour": "#12345G"}, "colour"),
        ({"role": "boss"}, "role"),
    ],
)
def test_what_makes_no_person_is_refused(
    session: Session, more: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        people.add(session, **{"name": "Cid", **more})  # type: ignore[arg-type]
    assert caught.value.field == field
    assert len(session.annotators()) == 2


def test_a_person_keeps_their_own_name(session: Session) -> None:
    ann = people.find(session, "Ann")
    changed = people.update(session, replace(ann, colour="#aabbcc"))
    assert changed.colour == "#AABBCC"
    assert people.find(session, "ann") == changed
    history.undo(session)
    back = people.find(session, "ann")
    assert len(back.revs) == len(changed.revs) + 1
    assert replace(back, revs=()) == replace(ann, revs=())


def test_leaving_deletes_nothing_and_can_be_taken_back(session: Session) -> None:
    before = annotate.load(session, "d1", "ann").annotations
    assert [each.uid for each in people.annotating(session)] == ["ann"]
    people.set_inactive(session, "ann", True)
    assert people.find(session, "ann").inactive
    assert people.annotating(session) == ()
    assert annotate.load(session, "d1", "ann").annotations == before
    assert "no more work" in history.describe(history.steps(session)[0])
    history.undo(session)
    assert not people.find(session, "ann").inactive


def test_who_did_what(session: Session) -> None:
    found = people.work(session)
    assert set(found) == {"ann"}
    assert found["ann"] == people.Work(2, 1, 24)


def test_an_unknown_name_is_told_with_the_known_ones(session: Session) -> None:
    with pytest.raises(NotFoundError, match=r"“Zoe”.*There are: Ann, Bob"):
        people.find_all(session, ["Ann", "Zoe"])


def test_everybody_may_lead_where_nobody_does(session: Session) -> None:
    assert people.may_lead(session)
    lead = people.add(session, "Ada", role="lead")
    assert not people.may_lead(session)
    with pytest.raises(ValidationError, match="Lead: Ada"):
        people.require_lead(session)
    session.use_annotator(lead.uid)
    people.require_lead(session)


def test_keeping_the_project_in_order_is_no_part_in_its_work(session: Session) -> None:
    with Session.open(session.path, annotator="Clerk", read_only=True) as clerk:
        assert clerk.project.annotators.row_id(clerk.annotator.uid) is None
    session.annotator = clerk.annotator
    people.set_inactive(session, "bob", True)
    assert [each.name for each in session.annotators()] == ["Ann", "Bob"]
