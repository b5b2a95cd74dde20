# SPDX-License-Identifier: MIT
"""The sample project is made once, and opened as one of its annotators."""

from __future__ import annotations

from annotator.services import documents
from annotator.services.sample import make_sample
from annotator.services.session import Session


def test_sample_project_opens_as_its_first_annotator(tmp_path):
    path = make_sample(tmp_path / "deep" / "s.annotator")
    with Session.open(path) as session:
        assert session.annotator.name == "Ieva Sand"
        totals = documents.totals(session)
    assert totals.documents >= 12
    assert totals.by_status["complete"] > 5


def test_sample_project_that_is_there_is_left_alone(tmp_path):
    path = make_sample(tmp_path / "s.annotator")
    before = path.read_bytes()
    assert make_sample(path).read_bytes() == before
