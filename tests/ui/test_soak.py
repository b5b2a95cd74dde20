# SPDX-License-Identifier: MIT
"""Thousands of actions in one window neither abort it nor make it grow."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from annotator.services.sample import make_sample

ACTIONS = 5000


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_fault_72_soak_of_5000_actions(tmp_path):
    path = make_sample(tmp_path / "soak.annotator")
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.soak", str(path), str(ACTIONS)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["actions"] >= ACTIONS
    assert told["made"] > 0
    # The history of undo lives in the file, not in memory: only caches may grow.
    assert told["end"] < told["warm"] * 1.25, told
