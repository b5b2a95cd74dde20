# SPDX-License-Identifier: MIT
"""Annotations into marks and links.

The main mark of an annotation bears its fields as attributes; spans of other
roles are marks of their own, linked from it by the name of their role.  A row is
a mark over the same text, linked by the row's name, that bears the row's fields.
A link between annotations runs from main mark to main mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.formats.marks.names import NONE, PARENT, Names, Part
from annotator.formats.marks.records import (
    Link,
    Mark,
    MarkedDocument,
    Ref,
    Value,
    Work,
)
from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.codebook import Codebook, Field
from annotator.model.codebook_reader import from_body
from annotator.model.document import Layer


class Unfolder:
    """Turns the documents of a bundle into marked ones."""

    def __init__(self, bundle: Bundle) -> None:
        codebooks = [from_body(each.body) for each in bundle.codebooks]
        self._names = {each.sha256: Names(each) for each in codebooks}
        self._default = self._current(bundle, codebooks)
        self.people = {each.uid: each for each in bundle.header.annotators}
        self._entities = {each.uid: each.name for each in bundle.header.entities}
        self._entries = _entries(bundle.header, codebooks)

    def _current(self, bundle: Bundle, codebooks: list[Codebook]) -> Names | None:
        named = bundle.header.codebook
        for each in codebooks:
            if named is None or (each.id, each.version) == named:
                return self._names[each.sha256]
        return None

    @property
    def names(self) -> Names:
        """The names of the current codebook; ValueError where there is none."""
        if self._default is None:
            raise ValueError("the bundle has no codebook")
        return self._default

    def names_of(self, annotation: Annotation) -> Names:
        """The names of the codebook that an annotation was made under."""
        found = self._names.get(annotation.codebook or "")
        return found or self.names

    def unfold(self, record: DocumentRecord) -> MarkedDocument:
        """The document with a mark for each span and row; the deleted left out."""
        live = [each for each in record.annotations if not each.deleted]
        anchors = frozenset(each.uid for each in live)
        marks: list[Mark] = []
        links: list[Link] = []
        for annotation in live:
            made = _Unfolding(self, self.names_of(annotation), annotation, anchors)
            made.run()
            marks += made.marks
            links += made.links
        people = {each.annotator: None for each in live}
        people |= {each.annotator: None for each in record.layers if each.annotator}
        return MarkedDocument(
            document=record.document,
            marks=tuple(marks),
            links=tuple(links),
            people=tuple(self.people[uid] for uid in people if uid in self.people),
            work=tuple(map(_work, record.layers)),
            extra=record.document.extra,
            line=record.line,
        )

    def ref(self, each: Field, uid: str) -> Ref:
        """What an entity or vocabulary field points to, with its name."""
        if each.type == "entity":
            return Ref(self._entities.get(uid, uid), uid)
        return Ref(self._entries.get((each.vocabulary or "", uid), uid), uid)


def _work(layer: Layer) -> Work:
    return Work(
        annotator=layer.annotator,
        layer=layer.kind,
        status=layer.status,
        note=layer.note,
        seconds=layer.seconds,
    )


def _entries(
    header: ProjectHeader, codebooks: list[Codebook]
) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for codebook in codebooks:
        for vocabulary in codebook.vocabularies:
            found |= {(vocabulary.id, v.id): v.label for v in vocabulary.values}
    for name, entries in header.vocabularies.items():
        found |= {(name, entry.uid): entry.label for entry in entries}
    return found


@dataclass(slots=True)
class _Unfolding:
    """One annotation on its way to marks and links."""

    owner: Unfolder
    names: Names
    annotation: Annotation
    #: the annotations of the document that are not deleted
    anchors: frozenset[str]
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def run(self) -> None:
        a = self.annotation
        kind = self.names.codebook.type(a.type)
        groups = _by_role(a.spans)
        roles = [role for role in kind.roles if role.id in groups]
        main = kind.main_role
        # Without a span of the main role, the first there is bears the fields.
        body = main if main in roles or not roles else roles[0]
        self._mark(Part(kind, None, body), a.uid, groups.get(body.id, ()), a.fields)
        for role in roles:
            if role is not body:
                made = self._mark(
                    Part(kind, None, role), f"{a.uid}/{role.id}", groups[role.id], {}
                )
                self._link(role.id, a.uid, made)
        for name, rows in a.rows.items():
            for number, row in enumerate(rows, start=1):
                self._row(name, number, row, groups.get(body.id, ()))
        if a.parent is not None and a.parent in self.anchors:
            self._link(PARENT, a.uid, a.parent)

    def _row(self, name: str, number: int, row: Row, body: tuple[Span, ...]) -> None:
        kind = self.names.codebook.type(self.annotation.type)
        row_type = kind.row(name)
        assert row_type is not None
        uid = f"{self.annotation.uid}/{name}/{number}"
        self._mark(Part(kind, row_type, None), uid, body, row.fields)
        self._link(name, self.annotation.uid, uid)
        for role, spans in _by_role(row.spans).items():
            part = Part(kind, row_type, row_type.role(role))
            self._link(role, uid, self._mark(part, f"{uid}/{role}", spans, {}))

    def _mark(
        self,
        part: Part,
        uid: str,
        spans: tuple[Span, ...],
        fields: Mapping[str, FieldValue],
    ) -> str:
        a = self.annotation
        attributes = dict(self._attributes(part, uid, fields))
        is_anchor = uid == a.uid
        if is_anchor:
            attributes |= {f"{NONE}{each}": True for each in a.none}
        mark = Mark(
            label=self.names.label_of(part),
            pieces=tuple((span.start, span.end) for span in spans),
            id=uid,
            attributes=attributes,
            annotator=a.annotator,
            layer=a.layer,
            state=a.state if is_anchor else None,
            origin=a.origin if is_anchor else None,
            created=a.created if is_anchor else None,
            modified=a.modified if is_anchor else None,
            revs=a.revs if is_anchor else (),
            extra=a.extra if is_anchor else {},
        )
        self.marks.append(mark)
        return uid

    def _attributes(
        self, part: Part, uid: str, fields: Mapping[str, FieldValue]
    ) -> Iterator[tuple[str, Value]]:
        if not fields:
            return
        links = {each.id: name for name, each in self.names.link_fields(part).items()}
        owner = part.row or part.type
        for name, value in fields.items():
            each = owner.field(name)
            if name in links:
                self._link_all(links[name], uid, value)
            elif each is None:
                yield name, value
            else:
                yield self.names.attribute(each), self._value(each, value)

    def _value(self, each: Field, value: FieldValue) -> Value:
        if each.type in ("entity", "vocabulary"):
            return self._refs(each, value)
        if each.type in ("choice", "multichoice") and self.names.by_label:
            if isinstance(value, tuple):
                return tuple(_label(each, one) for one in value)
            return _label(each, str(value))
        return value

    def _refs(self, each: Field, value: FieldValue) -> Value:
        if isinstance(value, tuple):
            return tuple(self.owner.ref(each, uid) for uid in value)
        return self.owner.ref(each, str(value))

    def _link_all(self, label: str, uid: str, value: FieldValue) -> None:
        for target in value if isinstance(value, tuple) else (str(value),):
            if target in self.anchors:
                self._link(label, uid, target)

    def _link(self, label: str, source: str, target: str) -> None:
        self.links.append(Link(label=label, source=source, target=target))


def _label(each: Field, value: str) -> str:
    found = each.value(value)
    return found.label if found else value


def _by_role(spans: tuple[Span, ...]) -> dict[str, tuple[Span, ...]]:
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.role, []).append(span)
    return {role: tuple(sorted(s, key=lambda x: x.start)) for role, s in found.items()}
