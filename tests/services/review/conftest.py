# SPDX-License-Identifier: MIT
"""One invented article, annotated by two people, and a reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.services.session import Session
from tests.services.review import twice


@pytest.fixture
def double(tmp_path: Path) -> Iterator[Session]:
    """The reviewer at work on the article."""
    path = twice.project(tmp_path / "p.annotator")
    with Session.open(path, annotator="Ana Ruiz") as session:
        yield session
