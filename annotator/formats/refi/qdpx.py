# SPDX-License-Identifier: MIT
"""`qdpx`: projects of REFI-QDA, as NVivo, ATLAS.ti, MAXQDA and others exchange them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from annotator.formats import archives
from annotator.formats.format import Format
from annotator.formats.marks.names import Names
from annotator.formats.marks.reading import MarksReader, ReadMarks
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.survey import Survey
from annotator.formats.options import Notes, ReadOptions
from annotator.formats.refi.header import completed
from annotator.formats.refi.opening import is_project
from annotator.formats.refi.quoting import TYPE, codebook_of, link_name
from annotator.formats.refi.reading import Loaded, loading, marks, marks_in
from annotator.formats.refi.shape import plain_of
from annotator.formats.refi.write import BESIDES, CARRIES, write
from annotator.model.bundle import Bundle, CodebookVersion
from annotator.model.codebook_reader import from_body
from annotator.model.progress import Job
from annotator.model.sentence import Sentence

SUFFIX: Final = ".qdpx"
NAME: Final = "qdpx"


class QdpxReader(MarksReader):
    """The `read` of the format."""

    def job(self, path: Path, options: ReadOptions) -> Job[Bundle]:
        """The bundle in a project, as a job; raises InputError naming the element.

        A project of ours brings its codebook along.  One of others is read under
        the labels of its codes where the codebook, or a mapping, has places for
        them; otherwise its codes become entries of a vocabulary, and a codebook
        for that is made where one may be made.
        """
        loaded = yield from loading(path, options)
        if loaded.codebooks and options.derive_codebook and not options.mapping:
            options = replace(options, codebook=loaded.codebooks[0])
        labelled = replace(self, marks=_again(loaded, quoting=False))
        fits = loaded.ours or bool(options.mapping)
        if not fits:
            fits = yield from _fits(labelled, loaded, options)
        if not fits:
            chosen = _for_quotations(loaded, options)
            if chosen is not None:
                quoting = replace(self, marks=_again(loaded, quoting=True))
                bundle = yield from MarksReader.job(quoting, path, chosen)
                return completed(bundle, loaded, chosen, quoting=True)
        own = options.codebook
        if own is not None and not options.mapping and own in loaded.codebooks[:1]:
            # Under its own codebook nothing has to be looked for.
            job = labelled.job_after(path, options, Survey(), own)
        else:
            job = MarksReader.job(labelled, path, options)
        bundle = yield from job
        return completed(bundle, loaded, options, quoting=False)


def _fits(labelled: MarksReader, loaded: Loaded, options: ReadOptions) -> Job[bool]:
    """Whether the codebook has a place for the labels of codes, as they are."""
    if options.codebook is None:
        return False
    names = _names(options.codebook)
    if not any(label in names.parts for label in loaded.labels.values()):
        return False
    found = yield from labelled.survey(loaded.path, replace(options, notes=Notes()))
    return not found.misfits(names)


def _for_quotations(loaded: Loaded, options: ReadOptions) -> ReadOptions | None:
    """The options with a codebook for quotations, None where there may be none."""
    links = [link_name(label) for label in loaded.project.link_labels()]
    own = options.codebook
    if own is not None and plain_of(from_body(own.body)) is not None:
        names = _names(own)
        part = names.parts.get(TYPE)
        if part is not None and set(links) <= names.link_fields(part).keys():
            return options
    if not options.derive_codebook:
        return None
    options.notes.add(_MADE, file=loaded.path)
    made = _derived(loaded, links)
    return replace(options, codebook=made, derive_codebook=False)


_MADE: Final = Sentence(
    "The codebook was made for quotations with codes: each code is an entry of the"
    " vocabulary “Code”."
)


def _again(loaded: Loaded, *, quoting: bool) -> ReadMarks:
    """Reads the marks of a project that was loaded."""

    def read(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
        return marks_in(loaded, options, quoting=quoting)

    return read


def _names(codebook: CodebookVersion) -> Names:
    return Names(from_body(codebook.body))


def _derived(loaded: Loaded, links: Iterable[str]) -> CodebookVersion:
    project = loaded.project
    variables = (
        name for case in project.cases.values() for name in project.values(case.values)
    )
    return codebook_of(loaded.path.stem, links, variables)


def sniff(head: bytes, path: Path) -> float:
    """Surely by the suffix of an archive; else by what lies at its top."""
    if not archives.is_zip(head) or path.is_dir():
        named = path.suffix.lower() == SUFFIX and path.is_file()
        return 0.3 if named else 0.0
    if path.suffix.lower() == SUFFIX:
        return 0.97
    return 0.9 if is_project(path) else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="REFI-QDA project (NVivo, ATLAS.ti, MAXQDA …)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=QdpxReader(NAME, marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=BESIDES,
)
