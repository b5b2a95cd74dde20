# SPDX-License-Identifier: MIT
"""The actions of the review page, as records; the page itself comes later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from annotator.ui.actions import Action, names
from annotator.ui.modes import EDITING, REVIEW

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_HERE = (REVIEW,)
#: Text and queue, and the answers beside them; fields have their own keys.
_SCOPE = "compare+answers"
_BOTH = (REVIEW, EDITING)


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def _on_page(w: MainWindow, verb: str, *args: Any) -> object:
    """Carry out a verb of the page, which is there when the action is possible."""
    page = w.modes.page(REVIEW)
    return getattr(page, verb)(*args) if page is not None else None


def _reviewer(w: MainWindow, verb: str, *args: Any) -> object:
    page = w.modes.page(REVIEW)
    reviewer = getattr(page, "reviewer", None)
    return getattr(reviewer, verb)(*args) if reviewer is not None else None


def _asked(w: MainWindow) -> bool | str:
    reviewer = getattr(w.modes.page(REVIEW), "reviewer", None)
    if reviewer is None or reviewer.item is None:
        return tr("There is no question.")
    return w.may_write()


def _opened(w: MainWindow) -> bool | str:
    reviewer = getattr(w.modes.page(REVIEW), "reviewer", None)
    if reviewer is None or reviewer.desk is None:
        return tr("No document is open.")
    return w.may_write()


def actions(w: MainWindow) -> Iterator[Action]:
    """The records of the menu “Review”."""
    yield from _answers(w)
    yield from _decide(w)
    yield from _questions(w)
    yield from _documents(w)


def _answers(w: MainWindow) -> Iterator[Action]:
    menu = tr("Review") + "/" + tr("Answer")
    for number in range(1, 10):
        yield Action(
            f"review.answer_{number}",
            tr("Choose answer {0}").format(number),
            partial(_choose, w, number),
            (str(number),),
            menu if number < 4 else None,
            _SCOPE,
            enabled=partial(_asked, w),
            group="people",
            palette=number < 4,
            modes=_HERE,
        )
    for kind, title, key, words in (
        ("union", tr("All words that anyone marked"), "U", tr("union of spans")),
        (
            "intersection",
            tr("Only the words that all marked"),
            "I",
            tr("intersection of spans"),
        ),
        ("otherwise", tr("Decide otherwise: edit the result"), "E", tr("edit, change")),
        ("reject", tr("Reject everyone"), "X", tr("none of them, no annotation")),
        ("ambiguous", tr("Truly ambiguous"), "A", tr("undecidable, both right")),
    ):
        yield Action(
            f"review.{kind}",
            title,
            partial(_on_page, w, "pick", kind),
            (key,),
            menu,
            _SCOPE,
            enabled=partial(_asked, w),
            group="others",
            words=names(words),
            modes=_HERE,
        )


def _choose(w: MainWindow, number: int) -> None:
    """The card of that number: a person's, or the one that accepts."""
    if _reviewer(w, "pick", "person", number) or _reviewer(w, "pick", "state", number):
        return
    if number == 1:
        _reviewer(w, "pick", "accept")


def _decide(w: MainWindow) -> Iterator[Action]:
    menu = tr("Review")
    rows: tuple[tuple[str, str, Callable[[], object], tuple[str, ...], str], ...] = (
        (
            "accept",
            tr("Accept and go on"),
            partial(_on_page, w, "accept"),
            ("Enter",),
            tr("decide, take, next"),
        ),
        (
            "take_all",
            tr("Take the whole annotation of the chosen person"),
            partial(_on_page, w, "take_all"),
            ("W",),
            tr("accept all fields, whole record"),
        ),
        (
            "new",
            tr("Write a new annotation instead"),
            partial(_on_page, w, "write_new"),
            ("N",),
            tr("replace, from scratch"),
        ),
        (
            "alone",
            tr("Write an annotation that nobody made"),
            partial(_on_page, w, "write_alone"),
            ("Shift+N",),
            tr("add, missed by all"),
        ),
    )
    for name, title, callback, keys, words in rows:
        yield Action(
            f"review.{name}",
            title,
            callback,
            keys,
            menu,
            _SCOPE,
            enabled=partial(_opened if name == "alone" else _asked, w),
            group="decide",
            words=names(words),
            modes=_HERE,
        )
    yield Action(
        "review.accept_agreed",
        tr("Accept what all agree on …"),
        partial(_on_page, w, "accept_agreed"),
        ("Ctrl+Shift+A",),
        menu,
        enabled=partial(_opened, w),
        group="decide",
        words=names(tr("bulk, identical, adopt")),
        modes=_HERE,
    )
    for name, title, key in (
        ("reason", tr("Reason for the decision"), "R"),
        ("note", tr("Note on the decision"), "M"),
    ):
        yield Action(
            f"review.{name}",
            title,
            partial(_on_page, w, f"focus_{name}"),
            (key,),
            menu,
            _SCOPE,
            enabled=partial(_asked, w),
            group="why",
            modes=_HERE,
        )
    yield Action(
        "review.comment",
        tr("Comment on this"),
        w.toggle_comments,
        ("C",),
        menu,
        _SCOPE,
        enabled=partial(_opened, w),
        group="why",
        words=names(tr("say something, thread, question")),
        modes=_HERE,
    )
    yield Action(
        "review.reasons",
        tr("List of reasons …"),
        partial(_on_page, w, "edit_reasons"),
        menu=menu,
        enabled=w.may_write,
        group="why",
        modes=_BOTH,
    )


def _questions(w: MainWindow) -> Iterator[Action]:
    menu = tr("Review")
    rows: tuple[tuple[str, str, Callable[[], object], tuple[str, ...]], ...] = (
        ("next", tr("Next question"), partial(_reviewer, w, "step", 1), ("Tab", "J")),
        (
            "previous",
            tr("Previous question"),
            partial(_reviewer, w, "step", -1),
            ("Shift+Tab", "K"),
        ),
        (
            "skip",
            tr("Skip to the next open question"),
            partial(_reviewer, w, "next_open"),
            ("S",),
        ),
        ("leave", tr("Back to the text"), partial(_on_page, w, "escape"), ("Esc",)),
    )
    for name, title, callback, keys in rows:
        yield Action(
            f"review.{name}",
            title,
            callback,
            keys,
            menu,
            # Tab goes from field to field beside the text.
            "compare" if "Tab" in keys[0] else _SCOPE,
            group="questions",
            modes=_HERE,
        )
    yield Action(
        "review.filter",
        tr("Filter the questions"),
        partial(_on_page, w, "focus_filter"),
        ("Ctrl+F",),
        menu,
        group="questions",
        words=names(tr("search, find")),
        modes=_HERE,
    )


def _documents(w: MainWindow) -> Iterator[Action]:
    menu = tr("Review")
    rows: tuple[tuple[str, str, Callable[[], object], tuple[str, ...], str], ...] = (
        (
            "document",
            tr("Choose a document to review …"),
            partial(_on_page, w, "choose_document"),
            ("Ctrl+D",),
            tr("open article, second reading, whose layers"),
        ),
        (
            "next_document",
            tr("Next document to review"),
            partial(_on_page, w, "step_document", 1),
            ("Ctrl+PgDown",),
            tr("next article"),
        ),
        (
            "previous_document",
            tr("Previous document to review"),
            partial(_on_page, w, "step_document", -1),
            ("Ctrl+PgUp",),
            tr("previous article"),
        ),
        (
            "complete",
            tr("Document is adjudicated, open the next"),
            partial(_on_page, w, "complete_document"),
            ("Ctrl+Enter",),
            tr("finish, done"),
        ),
    )
    for name, title, callback, keys, words in rows:
        yield Action(
            f"review.{name}",
            title,
            callback,
            keys,
            menu,
            group="documents",
            words=names(words),
            modes=_HERE,
        )
