# SPDX-License-Identifier: MIT
"""A reviewer's package: what others completed, out and back by files alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.document import Layer
from annotator.model.errors import UserError
from annotator.model.progress import run
from annotator.model.team import Annotator
from annotator.services import (
    annotate,
    merging,
    packaging,
    people,
    rounds,
    transfer,
    visibility,
)
from annotator.services.review import comments, decide
from annotator.services.review import desk as desks
from annotator.services.review.reasons import reasons, set_reasons
from annotator.services.session import Session
from annotator.store.check import check
from tests.store import made

#: What is not to be in Rex's file.
SECRETS = ("zugzwang", "palimpsest", "about the unfinished", "repeat_of", "Cidrake")


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Session]:
    """Ann and Bob completed n0 to n2, Bob has begun n3, Cid completed n4."""
    who = (
        Annotator(uid="ada", name="Ada", role="lead"),
        Annotator(uid="rex", name="Rex", role="reviewer"),
        Annotator(uid="ann", name="Ann"),
        Annotator(uid="bob", name="Bob"),
        Annotator(uid="cid", name="Cidrake"),
    )
    with made.new_project(tmp_path) as project:
        records = [_record(n) for n in range(5)]
        made.insert(project, made.bundle(records, annotators=who))
    with Session.open(tmp_path / "p.annotator", annotator="ada") as session:
        set_reasons(session, ["clearly so"])
        comments.add(session, "n0", "look here", annotation="b0")
        comments.add(session, "n3", "about the unfinished", annotation="b3")
        session.annotator = people.find(session, "bob")
        annotate.set_note(session, "n0", "palimpsest " * 500)
        annotate.set_note(session, "n0", "")
        session.annotator = people.find(session, "ada")
        yield session


def _record(n: int) -> object:
    uid = f"n{n}"
    notes = {"notes": "zugzwang"} if n >= 3 else {}
    annotations, layers = [], []
    for who, kind in _workers(n).items():
        fields = {"speaker": "lee", "quote_type": kind, **notes}
        annotations.append(
            made.annotation(f"{who[0]}{n}", uid, annotator=who, fields=fields)
        )
        status = "in_progress" if n == 3 else "complete"
        layers.append(Layer(document=uid, annotator=who, status=status))
    more = {"extra": {"repeat_of": "x"}, "revs": ("00",)} if n == 3 else {}
    document = made.document(uid, f"{made.TEXT}Number {n}.", **more)
    return made.record(uid, *annotations, document=document, layers=tuple(layers))


def _workers(n: int) -> dict[str, str]:
    """Who marked something in a document, and what they take it for."""
    if n == 4:
        return {"cid": "direct"}
    return {"bob": "indirect"} if n == 3 else {"ann": "direct", "bob": "indirect"}


def packed(session: Session, name: str = "rex.annotator", **options: object) -> Path:
    path = session.path.parent / name
    options = {"review_of": ["Ann", "Bob"], "overwrite": True, **options}
    run(packaging.package(session, "Rex", path, **options))  # type: ignore[arg-type]
    return path


def decided(path: Path) -> None:
    """Rex adjudicates everything in his file."""
    with Session.open(path) as session:
        for uid in ("n0", "n1", "n2"):
            desk = desks.load(session, uid)
            for item in [each for each in desk.items if each.difference]:
                unit = desk.unit(item)
                assert unit is not None
                decide.take(session, desk, item, unit.made[0], "clearly so", "a note")
                desk = desks.reload(session, desk)
        comments.add(session, "n1", "seen by Rex", annotation="a1")


def exported(session: Session) -> bytes:
    path = session.path.parent / "out.jsonl"
    run(transfer.export(session, path, format="annotator-jsonl", overwrite=True))
    return path.read_bytes()


def test_it_has_what_a_reviewer_needs(lead: Session) -> None:
    path = lead.path.parent / "rex.annotator"
    report = run(packaging.package(lead, "Rex", path, review_of=["Ann", "Bob"]))
    assert report.contents.documents == 3
    assert report.contents.annotations == 6
    assert report.contents.review_of == ("Ann", "Bob")
    with Session.open(path) as session:
        assert session.annotator.name == "Rex"
        assert visibility.sees_everything(session)
        assert reasons(session) == ("clearly so",)
        desk = desks.load(session, "n0")
        assert [each.name for each in desk.people] == ["Ann", "Bob"]
        assert [str(each.facet) for each in desk.items] == ["field.quote_type"]
        (thread,) = comments.threads(session, "n0")
        assert thread.first.text == "look here"
    assert list(check(path)) == []


def test_not_a_byte_of_what_is_not_finished_or_not_asked_for(lead: Session) -> None:
    data = packed(lead).read_bytes()
    assert not [word for word in SECRETS if word.encode() in data]
    whole = lead.path.read_bytes()
    assert not [word for word in SECRETS if word.encode() not in whole]


def test_returned_it_is_merged_like_any_other(lead: Session) -> None:
    before = exported(lead)
    path = packed(lead)
    assert not run(merging.merge(lead, [path])).changes
    assert exported(lead) == before
    decided(path)
    report = run(merging.merge(lead, [path]))
    assert not report.conflicts
    results = lead.project.annotations.of("n0", None, "adjudicated")
    assert [(each.annotator, each.fields["quote_type"]) for each in results] == [
        ("rex", "direct")
    ]
    (decision,) = lead.project.decisions.of("n0")
    assert (decision.author, decision.reason) == ("rex", "clearly so")
    assert lead.project.annotations.get("n0", "a0").fields["quote_type"] == "direct"
    assert lead.project.annotations.get("n0", "b0").fields["quote_type"] == "indirect"
    assert [t.first.text for t in comments.threads(lead, "n1")] == ["seen by Rex"]
    after = exported(lead)
    assert not run(merging.merge(lead, [path])).changes
    assert exported(lead) == after


def test_what_was_decided_goes_out_again_and_may_be_decided_otherwise(
    lead: Session,
) -> None:
    path = packed(lead)
    decided(path)
    run(merging.merge(lead, [path]))
    again = packed(lead, "again.annotator", review_of=[])
    with Session.open(again) as session:
        desk = desks.load(session, "n0")
        assert [each.state for each in desk.items] == ["decided"]
        unit = desk.unit(desk.items[0])
        assert unit is not None
        decide.take(session, desk, desk.items[0], unit.made[1])
    run(merging.merge(lead, [again]))
    (result,) = lead.project.annotations.of("n0", None, "adjudicated")
    assert result.fields["quote_type"] == "indirect"


def test_annotators_and_reviewers_files_in_all_orders(
    lead: Session, tmp_path: Path
) -> None:
    rex = packed(lead)
    decided(rex)
    ann = tmp_path / "ann.annotator"
    run(packaging.package(lead, "Ann", ann))
    with Session.open(ann) as session:
        theirs = session.project.annotations.get("n0", "a0")
        fields = {**theirs.fields, "quote_type": "mixed"}
        annotate.update(session, replace(theirs, fields=fields))
    third = tmp_path / "third.annotator"
    lead.close()
    found = set()
    for order in itertools.permutations((rex, ann, lead.path)):
        third.unlink(missing_ok=True)
        with Session.create(third, "speaker_stance", annotator="ada") as session:
            for path in order:
                assert not run(merging.merge(session, [path])).conflicts
            found.add(exported(session))
            # The primary changed after the decision: it is open again.
            desk = desks.load(session, "n0")
            assert {each.state for each in desk.items} == {"reopened"}
    assert len(found) == 1


def test_only_documents_of_a_round(lead: Session) -> None:
    rounds.add(lead, "One")
    with pytest.raises(UserError, match="nobody has completed"):
        packed(lead, round_names=["One"])


def test_only_who_reviews_gets_one(lead: Session) -> None:
    path = lead.path.parent / "x.annotator"
    with pytest.raises(UserError, match="no reviewer"):
        run(packaging.package(lead, "Ann", path, review_of=[]))
    rounds.add(lead, "One")
    lead.annotator = people.find(lead, "ann")
    for options in ({"review_of": []}, {}):
        with pytest.raises(UserError, match="hidden from you"):
            run(packaging.package(lead, "Rex", path, **options))  # type: ignore[arg-type]
    run(packaging.package(lead, "Ann", path))
    assert path.exists()
