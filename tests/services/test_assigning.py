# SPDX-License-Identifier: MIT
"""Assignment in a project: plans, steps, orders, gold, repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.document import Layer
from annotator.model.errors import NotFoundError, UserError, ValidationError
from annotator.model.progress import run
from annotator.model.team import Annotator
from annotator.services import (
    annotate,
    assigning,
    documents,
    handing_over,
    history,
    people,
    repeating,
    rounds,
    transfer,
)
from annotator.services.assignment_wish import Wish
from annotator.services.session import Session
from tests.store import made


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Session]:
    """A lead, three annotators and twenty documents."""
    with made.new_project(tmp_path) as project:
        add_documents(project, 20)
        with project.atomic():
            for name in ("Ada", "Ann", "Bob", "Cid"):
                role = "lead" if name == "Ada" else "annotator"
                person = Annotator(uid=name.lower(), name=name, role=role)
                project.annotators.add(person)
    with Session.open(tmp_path / "p.annotator", annotator="Ada") as session:
        yield session


def add_documents(project: object, count: int, first: int = 0) -> None:
    records = [
        made.record(
            f"n{n:03}",
            document=made.document(f"n{n:03}", f"Text {n}. " * (20 + n)),
            layers=(),
        )
        for n in range(first, first + count)
    ]
    made.insert(project, made.bundle(records, annotators=()))  # type: ignore[arg-type]


def assign(session: Session, **wish: object) -> assigning.Plan:
    planned = assigning.plan(session, Wish(**wish))  # type: ignore[arg-type]
    assigning.assign(session, planned)
    return planned


def orders(session: Session) -> dict[str, list[str]]:
    """Each person's documents in their order."""
    names = {each.uid: each.name for each in session.annotators()}
    found: dict[str, list[tuple[int, str]]] = {}
    for each in session.project.assignments.of_round():
        found.setdefault(names[each.annotator], []).append((each.order, each.document))
    for pairs in found.values():
        assert sorted(order for order, _ in pairs) == list(range(1, len(pairs) + 1))
    return {name: [uid for _, uid in sorted(pairs)] for name, pairs in found.items()}


def test_a_plan_stores_nothing(team: Session) -> None:
    planned = assigning.plan(team, Wish(per_document=2, seed=1))
    assert planned.is_new
    assert planned.documents == 20
    assert planned.readers == {2: 20}
    loads = [(each.person.name, each.documents) for each in planned.loads]
    assert dict(loads).keys() == {"Ann", "Bob", "Cid"}
    assert sum(count for _, count in loads) == 40
    assert rounds.all_of(team) == ()


def test_assigning_is_one_step(team: Session) -> None:
    assign(team, round="Pilot", kind="pilot", overlap=0.2, seed=5)
    here = rounds.find(team, "Pilot")
    assert here.kind == "pilot"
    assert here.settings == {"per_document": 2, "overlap": 0.2, "seed": 5}
    assert here.codebook["version"] == "1.0.0"
    assert Counter(map(len, orders(team).values())) == Counter([8, 8, 8])
    assert "20 documents in “Pilot”" in history.describe(history.steps(team)[0])
    history.undo(team)
    assert rounds.all_of(team) == ()
    assert orders(team) == {}
    history.redo(team)
    assert sum(map(len, orders(team).values())) == 24


def test_the_same_seed_gives_the_same_and_again_gives_nothing(team: Session) -> None:
    wish = Wish(per_document=2, seed=9)
    one, other = assigning.plan(team, wish), assigning.plan(team, wish)
    pairs = [
        {(a.document, a.annotator, a.order) for a in each.assignments}
        for each in (one, other)
    ]
    assert pairs[0] == pairs[1]
    assigning.assign(team, one)
    assert assigning.plan(team, Wish(per_document=2)).assignments == ()


def test_orders_differ_and_stay_when_documents_are_added(team: Session) -> None:
    assign(team, per_document=0, seed=3)
    before = orders(team)
    assert before["Ann"] != before["Bob"] != before["Cid"]
    add_documents(team.project, 10, 20)
    assert assign(team, per_document=0).documents == 10
    after = orders(team)
    assert all(after[name][:20] == before[name] for name in before)
    assert all(len(each) == 30 for each in after.values())


def test_by_hand(team: Session) -> None:
    here = rounds.add(team, "Hand")
    assert assigning.give(team, here.uid, ["n001", "n002", "n001"], "Ann") == 2
    assert assigning.give(team, here.uid, ["n002", "n003"], "Ann") == 1
    assert orders(team) == {"Ann": ["n001", "n002", "n003"]}
    assert assigning.take(team, here.uid, ["n002", "n009"], "Ann") == 1
    assert {a.document for a in team.project.assignments.of_round()} == {"n001", "n003"}
    assert assigning.take(team, here.uid, ["n002"], "Ann") == 0


def test_a_round_keeps_its_kind(team: Session) -> None:
    assign(team, round="Pilot", kind="pilot")
    with pytest.raises(ValidationError, match="pilot round"):
        assigning.plan(team, Wish(round="Pilot", kind="production"))


@pytest.mark.parametrize(
    ("wish", "error", "words"),
    [
        (Wish(per_document=4), ValidationError, "there are 3"),
        (Wish(overlap=1.5), ValidationError, "between 0 and 1"),
        (Wish(documents=["nowhere"]), NotFoundError, "nowhere"),
        (Wish(gold=["nowhere"]), NotFoundError, "nowhere"),
        (Wish(people=["Zoe"]), NotFoundError, "There are: Ada, Ann, Bob, Cid"),
        (Wish(people=[]), ValidationError, "nobody"),
        (Wish(filter="nosuchword"), ValidationError, "no document fits"),
        (Wish(round="New", kind="party"), ValidationError, "kind of round"),
        (Wish(repeats=-1), ValidationError, "fewer"),
    ],
)
def test_what_cannot_be_is_refused(
    team: Session, wish: Wish, error: type[UserError], words: str
) -> None:
    with pytest.raises(error, match=words):
        assigning.plan(team, wish)


def test_whoever_left_gets_nothing(team: Session) -> None:
    people.set_inactive(team, people.find(team, "Cid").uid, True)
    assign(team)
    assert set(orders(team)) == {"Ann", "Bob"}
    with pytest.raises(ValidationError, match="inactive"):
        assigning.plan(team, Wish(people=["Cid"]))


def test_a_filter_chooses(team: Session) -> None:
    assert assign(team, filter='title:"n01"').documents == 10


def test_gold_goes_to_everybody_and_lies_among_the_rest(team: Session) -> None:
    planned = assign(team, gold=["n004", "n005"], seed=2)
    assert any("2 of the gold" in note for note in planned.notes)
    for name, uids in orders(team).items():
        assert {"n004", "n005"} <= set(uids), name
        places = [uids.index(uid) for uid in ("n004", "n005")]
        assert max(places) < len(uids) - 1 or min(places) < len(uids) - 2, name
    assert rounds.newest(team).gold == ("n004", "n005")  # type: ignore[union-attr]


def test_gold_that_a_lead_completed_needs_no_note(team: Session) -> None:
    with team.write("test", {"layer"}) as project:
        who = team.annotator.uid
        project.layers.set(Layer(document="n004", annotator=who, status="complete"))
    planned = assigning.plan(team, Wish(gold=["n004"]))
    assert planned.notes == ()


def test_repeats_are_copies_that_come_late(team: Session) -> None:
    planned = assign(team, per_document=0, seed=4, repeats=2)
    project = team.project
    original = {copy.uid: copy.extra[repeating.REPEAT_OF] for copy in planned.copies}
    for copy in planned.copies:
        stored = project.documents.get(copy.uid)
        assert stored.text == project.documents.get(original[copy.uid]).text
    for uids in orders(team).values():
        assert len(uids) == 22
        for copy in (uid for uid in uids if uid in original):
            assert uids.index(copy) - uids.index(original[copy]) >= 10
    # Copies are never assigned as documents of their own.
    assert assigning.plan(team, Wish(per_document=0)).assignments == ()
    assert repeating.read_twice(team).keys() == {
        each.uid for each in people.annotating(team)
    }


def test_repeats_prefer_what_was_completed_in_an_earlier_round(team: Session) -> None:
    assign(team, round="One", documents=["n000", "n001"], per_document=0, seed=1)
    ann = people.find(team, "Ann")
    team.annotator = ann
    annotate.set_status(team, "n000", "complete")
    later = [f"n{n:03}" for n in range(2, 12)]
    planned = assign(
        team, round="Two", documents=later, people=["Ann"], seed=1, repeats=1
    )
    assert [each.extra[repeating.REPEAT_OF] for each in planned.copies] == ["n000"]


def test_too_few_documents_leave_no_room_for_repeats(team: Session) -> None:
    wish = Wish(documents=["n000", "n001"], per_document=0, repeats=1)
    planned = assigning.plan(team, wish)
    assert planned.copies == ()
    assert any("3 of the wished repeats" in note for note in planned.notes)


def test_another_codebook_is_told(team: Session) -> None:
    assign(team, round="One")
    newer = made.codebook("1.1.0")
    with team.write("test", {"codebook"}) as project:
        project.codebooks.add(newer)
        project.codebooks.set_current(newer.sha256)
    planned = assigning.plan(team, Wish(round="One"))
    assert any("version 1.0.0" in note and "1.1.0" in note for note in planned.notes)


def test_rounds_have_names_of_their_own(team: Session) -> None:
    here = rounds.add(team, " Pilot ")
    assert here.name == "Pilot"
    with pytest.raises(ValidationError, match="already"):
        rounds.add(team, "Pilot")
    with pytest.raises(ValidationError, match="needs a name"):
        rounds.update(team, replace(here, name=" "))
    assert rounds.update(team, replace(here, name="Trial")).name == "Trial"
    with pytest.raises(NotFoundError, match="There are: Trial"):
        rounds.find(team, "Pilot")


def test_only_a_lead_opens_a_round(team: Session) -> None:
    here = rounds.add(team, "Pilot")
    assert rounds.set_opened(team, here.uid, True).opened
    team.annotator = people.find(team, "Ann")
    with pytest.raises(ValidationError, match="Lead: Ada"):
        rounds.set_opened(team, here.uid, False)


def test_removing_a_round_keeps_the_work(team: Session) -> None:
    assign(team, round="One")
    with team.write("test", {"layer"}) as project:
        who = people.find(team, "Ann").uid
        project.layers.set(Layer(document="n001", annotator=who, status="complete"))
    rounds.remove(team, rounds.find(team, "One").uid)
    assert rounds.all_of(team) == ()
    assert orders(team) == {}
    assert team.project.layers.get("n001", who).status == "complete"


# -- the list of documents ------------------------------------------------------


def _listed(session: Session, filter: str = "", sort: str = "assigned") -> list[str]:
    ids = documents.rows(session, filter, sort)
    return [each.uid for each in documents.page(session, ids)]


def test_the_list_follows_ones_own_order(team: Session) -> None:
    assign(team, documents=[f"n{n:03}" for n in range(8)], per_document=0, seed=3)
    assign(team, round="Later", documents=["n015", "n010"], per_document=0, seed=3)
    team.annotator = people.find(team, "Ann")
    mine = orders_in(team, "Round 1", "ann") + orders_in(team, "Later", "ann")
    assert _listed(team, "assigned:me") == mine
    # What is not one's own comes after that, by title.
    assert _listed(team)[:10] == mine
    assert _listed(team)[10:] == sorted(set(_listed(team)) - set(mine))
    assert _listed(team, "round:later") == mine[8:]
    assert len(_listed(team, "assigned:none")) == 10
    assert len(_listed(team, "assigned:bob n015")) == 1
    assert _listed(team, "assigned:zoe") == []


def orders_in(session: Session, name: str, who: str) -> list[str]:
    here = rounds.find(session, name).uid
    found = session.project.assignments.of_round(here)
    return [
        a.document for a in sorted(found, key=lambda a: a.order) if a.annotator == who
    ]


def test_ones_own_totals_count_what_is_assigned(team: Session) -> None:
    assign(team, documents=["n001", "n002", "n003"], per_document=0)
    team.annotator = people.find(team, "Ann")
    assert documents.has_assignments(team)
    annotate.set_status(team, "n001", "complete")
    annotate.set_status(team, "n009", "complete")
    found = documents.totals(team, mine=True)
    assert found.documents == 3
    assert found.by_status["complete"] == 1
    assert found.by_status["new"] == 2
    assert documents.totals(team).documents == 20
    team.annotator = people.find(team, "Ada")
    assert not documents.has_assignments(team)


def test_exports_leave_repeats_out_unless_asked(team: Session, tmp_path: Path) -> None:
    plan = assign(team, per_document=0, seed=4, repeats=1)
    copies = {each.uid for each in plan.copies}
    assert copies

    def exported(format: str, **more: object) -> tuple[str, list[str]]:
        path = tmp_path / "out"
        selection = transfer.Selection(**more)  # type: ignore[arg-type]
        job = transfer.export(
            team,
            path.with_suffix(".jsonl"),
            format=format,
            selection=selection,
            overwrite=True,
        )
        report = run(job)
        text = path.with_suffix(".jsonl").read_text("utf-8")
        return text, [str(each) for each in report.loss_sentences]

    text, losses = exported("hf-jsonl")
    assert not any(uid in text for uid in copies)
    assert any("read a second time" in each for each in losses)
    text, losses = exported("hf-jsonl", repeats=True)
    assert all(uid in text for uid in copies)
    assert not any("read a second time" in each for each in losses)
    text, _ = exported("annotator-jsonl")
    assert all(uid in text for uid in copies)


# -- handing over


def test_what_was_not_begun_goes_to_others_evenly(team: Session) -> None:
    assign(team, per_document=1, seed=3)
    here = rounds.find(team, "Round 1").uid
    before = orders(team)
    anns = before["Ann"]
    team.annotator = people.find(team, "Ann")
    annotate.set_status(team, anns[0], "complete")
    team.annotator = people.find(team, "Ada")
    plan = handing_over.plan(team, here, "Ann")
    assert {each.document for each in plan.gone} == set(anns[1:])
    assert orders(team) == before
    handing_over.hand_over(team, plan)
    found = team.project.assignments.of_round(here)
    mine = [each.document for each in found if each.annotator == "ann"]
    assert mine == [anns[0]]
    loads = Counter(each.annotator for each in found)
    assert abs(loads["bob"] - loads["cid"]) <= 1
    assert sum(loads.values()) == 20
    assert "of Ann to others" in history.describe(history.steps(team)[0])
    history.undo(team)
    assert orders(team) == before


def test_what_everybody_has_stays(team: Session) -> None:
    assign(team, per_document=0, seed=3)
    here = rounds.find(team, "Round 1").uid
    plan = handing_over.plan(team, here, "Ann")
    assert plan.given == {}
    assert len(plan.nobody) == 20
    handing_over.hand_over(team, plan)
    assert len(team.project.assignments.of_round(here)) == 60
    with pytest.raises(ValidationError, match="nobody"):
        handing_over.plan(team, here, "Ann", ["Ann"])
