# SPDX-License-Identifier: MIT
"""Who did what when, on a document, an annotation or by a person; and going back.

What others did in documents that one may not look into yet is not told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.identity import instant_to_text
from annotator.model.sentence import Sentence
from annotator.services import people, visibility
from annotator.services.annotate import Desk
from annotator.services.audit_words import ChangeWords
from annotator.services.history import some
from annotator.services.session import Session
from annotator.services.step_names import StepNames
from annotator.store import audit as stored
from annotator.store.history import Change, Mark, StepInfo

#: Steps asked for at once.
PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: a document, one annotation in it, or what a person did."""

    document: str | None = None
    annotation: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A step, and what it did to the subject, change by change."""

    step: StepInfo
    changes: tuple[Sentence, ...]


def marks(
    session: Session, subject: Subject, limit: int = PAGE, before: int | None = None
) -> list[Mark]:
    """(id, time) of the steps that concern the subject, the newest first.

    Raises ValidationError for what may not be seen yet.
    """
    project = session.project
    if subject.person is not None:
        _require_own(session, subject.person)
        return stored.marks_of_person(project, subject.person, limit, before)
    if subject.document is None:
        return project.history.marks(limit, before)
    if subject.annotation is not None:
        found = stored.marks_of_annotation(
            project, subject.document, subject.annotation
        )
    else:
        found = stored.marks_of_document(project, subject.document)
    seen = [each for each in found if before is None or each[0] < before]
    return _visible(session, subject.document, seen)[:limit]


def told(session: Session, step_id: int, subject: Subject) -> Told:
    """What a step did; raises NotFoundError where there is no such step."""
    step = session.project.history.get(step_id)
    if step is None:
        raise NotFoundError("there is no step {n} in the history.", n=step_id)
    named = some(session, (step_id,), StepNames(session))
    words = ChangeWords(session)
    changes = stored.changes_of(session.project, step_id, subject.document)
    if subject.annotation is not None:
        changes = [c for c in changes if _is_of(session, c, subject)]
    said = [sentence for change in changes for sentence in words.of(change)]
    return Told(named[0] if named else step, tuple(said))


def step_at(session: Session, subject: Subject, at: int) -> int:
    """The id of the subject's last step at or before an instant (ms); 0: none."""
    found = marks(session, subject, limit=1 << 31)
    return next((number for number, when in found if when <= at), 0)


def as_of(session: Session, document: str, annotator: str, step_id: int) -> Desk:
    """A person's layer of a document as it was right after a step; it is not stored.

    Raises ValidationError where that layer may not be seen.
    """
    seeing = visibility.sight(session, (document,))
    if not seeing.sees(document, annotator):
        raise ValidationError(
            "that layer is hidden until your own of the document is complete."
        )
    found = stored.former(session.project, document, annotator, step_id)
    speakers = {s.entity: s.attributes for s in found.layer.speakers}
    text = session.project.documents.get(document)
    return Desk(text, found.layer, found.live, speakers)


def bring_back(session: Session, document: str, annotator: str, step_id: int) -> int:
    """Make a layer what it was right after a step; one step, which can be undone.

    Each annotation that differs gets a new revision; what was not there then
    becomes a tombstone.  Returns how many annotations changed.  Raises
    ValidationError where the layer is another person's and somebody else leads.
    """
    if annotator != session.annotator.uid:
        people.require_lead(session)
    project = session.project
    past = stored.former(project, document, annotator, step_id)
    now = stored.present(project, document, annotator)
    changed = [_restored(each, past.annotations.get(row)) for row, each in now.items()]
    wanted = [each for each in changed if each is not None]
    layer = project.layers.get(document, annotator)
    after = replace(
        layer,
        status=past.layer.status,
        note=past.layer.note,
        speakers=past.layer.speakers,
    )
    if not wanted and after == layer:
        return 0
    step = project.history.get(step_id)
    args = {"document": document, "at": instant_to_text(step.at) if step else ""}
    tables = {"annotation", "layer"}
    with session.write("audit.bring_back", tables, (document,), args, joining=False):
        for each in wanted:
            project.annotations.update(each)
        if after != layer:
            project.layers.set(after)
    return len(wanted)


def _restored(now: Annotation, past: Annotation | None) -> Annotation | None:
    """The state to be stored; None where nothing differs."""
    wanted = replace(now, deleted=True) if past is None else past
    if now.deleted and wanted.deleted:
        return None
    same = replace(wanted, revs=now.revs, modified=now.modified, created=now.created)
    return None if same == now else wanted


def _require_own(session: Session, person: str) -> None:
    if person != session.annotator.uid and not visibility.sees_everything(session):
        raise ValidationError(
            "what others did is for leads and reviewers to see.",
            remedy="Ask about your own work, or about a document that you completed.",
        )


def _visible(session: Session, document: str, found: list[Mark]) -> list[Mark]:
    if visibility.sees_others(session, document):
        return found
    me = session.annotator.uid
    history = session.project.history
    steps = (history.get(number) for number, _ in found)
    own = {step.id for step in steps if step and step.annotator in (me, None)}
    return [each for each in found if each[0] in own]


def _is_of(session: Session, change: Change, subject: Subject) -> bool:
    if change.kind != "annotation":
        return False
    found = stored.annotation_of(session.project, change.key)
    return found is not None and found[:2] == (subject.document, subject.annotation)
