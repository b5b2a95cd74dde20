# SPDX-License-Identifier: MIT
"""Which tables and keys a codebook has, and what each key holds.

This is the one list of them: the check, its suggestions and the help follow it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from annotator.model.mistake import Findings, instead
from annotator.model.sentence import Sentence
from annotator.model.toml_lines import Place

_TEXT: Final = Sentence("a text")
_NUMBER: Final = Sentence("a whole number")
_FLAG: Final = Sentence("true or false")
_TEXTS: Final = Sentence("a list of texts")
_NUMBERS: Final = Sentence("a list of whole numbers")
_TABLE: Final = Sentence("a table")
_TABLES: Final = Sentence("a list of tables")
_ANY: Final = Sentence("a value")

#: table → key → what it holds.  Only `codebook` and `export` are not repeated.
SHAPE: Final[Mapping[str, Mapping[str, str]]] = {
    "codebook": {
        "id": _TEXT,
        "version": _TEXT,
        "title": _TEXT,
        "language": _TEXT,
        "unit": _TEXT,
        "offset_unit": _TEXT,
        "guidelines": _TEXT,
        "aggregate_levels": _NUMBERS,
    },
    "entity_type": {
        "id": _TEXT,
        "label": _TEXT,
        "help": _TEXT,
        "kinds": _TEXTS,
        "attributes": _TEXTS,
        "document_attributes": _TEXTS,
        "create_while_annotating": _FLAG,
    },
    "vocabulary": {
        "id": _TEXT,
        "label": _TEXT,
        "help": _TEXT,
        "open": _FLAG,
        "hierarchical": _FLAG,
        "require_definition": _FLAG,
        "values": _TABLES,
    },
    "annotation_type": {
        "id": _TEXT,
        "label": _TEXT,
        "help": _TEXT,
        "nesting": _FLAG,
        "max_level": _NUMBER,
        "overlap": _FLAG,
        "univocal": _FLAG,
        "foreach": _TEXTS,
    },
    "role": {
        "of": _TEXT,
        "id": _TEXT,
        "label": _TEXT,
        "help": _TEXT,
        "key": _TEXT,
        "color": _TEXT,
        "min": _NUMBER,
        "max": _NUMBER,
        "contiguous": _FLAG,
    },
    "field": {
        "of": _TEXT,
        "id": _TEXT,
        "label": _TEXT,
        "help": _TEXT,
        "type": _TEXT,
        "required": _FLAG,
        "default": _ANY,
        "key": _TEXT,
        "values": _TABLES,
        "entity_type": _TEXT,
        "vocabulary": _TEXT,
        "multiple": _FLAG,
        "min": _NUMBER,
        "max": _NUMBER,
        "metric": _TEXT,
        "visible_if": _TABLE,
        "rare": _FLAG,
    },
    "row": {
        "of": _TEXT,
        "id": _TEXT,
        "label": _TEXT,
        "help": _TEXT,
        "min": _NUMBER,
        "max": _NUMBER,
        "explicit_none": _FLAG,
    },
    "rule": {
        "id": _TEXT,
        "severity": _TEXT,
        "message": _TEXT,
        "if": _TABLE,
        "require": _TABLE,
        "unique": _TABLE,
    },
}

#: The keys of the tables inside tables.
VALUE: Final[Mapping[str, str]] = {
    "id": _TEXT,
    "label": _TEXT,
    "key": _TEXT,
    "help": _TEXT,
    "color": _TEXT,
    "score": _NUMBER,
}
ENTRY: Final[Mapping[str, str]] = {
    "id": _TEXT,
    "label": _TEXT,
    "definition": _TEXT,
    "parent": _TEXT,
}
CONDITION: Final[Mapping[str, str]] = {"field": _TEXT, "is": _ANY, "in": _ANY}
TEST: Final[Mapping[str, str]] = {
    "of": _TEXT,
    "field": _TEXT,
    "is": _ANY,
    "in": _ANY,
    "set": _FLAG,
    "role": _TEXT,
    "count": _NUMBER,
    "count_min": _NUMBER,
    "count_max": _NUMBER,
    "starts_and_ends_with": _TEXT,
}
UNIQUE: Final[Mapping[str, str]] = {"of": _TEXT, "fields": _TEXTS, "within": _TEXT}

_ID: Final = re.compile(r"\w[\w-]*")
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def check_shape(findings: Findings) -> None:
    """Unknown tables and keys, values of the wrong kind, ids missing or twice."""
    for name in findings.body:
        if name not in SHAPE and name != "export":
            hint = instead(name, [*SHAPE, "export"])
            findings.add(
                (name,),
                Sentence(
                    "a codebook has no table “{name}”.{hint}", name=name, hint=hint
                ),
            )
    _head(findings)
    for kind, keys in SHAPE.items():
        if kind == "codebook":
            continue
        _listed(findings, kind)
        for place, table in findings.tables(kind):
            check_table(findings, place, table, keys)
            check_id(findings, place, table)


def check_table(
    findings: Findings, place: Place, table: Mapping[str, Any], keys: Mapping[str, str]
) -> None:
    """Unknown keys of one table, and values that are not of the key's kind."""
    for key, value in table.items():
        if key not in keys:
            hint = instead(key, keys)
            findings.add(
                (*place, key),
                Sentence("there is no key “{key}” here.{hint}", key=key, hint=hint),
            )
        elif not _FITS[keys[key]](value):
            wanted = keys[key]
            findings.add(
                (*place, key),
                Sentence(
                    "expected {wanted}, found {value}.",
                    wanted=wanted,
                    value=repr(value),
                ),
            )
    color = table.get("color", "#000000")
    if isinstance(color, str) and not _COLOR.fullmatch(color):
        reason = Sentence("“{color}” is no colour. Write it as #RRGGBB.", color=color)
        findings.add((*place, "color"), reason)


def check_id(findings: Findings, place: Place, table: Mapping[str, Any]) -> None:
    """An id is there, and made of letters, digits, _ and -."""
    identifier = table.get("id")
    if identifier in (None, ""):
        findings.add(place, 'an id is missing. Add one, as in id = "name".')
    elif isinstance(identifier, str) and not _ID.fullmatch(identifier):
        reason = Sentence(
            "“{identifier}” cannot be an id. Use letters, digits, _ and -.",
            identifier=identifier,
        )
        findings.add((*place, "id"), reason)


def _head(findings: Findings) -> None:
    head = findings.body.get("codebook")
    if not isinstance(head, Mapping):
        findings.add(("codebook",), "the table [codebook] is missing. Begin with it.")
        return
    check_table(findings, ("codebook",), head, SHAPE["codebook"])
    check_id(findings, ("codebook",), head)


def _listed(findings: Findings, kind: str) -> None:
    value = findings.body.get(kind, [])
    if not _FITS[_TABLES](value):
        findings.add(
            (kind,),
            Sentence("write [[{kind}]] with two brackets: there are many.", kind=kind),
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _all(value: object, test: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(map(test, value))


_FITS: Final[Mapping[str, Callable[[Any], bool]]] = {
    _TEXT: lambda value: isinstance(value, str),
    _NUMBER: _is_number,
    _FLAG: lambda value: isinstance(value, bool),
    _TEXTS: lambda value: _all(value, lambda each: isinstance(each, str)),
    _NUMBERS: lambda value: _all(value, _is_number),
    _TABLE: lambda value: isinstance(value, Mapping),
    _TABLES: lambda value: _all(value, lambda each: isinstance(each, Mapping)),
    _ANY: lambda value: True,
}
