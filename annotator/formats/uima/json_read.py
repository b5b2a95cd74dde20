# SPDX-License-Identifier: MIT
"""A JSON CAS as a CAS."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NoReturn

from annotator.formats.inception.files import Source
from annotator.formats.uima.raw import SYSTEMS, Raw, RawSpan, offset, require_safe
from annotator.model.errors import InputError

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

TYPES: Final = "%TYPES"
STRUCTURES: Final = "%FEATURE_STRUCTURES"
VIEWS: Final = "%VIEWS"
_SOFA: Final = "uima.cas.Sofa"
#: So many are read of one document: a novel of 100,000 words has fewer.
_OBJECTS: Final = 400_000
_VALUES: Final = 3_000_000


def read_json(source: Source) -> tuple[Cas, Raw]:
    """The CAS in a file, and what it says of places.

    Raises InputError naming the file, and line or id where it can.
    """
    from cassis import load_cas_from_json

    data, file = source.read(), source.name
    found = _parsed(data, file)
    require_safe(_described(found), file)
    raw = _raw(found, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Without the texts, which are read already: of each character it would
            # make entries in two tables, to convert offsets.
            bare = json.dumps(_without_texts(found))
            types = _type_system(json.dumps(found[TYPES]))
            cas = load_cas_from_json(bare, typesystem=types, merge_typesystem=False)
    except Exception as error:  # the library raises whatever happens to it
        raise InputError(
            "this is no CAS of its types: {error}.",
            file=file,
            remedy="Export it anew as JSON CAS 0.4, with the types in it.",
            error=error,
        ) from None
    return cas, raw


@lru_cache(SYSTEMS)
def _type_system(described: str) -> TypeSystem:
    """The types that a file describes; files that describe the same share them."""
    from cassis import load_cas_from_json

    bare = f'{{"{TYPES}": {described}, "{STRUCTURES}": [], "{VIEWS}": {{}}}}'
    return load_cas_from_json(bare).typesystem


def _parsed(data: bytes, file: str) -> dict[str, Any]:
    # Empty objects take twenty times the memory that they take in the file.
    if data.count(b"{") + data.count(b"[") > _OBJECTS or data.count(b",") > _VALUES:
        raise InputError(
            "it holds more than {most} objects and lists, or {values} values.",
            file=file,
            remedy="Divide the document into several.",
            most=f"{_OBJECTS:,}",
            values=f"{_VALUES:,}",
        )
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_constant=_refuse,
        )
    except json.JSONDecodeError as error:
        raise InputError(
            "this is not JSON: {msg}, at character {number}.",
            file=file,
            line=error.lineno,
            msg=error.msg,
            number=error.colno,
        ) from None
    except (RecursionError, ValueError) as error:
        raise InputError(
            "this cannot be read: {error}.", file=file, error=error
        ) from None
    except InputError as error:
        error.file = file
        raise
    if not isinstance(found, dict) or not isinstance(found.get(VIEWS), dict):
        raise InputError("this is JSON, but no JSON CAS.", file=file)
    if not isinstance(found.get(TYPES), dict):
        raise InputError(
            "it says nothing of its types.",
            file=file,
            field=TYPES,
            remedy="Export it anew with the types in it.",
        )
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("this key stands twice in one object.", field=twice)
    return found


def _refuse(constant: str) -> NoReturn:
    raise InputError("{constant} is not a JSON number.", constant=constant)


def _described(found: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, each in found[TYPES].items():
        features = each if isinstance(each, dict) else {}
        yield name, [key for key in features if not key.startswith("%")]


def _raw(found: dict[str, Any], file: str) -> Raw:
    raw = Raw()
    for uid, each in _structures(found, file):
        if each.get("%TYPE") == _SOFA:
            text = each.get("sofaString", "")
            if not isinstance(text, str):
                raise InputError("this is no text.", file=file, field="sofaString")
            raw.add_text(uid, text, file)
        elif "begin" in each and "end" in each and "@sofa" in each:
            sofa = _id(each["@sofa"], file)
            begin, end = (offset(each[k], uid, None, file) for k in ("begin", "end"))
            raw.spans.append(RawSpan(uid, sofa, begin, end))
    return raw


def _without_texts(found: dict[str, Any]) -> dict[str, Any]:
    listed = found.get(STRUCTURES)
    for each in listed.values() if isinstance(listed, dict) else listed or ():
        if each.get("%TYPE") == _SOFA:
            each.pop("sofaString", None)
    return found


def _structures(
    found: dict[str, Any], file: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    listed = found.get(STRUCTURES)
    pairs: list[tuple[Any, Any]]
    if isinstance(listed, dict):
        pairs = list(listed.items())
    else:
        each = listed if isinstance(listed, list) else []
        pairs = [
            (one.get("%ID") if isinstance(one, dict) else None, one) for one in each
        ]
    seen: set[int] = set()
    for key, one in pairs:
        uid = _id(key, file)
        if not isinstance(one, dict):
            raise InputError("this is no object.", file=file, field=str(uid))
        if uid in seen:
            raise InputError("the id “{id}” stands there twice.", file=file, id=uid)
        seen.add(uid)
        yield uid, one


def _id(value: object, file: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:18])
    raise InputError("“{id}” is no id.", file=file, id=value)
