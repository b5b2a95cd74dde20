# SPDX-License-Identifier: MIT
"""A small project for the dialogs' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.progress import run
from annotator.services.session import Session
from annotator.services.transfer import import_files

ARTICLE = """A headline

Reuters, 15 January 2025, 11:20 - Jane Roe

“Yes,” she said.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A text file with a header line."""
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


@pytest.fixture
def session(tmp_path: Path, article: Path) -> Iterator[Session]:
    """Ann's project with one article."""
    with Session.create(tmp_path / "p.annotator", annotator="Ann") as made:
        run(import_files(made, [article]))
        yield made


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window for the dialogs, which delete themselves when they are closed."""
    made = QWidget()
    qtbot.addWidget(made)
    return made
