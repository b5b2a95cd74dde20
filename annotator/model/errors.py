# SPDX-License-Identifier: MIT
"""Two families of errors: the world's faults, and ours.

A `UserError` is something a person can mend: it carries the place (file, line,
field), the reason and the remedy, and is shown as one sentence without a
traceback.  Everything else that escapes is our fault and is logged.
"""

from __future__ import annotations


class UserError(Exception):
    """A fault of the input or the surroundings, told in one clear sentence.

    Args:
        reason: what is wrong, in words.
        file: the file concerned, if there is one.
        line: its line, counted from 1.
        field: the field, column or key concerned.
        remedy: what the user can do about it.
    """

    def __init__(
        self,
        reason: str,
        *,
        file: object = None,
        line: int | None = None,
        field: str | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.file = None if file is None else str(file)
        self.line = line
        self.field = field
        self.remedy = remedy

    def __str__(self) -> str:
        place = [part for part in (self.file,) if part]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.field:
            place.append(f"field “{self.field}”")
        head = f"{', '.join(place)}: " if place else ""
        tail = f" {self.remedy}" if self.remedy else ""
        return f"{head}{self.reason}{tail}"


class InputError(UserError):
    """A file to be read does not hold what it should."""


class CodebookError(UserError):
    """A codebook contradicts itself or the rules of codebooks."""


class ValidationError(UserError):
    """An annotation or a document may not be completed as it stands."""


class StoreError(UserError):
    """The project file cannot be opened, read or written as asked."""


class NotAProjectError(StoreError):
    """The file is something else, foreign, or holds what no project holds."""


class DamagedError(StoreError):
    """The file is a project, and part of it cannot be read."""


class NewerVersionError(StoreError):
    """The file was written by a later version of the program."""


class LockedError(StoreError):
    """Another process has the project open for writing."""


class ReadOnlyError(StoreError):
    """The project was opened for reading only."""


class NotSavedError(StoreError):
    """A change could not be written; what was on screen is still there."""


class NotFoundError(UserError):
    """No such document, annotation, annotator, format or preset."""


class MissingExtraError(UserError):
    """An optional package is needed and is not installed."""


class Cancelled(Exception):
    """The user stopped a long job; nothing of it was kept."""
