# SPDX-License-Identifier: MIT
"""Plain text files, and folders of them, as documents without annotations."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern
from typing import Any, Final

from annotator.formats.encodings import decode
from annotator.formats.filenames import compile_name_pattern, read_name
from annotator.formats.format import Format
from annotator.formats.headers import compile_pattern, read_header
from annotator.formats.options import ReadOptions
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import METADATA_KEYS, Document, SourceFile
from annotator.model.errors import InputError
from annotator.model.identity import new_uid, sha256_text
from annotator.model.sentence import Sentence, joined

SUFFIXES: Final = (".txt", ".text", ".md")

#: Faults of so many files are told in full.
_TOLD: Final = 5


def read(path: Path, options: ReadOptions) -> Bundle:
    """The documents in a file, or in a folder and those below it.

    Raises InputError where a folder holds no text file; faults of a file are
    raised when it is reached.
    """
    return read_files(text_files(path) if path.is_dir() else [path], options)


def read_files(files: Sequence[Path], options: ReadOptions) -> Bundle:
    """The documents in several files, in this order."""
    reading = _Reading(
        options,
        compile_pattern(options.metadata_pattern),
        compile_name_pattern(options.name_pattern),
    )
    return Bundle(
        header=ProjectHeader(),
        documents=_Files(files, reading),
        total=len(files),
    )


def text_files(folder: Path) -> list[Path]:
    """The text files in a folder and those below it, by name.

    Hidden files and folders are left out, and links to folders are not
    followed: they may lead in circles.
    """
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES:
                found.append(path)
    if not found:
        listed = ", ".join(SUFFIXES)
        raise InputError(
            "the folder holds no text files ({listed}).", file=folder, listed=listed
        )
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the files of one import are read."""

    options: ReadOptions
    header: Pattern[str] | None
    name: Pattern[str] | None

    def record(self, path: Path) -> DocumentRecord:
        """The document in one file."""
        data = _bytes_of(path)
        try:
            decoded = decode(data, self.options.encoding)
        except InputError as error:
            error.file = str(path)
            raise
        if decoded.doubt:
            self.options.notes.add(decoded.doubt, file=path)
        if not decoded.text.strip("\ufeff \t\n\r\u00a0"):
            raise InputError("the file holds no text.", file=path)
        title, metadata = self._metadata(path, decoded.text)
        document = Document(
            uid=new_uid(),
            title=title,
            text=decoded.text,
            text_sha256=sha256_text(decoded.text),
            file=SourceFile(
                shown_name(path), hashlib.sha256(data).hexdigest(), decoded.encoding
            ),
            metadata=metadata,
        )
        return DocumentRecord(document=document)

    def _metadata(self, path: Path, text: str) -> tuple[str, dict[str, Any]]:
        title, metadata = read_header(text, self.header)
        for key, value in read_name(shown_name(path, stem=True), self.name).items():
            # What the text itself says counts more than its file's name.
            if metadata.get(key) is None:
                metadata[key] = value
        title = metadata.pop("title", None) or title
        if self.options.language:
            metadata.setdefault("language", self.options.language)
        known = [key for key in METADATA_KEYS if key in metadata]
        others = [key for key in metadata if key not in METADATA_KEYS]
        return title, {key: metadata[key] for key in known + others}


def shown_name(path: Path, *, stem: bool = False) -> str:
    """The name of a file as text: bytes that are no UTF-8 become `\\xNN`."""
    name = path.stem if stem else path.name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise InputError("this is not a file that can be read as text.", file=path)
    data = path.read_bytes()
    if not data:
        raise InputError("the file is empty.", file=path)
    return data


class _Files:
    """The documents of several files; each iteration reads them anew."""

    def __init__(self, files: Sequence[Path], reading: _Reading) -> None:
        self._files = files
        self._reading = reading

    def __iter__(self) -> Iterator[DocumentRecord]:
        # All files are tried, so that all faults can be mended at once.
        faults = []
        for path in self._files:
            try:
                record = self._reading.record(path)
            except InputError as error:
                faults.append(error)
            else:
                yield record
        if faults:
            raise _together(faults)


def _together(faults: list[InputError]) -> InputError:
    """One error for several: the first few, and how many there are."""
    if len(faults) == 1:
        return faults[0]
    told = [
        Sentence("({n}) {error}", n=n, error=error.sentence)
        for n, error in enumerate(faults[:_TOLD], 1)
    ]
    if len(faults) > _TOLD:
        told.append(Sentence("… and {n} more", n=len(faults) - _TOLD))
    return InputError(
        "{count} files cannot be read: {told}",
        count=len(faults),
        told=joined(" ", told),
    )


def sniff(head: bytes, path: Path) -> float:
    """Likely by suffix; possible for whatever holds no binary data."""
    if path.is_dir() or path.suffix.lower() in SUFFIXES:
        return 0.5
    if path.suffix:
        return 0.0
    return 0.2 if head and b"\0" not in head else 0.0


FORMAT: Final = Format(
    name="text",
    title="Plain text",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=read,
    besides=("everything but the text",),
    folder=True,
)
