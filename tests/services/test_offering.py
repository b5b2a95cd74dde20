# SPDX-License-Identifier: MIT
"""What the codebook offers is begun as one step."""

from __future__ import annotations

import pytest

from annotator.model.progress import run
from annotator.services import annotate, history, offering
from annotator.services.session import Session
from annotator.services.transfer import import_files

TEXT = "Tolls\n\nThe council voted.\n\nNobody spoke.\n"


@pytest.fixture
def session(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    made = Session.create(tmp_path / "p.annotator", "semeval_stance", annotator="Ieva")
    run(import_files(made, [tmp_path / "a.txt"]))
    yield made
    made.close()


def test_all_is_begun_in_one_step_and_taken_back_in_one(session):
    (uid,) = session.project.documents.uids()
    assert offering.begin_offered(session, uid) == 3
    found = annotate.load(session, uid).annotations
    assert [each.spans[0].text for each in found] == [
        "Tolls",
        "The council voted.",
        "Nobody spoke.",
    ]
    assert {each.state for each in found} == {"draft"}
    (step,) = history.steps(session, limit=1)
    assert history.describe(step) == "Began 3 drafts"
    history.undo(session)
    assert annotate.load(session, uid).annotations == ()
    history.redo(session)
    assert len(annotate.load(session, uid).annotations) == 3


def test_nothing_is_begun_twice(session):
    (uid,) = session.project.documents.uids()
    offering.begin_offered(session, uid)
    before = len(history.steps(session))
    assert offering.begin_offered(session, uid) == 0
    assert len(history.steps(session)) == before
