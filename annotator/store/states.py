# SPDX-License-Identifier: MIT
"""Whole states of records as JSON data: content, identity and revisions.

The history keeps what a merge replaced in this form, and rivals are stored in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from annotator.model.annotation import Annotation
from annotator.model.document import Document, Layer, SpeakerInDocument
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.item import Item
from annotator.model.states import (
    ANNOTATION,
    DOCUMENT,
    ENTITY,
    ENTRY,
    LAYER,
    PERSON,
    Record,
)
from annotator.model.team import Annotator
from annotator.store import rows

_CLASSES: Final[Mapping[str, Any]] = {
    LAYER: Layer,
    ENTITY: Entity,
    ENTRY: VocabularyEntry,
    PERSON: Annotator,
}
#: What no revision speaks of.
_UNREVISED: Final = frozenset(
    {"revs", "created", "modified", "seconds", "document", "codebook"}
)


def to_data(record: Record) -> dict[str, Any]:
    """The whole state as JSON data.  A document's text never changes: it is left out.

    The document of an annotation, layer or item is not in it either: where the
    state is kept says which it is.
    """
    if isinstance(record, Annotation):
        a = record
        return {
            **rows.to_data(a),
            "uid": a.uid,
            "annotator": a.annotator,
            "layer": a.layer,
            "created": a.created,
            "modified": a.modified,
            "revs": a.revs,
        }
    if isinstance(record, Document):
        d = record
        return {
            "uid": d.uid,
            "title": d.title,
            "metadata": d.metadata,
            "extra": d.extra,
            "revs": d.revs,
        }
    said = {each.name: getattr(record, each.name) for each in fields(record)}
    said.pop("document", None)
    if isinstance(record, Layer):
        said["speakers"] = [[s.entity, s.attributes] for s in record.speakers]
    return said


def from_data(kind: str, data: Mapping[str, Any], document: str | None) -> Record:
    """The inverse of `to_data`; a document comes without its text."""
    said: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in data.items()
    }
    if kind == ANNOTATION:
        return Annotation(
            uid=said["uid"],
            document=document or "",
            annotator=said["annotator"],
            layer=said["layer"],
            created=said["created"],
            modified=said["modified"],
            revs=said["revs"],
            **rows.content_from_data(data),
        )
    if kind == DOCUMENT:
        return Document(text="", text_sha256="", **said)
    if kind == LAYER:
        speakers = tuple(SpeakerInDocument(*each) for each in data["speakers"])
        said["speakers"] = speakers
        return Layer(document=document or "", **said)
    if kind in _CLASSES:
        made: Record = _CLASSES[kind](**said)
        return made
    said["data"] = data["data"]
    return Item(document=document, **said)


def same_content(one: Record, other: Record) -> bool:
    """Whether two states say the same, whatever their revisions."""
    return content(one) == content(other)


def content(record: Record) -> str:
    """What a state says besides its revisions, in one spelling."""
    said = to_data(record)
    plain = {key: said[key] for key in sorted(said) if key not in _UNREVISED}
    return rows.dump(rows.load(rows.dump(plain)))


def pseudo_revision(record: Record) -> str:
    """A revision for a state that has none: the same for the same content."""
    return hashlib.sha256(content(record).encode()).hexdigest()[:16]
