# SPDX-License-Identifier: MIT
"""A project with a team, and a window on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

from annotator.model.document import Layer
from annotator.model.team import Annotator
from annotator.services import assigning
from annotator.services.assignment_wish import Wish
from annotator.services.session import Session
from tests.store import made

PEOPLE = ("ann", "bob", "cid")


@pytest.fixture
def team_path(tmp_path: Path) -> Path:
    """A lead, three annotators, twelve documents; a round in which some are done."""
    who = [
        Annotator(uid=uid, name=uid.capitalize(), initials=uid[:2].upper())
        for uid in PEOPLE
    ]
    lead = Annotator(uid="ada", name="Ada", initials="AD", role="lead")
    records = [
        made.record(
            f"n{n:02}",
            *([made.annotation("a1", "n00")] if n == 0 else []),
            document=made.document(f"n{n:02}", title=f"Title {n:02}"),
            layers=(
                Layer(
                    document=f"n{n:02}",
                    annotator=PEOPLE[n % 3],
                    status="complete" if n < 6 else "in_progress",
                    seconds=60 + n,
                ),
            ),
        )
        for n in range(12)
    ]
    with made.new_project(tmp_path) as project:
        bundle = made.bundle(records, annotators=(*who, lead))
        made.insert(project, bundle)
    path = tmp_path / "p.annotator"
    with Session.open(path, annotator="ada") as session:
        documents = [f"n{n:02}" for n in range(10)]
        wish = Wish(documents=documents, per_document=2, seed=1)
        assigning.assign(session, assigning.plan(session, wish))
        session.use_annotator("ada")
    return path


@pytest.fixture
def window(team_path: Path, show_window: Callable[[Path], QMainWindow]) -> QMainWindow:
    """The window, its team page in sight."""
    made_window = show_window(team_path)
    made_window.modes.show("team")
    return made_window
