# SPDX-License-Identifier: MIT
"""Whom and what names in a file stand for: people, speakers, vocabulary entries.

What the project knows is found by id, name or alias; what it does not know is
made once, under an id that follows from the name, so that reading a file twice
makes nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from annotator.formats.marks.records import Ref
from annotator.formats.options import ReadOptions
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.errors import InputError
from annotator.model.team import Annotator, initials_of


class Resolver:
    """Finds or makes; `people`, `entities` and `entries` are what was made."""

    def __init__(self, codebook: Codebook, options: ReadOptions, whose: str) -> None:
        self._codebook = codebook
        self._options = options
        self._whose = whose
        self._people: dict[str, Annotator] = {}
        self._person_names: dict[str, str] = {}
        self._entities: dict[str, Entity] = {}
        self._entity_names: dict[tuple[str, str], str] = {}
        self._entries: dict[tuple[str, str], VocabularyEntry] = {}
        self._entry_names: dict[tuple[str, str], str] = {}

    @property
    def people(self) -> tuple[Annotator, ...]:
        """Annotators to be brought along."""
        return tuple(self._people.values())

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Entities to be brought along."""
        return tuple(self._entities.values())

    @property
    def entries(self) -> dict[str, tuple[VocabularyEntry, ...]]:
        """Vocabulary entries to be brought along, by vocabulary."""
        names = {vocabulary for vocabulary, _ in self._entries}
        return {
            name: tuple(e for (v, _), e in self._entries.items() if v == name)
            for name in sorted(names)
        }

    def introduce(self, people: Iterable[Annotator]) -> None:
        """Take what a file says of its annotators."""
        for person in people:
            if person.uid not in self._people:
                self._people[person.uid] = person
                self._person_names.setdefault(person.name, person.uid)

    def person(self, name: str | None) -> str:
        """The uid of the annotator of that name or id; None: whose nobody names."""
        if name is None:
            if self._options.annotator:
                return self._options.annotator
            name = self._whose
        if name in self._people or self._options.knows("annotator", name):
            return name
        if name not in self._person_names:
            self._person_names[name] = self._new_person(name)
        return self._person_names[name]

    def _new_person(self, name: str) -> str:
        known = self._options.find_annotator(name)
        if known is not None:
            return known
        uid = stable_uid("annotator", name)
        initials = initials_of(name)
        self._people[uid] = Annotator(uid=uid, name=name, initials=initials)
        return uid

    def entity(self, kind: str, ref: Ref) -> str:
        """The uid of an entity of that type."""
        if ref.uid:
            if not self._options.knows("entity", ref.uid):
                made = Entity(uid=ref.uid, type=kind, name=ref.name)
                self._entities.setdefault(ref.uid, made)
            return ref.uid
        key = (kind, ref.name)
        if key not in self._entity_names:
            found = self._options.find_entity(kind, ref.name)
            uid = found or stable_uid("entity", kind, ref.name)
            if found is None:
                self._entities[uid] = Entity(uid=uid, type=kind, name=ref.name)
            self._entity_names[key] = uid
        return self._entity_names[key]

    def describe_entity(self, entity: Entity) -> None:
        """Take what a file says of an entity: kind, aliases, attributes."""
        if not self._options.knows("entity", entity.uid):
            self._entities[entity.uid] = entity
            self._entity_names.setdefault((entity.type, entity.name), entity.uid)

    def entry(self, vocabulary: str, ref: Ref) -> str:
        """The uid of an entry of that vocabulary."""
        key = (vocabulary, ref.uid or ref.name)
        if key not in self._entry_names:
            self._entry_names[key] = self._find_entry(vocabulary, ref)
        return self._entry_names[key]

    def _find_entry(self, vocabulary: str, ref: Ref) -> str:
        found = self._codebook.vocabulary(vocabulary)
        for value in found.values if found else ():
            named = () if ref.uid else (value.id, value.label)
            if value.id == ref.uid or ref.name in named:
                return value.id
        if ref.uid and self._options.knows("entry", ref.uid):
            return ref.uid
        known = None if ref.uid else self._options.find_entry(vocabulary, ref.name)
        if known is not None:
            return known
        if found is None or not found.open:
            raise InputError(
                "“{entry}” is not in the vocabulary “{vocabulary}”, which is closed.",
                field=vocabulary,
                remedy="Add it to the codebook, or map it.",
                entry=ref.name,
                vocabulary=vocabulary,
            )
        uid = ref.uid or stable_uid("entry", vocabulary, ref.name)
        entry = VocabularyEntry(uid=uid, vocabulary=vocabulary, label=ref.name)
        self._entries[vocabulary, uid] = entry
        return uid

    def describe_entry(self, entry: VocabularyEntry) -> None:
        """Take what a file says of an entry: definition, parent."""
        if not self._options.knows("entry", entry.uid):
            self._entries[entry.vocabulary, entry.uid] = entry
            self._entry_names[entry.vocabulary, entry.uid] = entry.uid
            self._entry_names.setdefault((entry.vocabulary, entry.label), entry.uid)


def stable_uid(*parts: str) -> str:
    """An id that follows from its parts: the same for the same, in UUID form."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    text = digest.hexdigest()[:32]
    # Version 8 is the one for ids made by a rule of one's own (RFC 9562).
    text = f"{text[:12]}8{text[13:16]}8{text[17:]}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
