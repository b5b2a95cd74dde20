# SPDX-License-Identifier: MIT
"""The review page on an article that two people annotated."""

from __future__ import annotations

import pytest

from annotator.services.session import Session
from annotator.ui.modes import REVIEW
from tests.services.review import twice
from tests.ui.typist import Typist


@pytest.fixture
def path(tmp_path):
    made = twice.project(tmp_path / "p.annotator")
    with Session.open(made) as session:
        reviewer = session.add_annotator("Ana Ruiz", role="reviewer")
        session.use_annotator(reviewer.uid)
    return made


@pytest.fixture
def window(show_window, path):
    return show_window(path)


@pytest.fixture
def page(window):
    """The page, entered by its key."""
    Typist(window).play("Alt+2")
    found = window.modes.page(REVIEW)
    found.typist = Typist(window)
    return found
