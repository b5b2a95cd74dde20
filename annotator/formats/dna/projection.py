# SPDX-License-Identifier: MIT
"""Annotations into statements: one for each row, or for each annotation.

What a statement cannot say is counted: nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from annotator.formats.dna import schema
from annotator.formats.dna.plan import AFFILIATION, PlannedKind, PlannedVariable
from annotator.formats.dna.records import DnaValue
from annotator.formats.features import Feature
from annotator.formats.losses import Losses, said
from annotator.formats.marks.unfold import Unfolder
from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.codebook import Field
from annotator.model.entity import Entity

NESTED: Final = "nested annotations, which the codebook does not count"
UNSAID: Final = (
    "statements whose agreement is neither yes nor no (neutral, mixed, unclear, unset)"
)
NO_ROW: Final = "annotations without a row, such as a stance: there is nothing to state"
OTHER_SPANS: Final = "spans of other roles than that of the statement"
NO_PLACE: Final = "statements without a span"
SEVERAL: Final = "that several values of a field are several: they become one text"
NO_NUMBER: Final = "numbers that are unset or beyond 32 bits: they become 0"
NO_TYPE: Final = "annotations of types that the codebook does not have any more"

#: Of speakers in a document, by whose layer it is (None: nobody's), and its kind.
Affiliations: TypeAlias = Mapping[tuple[str | None, str, str], str]

#: Speakers of these kinds are DNA's organizations.
ORGANIZATIONS: Final = frozenset({"organization", "geopolitical"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """A statement: its type, its place in code points, and values by variable."""

    uid: str
    kind: int
    start: int
    end: int
    annotator: str
    values: Mapping[int, DnaValue]


class Projection:
    """Turns documents into statements; `kinds` are numbered by their place."""

    def __init__(
        self, bundle: Bundle, kinds: tuple[PlannedKind, ...], losses: Losses
    ) -> None:
        self._kinds = kinds
        self._losses = losses
        self._unfolder = Unfolder(bundle)
        self._entities = {each.uid: each for each in bundle.header.entities}

    def statements(self, record: DocumentRecord) -> Iterator[Projected]:
        """The statements of a document; what is no statement is counted."""
        live = {each.uid: each for each in record.annotations if not each.deleted}
        affiliations = _affiliations(record)
        for each in live.values():
            codebook = self._unfolder.names_of(each).codebook
            levels = codebook.aggregate_levels
            if levels and _level(each, live) not in levels:
                self._losses.add(NESTED, _quoted(each))
                continue
            own = [
                (number, kind)
                for number, kind in enumerate(self._kinds)
                if (kind.codebook.id, kind.type.id) == (codebook.id, each.type)
            ]
            if not own:
                self._losses.add(NO_TYPE, _quoted(each))
                continue
            self._count(each, own[0][1])
            yield from self._of(each, own, affiliations)

    def survivor(self, uid: str) -> Entity | None:
        """The entity that one was united with, itself where with none."""
        seen: set[str] = set()
        found = self._entities.get(uid)
        while found is not None and found.merged_into and found.uid not in seen:
            seen.add(found.uid)
            found = self._entities.get(found.merged_into, found)
        return found

    def _count(self, each: Annotation, kind: PlannedKind) -> None:
        for field in kind.type.fields:
            if field.type == "link" and field.id in each.fields:
                self._losses.add(Feature.LINKS, _quoted(each))
        body = _body(each, kind)
        for span in each.all_spans():
            if span not in body:
                self._losses.add(OTHER_SPANS, f"{span.role} “{span.text}”")

    def _of(
        self,
        each: Annotation,
        own: list[tuple[int, PlannedKind]],
        affiliations: Affiliations,
    ) -> Iterator[Projected]:
        rows = [
            (number, kind, row) for number, kind in own for row in _rows(each, kind)
        ]
        if not rows:
            self._losses.add(NO_ROW, _quoted(each))
        for number, kind, row in rows:
            made = self._statement(each, number, kind, row, affiliations)
            if made is not None:
                yield made

    def _statement(
        self,
        each: Annotation,
        number: int,
        kind: PlannedKind,
        row: Row,
        affiliations: Affiliations,
    ) -> Projected | None:
        body = _body(each, kind)
        if not body:
            self._losses.add(NO_PLACE, _quoted(each))
            return None
        if len(body) > 1:
            self._losses.add(Feature.PIECES, _quoted(each))
        values: dict[int, DnaValue] = {}
        for place, variable in enumerate(kind.variables):
            fields = row.fields if variable.source == "row" else each.fields
            given = fields.get(variable.field.id)
            value = self._value(variable, given, each, affiliations)
            if value is None:
                shown = said(row.fields)
                self._losses.add(
                    UNSAID, f"{each.uid}: {shown}" if shown else _quoted(each)
                )
                return None
            values[place] = value
        return Projected(
            uid=each.uid,
            kind=number,
            start=min(span.start for span in body),
            end=max(span.end for span in body),
            annotator=each.annotator,
            values=values,
        )

    # -- values ----------------------------------------------------------------------

    def _value(
        self,
        variable: PlannedVariable,
        value: FieldValue | None,
        each: Annotation,
        affiliations: Affiliations,
    ) -> DnaValue | None:
        """What DNA keeps of a value; None where the statement must be left out."""
        if variable.datatype == schema.BOOLEAN:
            return _truth(variable.field, value)
        if variable.datatype == schema.INTEGER:
            return self._number(variable, value)
        if variable.source == AFFILIATION:
            return self._organization(value, each, affiliations)
        if value is None:
            return ""
        if isinstance(value, tuple):
            if len(value) > 1:
                self._losses.add(SEVERAL, f"{each.uid}: {variable.name}")
            return "; ".join(self._text(variable, each, one) for one in value)
        return self._text(variable, each, value)

    def _number(
        self, variable: PlannedVariable, value: FieldValue | None
    ) -> DnaValue | None:
        if isinstance(value, int) and abs(value) <= schema.GREATEST:
            return int(value)
        if variable.qualifier:
            return None
        self._losses.add(NO_NUMBER, f"{variable.name} = {value}")
        return 0

    def _text(
        self, variable: PlannedVariable, each: Annotation, value: str | int | bool
    ) -> str:
        field = variable.field
        if isinstance(value, bool):
            return "yes" if value else "no"
        if field.type == "entity":
            found = self.survivor(str(value))
            if found is None:
                return str(value)
            # In DNA an organization that speaks for itself has no person.
            is_other = variable.persons_only and found.kind in ORGANIZATIONS
            return "" if is_other else found.name
        if field.type == "vocabulary":
            return self._unfolder.ref(field, str(value)).name
        by_label = self._unfolder.names_of(each).by_label
        if field.type in ("choice", "multichoice") and by_label:
            choice = field.value(str(value))
            return choice.label if choice else str(value)
        return str(value)

    def _organization(
        self, value: FieldValue | None, each: Annotation, affiliations: Affiliations
    ) -> str:
        uid = value[0] if isinstance(value, tuple) and value else value
        found = self.survivor(str(uid))
        if found is not None and found.kind in ORGANIZATIONS:
            return found.name
        for whose in (each.annotator, None):
            said = affiliations.get((whose, each.layer, str(uid)))
            if said:
                return said
        return ""


def _affiliations(record: DocumentRecord) -> Affiliations:
    return {
        (layer.annotator, layer.kind, speaker.entity): speaker.attributes[AFFILIATION]
        for layer in record.layers
        for speaker in layer.speakers
        if AFFILIATION in speaker.attributes
    }


def _rows(each: Annotation, kind: PlannedKind) -> tuple[Row, ...]:
    """The rows that become statements: of a type without rows, the whole."""
    return (Row(),) if kind.row is None else each.rows.get(kind.row.id, ())


def _body(each: Annotation, kind: PlannedKind) -> tuple[Span, ...]:
    """The spans of the main role; without any, of the first role there is."""
    own = each.spans_of(kind.type.main_role.id)
    for role in kind.type.roles:
        own = own or each.spans_of(role.id)
    return own


def _level(each: Annotation, live: Mapping[str, Annotation]) -> int:
    """1 for an annotation that lies in no other; a ring ends anywhere."""
    seen = {each.uid}
    while (parent := live.get(each.parent or "")) is not None:
        if parent.uid in seen:
            break
        each = parent
        seen.add(each.uid)
    return len(seen)


def _truth(field: Field, value: FieldValue | None) -> bool | None:
    """Yes, no, or neither."""
    if isinstance(value, bool):
        return value
    choice = field.value(str(value))
    score = choice.score or 0 if choice is not None else 0
    return None if score == 0 else score > 0


def _quoted(each: Annotation) -> str:
    spans = each.spans or tuple(each.all_spans())
    return f"{each.uid} “{spans[0].text}”" if spans else each.uid
