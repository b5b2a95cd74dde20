# SPDX-License-Identifier: MIT
"""The actions of comments, as records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui import modes
from annotator.ui.actions import Action, names

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def comment_actions(w: MainWindow) -> Iterator[Action]:
    """The records of the comments."""
    menu = tr("View")
    yield Action(
        "view.comments",
        tr("Comments"),
        w.toggle_comments,
        ("Ctrl+Alt+C",),
        menu,
        icon="comment",
        group="comments",
        words=names(tr("threads, talk, discuss, questions, notes to each other")),
        modes=modes.WITH_COMMENTS,
    )
    yield Action(
        "view.new_comments",
        tr("New comments"),
        w.next_unread,
        ("Ctrl+Alt+U",),
        menu,
        group="comments",
        words=names(tr("unread, inbox")),
    )
