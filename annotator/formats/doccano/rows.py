# SPDX-License-Identifier: MIT
"""A line of doccano, old or new, as spans, relations and the rest.

Offsets are as they stand there.  What is no span, relation or metadata is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.doccano.names import (
    COMMENTS,
    ENTITIES,
    METADATA,
    RELATIONS,
    SPANS,
    TITLE,
)
from annotator.formats.json_objects import Row
from annotator.formats.marks.side import KEY
from annotator.model.errors import InputError

_ENTITY: Final = frozenset({"id", "label", "start_offset", "end_offset", "user"})
_RELATION: Final = frozenset({"id", "from_id", "to_id", "type"})
_TRIPLE: Final = 3


@dataclass(frozen=True, slots=True)
class Entity:
    """A span: `start` and `end` as doccano counts, `id` "" where it has none.

    `user` is set in the oldest files only, which number people.
    """

    id: str
    label: str
    start: int
    end: int
    user: str | None
    extra: Mapping[str, Any]
    #: where in the line it stands
    field: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two spans, by their ids."""

    label: str
    source: str
    target: str
    field: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says."""

    text: str
    id: str | int | None
    title: str
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    metadata: Mapping[str, str]
    #: what is kept as it stands
    extra: Mapping[str, Any]
    #: our own details, as they stand there
    side: object


def line_of(row: Row) -> Line:
    """The line in an object; InputError names the field."""
    text = row.get("text")
    if not isinstance(text, str):
        typed.wrong("text", "the text of the document", text)
    column = _span_column(row)
    uid = row.get("id")
    metadata, extra = _rest(row, column)
    if isinstance(uid, bool) or not isinstance(uid, (str, int, type(None))):
        extra["id"], uid = uid, None
    title = row.get(TITLE)
    if title is not None and not isinstance(title, str):
        extra[TITLE], title = title, None
    return Line(
        text=text,
        id=uid,
        title=title or "",
        entities=_entities(row, column) if column else (),
        relations=tuple(_relations(row)) if column == ENTITIES else (),
        metadata=metadata,
        extra=extra,
        side=row.get(KEY),
    )


def has_spans(row: Row) -> bool:
    """Whether a line has spans of doccano's, or room for them."""
    column = _span_column(row)
    return column is not None and (bool(row[column]) or column in (ENTITIES, "label"))


def _span_column(row: Row) -> str | None:
    """The key under which the spans stand; classes of whole texts are no spans."""
    for name in SPANS:
        value = row.get(name)
        if isinstance(value, list) and all(map(_may_be_span, value)):
            return name
    return None


def _may_be_span(value: object) -> bool:
    if isinstance(value, dict):
        # What belongs to pictures and the like has other keys.
        return not value or "start_offset" in value or "end_offset" in value
    return isinstance(value, list)


def _entities(row: Row, column: str) -> tuple[Entity, ...]:
    found = []
    for number, value in enumerate(typed.items(row, column)):
        place = f"{column}[{number}]"
        try:
            found.append(_entity(value, place))
        except InputError as error:
            raise typed.placed(error, place) from None
    return tuple(found)


def _entity(value: object, field: str) -> Entity:
    if isinstance(value, list):
        if len(value) != _TRIPLE:
            typed.wrong("", "a list of start, end and label", value)
        value = dict(zip(("start_offset", "end_offset", "label"), value, strict=True))
    assert isinstance(value, dict)
    start, end = (
        typed.whole(value.get(key), key) for key in ("start_offset", "end_offset")
    )
    label, user = value.get("label"), value.get("user")
    if type(label) is int:
        # The oldest files number the labels.
        label = str(label)
    if not isinstance(label, str):
        typed.wrong("label", "a label", label)
    return Entity(
        id=_id(value),
        label=label,
        start=start,
        end=end,
        user=None if user is None else str(user),
        extra={key: each for key, each in value.items() if key not in _ENTITY},
        field=field,
    )


def _relations(row: Row) -> tuple[Relation, ...]:
    found = []
    for number, value in enumerate(typed.items(row, RELATIONS)):
        place = f"{RELATIONS}[{number}]"
        if not isinstance(value, dict):
            typed.wrong(place, "an object", value)
        try:
            label = typed.text(value, "type")
            source, target = (_id(value, key) for key in ("from_id", "to_id"))
        except InputError as error:
            raise typed.placed(error, place) from None
        found.append(Relation(label, source, target, place))
    return tuple(found)


def _id(table: Mapping[str, Any], key: str = "id") -> str:
    """An id as text, "" for none."""
    value = table.get(key)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        typed.wrong(key, "a number or a text", value)
    return str(value)


def _rest(row: Row, column: str | None) -> tuple[dict[str, str], dict[str, Any]]:
    """The metadata, which are text, and what else there is."""
    known = {"id", "text", TITLE, KEY, column}
    if column == ENTITIES:
        known.add(RELATIONS)
    metadata: dict[str, str] = {}
    extra: dict[str, Any] = {}
    for key, value in row.items():
        if key in known:
            continue
        if key in (METADATA, "meta") and isinstance(value, dict):
            metadata |= {k: v for k, v in value.items() if isinstance(v, str)}
            others = {k: v for k, v in value.items() if not isinstance(v, str)}
            extra |= {key: others} if others else {}
        elif isinstance(value, str):
            metadata[key] = value
        elif value is not None and not (key == COMMENTS and value == []):
            extra[key] = value
    return metadata, extra
