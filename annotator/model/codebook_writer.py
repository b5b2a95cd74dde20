# SPDX-License-Identifier: MIT
"""Writes a codebook as TOML that reads back to the same body.

Comments of the file that it once came from are not kept: a body has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from annotator.model.codebook import Codebook
from annotator.model.codebook_shape import ENTRY, SHAPE, VALUE

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_WIDTH: Final = 88

_Table = Mapping[str, Any]


def to_toml(codebook: Codebook) -> str:
    """The codebook as TOML text, ending in a line end."""
    body = codebook.body
    parts = [_head(body)]
    repeated = {k: list(v) for k, v in body.items() if _is_tables(v)}
    parts += _sections(repeated)
    for name, table in body.items():
        if isinstance(table, Mapping) and name != "codebook":
            parts += _nested([name], table)
    return "\n".join(filter(None, parts))


def _head(body: _Table) -> str:
    loose = [
        f"{_key(key)} = {_value(value)}\n"
        for key, value in body.items()
        if not isinstance(value, Mapping) and not _is_tables(value)
    ]
    head = body.get("codebook", {})
    return "".join(loose) + f"[codebook]\n{_pairs(head, SHAPE['codebook'])}"


def _sections(tables: dict[str, list[_Table]]) -> Iterator[str]:
    """Each annotation type is followed by what belongs to it.

    Tables of one kind never change places among themselves: a list's order is
    part of the body.
    """
    for kind in ("entity_type", "vocabulary"):
        yield from _all(kind, tables)
    types = tables.pop("annotation_type", [])
    rows = tables.get("row", [])
    for each in types:
        yield _section("annotation_type", each)
        yield from _belonging(each.get("id"), tables)
        while rows and rows[0].get("of") == each.get("id"):
            row = rows.pop(0)
            yield _section("row", row)
            yield from _belonging(row.get("id"), tables)
    for kind in list(tables):
        yield from _all(kind, tables)


def _belonging(owner: object, tables: dict[str, list[_Table]]) -> Iterator[str]:
    for kind in ("role", "field"):
        waiting = tables.get(kind, [])
        while waiting and waiting[0].get("of") == owner:
            yield _section(kind, waiting.pop(0))


def _all(kind: str, tables: dict[str, list[_Table]]) -> Iterator[str]:
    for table in tables.pop(kind, []):
        yield _section(kind, table)


def _section(kind: str, table: _Table) -> str:
    return f"[[{_key(kind)}]]\n{_pairs(table, SHAPE.get(kind, {}))}"


def _nested(name: list[str], table: _Table) -> Iterator[str]:
    """`[export.network]` and the like; empty tables are kept too."""
    own = {k: v for k, v in table.items() if not isinstance(v, Mapping)}
    inner = {k: v for k, v in table.items() if isinstance(v, Mapping)}
    if own or not inner:
        yield f"[{'.'.join(map(_key, name))}]\n{_pairs(own, {})}"
    for key, each in inner.items():
        if len(name) == 1:
            yield f"[{_key(name[0])}.{_key(key)}]\n{_pairs(each, {})}"


def _pairs(table: _Table, order: Mapping[str, str]) -> str:
    """One line a key, in the order of the shape, others after them."""
    known = [key for key in order if key in table]
    keys = [*known, *(key for key in table if key not in order)]
    return "".join(f"{_key(k)} = {_value(table[k])}\n" for k in keys)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are TOML's, and TOML wants DEL escaped as well.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return _inline(value)
    if isinstance(value, list | tuple):
        return _list(list(value))
    return repr(value)


def _inline(table: _Table) -> str:
    known = [key for key in {**VALUE, **ENTRY} if key in table]
    keys = [*known, *(key for key in table if key not in known)]
    pairs = ", ".join(f"{_key(key)} = {_value(table[key])}" for key in keys)
    return f"{{{pairs}}}"


def _list(values: list[Any]) -> str:
    parts = [_value(each) for each in values]
    line = f"[{', '.join(parts)}]"
    if len(line) <= _WIDTH // 2 or not _is_tables(values):
        return line
    return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _is_tables(value: object) -> bool:
    listed = isinstance(value, list | tuple) and bool(value)
    return listed and all(isinstance(each, Mapping) for each in value)  # type: ignore[attr-defined]
