# SPDX-License-Identifier: MIT
"""XML written piece by piece, and elements of REFI-QDA in it.

Line ends and tabs in attributes are written as references: a reader would turn
them into spaces.  What XML cannot hold is replaced and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol
from xml.sax.saxutils import escape

from annotator.formats.options import WriteOptions
from annotator.formats.refi.records import Code
from annotator.formats.xml_chars import clean

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_PLAIN: Final = re.compile(r"[\w:./ -]*")
_IN_TEXT: Final = {"\r": "&#13;"}
_IN_ATTRIBUTE: Final = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


class Sink(Protocol):
    """Where the text goes."""

    def write(self, text: str, /) -> object:
        """Take a piece."""


class Xml:
    """Writes elements to a sink."""

    def __init__(self, sink: Sink, options: WriteOptions) -> None:
        self._sink = sink
        self._options = options
        self._open: list[str] = []

    def start(
        self, name: str, attributes: Mapping[str, str | None] | None = None
    ) -> None:
        """Begin an element; attributes that are None are left out."""
        self._sink.write(f"<{name}{self._attributes(attributes or {})}>")
        self._open.append(name)

    def end(self) -> None:
        """End the element that was begun last."""
        self._sink.write(f"</{self._open.pop()}>\n")

    def empty(self, name: str, attributes: Mapping[str, str | None]) -> None:
        """An element with attributes and nothing in it."""
        self._sink.write(f"<{name}{self._attributes(attributes)}/>")

    def text(self, name: str, text: str) -> None:
        """An element that holds a text."""
        said = escape(clean(text, self._options), _IN_TEXT)
        self._sink.write(f"<{name}>{said}</{name}>")

    def _attributes(self, attributes: Mapping[str, str | None]) -> str:
        return "".join(
            [
                f' {name}="{self._quoted(value)}"'
                for name, value in attributes.items()
                if value is not None
            ]
        )

    def _quoted(self, value: str) -> str:
        if _PLAIN.fullmatch(value):  # as most are: there are millions
            return value
        return escape(clean(value, self._options), _IN_ATTRIBUTE)

    def references(self, name: str, guids: Iterable[str]) -> None:
        """An element for each GUID that is pointed to."""
        for guid in guids:
            self._sink.write(f'<{name} targetGUID="{guid}"/>')

    def codes(self, roots: Iterable[Code], *, with_notes: bool) -> None:
        """Codes, each with those below it."""
        for code in roots:
            attributes = {
                "guid": code.guid,
                "name": code.name,
                "isCodable": "true" if code.codable else "false",
                "color": code.color,
            }
            self.start("Code", attributes)
            if code.description:
                self.text("Description", code.description)
            if with_notes:
                self.references("NoteRef", code.notes)
            self.codes(code.children, with_notes=with_notes)
            self.end()
