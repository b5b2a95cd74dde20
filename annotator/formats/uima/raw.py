# SPDX-License-Identifier: MIT
"""What a CAS says of places and types, looked at before the library reads it.

The library takes an offset that fits no character as it is, and makes Python
classes of the types that a file names.  Both are therefore checked here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from annotator.formats.inception.names import is_safe, is_safe_type
from annotator.formats.options import Notes
from annotator.formats.placing import Places
from annotator.model.errors import InputError

#: So many type systems are kept while files are read.  Making the library's classes
#: of one takes longer than reading what an article has of annotations.
SYSTEMS: Final = 4

#: The characters of the longest text that is read: more than ten novels.
LONGEST: Final = 8 << 20
NO_WIDTH: Final = "annotations without width are left out."


@dataclass(frozen=True, slots=True)
class RawSpan:
    """An annotation's place as the file has it, of a text with the id `sofa`."""

    id: int
    sofa: int
    begin: int
    end: int
    line: int | None = None


@dataclass(slots=True)
class Raw:
    """The texts of a CAS by their ids, and the places in them."""

    texts: dict[int, str] = field(default_factory=dict)
    spans: list[RawSpan] = field(default_factory=list)

    def add_text(self, uid: int, text: str, file: str) -> None:
        """Take over a text; InputError where it is longer than any document."""
        if len(text) > LONGEST:
            raise InputError(
                "its text has more than {most} characters.",
                file=file,
                remedy="Divide the document into several.",
                most=f"{LONGEST:,}",
            )
        self.texts[uid] = text

    def points(
        self, sofa: int, unit: str, file: str, notes: Notes
    ) -> dict[int, tuple[int, int]]:
        """Where annotations of a text are, in code points of its canonical form.

        Raises InputError naming the annotation by its id.
        """
        places = Places(self.texts[sofa], unit)
        found: dict[int, tuple[int, int]] = {}
        for span in self.spans:
            if span.sofa == sofa:
                if span.begin == span.end:
                    _point(places, span, file)
                    notes.add(NO_WIDTH, file=file, line=span.line)
                else:
                    found[span.id] = _span(places, span, file)
        return found


def offset(value: object, uid: int, line: int | None, file: str) -> int:
    """An offset as the file has it, digits or a number; InputError for the rest."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:18])
    raise InputError(
        "“{value}” is no offset.", file=file, line=line, field=str(uid), value=value
    )


def _span(places: Places, span: RawSpan, file: str) -> tuple[int, int]:
    try:
        return places.span(span.begin, span.end)
    except InputError as error:
        raise _wrong(span, error, file) from None


def _point(places: Places, span: RawSpan, file: str) -> None:
    try:
        places.point(span.begin)
    except InputError as error:
        raise _wrong(span, error, file) from None


def _wrong(span: RawSpan, error: InputError, file: str) -> InputError:
    return InputError(
        error.reason,
        file=file,
        line=span.line,
        field=str(span.id),
        remedy="Export the file anew, or say what its offsets count.",
    )


def require_safe(types: Iterable[tuple[str, Iterable[str]]], file: str) -> None:
    """Refuse names of types and features that are no names."""
    for name, features in types:
        if not is_safe_type(name):
            raise InputError("“{name}” is no name of a type.", file=file, name=name)
        for feature in features:
            if not is_safe(feature):
                raise InputError(
                    "the type “{type}” has a feature “{name}”, which no feature may"
                    " be called.",
                    file=file,
                    remedy="Rename it there and export the file anew.",
                    type=name,
                    name=feature,
                )
