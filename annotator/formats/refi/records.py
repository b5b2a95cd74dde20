# SPDX-License-Identifier: MIT
"""What stands in a REFI-QDA file, as records: codes, cases, notes, selections.

GUIDs are in small letters and without braces (see `refi.guids`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PROJECT: str = "urn:QDA-XML:project:1.0"
CODEBOOK: str = "urn:QDA-XML:codebook:1.0"


@dataclass(slots=True)
class Code:
    """A code with those below it; `notes` are GUIDs of notes on it."""

    guid: str
    name: str
    codable: bool = True
    color: str | None = None
    description: str = ""
    children: list[Code] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def walk(self) -> Iterator[Code]:
        """The code and all below it, each before its children."""
        waiting = [self]
        while waiting:
            code = waiting.pop()
            yield code
            waiting += reversed(code.children)


@dataclass(frozen=True, slots=True)
class User:
    """A person who codes."""

    guid: str
    name: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case, such as a speaker; `values` are by the names of variables."""

    guid: str
    name: str
    description: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note, also called a memo."""

    guid: str
    name: str
    text: str = ""


@dataclass(slots=True)
class Coding:
    """That a code applies; `created` is in milliseconds UTC."""

    guid: str
    code: str
    user: str = ""
    created: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Selection:
    """A stretch of a text; offsets are those of the file."""

    guid: str
    start: int
    end: int
    name: str = ""
    user: str = ""
    created: int | None = None
    modified: int | None = None
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text with what is selected in it.

    `text` is as the file has it, line ends and byte order mark included.
    `file` is the name, sha256 and encoding of the file it came from.
    """

    guid: str
    name: str
    text: str
    file: tuple[str, str, str] | None = None
    description: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
