# SPDX-License-Identifier: MIT
"""Labelled stretches of text and links between them: what most formats know.

An annotation of ours has spans with roles, fields and rows.  Most other programs
know labelled spans with attributes, and labelled relations between two of them.
`marks.unfold` turns the one into the other, `marks.fold` turns it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.model.document import Document
from annotator.model.team import Annotator

#: Half-open ranges of code points, in text order.
Pieces: TypeAlias = tuple[tuple[int, int], ...]


class Prose(str):
    """A text that somebody typed, of which the format says so: no choice of some."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that names a speaker or a vocabulary entry.

    Readers of formats that carry names only leave `uid` empty.
    """

    name: str
    uid: str = ""

    def __str__(self) -> str:
        return self.name


#: A value of an attribute; several values are a tuple.
Value: TypeAlias = (
    str | int | bool | Ref | tuple[str, ...] | tuple[Ref, ...] | tuple[str | Ref, ...]
)


def said_value(value: object) -> str:
    """A single value in words, as mappings and counts name it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A labelled stretch of text.

    `id` is unique within the document, "" where the file gives none.  `pieces`
    is () for something that is marked nowhere, and has several ranges where the
    stretch is discontinuous.  `annotator` is a name or id, None where the file
    names nobody.  `layer`, `state`, `origin`, `created` and `modified` are those
    of an annotation (milliseconds UTC), None where the format does not say.
    `extra` is what the format says besides, kept and written back.
    """

    label: str
    pieces: Pieces
    id: str = ""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    annotator: str | None = None
    layer: str | None = None
    state: str | None = None
    origin: str | None = None
    created: int | None = None
    modified: int | None = None
    revs: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Where the mark begins; 0 for one without place."""
        return self.pieces[0][0] if self.pieces else 0

    @property
    def end(self) -> int:
        """Where the mark ends; 0 for one without place."""
        return self.pieces[-1][1] if self.pieces else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A labelled relation from one mark to another, by their ids."""

    label: str
    source: str
    target: str
    id: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How far somebody has come with a document: what is said of a layer.

    `annotator` is a name or id, None for nobody in particular; `seconds` is
    active time, None where it was not measured.
    """

    annotator: str | None = None
    layer: str = "primary"
    status: str = "in_progress"
    note: str = ""
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedDocument:
    """A document with its marks and links, in the order of the file.

    `people` tells what the file says of annotators; those that marks name
    besides are known by name only.  `work` is what it says of their layers, in
    formats that say such a thing.  `line` is where the document stands in the
    file, for messages.  `extra` is what the format says of the document besides.
    """

    document: Document
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    people: tuple[Annotator, ...] = ()
    work: tuple[Work, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
