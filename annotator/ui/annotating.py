# SPDX-License-Identifier: MIT
"""The actions that mark, judge and finish, and those that move in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui import codebook_actions
from annotator.ui.actions import Action, names

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_BOTH = "article+tree"


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def actions(w: MainWindow) -> Iterator[Action]:
    """The records of the menus “Annotate” and “Text”."""
    yield from _judge(w)
    yield from _step(w)
    yield from codebook_actions.actions(w)
    yield from _change(w)
    yield from _edges(w)
    yield from _document(w)
    yield from _text(w)


def _judge(w: MainWindow) -> Iterator[Action]:
    menu = tr("Annotate")
    yield Action(
        "annotate.accept",
        tr("Annotation is complete"),
        lambda: w.hand.verbs.accept(),
        ("Enter",),
        menu,
        _BOTH,
        enabled=w.has_chosen,
        group="judge",
        words=names(tr("accept, done, finish annotation")),
        icon="check",
    )
    yield Action(
        "annotate.leave",
        tr("Leave as draft"),
        lambda: w.hand.escape(),
        ("Esc",),
        menu,
        _BOTH,
        enabled=w.has_chosen,
        group="judge",
        words=names(tr("deselect, cancel")),
        icon="status-in_progress",
    )


def _step(w: MainWindow) -> Iterator[Action]:
    menu = tr("Annotate")
    yield Action(
        "annotate.next",
        tr("Next annotation"),
        lambda: w.hand.bench.step(True),
        ("Tab",),
        menu,
        "article",
        enabled=w.has_annotations,
        group="step",
        icon="go",
    )
    yield Action(
        "annotate.previous",
        tr("Previous annotation"),
        lambda: w.hand.bench.step(False),
        ("Shift+Tab",),
        menu,
        "article",
        enabled=w.has_annotations,
        group="step",
        icon="go",
    )
    yield Action(
        "annotate.next_problem",
        tr("Next problem"),
        lambda: w.hand.next_problem(),
        ("F8",),
        menu,
        enabled=w.has_chosen,
        group="step",
        words=names(tr("error, warning, what is missing, validate")),
        icon="warning",
    )


def _change(w: MainWindow) -> Iterator[Action]:
    menu = tr("Annotate")
    yield Action(
        "annotate.repeat_source",
        tr("Same source and speaker as before"),
        partial(_guarded, w, "repeat_source"),
        ("Ctrl+R",),
        menu,
        enabled=w.has_chosen,
        group="change",
        words=names(tr("copy speaker, repeat")),
        icon="person",
    )
    yield Action(
        "annotate.describe_speaker",
        tr("Speaker’s role in this document …"),
        w.describe_speaker,
        ("Ctrl+Shift+P",),
        menu,
        enabled=w.has_chosen,
        group="change",
        words=names(tr("affiliation, country, office, party")),
        icon="person",
    )
    yield Action(
        "annotate.cut",
        tr("Cut words out of the content"),
        partial(_guarded, w, "cut"),
        ("Ctrl+D",),
        menu,
        enabled=w.has_chosen,
        group="change",
        words=names(tr("split, discontinuous, remove words")),
        icon="remove",
    )
    yield Action(
        "annotate.delete",
        tr("Delete span or annotation"),
        partial(_guarded, w, "delete"),
        ("Delete", "Backspace"),
        menu,
        _BOTH,
        enabled=w.has_chosen,
        group="change",
        words=names(tr("remove annotation, clear")),
        icon="delete",
    )


def _guarded(w: MainWindow, verb: str) -> object:
    """Carry out a verb of the marker at hand; a fault of the user's is told."""
    return w.hand.bench.guarded(getattr(w.hand.marker, verb))


def _edges(w: MainWindow) -> Iterator[Action]:
    for edge, start, keys in (
        (tr("Move the span’s end"), False, "Ctrl+Alt+"),
        (tr("Move the span’s start"), True, "Ctrl+Alt+Shift+"),
    ):
        for way, forward, key in (
            (tr("forward"), True, "Right"),
            (tr("back"), False, "Left"),
        ):
            yield Action(
                f"annotate.edge_{'start' if start else 'end'}_{key.lower()}",
                f"{edge} {way}",
                _edge_mover(w, start, forward),
                (f"{keys}{key}",),
                tr("Annotate") + "/" + tr("Move an edge"),
                enabled=w.has_chosen,
                group="change",
                words=names(tr("extend span, shrink span, resize, boundary")),
            )


def _edge_mover(w: MainWindow, start: bool, forward: bool) -> Callable[[], object]:
    return lambda: w.hand.bench.guarded(
        lambda: w.hand.marker.move_edge(start_edge=start, forward=forward)
    )


def _document(w: MainWindow) -> Iterator[Action]:
    menu, group = tr("Annotate"), "document"
    yield Action(
        "annotate.note",
        tr("Note on this document"),
        w.edit_note,
        ("Ctrl+Alt+N",),
        menu,
        enabled=w.has_document,
        group=group,
        words=names(tr("comment, memo, remark")),
        icon="edit",
    )
    yield Action(
        "annotate.complete_document",
        tr("Document is complete, open the next"),
        w.complete_document,
        ("Ctrl+Enter",),
        menu,
        enabled=w.has_document,
        group=group,
        words=names(tr("finish document, done, submit")),
        icon="status-complete",
    )
    yield Action(
        "annotate.skip_document",
        tr("Skip this document"),
        w.skip_document,
        ("Ctrl+Shift+K",),
        menu,
        enabled=w.has_document,
        group=group,
        words=names(tr("set aside, exclude")),
        icon="status-skipped",
    )
    yield Action(
        "annotate.reopen_document",
        tr("Reopen the document"),
        w.reopen_document,
        menu=menu,
        enabled=w.has_document,
        group=group,
        words=names(tr("not complete, status")),
        icon="status-new",
    )


#: unit, key that goes back, key that goes forward
_MOVES = (
    ("character", "Alt+Left", "Alt+Right"),
    ("word", "Left", "Right"),
    ("clause", "Ctrl+Left", "Ctrl+Right"),
    ("line", "Up", "Down"),
    ("sentence", "Home", "End"),
    ("paragraph", "Ctrl+Up", "Ctrl+Down"),
    ("page", "PgUp", "PgDown"),
    ("document", "Ctrl+Home", "Ctrl+End"),
)


def _unit_names() -> dict[str, str]:
    return {
        "character": tr("character"),
        "word": tr("word"),
        "clause": tr("clause"),
        "line": tr("line"),
        "sentence": tr("sentence"),
        "paragraph": tr("paragraph"),
        "page": tr("page"),
        "document": tr("document"),
    }


def _text(w: MainWindow) -> Iterator[Action]:
    menu = tr("Text")
    yield Action(
        "text.grow",
        tr("Widen the selection"),
        lambda: w.hand.article.grow(),
        ("Space",),
        menu,
        "article",
        group="width",
        words=names(tr("expand selection, select clause, select sentence")),
        icon="quote",
    )
    yield Action(
        "text.shrink",
        tr("Narrow the selection"),
        lambda: w.hand.article.shrink(),
        ("Shift+Space",),
        menu,
        "article",
        group="width",
        words=names(tr("shrink selection")),
        icon="quote",
    )
    units = _unit_names()
    for unit, back, on in _MOVES:
        for forward, key in ((False, back), (True, on)):
            for extend in (False, True):
                what = tr("Select") if extend else tr("Go")
                way = tr("forward") if forward else tr("back")
                yield Action(
                    f"text.{'select' if extend else 'go'}_{unit}_"
                    f"{'on' if forward else 'back'}",
                    tr("{what} {way} by {unit}").format(
                        what=what, way=way, unit=units[unit]
                    ),
                    _mover(w, unit, forward, extend),
                    (_shifted(key) if extend else key,),
                    f"{menu}/{what}",
                    "article",
                    group="move",
                )


def _shifted(key: str) -> str:
    head, _, last = key.rpartition("+")
    return f"{head}+Shift+{last}" if head else f"Shift+{last}"


def _mover(
    w: MainWindow, unit: str, forward: bool, extend: bool
) -> Callable[[], object]:
    return lambda: w.hand.article.move(unit, forward, extend)
