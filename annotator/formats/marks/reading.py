# SPDX-License-Identifier: MIT
"""A file of marks as a bundle: which codebook fits, then annotations by it.

The marks are gone through before anything is handed on, so that a file is
refused as a whole, naming the place, and so that all people, speakers and
entries are known when the documents follow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from annotator.formats.marks.apart import Apart
from annotator.formats.marks.declared import Declared
from annotator.formats.marks.derive import derive, doubles
from annotator.formats.marks.fold import Folder
from annotator.formats.marks.mapping import LabelMapping
from annotator.formats.marks.names import Names
from annotator.formats.marks.pieces import join_pieces
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.renaming import LeftOut, renamed
from annotator.formats.marks.resolver import Resolver
from annotator.formats.marks.survey import Misfit, Survey, is_unnameable, visible
from annotator.formats.mistakes import Mistakes
from annotator.formats.options import Notes, ReadOptions
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.codebook_reader import from_body
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress, run
from annotator.model.sentence import Sentence, joined

#: Reads the marked documents of a file or folder; may be called several times.
ReadMarks = Callable[[Path, ReadOptions], Iterable[MarkedDocument]]
#: Reads what a format's configuration says of labels and values.
Declare = Callable[[Path, ReadOptions], Declared]

_SHOWN: Final = 8
_READING: Final = Sentence("Reading")
_NO_TEXT: Final = Sentence("A document has no text.")


class UnmappedError(InputError):
    """The file has labels, attributes or values without a place in the codebook.

    `survey` is what the file holds, in its own names; `misfits` is what has no
    place, after the mapping where there is one.
    """

    def __init__(self, path: Path | None, found: Survey, misfits: list[Misfit]) -> None:
        more = len(misfits) - _SHOWN
        shown = [each.sentence for each in misfits[:_SHOWN]]
        if more > 0:
            shown.append(Sentence("{n} more", n=more))
        super().__init__(
            "the codebook has no place for {what}.",
            file=path,
            remedy="Say with a mapping what they are called here, or import into a"
            " new project, whose codebook is then made from the file.",
            what=joined(", ", shown),
        )
        self.survey = found
        self.misfits = misfits


@dataclass(frozen=True, slots=True)
class MarksReader:
    """The `read` of a format of marks; `job` is the same in steps."""

    name: str
    marks: ReadMarks
    declare: Declare | None = None

    def __call__(self, path: Path, options: ReadOptions) -> Bundle:
        """The bundle in a file or folder; raises InputError naming the place."""
        return run(self.job(path, options))

    def job(self, path: Path, options: ReadOptions) -> Job[Bundle]:
        """The same as a job: it yields after each document that it goes through.

        A format that finds codebook or mapping in a way of its own does it here.
        """
        return self._reading(path, options).bundle()

    def job_after(
        self,
        path: Path,
        options: ReadOptions,
        found: Survey,
        codebook: CodebookVersion,
    ) -> Job[Bundle]:
        """The same after `survey` with the same options, which gave `found`.

        `codebook` is what was chosen for it (see `choose_codebook`).
        """
        return self._reading(path, options).bundle(found, codebook)

    @property
    def joins(self) -> bool:
        """Whether one codebook is looked for that fits several such files.

        Not where a format finds its codebook in a way of its own.
        """
        own = type(self)
        return own.job is MarksReader.job and own._reading is MarksReader._reading

    def survey(self, path: Path, options: ReadOptions) -> Job[Survey]:
        """What the file holds, in its own names; a job, as `job` is."""
        return self._reading(path, options).surveyed()

    def _reading(self, path: Path, options: ReadOptions) -> _Reading:
        return _Reading(self.name, self.marks, path, options, self.declare)


def reader(name: str, marks: ReadMarks, declare: Declare | None = None) -> MarksReader:
    """The `read` of a format whose documents `marks` reads.

    `declare` reads what its configuration says of labels, used or not.
    """
    return MarksReader(name, marks, declare)


class _Reading:
    """One file on its way to a bundle."""

    def __init__(
        self,
        name: str,
        marks: ReadMarks,
        path: Path,
        options: ReadOptions,
        declare: Declare | None = None,
    ) -> None:
        self._declare = declare
        self._name = name
        self._marks = marks
        self._path = path
        self._options = options
        self._mapping = options.mapping or LabelMapping()
        self._twice: Collection[str] = ()
        self._there: Mapping[str, Document] = {}

    def bundle(
        self, raw: Survey | None = None, version: CodebookVersion | None = None
    ) -> Job[Bundle]:
        """Look at what there is, find the codebook, then make annotations."""
        if raw is None:
            raw = yield from self.surveyed()
        found, out = renamed(raw, self._mapping)
        if version is None:
            name = self._path.stem
            version = choose_codebook(raw, self._options, self._path, name)
        names = Names(from_body(version.body))
        self._note(found, out)
        # What reading notes was noted once already.
        self._options = replace(self._options, notes=Notes())
        resolver = Resolver(names.codebook, self._options, self._path.stem)
        folder = Folder(names, resolver, version.sha256, self._name)
        self._twice, self._there = raw.twice, raw.there
        # A first time for the errors, and for whom the documents name.
        yield from self._checked(folder, found.documents)
        header = ProjectHeader(
            title=self._path.stem,
            codebook=(version.id, version.version),
            annotators=resolver.people,
            entities=resolver.entities,
            vocabularies=resolver.entries,
        )
        return Bundle(
            header=header,
            codebooks=(version,),
            documents=_Documents(self, folder),
            total=found.documents,
        )

    def surveyed(self) -> Job[Survey]:
        """What is in the file, in its own names; all mistakes are raised as one."""
        found, mistakes = Survey(), Mistakes(gathered=True)
        options = replace(self._options, mistakes=mistakes)
        with mistakes.of(self._path):
            for marked in self._marks(self._path, options):
                self._survey(found, marked, mistakes)
                yield Progress(found.documents, message=_READING)
        if mistakes.count:
            raise mistakes.error()
        self._note_there(found)
        if self._declare is not None:
            found.declared = self._declare(self._path, self._options)
        self._note_twice(found)
        return found

    def _survey(
        self, found: Survey, marked: MarkedDocument, mistakes: Mistakes
    ) -> None:
        with mistakes.of(self._path):
            try:
                found.take(join_pieces(marked))
            except InputError as error:
                raise self._placed(error, marked) from None
            found.find(marked.document, self._options.find_document)
        if not marked.document.text.strip():
            self._options.notes.add(_NO_TEXT, file=self._path, line=marked.line)

    def _note_twice(self, found: Survey) -> None:
        if not found.twice:
            return
        said = Sentence(
            "Documents that stand there more than once with the same text ({n}, such"
            " as “{title}”) became one each, with all that is marked in them.",
            n=len(found.twice),
            title=visible(next(iter(found.twice.values()))),
        )
        self._options.notes.add(said, file=self._path)

    def _note_there(self, found: Survey) -> None:
        found.settle()
        if found.there:
            said = Sentence(
                "Documents that are here under another id ({n}, such as “{title}”) were"
                " known by their texts; what is marked in them came to these.",
                n=len(found.there),
                title=visible(next(iter(found.there.values())).title),
            )
            self._options.notes.add(said, file=self._path)

    def folded(self, folder: Folder) -> Iterator[DocumentRecord]:
        """The documents with annotations."""
        apart = self._apart(folder)
        for marked in self._documents():
            yield self._fold(folder, marked, apart)

    def _documents(self) -> Iterator[MarkedDocument]:
        """The documents; one that the project has under another id is that one."""
        for marked in self._marks(self._path, self._options):
            mine = self._there.get(marked.document.uid)
            if mine is not None:
                marked = replace(
                    marked, document=replace(mine, text=marked.document.text)
                )
            yield marked

    def _apart(self, folder: Folder) -> Apart:
        return Apart(self._options.owners, self._twice, folder.resolver)

    def _fold(
        self, folder: Folder, marked: MarkedDocument, apart: Apart
    ) -> DocumentRecord:
        joined_marks = join_pieces(apart.of(marked))
        if self._mapping:
            joined_marks = self._mapping.apply(joined_marks)
        try:
            return folder.fold(joined_marks)
        except InputError as error:
            raise self._placed(error, marked) from None

    def _placed(self, error: InputError, marked: MarkedDocument) -> InputError:
        """The error with the place of the document that it was found in."""
        file = marked.document.file
        error.file = error.file or str(self._path)
        if error.line is None:
            error.line = marked.line
        if marked.line is None and file is not None and self._path.is_dir():
            error.file = str(self._path / file.name)
        return error

    def _checked(self, folder: Folder, total: int) -> Job[None]:
        """Go through all documents; the first few mistakes are raised as one."""
        mistakes = Mistakes(gathered=True)
        apart = self._apart(folder)
        for done, marked in enumerate(self._documents(), start=1):
            with mistakes.of(self._path):
                self._fold(folder, marked, apart)
            yield Progress(done, total, _READING)
        if mistakes.count:
            raise mistakes.error()

    def _note(self, found: Survey, out: LeftOut) -> None:
        """Say what a mapping leaves out, and whose the annotations are."""
        notes = self._options.notes
        notes.left_out += out.total
        for template, counts in (
            ("Left out {n} marks “{name}”, as the mapping says.", out.labels),
            (
                "Left out {n} links “{name}”: they or their marks are not wanted.",
                out.links,
            ),
            ("Left out {n} values of “{name}”, as the mapping says.", out.attributes),
        ):
            for name, count in counts.items():
                said = Sentence(template, n=count, name=visible(name))
                notes.add(said, file=self._path)
        if found.marks and found.unnamed and not self._options.annotator:
            notes.add(
                Sentence(
                    "The file does not say whose {n} marks are: they are taken for"
                    " those of “{name}”.",
                    n=found.unnamed,
                    name=self._path.stem,
                ),
                file=self._path,
            )


def choose_codebook(
    raw: Survey, options: ReadOptions, path: Path, name: str
) -> CodebookVersion:
    """The codebook of `options` where it fits, else one made from what there is.

    `raw` is in the file's own names, `name` what a new codebook is called.
    Raises UnmappedError where the codebook does not fit and none may be made.
    """
    mapping = options.mapping or LabelMapping()
    found, _ = renamed(raw, mapping)
    own = options.codebook
    if own is not None:
        misfits = found.misfits(Names(from_body(own.body)))
        if not misfits:
            return own
        may_derive = options.derive_codebook and not mapping
        if not may_derive or any(map(is_unnameable, found.labels)):
            raise UnmappedError(path, raw, misfits)
    _note_derived(found, options.notes, path)
    return derive(found, name)


def _note_derived(found: Survey, notes: Notes, path: Path) -> None:
    said = Sentence(
        "The codebook was made from the file: its kinds of marks are {labels}.",
        labels=listed(found.labels),
    )
    notes.add(said, file=path)
    for several in doubles(found.labels):
        said = Sentence(
            "The labels {labels} are written almost alike; each is a kind of mark"
            " of its own.",
            labels=listed(several),
        )
        notes.add(said, file=path)


def listed(labels: Iterable[str]) -> str:
    """Labels in quotation marks, the first few of many."""
    names = [f"“{visible(label)}”" for label in labels]
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


class _Documents:
    """The documents of a file; each iteration reads them anew."""

    def __init__(self, reading: _Reading, folder: Folder) -> None:
        self._reading = reading
        self._folder = folder

    def __iter__(self) -> Iterator[DocumentRecord]:
        return self._reading.folded(self._folder)
