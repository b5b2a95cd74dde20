# SPDX-License-Identifier: MIT
"""What annotations can differ in, and what each of them says there.

Values are compared as people mean them: entities that were united are one, the
order of several values does not matter, an unset field with a default is the
default, a hidden field says nothing.  Free text and a person's own confidence
are nobody else's to correct, so they are no facets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from annotator.analysis import keyed_rows
from annotator.model.annotation import Annotation, Fields, Row, Span
from annotator.model.codebook import AnnotationType, Field, Role, RowType
from annotator.model.review import PARENT, Facet
from annotator.model.values import is_visible


class _Missing:
    """Stands where there is nothing to have a value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()

#: Fields that say something about the annotator, not about the text.
PERSONAL: Final = frozenset({"confidence"})


@lru_cache(maxsize=8192)
def facet_of(kind: str, name: str, row: str, key: str) -> Facet:
    """The facet, made once: a document asks for the same few again and again."""
    return Facet(kind, name, row, key)


def is_compared(field: Field) -> bool:
    """Whether people can be said to disagree in that field."""
    return field.type != "text" and field.id not in PERSONAL


def unsaid(facet: Facet) -> Any:
    """The value of a facet that an annotation does not speak of at all."""
    if facet.kind == "row":
        return False
    return () if facet.kind == "spans" and not facet.row else MISSING


@dataclass(frozen=True, slots=True)
class View:
    """How annotations of one document are read when they are compared.

    Attributes:
        kinds: annotation types by id.
        canonical: the uid that an entity's or entry's uid stands for now.
        unit_of: annotation uid → number of its unit, for parents and links.
    """

    kinds: Mapping[str, AnnotationType]
    canonical: Callable[[str], str]
    unit_of: Mapping[str, int]

    def of(self, members: Sequence[Annotation]) -> Iterator[Facet]:
        """The facets of some annotations of one type, in the codebook's order."""
        kind = self.kinds.get(members[0].type)
        yield from (facet_of("spans", role, "", "") for role in _roles(members, kind))
        yield PARENT
        if kind is None:
            return
        yield from (
            facet_of("field", f.id, "", "") for f in kind.fields if is_compared(f)
        )
        for row_type in kind.rows:
            yield from self._of_rows(members, row_type)

    def _of_rows(
        self, members: Sequence[Annotation], row_type: RowType
    ) -> Iterator[Facet]:
        keys = [self.keys(member, row_type) for member in members]
        every = list(dict.fromkeys(key for each in keys for key in each))
        if all(set(each) == set(every) for each in keys):
            # Where the rows differ it goes without saying.
            yield facet_of("none", "", row_type.id, "")
        for key in every:
            yield facet_of("row", "", row_type.id, key)
            for role in row_type.roles:
                yield facet_of("spans", role.id, row_type.id, key)
            about = keyed_rows.about(row_type)
            for field in row_type.fields:
                if is_compared(field) and field.id != about:
                    yield facet_of("field", field.id, row_type.id, key)

    def links(self, type_id: str) -> tuple[str, ...]:
        """The fields of that type that lead to one other annotation."""
        kind = self.kinds.get(type_id)
        fields = kind.fields if kind else ()
        return tuple(f.id for f in fields if f.type == "link" and not f.multiple)

    def keys(self, annotation: Annotation, row_type: RowType) -> dict[str, int]:
        """The keys of the annotation's rows → their index."""
        rows = annotation.rows.get(row_type.id, ())
        named = [self._named(row, row_type) for row in rows]
        found = keyed_rows.keyed(named, row_type)
        return {_key(subject, n): at for at, (subject, n) in enumerate(found)}

    def _named(self, row: Row, row_type: RowType) -> Row:
        """The row with what it is about under its present uid."""
        about = keyed_rows.about(row_type)
        value = row.fields.get(about or "")
        if about is None or value is None:
            return row
        return Row(fields={about: _plain(value, self.canonical)})

    def value(self, annotation: Annotation, facet: Facet) -> Any:
        """What the annotation says of the facet; MISSING where there is no such row.

        Comparable values: a tuple of ranges for spans, a number or None for the
        parent, a truth value for rows, a field's value (several as a frozen set)
        or None.
        """
        kind = self.kinds.get(annotation.type)
        if facet.kind == "annotation":
            return True
        if facet.kind == "parent":
            return self.unit_of.get(annotation.parent or "")
        if facet.kind == "none":
            return facet.row in annotation.none
        row = self.row(annotation, facet)
        if facet.kind == "row":
            return row is not None
        if facet.row and row is None:
            return MISSING
        if facet.kind == "spans":
            return _ranges(row.spans if row else annotation.spans, facet.name)
        part = kind.row(facet.row) if kind and facet.row else kind
        field = part.field(facet.name) if part else None
        return self._field(field, row.fields if row else annotation.fields)

    def read(self, annotation: Annotation) -> dict[Facet, Any]:
        """All that the annotation says, by facet: as `value`, for all at once.

        A facet of a row is there only where the row is; roles without spans are ().
        """
        kind = self.kinds.get(annotation.type)
        found = self._spans(None, annotation.spans, kind.roles if kind else ())
        found[PARENT] = self.unit_of.get(annotation.parent or "")
        if kind is None:
            return found
        for field in kind.fields:
            if is_compared(field):
                facet = facet_of("field", field.id, "", "")
                found[facet] = self._field(field, annotation.fields)
        for row_type in kind.rows:
            none = facet_of("none", "", row_type.id, "")
            found[none] = row_type.id in annotation.none
            rows = annotation.rows.get(row_type.id, ())
            for key, at in self.keys(annotation, row_type).items():
                self._read_row(found, row_type, key, rows[at])
        return found

    def _read_row(
        self, found: dict[Facet, Any], row_type: RowType, key: str, row: Row
    ) -> None:
        found[facet_of("row", "", row_type.id, key)] = True
        found.update(self._spans((row_type.id, key), row.spans, row_type.roles))
        about = keyed_rows.about(row_type)
        for field in row_type.fields:
            if is_compared(field) and field.id != about:
                facet = facet_of("field", field.id, row_type.id, key)
                found[facet] = self._field(field, row.fields)

    def _spans(
        self,
        place: tuple[str, str] | None,
        spans: Iterable[Span],
        roles: Iterable[Role],
    ) -> dict[Facet, Any]:
        row, key = place or ("", "")
        ranges: dict[str, list[tuple[int, int]]] = {role.id: [] for role in roles}
        for span in spans:
            ranges.setdefault(span.role, []).append((span.start, span.end))
        return {
            facet_of("spans", role, row, key): tuple(sorted(each))
            for role, each in ranges.items()
        }

    def row(self, annotation: Annotation, facet: Facet) -> Row | None:
        """The annotation's row that the facet is about."""
        at = self.row_at(annotation, facet)
        return None if at is None else annotation.rows[facet.row][at]

    def row_at(self, annotation: Annotation, facet: Facet) -> int | None:
        """The index of that row."""
        kind = self.kinds.get(annotation.type)
        row_type = kind.row(facet.row) if kind and facet.row else None
        if row_type is None:
            return None
        return self.keys(annotation, row_type).get(facet.key)

    def _field(self, field: Field | None, fields: Fields) -> Any:
        if field is not None and field.type == "link":
            value = fields.get(field.id) if is_visible(field, fields) else None
            return _plain(value, lambda uid: self.unit_of.get(uid, uid))
        return None if field is None else said(field, fields, self.canonical)


def said(field: Field, fields: Fields, canonical: Callable[[str], str]) -> Any:
    """What `fields` say in a field that is no link; None where they say nothing.

    Several values are a frozen set.
    """
    if not is_visible(field, fields):
        return None
    value = fields.get(field.id, field.default)
    if field.type in ("entity", "vocabulary"):
        return _plain(value, canonical)
    return frozenset(value) or None if isinstance(value, tuple) else value


def _plain(value: Any, named: Callable[[str], Any]) -> Any:
    """One value, or the set of several, each as `named` calls it."""
    if isinstance(value, tuple):
        return frozenset(map(named, value)) or None
    return None if value is None else named(str(value))


def _ranges(spans: Iterable[Span], role: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((s.start, s.end) for s in spans if s.role == role))


def _roles(members: Sequence[Annotation], kind: AnnotationType | None) -> list[str]:
    """The roles of the codebook, then those that it does not know."""
    known = [role.id for role in kind.roles] if kind else []
    used = {span.role for member in members for span in member.spans}
    return [*known, *sorted(used - set(known))]


def _key(subject: object, number: int) -> str:
    """What a row is about, as a facet's key; numbered from the second on."""
    text = (
        "+".join(sorted(map(str, subject)))
        if isinstance(subject, frozenset)
        else ""
        if subject is None
        else str(subject)
    )
    return f"{text}#{number + 1}" if number or not text else text
