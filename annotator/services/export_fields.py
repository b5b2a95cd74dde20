# SPDX-License-Identifier: MIT
"""Which fields, rows and roles of the annotations go out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from annotator.formats.losses import Example, Losses, said
from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.codebook import AnnotationType, Codebook
from annotator.model.errors import NotFoundError
from annotator.model.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Choosable:
    """A part of the codebook that can be left out.

    `name` is what `Selection.fields` calls it, `what` "field", "row" or "role".
    """

    name: str
    label: str
    what: str
    type: str


def choosable(codebook: Codebook) -> tuple[Choosable, ...]:
    """What can be left out, in the codebook's order; a row before its parts."""
    return tuple(each for kind in codebook.types for each in _parts(kind))


def _parts(kind: AnnotationType) -> Iterator[Choosable]:
    for role in kind.roles:
        if role is not kind.main_role:
            yield Choosable(role.id, role.label, "role", kind.id)
    for each in kind.fields:
        yield Choosable(each.id, each.label, "field", kind.id)
    for row in kind.rows:
        yield Choosable(row.id, row.label, "row", kind.id)
        for role in row.roles:
            yield Choosable(f"{row.id}.{role.id}", role.label, "role", kind.id)
        for each in row.fields:
            yield Choosable(f"{row.id}.{each.id}", each.label, "field", kind.id)


class FieldChoice:
    """Takes what was not chosen out of annotations, and counts it."""

    def __init__(self, codebooks: Iterable[Codebook], names: Collection[str]) -> None:
        """Raises NotFoundError for a name that no codebook has."""
        books = tuple(codebooks)
        known = {each.name for book in books for each in choosable(book)}
        main = {(k.id, k.main_role.id) for b in books for k in b.types if k.roles}
        for name in names:
            if name not in known and name not in {role for _, role in main}:
                listed = ", ".join(sorted(known)) or Sentence("none")
                raise NotFoundError(
                    "the codebook has no field, row or role “{name}”.",
                    remedy="It has: {listed}.",
                    name=name,
                    listed=listed,
                )
        self._names = frozenset(names)
        self._main = frozenset(main)

    def narrowed(self, record: DocumentRecord, losses: Losses) -> DocumentRecord:
        """The record with what was chosen; what is left out is counted."""
        made = tuple(self._annotation(each, losses) for each in record.annotations)
        return replace(record, annotations=made)

    def _annotation(self, annotation: Annotation, losses: Losses) -> Annotation:
        uid = annotation.uid
        rows = {
            name: tuple(self._row(name, row, uid, losses) for row in given)
            for name, given in annotation.rows.items()
            if self._has_row(name)
        }
        for name, given in annotation.rows.items():
            if name not in rows and given:
                _lose(losses, "row", name, uid, len(given))
        return replace(
            annotation,
            fields=self._fields(annotation.fields, "", uid, losses),
            spans=self._spans(annotation.spans, annotation.type, uid, losses),
            rows=rows,
            none=tuple(name for name in annotation.none if self._has_row(name)),
        )

    def _has_row(self, name: str) -> bool:
        start = f"{name}."
        return name in self._names or any(n.startswith(start) for n in self._names)

    def _row(self, name: str, row: Row, uid: str, losses: Losses) -> Row:
        if name in self._names:  # named as a whole
            return row
        kept = [span for span in row.spans if f"{name}.{span.role}" in self._names]
        for span in row.spans:
            if span not in kept:
                _lose(losses, "role", f"{name}.{span.role}", partial(_quote, uid, span))
        fields = self._fields(row.fields, f"{name}.", uid, losses)
        return replace(row, fields=fields, spans=tuple(kept))

    def _fields(
        self, fields: Mapping[str, FieldValue], prefix: str, uid: str, losses: Losses
    ) -> dict[str, FieldValue]:
        kept = {k: v for k, v in fields.items() if f"{prefix}{k}" in self._names}
        for name, value in fields.items():
            if name not in kept:
                _lose(
                    losses,
                    "field",
                    f"{prefix}{name}",
                    partial(_value, uid, name, value),
                )
        return kept

    def _spans(
        self, spans: tuple[Span, ...], type_id: str, uid: str, losses: Losses
    ) -> tuple[Span, ...]:
        kept = tuple(
            span
            for span in spans
            if span.role in self._names or (type_id, span.role) in self._main
        )
        for span in spans:
            if span not in kept:
                _lose(losses, "role", span.role, partial(_quote, uid, span))
        return kept


def _value(uid: str, name: str, value: FieldValue) -> str:
    return f"{uid}: {said({name: value})}"


def _quote(uid: str, span: Span) -> str:
    return f"{uid} “{span.text}”"


def _lose(
    losses: Losses, what: str, name: str, example: Example, count: int = 1
) -> None:
    losses.add(_words(what, name), example, count)


@cache
def _words(what: str, name: str) -> Sentence:
    if what == "row":
        return Sentence("the rows “{name}”", name=name)
    if what == "role":
        return Sentence("the spans of the role “{name}”", name=name)
    return Sentence("the field “{name}”", name=name)
