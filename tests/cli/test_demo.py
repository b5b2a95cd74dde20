# SPDX-License-Identifier: MIT
"""The demo draws the window and exports the sample where there is no display."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def test_demo_without_a_display_draws_and_exports(tmp_path):
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    environment["ANNOTATOR_HOME"] = str(tmp_path / "home")
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "demo", "--output", str(out)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for name in ("window-light.png", "window-dark.png"):
        assert (out / name).read_bytes().startswith(b"\x89PNG")
        assert str(out / name) in done.stdout
    lines = (out / "sample.jsonl").read_text("utf-8").splitlines()
    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds.count("document") >= 12
    assert (out / "sample.csv").read_text("utf-8").count("\n") > 100
