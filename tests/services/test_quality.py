# SPDX-License-Identifier: MIT
"""Gold scores, second readings, warning lights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.main import main
from annotator.model.document import Layer
from annotator.model.errors import ValidationError
from annotator.model.team import Annotator
from annotator.services import assigning, board, lights, people, quality, rounds
from annotator.services.assignment_wish import Wish
from annotator.services.session import Session
from tests.store import made

TEXT = made.TEXT * 20


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Session]:
    """Ann and Bob finished twelve documents each; some are out of the way."""
    who = (
        Annotator(uid="ada", name="Ada", role="lead"),
        Annotator(uid="ann", name="Ann"),
        Annotator(uid="bob", name="Bob"),
    )
    records = [_record(n) for n in range(12)]
    with made.new_project(tmp_path) as project:
        made.insert(project, made.bundle(records, annotators=who))
    with Session.open(tmp_path / "p.annotator", annotator="ada") as session:
        wish = Wish(per_document=0, seed=1, gold=["n0", "n1"])
        assigning.assign(session, assigning.plan(session, wish))
        yield session


def _record(n: int) -> Any:
    uid = f"n{n}"
    seconds = {"ann": 100 + n, "bob": 110 + n}
    work = [_annotation(uid, who, k) for who in seconds for k in range(3)]
    if n == 0:  # Bob marks less, and says something else
        work = [each for each in work if each.uid != "bob-n0-0"]
        work = [
            replace(each, fields={"quote_type": "indirect", "speaker": "lee"})
            if each.uid == "bob-n0-1"
            else each
            for each in work
        ]
        right = [_annotation(uid, "ann", k, "adjudicated") for k in range(3)]
        work += [replace(each, uid=f"right{each.uid}") for each in right]
    if n == 3:
        work = [each for each in work if each.annotator == "ann"]
    if n == 4:
        seconds["bob"] = 1
    if n == 5:
        seconds["ann"] = 5000
    if n == 6:
        seconds["bob"] = 15
    if n == 7:
        work[0] = replace(work[0], state="draft")
    if n == 8:
        fields = {k: v for k, v in work[1].fields.items() if k != "quote_type"}
        work[1] = replace(work[1], fields=fields)
    layers = tuple(
        Layer(document=uid, annotator=who, status="complete", seconds=taken)
        for who, taken in seconds.items()
    )
    document = made.document(uid, TEXT)
    return made.record(uid, *work, document=document, layers=layers)


def _annotation(uid: str, who: str, k: int, layer: str = "primary") -> Any:
    spans = (made.span("content", 10 * k, 10 * k + 6, TEXT),)
    fields: dict[str, Any] = {"speaker": "lee", "quote_type": "direct"}
    if who == "ann":
        fields["confidence"] = 2
    return made.annotation(
        f"{who}-{uid}-{k}",
        uid,
        annotator=who,
        layer=layer,
        state="complete",
        spans=spans,
        fields=fields,
        rows={},
    )


def _lights(session: Session) -> dict[tuple[str, str | None], str]:
    found = lights.lights(session, board.load(session, None))
    return {
        (f"{each.person} {each.kind}", each.document): str(each.sentence)
        for each in found
    }


def test_lights_name_what_is_out_of_the_way_and_why(lead: Session) -> None:
    found = _lights(lead)
    assert "others found 3" in found["bob empty", "n3"]
    assert "nobody reads" in found["bob unread", "n4"]
    assert "times as long as usual" in found["ann slow", "n5"]
    assert "times as fast as usual" in found["bob fast", "n6"]
    assert "1 of its annotations are drafts" in found["ann drafts", "n7"]
    assert "lack “" in found["ann lacking", "n8"]
    assert "in 0 % of the annotations, the others in 100 %" in found["bob rarely", None]
    assert len(found) == 7


def test_ordinary_work_lights_nothing(lead: Session) -> None:
    with lead.write("test", {"layer", "annotation"}) as project:
        project.run("UPDATE layer SET seconds = 100, status = 'in_progress'")
    assert _lights(lead) == {}


def test_scores_on_gold_documents(lead: Session) -> None:
    found = quality.quality(lead)
    scores = {each.person.uid: each.score for each in found.gold}
    assert scores["ann"].overlap.f1 == scores["ann"].exact.f1 == 1
    assert scores["ann"].coding.share == 1
    bob = scores["bob"]
    assert bob.overlap.recall == pytest.approx(2 / 3)
    assert bob.overlap.precision == 1
    assert bob.fields["quote_type"].equal == 1
    assert bob.fields["quote_type"].compared == 2
    assert found.unanswered == ("n1",)
    assert found.repeats == ()


def test_alphas_of_fields_are_those_of_agreement(lead: Session) -> None:
    bob = next(each for each in quality.quality(lead).gold if each.person.uid == "bob")
    found = quality.alphas(lead.codebook, bob.score)
    # Of two values one is right: it is as chance would have it, or less.
    assert found["quote_type"].used == 2
    assert found["quote_type"].value == pytest.approx(0)
    assert found["speaker"].value is None
    assert "single value" in found["speaker"].why


def test_united_speakers_are_one(lead: Session) -> None:
    with lead.write("test", {"annotation"}) as project:
        for k in (1, 2):
            each = project.annotations.get("n0", f"bob-n0-{k}")
            fields = {**each.fields, "speaker": "lee2"}  # united with “lee”
            project.annotations.update(replace(each, fields=fields))
    bob = next(p for p in quality.quality(lead).gold if p.person.uid == "bob")
    assert bob.score.fields["speaker"].equal == 2


def test_a_second_reading_is_held_against_the_first(lead: Session) -> None:
    wish = Wish(
        round="Two",
        documents=["n11"],
        per_document=0,
        seed=1,
        repeats=1,
        people=["ann"],
    )
    plan = assigning.plan(lead, wish)
    assigning.assign(lead, plan)
    (copy,) = plan.copies
    original = str(copy.extra["repeat_of"])
    with lead.write("test", {"layer", "annotation"}) as project:
        for k in range(2):
            again = _annotation(copy.uid, "ann", k)
            sha256 = project.codebooks.current().sha256
            project.annotations.add(replace(again, codebook=sha256))
        project.layers.set(Layer(document=copy.uid, annotator="ann", status="complete"))
    (mine,) = quality.quality(lead, rounds.find(lead, "Two").uid).repeats
    assert mine.person.uid == "ann"
    assert set(mine.documents) == {original}
    assert mine.score.overlap.recall == pytest.approx(2 / 3)
    assert quality.quality(lead, rounds.find(lead, "Round 1").uid).repeats == ()


def test_annotators_do_not_see_it(lead: Session) -> None:
    lead.annotator = people.find(lead, "Ann")
    with pytest.raises(ValidationError, match="only leads and reviewers"):
        quality.quality(lead)
    with pytest.raises(ValidationError, match="only leads and reviewers"):
        lights.lights(lead, board.load(lead, None))


def test_the_command(lead: Session, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(lead.path)
    lead.close()
    assert main(["quality", path, "--by", "Ada", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in found["gold"]] == ["Ann", "Bob"]
    bob = found["gold"][1]["fields"]
    assert bob["quote_type"]["alpha"] == pytest.approx(0)
    assert bob["quote_type"]["alpha_of"] == 2
    assert bob["speaker"]["alpha"] is None
    assert "single value" in bob["speaker"]["why"]
    assert len(found["lights"]) == 7
    assert main(["quality", path, "--by", "Ada", "--round", "Round 1"]) == 0
    said = capsys.readouterr()
    assert "0.667" in said.out or "0.800" in said.out
    assert "quote_type" in said.out
    assert "without an answer: n1" in said.err
    assert main(["quality", path, "--by", "Ann"]) == 1
