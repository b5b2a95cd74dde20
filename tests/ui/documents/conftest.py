# SPDX-License-Identifier: MIT
"""A project with seven documents for the list's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.progress import run
from annotator.services import annotate, documents
from annotator.services.session import Session
from annotator.services.transfer import import_files

DAYS = 7


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ann has completed the first of seven articles and begun the second."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for day in range(1, DAYS + 1):
        head = f"Report {day}\n\nWire {day}, {day} January 2025, 11:20 - Jane Roe\n\n"
        (folder / f"{day}.txt").write_text(f"{head}Words of day {day}.\n", "utf-8")
    with Session.create(tmp_path / "p.annotator", annotator="Ann") as made:
        run(import_files(made, [folder]))
        first, second = documents.page(made, documents.rows(made)[:2])
        annotate.set_status(made, first.uid, "complete")
        annotate.set_status(made, second.uid, "in_progress")
        yield made
