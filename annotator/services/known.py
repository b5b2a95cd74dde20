# SPDX-License-Identifier: MIT
"""What a project has already, asked many times while files are read."""

from __future__ import annotations

from annotator.model.bundle import CodebookVersion
from annotator.model.errors import UserError
from annotator.services.session import Session, snapshot


class Known:
    """Looks things up in a project; ids are read once and remembered."""

    def __init__(self, session: Session) -> None:
        self._project = session.project
        self._ids: dict[str, set[str]] = {}

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

    def has_document(self, uid: str) -> bool:
        """Whether the project has a document of that id."""
        return self._project.documents.row_id(uid) is not None

    def has_text(self, sha256: str) -> bool:
        """Whether a document of the project has that text."""
        return bool(self._project.documents.by_text_sha256(sha256))

    def codebook(self, identifier: str, version: str) -> CodebookVersion | None:
        """The codebook of that name: the project's, or one of the program's."""
        current = self._project.codebooks.current()
        stored = (current, *self._project.codebooks.find(identifier, version))
        for each in stored:
            if (each.id, each.version) == (identifier, version):
                return each
        return _preset(identifier, version)


def _preset(identifier: str, version: str) -> CodebookVersion | None:
    from annotator.services import codebook

    try:
        found = codebook.preset(identifier)
    except UserError:
        return None
    return snapshot(found) if found.version == version else None
