# SPDX-License-Identifier: MIT
"""The people of a project, the rounds of their work, and who is to do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

ROLES: Final = ("annotator", "reviewer", "lead")

#: Kinds of rounds, in the order in which a project goes through them.
ROUND_KINDS: Final = ("pilot", "training", "production")

#: Colours for people who chose none, as far from each other as may be; a theme
#: takes their hue.
COLOURS: Final = (
    "#146C8C",
    "#9A5B00",
    "#8A4BBF",
    "#1A7548",
    "#B5344B",
    "#4A4FB8",
    "#6F7A12",
    "#A8418F",
    "#0B7774",
    "#B3581E",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """A person who annotates; `colour` is "#RRGGBB" or None.

    Nobody is ever removed: an `inactive` person gets no more work, and what they
    did stays.
    """

    uid: str
    name: str
    initials: str = ""
    colour: str | None = None
    role: str = "annotator"
    inactive: bool = False
    revs: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def initials_of(name: str) -> str:
    """Up to two capital letters that stand for `name`: "Ieva Sand" is "IS"."""
    words = [w for w in name.split() if w[:1].isalnum()]
    picked = words if len(words) < 3 else [words[0], words[-1]]
    return "".join(w[0] for w in picked).upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A stretch of work under one version of the codebook.

    Attributes:
        codebook: `id`, `version` and `sha256` of the version it is made under.
        opened: whether others' layers may be seen before one's own is complete.
        gold: uids of documents whose right answer is known; not in packages.
        settings: how documents were assigned last: per_document, overlap, seed.
        created: milliseconds UTC; `created_by` is an annotator's uid.
    """

    uid: str
    name: str
    kind: str = "production"
    codebook: Mapping[str, str] = field(default_factory=dict)
    opened: bool = False
    gold: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    created: int | None = None
    created_by: str | None = None
    revs: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """That a person is to annotate a document in a round.

    `order` is the document's place, from 1, in that person's own sequence.
    """

    uid: str
    round: str
    document: str
    annotator: str
    order: int
    created: int | None = None
    created_by: str | None = None
    revs: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
