# SPDX-License-Identifier: MIT
"""Typed reading from a parsed JSON object: what is there, or a fault naming the key.

A key that is missing and one that is null mean the same here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeVar

from annotator.model.errors import InputError
from annotator.model.identity import instant_from_text
from annotator.model.sentence import Sentence

Object = Mapping[str, Any]
T = TypeVar("T")


def wrong(key: str, wanted: str, value: object) -> NoReturn:
    """Raise the error for a value of the wrong kind."""
    shown = _shown(value)
    if len(shown) > 60:
        shown = f"{shown[:60]}…"
    raise InputError(
        "expected {wanted}, found {shown}.",
        field=key,
        wanted=Sentence(wanted),
        shown=shown,
    )


def _shown(value: object) -> str:
    """A value as the file has it."""
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return repr(value)


def text(table: Object, key: str, default: str = "") -> str:
    """The text at `key`, or `default`."""
    value = table.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        wrong(key, "text", value)
    return value


def optional_text(table: Object, key: str) -> str | None:
    """The text at `key`, or None."""
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        wrong(key, "text", value)
    return value


def identifier(table: Object, key: str = "id") -> str:
    """The text at `key`, which must be there and not be empty."""
    value = table.get(key)
    if not isinstance(value, str) or not value:
        wrong(key, "an id, a text that is not empty", value)
    return value


def one_of(table: Object, key: str, known: Collection[str], default: str) -> str:
    """The text at `key`, which must be one of `known`."""
    value = table.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        wrong(key, "text", value)
    if value not in known:
        wrong(key, Sentence("one of {known}", known=", ".join(known)), value)
    return value


def whole(value: object, key: str) -> int:
    """`value`, which must be a whole number, not negative."""
    if type(value) is not int or value < 0:
        wrong(key, "a whole number, not negative", value)
    return value


def optional_whole(table: Object, key: str) -> int | None:
    """The whole number at `key`, or None."""
    value = table.get(key)
    return None if value is None else whole(value, key)


def flag(table: Object, key: str) -> bool:
    """The truth value at `key`; missing is false."""
    value = table.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        wrong(key, "true or false", value)
    return value


def instant(table: Object, key: str) -> int | None:
    """The instant at `key` in milliseconds UTC, or None."""
    value = optional_text(table, key)
    if value is None:
        return None
    try:
        return instant_from_text(value)
    except ValueError:
        wrong(key, "an instant such as 2025-01-15T10:20:31.482Z", value)


def items(table: Object, key: str) -> list[Any]:
    """The list at `key`, or an empty one."""
    value = table.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        wrong(key, "a list", value)
    return value


def texts(table: Object, key: str) -> tuple[str, ...]:
    """The list of texts at `key`, or ()."""
    values = items(table, key)
    for value in values:
        if not isinstance(value, str):
            wrong(key, "a list of texts", value)
    return tuple(values)


def table_at(table: Object, key: str) -> dict[str, Any]:
    """The object at `key`, or an empty one."""
    value = table.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        wrong(key, "an object", value)
    return value


def each(table: Object, key: str, read: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    """What `read` makes of each object in the list at `key`."""
    found = []
    for number, value in enumerate(items(table, key)):
        if not isinstance(value, dict):
            wrong(f"{key}[{number}]", "an object", value)
        try:
            found.append(read(value))
        except InputError as error:
            raise placed(error, f"{key}[{number}]") from None
    return tuple(found)


def placed(error: InputError, where: str) -> InputError:
    """`error` with `where` before the field it names."""
    error.field = f"{where}.{error.field}" if error.field else where
    return error


def extra_of(table: Object, known: frozenset[str]) -> dict[str, Any]:
    """The object `extra`, and with it the keys that are not `known`."""
    if table.keys() <= known:
        return {}
    carried = table_at(table, "extra")
    strange = table.keys() - known - {"extra"}
    if not strange:
        return carried
    for key in strange:
        if key in carried and carried[key] != table[key]:
            raise InputError("this key stands in “extra” too.", field=key)
    return {**carried, **{key: table[key] for key in table if key in strange}}
