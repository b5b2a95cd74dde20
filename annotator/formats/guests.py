# SPDX-License-Identifier: MIT
"""Formats of other packages, held to what a format promises.

A stranger's code may raise anything and give anything back.  Whatever it does is
told as a fault of that package, naming it and the place in its code; it is neither
called a fault of the program nor of the file, and stops no other format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final, TypeVar

from annotator.formats.format import Format, Read
from annotator.formats.marks.declared import Declared
from annotator.formats.marks.reading import Declare, MarksReader, ReadMarks
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

T = TypeVar("T")

_SHOWN: Final = 200


class GuestError(UserError):
    """The code of another package's format failed."""


def checked(found: Format) -> Format:
    """The format as it came; TypeError where a part of it is of another kind."""
    for name, kind in (("name", str), ("title", str), ("suffixes", tuple)):
        if not isinstance(getattr(found, name), kind):
            raise TypeError(f"its {name} is no {kind.__name__}.")
    if not found.name or not all(isinstance(each, str) for each in found.suffixes):
        raise TypeError("its name or its suffixes are not what they should be.")
    return found


def guarded(found: Format) -> Format:
    """The format, whose faults are told as those of its package."""
    guard = _Guard(found)
    return replace(
        found,
        read=found.read and guard.reader(found.read),
        marks=found.marks and guard.marks,
        columns=found.columns and guard.columns,
        write=found.write and guard.writer(found.write),
        write_documents=found.write_documents and guard.writer(found.write_documents),
    )


class _Guard:
    """The functions of a format, each of which raises GuestError for a fault."""

    def __init__(self, found: Format) -> None:
        self._format = found
        self._writers: dict[Callable[..., Any], Callable[..., Job[None]]] = {}

    def reader(self, read: Read) -> Read:
        """A reader of labelled spans as one that is asked for labels, others as one."""
        if not isinstance(read, MarksReader):
            return self.read
        declare = read.declare and self._declaring(read.declare)
        return replace(read, marks=self._marking(read.marks), declare=declare)

    def _marking(self, marks: ReadMarks) -> ReadMarks:
        def guard(path: Path, options: ReadOptions) -> Iterable[MarkedDocument]:
            with self._told():
                return self._all(marks(path, options), MarkedDocument)

        return guard

    def _declaring(self, declare: Declare) -> Declare:
        def guard(path: Path, options: ReadOptions) -> Declared:
            with self._told():
                return self._right(declare(path, options), Declared)

        return guard

    def read(self, path: Path, options: ReadOptions) -> Bundle:
        """As `Format.read`."""
        assert self._format.read is not None
        with self._told():
            bundle = self._right(self._format.read(path, options), Bundle)
            documents = self._all(bundle.documents, DocumentRecord)
            return replace(bundle, documents=documents)

    def marks(self, path: Path, options: ReadOptions) -> Iterable[MarkedDocument]:
        """As `Format.marks`."""
        assert self._format.marks is not None
        return self._marking(self._format.marks)(path, options)

    def columns(
        self, path: Path, options: ReadOptions
    ) -> Sequence[tuple[str, Sequence[str]]]:
        """As `Format.columns`."""
        assert self._format.columns is not None
        with self._told():
            return list(self._format.columns(path, options))

    def writer(self, write: Callable[..., Any]) -> Callable[..., Job[None]]:
        """As `Format.write`; the same for the same function."""

        def guard(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
            with self._told():
                job = write(bundle, path, options)
                if job is not None:  # None: written at one go
                    yield from self._all(job, Progress)

        return self._writers.setdefault(write, guard)

    def _all(self, found: Iterable[Any], kind: type[T]) -> Iterator[T]:
        with self._told():
            try:
                for each in found:
                    yield self._right(each, kind)
            finally:
                # Given up: whatever they have open is closed now.
                close = getattr(found, "close", None)
                if close is not None:
                    close()

    def _right(self, found: object, kind: type[T]) -> T:
        if not isinstance(found, kind):
            raise TypeError(f"{type(found).__name__} given for {kind.__name__}")
        return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (UserError, OSError, MemoryError):
            raise
        except Exception as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> GuestError:
        frame = extract_tb(error.__traceback__)[-1]
        return GuestError(
            "the format “{format}”, which another package brought, failed: {error}.",
            remedy="Tell whoever made that package; nothing was kept.",
            format=self._format.name,
            error=Sentence(
                "{kind}: {words} ({file}, line {line})",
                kind=type(error).__name__,
                words=str(error)[:_SHOWN],
                file=Path(frame.filename).name,
                line=frame.lineno,
            ),
        )
