# SPDX-License-Identifier: MIT
"""What a CAS says of a document as a whole: kept as it is, and written back.

INCEpTION has layers of documents, whose annotations lie in no place of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.inception.names import is_safe, is_safe_type

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

#: The key of a document's extra content, and the formats that may have it.
STRUCTURES: Final = "structures"
_FORMATS: Final = ("uima-xmi", "uima-json")

_BASE: Final = "uima.cas.AnnotationBase"
_PLACED: Final = "uima.tcas.Annotation"
_RANGES: Final = {
    str: "uima.cas.String",
    bool: "uima.cas.Boolean",
    int: "uima.cas.Long",
    float: "uima.cas.Double",
}


@dataclass(frozen=True, slots=True)
class Structure:
    """One of them: the full name of its type, and its plain values."""

    type: str
    values: tuple[tuple[str, str | bool | int | float], ...]


def structures_in(view: Cas) -> list[dict[str, Any]]:
    """Those of a view, as plain data."""
    return [
        {"type": fs.type.name, "features": _values(fs)}
        for fs in view.select_all_fs()
        if _is_of_document(fs.type)
    ]


def _is_of_document(type: Any) -> bool:
    found = False
    while type is not None:
        if type.name == _PLACED:
            return False
        found |= type.name == _BASE
        type = type.supertype
    return found


def _values(fs: Any) -> dict[str, Any]:
    named = ((each.name, fs[each.name]) for each in fs.type.all_features)
    return {name: value for name, value in named if type(value) in _RANGES}


def kept(extra: Mapping[str, Any]) -> list[Structure]:
    """Those that a document's extra content keeps, as far as they can be written."""
    listed = [extra.get(name) for name in _FORMATS]
    found = next((each for each in listed if isinstance(each, Mapping)), {})
    return list(_sound(found.get(STRUCTURES)))


def _sound(listed: object) -> Iterator[Structure]:
    for each in listed if isinstance(listed, list | tuple) else ():
        if not isinstance(each, Mapping) or not isinstance(each.get("type"), str):
            continue
        features = each.get("features")
        values = features.items() if isinstance(features, Mapping) else ()
        # The content may come from anywhere, and the library makes code of names.
        plain = [(k, v) for k, v in values if is_safe(str(k)) and type(v) in _RANGES]
        if is_safe_type(each["type"]) and not each["type"].startswith("uima."):
            yield Structure(each["type"], tuple(plain))


def declare(system: TypeSystem, structures: list[Structure]) -> None:
    """Add the types of structures, and the features they have."""
    for each in structures:
        if not system.contains_type(each.type):
            system.create_type(each.type, _BASE)
        made = system.get_type(each.type)
        for name, value in each.values:
            if made.get_feature(name) is None:
                system.create_feature(made, name, _RANGES[type(value)])


def add(cas: Cas, structures: list[Structure]) -> None:
    """Put structures, whose types are declared, into a CAS."""
    for each in structures:
        cas.add(cas.typesystem.get_type(each.type)(**dict(each.values)))
