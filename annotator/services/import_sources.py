# SPDX-License-Identifier: MIT
"""The files named for an import as bundles, under the codebook that fits them all.

All text files of one import become one bundle; every other file is a bundle of
its own.  Files of labelled spans are gone through together first, so that one
codebook is found, or one mapping asked for, for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats import registry, text
from annotator.formats.articles.folder import articles_in
from annotator.formats.faults import TOLD
from annotator.formats.format import Format
from annotator.formats.marks.reading import MarksReader, choose_codebook
from annotator.formats.marks.survey import Survey
from annotator.formats.options import ReadOptions
from annotator.model.bundle import Bundle, CodebookVersion
from annotator.model.errors import (
    CodebookError,
    InputError,
    NotFoundError,
    UserError,
)
from annotator.model.progress import Job
from annotator.model.sentence import Sentence
from annotator.services import codebook as codebooks
from annotator.services.session import snapshot
from annotator.services.whole_folder import MANIFEST, is_export

#: The file of an export folder that holds the codebook.
CODEBOOK: Final = "codebook.toml"
#: What lies beside the data in such a folder.
BESIDE: Final = (MANIFEST, CODEBOOK, "README.md", "losses.json", "croissant.json")
#: So many files are looked at to see what sort they are.
LOOKED_AT: Final = 30


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Files that are read as one bundle."""

    format: Format
    paths: tuple[Path, ...]
    #: what is to be told when they are read: the sentence, and of what file
    notes: list[tuple[Sentence, Path]] = field(default_factory=list)

    @property
    def marks(self) -> MarksReader | None:
        """The reader, where the format knows labelled spans only."""
        read = self.format.read
        return read if isinstance(read, MarksReader) else None

    def bundle(
        self, options: ReadOptions, known: tuple[Survey, CodebookVersion] | None
    ) -> Job[Bundle]:
        """The bundle in the files; `known` is what they hold, and the codebook."""
        reader, path = self.marks, self.paths[0]
        for said, file in self.notes:
            options.notes.add(said, file=file)
        try:
            if self.format is text.FORMAT:
                return text.read_files(self.paths, options)
            if reader is not None and known is not None:
                return (yield from reader.job_after(path, options, *known))
            if reader is not None:
                return (yield from reader.job(path, options))
            assert self.format.read is not None
            return self.format.read(path, options)
        except OSError as error:
            raise unreadable(error, path) from error

    def survey(self, options: ReadOptions) -> Job[Survey | None]:
        """What is marked in the files; None where that is not asked of the format."""
        reader, path = self.marks, self.paths[0]
        try:
            return (yield from reader.survey(path, options)) if reader else None
        except OSError as error:
            raise unreadable(error, path) from error


def sources(paths: Sequence[Path | str], name: str | None) -> list[Source]:
    """The files as what will be read, in the format `name` or in what they are in.

    Raises InputError where a file cannot be read, or no format knows it, and
    NotFoundError where there is no such format for reading.
    """
    chosen = registry.get(name) if name else None
    if chosen is not None and not chosen.reads:
        raise NotFoundError(
            "the format “{name}” can be written only.", name=chosen.name
        )
    texts: list[Path] = []
    made: list[Source] = []
    for path in unfolded(paths):
        try:
            found = chosen or registry.sniff(path)
            if found is text.FORMAT:
                if path.is_dir() and chosen is None:
                    texts += _folder(path, made)
                else:
                    texts += text.text_files(path) if path.is_dir() else [path]
            else:
                registry.get(found.name)  # says which package is missing
                made.append(Source(found, (path,)))
        except OSError as error:
            raise unreadable(error, path) from error
    if texts:
        # One file named twice is one file.
        made.append(Source(text.FORMAT, tuple(dict.fromkeys(texts))))
    return made


def _folder(path: Path, made: list[Source]) -> list[Path]:
    """The text files in a folder; its articles become sources of their own."""
    found = articles_in(path)
    for each, file in found.articles:
        registry.get(each.name)  # says which package is missing
        made.append(Source(each, (file,)))
    if found.others:
        told = Sentence(
            "{n} files in the folder are neither texts nor articles and were not"
            " read: {names}.",
            n=len(found.others),
            names=_names(found.others),
        )
        first = made[-1] if found.articles else Source(text.FORMAT, tuple(found.texts))
        first.notes.append((told, path))
        if not found.articles:
            made.append(first)
            return []
    return found.texts


def _names(files: Sequence[Path]) -> str:
    """The first names of several, “…” for the others."""
    named = ", ".join(each.name for each in files[:TOLD])
    return f"{named} …" if len(files) > TOLD else named


def unfolded(paths: Sequence[Path | str]) -> Iterator[Path]:
    """The files; of a folder that an export wrote, the data and nothing beside."""
    for path in map(Path, paths):
        data = _exported(path) if path.is_dir() and is_export(path) else []
        yield from data or [path]


def _exported(folder: Path) -> list[Path]:
    """The data in an export folder: what is in the format that it was written in."""
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
        found = registry.get(str(said.get("format")))
        entries = sorted(each for each in folder.iterdir() if each.name not in BESIDE)
        return [each for each in entries if registry.likely(found, each)]
    except (OSError, ValueError, UserError):
        return []


def kinds(paths: Sequence[Path], name: str | None = None) -> frozenset[str]:
    """What sort of files these are: "text", "marks", "table" or "other".

    Looked at are the first few; what cannot be read is passed over.
    """
    found: set[str] = set()
    for path in list(unfolded(paths))[:LOOKED_AT]:
        try:
            each = registry.get(name) if name else registry.sniff(path)
        except (UserError, OSError):
            continue
        found.add(_kind(each))
    return frozenset(found)


def _kind(found: Format) -> str:
    if found is text.FORMAT:
        return "text"
    if found.columns is not None:
        return "table"
    return "marks" if isinstance(found.read, MarksReader) else "other"


def unreadable(error: OSError, path: Path) -> InputError:
    """The error of the system as one that names the file."""
    said = error.strerror or str(error)
    said = said[:1].lower() + said[1:]
    reason = Sentence("it cannot be read: {said}.", said=said)
    return InputError(reason, file=error.filename or path)


@dataclass(slots=True)
class Prepared:
    """What is known of the files before they are read as bundles.

    `options` are those to read with, `codebook` is the one that fits.  `found`
    says what is marked in each file, `together` what is marked in all of them.
    """

    options: ReadOptions
    found: dict[Source, Survey]
    together: Survey
    codebook: CodebookVersion | None = None

    def bundle(self, source: Source) -> Job[Bundle]:
        """The bundle in a source."""
        found = self.found.get(source)
        if found is not None and self.codebook is not None:
            return source.bundle(self.options, (found, self.codebook))
        options = self.options
        if source.marks is not None:
            options = _with_beside(options, source.paths[0])
        return source.bundle(options, None)


def survey_all(listed: Sequence[Source], options: ReadOptions) -> Job[Prepared]:
    """Go through the files of labelled spans.

    Into an empty project (`options.derive_codebook`) the codebook that lies
    beside the files, in a folder that an export wrote, goes before its own.
    """
    of_marks = [each for each in listed if each.marks]
    if of_marks:
        options = _with_beside(options, of_marks[0].paths[0])
    made = Prepared(options, {}, Survey())
    for source in of_marks:
        found = yield from source.survey(options)
        if found is not None:
            made.found[source] = found
            made.together.unite(found)
    return made


def _with_beside(options: ReadOptions, path: Path) -> ReadOptions:
    """The options with the codebook beside the file, where it may be taken over."""
    # A mapping was made for the project's own.
    if not options.derive_codebook or options.mapping:
        return options
    beside = codebook_beside(path)
    return options if beside is None else replace(options, codebook=beside)


def prepare(listed: Sequence[Source], options: ReadOptions) -> Job[Prepared]:
    """The same, and the codebook that fits all of them.

    Raises UnmappedError, an InputError, where the codebook has no place for
    something and none may be made from the files.
    """
    joining = [each for each in listed if each.marks and each.marks.joins]
    made = yield from survey_all(joining, options)
    if made.found:
        first = next(iter(made.found)).paths[0]
        name = first.stem if len(made.found) == 1 else first.absolute().parent.name
        together = made.together
        made.codebook = choose_codebook(together, made.options, first, name)
    return made


def codebook_beside(path: Path) -> CodebookVersion | None:
    """The codebook in the export folder that `path` is or lies in, if it is one."""
    around = path.absolute()
    for folder in (around, *list(around.parents)[:2]):
        file = folder / CODEBOOK
        if folder.is_dir() and file.is_file() and is_export(folder):
            try:
                return snapshot(codebooks.read_file(file))
            except CodebookError:
                return None
    return None
