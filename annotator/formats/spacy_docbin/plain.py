# SPDX-License-Identifier: MIT
"""What spaCy has no place for, as plain values for `Doc.user_data`.

Under the key `annotator` lie the document's id, title and metadata, its people,
and every mark with its exact place, attributes and links.  A mark with `shown`
also stands in a span group, under the same id.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from annotator.formats import typed
from annotator.formats.json_lines import dumps
from annotator.formats.marks.records import Link, Mark, MarkedDocument, Ref, Value
from annotator.model.document import SourceFile
from annotator.model.errors import InputError
from annotator.model.team import Annotator

#: The name under which formats keep what only they know, and that of the format.
NAME: Final = "spacy"


def to_plain(marked: MarkedDocument, shown: Collection[str]) -> dict[str, Any]:
    """The values for a document; `shown` are the ids of marks in span groups."""
    document, file = marked.document, marked.document.file
    metadata = {k: str(v) for k, v in document.metadata.items() if v is not None}
    return {
        "id": document.uid,
        "title": document.title,
        "metadata": metadata,
        "file": [file.name, file.sha256, file.encoding] if file else None,
        # As text: numbers of other formats may be longer than msgpack's.
        "extra": dumps(document.extra).decode() if document.extra else None,
        "people": [_person(each) for each in marked.people],
        "marks": [_mark(each, each.id in shown) for each in marked.marks],
        "links": [[each.label, each.source, each.target] for each in marked.links],
    }


def _person(person: Annotator) -> list[str | None]:
    return [person.uid, person.name, person.initials, person.colour, person.role]


def _mark(mark: Mark, shown: bool) -> dict[str, Any]:
    said = {
        "id": mark.id,
        "label": mark.label,
        "pieces": [list(each) for each in mark.pieces],
        "shown": shown,
        "attributes": {k: _plain(v) for k, v in mark.attributes.items()},
        "annotator": mark.annotator,
        "layer": mark.layer,
        "state": mark.state,
        "origin": mark.origin,
        "created": mark.created,
        "modified": mark.modified,
        "revs": list(mark.revs),
    }
    return {key: value for key, value in said.items() if value is not None}


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Ref):
        return {"name": value.name, "id": value.uid}
    return value


class Stored:
    """What a document's user data says; InputError names what is wrong in it."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.uid = typed.identifier(table)
        self.title = typed.text(table, "title")
        self.metadata = typed.table_at(table, "metadata")
        self.file = _file(table.get("file"))
        self.extra = _extra(table)
        self.people = tuple(_to_person(each) for each in listed(table, "people"))
        marks = [_stored_mark(each) for each in listed(table, "marks")]
        #: the marks by id
        self.marks = {mark.id: mark for mark, _ in marks}
        #: the ids of those that were in a span group
        self.shown = frozenset(mark.id for mark, shown in marks if shown)
        self.links = tuple(_to_link(each) for each in listed(table, "links"))


def listed(table: Mapping[str, Any], key: str) -> list[Any]:
    """The list at `key`, or an empty one; spaCy reads lists as tuples."""
    value = table.get(key)
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        typed.wrong(key, "a list", value)
    return list(value)


def _texts(value: object, key: str, least: int) -> list[Any]:
    if not isinstance(value, (list, tuple)) or len(value) < least:
        typed.wrong(key, "a list of texts", value)
    if not all(each is None or isinstance(each, str) for each in value):
        typed.wrong(key, "a list of texts", value)
    return list(value)


def _file(value: object) -> SourceFile | None:
    if value is None:
        return None
    name, sha256, encoding, *_ = _texts(value, "file", 3)
    return SourceFile(name or "", sha256, encoding)


def _extra(table: Mapping[str, Any]) -> dict[str, Any]:
    said = typed.text(table, "extra")
    try:
        found = json.loads(said) if said else {}
    except (ValueError, RecursionError) as error:
        raise InputError(
            "it cannot be read: {error}.", field="extra", error=error
        ) from None
    return found if isinstance(found, dict) else {}


def _to_person(value: object) -> Annotator:
    uid, name, initials, colour, role, *_ = _texts(value, "people", 5)
    return Annotator(
        uid=uid or "",
        name=name or "",
        initials=initials or "",
        colour=colour,
        role=role or "annotator",
    )


def _to_link(value: object) -> Link:
    label, source, target, *_ = _texts(value, "links", 3)
    return Link(label=label or "", source=source or "", target=target or "")


def _stored_mark(value: object) -> tuple[Mark, bool]:
    if not isinstance(value, dict):
        typed.wrong("marks", "an object", value)
    attributes = typed.table_at(value, "attributes")
    mark = Mark(
        id=typed.identifier(value),
        label=typed.identifier(value, "label"),
        pieces=tuple(_piece(each) for each in listed(value, "pieces")),
        attributes={k: _value(v, k) for k, v in attributes.items()},
        annotator=typed.optional_text(value, "annotator"),
        layer=typed.optional_text(value, "layer"),
        state=typed.optional_text(value, "state"),
        origin=typed.optional_text(value, "origin"),
        created=typed.optional_whole(value, "created"),
        modified=typed.optional_whole(value, "modified"),
        revs=tuple(str(each) for each in listed(value, "revs")),
    )
    return mark, typed.flag(value, "shown")


def _piece(value: object) -> tuple[int, int]:
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return typed.whole(value[0], "pieces"), typed.whole(value[1], "pieces")
    typed.wrong("pieces", "start and end", value)


def _value(value: object, name: str) -> Value:
    if isinstance(value, (list, tuple)):
        return cast(Value, tuple(_single(each, name) for each in value))
    return _single(value, name)


def _single(value: object, name: str) -> str | int | bool | Ref:
    if isinstance(value, dict):
        return Ref(typed.text(value, "name"), typed.text(value, "id"))
    if isinstance(value, (str, int, bool)):
        return value
    typed.wrong(name, "text, a number, or true or false", value)
