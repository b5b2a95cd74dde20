# SPDX-License-Identifier: MIT
"""Two reviewers who worked apart on the same questions."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from annotator.model.document import SpeakerInDocument
from annotator.model.progress import run
from annotator.services import people
from annotator.services.merging import merge
from annotator.services.review import decide
from annotator.services.review import desk as desks
from annotator.services.review.work import agreed_speakers
from annotator.services.session import Session
from tests.services.review import twice
from tests.services.review.test_decide import STANCE, item, member, table


def decided(path, name, who):
    with Session.open(path, annotator=name) as session:
        desk = table(session)
        asked = item(desk, "A03", STANCE)
        decide.take(session, desk, asked, member(desk, asked, who))


@pytest.fixture
def apart(tmp_path):
    """The same question answered in two copies."""
    mine = twice.project(tmp_path / "mine.annotator")
    other = tmp_path / "other.annotator"
    shutil.copy(mine, other)
    return mine, other


def test_other_answers_open_the_question_again_and_the_next_one_holds(apart):
    mine, other = apart
    decided(mine, "Ana Ruiz", twice.IEVA)
    decided(other, "Ben Aldo", twice.TILO)
    with Session.open(mine, annotator="Ana Ruiz") as session:
        run(merge(session, [other]))
        desk = table(session)
        assert len(desk.decisions) == 2
        assert len(desk.results) == 2
        asked = item(desk, "A03", STANCE)
        assert asked.state == "reopened"
        assert [d.author for d in desk.torn(asked)] == [
            people.find(session, name).uid for name in ("Ben Aldo", "Ana Ruiz")
        ]
        decide.take(session, desk, asked, member(desk, asked, twice.TILO))
        desk = desks.reload(session, desk)
        assert item(desk, "A03", STANCE).state == "decided"
        assert len(desk.decisions) == 1
        (result,) = desk.results
        assert result.rows["stance"][0].fields["stance"] == "mixed"


def test_the_same_answer_of_both_is_no_question(apart):
    mine, other = apart
    decided(mine, "Ana Ruiz", twice.IEVA)
    decided(other, "Ben Aldo", twice.IEVA)
    with Session.open(mine, annotator="Ana Ruiz") as session:
        run(merge(session, [other]))
        assert item(table(session), "A03", STANCE).state == "decided"


def test_what_holds_of_speakers_is_taken_over_where_nobody_contradicts(double):
    project = double.project
    layers = [project.layers.get(twice.DOCUMENT, uid) for uid in ("ieva", "tilo")]
    mine = {"role": "mayor", "country": "NV"}, {"role": "ex-mayor", "country": "NV"}
    given = [
        replace(layer, speakers=(SpeakerInDocument("voss", attributes),))
        for layer, attributes in zip(layers, mine, strict=True)
    ]
    assert agreed_speakers(given) == [SpeakerInDocument("voss", {"country": "NV"})]
    with project.atomic():
        for layer in given:
            project.layers.set(layer)
    desk = table(double)
    decide.unite(double, desk, item(desk, "A02", "spans.content"))
    layer = project.layers.get(twice.DOCUMENT, None, "adjudicated")
    assert layer.status == "in_progress"
    assert layer.speakers == (SpeakerInDocument("voss", {"country": "NV"}),)
