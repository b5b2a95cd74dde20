# SPDX-License-Identifier: MIT
"""Statement types and variables as a codebook, and codebooks that take them as is.

A statement type becomes an annotation type with one role, a variable a field, a
short text variable an entity field with an entity type of its own.  The numbers
and names of the database are kept under `[export.dna]`, for writing it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from annotator.formats.dna import schema
from annotator.formats.dna.records import Contents, Kind, Variable
from annotator.formats.marks.derive import slug
from annotator.formats.marks.mapping import LabelMapping, LabelRule
from annotator.formats.marks.names import Names
from annotator.model.bundle import CodebookVersion
from annotator.model.codebook import AnnotationType, Field
from annotator.model.codebook_reader import from_body

#: The role of the one span of a statement, as in the preset `dna_statement`.
ROLE: Final = "statement"
#: What DNA's own networks are made of.
NETWORK: Final = {
    "rows": "organization",
    "columns": "concept",
    "qualifier": "agreement",
}

_TYPES: Final = {
    schema.BOOLEAN: ("boolean",),
    schema.INTEGER: ("integer",),
    schema.SHORT: ("entity",),
    schema.LONG: ("text",),
}


def derived(contents: Contents, name: str) -> CodebookVersion:
    """A codebook with a place for everything in the database called `name`."""
    made = from_body(_Deriving(contents).body(name))
    return CodebookVersion(
        id=made.id, version=made.version, sha256=made.sha256, body=made.body
    )


def fitting(codebook: CodebookVersion, kinds: Iterable[Kind]) -> LabelMapping | None:
    """What statement types and variables are called there; None: it has no place."""
    names = Names(from_body(codebook.body))
    labels: dict[str, LabelRule] = {}
    attributes: dict[str, str] = {}
    for kind in kinds:
        there = _type(names, kind)
        if there is None:
            return None
        if names.main_label(there) != kind.label:
            labels[kind.label] = LabelRule(names.main_label(there))
        for variable in kind.variables:
            field = field_of(there, variable)
            if field is None:
                return None
            name = names.attribute(field)
            if attributes.setdefault(variable.name, name) != name:
                return None
    renamed = {a: b for a, b in attributes.items() if a != b}
    return LabelMapping(labels=labels, attributes=renamed)


def _type(names: Names, kind: Kind) -> AnnotationType | None:
    for each in names.codebook.types:
        called = (names.main_label(each), each.label, each.id)
        if kind.label in called and len(each.roles) == 1 and not each.rows:
            return each
    return None


def field_of(kind: AnnotationType, variable: Variable) -> Field | None:
    """The field that a variable is there, or None."""
    for each in kind.fields:
        if variable.name in (each.label, each.id) and not each.multiple:
            return each if each.type in _TYPES[variable.datatype] else None
    return None


class _Deriving:
    """One codebook in the making."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._entity_types: dict[str, dict[str, Any]] = {}

    def body(self, name: str) -> dict[str, Any]:
        """The codebook as plain data."""
        kinds = self._contents.kinds
        ids = dict(zip(kinds, _ids((k.label for k in kinds), "statement"), strict=True))
        fields = [f for kind, uid in ids.items() for f in self._fields(kind, uid)]
        body: dict[str, Any] = {
            "codebook": {"id": slug(name) or "dna", "version": "1.0.0", "title": name},
            "entity_type": list(self._entity_types.values()),
            "annotation_type": [
                {"id": uid, "label": kind.label, "overlap": True}
                for kind, uid in ids.items()
            ],
            "role": [_role(kind, uid) for kind, uid in ids.items()],
            "field": [field for field, _ in fields],
            "export": self._export(ids, fields),
        }
        if not kinds:
            body |= {
                "annotation_type": [{"id": ROLE, "label": "DNA Statement"}],
                "role": [{"of": ROLE, "id": ROLE, "label": "statement"}],
            }
        return {key: value for key, value in body.items() if value}

    def _fields(
        self, kind: Kind, uid: str
    ) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Each field of a type, with what `[export.dna]` says of it."""
        names = _ids((each.name for each in kind.variables), "variable", {ROLE})
        for variable, name in zip(kind.variables, names, strict=True):
            field = {"of": uid, "id": name, "label": variable.name}
            field |= {"type": _TYPES[variable.datatype][0]}
            if variable.datatype == schema.SHORT:
                field["entity_type"] = self._entity_type(variable)
            yield field, _kept(variable, uid, name)

    def _entity_type(self, variable: Variable) -> str:
        """A new entity type: DNA's values belong to one variable each."""
        taken = set(self._entity_types)
        uid = next(_ids([variable.name], "entity", taken))
        attributes = [name for _, name in variable.attributes]
        made = {"id": uid, "label": variable.name, "attributes": attributes}
        self._entity_types[uid] = {key: v for key, v in made.items() if v}
        return uid

    def _export(
        self,
        ids: dict[Kind, str],
        fields: list[tuple[dict[str, Any], dict[str, Any]]],
    ) -> dict[str, Any]:
        made: dict[str, Any] = {
            "labels": {f"{uid}.{ROLE}": kind.label for kind, uid in ids.items()},
            "values": "labels",
            "dna": {
                "types": [
                    {"type": uid, "id": kind.id, "label": kind.label}
                    for kind, uid in ids.items()
                ],
                "variables": [kept for _, kept in fields],
            },
        }
        there = {field["id"] for field, _ in fields}
        if there >= set(NETWORK.values()):
            made["network"] = NETWORK
        return made


def _kept(variable: Variable, uid: str, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": uid,
        "field": name,
        "id": variable.id,
        "name": variable.name,
        "datatype": variable.datatype,
    }
    if variable.attributes:
        made["attributes"] = [[number, said] for number, said in variable.attributes]
    if variable.empty is not None:
        made["empty"] = variable.empty
    return made


def _role(kind: Kind, uid: str) -> dict[str, Any]:
    once = {"min": 1, "max": 1, "contiguous": True}
    return {"of": uid, "id": ROLE, "label": ROLE, "color": kind.colour, **once}


def _ids(
    names: Iterable[str], otherwise: str, taken: Iterable[str] = ()
) -> Iterator[str]:
    """An id like each of the names; a number follows where one is taken."""
    there = set(taken)
    for name in names:
        wanted = slug(name) or otherwise
        made, number = wanted, 2
        while made in there:
            made, number = f"{wanted}_{number}", number + 1
        there.add(made)
        yield made
