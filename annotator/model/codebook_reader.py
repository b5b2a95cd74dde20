# SPDX-License-Identifier: MIT
"""Reads a codebook from TOML text or from the plain data of a snapshot.

The reader builds records and stops at the first thing it cannot build.  All
mistakes at once, with lines, are the business of `model.codebook_check`.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from annotator.model import plain_data as data
from annotator.model.annotation import FieldValue
from annotator.model.codebook import (
    AnnotationType,
    Codebook,
    Condition,
    EntityType,
    Field,
    Role,
    RowType,
    Rule,
    Value,
    Vocabulary,
    VocabularyValue,
    label_from_id,
)
from annotator.model.errors import CodebookError
from annotator.model.plain_data import Table
from annotator.model.sentence import Sentence

_AT_LINE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def from_toml(text: str, file: object = None) -> Codebook:
    """The codebook that `text` (TOML) describes; `file` is named in messages.

    Raises CodebookError with the line of a syntax error, or with the key of
    what cannot be understood.
    """
    body = parse(text, file)
    try:
        return from_body(body)
    except CodebookError as error:
        error.file = error.file or (None if file is None else str(file))
        raise


def parse(text: str, file: object = None) -> dict[str, Any]:
    """The plain JSON data in the TOML `text`; CodebookError where it is no TOML."""
    # TOML forbids a byte order mark that many editors write: it is no mistake.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        parsed: dict[str, Any] = data.plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        reason, line = _syntax(str(error), text)
        raise CodebookError(reason, file=file, line=line) from None
    except (RecursionError, ValueError) as error:
        reason = Sentence("this is not a codebook: {kind}.", kind=type(error).__name__)
        raise CodebookError(reason, file=file) from None
    return parsed


def from_body(body: Table) -> Codebook:
    """The codebook of the plain data `body`, as parsed from TOML or a snapshot.

    Raises CodebookError where something is missing or of the wrong kind.
    """
    body = data.plain(body)
    head = data.table_at(body, "codebook")
    row_types = {of: _rows(body, of) for of in _owners(body)}
    identifier = _id(head, "codebook")
    return Codebook(
        id=identifier,
        version=data.text(head, "version", "1.0.0"),
        title=data.text(head, "title") or label_from_id(identifier),
        sha256=data.sha256_of(body),
        body=body,
        language=data.text(head, "language", "en"),
        unit=data.text(head, "unit", "span"),
        guidelines=data.text(head, "guidelines"),
        aggregate_levels=_levels(head),
        entity_types=tuple(map(_entity_type, data.tables(body, "entity_type"))),
        vocabularies=tuple(map(_vocabulary, data.tables(body, "vocabulary"))),
        types=tuple(
            _annotation_type(body, each, row_types)
            for each in data.tables(body, "annotation_type")
        ),
        rules=tuple(map(_rule, data.tables(body, "rule"))),
        export=data.table_at(body, "export"),
    )


def _syntax(message: str, text: str) -> tuple[Sentence, int]:
    found = _AT_LINE.search(message)
    if found is None:
        return Sentence("{said}", said=message), 1
    last = text.count("\n", 0, len(text.rstrip())) + 1
    said = Sentence("{said}.", said=message[: found.start()])
    return said, int(found[1]) if found[1] else last


def _owners(body: Table) -> set[str]:
    """Ids of the annotation types; every `of` must name one, or a row."""
    types = {_id(t, "annotation_type") for t in data.tables(body, "annotation_type")}
    if not types:
        raise CodebookError("it has no annotation type.", field="annotation_type")
    rows = {_id(r, "row") for r in data.tables(body, "row")}
    for kind in ("role", "field", "row"):
        for each in data.tables(body, kind):
            owner = data.text(each, "of")
            if owner not in (types if kind == "row" else types | rows):
                reason = Sentence(
                    "“of = {owner}” of {kind} {id} names nothing.",
                    owner=owner,
                    kind=kind,
                    id=repr(each.get("id")),
                )
                raise CodebookError(reason, field="of")
    marked = {data.text(role, "of") for role in data.tables(body, "role")}
    for name in sorted(types - marked):
        raise CodebookError(
            "the annotation type “{name}” has no role.", field="role", name=name
        )
    return types


def _id(table: Table, kind: str) -> str:
    identifier = data.text(table, "id")
    if not identifier:
        raise CodebookError("a {kind} has no id.", field="id", kind=kind)
    return identifier


def _label(table: Table) -> str:
    return data.text(table, "label") or label_from_id(data.text(table, "id"))


def _levels(head: Table) -> tuple[int, ...]:
    levels = head.get("aggregate_levels", [])
    if not isinstance(levels, list) or not all(type(n) is int for n in levels):
        raise CodebookError("expected a list of numbers.", field="aggregate_levels")
    return tuple(levels)


def _of(body: Table, kind: str, owner: str) -> list[Table]:
    return [t for t in data.tables(body, kind) if t.get("of") == owner]


def _annotation_type(
    body: Table, table: Table, row_types: dict[str, tuple[RowType, ...]]
) -> AnnotationType:
    identifier = _id(table, "annotation_type")
    return AnnotationType(
        id=identifier,
        label=_label(table),
        nesting=data.flag(table, "nesting"),
        max_level=data.number(table, "max_level"),
        overlap=data.flag(table, "overlap", True),
        univocal=data.flag(table, "univocal"),
        foreach=data.texts(table, "foreach"),
        help=data.text(table, "help"),
        roles=tuple(map(_role, _of(body, "role", identifier))),
        fields=tuple(map(_field, _of(body, "field", identifier))),
        rows=row_types[identifier],
    )


def _rows(body: Table, owner: str) -> tuple[RowType, ...]:
    return tuple(
        RowType(
            id=_id(table, "row"),
            label=_label(table),
            min=data.number(table, "min"),
            max=data.number(table, "max"),
            explicit_none=data.flag(table, "explicit_none"),
            help=data.text(table, "help"),
            roles=tuple(map(_role, _of(body, "role", table["id"]))),
            fields=tuple(map(_field, _of(body, "field", table["id"]))),
        )
        for table in _of(body, "row", owner)
    )


def _role(table: Table) -> Role:
    return Role(
        id=_id(table, "role"),
        label=_label(table),
        key=data.optional_text(table, "key"),
        color=data.optional_text(table, "color"),
        min=data.number(table, "min"),
        max=data.number(table, "max"),
        contiguous=data.flag(table, "contiguous"),
        help=data.text(table, "help"),
    )


def _field(table: Table) -> Field:
    return Field(
        id=_id(table, "field"),
        label=_label(table),
        type=data.text(table, "type", "text"),
        required=data.flag(table, "required"),
        default=_value_of(table.get("default")),
        key=data.optional_text(table, "key"),
        help=data.text(table, "help"),
        values=tuple(map(_value, _values(table))),
        entity_type=data.optional_text(table, "entity_type"),
        vocabulary=data.optional_text(table, "vocabulary"),
        multiple=data.flag(table, "multiple"),
        min=data.optional_number(table, "min"),
        max=data.optional_number(table, "max"),
        metric=data.optional_text(table, "metric"),
        visible_if=_condition(table),
        rare=data.flag(table, "rare"),
    )


def _values(table: Table) -> list[Table]:
    """The `values` of a table; a bare text is short for a table with that id."""
    values = table.get("values", [])
    if not isinstance(values, list):
        raise CodebookError("expected a list of values.", field="values")
    full = [{"id": each} if isinstance(each, str) else each for each in values]
    return list(data.tables({"values": full}, "values"))


def _value(table: Table) -> Value:
    return Value(
        id=_id(table, "value"),
        label=_label(table),
        key=data.optional_text(table, "key"),
        help=data.text(table, "help"),
        color=data.optional_text(table, "color"),
        score=data.optional_number(table, "score"),
    )


def _value_of(value: Any) -> FieldValue | None:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise CodebookError(
        "a field cannot hold {value}.", field="default", value=repr(value)
    )


def _condition(table: Table) -> Condition | None:
    condition = data.table_at(table, "visible_if")
    if not condition:
        return None
    values = condition["is"] if "is" in condition else condition.get("in", ())
    listed = tuple(values) if isinstance(values, list | tuple) else (values,)
    return Condition(field=data.text(condition, "field"), values=listed)


def _entity_type(table: Table) -> EntityType:
    return EntityType(
        id=_id(table, "entity_type"),
        label=_label(table),
        kinds=data.texts(table, "kinds"),
        attributes=data.texts(table, "attributes"),
        document_attributes=data.texts(table, "document_attributes"),
        create_while_annotating=data.flag(table, "create_while_annotating", True),
    )


def _vocabulary(table: Table) -> Vocabulary:
    return Vocabulary(
        id=_id(table, "vocabulary"),
        label=_label(table),
        open=data.flag(table, "open"),
        hierarchical=data.flag(table, "hierarchical"),
        require_definition=data.flag(table, "require_definition"),
        values=tuple(
            VocabularyValue(
                id=_id(value, "value"),
                label=_label(value),
                definition=data.text(value, "definition"),
                parent=data.optional_text(value, "parent"),
            )
            for value in _values(table)
        ),
    )


def _rule(table: Table) -> Rule:
    return Rule(
        id=_id(table, "rule"),
        severity=data.text(table, "severity", "error"),
        when=data.table_at(table, "if"),
        require=data.table_at(table, "require"),
        unique=data.table_at(table, "unique"),
        message=data.text(table, "message"),
    )
