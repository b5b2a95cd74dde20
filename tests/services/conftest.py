# SPDX-License-Identifier: MIT
"""Sessions on small projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.services.session import Session
from tests.store import made


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ann at work on two documents, the first of them annotated."""
    made.filled(tmp_path).close()
    with Session.open(tmp_path / "p.annotator", annotator="Ann") as opened:
        yield opened
