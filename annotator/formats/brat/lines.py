# SPDX-License-Identifier: MIT
"""The lines of an annotation file of brat, parsed and not yet understood.

What brat writes and what others make of it is accepted: lines that end with
tabs, `M` for `A`, texts of spans that run over several lines (PolNeAR has
them).  Lines of a kind that is not known are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.model.errors import InputError

#: The id of an annotation; its first letter says of which kind it is.
_ID: Final = re.compile(r"(?:[TERAMN][A-Za-z]*|#[A-Za-z]*)\d+[^\t]*")
_LINE: Final = re.compile(rf"(?:{_ID.pattern}|\*)\t")
_RANGE: Final = re.compile(r"\s*(\d{1,18})\s+(\d{1,18})\s*")
_NUMBERED: Final = re.compile(r"(.+?)\d+")
# The form of the BioNLP shared task of 2013, which brat reads too.
_BIONLP: Final = re.compile(
    r"(Reference) (?:Annotation:(\S+) Referent:(\S+)|Referent:(\S+) Annotation:(\S+))"
)


@dataclass(frozen=True, slots=True)
class TextBound:
    """`T`: a label on ranges, in the file's own offsets; `text` is its copy."""

    id: str
    label: str
    ranges: tuple[tuple[int, int], ...]
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Event:
    """`E`: a trigger and arguments, each a role, numbered perhaps, and an id."""

    id: str
    label: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Relation:
    """`R`: two arguments, each a name such as Arg1 and an id."""

    id: str
    label: str
    arguments: tuple[tuple[str, str], tuple[str, str]]
    line: int


@dataclass(frozen=True, slots=True)
class Equivalence:
    """`*`: annotations that are the same."""

    label: str
    members: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Remark:
    """`A`, `M`, `N` or `#`: something said of another annotation.

    `name` is that of the attribute, the database or the kind of note; `value` is
    the value (None for a flag), the id in the database or the text; `words` is
    the name that a normalization gives.
    """

    kind: str
    name: str
    target: str
    value: str | None
    words: str
    line: int
    raw: str


@dataclass(slots=True)
class Lines:
    """An annotation file; `unknown` are lines of no known kind, with their numbers."""

    bounds: dict[str, TextBound] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    equivalences: list[Equivalence] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)


def parse(text: str, file: object) -> Lines:
    """The lines of `text` (line ends as LF); InputError names file, line and field."""
    found = Lines()
    seen: set[str] = set()
    for number, raw in _logical(text):
        if not raw.strip():
            continue
        try:
            _take(found, seen, number, raw)
        except InputError as error:
            error.file, error.line = str(file), number
            raise
    return found


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, broken texts of spans put together."""
    # Only LF ends a line: other breaks may stand in texts.
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        number, raw = at + 1, lines[at]
        at += 1
        if raw.startswith("T"):
            missing, first = _wanted(raw) - len(raw), at
            while at < len(lines) and missing > 0 and not _LINE.match(lines[at]):
                missing -= len(lines[at]) + 1
                at += 1
            raw = "\n".join((raw, *lines[first:at]))
        yield number, raw


def _wanted(raw: str) -> int:
    """How long a `T` line is by its offsets; 0 where that cannot be told."""
    head, tab, _ = raw.partition("\t")
    body, second, _ = raw[len(head) + 1 :].partition("\t")
    ranges = [_RANGE.fullmatch(each) for each in body.partition(" ")[2].split(";")]
    if not tab or not second or not all(ranges):
        return 0
    sizes = [int(each[2]) - int(each[1]) for each in ranges if each]
    return len(head) + len(body) + 2 + sum(sizes) + len(sizes) - 1


def _take(found: Lines, seen: set[str], number: int, raw: str) -> None:
    if not _LINE.match(raw):
        found.unknown.append((number, raw.rstrip("\r")))
        return
    uid, _, rest = raw.rstrip("\r").partition("\t")
    data, _, tail = rest.partition("\t")
    if uid != "*" and uid in seen:
        raise InputError("the id “{id}” stands there twice.", field="id", id=uid)
    seen.add(uid)
    _PARSERS[uid[0]](found, uid, data.rstrip(), tail, number, raw)


def _bound(found: Lines, uid: str, data: str, tail: str, line: int, raw: str) -> None:
    label, _, rest = data.partition(" ")
    ranges = []
    for each in rest.split(";"):
        match = _RANGE.fullmatch(each)
        if match is None or not label:
            raise InputError(
                "“{data}” is not a label with offsets.",
                field="offsets",
                remedy="A span reads “Label 0 9” or “Label 0 3;7 9”.",
                data=data,
            )
        start, end = int(match[1]), int(match[2])
        if start >= end:
            raise InputError(
                "the span {start}–{end} is empty: its start must come before its end.",
                field="offsets",
                start=start,
                end=end,
            )
        ranges.append((start, end))
    found.bounds[uid] = TextBound(uid, label, tuple(ranges), tail, line)


def _event(found: Lines, uid: str, data: str, tail: str, line: int, raw: str) -> None:
    pairs = [_pair(each, data, "arguments") for each in data.split()]
    if not pairs:
        raise InputError("the event has no trigger.", field="trigger")
    (label, trigger), *others = pairs
    found.events[uid] = Event(uid, label, trigger, tuple(others), line)


def unnumbered(role: str) -> str:
    """The role of a numbered argument: `Who2` is the second `Who`."""
    match = _NUMBERED.fullmatch(role)
    return match[1] if match else role


def _pair(text: str, data: str, name: str) -> tuple[str, str]:
    first, colon, second = text.partition(":")
    if not (first and colon and second) or ":" in second:
        raise InputError(
            "“{part}” in “{data}” is not a name and an id such as “Who:T1”.",
            field=name,
            part=text,
            data=data,
        )
    return first, second


def _relation(
    found: Lines, uid: str, data: str, tail: str, line: int, raw: str
) -> None:
    label, *rest = data.split() or [""]
    if len(rest) != 2:
        raise InputError(
            "a relation has two arguments, and “{data}” has {count}.",
            field="arguments",
            count=len(rest),
            data=data,
        )
    first, second = (_pair(each, data, "arguments") for each in rest)
    found.relations.append(Relation(uid, label, (first, second), line))


def _equivalence(
    found: Lines, uid: str, data: str, tail: str, line: int, raw: str
) -> None:
    label, *members = data.split()
    if len(members) > 1:
        found.equivalences.append(Equivalence(label, tuple(members), line))
    else:
        found.unknown.append((line, raw))


def _attribute(
    found: Lines, uid: str, data: str, tail: str, line: int, raw: str
) -> None:
    parts = data.split(" ", 2)
    if len(parts) < 2 or not (parts[0] and parts[1]):
        raise InputError(
            "“{data}” is not an attribute such as “Stance T2 Against”.",
            field="attribute",
            data=data,
        )
    name, target = parts[:2]
    said = parts[2] if len(parts) > 2 and parts[2] else None
    found.remarks.append(Remark("A", name, target, said, "", line, raw))


def _normalization(
    found: Lines, uid: str, data: str, tail: str, line: int, raw: str
) -> None:
    old = _BIONLP.match(data)
    if old is not None:
        data = f"{old[1]} {old[2] or old[5]} {old[3] or old[4]}"
    parts = data.split()
    base, colon, identifier = parts[2].partition(":") if len(parts) == 3 else ("",) * 3
    if not (base and colon and identifier):
        raise InputError(
            "“{data}” is not a normalization such as “Reference T1 Wikidata:Q1”.",
            field="normalization",
            data=data,
        )
    words = tail.strip("\t\r\n")
    found.remarks.append(Remark("N", base, parts[1], identifier, words, line, raw))


def _note(found: Lines, uid: str, data: str, tail: str, line: int, raw: str) -> None:
    parts = data.split()
    if len(parts) != 2:
        raise InputError(
            "“{data}” is not a note such as “AnnotatorNotes T2”.",
            field="note",
            data=data,
        )
    text = tail.rstrip("\t\r\n")
    found.remarks.append(Remark("#", parts[0], parts[1], text, "", line, raw))


_PARSERS: Final[dict[str, Any]] = {
    "T": _bound,
    "E": _event,
    "R": _relation,
    "*": _equivalence,
    "A": _attribute,
    "M": _attribute,
    "N": _normalization,
    "#": _note,
}
