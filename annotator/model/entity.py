# SPDX-License-Identifier: MIT
"""Project data that annotations point to: speakers and vocabulary entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A project-wide speaker (or person, organization, concept, …).

    `type` is the codebook's entity type, `kind` one of its kinds.  A unified
    entity keeps its row and points to the one that stays by `merged_into`.
    """

    uid: str
    type: str
    name: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    merged_into: str | None = None
    revs: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyEntry:
    """An entry of an open vocabulary, e.g. an issue.

    `definition` says what *favor* means.  `parent` is another entry's uid.
    """

    uid: str
    vocabulary: str
    label: str
    definition: str = ""
    parent: str | None = None
    merged_into: str | None = None
    revs: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
