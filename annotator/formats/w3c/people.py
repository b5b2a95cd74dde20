# SPDX-License-Identifier: MIT
"""Who made an annotation."""

from __future__ import annotations

from typing import Any, Final

from annotator.formats.json_objects import Row
from annotator.formats.w3c.iris import is_foreign, last_part, uid_of
from annotator.formats.w3c.simple import said, several, simple

_NAMES: Final = ("name", "nickname", "email", "display_name")
_SCHEMES: Final = ("acct:", "mailto:")


def creator_of(row: Row) -> tuple[str | None, Any]:
    """Who made it, and what is to be kept of what is said of them.

    Ours go by their ids, strangers by their names, or what there is of a name.
    """
    found = several(row.get("creator"))
    if not found:
        return None, None
    first = found[0]
    table = simple(first) if isinstance(first, dict) else {"id": first}
    iri = table.get("id")
    if isinstance(iri, str) and iri and not is_foreign(iri) and uid_of(iri) != iri:
        return uid_of(iri), found if len(found) > 1 else None
    name = next((n for key in _NAMES if (n := said(table.get(key), key))), None)
    if not name and isinstance(iri, str):
        name = _readable(iri)
    kept = table if set(table) - {"name", "type"} else None
    return name or None, found if len(found) > 1 else kept and first


def _readable(iri: str) -> str:
    for scheme in _SCHEMES:
        if iri.startswith(scheme):
            return iri.removeprefix(scheme)
    return last_part(iri) if is_foreign(iri) else iri
