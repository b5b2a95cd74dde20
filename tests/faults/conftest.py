# SPDX-License-Identifier: MIT
"""Projects to be harmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store import made


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A project with two documents, not open."""
    with made.filled(tmp_path) as project:
        return project.path
