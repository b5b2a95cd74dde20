# SPDX-License-Identifier: MIT
"""From exec to a painted window on a project, and what it takes of memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.harness import Pair, benchmark
from tests.benchmarks.stage import Stage

_ROOT: Final = Path(__file__).resolve().parents[2]


@benchmark("exec → window painted", aim=1.5)
def start(stage: Stage, size: int) -> Iterator[Pair]:
    """Warm: the files were read before."""
    yield Pair(
        ours=lambda: opened(stage, "ours", stage.project(size))[0],
        bare=lambda: opened(stage, "bare", stage.bare(size))[0],
        repeats=7,
    )


@benchmark("memory with the project open", aim=1.4)
def memory(stage: Stage, size: int) -> Iterator[Pair]:
    """Resident memory as soon as the window is painted."""
    yield Pair(
        ours=lambda: opened(stage, "ours", stage.project(size))[1],
        bare=lambda: opened(stage, "bare", stage.bare(size))[1],
        repeats=3,
        unit="MiB",
    )


def opened(stage: Stage, which: str, path: Path) -> tuple[float, float]:
    """(seconds from exec to paint, MiB) of a window in a new process."""
    environment = dict(os.environ)
    # An installed program is compiled; a checkout may be forbidden to be.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(stage.folder / "compiled")
    command = [sys.executable, "-m", "tests.benchmarks.opened", which, str(path)]
    began = time.monotonic_ns()
    done = subprocess.run(
        command,
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    said = json.loads(done.stdout.splitlines()[-1])
    return (said["painted"] - began) / 1e9, said["memory"]
