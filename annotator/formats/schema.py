# SPDX-License-Identifier: MIT
"""A codebook made ready for reading and writing: orders and checks, looked up once.

Readers ask it which roles and fields there are and whether a value is possible;
writers ask it in which order to write them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotator.model.annotation import FieldValue
from annotator.model.bundle import Bundle, CodebookVersion
from annotator.model.codebook import AnnotationType, Codebook, Field, Role
from annotator.model.codebook_reader import from_body
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

Check = Callable[[Any], FieldValue]

REFERENCES: Final = ("entity", "vocabulary", "link")


@dataclass(frozen=True, slots=True)
class Part:
    """The roles and fields of an annotation type or of one of its row types.

    `roles` gives each role its place in the codebook's order.  `fixed` holds,
    for vocabulary fields, the ids of the entries that the codebook itself fixes.
    """

    name: str
    roles: Mapping[str, int]
    fields: Mapping[str, Field]
    checks: Mapping[str, Check]
    fixed: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class TypeSchema:
    """An annotation type: its own part and those of its rows."""

    type: AnnotationType
    own: Part
    rows: Mapping[str, Part]


class Schema:
    """One codebook version and its annotation types by id."""

    def __init__(self, version: CodebookVersion) -> None:
        self.version = version
        self.codebook: Codebook = from_body(version.body)
        fixed = {
            vocabulary.id: frozenset(value.id for value in vocabulary.values)
            for vocabulary in self.codebook.vocabularies
        }
        #: what may be said of entities in a document, in the codebook's order
        self.document_attributes = tuple(
            name
            for each in self.codebook.entity_types
            for name in each.document_attributes
        )
        self.types = {
            each.id: _type_schema(each, fixed) for each in self.codebook.types
        }

    def type(self, identifier: str) -> TypeSchema:
        """The type of that id; InputError names those there are."""
        found = self.types.get(identifier)
        if found is None:
            raise unknown("annotation type", identifier, self.types, "type")
        return found


def schemas_of(bundle: Bundle) -> dict[str, Schema]:
    """The schema of each codebook version of the bundle, by sha256."""
    return {each.sha256: Schema(each) for each in bundle.codebooks}


def current_codebook(bundle: Bundle) -> CodebookVersion | None:
    """The version that the header names: the first with its id and version."""
    wanted = bundle.header.codebook
    matching = (c for c in bundle.codebooks if (c.id, c.version) == wanted)
    return next(matching, None)


def unknown(what: str, name: str, known: Iterable[str], field: str) -> InputError:
    """The error for a name that the codebook does not have."""
    listed = ", ".join(known) or Sentence("none")
    return InputError(
        "the codebook has no {what} “{name}”; it has: {listed}.",
        field=field,
        what=Sentence(what),
        name=name,
        listed=listed,
    )


def _type_schema(
    kind: AnnotationType, fixed: Mapping[str, frozenset[str]]
) -> TypeSchema:
    own = _part(kind.id, kind.roles, kind.fields, fixed)
    rows = {row.id: _part(row.id, row.roles, row.fields, fixed) for row in kind.rows}
    return TypeSchema(kind, own, rows)


def _part(
    name: str,
    roles: tuple[Role, ...],
    fields: tuple[Field, ...],
    fixed: Mapping[str, frozenset[str]],
) -> Part:
    return Part(
        name,
        {role.id: n for n, role in enumerate(roles)},
        {each.id: each for each in fields},
        {each.id: check_of(each) for each in fields},
        {
            each.id: fixed[each.vocabulary]
            for each in fields
            if each.vocabulary and each.vocabulary in fixed
        },
    )


def check_of(field: Field) -> Check:
    """The function that takes a JSON value of `field` and gives what is stored.

    It raises InputError with a reason and no place.
    """
    if field.type == "choice":
        return _choice(field)
    if field.type == "multichoice":
        return _list_of(_choice(field))
    if field.type == "boolean":
        return _boolean
    if field.type == "integer":
        return _integer
    if field.type in REFERENCES and field.multiple:
        return _list_of(_text)
    return _text


def _choice(field: Field) -> Callable[[Any], str]:
    known = {value.id: value.id for value in field.values}

    def check(value: Any) -> str:
        found = known.get(value) if isinstance(value, str) else None
        if found is None:
            listed = ", ".join(known)
            raise InputError(
                "{value} is none of its values: {listed}.",
                value=repr(value),
                listed=listed,
            )
        return found

    return check


def _list_of(check: Callable[[Any], str]) -> Check:
    def check_list(value: Any) -> FieldValue:
        if not isinstance(value, list):
            raise InputError("expected a list, found {value}.", value=repr(value))
        return tuple(check(each) for each in value)

    return check_list


def _boolean(value: Any) -> FieldValue:
    if not isinstance(value, bool):
        raise InputError("expected true or false, found {value}.", value=repr(value))
    return value


def _integer(value: Any) -> FieldValue:
    if type(value) is not int:
        raise InputError("expected a whole number, found {value}.", value=repr(value))
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InputError("expected text, found {value}.", value=repr(value))
    return value
