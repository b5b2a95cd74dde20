# SPDX-License-Identifier: MIT
"""Records that were changed on both sides, in the queue and on the cards."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from annotator.model.progress import run
from annotator.services import annotate, entities, rounds
from annotator.services.merging import merge
from annotator.services.review import decide
from annotator.services.session import Session
from annotator.ui.modes import REVIEW
from tests.services.review import twice
from tests.ui.typist import Typist

LONG = "The mayor spoke twice, and the second time she took back what was {} before."


def edit(path, tag):
    with Session.open(path, annotator=twice.TILO) as session:
        entity = entities.get(session, "voss")
        entities.update(session, replace(entity, name=f"{tag} Voss"))
        annotate.set_note(session, twice.DOCUMENT, LONG.format(tag))
        here = rounds.find(session, "One")
        rounds.update(session, replace(here, name=f"One {tag}"))


@pytest.fixture
def page(tmp_path, show_window):
    """The review of a document after a merge of two copies changed apart."""
    mine = twice.project(tmp_path / "mine.annotator")
    with Session.open(mine) as session:
        rounds.add(session, "One")
    other = tmp_path / "other.annotator"
    shutil.copy(mine, other)
    edit(mine, "Ada")
    edit(other, "Eda")
    with Session.open(mine) as session:
        ana = session.add_annotator("Ana Ruiz", role="reviewer")
        session.use_annotator(ana.uid)
        run(merge(session, [other]))
    window = show_window(mine)
    Typist(window).play("Alt+2")
    found = window.modes.page(REVIEW)
    found.typist = Typist(window)
    return found


def lines(page):
    model = page.queue._model
    items = [each for each in page.reviewer.shown if each.conflict]
    return [model.line(each) for each in items]


def test_the_queue_says_which_record_it_is(page):
    found = {line.title.split(" · ")[0]: line.spoken for line in lines(page)}
    assert sorted(found) == ["Layer", "Round", "Speaker"]
    assert (
        "Ada Voss or Eda Voss" in found["Speaker"]
        or "Eda Voss or Ada" in (found["Speaker"])
    )
    assert "Tilo Brandt" in found["Layer"]


def test_both_sides_are_shown_and_one_is_taken_by_keyboard(page):
    kinds = []
    while page.reviewer.item.conflict is not None:
        kinds.append(page.reviewer.item.conflict.kind)
        assert page.panel.about.isVisibleTo(page)
        assert not page.panel.reason.isVisibleTo(page)
        assert not page.panel.note.isVisibleTo(page)
        said = [card.card.spoken for card in page.panel.cards]
        assert len(said) == 2
        assert any("Ada" in each for each in said)
        assert any("Eda" in each for each in said)
        want = next(n for n, each in enumerate(said, 1) if "Eda" in each)
        page.typist.play(f"{want} Enter")
    assert sorted(kinds) == ["entity", "layer", "rounds"]
    assert page.panel.reason.isVisibleTo(page)
    session = page.session
    assert entities.get(session, "voss").name == "Eda Voss"
    layer = session.project.layers.get(twice.DOCUMENT, twice.TILO)
    assert layer.note == LONG.format("Eda")
    assert [each.name for each in rounds.all_of(session)] == ["One Eda"]
    assert session.project.rivals.count() == 0


def test_of_long_texts_the_difference_is_marked(page):
    page.reviewer.choose(
        next(
            each
            for each in page.reviewer.shown
            if each.conflict and each.conflict.kind == "layer"
        )
    )
    parts = [card.card.parts for card in page.panel.cards]
    strong = {part.text for some in parts for part in some if part.look == "strong"}
    assert strong == {"Ada", "Eda"}


def test_where_two_reviewers_decided_differently_both_are_named(page):
    while page.reviewer.item.conflict is not None:
        page.typist.play("1 Enter")
    session, desk = page.session, page.reviewer.desk
    item, unit = page.reviewer.item, page.reviewer.unit
    decide.take(session, desk, item, unit.made[0])
    rex = session.add_annotator("Rex Holm", role="reviewer")
    theirs = session.project.decisions.of(twice.DOCUMENT)[0]
    other = unit.made[1].uid
    with session.write("test", {"decision"}, (twice.DOCUMENT,)) as project:
        made = replace(
            theirs, uid="other", author=rex.uid, taken=other, at=theirs.at + 1, revs=()
        )
        project.decisions.add(made)
    page.reviewer.choose(page.reviewer.desk.item(item.key))
    said = page.panel.before.text()
    assert said.startswith("Decided differently.")
    assert "Rex Holm: as Tilo Brandt" in said
    assert "Ana Ruiz: as Ieva Sand" in said
