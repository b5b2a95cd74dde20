# SPDX-License-Identifier: MIT
"""XML of strangers: parsed without entities, without a network, within limits.

A document type is refused altogether: none of the formats needs one, and all
known attacks begin there (entities that multiply, entities that name files,
types that are fetched).  Depth and number of elements are bounded because a
small file can hold a great many of them.  Whoever hands a file on to another
parser calls `check` first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from annotator.model.errors import InputError

_BLOCK: Final = 1 << 16

Source = Path | bytes | BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a document may be.

    `size` in bytes; `depth` of elements in each other; `parts` is the number of
    elements and attributes together, `attributes` those of one element.
    """

    size: int = 256 << 20
    depth: int = 250
    parts: int = 1_500_000
    attributes: int = 2_000


LIMITS: Final = Limits()


def parse(source: Source, *, file: object = None, limits: Limits = LIMITS) -> Element:
    """The root element of an XML document.

    Args:
        source: a path, the bytes themselves, or a binary stream, which is read
            to its end and not closed.
        file: what messages call it; a path by default names itself.
        limits: how large it may be.

    Raises InputError naming file and line where it is no XML, has a document
    type, or is too large; OSError where it cannot be read.
    """
    target = _Building(limits)
    _feed(source, target, limits, _named(source, file))
    return target.root()


def check(source: Source, *, file: object = None, limits: Limits = LIMITS) -> None:
    """Go through an XML document as `parse` does, and build nothing."""
    _feed(source, _Counting(limits), limits, _named(source, file))


def _named(source: Source, file: object) -> object:
    return source if file is None and isinstance(source, Path) else file


def _feed(source: Source, target: _Counting, limits: Limits, file: object) -> None:
    parser = DefusedXMLParser(
        target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    size = 0
    try:
        for block in _blocks(source):
            size += len(block)
            if size > limits.size:
                raise _too_large("bytes", limits.size)
            parser.feed(block)
        parser.close()
    except ParseError as error:
        raise _no_xml(error, file) from None
    except DefusedXmlException:
        raise _refused(file, _line(parser)) from None
    except (LookupError, UnicodeError, ValueError) as error:
        raise InputError(
            "this XML cannot be read: {error}.",
            file=file,
            remedy="Save it in UTF-8.",
            error=error,
        ) from None
    except InputError as error:
        error.file, error.line = None if file is None else str(file), _line(parser)
        raise


def _blocks(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        for start in range(0, len(source), _BLOCK):
            yield source[start : start + _BLOCK]
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            yield from _blocks(stream)
    else:
        while block := source.read(_BLOCK):
            yield block


def _line(parser: DefusedXMLParser) -> int:
    line: int = parser.parser.CurrentLineNumber
    return line


def _no_xml(error: ParseError, file: object) -> InputError:
    line, column = error.position
    # “not well-formed (invalid token): line 3, column 8”
    reason = str(error).partition(":")[0]
    return InputError(
        "this is not XML: {reason}, at character {column}.",
        file=file,
        line=line,
        remedy="Export it anew, or mend it.",
        reason=reason,
        column=column + 1,
    )


def _refused(file: object, line: int) -> InputError:
    return InputError(
        "this XML has a document type or entities of its own, which can harm and"
        " are not read.",
        file=file,
        line=line,
        remedy="Remove what begins with <!DOCTYPE.",
    )


def _too_large(what: str, limit: int) -> InputError:
    return InputError(
        "this XML has more than {limit} {what}.",
        remedy="Divide it into several files.",
        limit=f"{limit:,}",
        what=what,
    )


@dataclass(slots=True)
class _Counting:
    """Takes what the parser finds, and counts it."""

    limits: Limits
    depth: int = 0
    parts: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> object:
        """An element begins."""
        self.depth += 1
        self.parts += 1 + len(attributes)
        if self.depth > self.limits.depth:
            raise _too_large("elements in each other", self.limits.depth)
        if self.parts > self.limits.parts:
            raise _too_large("elements and attributes", self.limits.parts)
        if len(attributes) > self.limits.attributes:
            raise _too_large("attributes on one element", self.limits.attributes)
        return None

    def end(self, tag: str) -> object:
        """An element ends."""
        self.depth -= 1
        return None

    def data(self, text: str) -> object:
        """Text between tags."""
        return None

    def close(self) -> object:
        """The document ends."""
        return None


@dataclass(slots=True)
class _Building(_Counting):
    """Counts, and builds the tree."""

    builder: TreeBuilder = field(default_factory=TreeBuilder)
    found: Element | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> object:
        _Counting.start(self, tag, attributes)
        return self.builder.start(tag, dict(attributes))

    def end(self, tag: str) -> object:
        self.depth -= 1
        return self.builder.end(tag)

    def data(self, text: str) -> object:
        self.builder.data(text)
        return None

    def close(self) -> object:
        self.found = self.builder.close()
        return self.found

    def root(self) -> Element:
        """The root, once the document has ended."""
        assert self.found is not None
        return self.found
