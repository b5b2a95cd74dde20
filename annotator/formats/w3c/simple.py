# SPDX-License-Identifier: MIT
"""Objects in the words of the model, however their program wrote them.

Older programs write `@id`, `@type`, `oa:hasBody` or `http://www.w3.org/ns/oa#Tag`;
a single thing stands alone or in a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.json_objects import Row
from annotator.formats.w3c.names import DETAILS

_PREFIXES: Final = (
    *("oa:", "as:", "dcterms:", "dc:", "foaf:", "rdf:", "rdfs:", "cnt:", "skos:"),
    *("http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"),
    *("http://purl.org/dc/terms/", "http://www.w3.org/2011/content#"),
)
#: What older versions of the model and programs close to it call things.
_ALIASES: Final = {
    "@id": "id",
    "@type": "type",
    "hasBody": "body",
    "hasTarget": "target",
    "hasSource": "source",
    "hasSelector": "selector",
    "hasPurpose": "purpose",
    "motivatedBy": "motivation",
    "chars": "value",
    "annotatedBy": "creator",
    "annotatedAt": "created",
    "user": "creator",
    "updated": "modified",
    "prefLabel": "label",
    "hasStartSelector": "startSelector",
    "hasEndSelector": "endSelector",
    "nick": "nickname",
    "account": "nickname",
    "mbox": "email",
}


#: Words of the model that stand for themselves: most objects have no others.
_PLAIN: Final = frozenset(
    {"@context", "id", "type", "motivation", "body", "target", "creator", "created"}
    | {"modified", "source", "selector", "purpose", "value", "label", "name"}
    | {"start", "end", "exact", "prefix", "suffix", "format", "language", DETAILS}
)


def simple(row: Row) -> Row:
    """The object with the keys of the model; those it has already come first.

    It may be the object itself: do not change it.
    """
    if row.keys() <= _PLAIN:
        return row
    made = {key: value for key, value in row.items() if _named(key) == key}
    for key, value in row.items():
        made.setdefault(_named(key), value)
    return made


def _named(key: str) -> str:
    bare = bare_word(key)
    return _ALIASES.get(bare, bare) if key != "@context" else key


def bare_word(word: str) -> str:
    """A word of the model without its prefix or namespace."""
    if ":" not in word:
        return word
    for prefix in _PREFIXES:
        if word.startswith(prefix):
            return word[len(prefix) :]
    return word


def words(table: Mapping[str, Any], key: str) -> list[str]:
    """The words at `key`, one or several, without prefixes."""
    value = table.get(key)
    if isinstance(value, str):
        return [bare_word(value)]
    found = []
    for each in several(value):
        if isinstance(each, dict):
            each = simple(each).get("id")
        if isinstance(each, str):
            found.append(bare_word(each))
    return found


def several(value: object) -> list[Any]:
    """What a key holds, one thing or a list of them."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def said(value: object, key: str) -> str | None:
    """A text, which may be written as `{"@value": …}` or stand in a list."""
    if isinstance(value, str):
        return value
    for each in several(value):
        if isinstance(each, dict):
            each = each.get("@value")
        if isinstance(each, str):
            return each
        typed.wrong(key, "text", each)
    return None


def is_annotation(row: Row) -> bool:
    """Whether an object is an annotation; some programs leave out its type."""
    kinds = words(simple(row), "type")
    if kinds:
        return "Annotation" in kinds
    return "target" in row and ("id" in row or "body" in row or "uri" in row)
