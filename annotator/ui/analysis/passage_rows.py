# SPDX-License-Identifier: MIT
"""What the list of passages shows: documents, and below each its passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from annotator.ui.analysis.words import named
from annotator.ui.plain import one_line

if TYPE_CHECKING:
    from annotator.services.agreement.passages import Found, Passage

#: A quotation is cut here: the article shows the rest.
LONGEST: Final = 420
_FAR: Final = 3


#: Initials and colour.
Badge = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage; `main` is tinted."""

    text: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """What one annotator, or both alike, marked; `who` are their badges."""

    who: tuple[Badge, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A document and how many passages of it follow."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One passage.

    Attributes:
        found: what it is.
        sides: what is written, one after the other.
        said: the values or the issue, where they are not those of the cell.
    """

    found: Found
    sides: tuple[Side, ...]
    said: str = ""


Row = Heading | Line


def rows(
    found: Sequence[Found], badges: Sequence[Badge], main: str, *, values: bool
) -> list[Row]:
    """Documents and passages in order; `values`: what each says is written."""
    made: list[Row] = []
    for _, group in groupby(found, key=lambda each: each.document):
        some = list(group)
        made.append(Heading(one_line(some[0].title, 200), len(some)))
        made += (
            Line(each, _sides(each, badges, main), _said(each, values)) for each in some
        )
    return made


def _said(found: Found, values: bool) -> str:
    parts = [named(found.about)] if found.about else []
    if values and found.values:
        parts.append(" / ".join(named(each) or "–" for each in found.values))
    return one_line(" · ".join(parts), 120)


def _sides(found: Found, badges: Sequence[Badge], main: str) -> tuple[Side, ...]:
    """What both marked, once where the main spans are the same."""
    made: dict[object, tuple[list[Badge], tuple[Piece, ...]]] = {}
    for who, member in zip(badges, found.members, strict=True):
        if member is not None:
            places = frozenset((s, e) for r, s, e, _ in member.spans if r == main)
            key: frozenset[object] = frozenset(places or member.spans)
            made.setdefault(key, ([], _pieces(member, main)))[0].append(who)
    return tuple(Side(tuple(who), pieces) for who, pieces in made.values())


def _pieces(member: Passage, main: str) -> tuple[Piece, ...]:
    """The quotations in text order, with dots where text was left out."""
    made: list[Piece] = []
    last = -1
    for role, start, end, quote in sorted(_apart(member.spans), key=lambda s: s[1]):
        if last >= 0 and start > last + _FAR:
            made.append(Piece(" … "))
        elif last >= 0 and start > last:
            made.append(Piece(" "))
        made.append(Piece(_cut(quote), role == main))
        last = max(last, end)
    return tuple(made)


def _apart(
    spans: Iterable[tuple[str, int, int, str]],
) -> Iterable[tuple[str, int, int, str]]:
    """Spans without those that lie in longer ones."""
    kept: list[tuple[str, int, int, str]] = []
    for span in sorted(spans, key=lambda s: s[1] - s[2]):
        if all(span[2] <= other[1] or span[1] >= other[2] for other in kept):
            kept.append(span)
    return kept


def _cut(quote: str) -> str:
    return one_line(quote, LONGEST)
