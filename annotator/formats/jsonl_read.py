# SPDX-License-Identifier: MIT
"""Reads `annotator-jsonl`: header and codebooks at once, documents as asked for.

Readers take keys in any order and missing optional ones.  What they cannot take
is an error that names the line and the field; nothing is guessed or clamped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats import jsonl_header, jsonl_rivals, typed
from annotator.formats.json_lines import (
    NUL,
    Place,
    count_lines,
    lines,
    parse,
    refuse_nul,
)
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.options import ReadOptions
from annotator.formats.schema import Schema
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.errors import CodebookError, InputError
from annotator.model.sentence import Sentence

KINDS: Final = ("project", "codebook", "document")


@dataclass(slots=True)
class _Head:
    """What stands before the first document, and where that begins."""

    header: ProjectHeader | None = None
    codebooks: list[CodebookVersion] = field(default_factory=list)
    documents: Place | None = None


def read(path: Path, options: ReadOptions) -> Bundle:
    """The bundle in `path`; its documents are read from the file when iterated.

    Raises InputError naming file, line and field, and OSError.
    """
    head = _read_head(path)
    header = head.header or ProjectHeader()
    codebooks = _with_named_codebook(head, header, options, path)
    if head.header is None and codebooks:
        header = ProjectHeader(codebook=(codebooks[0].id, codebooks[0].version))
    total = 0 if head.documents is None else count_lines(path, head.documents)
    return Bundle(
        header=header,
        codebooks=tuple(codebooks),
        documents=_Documents(path, head.documents, header, codebooks, options),
        total=total,
    )


def _read_head(path: Path) -> _Head:
    head = _Head()
    empty = True
    for place, line in lines(path, Place()):
        empty = False
        try:
            if not _take(head, _checked(line)):
                head.documents = place
                break
        except InputError as error:
            raise _located(error, path, place) from None
    if empty:
        raise InputError("the file is empty.", file=path)
    return head


def _take(head: _Head, record: dict[str, Any]) -> bool:
    """Take a record into the head; False where it is a document."""
    kind = kind_of(record)
    if kind == "project":
        if head.header is not None:
            raise InputError("this is the second project line.", field="kind")
        header = jsonl_header.read_header(record)
        rivals = jsonl_rivals.read_of_project(record)
        head.header = replace(header, rivals=rivals)
    elif kind == "codebook":
        head.codebooks.append(jsonl_header.read_codebook(record))
    return kind != "document"


def kind_of(record: dict[str, Any]) -> str:
    """The kind of a record; one with a text and no kind is a document."""
    kind = record.get("kind", "document" if "text" in record else None)
    if kind not in KINDS:
        wanted = Sentence("one of {known}", known=", ".join(KINDS))
        typed.wrong("kind", wanted, kind)
    return str(kind)


def _checked(line: bytes) -> dict[str, Any]:
    record = parse(line)
    if NUL in line:
        refuse_nul(record)
    return record


def _located(error: InputError, path: Path, place: Place) -> InputError:
    error.file = error.file or str(path)
    error.line = error.line or place.line
    return error


def _with_named_codebook(
    head: _Head, header: ProjectHeader, options: ReadOptions, path: Path
) -> list[CodebookVersion]:
    """The codebooks of the file, the current one first, found where only named."""
    wanted = header.codebook
    if wanted is None:
        own = options.codebook
        return [*head.codebooks, *([own] if own and not head.codebooks else [])]
    for version in head.codebooks:
        if (version.id, version.version) == wanted:
            others = [each for each in head.codebooks if each is not version]
            return [version, *others]
    found = options.find_codebook(*wanted)
    if found is None:
        raise InputError(
            "the codebook {id} {version} is neither in the file nor known.",
            file=path,
            field="codebook",
            remedy="Export again with the codebook, or add its line.",
            id=wanted[0],
            version=wanted[1],
        )
    return [found, *head.codebooks]


class _Documents:
    """The documents of a file; each iteration reads them anew."""

    def __init__(
        self,
        path: Path,
        start: Place | None,
        header: ProjectHeader,
        codebooks: list[CodebookVersion],
        options: ReadOptions,
    ) -> None:
        self._path = path
        self._start = start
        self._header = header
        self._schemas = _schemas(codebooks, path)
        self._options = options

    def __iter__(self) -> Iterator[DocumentRecord]:
        if self._start is None:
            return
        reader = DocumentReader(self._header, self._schemas, self._options)
        seen: dict[str, str] = {}
        for place, line in lines(self._path, self._start):
            try:
                record = self._read(reader, line, place)
                again = self._is_repeated(record, seen)
            except InputError as error:
                raise _located(error, self._path, place) from None
            if not again:
                yield record

    def _read(self, reader: DocumentReader, line: bytes, at: Place) -> DocumentRecord:
        raw = _checked(line)
        kind = kind_of(raw)
        if kind != "document":
            raise InputError(
                "a {kind} line stands after the first document.",
                field="kind",
                remedy="Move it before the documents.",
                kind=kind,
            )
        return reader.read(raw, self._path, at.line)

    def _is_repeated(self, record: DocumentRecord, seen: dict[str, str]) -> bool:
        document = record.document
        before = seen.setdefault(document.uid, document.text_sha256)
        if before is document.text_sha256:
            return False
        if before != document.text_sha256 or record.annotations:
            reason = Sentence(
                "a document “{uid}” stands in this file already.", uid=document.uid
            )
            raise InputError(reason, field="id", remedy="Give each its own id.")
        text = Sentence(
            "the document “{uid}” stands there twice; skipped.", uid=document.uid
        )
        self._options.notes.add(text, file=self._path, line=record.line)
        return True


def _schemas(codebooks: list[CodebookVersion], path: Path) -> list[Schema]:
    try:
        return [Schema(each) for each in codebooks]
    except CodebookError as error:
        raise InputError(
            "its codebook cannot be used: {error}",
            file=path,
            field="codebook",
            error=error.sentence,
        ) from None
