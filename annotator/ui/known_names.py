# SPDX-License-Identifier: MIT
"""Names of entities and vocabulary entries, asked for once until they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.services import entities

if TYPE_CHECKING:
    from annotator.model.annotation import FieldValue
    from annotator.model.codebook import Field
    from annotator.services.session import Session


class KnownNames:
    """Turns the uids that fields hold into words."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._entities: dict[str, str] | None = None
        self._issues: dict[str, str] | None = None

    def forget(self) -> None:
        """Ask anew from now on."""
        self._entities = self._issues = None

    def entity(self, uid: str) -> str:
        """The name shown for an entity."""
        if self._entities is None:
            self._entities = {
                each.uid: each.name
                for kind in self._session.codebook.entity_types
                for each in entities.entities(self._session, kind.id)
            }
        name = self._entities.get(uid)
        if name is None:
            name = self._entities[uid] = entities.get(self._session, uid).name
        return name

    def issue(self, uid: str) -> str:
        """The label shown for a vocabulary entry."""
        if self._issues is None:
            self._issues = {
                each.uid: each.label
                for vocabulary in self._session.codebook.vocabularies
                for each in entities.entries(self._session, vocabulary.id)
            }
        return self._issues.get(uid, uid)

    def in_words(self, field: Field | None, value: FieldValue) -> str:
        """A field's value as a person reads it."""
        if isinstance(value, tuple):
            return ", ".join(self.in_words(field, each) for each in value)
        if field is None or not isinstance(value, str):
            return str(value)
        if field.type == "entity":
            return self.entity(value)
        if field.type == "vocabulary":
            return self.issue(value)
        known = field.value(value)
        # The history is kept and shown for good: it quotes no long texts.
        return known.label if known else value[:60]
