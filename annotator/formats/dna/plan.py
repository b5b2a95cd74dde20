# SPDX-License-Identifier: MIT
"""What of a codebook becomes statement types and variables of DNA.

A statement is one row of an annotation (one stance), or an annotation whose type
has no rows.  In a codebook that came from DNA everything has its number and name
again.  Else the fields that make networks get the names that DNA's own networks
have: person, organization, concept, agreement.

DNA knows no unset boolean or number.  A statement whose agreement is not told is
therefore not written; other booleans and numbers become short texts, which may
be empty, unless they came from DNA as what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any, Final

from annotator.formats.dna import schema
from annotator.formats.marks.names import Names
from annotator.model.codebook import AnnotationType, Codebook, Field, RowType

#: Attributes that DNA gives to every short text variable of its own.
ATTRIBUTES: Final = ("Type", "Alias", "Notes")
#: What a speaker belongs to, among what is known of one in a document.
AFFILIATION: Final = "affiliation"
#: What rows are called among DNA's statement types, by default and in R.
STATEMENT: Final = "DNA Statement"
_COLOUR: Final = "#EFD033"
#: The names of what DNA's networks are made of, in DNA's order; last all others.
_ORDER: Final = ("person", "organization", "concept", "agreement", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVariable:
    """A variable and where its values come from.

    `source` is "type", "row", or "affiliation": that of the speaker in `field`.
    `qualifier` must be told, `persons_only` leaves speakers that are organizations
    to another variable; `kept` is what `[export.dna]` says of it.
    """

    name: str
    datatype: str
    source: str
    field: Field
    qualifier: bool = False
    persons_only: bool = False
    attributes: tuple[str, ...] = ()
    kept: Mapping[str, Any] = default(default_factory=dict)

    @property
    def group(self) -> tuple[str, str]:
        """What its values are entities of: an entity type, a vocabulary, or nothing."""
        if self.source == AFFILIATION:
            return (AFFILIATION, self.field.entity_type or "")
        if self.field.type == "entity":
            return ("entity", self.field.entity_type or "")
        if self.field.type == "vocabulary":
            return ("vocabulary", self.field.vocabulary or "")
        return ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedKind:
    """A statement type, and what its statements are made of."""

    codebook: Codebook
    label: str
    colour: str
    type: AnnotationType
    row: RowType | None
    variables: tuple[PlannedVariable, ...]
    number: object = None


def planned(codebooks: Iterable[Codebook]) -> tuple[PlannedKind, ...]:
    """The statement types of codebooks; of several versions, the first counts."""
    labels: set[str] = set()
    different: dict[str, Codebook] = {}
    for each in codebooks:
        different.setdefault(each.id, each)
    return tuple(
        kind for each in different.values() for kind in _Planning(each, labels).kinds()
    )


class _Planning:
    """One codebook on its way to DNA."""

    def __init__(self, codebook: Codebook, labels: set[str]) -> None:
        self._codebook = codebook
        self._labels = labels
        self._names = Names(codebook)
        network = codebook.export.get("network")
        self._network: Mapping[str, Any] = network if isinstance(network, dict) else {}
        found = codebook.export.get("dna")
        dna: Mapping[str, Any] = found if isinstance(found, dict) else {}
        self._types = {each["type"]: each for each in _tables(dna, "types", "type")}
        self._kept = {
            (each["type"], each["field"]): each
            for each in _tables(dna, "variables", "type", "field")
        }

    def kinds(self) -> Iterator[PlannedKind]:
        """The statement types, in the order of the codebook."""
        for kind in self._codebook.types:
            for row in kind.rows or (None,):
                yield self._kind(kind, row)

    def _kind(self, kind: AnnotationType, row: RowType | None) -> PlannedKind:
        known = self._types.get(kind.id, {})
        role = kind.main_role
        label = str(known.get("label") or self._label(kind, row))
        return PlannedKind(
            codebook=self._codebook,
            label=_unique(label, self._labels),
            colour=role.color or _COLOUR,
            type=kind,
            row=row,
            variables=tuple(self._variables(kind, row)),
            number=known.get("id"),
        )

    def _label(self, kind: AnnotationType, row: RowType | None) -> str:
        if row is None:
            return kind.label
        several = sum(max(1, len(each.rows)) for each in self._codebook.types) > 1
        return row.label if several else STATEMENT

    def _variables(
        self, kind: AnnotationType, row: RowType | None
    ) -> Iterator[PlannedVariable]:
        fields = [("type", each) for each in kind.fields if each.type != "link"]
        fields += [("row", each) for each in (row.fields if row else ())]
        roles = self._roles([each for _, each in fields])
        is_own = bool(self._network) or kind.id in self._types
        if not is_own:
            # First what DNA's networks are made of, in DNA's order.
            fields.sort(key=lambda each: _ORDER.index(roles.get(id(each[1]), "")))
        taken = set() if is_own else set(_ORDER)
        for source, each in fields:
            called = roles.get(id(each), "")
            given = "" if is_own else called
            made = self._variable(kind, source, each, called, given, taken)
            if given == "person" and self._speakers(kind):
                yield replace(made, persons_only=True)
                yield _affiliation(each)
            else:
                yield made

    def _speakers(self, kind: AnnotationType) -> bool:
        """Whether the first speaker of a type has an affiliation in documents."""
        for each in kind.fields:
            found = self._codebook.entity_type(each.entity_type)
            if each.type == "entity" and found is not None:
                return AFFILIATION in found.document_attributes
        return False

    def _roles(self, fields: list[Field]) -> dict[int, str]:
        """Which field is person, concept and agreement, by identity."""
        named = self._network
        made: dict[int, str] = {}
        for role, key, test in (
            ("agreement", "qualifier", _is_scored),
            ("concept", "columns", _is_vocabulary),
            ("person", "rows", _is_entity),
        ):
            picked = [f for f in fields if f.id == named.get(key)] or [
                f for f in fields if not named and test(f) and id(f) not in made
            ]
            if picked:
                made[id(picked[-1] if role == "agreement" else picked[0])] = role
        return made

    def _variable(
        self,
        kind: AnnotationType,
        source: str,
        each: Field,
        role: str,
        given: str,
        taken: set[str],
    ) -> PlannedVariable:
        kept = self._kept.get((kind.id, each.id), {})
        qualifier = role == "agreement" and not kept
        own = kept.get("name") or given
        name = str(own) if own else _unique(self._names.attribute(each), taken)
        taken.add(name)
        attributes = tuple(str(pair[1]) for pair in kept.get("attributes", ()))
        return PlannedVariable(
            name=name,
            datatype=str(kept.get("datatype") or _datatype(each, qualifier)),
            source=source,
            field=each,
            qualifier=qualifier or kept.get("datatype") == schema.BOOLEAN,
            attributes=(*attributes, *self._more(each, attributes, bool(kept))),
            kept=kept,
        )

    def _more(self, each: Field, there: tuple[str, ...], kept: bool) -> Iterator[str]:
        """Attributes of a variable's entities that DNA does not know yet."""
        found = self._codebook.entity_type(each.entity_type)
        own = found.attributes if found is not None and each.type == "entity" else ()
        if each.type not in ("entity", "vocabulary"):
            return
        folded = {name.lower() for name in there}
        for name in (*(() if kept else ATTRIBUTES), *own):
            if name.lower() not in folded:
                folded.add(name.lower())
                yield name


def _affiliation(speaker: Field) -> PlannedVariable:
    return PlannedVariable(
        name="organization",
        datatype=schema.SHORT,
        source=AFFILIATION,
        field=speaker,
        attributes=ATTRIBUTES,
    )


def _datatype(each: Field, qualifier: bool) -> str:
    if qualifier and each.type in ("boolean", "choice"):
        return schema.BOOLEAN
    if qualifier and each.type == "integer":
        return schema.INTEGER
    return schema.LONG if each.type == "text" else schema.SHORT


def _is_scored(each: Field) -> bool:
    """Whether a choice says for and against."""
    scores = [value.score or 0 for value in each.values]
    return each.type == "choice" and any(s > 0 for s in scores) and min(scores) < 0


def _is_vocabulary(each: Field) -> bool:
    return each.type == "vocabulary"


def _is_entity(each: Field) -> bool:
    return each.type == "entity"


def _unique(name: str, taken: set[str]) -> str:
    made, number = name[: schema.LONGEST - 8] or "statement", 2
    while made in taken:
        made, number = f"{name[: schema.LONGEST - 8]} ({number})", number + 1
    taken.add(made)
    return made


def _tables(dna: Mapping[str, Any], name: str, *keys: str) -> list[dict[str, Any]]:
    """The tables of that name that have the keys: people edit codebooks by hand."""
    found = dna.get(name, ())
    listed = found if isinstance(found, list | tuple) else ()
    return [t for t in listed if isinstance(t, dict) and all(k in t for k in keys)]
