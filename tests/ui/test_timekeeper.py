# SPDX-License-Identifier: MIT
"""Time is counted by consent only, and idle time no further than the cap."""

from __future__ import annotations

import time

import pytest

from annotator.services import annotate
from annotator.services.sample import make_sample
from annotator.ui.app import open_window
from tests.ui.typist import Typist


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def window(qtbot, tmp_path, clock):
    made = open_window(make_sample(tmp_path / "s.annotator"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.article.setFocus()
    return made


def seconds(window):
    uid = window.bench.desk.document.uid
    window.timekeeper.flush()
    return annotate.load(window.session, uid).layer.seconds


def test_without_consent_nothing_is_counted(window, clock):
    typist = Typist(window)
    typist.play("Right")
    clock[0] += 20
    typist.play("Right")
    assert seconds(window) is None


def test_with_consent_gaps_count_up_to_the_idle_cap(window, clock):
    window.settings.update("time", measure=True, idle_cap=60)
    typist = Typist(window)
    typist.play("Right")
    clock[0] += 20
    typist.play("Right")
    assert seconds(window) == 20
    clock[0] += 4000
    typist.play("Right")
    assert seconds(window) == 80


def test_consent_taken_back_ends_the_counting(window, clock):
    window.settings.update("time", measure=True)
    Typist(window).play("Right")
    window.settings.update("time", measure=False)
    clock[0] += 30
    Typist(window).play("Right")
    assert seconds(window) is None
