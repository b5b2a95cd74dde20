# SPDX-License-Identifier: MIT
"""What somebody who annotates blindly may take out of a project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.formats.losses import Losses
from annotator.model.document import Layer
from annotator.model.errors import UserError
from annotator.model.progress import run
from annotator.model.stored import StoredDocuments
from annotator.model.team import Annotator
from annotator.services import (
    annotate,
    assigning,
    entities,
    merging,
    people,
    rounds,
    stats,
    transfer,
)
from annotator.services.assignment_wish import Wish
from annotator.services.export_preview import preview
from annotator.services.export_sight import seen
from annotator.services.session import Session
from annotator.services.visibility import Sight
from annotator.store.items import Item
from tests.store import made

#: What only Bob marked or said, and what tells gold and repeats.
SECRETS = ("zugzwang", "palimpsest", "quincunx", "ambidextrous", "sotto voce")
TELLTALE = ('"gold"', "repeat_of")
FORMATS = ("annotator-jsonl", "csv", "brat")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ann and Bob have four documents in a closed round; Ann is at work."""
    who = (
        Annotator(uid="ada", name="Ada", role="lead"),
        Annotator(uid="ann", name="Ann"),
        Annotator(uid="bob", name="Bob"),
    )
    with made.new_project(tmp_path) as project:
        records = [_record(f"n{n}") for n in range(4)]
        made.insert(project, made.bundle(records, annotators=who))
    with Session.open(tmp_path / "p.annotator", annotator="ada") as session:
        wish = Wish(
            documents=[f"n{n}" for n in range(4)],
            per_document=0,
            people=["ann", "bob"],
            gold=["n1"],
            seed=1,
            repeats=1,
        )
        assigning.assign(session, assigning.plan(session, wish))
        _say(session)
        session.annotator = people.find(session, "ann")
        yield session


def _record(uid: str) -> object:
    bobs = made.annotation(
        f"b-{uid}", uid, annotator="bob", fields={"speaker": "lee", "notes": SECRETS[0]}
    )
    return made.record(
        uid,
        made.annotation(f"a-{uid}", uid, annotator="ann", fields={"notes": "by Ann"}),
        bobs,
        replace(
            bobs, uid=f"j-{uid}", layer="adjudicated", fields={"notes": SECRETS[2]}
        ),
        document=made.document(uid, f"{made.TEXT}Number {uid}."),
        layers=(
            Layer(document=uid, annotator="ann", status="in_progress", note="mine"),
            Layer(document=uid, annotator="bob", status="complete", note=SECRETS[1]),
        ),
        decisions=({"id": f"x-{uid}", "note": SECRETS[3]},),
    )


def _say(session: Session) -> None:
    with session.write("test", {"comment"}) as project:
        for uid, about, text in (
            ("c1", "a-n1", "to Ann"),
            ("c2", "b-n1", SECRETS[4]),
            ("c3", None, "to all"),
        ):
            data = {"id": uid, "author": "ada", "annotation": about, "text": text}
            item = Item(kind="comments", uid=uid, document="n1", data=data)
            project.items.add(item)


def written(session: Session, name: str = "annotator-jsonl", **choice: object) -> str:
    """All that an export writes, its report among it."""
    folder = session.path.parent / "out"
    selection = transfer.Selection(**choice)  # type: ignore[arg-type]
    job = transfer.export(
        session, folder, format=name, selection=selection, overwrite=True
    )
    report = run(job)
    files = [f.read_text("utf-8") for f in folder.rglob("*") if f.is_file()]
    return "\n".join([*files, str(report.summary)])


@pytest.mark.parametrize("name", FORMATS)
def test_own_layers_go_out_and_others_do_not(session: Session, name: str) -> None:
    found = written(session, name)
    assert "by Ann" in found or name == "brat"
    assert not [word for word in (*SECRETS, *TELLTALE) if word in found]
    assert not [word for word in SECRETS if word in preview(session, name)]


def test_what_is_left_out_is_told(session: Session) -> None:
    path = session.path.parent / "o.jsonl"
    report = run(transfer.export(session, path, format="annotator-jsonl"))
    told = "\n".join(map(str, report.loss_sentences))
    assert "layers of others that are hidden from you" in told
    (note,) = map(str, report.limits)
    assert note.startswith("A round is closed: of 6 documents only your own layers")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    said = [c["text"] for line in lines for c in line.get("comments", ())]
    assert said == ["to Ann", "to all"]


def test_a_document_that_is_done_goes_out_with_all_layers(session: Session) -> None:
    annotate.set_status(session, "n1", "complete", force=True)
    path = session.path.parent / "o.jsonl"
    run(transfer.export(session, path, format="annotator-jsonl"))
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    seen = {
        line["id"]: {a["id"] for a in line["annotations"]}
        for line in lines
        if line["kind"] == "document" and line.get("annotations")
    }
    assert seen["n1"] == {"a-n1", "b-n1", "j-n1"}
    assert seen["n2"] == {"a-n2"}


@pytest.mark.parametrize(
    "choice",
    [{"annotators": ["bob"]}, {"kinds": ("adjudicated",)}, {"majority": True}],
    ids=["others", "adjudicated", "majority"],
)
def test_others_layers_alone_are_refused(
    session: Session, choice: dict[str, object]
) -> None:
    with pytest.raises(UserError, match="hidden from you"):
        written(session, **choice)
    annotate.set_status(session, "n1", "complete", force=True)
    found = written(session, "csv", **choice)
    assert "n1" in found
    assert "n2" not in found


def test_a_lead_takes_everything(session: Session) -> None:
    session.annotator = people.find(session, "ada")
    found = written(session)
    assert not [word for word in (*SECRETS, *TELLTALE) if word not in found]


def test_an_opened_round_and_a_project_without_any_hide_nothing(
    session: Session,
) -> None:
    session.annotator = people.find(session, "ada")
    here = rounds.newest(session)
    assert here is not None
    rounds.set_opened(session, here.uid, True)
    session.annotator = people.find(session, "ann")
    assert not [word for word in SECRETS if word not in written(session)]
    session.annotator = people.find(session, "ada")
    rounds.remove(session, here.uid)
    session.annotator = people.find(session, "ann")
    assert not [word for word in SECRETS if word not in written(session)]


def test_what_a_blind_person_took_out_merges_and_takes_nothing_away(
    session: Session,
) -> None:
    path = session.path.parent / "own.jsonl"
    whole = session.path.parent / "whole.jsonl"
    annotate.set_note(session, "n2", "other words")
    run(transfer.export(session, path, format="annotator-jsonl"))
    session.annotator = people.find(session, "ada")
    run(transfer.export(session, whole, format="annotator-jsonl"))
    third = session.path.parent / "third.annotator"
    for order in ([path, whole], [whole, path]):
        third.unlink(missing_ok=True)
        with Session.create(
            third, "speaker_stance", title="t", annotator="ada"
        ) as other:
            for each in order:
                assert not run(merging.merge(other, [each])).conflicts
            again = session.path.parent / "again.jsonl"
            job = transfer.export(
                other, again, format="annotator-jsonl", overwrite=True
            )
            run(job)
            assert '"gold":["n1"]' in again.read_text("utf-8")
            assert other.project.annotations.find("n2", "b-n2") is not None


def test_counts_give_nothing_of_the_others_away(session: Session) -> None:
    mine = made.annotation("", "n0", annotator="", fields={"speaker": "lee"})
    annotate.add(session, replace(mine, codebook=None))
    found = stats.stats(session)
    assert found.people["bob"].annotations == 0
    assert found.hidden == found.documents
    uses = entities.use_counts(session)["lee"]
    assert uses == entities.rough_counts(session)["lee"]
    assert uses == entities.uses(session, "speaker", ["lee"], 99)["lee"]
    session.annotator = people.find(session, "ada")
    assert entities.use_counts(session)["lee"] > uses
    assert entities.rough_counts(session)["lee"] > uses
    assert entities.uses(session, "speaker", ["lee"], 99)["lee"] > uses
    found = stats.stats(session)
    assert found.people["bob"].annotations
    assert found.hidden == 0


def test_what_is_whole_stays_rows_that_a_writer_may_take(session: Session) -> None:
    records = StoredDocuments(())
    everything = Sight("ada", True)
    assert seen(records, everything, Losses()) is records
    assert seen(records, Sight("ann", False), Losses()) is not records
