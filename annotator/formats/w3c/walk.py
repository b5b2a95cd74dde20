# SPDX-License-Identifier: MIT
"""The annotations in a file: by themselves, in lists, in collections and pages.

A collection may be longer than memory: what it holds is read one by one, and each
annotation comes with its place in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from annotator.formats.json_lines import Place, decoded, parse
from annotator.formats.json_objects import Found, Stream, of_lines
from annotator.formats.w3c.names import DOCUMENT, INSIDE
from annotator.formats.w3c.simple import is_annotation
from annotator.model.errors import InputError

#: An object that ends within so many characters is parsed at once.
_AT_ONCE: Final = 1 << 22
#: The first type that is said in an object, where it is said early.
_TYPE: Final = re.compile(r'"@?type"\s*:\s*"([^"]*)"')
_NEAR: Final = 1000
#: So deep collections lie in each other.
_DEPTH: Final = 20


@dataclass(slots=True)
class Elsewhere:
    """What a file names and does not hold: annotations and pages, by their IRIs."""

    annotations: int = 0
    pages: list[str] = field(default_factory=list)


def walk(path: Path, elsewhere: Elsewhere | None = None) -> Iterator[Found]:
    """The annotations of a file, and our descriptions of documents, in order.

    Raises InputError naming file and line, and OSError where it cannot be read.
    """
    elsewhere = elsewhere or Elsewhere()
    try:
        if not _is_lines(path):
            yield from _Walk(path, elsewhere).objects()
            return
        for found in of_lines(path):
            if is_annotation(found.row):
                yield found
            else:
                yield from _Walk(path, elsewhere).at(found.place)
    except InputError as error:
        error.file = error.file or str(path)
        raise


def _is_lines(path: Path) -> bool:
    """Whether the first line is an object, and ends before long."""
    with path.open("rb") as stream:
        head = stream.read(_AT_ONCE).removeprefix(b"\xef\xbb\xbf").lstrip()
    line, end, _ = head.partition(b"\n")
    if not end and len(head) >= _AT_ONCE - 3:
        return False
    try:
        parse(line.strip())
    except InputError:
        return False
    return True


class _Walk(Stream):
    """A file on its way to annotations."""

    def __init__(self, path: Path, elsewhere: Elsewhere) -> None:
        super().__init__(path)
        self._elsewhere = elsewhere
        self._depth = 0

    def at(self, place: Place) -> Iterator[Found]:
        """What the object at a place holds."""
        with self._path.open("rb") as self._bytes:
            self._bytes.seek(place.byte)
            self._byte, self._line = place.byte, place.line
            self._more()
            if self._text.startswith("\ufeff"):
                self._use(1)
            yield from self._each(self._next())

    def _each(self, sign: str) -> Iterator[Found]:
        """What the object that stands here is, or holds."""
        whole = self._whole() if sign == "{" else None
        if whole is not None and is_annotation(whole[0]):
            yield self._taken(whole[1])
        elif sign == "{":
            yield from self._inside()
        else:
            yield self._object(sign)

    def _whole(self) -> tuple[dict[str, Any], int] | None:
        """The object and its end, where it ends before long and may be one."""
        kind = _TYPE.search(self._text, self._at, self._at + _NEAR)
        if kind and kind[1].endswith(("Collection", "Page")):
            return None
        while True:
            try:
                return decoded(self._text, self._at)
            except json.JSONDecodeError:
                held = len(self._text) - self._at
                if self._ended or held >= _AT_ONCE:
                    return None
                self._more(max(1 << 20, held))
            except InputError as error:
                error.line = self._line
                raise

    def _inside(self) -> Iterator[Found]:
        """The annotations in the object that stands here, key by key."""
        self._depth += 1
        if self._depth > _DEPTH:
            raise self._wrong(0, "collections lie too deep in each other.")
        line, place = self._line, Place(self._byte, self._line)
        own: dict[str, Any] = {}
        self._use(self._at + 1)
        while (sign := self._next()) != "}":
            if sign == "," and own:
                self._use(self._at + 1)
                sign = self._next()
            key = self._key(sign)
            if key in own:
                error = self._wrong(0, "this key stands twice in one object.")
                error.field = key
                raise error
            own[key] = None
            sign = self._next()
            if key in INSIDE and sign in ("[", "{"):
                yield from self._held(sign)
            elif key == DOCUMENT and sign == "{":
                yield self._object(sign)
            else:
                own[key] = self._value()
                self._note(key, own[key])
        self._use(self._at + 1)
        self._depth -= 1
        if is_annotation(own):
            # Longer than what is parsed at once.
            yield Found(own, place, self._byte - place.byte)
        elif not INSIDE & own.keys() and DOCUMENT not in own:
            raise InputError(
                "this is neither an annotation nor a collection of them.",
                line=line,
                remedy="An annotation has the type “Annotation” and a target.",
            )

    def _key(self, sign: str) -> str:
        """The key that stands here; what follows is its value."""
        key = self._value() if sign == '"' else None
        if not isinstance(key, str) or self._next() != ":":
            raise self._wrong(0, "this is not JSON: here must stand a key and a colon.")
        self._use(self._at + 1)
        return key

    def _held(self, sign: str) -> Iterator[Found]:
        """The annotations in a list or in an object."""
        if sign == "{":
            yield from self._each(sign)
            return
        self._use(self._at + 1)
        while (sign := self._next()) not in ("", "]"):
            if sign == '"':
                self._value()
                self._elsewhere.annotations += 1
            else:
                yield from self._each(sign)
            if self._next() == ",":
                self._use(self._at + 1)
        if sign != "]":
            raise self._wrong(0, "the list does not end: its “]” is missing.")
        self._use(self._at + 1)

    def _value(self) -> Any:
        """The value that stands here; what follows comes next."""
        value, end = self._decoded()
        self._use(end)
        return value

    def _note(self, key: str, value: object) -> None:
        if key in ("first", "next") and isinstance(value, str):
            self._elsewhere.pages.append(value)
