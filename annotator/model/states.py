# SPDX-License-Identifier: MIT
"""Records that have revisions, whatever they are: what kind, and which one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from annotator.model.annotation import Annotation
from annotator.model.document import Document, Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.item import Item
from annotator.model.team import Annotator

#: Whatever has revisions.
Record: TypeAlias = (
    Annotation | Layer | Document | Entity | VocabularyEntry | Annotator | Item
)

ANNOTATION: Final = "annotation"
LAYER: Final = "layer"
DOCUMENT: Final = "document"
ENTITY: Final = "entity"
ENTRY: Final = "vocabulary"
PERSON: Final = "annotator"

_KINDS: Final[Mapping[Any, str]] = {
    Annotation: ANNOTATION,
    Layer: LAYER,
    Document: DOCUMENT,
    Entity: ENTITY,
    VocabularyEntry: ENTRY,
    Annotator: PERSON,
}


def kind_of(record: Record) -> str:
    """The kind of a record; of an item the list that it stands in."""
    return record.kind if isinstance(record, Item) else _KINDS[type(record)]


def key_of(record: Record) -> str:
    """What tells a record from others of its kind, in its document or project."""
    if isinstance(record, Layer):
        return f"{record.kind}/{record.annotator or ''}"
    if isinstance(record, VocabularyEntry):
        return f"{record.vocabulary}/{record.uid}"
    return record.uid
