# SPDX-License-Identifier: MIT
"""Marks and links into annotations: the inverse of `marks.unfold`.

A mark that no other claims as its role or row begins an annotation.  What the
format does not say follows from the rest: ids from place and label, spans' texts
from the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats.marks.names import Names, Part
from annotator.formats.marks.records import (
    Mark,
    MarkedDocument,
    Value,
    Work,
    said_value,
)
from annotator.formats.marks.resolver import Resolver, stable_uid
from annotator.formats.marks.values import field_value
from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Layer
from annotator.model.errors import InputError


class Folder:
    """Turns marked documents into documents with annotations.

    Args:
        names: the labels of the codebook that fits the marks.
        resolver: finds people, speakers and entries.
        codebook: the sha256 of the codebook version.
        format: the name under which unknown content is kept.
    """

    def __init__(
        self, names: Names, resolver: Resolver, codebook: str, format: str
    ) -> None:
        self.names = names
        self.resolver = resolver
        self.codebook = codebook
        self.format = format

    def fold(self, marked: MarkedDocument) -> DocumentRecord:
        """The document with its annotations; InputError names mark and field."""
        self.resolver.introduce(marked.people)
        made = _Folding(self, identified(marked))
        annotations = tuple(made.annotations())
        document = marked.document
        if marked.extra:
            extra = {**document.extra, self.format: dict(marked.extra)}
            document = replace(document, extra=extra)
        return DocumentRecord(
            document=document,
            layers=self._layers(marked, annotations),
            annotations=annotations,
            line=marked.line,
        )

    def _layers(
        self, marked: MarkedDocument, annotations: tuple[Annotation, ...]
    ) -> tuple[Layer, ...]:
        """A layer for each who annotated, and what the file says of it."""
        # The adjudicated layer as such is nobody's.
        found: dict[tuple[str | None, str], Work] = {}
        for each in annotations:
            whose = each.annotator if each.layer == "primary" else None
            found[whose, each.layer] = Work()
        have = {each.annotator for each in annotations}
        for person in marked.people:
            if person.uid not in have:
                found[person.uid, "primary"] = Work()
        for work in marked.work:
            alone = work.layer != "primary"
            owner = None if alone else self.resolver.person(work.annotator)
            found[owner, work.layer] = work
        return tuple(
            Layer(
                document=marked.document.uid,
                annotator=who,
                kind=kind,
                status=work.status,
                note=work.note,
                seconds=work.seconds,
            )
            for (who, kind), work in found.items()
        )


def identified(marked: MarkedDocument) -> MarkedDocument:
    """The document with an id for each mark; InputError where one stands twice."""
    marks: list[Mark] = []
    seen: set[str] = set()
    for number, mark in enumerate(marked.marks):
        if not mark.id:
            place = ",".join(f"{s}-{e}" for s, e in mark.pieces)
            whose = mark.annotator or ""
            uid = marked.document.uid
            made = stable_uid("mark", uid, str(number), whose, mark.label, place)
            mark = replace(mark, id=made)
        if mark.id in seen:
            raise InputError("the id “{id}” stands there twice.", id=mark.id)
        seen.add(mark.id)
        marks.append(mark)
    return replace(marked, marks=tuple(marks))


@dataclass(slots=True)
class _Held:
    """What belongs to a mark: spans of roles, rows, links to others."""

    roles: list[Mark] = field(default_factory=list)
    rows: list[Mark] = field(default_factory=list)
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parent: str | None = None


class _Folding:
    """One document on its way to annotations."""

    def __init__(self, owner: Folder, marked: MarkedDocument) -> None:
        self._owner = owner
        self._names = owner.names
        self._document = marked.document
        self._marks = {mark.id: mark for mark in marked.marks}
        self._parts = {mark.id: self._part(mark) for mark in marked.marks}
        self._held = {mark.id: _Held() for mark in marked.marks}
        self._owned: set[str] = set()
        for link in marked.links:
            self._take(link.label, link.source, link.target)

    def _part(self, mark: Mark) -> Part:
        try:
            return self._names.parts[mark.label]
        except KeyError:
            raise InputError(
                "the codebook has no place for the label “{label}”.", label=mark.label
            ) from None

    def _take(self, label: str, source: str, target: str) -> None:
        for uid in (source, target):
            if uid not in self._marks:
                raise InputError(
                    "the link “{label}” points to “{id}”, which is not there.",
                    label=label,
                    id=uid,
                )
        meaning = self._names.meaning(label, self._parts[source], self._parts[target])
        held = self._held[source]
        if meaning is None:
            raise InputError(
                "the codebook has no place for the link “{label}”.", label=label
            )
        if meaning.kind == "parent":
            held.parent = target
        elif meaning.field is not None:
            name = meaning.field.id
            held.fields[name] = (*held.fields.get(name, ()), target)
        else:
            # Two annotations may share a source or a cue: each gets its spans.
            self._owned.add(target)
            mine = held.rows if meaning.kind == "row" else held.roles
            if self._marks[target] not in mine:
                mine.append(self._marks[target])

    def annotations(self) -> list[Annotation]:
        """The annotations, in the order of their marks."""
        return [self._annotation(mark) for mark in self._bodies()]

    def _bodies(self) -> list[Mark]:
        """The marks that begin an annotation: each mark belongs to one of them."""
        first = [mark for mark in self._marks.values() if mark.id not in self._owned]
        reached: set[str] = set()
        for mark in first:
            self._reach(mark, reached)
        # Marks that claim each other in a ring: the first of them begins.
        for mark in self._marks.values():
            if mark.id not in reached:
                first.append(mark)
                self._reach(mark, reached)
        return first

    def _reach(self, mark: Mark, reached: set[str]) -> None:
        """Add to `reached` what belongs to `mark`, itself included."""
        waiting = [mark]
        while waiting:
            found = waiting.pop()
            if found.id not in reached:
                reached.add(found.id)
                held = self._held[found.id]
                waiting += held.roles + held.rows

    def _together(self, mark: Mark) -> _Held:
        """What belongs to a mark, and to the marks of roles that belong to it."""
        made, seen = _Held(), {mark.id}
        waiting = [mark]
        while waiting:
            held = self._held[waiting.pop(0).id]
            new = [role for role in held.roles if role.id not in seen]
            seen |= {role.id for role in new}
            made.roles += new
            made.rows += [row for row in held.rows if row not in made.rows]
            made.parent = made.parent or held.parent
            for name, targets in held.fields.items():
                before = made.fields.get(name, ())
                made.fields[name] = tuple(dict.fromkeys((*before, *targets)))
            waiting += new
        return made

    def _annotation(self, mark: Mark) -> Annotation:
        part, held = self._parts[mark.id], self._together(mark)
        if part.row is not None:
            return self._alone(mark, part)
        borne = [mark.attributes, *(role.attributes for role in held.roles)]
        given, other = _united(borne)
        if other:
            # What two marks of an annotation say differently is kept aside.
            mark = replace(mark, extra={**mark.extra, "attributes": other})
        none, own = self._split_none(part, given)
        rows: dict[str, tuple[Row, ...]] = {}
        for row in held.rows:
            kind = self._parts[row.id].row
            assert kind is not None
            rows[kind.id] = (*rows.get(kind.id, ()), self._row(row))
        return self._made(
            mark,
            part,
            spans=self._spans(mark, *held.roles),
            fields=self._fields(part, own, held),
            rows=rows,
            none=none,
            parent=held.parent,
        )

    def _alone(self, mark: Mark, part: Part) -> Annotation:
        """A row, or a span of one, that no annotation claims: it gets its own."""
        kind, row = part.type, part.row
        assert row is not None
        body = replace(mark, label=self._names.main_label(kind))
        spans = self._spans_as(body, kind.main_role.id)
        if part.role is None:
            return self._made(mark, part, spans, rows={row.id: (self._row(mark),)})
        rows = {row.id: (Row(spans=self._spans(mark)),)}
        return self._made(mark, part, (), rows=rows)

    def _made(
        self,
        mark: Mark,
        part: Part,
        spans: tuple[Span, ...],
        *,
        rows: Mapping[str, tuple[Row, ...]],
        fields: Mapping[str, FieldValue] | None = None,
        none: tuple[str, ...] = (),
        parent: str | None = None,
    ) -> Annotation:
        extra: dict[str, Any] = {}
        if mark.extra:
            extra = {self._owner.format: dict(mark.extra)}
        return Annotation(
            uid=mark.id,
            document=self._document.uid,
            type=part.type.id,
            annotator=self._owner.resolver.person(mark.annotator),
            layer=mark.layer or "primary",
            codebook=self._owner.codebook,
            parent=parent,
            state=mark.state or "draft",
            origin=mark.origin or "imported",
            created=mark.created,
            modified=mark.modified,
            revs=mark.revs,
            spans=spans,
            fields=fields or {},
            rows=rows,
            none=none,
            extra=extra,
        )

    def _row(self, mark: Mark) -> Row:
        part, held = self._parts[mark.id], self._held[mark.id]
        extra = {self._owner.format: dict(mark.extra)} if mark.extra else {}
        return Row(
            fields=self._fields(part, mark.attributes, held),
            spans=self._spans(*held.roles),
            extra=extra,
        )

    def _split_none(
        self, part: Part, attributes: Mapping[str, Value]
    ) -> tuple[tuple[str, ...], dict[str, Value]]:
        ticks = part.none_names
        none = [
            row
            for name, row in ticks.items()
            if str(attributes.get(name, "")).lower() == "true"
        ]
        own = {name: v for name, v in attributes.items() if name not in ticks}
        return tuple(none), own

    def _fields(
        self, part: Part, attributes: Mapping[str, Value], held: _Held
    ) -> dict[str, FieldValue]:
        made: dict[str, FieldValue] = {}
        for name, value in attributes.items():
            found = self._names.field(part, name)
            if found is None:
                raise InputError(
                    "the codebook has no place for the attribute “{name}” of"
                    " “{label}”.",
                    name=name,
                    label=self._names.label_of(part),
                )
            made[found.id] = field_value(found, value, self._owner.resolver)
        for link in self._names.link_fields(part).values():
            targets = held.fields.get(link.id, ())
            if targets:
                made[link.id] = targets if link.multiple else targets[0]
        return made

    def _spans(self, *marks: Mark) -> tuple[Span, ...]:
        spans: list[Span] = []
        for mark in marks:
            role = self._parts[mark.id].role
            if role is not None:
                spans += self._spans_as(mark, role.id)
        return tuple(spans)

    def _spans_as(self, mark: Mark, role: str) -> tuple[Span, ...]:
        text = self._document.text
        for start, end in mark.pieces:
            if not 0 <= start < end <= len(text):
                raise InputError(
                    "the span {start}–{end} of “{id}” is not inside the text of"
                    " {length} characters.",
                    start=start,
                    end=end,
                    id=mark.id,
                    length=len(text),
                )
        return tuple(Span(role, s, e, text[s:e]) for s, e in mark.pieces)


def _united(
    borne: Sequence[Mapping[str, Value]],
) -> tuple[dict[str, Value], dict[str, list[str]]]:
    """Attributes of several marks as one: the first that says something counts."""
    given: dict[str, Value] = {}
    other: dict[str, list[str]] = {}
    for attributes in borne:
        for name, value in attributes.items():
            if given.setdefault(name, value) != value:
                several = value if isinstance(value, tuple) else (value,)
                other.setdefault(name, []).extend(map(said_value, several))
    return given, other
