# SPDX-License-Identifier: MIT
"""What a reader and a writer are told besides the path, and what they tell back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from annotator.model.bundle import CodebookVersion

#: A lookup of a codebook that a file names without carrying it: (id, version).
FindCodebook = Callable[[str, str], CodebookVersion | None]

_KEPT: Final = 20


@dataclass(frozen=True, slots=True)
class Note:
    """Something the user should know of a file that was read all the same."""

    text: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f", line {self.line}" if place else f"line {self.line}"
        return f"{place}: {self.text}" if place else self.text


@dataclass(slots=True)
class Notes:
    """Notes in the order in which they came: the first few, and how many."""

    items: list[Note] = field(default_factory=list)
    count: int = 0

    def add(self, text: str, *, file: object = None, line: int | None = None) -> None:
        """Keep a note, or only count it where there are many already."""
        self.count += 1
        if len(self.items) < _KEPT:
            self.items.append(Note(text, None if file is None else str(file), line))

    def texts(self) -> list[str]:
        """The notes as sentences, the number of those left out at the end."""
        left_out = self.count - len(self.items)
        more = [f"… and {left_out} more of that kind."] if left_out else []
        return [str(note) for note in self.items] + more


def _no_codebook(identifier: str, version: str) -> CodebookVersion | None:
    return None


def _unknown(kind: str, identifier: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read.

    `encoding`: that of text files, None to detect it.  `metadata_pattern` and
    `name_pattern` say where a text file and its name carry metadata (see
    `formats.headers`, `formats.filenames`); None is the usual header line, "" is
    none at all.  `language` is written to documents that name none.  `annotator`
    is whose the annotations are that name nobody.  `find_codebook` finds one
    that the file only names; `codebook` is that of the project, for a file that
    names none.  `knows(kind, id)` says whether the project has such an
    "annotator", "entity" or vocabulary "entry" already.  `notes` collects what
    the user should know.
    """

    encoding: str | None = None
    metadata_pattern: str | None = None
    name_pattern: str | None = None
    language: str | None = None
    annotator: str | None = None
    codebook: CodebookVersion | None = None
    find_codebook: FindCodebook = _no_codebook
    knows: Callable[[str, str], bool] = _unknown
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """How to write.  `bom` puts a byte order mark before text for spreadsheets."""

    bom: bool = False
    notes: Notes = field(default_factory=Notes)
