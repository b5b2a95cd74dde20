# SPDX-License-Identifier: MIT
"""The exchange object that every format reads and writes.

A bundle is a stream: one header, the codebook versions in use, then documents
one at a time with all that belongs to them, so that a million annotations pass
through in bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.model.annotation import Annotation
from annotator.model.document import Document, Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.states import Record
from annotator.model.team import Annotator


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookVersion:
    """A stored codebook: its identity and its canonical body (plain JSON data)."""

    id: str
    version: str
    sha256: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectHeader:
    """What holds for the whole project.

    `codebook` is (id, version) of the current codebook, or None.  `items` keeps
    rounds, assignments, highlights and searches as plain JSON lists by name.
    """

    title: str = ""
    codebook: tuple[str, str] | None = None
    annotators: tuple[Annotator, ...] = ()
    entities: tuple[Entity, ...] = ()
    vocabularies: Mapping[str, tuple[VocabularyEntry, ...]] = field(
        default_factory=dict
    )
    items: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    #: states beside those above that neither supersedes (see `model.revisions`)
    rivals: tuple[Record, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document with its layers, annotations, decisions and comments."""

    document: Document
    layers: tuple[Layer, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    decisions: tuple[Mapping[str, Any], ...] = ()
    comments: tuple[Mapping[str, Any], ...] = ()
    #: states beside those above that neither supersedes (see `model.revisions`)
    rivals: tuple[Record, ...] = ()
    #: where in the file it stands (line, counted from 1), for messages
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A project on its way in or out.  `documents` may be read once only."""

    header: ProjectHeader
    codebooks: tuple[CodebookVersion, ...] = ()
    documents: Iterable[DocumentRecord] = ()
    #: number of documents where it is known beforehand, for progress
    total: int | None = None
