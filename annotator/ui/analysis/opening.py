# SPDX-License-Identifier: MIT
"""From a passage to its place in the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.services.agreement.passages import Found
    from annotator.ui.window import MainWindow


def show(window: MainWindow, found: Found) -> None:
    """Open the document, and choose one's own annotation or mark the place."""
    window.modes.show("annotate")
    window.open_document(found.document)
    window.documents.show_current(found.document)
    me = window.session.annotator.uid
    mine = next((m for m in found.members if m is not None and m.annotator == me), None)
    known = {each.uid for each in window.bench.annotations}
    if mine is not None and mine.uid in known:
        window.bench.choose(mine.uid)
    else:
        starts = [
            (start, end)
            for member in found.members
            if member is not None
            for _, start, end, _ in member.spans
        ]
        if starts:
            window.article.select_range(*min(starts))
    window.article.setFocus()
