# SPDX-License-Identifier: MIT
"""Codebook snapshots: every version that the project has used."""

from __future__ import annotations

from typing import Any

from annotator.model.bundle import CodebookVersion
from annotator.model.errors import NotFoundError
from annotator.model.sentence import Sentence
from annotator.store import rows
from annotator.store.connection import damaged
from annotator.store.references import ReferenceFields, reference_fields
from annotator.store.repository import Repository

_COLUMNS = "codebook_id, version, sha256, body"


class CodebookRepository(Repository):
    """Versions by sha256; which one is current is a setting."""

    def current(self) -> CodebookVersion:
        """The version that new annotations are made under."""
        return self.get(str(self._project.settings.get("codebook", "")))

    def set_current(self, sha256: str) -> None:
        """Make a stored version the current one.  Recorded in the current step."""
        self.get(sha256)
        self._project.settings.set("codebook", sha256)

    def get(self, sha256: str) -> CodebookVersion:
        """The version of that hash; NotFoundError where there is none."""
        found = self._select("WHERE sha256 = ?", (sha256,))
        if not found:
            raise NotFoundError(
                "the project holds no codebook “{sha256}”.", sha256=sha256
            )
        return found[0]

    def find(self, identifier: str, version: str) -> tuple[CodebookVersion, ...]:
        """Every stored version of that id and number, oldest first."""
        where = "WHERE codebook_id = ? AND version = ? ORDER BY id"
        return self._select(where, (identifier, version))

    def all(self) -> tuple[CodebookVersion, ...]:
        """Every stored version, in the order in which they came."""
        return self._select("ORDER BY id", ())

    def in_use(self) -> tuple[CodebookVersion, ...]:
        """The current version, then those that annotations name, by number."""
        current = self.current()
        used = self._select(
            "WHERE id IN (SELECT DISTINCT a.codebook_id FROM annotation a"
            " JOIN document d ON d.id = a.document_id"
            " WHERE a.withdrawn = 0 AND d.withdrawn = 0) AND sha256 <> ?"
            " ORDER BY codebook_id, version, sha256",
            (current.sha256,),
        )
        return (current, *used)

    def add(self, codebook: CodebookVersion) -> int:
        """Store a version unless it is there; returns its row id."""
        number = self.row_id(codebook.sha256)
        if number is None:
            cursor = self._project.run(
                f"INSERT INTO codebook ({_COLUMNS}) VALUES (?, ?, ?, ?)",
                (
                    codebook.id,
                    codebook.version,
                    codebook.sha256,
                    rows.dump(codebook.body),
                ),
            )
            number = int(cursor.lastrowid or 0)
        return number

    def row_id(self, sha256: str | None) -> int | None:
        """The row id of a version; None where it is not stored."""
        cache = self._project.cache("codebook ids")
        if sha256 not in cache:
            sql = "SELECT id FROM codebook WHERE sha256 = ?"
            found = self._project.query(sql, (sha256,))
            if not found:
                return None
            cache[sha256] = int(found[0][0])
        number: int = cache[sha256]
        return number

    def sha256_of(self, number: int | None) -> str | None:
        """The hash of the version in row `number`."""
        if number is None:
            return None
        cache = self._project.cache("codebook hashes")
        if number not in cache:
            sql = "SELECT id, sha256 FROM codebook"
            cache.update(self._project.query(sql))
        found: str | None = cache.get(number)
        return found

    def reference_fields(self, sha256: str | None) -> ReferenceFields:
        """Which fields point to entities or entries under a version."""
        cache = self._project.cache("reference fields")
        if sha256 not in cache:
            body = self.get(sha256).body if sha256 else {}
            cache[sha256] = reference_fields(body)
        found: ReferenceFields = cache[sha256]
        return found

    def _select(self, where: str, values: Any) -> tuple[CodebookVersion, ...]:
        found = self._project.query(f"SELECT {_COLUMNS} FROM codebook {where}", values)
        return tuple(self._version(*row) for row in found)

    def _version(
        self, uid: str, version: str, sha256: str, body: str
    ) -> CodebookVersion:
        try:
            said = rows.load_map(body)
        except ValueError as error:
            words = Sentence(
                "codebook {name} {version}: {error}",
                name=uid,
                version=version,
                error=error,
            )
            raise damaged(self._project.path, words) from error
        return CodebookVersion(id=uid, version=version, sha256=sha256, body=said)
