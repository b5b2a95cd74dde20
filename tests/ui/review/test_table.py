# SPDX-License-Identifier: MIT
"""A long document is compared in slices, while its text can be read."""

from __future__ import annotations

import pytest

from annotator.services import annotate, entities
from annotator.services.review import desk as desks
from annotator.ui.review import table
from tests.services.review import twice


@pytest.fixture
def slow(monkeypatch, page):
    """The page, for which every document counts as long."""
    monkeypatch.setattr(table, "AT_ONCE", 0)
    return page


def opened(page):
    """Begin to compare the document."""
    page.open_document(twice.DOCUMENT)
    assert page.reviewer.desk is None
    return page


def compared(page, qtbot):
    qtbot.waitUntil(lambda: page.reviewer.item is not None)
    return page.reviewer.desk


def test_the_text_is_there_at_once_and_the_units_a_little_later(slow, qtbot):
    opened(slow)
    assert slow.reviewer.opening == twice.DOCUMENT
    assert slow.bench.text
    assert slow.article.cards == {}
    assert slow.queue.empty.text() == "Comparing the layers …"
    desk = compared(slow, qtbot)
    known = desks.load(slow.session, twice.DOCUMENT)
    assert [i.key for i in desk.items] == [i.key for i in known.items]
    assert slow.reviewer.opening is None
    assert slow.reviewer.item is not None
    assert slow.article.cards


def test_it_says_how_far_it_is_and_can_be_cancelled(slow, qtbot):
    jobs = []
    slow.reviewer.comparing.connect(jobs.append)
    slow.open_document(twice.DOCUMENT)
    (job,) = jobs
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert slow.reviewer.opening is None
    assert slow.reviewer.desk is None
    assert "not compared" in slow.window_.status.message()
    slow.open_document(twice.DOCUMENT)
    assert compared(slow, qtbot).items


def test_nothing_is_decided_before_all_is_compared(slow, qtbot):
    opened(slow)
    slow.reviewer.pick("person", 1)
    assert not slow.reviewer.accept()
    assert slow.session.project.decisions.of(twice.DOCUMENT) == ()
    compared(slow, qtbot)
    slow.typist.play("1 Enter")
    assert slow.session.project.decisions.of(twice.DOCUMENT)


def test_what_changes_meanwhile_is_compared_as_it_is_then(slow, qtbot):
    opened(slow)
    victim = slow.session.project.annotations.of(twice.DOCUMENT, "tilo", "primary")[0]
    annotate.delete(slow.session, twice.DOCUMENT, victim.uid)
    desk = compared(slow, qtbot)
    assert victim.uid not in desk.comparison.unit_of


def test_another_document_takes_the_place_of_one_under_way(slow, qtbot):
    opened(slow).open_document(None)
    assert slow.reviewer.opening is None
    qtbot.wait(30)
    assert slow.reviewer.desk is None


def test_a_passage_that_was_asked_for_is_asked_about_in_the_end(slow, qtbot):
    desk = compared(opened(slow), qtbot)
    last = desk.comparison.units[-1]
    slow.open_document(None)
    slow.show_annotation(twice.DOCUMENT, last.first.uid)
    assert slow.reviewer.desk is None
    compared(slow, qtbot)
    assert slow.reviewer.unit.number == last.number


def test_other_names_are_compared_while_the_old_questions_stand(slow, qtbot):
    before = compared(opened(slow), qtbot)
    key = slow.reviewer.item.key
    kind = slow.session.codebook.entity_types[0].id
    entities.create(slow.session, kind, "Somebody new")
    assert slow.reviewer.desk is before
    qtbot.waitUntil(lambda: slow.reviewer.desk is not before)
    assert slow.reviewer.item.key == key


def test_meanwhile_nothing_is_said_that_does_not_hold(slow, qtbot):
    opened(slow)
    assert slow.panel.quiet.text() == "Comparing the layers …"
    compared(slow, qtbot)
    assert not slow.panel.quiet.isVisibleTo(slow)
    slow.open_document(None)
    assert slow.panel.quiet.text() == "Nothing to decide here."


def test_annotations_that_changed_are_compared_beside_the_window_too(slow, qtbot):
    before = compared(opened(slow), qtbot)
    key = slow.reviewer.item.key
    victim = slow.session.project.annotations.of(twice.DOCUMENT, "tilo", "primary")[-1]
    annotate.delete(slow.session, twice.DOCUMENT, victim.uid)
    assert slow.reviewer.desk is before
    assert slow.reviewer.opening == twice.DOCUMENT
    qtbot.waitUntil(lambda: slow.reviewer.desk is not before)
    assert victim.uid not in slow.reviewer.desk.comparison.unit_of
    assert slow.reviewer.item.key == key


def test_a_decision_compares_nothing_anew(slow, qtbot):
    before = compared(opened(slow), qtbot)
    slow.typist.play("2 Enter")
    assert slow.reviewer.opening is None
    assert slow.reviewer.desk is not before
    assert slow.reviewer.desk.comparison is before.comparison
