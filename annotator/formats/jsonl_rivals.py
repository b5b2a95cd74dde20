# SPDX-License-Identifier: MIT
"""`rivals` in `annotator-jsonl`: states beside those that are shown.

Each is an object as the record's own kind has it, with `state` naming the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.jsonl_header import (
    read_annotator,
    read_entity,
    read_entry,
)
from annotator.model.annotation import Annotation
from annotator.model.document import Document, Layer
from annotator.model.entity import VocabularyEntry
from annotator.model.item import Item, item_of
from annotator.model.states import (
    ANNOTATION,
    DOCUMENT,
    ENTITY,
    ENTRY,
    LAYER,
    PERSON,
    Record,
    key_of,
    kind_of,
)

STATE: Final = "state"
_VOCABULARY: Final = "vocabulary"

Encode = Callable[[Any], dict[str, Any]]


def encode(
    records: Iterable[Record], encoders: Mapping[type, Encode]
) -> tuple[dict[str, Any], ...]:
    """The rivals as objects, in an order that is always the same."""

    def place(record: Record) -> tuple[str, str, str]:
        return kind_of(record), key_of(record), record.revs[-1] if record.revs else ""

    return tuple(_encode(each, encoders) for each in sorted(records, key=place))


def _encode(record: Record, encoders: Mapping[type, Encode]) -> dict[str, Any]:
    kind = kind_of(record)
    if isinstance(record, Item):
        return {STATE: kind, **record.whole()}
    said = encoders[type(record)](record)
    if isinstance(record, VocabularyEntry):
        return {STATE: kind, _VOCABULARY: record.vocabulary, **said}
    if isinstance(record, Document):
        wanted = ("title", "metadata", "revs", "extra")
        said = {key: said[key] for key in wanted if key in said}
    return {STATE: kind, **said}


def read_of_project(raw: typed.Object) -> tuple[Record, ...]:
    """The rivals in the project line."""
    return typed.each(raw, "rivals", _of_project)


def _of_project(raw: dict[str, Any]) -> Record:
    kind, said = _said(raw)
    if kind == ENTITY:
        return read_entity(said)
    if kind == PERSON:
        return read_annotator(said)
    if kind == ENTRY:
        vocabulary = typed.identifier(said, _VOCABULARY)
        del said[_VOCABULARY]
        return read_entry(said, vocabulary)
    return item_of(kind, said)


def read_of_document(
    raw: typed.Object,
    document: Document,
    annotation: Callable[[dict[str, Any]], Annotation],
    layer: Callable[[dict[str, Any]], Layer],
) -> tuple[Record, ...]:
    """The rivals in a document's line."""

    def read(each: dict[str, Any]) -> Record:
        kind, said = _said(each)
        if kind == ANNOTATION:
            return annotation(said)
        if kind == LAYER:
            return layer(said)
        if kind == DOCUMENT:
            return replace(
                document,
                title=typed.text(said, "title"),
                metadata=typed.table_at(said, "metadata"),
                revs=typed.texts(said, "revs"),
                extra=typed.table_at(said, "extra"),
            )
        return item_of(kind, said, document.uid)

    return typed.each(raw, "rivals", read)


def _said(raw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    said = dict(raw)
    kind = typed.identifier(said, STATE)
    del said[STATE]
    return kind, said
