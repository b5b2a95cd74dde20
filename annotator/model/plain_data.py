# SPDX-License-Identifier: MIT
"""Plain JSON data: typed reading from tables, and its canonical bytes.

A `Table` is what TOML and JSON both give: a mapping with text keys.  The readers
here return a default where a key is missing and raise `CodebookError` naming the
key where it holds something else than it should.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from math import isfinite
from typing import Any, TypeAlias

from annotator.model.errors import CodebookError
from annotator.model.sentence import Sentence

Table: TypeAlias = Mapping[str, Any]


def plain(value: Any) -> Any:
    """`value` (as parsed from TOML) as JSON data: dates become ISO text.

    Raises CodebookError for what JSON cannot hold (inf, nan).
    """
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        raise CodebookError("{value} is not a number that can be stored.", value=value)
    return value


def canonical(body: Table) -> str:
    """The one spelling of `body` as JSON: sorted keys, no spaces, no escapes."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def sha256_of(body: Table) -> str:
    """The sha256 of the canonical JSON of `body`, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(body).encode("utf-8")).hexdigest()


def text(table: Table, key: str, default: str = "") -> str:
    """The text at `key`, or `default`."""
    value = table.get(key, default)
    if not isinstance(value, str):
        raise _wrong(key, "a text", value)
    return value


def optional_text(table: Table, key: str) -> str | None:
    """The text at `key`, or None; an empty text counts as none."""
    return text(table, key) or None


def number(table: Table, key: str, default: int = 0) -> int:
    """The whole number at `key`, or `default`."""
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(key, "a whole number", value)
    return value


def optional_number(table: Table, key: str) -> int | None:
    """The whole number at `key`, or None."""
    return number(table, key) if key in table else None


def flag(table: Table, key: str, default: bool = False) -> bool:
    """The truth value at `key`, or `default`."""
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise _wrong(key, "true or false", value)
    return value


def texts(table: Table, key: str) -> tuple[str, ...]:
    """The list of texts at `key`, or ()."""
    value = table.get(key, ())
    if not _is_list(value) or not all(isinstance(each, str) for each in value):
        raise _wrong(key, "a list of texts", value)
    return tuple(value)


def table_at(table: Table, key: str) -> Table:
    """The table at `key`, or an empty one."""
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise _wrong(key, "a table", value)
    return value


def tables(table: Table, key: str) -> Iterable[Table]:
    """The list of tables at `key`, or an empty one."""
    value = table.get(key, ())
    if not _is_list(value) or not all(isinstance(each, Mapping) for each in value):
        raise _wrong(key, "a list of tables", value)
    return tuple(value)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _wrong(key: str, wanted: str, value: object) -> CodebookError:
    return CodebookError(
        "expected {wanted}, found {value}.",
        field=key,
        wanted=Sentence(wanted),
        value=repr(value),
    )
