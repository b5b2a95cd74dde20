# SPDX-License-Identifier: MIT
"""Entries of open vocabularies, e.g. issues."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.model.entity import VocabularyEntry
from annotator.model.errors import NotFoundError
from annotator.store import rows
from annotator.store.uniting import RevisedRepository, tail


class VocabularyRepository(RevisedRepository[VocabularyEntry]):
    """Entries in the order in which they came; uids are unique per vocabulary."""

    kind = "vocabulary"
    table = "vocabulary_entry"
    columns = ("uid", "vocabulary", "label", "definition", "parent", "merged_into")

    def all(self, vocabulary: str | None = None) -> list[VocabularyEntry]:
        """Every entry (of a vocabulary), unified and deleted ones included."""
        if vocabulary is None:
            return self.remembered("1", ())
        return self.remembered("vocabulary = ?", (vocabulary,))

    def find(self, vocabulary: str, uid: str) -> VocabularyEntry | None:
        """The entry, or None."""
        found = self.select("vocabulary = ? AND uid = ?", (vocabulary, uid))
        return found[0] if found else None

    def get(self, vocabulary: str, uid: str) -> VocabularyEntry:
        """The entry; NotFoundError where there is none."""
        found = self.find(vocabulary, uid)
        if found is None:
            raise NotFoundError(
                "vocabulary “{vocabulary}” has no entry “{uid}”.",
                vocabulary=vocabulary,
                uid=uid,
            )
        return found

    def values(self, record: VocabularyEntry) -> tuple[Any, ...]:
        v = record
        head = (v.uid, v.vocabulary, v.label, v.definition, v.parent, v.merged_into)
        return (*head, *tail(v))

    def build(self, row: Any) -> VocabularyEntry:
        return VocabularyEntry(
            uid=row[0],
            vocabulary=row[1],
            label=row[2],
            definition=row[3],
            parent=row[4],
            merged_into=row[5],
            revs=tuple(row[6].split()),
            deleted=bool(row[7]),
            extra=rows.load_map(row[8]),
        )

    def key(self, record: VocabularyEntry) -> tuple[str, tuple[Any, ...]]:
        return "vocabulary = ? AND uid = ?", (record.vocabulary, record.uid)

    def revise(self, record: VocabularyEntry, revs: tuple[str, ...]) -> VocabularyEntry:
        return replace(record, revs=revs)
