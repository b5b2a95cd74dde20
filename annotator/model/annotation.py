# SPDX-License-Identifier: MIT
"""An annotation: spans with roles, typed fields, repeated rows.

Records are values: an edit makes a new one (see `model.edits`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from annotator.model.records import maker

#: What a field may hold.  Several values are always a tuple of strings.
FieldValue: TypeAlias = str | int | bool | tuple[str, ...]

STATES: Final = ("draft", "complete")
ORIGINS: Final = ("human", "imported", "suggested", "edited")


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open range [start, end) of code points that plays `role`.

    `text` is the stored copy of the document's text at that place.
    """

    role: str
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One repetition of a repeated part, e.g. one stance on one issue."""

    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One record by one annotator in one document.

    `uid` is unique within the document.  `codebook` is the sha256 of the
    codebook version it was made under.  An unset field is absent from `fields`;
    "" is not unset.  `none` names the row kinds of which the annotator said
    that there are none.  `created` and `modified` are milliseconds UTC.
    `revs` is the chain of revisions, oldest first.
    """

    uid: str
    document: str
    type: str
    annotator: str
    layer: str = "primary"
    codebook: str | None = None
    parent: str | None = None
    state: str = "draft"
    origin: str = "human"
    created: int | None = None
    modified: int | None = None
    revs: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    none: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    def spans_of(self, role: str) -> tuple[Span, ...]:
        """The annotation's own spans that play `role`, in text order."""
        return tuple(s for s in self.spans if s.role == role)

    def all_spans(self) -> Iterator[Span]:
        """Every span, those of rows included."""
        yield from self.spans
        for rows in self.rows.values():
            for row in rows:
                yield from row.spans

    def start(self) -> int:
        """Where the annotation begins: its earliest own span, else 0."""
        return min([s.start for s in self.spans]) if self.spans else 0


Fields: TypeAlias = Mapping[str, FieldValue]
Extra: TypeAlias = Mapping[str, Any]

# The same records with every field given, in order: for what makes millions.
make_span: Final[Callable[[str, int, int, str], Span]] = maker(Span)
make_row: Final[Callable[[Fields, tuple[Span, ...], Extra], Row]] = maker(Row)
make_annotation: Final[Callable[..., Annotation]] = maker(Annotation)
