# SPDX-License-Identifier: MIT
"""What a project has already, asked many times while files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.model.bundle import CodebookVersion
from annotator.model.document import Document
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.errors import UserError
from annotator.model.fuzzy import fold
from annotator.services.session import Session, snapshot


class Known:
    """Looks things up in a project; ids and names are read once and remembered."""

    def __init__(self, session: Session) -> None:
        self._project = session.project
        self._ids: dict[str, set[str]] = {}
        self._names: dict[str, _Names] = {}
        self._empty: bool | None = None

    def __call__(self, kind: str, identifier: str) -> bool:
        """Whether there is such an "annotator", "entity" or vocabulary "entry"."""
        if kind not in self._ids:
            self._ids[kind] = self._read(kind)
        return identifier in self._ids[kind]

    def _read(self, kind: str) -> set[str]:
        project = self._project
        if kind == "annotator":
            return {each.uid for each in project.annotators.all()}
        if kind == "entity":
            return {each.uid for each in project.entities.all()}
        return {each.uid for each in project.vocabularies.all()}

    def forget(self) -> None:
        """Look anew: the project was added to."""
        self._ids.clear()
        self._names.clear()
        self._empty = None

    def owners(self, document: str) -> Mapping[str, tuple[str, str]]:
        """Whose the annotations in a document are: id → (annotator, layer)."""
        if self._empty is None:
            self._empty = self.is_empty()
        return {} if self._empty else self._project.annotations.owners(document)

    def annotator(self, name: str) -> str | None:
        """The uid of the annotator of that name."""
        found = self._project.annotators.find_by_name(name)
        return found.uid if found else None

    def entity(self, kind: str, name: str) -> str | None:
        """The uid of the entity of that type with that name or alias.

        The very name goes before one that differs in case or accents, a name
        before an alias.  Of what was united, it is the one that stayed.
        """
        if "entity" not in self._names:
            self._names["entity"] = _entity_names(self._project.entities.all())
        return self._names["entity"].find(kind, name)

    def entry(self, vocabulary: str, label: str) -> str | None:
        """The uid of the entry of a vocabulary with that label, as `entity` does."""
        if "entry" not in self._names:
            self._names["entry"] = _entry_names(self._project.vocabularies.all())
        return self._names["entry"].find(vocabulary, label)

    def is_empty(self) -> bool:
        """Whether the project holds no document, and so no annotation."""
        return self._project.documents.count() == 0

    def has_document(self, uid: str) -> bool:
        """Whether the project has a document of that id."""
        return self._project.documents.row_id(uid) is not None

    def has_text(self, sha256: str) -> bool:
        """Whether a document of the project has that text."""
        return bool(self._project.documents.by_text_sha256(sha256))

    def document(self, sha256: str) -> Document | None:
        """The document with that text, None where there are several."""
        documents = self._project.documents
        found = documents.by_text_sha256(sha256)
        return documents.get(found[0]) if len(found) == 1 else None

    def codebook(self, identifier: str, version: str) -> CodebookVersion | None:
        """The codebook of that name: the project's, or one of the program's."""
        current = self._project.codebooks.current()
        stored = (current, *self._project.codebooks.find(identifier, version))
        for each in stored:
            if (each.id, each.version) == (identifier, version):
                return each
        return _preset(identifier, version)


@dataclass(slots=True)
class _Names:
    """Uids by kind and name: as it is, and without case and accents."""

    exact: dict[tuple[str, str], str] = field(default_factory=dict)
    folded: dict[tuple[str, str], str] = field(default_factory=dict)
    into: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, name: str, uid: str) -> None:
        """Remember a name; the first to have it keeps it."""
        self.exact.setdefault((kind, name), uid)
        self.folded.setdefault((kind, fold(name.strip())[0]), uid)

    def find(self, kind: str, name: str) -> str | None:
        """The uid of what is called so, followed to what it was united with."""
        found = self.exact.get((kind, name))
        found = found or self.folded.get((kind, fold(name.strip())[0]))
        seen: set[str] = set()
        while found is not None and found in self.into and found not in seen:
            seen.add(found)
            found = self.into[found]
        return found


def _entity_names(entities: Iterable[Entity]) -> _Names:
    names, living = _Names(), [each for each in entities if not each.deleted]
    # What stayed goes before what was united with it, names before aliases.
    living.sort(key=lambda each: each.merged_into is not None)
    for each in living:
        names.add(each.type, each.name, each.uid)
        if each.merged_into:
            names.into[each.uid] = each.merged_into
    for each in living:
        for alias in each.aliases:
            names.add(each.type, alias, each.uid)
    return names


def _entry_names(entries: Iterable[VocabularyEntry]) -> _Names:
    names, living = _Names(), [each for each in entries if not each.deleted]
    living.sort(key=lambda each: each.merged_into is not None)
    for each in living:
        names.add(each.vocabulary, each.label, each.uid)
        if each.merged_into:
            names.into[each.uid] = each.merged_into
    return names


def _preset(identifier: str, version: str) -> CodebookVersion | None:
    from annotator.services import codebook

    try:
        found = codebook.preset(identifier)
    except UserError:
        return None
    return snapshot(found) if found.version == version else None
