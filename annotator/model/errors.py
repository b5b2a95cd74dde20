# SPDX-License-Identifier: MIT
"""Two families of errors: the world's faults, and ours.

A `UserError` is something a person can mend: it carries the place (file, line,
field), the reason and the remedy, and is shown as one sentence without a
traceback.  Everything else that escapes is our fault and is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from annotator.model.sentence import Sentence

#: Whether file, line and field are known → how the place is said.
PLACES: Final[Mapping[tuple[bool, bool, bool], str]] = {
    (False, False, False): "",
    (True, False, False): "{file}",
    (False, True, False): "line {line}",
    (False, False, True): "field “{field}”",
    (True, True, False): "{file}, line {line}",
    (True, False, True): "{file}, field “{field}”",
    (False, True, True): "line {line}, field “{field}”",
    (True, True, True): "{file}, line {line}, field “{field}”",
}


class UserError(Exception):
    """A fault of the input or the surroundings, told in one clear sentence.

    Args:
        reason: what is wrong: a template with places such as `{name}`, written
            out at the call so that it can be translated, or a `Sentence`.
        file: the file concerned, if there is one.
        line: its line, counted from 1.
        field: the field, column or key concerned.
        remedy: what the user can do about it, as `reason`.
        values: what goes into the places of both; see `Sentence`.

    Attributes:
        reason, remedy: the sentences, filled; each knows its template.
    """

    def __init__(
        self,
        reason: str,
        /,
        *,
        file: object = None,
        line: int | None = None,
        field: str | None = None,
        remedy: str = "",
        **values: object,
    ) -> None:
        self.reason = Sentence(reason, **values)
        self.remedy = Sentence(remedy, **values)
        super().__init__(str(self.reason))
        self.file = None if file is None else str(file)
        self.line = line
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Place, reason and remedy, as one that can be translated."""
        said = self.reason
        if self.remedy:
            said = Sentence("{reason} {remedy}", reason=said, remedy=self.remedy)
        return placed(said, self.place)

    @property
    def place(self) -> Sentence:
        """File, line and field in words; "" where none is known."""
        return place_of(self.file, self.line, self.field)


def place_of(file: str | None, line: int | None, field: str | None) -> Sentence:
    """A place in words: "a.txt, line 3, field “id”"; "" where none is known."""
    known = (bool(file), line is not None, bool(field))
    return Sentence(PLACES[known], file=file, line=line, field=field)


def placed(said: Sentence, place: Sentence) -> Sentence:
    """A sentence with its place before it, where there is one."""
    return Sentence("{place}: {said}", place=place, said=said) if place else said


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
