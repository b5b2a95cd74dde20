# SPDX-License-Identifier: MIT
"""Writes REFI-QDA projects: texts, and one XML file that says what is coded in them.

The XML names people, codes, variables and cases before the texts that use them.
What is said of texts therefore waits in a temporary file until all are written.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

import annotator
from annotator.formats.features import Feature
from annotator.formats.losses import counted
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.refi import side
from annotator.formats.refi.coder import Coder
from annotator.formats.refi.out_cases import Cases, Variables
from annotator.formats.refi.out_people import People
from annotator.formats.refi.out_source import SourceWriter, Spools
from annotator.formats.refi.records import PROJECT
from annotator.formats.refi.tree import CodeTree, entries_of
from annotator.formats.refi.xml_out import DECLARATION, Xml
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.codebook_reader import from_body
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

#: What the standard has no place for.  Most of it lies in a file of our own, which
#: no other program reads: for these it is lost.
NO_PLACE: Final = frozenset(
    {
        *(Feature.FILES, Feature.DOCUMENT_EXTRA, Feature.LAYERS, Feature.SPEAKERS),
        *(Feature.STATES, Feature.EXTRA, Feature.DELETED, Feature.REVIEW),
        *(Feature.ITEMS, Feature.CODEBOOK),
    }
)
CARRIES: Final = frozenset(Feature) - NO_PLACE
REVISIONS: Final = "revisions (times are kept)"
BESIDES: Final = (REVISIONS,)

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_QDE: Final = "project.qde"
#: So many characters wait in memory before they wait on the disk.
_SPOOLED: Final = 8 << 20
_UNTITLED: Final = "Untitled"
_ASIDE: Final = Sentence(
    "What other programs have no place for lies in a file of its own in the project:"
    " only this program reads it, and only as long as no other has saved the project."
)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write a project to `path`, whatever was there.

    Raises UserError where the texts may not go out, and where there is no codebook.
    """
    if not options.with_text:
        raise UserError(
            "a project of REFI-QDA is made of texts and what is coded in them.",
            remedy="Choose another format where texts may not be passed on.",
        )
    if not bundle.codebooks:
        raise UserError("there is no codebook, so nothing says what the codes are.")
    with ExitStack() as stack:
        archive = stack.enter_context(zipfile.ZipFile(path, "w"))
        writer = _Writer(bundle, archive, options, Spools(*_spools(stack)))
        yield from writer.run()


def _spools(stack: ExitStack) -> Iterator[IO[str]]:
    for _ in Spools.FIELDS:
        yield stack.enter_context(_spool())


def _spool() -> tempfile.SpooledTemporaryFile[str]:
    return tempfile.SpooledTemporaryFile(_SPOOLED, "w+", encoding="utf-8", newline="")


class _Writer:
    """One project under way."""

    def __init__(
        self,
        bundle: Bundle,
        archive: zipfile.ZipFile,
        options: WriteOptions,
        spools: Spools,
    ) -> None:
        self._bundle = bundle
        self._archive = archive
        self._options = options
        self._spools = spools
        unfolder = Unfolder(bundle)
        codebooks = [
            unfolder.names.codebook,
            *(from_body(each.body) for each in bundle.codebooks),
        ]
        self._tree = CodeTree(codebooks)
        self._tree.add_entries(entries_of(codebooks, bundle.header.vocabularies))
        self._people = People(bundle.header.annotators)
        self._variables = Variables()
        self._cases = Cases(bundle.header.entities, self._variables)
        self._sources = SourceWriter(
            unfolder=unfolder,
            coder=Coder(codebooks, self._tree),
            people=self._people,
            cases=self._cases,
            variables=self._variables,
            spools=spools,
            options=options,
        )

    def run(self) -> Job[None]:
        """Write everything; yields after each document."""
        total = self._bundle.total or 0
        records = counted(self._bundle, CARRIES, self._options.losses)
        for done, record in enumerate(records, start=1):
            if record.annotations or self._options.negatives:
                guid = self._sources.write(record)
                text = _encoded(record.document.text)
                with self._member(f"sources/{guid}.txt", len(text)) as stream:
                    stream.write(text)
            self._count_revisions(record)
            yield Progress(done, total)
        self._options.notes.add(_ASIDE)
        with self._member(_QDE, self._spools.size()) as stream:
            self._project(stream)
        first = side.project_line(self._bundle, self._ids())
        size = len(first) + self._spools.side.tell()
        with self._member(side.MEMBER, size) as stream:
            stream.write(first)
            _copy(self._spools.side, stream)

    def _count_revisions(self, record: DocumentRecord) -> None:
        for each in record.annotations:
            if each.revs and not each.deleted:
                self._options.losses.add(REVISIONS, each.uid)

    def _ids(self) -> dict[str, str]:
        several = (self._people, self._cases, self._sources, self._tree)
        return {guid: uid for each in several for guid, uid in each.ids.items()}

    def _member(self, name: str, size: int) -> IO[bytes]:
        """A new member of about that size."""
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        # Not every program reads the large kind of archive: only where it must be.
        info.file_size = size
        return self._archive.open(info, "w")

    def _project(self, stream: IO[bytes]) -> None:
        out = _Encoded(stream)
        xml = Xml(out, self._options)
        out.write(DECLARATION)
        attributes = {
            "xmlns": PROJECT,
            "name": self._bundle.header.title or _UNTITLED,
            "origin": f"{side.ORIGIN} {annotator.__version__}",
        }
        xml.start("Project", attributes)
        self._people.write(xml)
        if self._tree.roots:
            xml.start("CodeBook")
            xml.start("Codes")
            xml.codes(self._tree.roots, with_notes=True)
            xml.end()
            xml.end()
        self._variables.write(xml)
        self._cases.write(xml)
        for name, spool in (
            ("Sources", self._spools.sources),
            ("Notes", self._spools.notes),
            ("Links", self._spools.links),
        ):
            if spool.tell():
                xml.start(name)
                _copy(spool, stream)
                xml.end()
        xml.end()


class _Encoded:
    """A text sink over a binary one."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Take a piece."""
        self._stream.write(text.encode("utf-8"))


def _copy(spool: IO[str], stream: IO[bytes]) -> None:
    spool.seek(0)
    while block := spool.read(1 << 20):
        stream.write(block.encode("utf-8"))


def _encoded(text: str) -> bytes:
    """The text in UTF-8; one that begins like a byte order mark gets one before it."""
    return (f"\ufeff{text}" if text.startswith("\ufeff") else text).encode("utf-8")
