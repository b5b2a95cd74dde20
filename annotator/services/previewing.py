# SPDX-License-Identifier: MIT
"""What an import would find: its first document, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats import registry, text
from annotator.formats.marks.reading import MarksReader
from annotator.formats.options import ReadOptions
from annotator.model.bundle import ProjectHeader
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence
from annotator.services.import_sources import unfolded
from annotator.services.known import Known
from annotator.services.session import Session

#: Characters of the text that a preview shows.
SHOWN: Final = 1600


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first document of some files.

    `documents` is how many there are, None where that is not known beforehand.
    `start` is the beginning of the text, `more` whether it goes on.
    """

    format: str
    documents: int | None
    title: str
    start: str
    more: bool
    encoding: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


def preview(
    paths: Sequence[Path],
    *,
    format: str | None = None,
    encoding: str | None = None,
    metadata_pattern: str | None = None,
    name_pattern: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    session: Session | None = None,
) -> Preview:
    """Read the first document of `paths` as an import would; stores nothing.

    Arguments are those of `importing.ImportOptions`; `session` is the project it
    would go into, whose codebooks a file may name without having them.  Raises
    InputError where there is no document, or where it cannot be read.
    """
    options = ReadOptions(
        encoding=encoding,
        metadata_pattern=metadata_pattern,
        name_pattern=name_pattern,
        language=language,
        columns=columns,
    )
    if session is not None:
        options = replace(
            options,
            codebook=session.project.codebooks.current(),
            find_codebook=Known(session).codebook,
        )
    if not paths:
        raise InputError("no file was chosen.")
    try:
        return _preview(list(unfolded(paths)), format, options)
    except OSError as error:
        reason = Sentence("it cannot be read: {error}.", error=error.strerror or error)
        raise InputError(reason, file=error.filename or paths[0]) from error


def _preview(paths: Sequence[Path], name: str | None, options: ReadOptions) -> Preview:
    # Told by its name, a format says which package is missing.
    found = registry.get(name or registry.sniff(paths[0]).name)
    if found is text.FORMAT:
        files: list[Path] = []
        for path in paths:
            files += text.text_files(path) if path.is_dir() else [path]
        bundle = text.read_files(files, options)
    elif isinstance(found.read, MarksReader):
        # Its labels may have no place yet, and the whole file takes long.
        first = next(iter(found.read.marks(paths[0], options)), None)
        return _of(found.title, None, first.document if first else None, paths[0])
    elif found.read is None:
        raise InputError("the format “{name}” can be written only.", name=found.name)
    else:
        bundle = found.read(paths[0], options)
    record = next(iter(bundle.documents), None)
    if record is None and _brings_more(bundle.header):
        return Preview(format=found.title, documents=0, title="", start="", more=False)
    document = record.document if record else None
    return _of(found.title, bundle.total, document, paths[0])


def _brings_more(header: ProjectHeader) -> bool:
    """Whether there is something to import besides documents, such as issues."""
    return bool(header.vocabularies or header.entities or header.annotators)


def _of(
    title: str, documents: int | None, document: Document | None, path: Path
) -> Preview:
    if document is None:
        raise InputError("the file holds no document.", file=path)
    return Preview(
        format=title,
        documents=documents,
        title=document.title,
        start=document.text[:SHOWN],
        more=len(document.text) > SHOWN,
        encoding=document.file.encoding if document.file else None,
        metadata=document.metadata,
    )
