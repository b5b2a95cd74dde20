# SPDX-License-Identifier: MIT
"""Attribute values of other formats into values of fields."""

from __future__ import annotations

import re
from typing import Final

from annotator.formats.marks.records import Ref, Value, said_value
from annotator.formats.marks.resolver import Resolver
from annotator.model.annotation import FieldValue
from annotator.model.codebook import Codebook, Field
from annotator.model.errors import InputError

_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})
_INTEGER: Final = re.compile(r"[+-]?\d+")


def field_value(field: Field, value: Value, resolver: Resolver) -> FieldValue:
    """What a field holds for an attribute's value.

    Text is read as what the field wants: "true", "3", the id or the label of a
    choice, the name of a speaker.  Raises InputError naming the field where the
    value is not possible.
    """
    several = value if isinstance(value, tuple) else (value,)
    if field.type == "multichoice":
        return tuple(_choice(field, each) for each in several)
    if field.type in ("entity", "vocabulary"):
        found = tuple(_reference(field, each, resolver) for each in several)
        return found if field.multiple else _only(field, found)
    single = _only(field, several)
    if field.type == "choice":
        return _choice(field, single)
    if field.type == "boolean":
        return _boolean(field, single)
    if field.type == "integer":
        return _integer(field, single)
    return said_value(single)


def fits(field: Field, value: str, codebook: Codebook) -> bool:
    """Whether a field can hold what an attribute says, as far as can be told."""
    if field.type in ("choice", "multichoice"):
        return any(value in (each.id, each.label) for each in field.values)
    if field.type == "boolean":
        return value.lower() in _TRUE | _FALSE
    if field.type == "integer":
        return _INTEGER.fullmatch(value.strip()) is not None
    vocabulary = codebook.vocabulary(field.vocabulary)
    if field.type != "vocabulary" or vocabulary is None or vocabulary.open:
        return True
    return any(value in (each.id, each.label) for each in vocabulary.values)


def _only(field: Field, values: tuple[str | int | bool | Ref, ...]) -> str | int | bool:
    if len(values) == 1:
        only = values[0]
        return str(only) if isinstance(only, Ref) else only
    raise InputError(
        "the field takes one value, and there are {count}.",
        field=field.id,
        count=len(values),
    )


def _choice(field: Field, value: object) -> str:
    said = said_value(value)
    if field.value(said) is not None:
        return said
    for each in field.values:
        if each.label == said:
            return each.id
    raise UnknownValueError(
        "“{value}” is not among its values.",
        field=field.id,
        remedy="Possible are: {possible}.",
        value=said,
        possible=", ".join(each.id for each in field.values),
    )


def _boolean(field: Field, value: object) -> bool:
    said = str(value).lower()
    if said not in _TRUE | _FALSE:
        raise UnknownValueError(
            "“{value}” is neither true nor false.", field=field.id, value=value
        )
    return said in _TRUE


def _integer(field: Field, value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise UnknownValueError(
            "“{value}” is not a whole number.", field=field.id, value=value
        ) from None
    return number


def _reference(field: Field, value: object, resolver: Resolver) -> str:
    ref = value if isinstance(value, Ref) else Ref(str(value))
    if field.type == "entity":
        return resolver.entity(field.entity_type or "", ref)
    return resolver.entry(field.vocabulary or "", ref)


class UnknownValueError(InputError):
    """A value that a field of the codebook cannot hold; a mapping may help."""
