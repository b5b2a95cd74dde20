# SPDX-License-Identifier: MIT
"""A project as a bundle: the header, then documents by uid, some at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.entity import VocabularyEntry
from annotator.model.stored import StoredDocuments
from annotator.store.stored import Carry, Choice, stored_documents

if TYPE_CHECKING:
    from annotator.store.project import Project


def read_bundle(
    project: Project,
    *,
    annotators: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    documents: Iterable[str] | None = None,
    carry: Carry | None = None,
) -> Bundle:
    """The project, or a choice of it, as a bundle.

    Args:
        project: an open project.
        annotators: uids of those whose work is wanted; None: everybody's.
        kinds: kinds of layer ("primary", "adjudicated"); None: all.
        documents: uids of documents; None: all.  They come out by uid.
        carry: is shown the rows of annotations, and returns those to read.
    """
    choice = Choice(
        None if annotators is None else frozenset(annotators),
        None if kinds is None else frozenset(kinds),
    )
    ids = _document_ids(project, documents)
    return Bundle(
        header=_header(project, choice),
        codebooks=project.codebooks.in_use(),
        documents=StoredDocuments(stored_documents(project, ids, choice, carry)),
        total=len(ids),
    )


def _header(project: Project, choice: Choice) -> ProjectHeader:
    codebook = project.codebooks.current()
    vocabularies: dict[str, list[VocabularyEntry]] = {}
    for entry in project.vocabularies.all():
        vocabularies.setdefault(entry.vocabulary, []).append(entry)
    people = project.annotators.all()
    wanted = choice.annotators
    return ProjectHeader(
        title=project.settings.get("title", ""),
        codebook=(codebook.id, codebook.version),
        annotators=tuple(p for p in people if wanted is None or p.uid in wanted),
        entities=tuple(project.entities.all()),
        vocabularies={name: tuple(each) for name, each in vocabularies.items()},
        items=project.items.of_project(),
        rivals=tuple(project.rivals.of_project()),
        extra=project.settings.get("extra", {}),
    )


def read_records(project: Project, ids: Sequence[int]) -> dict[int, DocumentRecord]:
    """All that is known of some documents, by their row ids."""
    stored = stored_documents(project, ids, Choice())
    return {number: each.record for number, each in zip(ids, stored, strict=True)}


def _document_ids(project: Project, uids: Iterable[str] | None) -> Sequence[int]:
    """The row ids of the documents, by uid."""
    if uids is None:
        return project.documents.ids("", (), "d.uid")
    return [project.documents.require_id(uid) for uid in sorted(set(uids))]
