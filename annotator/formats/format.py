# SPDX-License-Identifier: MIT
"""The record that describes a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from annotator.formats.features import LOSSES, OF_PROJECT, Feature
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.placing import CODE_POINTS
from annotator.model.bundle import Bundle
from annotator.model.progress import Job

Sniff = Callable[[bytes, Path], float]
Read = Callable[[Path, ReadOptions], Bundle]
ReadMarks = Callable[[Path, ReadOptions], Iterable[MarkedDocument]]
Write = Callable[[Bundle, Path, WriteOptions], Job[None]]
#: The columns of a table: the name of each, and its first values as text.
Columns = Callable[[Path, ReadOptions], Sequence[tuple[str, Sequence[str]]]]
Card = Callable[[Bundle, WriteOptions], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    `sniff(head, path)` says how likely a file that begins with `head` is in it:
    0 (not) to 1 (surely); for a folder `head` is empty.  `read(path, options)`
    gives a bundle whose documents are read as they are asked for, and raises
    InputError naming line and field.  `marks(path, options)` gives the labelled
    spans of a format that has nothing else, before they become annotations.
    `write(bundle, path, options)` is a job: it yields after each document, so
    that it can be stopped, and tells `options.losses` what it could not write.

    `carries` are the features of a project that survive a round trip, `besides`
    says in words what else gets lost.  `unit` is what its offsets count.
    `extra` is the optional extra it needs, `requires` the modules of that extra
    with the names of their packages.  `folder` tells that it also reads a folder
    as one thing, `many` that it writes a folder of files rather than one file,
    `beside` that it writes further files beside its own, or needs its own to
    have a name while it is written.
    `columns(path, options)` lists the columns of a table of documents, whose
    meaning `ReadOptions.columns` then says.
    Where `read` gives documents alone and `write` writes something else, such as
    a row per stance, `write_documents` writes what `read` takes back.
    `card(bundle, options)` is what the YAML head of a data card must say of the
    files beside what every card says, as plain data.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Sniff
    read: Read | None = None
    marks: ReadMarks | None = None
    write: Write | None = None
    carries: frozenset[Feature] = frozenset()
    besides: tuple[str, ...] = ()
    unit: str = CODE_POINTS
    extra: str | None = None
    requires: Mapping[str, str] = field(default_factory=dict)
    folder: bool = False
    many: bool = False
    beside: bool = False
    columns: Columns | None = None
    write_documents: Write | None = None
    card: Card | None = None

    @property
    def reads(self) -> bool:
        """Whether files of the format can be imported."""
        return self.read is not None

    @property
    def writes(self) -> bool:
        """Whether projects can be exported to the format."""
        return self.write is not None

    @property
    def both_ways(self) -> bool:
        """Whether reading gives back what `write` writes, annotations included."""
        return self.reads and self.writes and self.write_documents is None

    @property
    def has_documents(self) -> bool:
        """Whether more than codebook, speakers and entries goes into it."""
        return not self.carries or not self.carries <= OF_PROJECT

    @property
    def losses(self) -> tuple[str, ...]:
        """What the format cannot carry, in words: each completes “without …”."""
        if not self.writes:
            return self.besides
        lost = (words for each, words in LOSSES.items() if each not in self.carries)
        return (*lost, *self.besides)

    @property
    def has_table_of_documents(self) -> bool:
        """Whether an export folder has a table of the documents beside the data."""
        return self.write_documents not in (None, self.write)

    @property
    def in_folder(self) -> frozenset[Feature]:
        """What the data lack, and an export folder has beside them."""
        found = {Feature.CODEBOOK}
        if self.has_table_of_documents:
            found |= {Feature.TEXTS, Feature.EMPTY_DOCUMENTS}
        return frozenset(found)

    def missing(self) -> tuple[str, ...]:
        """The packages that it needs and that are not installed."""
        modules = self.requires.items()
        return tuple(package for name, package in modules if find_spec(name) is None)

    def available(self) -> bool:
        """Whether the optional packages it needs are installed."""
        return not self.missing()
