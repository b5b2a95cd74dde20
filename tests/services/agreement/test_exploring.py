# SPDX-License-Identifier: MIT
"""Agreement step by step."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.progress import run
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.exploring import fields, overview
from tests.services.agreement import projects
from tests.services.agreement.projects import speech
from tests.services.agreement.test_calculate import WORK


def test_every_two_then_the_fields_of_one_pair(tmp_path: Path) -> None:
    work = [*WORK, speech("c1", 2, 16, 39, speaker="quist", kind="direct")]
    with projects.of_speech(tmp_path, work, coders=3) as session:
        seen = run(overview(session, Choice()))
        found = run(fields(seen, (0, 1), samples=100))
    assert seen.pairs == [(0, 1), (0, 2), (1, 2)]
    assert seen.f1[0, 1] == (pytest.approx(6 / 8), pytest.approx(4 / 8))
    assert seen.marked == {0: 4, 1: 4, 2: 1}
    assert {x.measure for x in seen.units((0, 1))} >= {"f1_overlap", "alpha_u"}
    by_path = {each.path: each for each in found}
    kind = by_path["kind"]
    assert (kind.label, kind.common) == ("Kind", "Direct")
    assert kind.percent.figure.value == pytest.approx(2 / 3)
    assert by_path["speaker"].alpha.figure.interval is not None
    # Nobody took a stance.
    assert by_path["stance.stance"].alpha.figure.value is None
    assert by_path["stance.stance"].common == ""
