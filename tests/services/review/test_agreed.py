# SPDX-License-Identifier: MIT
"""Accepting at once what all agree on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from annotator.model.progress import run
from annotator.model.team import Annotator
from annotator.services import annotate, history
from annotator.services.review import agreed
from annotator.services.review import desk as desks
from annotator.services.session import Session
from annotator.store.check import check
from tests.services.review import twice
from tests.services.review.test_decide import primaries, table
from tests.store import made


def test_a_preview_writes_nothing(double):
    steps = len(history.steps(double))
    found = run(agreed.preview(double, [twice.DOCUMENT]))
    assert [(f.identical, f.total, len(f.units)) for f in found] == [(2, 7, 2)]
    assert len(history.steps(double)) == steps


def test_all_of_it_is_one_step(double):
    before = primaries(double)
    assert run(agreed.accept_agreed(double, [twice.DOCUMENT])) == 2
    desk = table(double)
    assert [r.extra["from"] for r in desk.results] == [["i1", "t1"], ["i6", "t6"]]
    assert {r.annotator for r in desk.results} == {double.annotator.uid}
    assert all(r.state == "complete" for r in desk.results)
    assert primaries(double) == before
    step = history.next_undo(double)
    assert history.describe(step) == "Accepted 2 annotations on which all agree"
    history.undo(double)
    assert table(double).results == ()
    assert table(double).decisions == ()


def test_twice_is_no_more_than_once(double):
    run(agreed.accept_agreed(double, [twice.DOCUMENT]))
    assert run(agreed.accept_agreed(double, [twice.DOCUMENT])) == 0
    assert len(table(double).results) == 2


def test_a_cancelled_job_leaves_nothing(double):
    job = agreed.accept_agreed(double, [twice.DOCUMENT])
    next(job)
    next(job)
    job.close()
    assert table(double).results == ()


def test_one_person_alone_agrees_with_nobody(double):
    desk = desks.load(double, twice.DOCUMENT, [twice.IEVA])
    assert agreed.agreed(desk).units == ()


MANY = 1500


def many(path):
    """Two people who agree on very many annotations."""
    twice.project(path)
    with Session.open(path, annotator="Ieva Sand") as session:
        for uid, name in ((twice.IEVA, "Ieva Sand"), (twice.TILO, "Tilo Brandt")):
            session.annotator = Annotator(uid=uid, name=name, initials="XX")
            with session.grouped("import"):
                for n in range(MANY):
                    words = twice.made(f"{uid}{n}", "Mayor Voss")
                    span = words.spans[0]
                    start = n % 300
                    annotate.add(
                        session,
                        made_at(words, span, start, start + 3 + n // 300),
                    )
    return path


def made_at(annotation, span, start, end):
    from dataclasses import replace

    return replace(annotation, spans=(replace(span, start=start, end=end),))


_ACCEPT = """
import sys, time
from annotator.services.review.agreed import accept_agreed
from annotator.services.session import Session
with Session.open(sys.argv[1], annotator="Ana Ruiz") as session:
    for number, _ in enumerate(accept_agreed(session, ["harbour"])):
        if number == int(sys.argv[2]):
            print("there", flush=True)
            time.sleep(60)
    print("done", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="no kill there")
@pytest.mark.parametrize(("at", "said", "kept"), [(12, "there", 0), (-1, "done", 1)])
def test_fault_killed_while_accepting_all_or_nothing_is_kept(tmp_path, at, said, kept):
    path = many(tmp_path / "p.annotator")
    process = subprocess.Popen(
        [sys.executable, "-c", _ACCEPT, str(path), str(at)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=made.ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"{said}\n"
    process.kill()
    process.communicate()
    assert list(check(path)) == []
    with Session.open(path, annotator="Ana Ruiz") as session:
        desk = desks.load(session, twice.DOCUMENT)
        assert len(desk.results) == kept * len(desk.comparison.agreed)
        assert len(desk.decisions) == len(desk.results)


def test_thousands_are_compared_and_accepted_in_seconds(tmp_path):
    path = many(tmp_path / "p.annotator")
    with Session.open(path, annotator="Ana Ruiz") as session:
        desk = desks.load(session, twice.DOCUMENT)
        count = run(agreed.accept_agreed(session, [twice.DOCUMENT]))
        assert count == len(agreed.agreed(desk).units)
