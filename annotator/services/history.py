# SPDX-License-Identifier: MIT
"""Undo, redo and the list of steps, which live in the file.

There is one line of steps per project; undoing another annotator's step asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from annotator.model.errors import UserError
from annotator.model.progress import Job, run
from annotator.model.sentence import Sentence
from annotator.services import visibility
from annotator.services.session import Session
from annotator.services.step_names import StepNames
from annotator.services.step_words import (
    PLACES,
    TEMPLATES,
    describe,
    place,
    place_template,
    template_key,
)
from annotator.store import landmarks
from annotator.store.history import Change, Mark, StepInfo

__all__ = [
    "PLACES",
    "TEMPLATES",
    "Mark",
    "OtherAnnotatorError",
    "StepInfo",
    "StepNames",
    "StepWords",
    "describe",
    "go_to",
    "is_long",
    "marks",
    "next_redo",
    "next_undo",
    "place",
    "place_template",
    "position",
    "redo",
    "redoing",
    "some",
    "steps",
    "template_key",
    "undo",
    "undoing",
]

#: A step of more changes is replayed beside the window.
AT_ONCE: Final = 100

_MERGED: Final = frozenset(
    {"document", "annotation", "layer", "entity", "vocabulary", "annotator"}
    | {"round", "assignment", "decision", "comment"}
)
#: Kinds of change → nouns of `Changed`.
_TABLES: Final[Mapping[str, frozenset[str]]] = {
    "annotation": frozenset({"annotation"}),
    "layer": frozenset({"layer"}),
    "entity": frozenset({"entity"}),
    "vocabulary": frozenset({"vocabulary"}),
    "annotator": frozenset({"annotator"}),
    "document": frozenset({"document"}),
    "withdrawal": frozenset({"document", "annotation", "layer"}),
    "item": frozenset({"document", "round", "assignment", "decision", "comment"}),
    "state": _MERGED,
    "rivals": _MERGED,
    "setting": frozenset({"settings", "codebook"}),
    "import": _MERGED,
}


#: Items that concern their document alone → nouns of `Changed`.
_ITEMS: Final[Mapping[str, frozenset[str]]] = {
    "decisions": frozenset({"decision"}),
    "comments": frozenset({"comment"}),
}


class StepWords(str):
    """What a step was, in English; `step` to say it in another language."""

    __slots__ = ("step",)

    step: StepInfo

    def __new__(cls, step: StepInfo) -> StepWords:
        made = super().__new__(cls, describe(step))
        made.step = step
        return made


class OtherAnnotatorError(UserError):
    """The next step is somebody else's; `step` says which."""

    def __init__(self, step: StepInfo, name: str, verb: str) -> None:
        super().__init__(
            "the step “{step}” was made by {name}.",
            remedy="{verb} it all the same, or leave it.",
            step=StepWords(step),
            name=name,
            verb=verb,
        )
        self.step = step
        self.annotator_name = name


def undo(session: Session, force: bool = False) -> StepInfo | None:
    """Take the last step back; None where there is none.

    Raises OtherAnnotatorError for another annotator's step unless `force`.
    """
    return run(undoing(session, force))


def redo(session: Session, force: bool = False) -> StepInfo | None:
    """Do the step last undone again; None where there is none.  As `undo`."""
    return run(redoing(session, force))


def undoing(session: Session, force: bool = False) -> Job[StepInfo | None]:
    """As `undo`, a few changes at a time; ended early it leaves all as it was."""
    step = next_undo(session)
    if step is None:
        return None
    _require_own(session, step, force, Sentence("Undo"))
    changes = yield from session.project.history.taking_back(step.id)
    _tell(session, changes)
    return _named(session, step.id)


def redoing(session: Session, force: bool = False) -> Job[StepInfo | None]:
    """As `redo`, a few changes at a time."""
    step = next_redo(session)
    if step is None:
        return None
    _require_own(session, step, force, Sentence("Redo"))
    changes = yield from session.project.history.doing_again(step.id)
    _tell(session, changes)
    return _named(session, step.id)


def is_long(session: Session, step: StepInfo | None) -> bool:
    """Whether a step is better replayed beside the window."""
    return step is not None and session.project.history.size(step.id) > AT_ONCE


def next_undo(session: Session) -> StepInfo | None:
    """The step that `undo` would take back."""
    return session.project.history.next_undo()


def next_redo(session: Session) -> StepInfo | None:
    """The step that `redo` would do again."""
    return session.project.history.next_redo()


def steps(session: Session, limit: int = 200, offset: int = 0) -> list[StepInfo]:
    """The steps, the newest first; dropped ones, which cannot return, included."""
    return session.project.history.steps(limit, offset)


def marks(session: Session, limit: int, before: int | None = None) -> list[Mark]:
    """(id, time in ms) of steps, the newest first, from those older than `before`.

    However far down the list, it takes no longer.
    """
    return session.project.history.marks(limit, before)


def some(session: Session, ids: Iterable[int], names: StepNames) -> list[StepInfo]:
    """The steps of those ids, with names in place of ids (see `StepNames`).

    Of what others did in documents that one may not look into yet it is only told
    that something was done.
    """
    found = session.project.history.some(ids)
    others = {
        str(step.args["document"])
        for step in found
        if step.annotator != session.annotator.uid and step.args.get("document")
    }
    if not others:
        return names.named(found)
    seeing = visibility.sight(session, others)
    return names.named(_masked(step, seeing) for step in found)


def _masked(step: StepInfo, seeing: visibility.Sight) -> StepInfo:
    document = step.args.get("document")
    if document is None or seeing.sees(str(document), step.annotator):
        return step
    return replace(step, title="hidden", args={})


def position(session: Session) -> int:
    """The id of the step that was done last of those that hold; 0: none does."""
    step = next_undo(session)
    return step.id if step else 0


def go_to(session: Session, step_id: int) -> None:
    """Undo or redo until `step_id` is the last step done (0: none is).

    All of it is kept, or nothing.  The user chose the place, so others' steps
    are not asked about.
    """
    history = session.project.history
    changes: list[Change] = []
    with session.project.atomic():
        while (step := history.next_undo()) is not None and step.id > step_id:
            changes += history.take_back(step.id)
        while (step := history.next_redo()) is not None and step.id <= step_id:
            changes += history.do_again(step.id)
    if changes:
        _tell(session, changes)


def _named(session: Session, step_id: int) -> StepInfo | None:
    found = some(session, (step_id,), StepNames(session, labelled=False))
    return found[0] if found else None


def _require_own(session: Session, step: StepInfo, force: bool, verb: str) -> None:
    if force or step.annotator in (None, session.annotator.uid):
        return
    maker = session.project.annotators.find(str(step.annotator))
    if maker is None:  # whoever imported before writing anything: this very user
        return
    raise OtherAnnotatorError(_named(session, step.id) or step, maker.name, verb)


def _tell(session: Session, changes: Iterable[Change]) -> None:
    tables = {"history"}
    documents: set[str] = set()
    annotations: set[str] = set()
    known = True
    for each in changes:
        tables |= _nouns(session, each)
        found = _concerned(session, each)
        known = known and found is not None
        documents |= found[0] if found else set()
        annotations |= found[1] if found else set()
    session.changed(
        tables, documents if known else None, annotations if known else None
    )


def _nouns(session: Session, change: Change) -> frozenset[str]:
    """The nouns of `Changed` that a change is one of."""
    if change.kind == "item":
        kind, _ = session.project.items.place_of(change.key)
        return _ITEMS.get(kind, _TABLES["item"])
    return _TABLES[change.kind]


def _concerned(session: Session, change: Change) -> tuple[set[str], set[str]] | None:
    """The documents and annotations that a change concerns; None: any."""
    if change.kind in ("entity", "vocabulary", "annotator", "setting"):
        return set(), set()
    if change.kind == "item":
        kind, document = session.project.items.place_of(change.key)
        if kind in _ITEMS and document is not None:
            return {document}, set()
        return None
    if change.kind in ("withdrawal", "import", "state", "rivals"):
        return None
    repository = session.project.history
    if change.kind != "annotation":
        return {repository.document_of(change)}, set()
    number = change.key[0] if isinstance(change.key, list) else change.key
    found = landmarks.annotation_at(session.project, number)
    return ({found[0]}, {found[1]}) if found else None
