# SPDX-License-Identifier: MIT
"""Threads on documents and annotations."""

from __future__ import annotations

import pytest

from annotator.model.errors import UserError
from annotator.model.progress import run
from annotator.services import annotate, history
from annotator.services.review import comments
from annotator.services.session import Session
from annotator.services.transfer import export, import_files
from tests.services.review import twice


class Seat:
    """Who sits at the keyboard."""

    def __init__(self, session):
        self.session = session

    def take(self, uid):
        self.session.annotator = self.session.project.annotators.get(uid)


@pytest.fixture
def seat(double):
    return Seat(double)


def test_a_thread_is_begun_answered_settled_and_taken_up_again(double, seat):
    seat.take(twice.IEVA)
    first = comments.add(double, twice.DOCUMENT, " Why mixed? ", annotation="t3")
    assert first.text == "Why mixed?"
    seat.take(twice.TILO)
    answer = comments.add(double, twice.DOCUMENT, "Both are there.", thread=first.uid)
    assert answer.annotation == "t3"
    (thread,) = comments.threads(double, twice.DOCUMENT)
    assert [c.text for c in thread.comments] == ["Why mixed?", "Both are there."]
    comments.resolve(double, first.uid, twice.DOCUMENT, resolved=True)
    assert comments.threads(double, twice.DOCUMENT)[0].resolved
    comments.add(double, twice.DOCUMENT, "Still.", thread=first.uid)
    assert not comments.threads(double, twice.DOCUMENT)[0].resolved


def test_what_others_say_is_unread_until_it_is_looked_at(double, seat):
    seat.take(twice.IEVA)
    said = comments.add(double, twice.DOCUMENT, "Look here.", annotation="t3")
    comments.add(double, twice.DOCUMENT, "On the whole.")
    assert comments.unread(double) == {}
    seat.take(twice.TILO)
    assert comments.unread(double) == {twice.DOCUMENT: 2}
    assert comments.counts(double, twice.DOCUMENT) == {"t3": (1, 1), None: (1, 1)}
    steps = len(history.steps(double))
    assert comments.mark_read(double, [said]) == 1
    assert comments.mark_read(double, [said]) == 0
    assert comments.unread(double) == {twice.DOCUMENT: 1}
    assert len(history.steps(double)) == steps


def test_own_words_can_be_changed_and_taken_back_others_not(double, seat):
    seat.take(twice.IEVA)
    said = comments.add(double, twice.DOCUMENT, "Look her.")
    better = comments.edit(double, said, "Look here.")
    assert better.text == "Look here."
    seat.take(twice.TILO)
    with pytest.raises(UserError, match="somebody else"):
        comments.edit(double, better, "Mine")
    comments.add(double, twice.DOCUMENT, "Yes.", thread=said.uid)
    seat.take(twice.IEVA)
    with pytest.raises(UserError, match="answered"):
        comments.remove(double, better)
    alone = comments.add(double, twice.DOCUMENT, "Never mind.")
    comments.remove(double, alone)
    assert len(comments.threads(double, twice.DOCUMENT)) == 1


def test_nothing_empty_and_nothing_about_nothing(double):
    with pytest.raises(UserError, match="empty"):
        comments.add(double, twice.DOCUMENT, "  ")
    with pytest.raises(UserError):
        comments.add(double, twice.DOCUMENT, "x", annotation="nobody")
    with pytest.raises(UserError):
        comments.add(double, twice.DOCUMENT, "x", thread="nobody")


def test_commenting_is_a_step_and_survives_a_restart(double):
    comments.add(double, twice.DOCUMENT, "Look here.")
    assert history.describe(history.next_undo(double)) == "Commented"
    history.undo(double)
    assert comments.threads(double, twice.DOCUMENT) == []
    history.redo(double)
    path = double.path
    double.close()
    with Session.open(path, annotator="Ana Ruiz") as again:
        (thread,) = comments.threads(again, twice.DOCUMENT)
        assert thread.first.text == "Look here."


def test_comments_do_not_give_away_what_is_hidden(double, seat):
    seat.take(twice.IEVA)
    comments.add(double, twice.DOCUMENT, "Of mine", annotation="i3")
    comments.add(double, twice.DOCUMENT, "Of his", annotation="t3")
    seat.take(twice.TILO)
    annotate.set_status(double, twice.DOCUMENT, "in_progress")
    said = [t.first.text for t in comments.threads(double, twice.DOCUMENT)]
    assert said == ["Of his"]


def test_they_travel_with_the_file(double, tmp_path, seat):
    seat.take(twice.IEVA)
    said = comments.add(double, twice.DOCUMENT, "Look here.", annotation="t3")
    comments.resolve(double, said.uid, twice.DOCUMENT, resolved=True)
    path = tmp_path / "all.jsonl"
    run(export(double, path, format="annotator-jsonl"))
    with Session.create(tmp_path / "q.annotator", "speaker_stance") as other:
        run(import_files(other, [path]))
        other.annotator = other.project.annotators.get(twice.IEVA)
        (thread,) = comments.threads(other, twice.DOCUMENT)
        assert (thread.first.text, thread.resolved) == ("Look here.", True)
        assert thread.first.annotation == "t3"
