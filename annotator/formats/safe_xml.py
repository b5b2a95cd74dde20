# SPDX-License-Identifier: MIT
"""XML of strangers: parsed without entities, without a network, within limits.

A document type is refused altogether: none of the formats needs one, and all
known attacks begin there (entities that multiply, entities that name files,
types that are fetched).  Depth and number of elements are bounded because a
small file can hold a great many of them.  Whoever hands a file on to another
parser calls `check` first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_BLOCK: Final = 1 << 16
#: So many equals signs in one long tag are no text any more.
_SIGNS: Final = 100_000

Source = Path | bytes | BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a document may be.

    `size` in bytes; `depth` of elements in each other; `parts` is the number of
    elements and attributes together, `attributes` those of one element, `text` the
    characters in one of those that `each` gives.
    """

    size: int = 256 << 20
    depth: int = 250
    parts: int = 1_500_000
    attributes: int = 2_000
    text: int = 256 << 20


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


def starts(
    source: Source, *, file: object = None, limits: Limits = LIMITS
) -> Iterator[tuple[str, dict[str, str], int]]:
    """The tag, attributes and line of each element, in order, and no tree.

    Raises what `parse` does, when it is reached.
    """
    target = _Listing(limits)
    target.line = partial(_line, parser := _parser(target))
    for _ in _steps(source, parser, limits, _named(source, file)):
        yield from target.found
        target.found.clear()


def each(
    source: Source,
    tag: str,
    *,
    file: object = None,
    limits: Limits = LIMITS,
    most: int = 200_000,
) -> Iterator[Element]:
    """The elements of that tag, one after the other, each with what is in it.

    One has at most `most` elements and attributes.  Raises what `parse` does,
    when it is reached.
    """
    target = _Cutting(limits, wanted=tag.__eq__, most=most)
    for block in _cut(source, target, file):
        yield from block


def each_called(
    source: Source,
    names: Collection[str],
    *,
    apart: Collection[str] = (),
    file: object = None,
    limits: Limits = LIMITS,
    most: int = 200_000,
) -> Iterator[Element | None]:
    """The elements of any of those names, whatever their namespace, as `each` does.

    Of those called as in `apart` an element may hold very many: they are left out
    of it and come by themselves, before it.  None comes after each block: there
    work can be stopped that finds nothing for long.
    """

    def is_called(tag: str) -> bool:
        return local_name(tag) in names

    def is_apart(tag: str) -> bool:
        return local_name(tag) in apart

    target = _Cutting(limits, wanted=is_called, most=most)
    target.apart = is_apart if apart else None
    for block in _cut(source, target, file):
        yield from block
        yield None


@lru_cache(maxsize=1024)
def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def _cut(source: Source, target: _Cutting, file: object) -> Iterator[list[Element]]:
    """The elements that are wanted, block by block."""
    named = _named(source, file)
    for _ in _steps(source, _parser(target), target.limits, named):
        yield target.found
        target.found.clear()


def _named(source: Source, file: object) -> object:
    return source if file is None and isinstance(source, Path) else file


def _feed(source: Source, target: _Counting, limits: Limits, file: object) -> None:
    for _ in _steps(source, _parser(target), limits, file):
        pass


def _parser(target: _Counting) -> DefusedXMLParser:
    return DefusedXMLParser(
        target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )


def _steps(
    source: Source, parser: DefusedXMLParser, limits: Limits, file: object
) -> Iterator[None]:
    """Feed the parser; one step for each block, and one for the end."""
    try:
        for block in _fitting(source, parser, limits):
            parser.feed(block)
            yield
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
    yield


def _fitting(
    source: Source, parser: DefusedXMLParser, limits: Limits
) -> Iterator[bytes]:
    """The blocks, as long as there are not too many bytes of a kind."""
    size = signs = 0
    for block in _blocks(source):
        size += len(block)
        if size > limits.size:
            raise _too_large(Sentence("bytes"), limits.size)
        # A tag is handed on when it is whole; a long one may be a text, or a
        # million attributes.
        signs = signs + block.count(b"=") if _waits(parser, size) else 0
        if signs > _SIGNS:
            what = Sentence("attributes on one element")
            raise _too_large(what, limits.attributes)
        yield block


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


def _waits(parser: DefusedXMLParser, size: int) -> bool:
    """Whether the parser has seen a part of something longer than two blocks."""
    at: int = parser.parser.CurrentByteIndex
    return size - at > 2 * _BLOCK


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
            raise _too_large(Sentence("elements in each other"), self.limits.depth)
        if self.parts > self.limits.parts:
            what = Sentence("elements and attributes")
            raise _too_large(what, self.limits.parts)
        if len(attributes) > self.limits.attributes:
            what = Sentence("attributes on one element")
            raise _too_large(what, self.limits.attributes)
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
class _Listing(_Counting):
    """Counts, and keeps what begins."""

    line: Callable[[], int] = int
    found: list[tuple[str, dict[str, str], int]] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> object:
        _Counting.start(self, tag, attributes)
        self.found.append((tag, dict(attributes), self.line()))
        return None


@dataclass(slots=True)
class _Cutting(_Counting):
    """Counts, and builds the elements that are wanted."""

    wanted: Callable[[str], bool] = bool
    apart: Callable[[str], bool] | None = None
    most: int = 0
    found: list[Element] = field(default_factory=list)
    builder: TreeBuilder | None = None
    began: tuple[int, int] = (0, 0)
    text: int = 0
    #: the depth of the element that comes by itself; 0 outside of one
    alone: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> object:
        _Counting.start(self, tag, attributes)
        if self.alone:
            return None
        if self.builder is None:
            if not self.wanted(tag):
                return None
            self.builder, self.began = TreeBuilder(), (self.depth, self.parts)
            self.text = 0
        elif self.apart is not None and self.apart(tag):
            self.found.append(Element(tag, dict(attributes)))
            self.alone = self.depth
            self.began = self.began[0], self.began[1] + 1 + len(attributes)
            return None
        elif self.parts - self.began[1] > self.most:
            raise _too_large(Sentence("elements and attributes in one"), self.most)
        return self.builder.start(tag, dict(attributes))

    def end(self, tag: str) -> object:
        if self.builder is not None and not self.alone:
            self.builder.end(tag)
            if self.depth == self.began[0]:
                self.found.append(self.builder.close())
                self.builder = None
        if self.alone == self.depth:
            self.alone = 0
        self.depth -= 1
        return None

    def data(self, text: str) -> object:
        if self.builder is not None and not self.alone:
            self.text += len(text)
            if self.text > self.limits.text:
                raise _too_large(Sentence("characters in one"), self.limits.text)
            self.builder.data(text)
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
