# SPDX-License-Identifier: MIT
"""What a field can hold: whether a value is of the field's kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from annotator.model.annotation import FieldValue
from annotator.model.codebook import Field
from annotator.model.errors import ValidationError
from annotator.model.sentence import Sentence

#: As precise as known: year, month, day, minute or second, never a zone.
_DATE: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?)?)?", re.ASCII
)


def is_many(field: Field) -> bool:
    """Whether the field holds a tuple of texts."""
    return field.type == "multichoice" or field.multiple


def fitted(field: Field, value: Any) -> FieldValue:
    """`value` as the field stores it; ValidationError where it cannot hold it."""
    if is_many(field) and isinstance(value, list):
        value = tuple(value)
    if not has_kind(field, value):
        reason = Sentence(
            "{label} cannot hold {value}.", label=field.label, value=repr(value)
        )
        raise ValidationError(reason, field=field.id)
    unknown = unknown_values(field, value)
    if unknown:
        reason = Sentence(
            "{label} has no value “{value}”.", label=field.label, value=unknown[0]
        )
        raise ValidationError(reason, field=field.id)
    kept: FieldValue = value
    return kept


def has_kind(field: Field, value: Any) -> bool:
    """Whether `value` is of the Python type that the field's type asks for."""
    if is_many(field):
        return isinstance(value, tuple) and all(isinstance(v, str) for v in value)
    if field.type == "boolean":
        return isinstance(value, bool)
    if field.type == "integer":
        return type(value) is int
    return isinstance(value, str)


def unknown_values(field: Field, value: FieldValue) -> list[str]:
    """Which of the chosen values the (multi)choice field does not have."""
    if field.type not in ("choice", "multichoice"):
        return []
    chosen = value if isinstance(value, tuple) else (str(value),)
    return [each for each in chosen if field.value(each) is None]


def defaults(fields: Iterable[Field]) -> dict[str, FieldValue]:
    """The defaults of something new, those of hidden fields left out."""
    full: dict[str, FieldValue] = {}
    for field in fields:
        if field.default is not None and is_visible(field, full):
            full[field.id] = field.default
    return full


def revealed(
    fields: Iterable[Field],
    now: Mapping[str, FieldValue],
    before: Mapping[str, FieldValue],
) -> dict[str, FieldValue]:
    """The defaults of unset fields that are visible `now` and were not `before`."""
    return {
        field.id: field.default
        for field in fields
        if field.default is not None
        and field.id not in now
        and is_visible(field, now)
        and not is_visible(field, before)
    }


def is_visible(field: Field, fields: Mapping[str, FieldValue]) -> bool:
    """Whether the field is shown where `fields` are what is set."""
    return field.visible_if is None or field.visible_if.holds(fields)


def is_date(text: str) -> bool:
    """Whether `text` is 2025, 2025-01, 2025-01-15 or 2025-01-15T11:20(:30)."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        date(year, month if found[2] else 1, day if found[3] else 1)
    except ValueError:
        return False
    return hour < 24 and minute < 60 and second < 60
