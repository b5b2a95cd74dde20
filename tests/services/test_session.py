# SPDX-License-Identifier: MIT
"""Who works on what, and who is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.codebook_reader import from_body
from annotator.model.errors import LockedError, NotFoundError, ReadOnlyError
from annotator.services import annotate
from annotator.services import session as sessions
from annotator.services.events import Changed
from annotator.services.session import Session
from annotator.store.bulk import read_bundle
from annotator.store.project import Project
from tests.store import made


def test_a_new_project_has_its_codebook_and_nobody_in_it(tmp_path: Path) -> None:
    book = from_body(made.codebook().body)
    with Session.create(tmp_path / "n.annotator", book, "Title") as session:
        assert session.codebook == book
        assert session.title == "Title"
        assert session.annotators() == ()
        assert session.path == tmp_path / "n.annotator"
        assert not session.read_only


def test_opening_writes_nothing(session: Session) -> None:
    session.close()
    before = made.sha(session.path)
    with Session.open(session.path) as opened:
        annotate.load(opened, "d1")
        assert opened.codebook.id == "speaker_stance"
    assert made.sha(session.path) == before


def test_the_systems_user_is_the_first_and_is_stored_by_writing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.close()
    monkeypatch.setattr(sessions, "person", lambda: "Ieva Sand")
    with Session.open(session.path) as opened:
        assert (opened.annotator.name, opened.annotator.initials) == ("Ieva Sand", "IS")
        assert len(read_bundle(opened.project).header.annotators) == 2
        annotate.set_note(opened, "d1", "mine")
        assert opened.annotators()[-1] == opened.annotator
    monkeypatch.setattr(sessions, "person", lambda: "Somebody Else")
    with Session.open(session.path) as opened:
        assert opened.annotator.name == "Ieva Sand"  # who did last


def test_an_annotator_is_found_by_uid_and_by_name(session: Session) -> None:
    assert session.annotator.uid == "ann"
    session.close()
    with Session.open(session.path, annotator="bob") as opened:
        assert opened.annotator.name == "Bob"


def test_changing_places(session: Session) -> None:
    added = session.add_annotator("Cleo Dee", role="lead")
    session.use_annotator(added.uid)
    assert session.annotator == added
    with pytest.raises(NotFoundError):
        session.use_annotator("nobody")


def test_subscribers_hear_of_commits_only(session: Session) -> None:
    heard: list[Changed] = []
    stop = session.events.subscribe(heard.append)
    session.initiator = "form"
    annotate.set_note(session, "d1", "x")
    assert [c.tables for c in heard] == [frozenset({"layer", "history"})]
    assert heard[0].documents == {"d1"}
    assert heard[0].initiator == "form"
    with pytest.raises(ZeroDivisionError), session.write("x", {"layer"}):
        raise ZeroDivisionError
    assert len(heard) == 1
    stop()
    annotate.set_note(session, "d1", "y")
    assert len(heard) == 1


def test_a_locked_project_says_so_and_can_be_read(session: Session) -> None:
    with pytest.raises(LockedError):
        Session.open(session.path)
    with Session.open(session.path, read_only=True) as second:
        assert second.read_only
        with pytest.raises(ReadOnlyError):
            annotate.set_note(second, "d1", "x")


def test_a_failed_opening_gives_the_lock_back(session: Session) -> None:
    session.close()
    with pytest.raises(NotFoundError):
        Session.open(session.path, annotator=" ")
    Project.open(session.path).close()
