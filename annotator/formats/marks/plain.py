# SPDX-License-Identifier: MIT
"""Marks as plain JSON data and back: what formats have no keys of their own for.

A mark is an object with its id, fields, layer, state, origin, times, revisions and
what is kept of it; speakers and vocabulary entries are objects with id and name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from annotator.formats import typed
from annotator.formats.json_lines import dumps
from annotator.formats.marks.records import Mark, Ref, Value, said_value
from annotator.model.errors import InputError
from annotator.model.identity import instant_to_text

#: The keys of a mark.
KEYS: Final = (
    *("id", "fields", "layer", "state", "origin", "created", "modified", "revs"),
    "extra",
)
_EXPECTED: Final = "text, a number, true or false, or an object with a name"


def plain_mark(mark: Mark, format: str) -> dict[str, Any]:
    """What is said of a mark besides its place, label and annotator.

    Of what formats say besides, only what `format` itself said is in it.
    """
    fields = {name: plain_value(each) for name, each in mark.attributes.items()}
    layer = mark.layer if mark.layer != "primary" else None
    made: dict[str, Any] = {
        "id": mark.id,
        "fields": fields,
        "layer": layer,
        "state": mark.state,
        "origin": mark.origin,
        "created": _instant(mark.created),
        "modified": _instant(mark.modified),
        "revs": list(mark.revs),
        "extra": json_text(mark.extra.get(format)),
    }
    return {key: value for key, value in made.items() if value}


def with_plain(mark: Mark, table: Mapping[str, Any]) -> Mark:
    """The mark with what `table` says of it; InputError names the key."""
    return replace(
        mark,
        id=typed.text(table, "id") or mark.id,
        attributes=fields_of(table),
        layer=typed.optional_text(table, "layer") or mark.layer,
        state=typed.optional_text(table, "state"),
        origin=typed.optional_text(table, "origin"),
        created=typed.instant(table, "created"),
        modified=typed.instant(table, "modified"),
        revs=typed.texts(table, "revs"),
        extra={**mark.extra, **json_object(table, "extra")},
    )


def plain_value(value: Value) -> Any:
    """A value as JSON data."""
    if isinstance(value, tuple):
        return [plain_value(each) for each in value]
    return {"id": value.uid, "name": value.name} if isinstance(value, Ref) else value


def fields_of(table: Mapping[str, Any]) -> dict[str, Value]:
    """The values at `fields`; null is none.  InputError names the field."""
    fields = typed.table_at(table, "fields")
    return {k: value_of(v, f"fields.{k}") for k, v in fields.items() if v is not None}


def value_of(value: object, key: str) -> Value:
    """A value of JSON data as one of a mark; InputError names `key`."""
    if isinstance(value, list):
        return cast(Value, tuple(_single(each, key) for each in value))
    return _single(value, key)


def _single(value: object, key: str) -> str | int | bool | Ref:
    if isinstance(value, dict):
        uid = typed.text(value, "id")
        return Ref(typed.text(value, "name") or uid, uid)
    if isinstance(value, (str, int)):
        return value
    typed.wrong(key, _EXPECTED, value)


def agreed(found: Mapping[str, Value], ours: Mapping[str, Value]) -> dict[str, Value]:
    """The values that were found, ours in their place where both say the same.

    Where a file says values in words, ours are numbers, truth values and ids.
    """
    made: dict[str, Value] = {name: v for name, v in ours.items() if v == ()}
    for name, value in found.items():
        same = name in ours and _words(ours[name]) == _words(value)
        made[name] = ours[name] if same else value
    return made


def _words(value: Value) -> list[str]:
    return [said_value(v) for v in (value if isinstance(value, tuple) else (value,))]


def json_text(value: object) -> str | None:
    """An object as JSON text; None for an empty one, and for anything else."""
    return dumps(value).decode() if isinstance(value, Mapping) and value else None


def json_object(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The object that the text at `key` holds as JSON, or an empty one."""
    said = table.get(key)
    if isinstance(said, dict):
        return said
    said = typed.text(table, key)
    try:
        found = json.loads(said) if said else {}
    except (ValueError, RecursionError) as error:
        raise InputError("it is not JSON: {error}.", field=key, error=error) from None
    if not isinstance(found, dict):
        typed.wrong(key, "a JSON object as text", said)
    return found


def _instant(value: int | None) -> str | None:
    return None if value is None else instant_to_text(value)
