# SPDX-License-Identifier: MIT
"""What a reader and a writer are told besides the path, and what they tell back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from annotator.formats.losses import Losses
from annotator.formats.marks.mapping import LabelMapping
from annotator.formats.mistakes import Mistakes
from annotator.model.bundle import CodebookVersion
from annotator.model.document import Document
from annotator.model.errors import place_of, placed
from annotator.model.sentence import Sentence

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
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """The text and its place, as one that can be translated."""
        return placed(Sentence(self.text), place_of(self.file, self.line, None))


@dataclass(slots=True)
class Notes:
    """Notes in the order in which they came: the first few, and how many.

    `left_out` is how many marks, links and attributes a mapping left out.
    """

    items: list[Note] = field(default_factory=list)
    count: int = 0
    left_out: int = 0

    def add(self, text: str, *, file: object = None, line: int | None = None) -> None:
        """Keep a note, or only count it where there are many already.

        `text` is a `Sentence`, or a text without values.
        """
        self.count += 1
        if len(self.items) < _KEPT:
            self.items.append(Note(text, None if file is None else str(file), line))

    def texts(self) -> list[Sentence]:
        """The notes as sentences, the number of those left out at the end."""
        told = [note.sentence for note in self.items]
        left_out = self.count - len(self.items)
        if left_out:
            told.append(Sentence("… and {n} more of that kind.", n=left_out))
        return told


def _no_codebook(identifier: str, version: str) -> CodebookVersion | None:
    return None


def _unknown(kind: str, identifier: str) -> bool:
    return False


def _nobody(name: str) -> str | None:
    return None


def _no_document(sha256: str) -> Document | None:
    return None


def _no_owners(document: str) -> Mapping[str, tuple[str, str]]:
    return {}


def _nothing(kind: str, name: str) -> str | None:
    return None


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

    For files of labelled spans: `mapping` says what their labels are called here;
    `derive_codebook` allows that a codebook is made from the file where that of
    the project does not fit; `unit` overrides what offsets count (see
    `formats.placing`).  `find_annotator(name)`, `find_entity(type, name)` and
    `find_entry(vocabulary, label)` give the uid that the project has for a name,
    `find_document(sha256)` the one document with a text.  `owners(uid)`
    says of the annotations that the project has in a document whose they are:
    id → (uid of the annotator, layer).
    `mistakes` takes what is wrong in single documents, and raises it where mistakes
    are not gathered.
    For tables of documents, `columns` says which column holds what.
    """

    encoding: str | None = None
    metadata_pattern: str | None = None
    name_pattern: str | None = None
    language: str | None = None
    annotator: str | None = None
    codebook: CodebookVersion | None = None
    find_codebook: FindCodebook = _no_codebook
    knows: Callable[[str, str], bool] = _unknown
    mapping: LabelMapping | None = None
    derive_codebook: bool = False
    unit: str | None = None
    find_annotator: Callable[[str], str | None] = _nobody
    find_entity: Callable[[str, str], str | None] = _nothing
    find_entry: Callable[[str, str], str | None] = _nothing
    find_document: Callable[[str], Document | None] = _no_document
    owners: Callable[[str], Mapping[str, tuple[str, str]]] = _no_owners
    columns: Mapping[str, str] | None = None
    mistakes: Mistakes = field(default_factory=Mistakes)
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """How to write.

    `bom` puts a byte order mark before text for spreadsheets.  `with_text` is
    False where texts may not be passed on: offsets go out, the texts and quotes
    of spans do not.  `negatives` wants documents, and in tables of sentences
    sentences, that nobody annotated.  `may_divide` allows a format to make a folder
    of files where it was given the name of one, and one would be too large.
    `losses` collects what could not be written, `notes` what the user should know
    besides.
    """

    bom: bool = False
    with_text: bool = True
    negatives: bool = True
    may_divide: bool = False
    losses: Losses = field(default_factory=Losses)
    notes: Notes = field(default_factory=Notes)
