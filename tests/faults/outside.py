# SPDX-License-Identifier: MIT
"""The program as a process of its own, and what a folder holds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.store import made

#: For tests that kill.
POSIX = os.name == "posix"


def _environment(more: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(made.ROOT), **more}


def annotator(
    *words: str | bytes | Path, folder: Path, code: int = 0, **environment: str
) -> tuple[str, str]:
    """Run a command to its end; what it said.  `code` is how it shall end."""
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *words],
        cwd=folder,
        env=_environment(environment),
        capture_output=True,
        check=False,
        timeout=120,
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode()
    assert done.returncode == code, err
    assert "Traceback" not in err
    return out, err


def started(*words: str | Path, folder: Path) -> subprocess.Popen[str]:
    """Begin a command and do not wait for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "annotator", *words],
        cwd=folder,
        env=_environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def script(source: str, *words: str | Path, **more: Any) -> subprocess.Popen[str]:
    """Begin a Python program that is given as text."""
    return subprocess.Popen(
        [sys.executable, "-c", source, *map(str, words)],
        cwd=made.ROOT,
        env=_environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def kill_when(
    process: subprocess.Popen[str], reached: Callable[[], bool], later: float = 0.0
) -> bool:
    """Kill the process `later` seconds after something is so; False: it had ended."""
    limit = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < limit and not reached():
        time.sleep(0.001)
    time.sleep(later)
    alive = process.poll() is None
    process.kill()
    process.communicate()
    return alive


def contents(folder: Path) -> dict[str, str]:
    """The sha256 of every regular file of a folder, and the names of the others."""
    return {
        each.name: made.sha(each) if each.is_file() else "no file"
        for each in sorted(folder.iterdir())
    }
