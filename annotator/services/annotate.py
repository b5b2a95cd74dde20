# SPDX-License-Identifier: MIT
"""The verbs of annotating one document.  Each is one step and one commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from annotator.model.annotation import Annotation, Span
from annotator.model.document import STATUSES, Document, Layer, SpeakerInDocument
from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.identity import new_uid
from annotator.model.problem import Problem
from annotator.model.sentence import Sentence, joined
from annotator.services.session import Session
from annotator.store.rows import same_content

#: So many of the things that are missing are told one by one.
_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is on the table for one document and annotator.

    `annotations` are live ones in text order; `speakers` gives what holds of an
    entity in this document only.
    """

    document: Document
    layer: Layer
    annotations: tuple[Annotation, ...]
    speakers: Mapping[str, Mapping[str, str]]


def load(session: Session, document_uid: str, annotator_uid: str | None = None) -> Desk:
    """A document with one annotator's primary layer (None: the session's own)."""
    who = session.annotator.uid if annotator_uid is None else annotator_uid
    project = session.project
    layer = project.layers.get(document_uid, who)
    annotations: tuple[Annotation, ...] = ()
    if project.annotators.row_id(who) is not None:
        annotations = project.annotations.of(document_uid, who, "primary")
    speakers = {s.entity: s.attributes for s in layer.speakers}
    return Desk(project.documents.get(document_uid), layer, annotations, speakers)


def reload(
    session: Session, desk: Desk, changed: Collection[str] | None = None
) -> Desk:
    """The desk as it is now; what did not change is not read again.

    `changed` holds the uids of the annotations that may differ; None: any may.
    """
    project, uid, who = session.project, desk.document.uid, desk.layer.annotator
    if who is None or project.annotators.row_id(who) is None:
        return load(session, uid, who)
    layer = project.layers.get(uid, who)
    annotations = desk.annotations
    if changed is None:
        annotations = project.annotations.refreshed(uid, who, "primary", annotations)
    elif changed:
        annotations = project.annotations.replaced(
            uid, who, "primary", annotations, changed
        )
    speakers = {s.entity: s.attributes for s in layer.speakers}
    return Desk(desk.document, layer, annotations, speakers)


# -- annotations ------------------------------------------------------------------


def add(
    session: Session,
    annotation: Annotation,
    title: str = "annotation.add",
    *,
    along: Iterable[Annotation] = (),
    **args: Any,
) -> Annotation:
    """Store a new annotation; returns it as stored.

    Fills uid, annotator, codebook, times and quotes where missing.  A new layer
    is in progress from now on, in the same step; so are new states of other
    annotations that come of it (`along`).
    """
    others = tuple(along)
    document = annotation.document
    filled = _filled(session, annotation)
    tables = {"annotation", "layer"}
    named = _args(document, filled, args)
    uids = {filled.uid, *(each.uid for each in others)}
    with session.write(title, tables, (document,), named, uids) as p:
        stored = p.annotations.add(filled)
        for each in others:
            p.annotations.update(_quoted(session, each))
        _begin_layer(session, document)
    return stored


def update(
    session: Session,
    annotation: Annotation,
    title: str = "annotation.update",
    **args: Any,
) -> Annotation:
    """Store a new state of an annotation; returns it as stored.

    Without a difference nothing is written and no step is made.
    """
    return update_many(session, (annotation,), title, **args)[0]


def update_many(
    session: Session,
    annotations: Iterable[Annotation],
    title: str = "annotation.update",
    **args: Any,
) -> tuple[Annotation, ...]:
    """As `update`, for several annotations in one step."""
    pairs = [(_stored(session, each), each) for each in annotations]
    if all(same_content(old, new) for old, new in pairs):
        return tuple(old for old, _ in pairs)
    documents = {new.document for _, new in pairs}
    first = pairs[0][1]
    named = _args(first.document, first, args)
    uids = {new.uid for _, new in pairs}
    with session.write(title, {"annotation"}, documents, named, uids) as project:
        return tuple(
            old
            if same_content(old, new)
            else project.annotations.update(_quoted(session, new))
            for old, new in pairs
        )


def delete(session: Session, document_uid: str, uid: str) -> Annotation:
    """Delete an annotation (it stays as a tombstone); returns the tombstone.

    Its children move up to its parent, in the same step.
    """
    project = session.project
    gone = _stored(session, project.annotations.get(document_uid, uid))
    args = _args(document_uid, gone, {})
    children = project.annotations.children(document_uid, uid)
    uids = {uid, *(child.uid for child in children)}
    which = (document_uid,)
    with session.write("annotation.delete", {"annotation"}, which, args, uids):
        for child in children:
            project.annotations.update(replace(child, parent=gone.parent))
        return project.annotations.update(replace(gone, deleted=True))


def _stored(session: Session, annotation: Annotation) -> Annotation:
    found = session.project.annotations.get(annotation.document, annotation.uid)
    if found.deleted:
        raise NotFoundError("annotation “{uid}” was deleted.", uid=annotation.uid)
    return found


def _filled(session: Session, annotation: Annotation) -> Annotation:
    made = replace(
        annotation,
        uid=annotation.uid or new_uid(),
        annotator=annotation.annotator or session.annotator.uid,
        codebook=annotation.codebook or session.project.codebooks.current().sha256,
    )
    return _quoted(session, made)


def _quoted(session: Session, annotation: Annotation) -> Annotation:
    """With a copy of the text in every span that lacks one."""
    if all(span.text for span in annotation.all_spans()):
        return annotation
    text = session.project.documents.get(annotation.document).text
    rows = {
        name: tuple(replace(row, spans=_cut(row.spans, text)) for row in each)
        for name, each in annotation.rows.items()
    }
    return replace(annotation, spans=_cut(annotation.spans, text), rows=rows)


def _cut(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    return tuple(replace(s, text=text[s.start : s.end]) for s in spans)


def _args(
    document: str, annotation: Annotation, args: Mapping[str, Any]
) -> dict[str, Any]:
    return {"document": document, "annotation": annotation.uid, **args}


# -- the layer --------------------------------------------------------------------


def set_status(
    session: Session, document_uid: str, status: str, force: bool = False
) -> Layer:
    """Set the status of one's own layer.

    Completing raises ValidationError, which lists what is missing, unless every
    annotation is complete and valid (or `force`).
    """
    if status not in STATUSES:
        raise ValidationError("there is no status “{status}”.", status=status)
    if status == "complete" and not force:
        _require_valid(session, document_uid)
    return _set_layer(
        session, document_uid, "layer.status", {"status": status}, status=status
    )


def set_note(session: Session, document_uid: str, text: str) -> Layer:
    """Set the note of one's own layer on a document."""
    return _set_layer(session, document_uid, "layer.note", {}, note=text)


def set_speaker_attributes(
    session: Session, document_uid: str, entity_uid: str, mapping: Mapping[str, str]
) -> Layer:
    """Set what holds of an entity in this document only; {} removes it."""
    layer = session.project.layers.get(document_uid, session.annotator.uid)
    given = SpeakerInDocument(entity_uid, dict(mapping))
    speakers = [given if s.entity == entity_uid else s for s in layer.speakers]
    if all(s.entity != entity_uid for s in layer.speakers):
        speakers.append(given)
    kept = tuple(s for s in speakers if s.attributes)
    args = {"entity": entity_uid}
    return _set_layer(session, document_uid, "layer.speaker", args, speakers=kept)


def add_seconds(session: Session, document_uid: str, seconds: int) -> None:
    """Count active time.  It passed, so it is no step that could be undone."""
    if seconds <= 0:
        return
    project = session.project
    with project.atomic():
        project.annotators.add(session.annotator)
        project.layers.add_seconds(
            document_uid, session.annotator.uid, "primary", seconds
        )
    session.changed({"layer"}, (document_uid,), ())


def _set_layer(
    session: Session,
    document_uid: str,
    title: str,
    args: dict[str, Any],
    **changes: Any,
) -> Layer:
    layer = session.project.layers.get(document_uid, session.annotator.uid)
    after = replace(layer, **changes)
    if after == layer:
        return layer
    named = {"document": document_uid, **args}
    with session.write(title, {"layer"}, (document_uid,), named, ()) as project:
        project.layers.set(after)
    return after


def _begin_layer(session: Session, document_uid: str) -> None:
    layer = session.project.layers.get(document_uid, session.annotator.uid)
    if layer.status == "new":
        session.project.layers.set(replace(layer, status="in_progress"))


def _require_valid(session: Session, document_uid: str) -> None:
    desk = load(session, document_uid)
    found: list[object] = [
        Sentence("“{uid}” is a draft.", uid=each.uid)
        for each in desk.annotations
        if each.state != "complete"
    ]
    found += _errors(session, desk)
    if not found:
        return
    shown = found[:_TOLD]
    if len(found) > _TOLD:
        shown.append(Sentence("And {n} more.", n=len(found) - _TOLD))
    raise ValidationError(
        "the document is not finished. {problems}",
        remedy="Complete or delete these annotations first.",
        problems=joined(" ", shown),
    )


def _errors(session: Session, desk: Desk) -> list[Problem]:
    from annotator.model.validation import problems

    book, text = session.codebook, desk.document.text
    return [
        problem
        for each in desk.annotations
        for problem in problems(each, book, text, desk.annotations)
        if problem.severity == "error"
    ]
