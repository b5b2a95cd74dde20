# SPDX-License-Identifier: MIT
"""States that were made elsewhere take the place of ours, revisions and all.

Taking that back puts our state back as it was, without a new revision: what was
merged can then be merged again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.model.annotation import Annotation
from annotator.model.document import Document, Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.states import (
    ANNOTATION,
    DOCUMENT,
    ENTITY,
    ENTRY,
    LAYER,
    PERSON,
    Record,
    kind_of,
)
from annotator.model.team import Annotator
from annotator.store.repository import Repository
from annotator.store.states import from_data, to_data


class StateRepository(Repository):
    """Whole states, whatever they are of."""

    def find(self, kind: str, key: str, document: str | None) -> Record | None:
        """The state that is shown of a record, or None."""
        p = self._project
        if kind == ENTITY:
            return p.entities.find(key)
        if kind == PERSON:
            return p.annotators.find(key)
        if kind == ENTRY:
            return p.vocabularies.find(*key.split("/", 1))
        if document is None:
            return p.items.find(kind, key)
        if kind == ANNOTATION:
            return p.annotations.find(document, key)
        if kind == DOCUMENT:
            return p.documents.get(key)
        if kind == LAYER:
            layer, _, annotator = key.partition("/")
            return p.layers.get(document, annotator or None, layer)
        return p.items.find(kind, key, document)

    def overwrite(self, before: Record, after: Record) -> None:
        """Put `after` in the place of `before`.  Recorded in the current step."""
        self._put(after)
        document = getattr(after, "document", None)
        self._project.history.record(
            "state", [kind_of(after), document], to_data(before), to_data(after)
        )

    def restore(self, key: Any, data: Any, step: int) -> None:
        """Replay: put a state back as it was."""
        kind, document = key
        record = from_data(kind, data, document)
        if isinstance(record, Layer):
            # Time that passed cannot be undone.
            now = self._project.layers.get(
                record.document, record.annotator, record.kind
            )
            record = replace(record, seconds=now.seconds)
        self._put(record)

    def _put(self, record: Record) -> None:
        p = self._project
        if isinstance(record, Annotation):
            p.annotations.put(record)
        elif isinstance(record, Layer):
            p.layers.put(record)
        elif isinstance(record, Document):
            p.documents.put(record)
        elif isinstance(record, Entity):
            p.entities.put(record)
        elif isinstance(record, VocabularyEntry):
            p.vocabularies.put(record)
        elif isinstance(record, Annotator):
            p.annotators.put(record)
        else:
            p.items.put(record)
