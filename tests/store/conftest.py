# SPDX-License-Identifier: MIT
"""Projects to work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store.project import Project
from tests.store import made


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two documents, one annotation, open for writing."""
    with made.filled(tmp_path) as opened:
        yield opened


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The path of such a project, closed."""
    made.filled(tmp_path).close()
    return tmp_path / "p.annotator"
