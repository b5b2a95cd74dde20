# SPDX-License-Identifier: MIT
"""Undo, redo and the list of steps, which live in the file.

There is one line of steps per project; undoing another annotator's step asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from annotator.model.errors import UserError
from annotator.services.session import Session
from annotator.store.history import Change, StepInfo

__all__ = [
    "TEMPLATES",
    "OtherAnnotatorError",
    "StepInfo",
    "describe",
    "go_to",
    "next_redo",
    "next_undo",
    "redo",
    "steps",
    "undo",
]

#: What each title key says; {names} are filled from the step's arguments.
TEMPLATES: Final[Mapping[str, str]] = {
    "annotation.add": "Added an annotation",
    "annotation.update": "Changed an annotation",
    "annotation.delete": "Deleted an annotation",
    "annotation.mark": "Marked the {role}",
    "annotation.unmark": "Unmarked the {role}",
    "annotation.cut": "Split the {role}",
    "annotation.move": "Moved an edge of the {role}",
    "annotation.field": "Set {field} to {value}",
    "annotation.unset": "Cleared {field}",
    "annotation.row.add": "Added a row of {row}",
    "annotation.row.remove": "Removed a row of {row}",
    "annotation.source": "Took over the source of the annotation before",
    "annotation.speaker": "Named a speaker",
    "annotation.issue": "Named an issue",
    "annotation.none": "Said that there is no {row}",
    "annotation.parent": "Nested an annotation elsewhere",
    "annotation.complete": "Marked an annotation complete",
    "annotation.draft": "Marked an annotation a draft",
    "layer.status": "Set the document to {status}",
    "layer.note": "Changed the note on the document",
    "layer.speaker": "Changed what holds of a speaker in the document",
    "entity.add": "Added {name}",
    "entity.update": "Changed {name}",
    "entity.alias": "Learned “{alias}” as a name of {name}",
    "entity.unify": "United {name} with {into}",
    "vocabulary.add": "Added “{name}”",
    "vocabulary.update": "Changed “{name}”",
    "vocabulary.unify": "United “{name}” with “{into}”",
    "document.update": "Changed the details of “{title}”",
    "document.remove": "Removed {count} document(s)",
    "annotator.update": "Changed annotator {name}",
    "codebook.replace": "Changed the codebook to {version}",
    "project.title": "Named the project “{title}”",
    "import": "Imported {count} document(s)",
    "merge": "Merged {name}",
}

#: Kinds of change → nouns of `Changed`.
_TABLES: Final[Mapping[str, frozenset[str]]] = {
    "annotation": frozenset({"annotation"}),
    "layer": frozenset({"layer"}),
    "entity": frozenset({"entity"}),
    "vocabulary": frozenset({"vocabulary"}),
    "annotator": frozenset({"annotator"}),
    "document": frozenset({"document"}),
    "withdrawal": frozenset({"document", "annotation", "layer"}),
    "item": frozenset({"document"}),
    "setting": frozenset({"settings", "codebook"}),
    "import": frozenset(
        {"document", "annotation", "layer", "entity", "vocabulary", "annotator"}
    ),
}


class OtherAnnotatorError(UserError):
    """The next step is somebody else's; `step` says which."""

    def __init__(self, step: StepInfo, name: str, verb: str) -> None:
        super().__init__(
            f"the step “{describe(step)}” was made by {name}.",
            remedy=f"{verb} it all the same, or leave it.",
        )
        self.step = step
        self.annotator_name = name


def undo(session: Session, force: bool = False) -> StepInfo | None:
    """Take the last step back; None where there is none.

    Raises OtherAnnotatorError for another annotator's step unless `force`.
    """
    step = next_undo(session)
    if step is None:
        return None
    _require_own(session, step, force, "Undo")
    _tell(session, session.project.history.take_back(step.id))
    return session.project.history.get(step.id)


def redo(session: Session, force: bool = False) -> StepInfo | None:
    """Do the step last undone again; None where there is none.  As `undo`."""
    step = next_redo(session)
    if step is None:
        return None
    _require_own(session, step, force, "Redo")
    _tell(session, session.project.history.do_again(step.id))
    return session.project.history.get(step.id)


def next_undo(session: Session) -> StepInfo | None:
    """The step that `undo` would take back."""
    return session.project.history.next_undo()


def next_redo(session: Session) -> StepInfo | None:
    """The step that `redo` would do again."""
    return session.project.history.next_redo()


def steps(session: Session, limit: int = 200, offset: int = 0) -> list[StepInfo]:
    """The steps, the newest first; dropped ones, which cannot return, included."""
    return session.project.history.steps(limit, offset)


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


def describe(step: StepInfo, templates: Mapping[str, str] = TEMPLATES) -> str:
    """A sentence for the step; `templates` may be translated ones."""
    template = templates.get(step.title, step.title)
    return template.format_map(_Words(step.args))


class _Words(dict[str, Any]):
    """Arguments of a template; one that is missing is shown as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def _require_own(session: Session, step: StepInfo, force: bool, verb: str) -> None:
    if force or step.annotator in (None, session.annotator.uid):
        return
    maker = session.project.annotators.find(str(step.annotator))
    if maker is None:  # whoever imported before writing anything: this very user
        return
    raise OtherAnnotatorError(step, maker.name, verb)


def _tell(session: Session, changes: Iterable[Change]) -> None:
    tables = {"history"}
    documents: set[str] | None = set()
    for each in changes:
        tables |= _TABLES[each.kind]
        found = _document(session, each)
        documents = None if documents is None or found is None else documents | found
    session.changed(tables, documents)


def _document(session: Session, change: Change) -> set[str] | None:
    """The documents that a change concerns; None: any."""
    if change.kind in ("entity", "vocabulary", "annotator", "setting"):
        return set()
    if change.kind in ("withdrawal", "import", "item"):
        return None
    history = session.project.history
    return {history.document_of(change)}
