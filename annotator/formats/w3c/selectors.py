# SPDX-License-Identifier: MIT
"""What a target selects: positions and quotes, as they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.json_objects import Row
from annotator.formats.placing import BYTES
from annotator.formats.w3c.simple import said, several, simple, words
from annotator.model.errors import InputError

_POSITION: Final = "TextPositionSelector"
_DATA: Final = "DataPositionSelector"
_QUOTE: Final = "TextQuoteSelector"
_RANGE: Final = "RangeSelector"
_FRAGMENT: Final = "FragmentSelector"
#: A stretch of plain text as RFC 5147 has it.
_CHARS: Final = re.compile(r"char=(\d+),(\d+)(?:;.*)?")


@dataclass(frozen=True, slots=True)
class Position:
    """Start and end; `unit` is None where the file's own holds."""

    start: int
    end: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted text with what stands before and after it."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text by position, quote or both.

    `whole` is the text as such; `unknown` names what selects in another way, and
    `others` are such selectors as they stand there.
    """

    source: str
    position: Position | None = None
    quote: Quotation | None = None
    whole: bool = False
    unknown: str = ""
    others: tuple[Any, ...] = ()


def selections(row: Row) -> list[Selection]:
    """What an annotation is about; InputError names the field."""
    found: list[Selection] = []
    targets = several(row.get("target"))
    for number, target in enumerate(targets):
        try:
            found += _of_target(target)
        except InputError as error:
            where = f"target[{number}]" if len(targets) > 1 else "target"
            raise typed.placed(error, where) from None
    return found


def _of_target(target: object) -> Iterator[Selection]:
    if isinstance(target, str):
        yield _of_iri(target)
        return
    if not isinstance(target, dict):
        typed.wrong("", "an IRI or an object", target)
    table = simple(target)
    if "items" in table and "source" not in table:
        # A choice, or things that belong together.
        for each in several(table["items"]):
            yield from _of_target(each)
        return
    source = source_of(table)
    selectors = [each for each in several(table.get("selector")) if each is not None]
    if not selectors:
        yield _of_iri(source)
        return
    yield _selection(source.partition("#")[0], selectors)


def source_of(table: Mapping[str, Any]) -> str:
    """The IRI of what a target or body is a part of, "" for none."""
    found = table.get("source", table.get("id"))
    for each in several(found):
        if isinstance(each, dict):
            each = simple(each).get("id")
        if isinstance(each, str):
            return each
    return ""


def text_of(iri: str) -> str:
    """The IRI of a text, without the stretch of it that it may name."""
    source, _, fragment = iri.partition("#")
    # The ids of annotations may have a fragment of another kind.
    return source if _CHARS.fullmatch(fragment) else iri


def _of_iri(iri: str) -> Selection:
    """A whole text, or the stretch of it that the IRI itself names."""
    source = text_of(iri)
    chars = _CHARS.fullmatch(iri.partition("#")[2])
    if chars:
        return Selection(source, Position(int(chars[1]), int(chars[2])))
    return Selection(source, whole=True)


def _selection(source: str, selectors: list[Any]) -> Selection:
    """Several selectors select the same: the positions and quotes among them."""
    position: Position | None = None
    quote: Quotation | None = None
    unknown: dict[str, Any] = {}
    for number, each in enumerate(selectors):
        try:
            found = _selector(each)
        except InputError as error:
            where = f"selector[{number}]" if len(selectors) > 1 else "selector"
            raise typed.placed(error, where) from None
        if isinstance(found, Position):
            position = position or found
        elif isinstance(found, Quotation):
            quote = quote or found
        else:
            unknown.setdefault(found, each)
    others = tuple(unknown.values())
    if position is None and quote is None:
        return Selection(source, unknown=next(iter(unknown)), others=others)
    return Selection(source, position, quote, others=others)


def _selector(value: object) -> Position | Quotation | str:
    """What a selector says, or the name of its kind where it is no text's."""
    if not isinstance(value, dict):
        return "IRI"
    table = simple(value)
    refined = table.get("refinedBy")
    if isinstance(refined, dict):
        inner = _selector(refined)
        # Positions in a part of the text are none in the text.
        return inner if isinstance(inner, Quotation) else "refinedBy"
    kind = next(iter(words(table, "type")), "")
    if kind == _QUOTE:
        return _quotation(table)
    if kind in (_POSITION, _DATA):
        start, end = (typed.whole(table.get(key), key) for key in ("start", "end"))
        return Position(start, end, BYTES if kind == _DATA else None)
    chars = _CHARS.fullmatch(str(table.get("value", "")))
    if kind == _FRAGMENT and chars:
        return Position(int(chars[1]), int(chars[2]))
    if kind == _RANGE:
        return _range(table) or kind
    return kind or "?"


def _quotation(table: Row) -> Quotation:
    exact = said(table.get("exact"), "exact")
    if not exact:
        typed.wrong("exact", "the quoted text", table.get("exact"))
    before, after = (said(table.get(key), key) for key in ("prefix", "suffix"))
    return Quotation(exact, before or "", after or "")


def _range(table: Row) -> Position | None:
    """From the beginning of one selection to that of another."""
    ends = []
    for key in ("startSelector", "endSelector"):
        inner = table.get(key)
        found = _selector(inner) if inner is not None else ""
        if not isinstance(found, Position) or found.unit is not None:
            return None
        ends.append(found)
    return Position(ends[0].start, ends[1].start)
