# SPDX-License-Identifier: MIT
"""What every test shares: no screen, no home folder, the worked example."""

from __future__ import annotations

import os
from pathlib import Path

# Both must be said before Qt is loaded, and pytest-qt loads it early.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_STYLE_OVERRIDE"):
    os.environ.pop(_name, None)

import pytest  # noqa: E402 — after the variables above
from hypothesis import settings  # noqa: E402

# A loaded machine is slow, not wrong.  The same examples every time, so that a
# change is judged by what it changes; `--hypothesis-profile=explore` draws others.
settings.register_profile("annotator", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("annotator")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(autouse=True)
def annotator_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An empty folder for settings, logs and the sample project of this test.

    `ANNOTATOR_HOME` is honoured by the services and inherited by subprocesses.
    """
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ANNOTATOR_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data beside the checkout, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("the folder of reference data, ../shared, is not here")
    return SHARED
