# SPDX-License-Identifier: MIT
"""Records of Argilla in every shape that it writes, as one.

`to_list` nests fields, suggestions and responses, or flattens them into keys with
dots; the server and version 1 have lists of responses by user.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.json_objects import Row
from annotator.formats.marks.side import KEY
from annotator.model.errors import InputError

_RESPONSES: Final = ".responses"
_SUGGESTION: Final = ".suggestion"
#: What is never a field of a flat record.
_OWN: Final = frozenset({"id", "external_id", "status", "_server_id", "score"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: a person's, or a model's suggestion.

    `user` is the id of the person, None for a suggestion or where it is unknown.
    `said` is what there is besides value and user, `place` where it stands.
    """

    question: str
    value: Any
    user: str | None
    said: Mapping[str, Any]
    place: str
    suggested: bool = False

    @property
    def status(self) -> str | None:
        """Draft, submitted or discarded; None where that is not said."""
        found = self.said.get("status")
        return found if isinstance(found, str) else None

    @property
    def has_spans(self) -> bool:
        """Whether the value is a list of spans."""
        return isinstance(self.value, list) and any(map(_is_span, self.value))


def _is_span(value: object) -> bool:
    return isinstance(value, dict) and {"start", "end"} <= value.keys()


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its texts by field, metadata, and all answers.

    `extra` is what there is besides.
    """

    id: str
    fields: Mapping[str, str]
    metadata: Mapping[str, Any]
    answers: tuple[Answer, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)


def is_record(row: Row) -> bool:
    """Whether an object is a record of Argilla's, in any of its shapes."""
    if isinstance(row.get("fields"), dict):
        return bool(row.keys() & {"responses", "suggestions", "vectors"})
    return any(key.endswith((_RESPONSES, _SUGGESTION)) for key in row)


def record_of(row: Row) -> Record:
    """The record in an object; InputError names the field."""
    if isinstance(row.get("fields"), dict):
        return _nested(row)
    if any(key.endswith((_RESPONSES, _SUGGESTION)) for key in row):
        return _flat(row)
    raise InputError(
        "this is no record of Argilla: it has no fields.",
        field="fields",
        remedy="Write the records with to_json, or the whole data set with to_disk.",
    )


def _id(row: Row) -> str:
    for key in ("id", "external_id"):
        said = row.get(key)
        if isinstance(said, (str, int)) and not isinstance(said, bool) and said != "":
            return str(said)
    return ""


# -- nested ---------------------------------------------------------------------------


def _nested(row: Row) -> Record:
    known = {"id", "external_id", "fields", "metadata", "suggestions", "responses"}
    fields = row["fields"]
    texts = {key: v for key, v in fields.items() if isinstance(v, str)}
    extra = {k: v for k, v in row.items() if k not in known and v not in (None, {})}
    others = {k: v for k, v in fields.items() if k not in texts and v is not None}
    if others:
        extra["fields"] = others
    return Record(
        id=_id(row),
        fields=texts,
        metadata=typed.table_at(row, "metadata"),
        answers=(*_suggestions(row), *_responses(row)),
        extra=extra,
    )


def _suggestions(row: Row) -> Iterator[Answer]:
    found = row.get("suggestions")
    if isinstance(found, list):
        for number, each in enumerate(found):
            place = f"suggestions[{number}]"
            table = _table(each, place)
            name = _question(table, place)
            yield _suggestion(name, table, place)
        return
    for name, each in typed.table_at(row, "suggestions").items():
        if each is not None:
            place = f"suggestions.{name}"
            yield _suggestion(name, _table(each, place), place)


def _question(table: Mapping[str, Any], place: str) -> str:
    try:
        return typed.identifier(table, "question_name")
    except InputError as error:
        raise typed.placed(error, place) from None


def _suggestion(name: str, table: Mapping[str, Any], place: str) -> Answer:
    known = {"value", "question_name", "question_id", "id"}
    said = {k: v for k, v in table.items() if k not in known and v is not None}
    return Answer(name, table.get("value"), None, said, f"{place}.value", True)


def _responses(row: Row) -> Iterator[Answer]:
    found = row.get("responses")
    if isinstance(found, list):
        for number, each in enumerate(found):
            yield from _of_user(_table(each, f"responses[{number}]"), number)
        return
    for name, listed in typed.table_at(row, "responses").items():
        if not isinstance(listed, list):
            typed.wrong(f"responses.{name}", "a list of responses", listed)
        for number, each in enumerate(listed):
            place = f"responses.{name}[{number}]"
            table = _table(each, place)
            said = {k: v for k, v in table.items() if k not in ("value", "user_id")}
            user = _user(table.get("user_id"), place)
            yield Answer(name, table.get("value"), user, said, f"{place}.value")


def _of_user(table: Mapping[str, Any], number: int) -> Iterator[Answer]:
    """All answers of one person, as the server lists them."""
    place = f"responses[{number}]"
    user = _user(table.get("user_id"), place)
    said = {"status": table["status"]} if isinstance(table.get("status"), str) else {}
    for name, each in typed.table_at(table, "values").items():
        where = f"{place}.values.{name}"
        value = _table(each, where).get("value")
        yield Answer(name, value, user, said, f"{where}.value")


def _table(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        typed.wrong(place, "an object", value)
    return value


def _user(value: object, place: str) -> str | None:
    """The id of a user; that of one who was deleted is None, or says so."""
    if value is None or value == "None":
        return None
    if not isinstance(value, str):
        typed.wrong(f"{place}.user_id", "the id of a user", value)
    return value


# -- flat -----------------------------------------------------------------------------


def _flat(row: Row) -> Record:
    answers: list[Answer] = []
    texts: dict[str, str] = {}
    extra: dict[str, Any] = {}
    for key, value in row.items():
        name, dot, last = key.rpartition(".")
        if key in _OWN:
            extra |= {key: value} if key not in ("id", "external_id") and value else {}
        elif dot and f".{last}" == _RESPONSES:
            answers += _flat_responses(row, name, value)
        elif dot and f".{last}" == _SUGGESTION and value is not None:
            said = {k: row.get(f"{key}.{k}") for k in ("score", "agent")}
            said = {k: v for k, v in said.items() if v is not None}
            answers.append(Answer(name, value, None, said, key, True))
        elif _RESPONSES in key or _SUGGESTION in key:
            continue  # what belongs to an answer
        elif isinstance(value, str):
            texts[key] = value
        elif value is not None:
            extra[key] = value
    # In the order of the other shapes: suggestions first.
    answers.sort(key=lambda each: not each.suggested)
    # Nothing tells texts from metadata here: they may be either.
    fields = {key: value for key, value in texts.items() if key != KEY}
    return Record(_id(row), fields, texts, tuple(answers), extra)


def _flat_responses(row: Row, name: str, values: object) -> Iterator[Answer]:
    key = f"{name}{_RESPONSES}"
    users, statuses = (typed.items(row, f"{key}.{k}") for k in ("users", "status"))
    listed = typed.items({key: values}, key)
    for number, value in enumerate(listed):
        place = f"{key}[{number}]"
        user = _user(users[number] if number < len(users) else None, place)
        status = statuses[number] if number < len(statuses) else None
        said = {"status": status} if isinstance(status, str) else {}
        yield Answer(name, value, user, said, place)
