# SPDX-License-Identifier: MIT
"""The drafts that a codebook offers: one for each combination of `foreach`.

A name in `foreach` is a role, standing for the units of the text (the codebook's
`unit`), or a field, standing for the values that it can take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from annotator.model import edits
from annotator.model.annotation import Annotation, FieldValue
from annotator.model.codebook import AnnotationType, Codebook, Field
from annotator.model.document import Document
from annotator.model.textunits import sentences, trim

#: The live entries of a vocabulary, by their ids.
Entries: TypeAlias = Callable[[str], Sequence[str]]
Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """One combination: what each role marks and what each field holds."""

    spans: Mapping[str, Range]
    fields: Mapping[str, FieldValue]

    @property
    def place(self) -> int:
        """Where it begins in the text; 0 without a span."""
        return min((start for start, _ in self.spans.values()), default=0)


def offering(codebook: Codebook) -> AnnotationType | None:
    """The first annotation type that offers drafts, None without one."""
    return next((kind for kind in codebook.types if kind.foreach), None)


def offers(
    codebook: Codebook,
    text: str,
    entries: Entries,
    existing: Iterable[Annotation],
) -> list[Offer]:
    """What is offered for a text and is not there yet, in text order."""
    kind = offering(codebook)
    if kind is None:
        return []
    mine = [each for each in existing if each.type == kind.id]
    axes = [_axis(codebook, kind, name, text, entries, mine) for name in kind.foreach]
    taken = {_combination(kind, each) for each in mine}
    found = [
        combined
        for combined in product(*axes)
        if tuple(value for _, value in combined) not in taken
    ]
    return sorted(map(_offer, found), key=lambda each: each.place)


def drafts(
    codebook: Codebook,
    document: Document,
    annotator: str,
    offered: Iterable[Offer],
) -> Iterator[Annotation]:
    """The annotations that take up these offers."""
    kind = offering(codebook)
    if kind is None:
        return
    for each in offered:
        draft = edits.begin(codebook, kind.id, document, annotator)
        for role, (start, end) in each.spans.items():
            draft = edits.mark(draft, codebook, document.text, role, start, end)
        for field, value in each.fields.items():
            draft = edits.set_field(draft, codebook, field, value)
        yield draft


_Part: TypeAlias = tuple[str, object]


def _offer(combined: Iterable[_Part]) -> Offer:
    spans: dict[str, Range] = {}
    fields: dict[str, FieldValue] = {}
    for name, value in combined:
        if isinstance(value, tuple):
            spans[name] = value
        else:
            fields[name] = value  # type: ignore[assignment]
    return Offer(spans, fields)


def _axis(
    codebook: Codebook,
    kind: AnnotationType,
    name: str,
    text: str,
    entries: Entries,
    existing: Iterable[Annotation],
) -> list[_Part]:
    if kind.role(name) is not None:
        marked = [s for each in existing for s in each.spans_of(name)]
        units = units_of(codebook.unit, text, ((s.start, s.end) for s in marked))
        return [(name, unit) for unit in units]
    field = kind.field(name)
    return [(name, value) for value in _values(field, entries)] if field else []


def _values(field: Field, entries: Entries) -> Sequence[FieldValue]:
    if field.type == "vocabulary" and field.vocabulary:
        return entries(field.vocabulary)
    if field.type == "boolean":
        return (True, False)
    return [value.id for value in field.values]


def units_of(unit: str, text: str, marked: Iterable[Range] = ()) -> list[Range]:
    """The units of a text, trimmed; for the unit “span” what is marked already."""
    if unit == "document":
        found: Iterable[Range] = [(0, len(text))]
    elif unit == "paragraph":
        found = _lines(text)
    elif unit == "sentence":
        found = (each for line in _lines(text) for each in sentences(text, *line))
    else:
        found = sorted(set(marked))
    trimmed = (trim(text, *each) for each in found)
    return [(start, end) for start, end in trimmed if start < end]


def _lines(text: str) -> Iterator[Range]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _combination(kind: AnnotationType, annotation: Annotation) -> tuple[object, ...]:
    """What an annotation holds in the places of `foreach`."""
    found: list[object] = []
    for name in kind.foreach:
        if kind.role(name) is not None:
            spans = annotation.spans_of(name)
            found.append((spans[0].start, spans[-1].end) if spans else None)
        else:
            found.append(annotation.fields.get(name))
    return tuple(found)
