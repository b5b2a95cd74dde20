# SPDX-License-Identifier: MIT
"""From a passage to its place in the article, or to both layers beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.services.agreement.passages import Found
    from annotator.ui.window import MainWindow

REVIEW = "review"


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


def compare(window: MainWindow, found: Found) -> None:
    """Open the document in the review, at the unit of the passage."""
    from annotator.ui.review.page import ReviewPage

    if not window.modes.show(REVIEW):
        return
    page = window.modes.page(REVIEW)
    assert isinstance(page, ReviewPage)
    page.open_document(found.document)
    desk = page.reviewer.desk
    if desk is None:
        return
    uids = (member.uid for member in found.members if member is not None)
    numbers = (desk.comparison.unit_of.get(uid) for uid in uids)
    unit = next((number for number in numbers if number is not None), None)
    if unit is not None:
        page.reviewer.choose_unit(unit)
