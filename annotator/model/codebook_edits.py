# SPDX-License-Identifier: MIT
"""Everyday changes of a codebook: wording, colours, keys, values.

Each verb returns a new `Codebook`.  Its version is that of `base` (the version
being edited; by default the codebook given) raised by what has changed since:
wording by a patch, something added by a minor, something removed or redefined by
a major version.  Several edits of one base therefore raise it once.  A change
that would make a mistake raises `CodebookError`.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from annotator.model.codebook import Codebook
from annotator.model.codebook_check import mistakes
from annotator.model.codebook_diff import bump, level
from annotator.model.codebook_parts import find_table
from annotator.model.codebook_reader import from_body
from annotator.model.errors import CodebookError


def change(
    codebook: Codebook,
    what: str,
    path: str,
    base: Codebook | None = None,
    **keys: Any,
) -> Codebook:
    """Set keys of a part, e.g. label, key, color or help; None takes one away.

    Args:
        what: "type", "row", "role", "field", "value", "entry", "vocabulary",
            "entity_type", "rule" or "codebook".
        path: its ids joined by dots, as in "attribution.quote_type.direct".
    """
    body = _body(codebook)
    table = _table(body, what, path)
    for key, value in keys.items():
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value
    return _finished(body, base or codebook, codebook)


def add_value(
    codebook: Codebook,
    field: str,
    identifier: str,
    label: str = "",
    base: Codebook | None = None,
    **keys: Any,
) -> Codebook:
    """Add a value at the end of a (multi)choice field, e.g. "stance.stance"."""
    body = _body(codebook)
    table = _table(body, "field", field)
    value = {"id": identifier, "label": label, **keys}
    table.setdefault("values", []).append({k: v for k, v in value.items() if v != ""})
    return _finished(body, base or codebook, codebook)


def remove_value(
    codebook: Codebook, path: str, base: Codebook | None = None
) -> Codebook:
    """Take a value away; an upgrade will ask where its uses are to go."""
    body = _body(codebook)
    value = _table(body, "value", path)
    field = _table(body, "field", path.rpartition(".")[0])
    field["values"].remove(value)
    if field.get("default") == value["id"]:
        del field["default"]
    return _finished(body, base or codebook, codebook)


def move_value(
    codebook: Codebook, path: str, by: int, base: Codebook | None = None
) -> Codebook:
    """Move a value `by` places down (up where negative) within its field."""
    body = _body(codebook)
    value = _table(body, "value", path)
    values = _table(body, "field", path.rpartition(".")[0])["values"]
    at = values.index(value)
    values.remove(value)
    values.insert(max(0, at + by), value)
    return _finished(body, base or codebook, codebook)


def _body(codebook: Codebook) -> dict[str, Any]:
    """A copy of the body in which every value is a table."""
    body: dict[str, Any] = deepcopy(dict(codebook.body))
    for kind in ("field", "vocabulary"):
        for table in body.get(kind, []):
            if "values" in table:
                table["values"] = [
                    {"id": each} if isinstance(each, str) else each
                    for each in table["values"]
                ]
    return body


def _table(body: dict[str, Any], what: str, path: str) -> dict[str, Any]:
    table = find_table(body, what, path)
    if table is None:
        raise CodebookError(
            "there is no {what} “{path}” in this codebook.", what=what, path=path
        )
    return table


def _finished(body: dict[str, Any], base: Codebook, before: Codebook) -> Codebook:
    """The codebook of `body` with its version; refuses a mistake that is new."""
    old = {each.message for each in mistakes(before.body)}
    for each in mistakes(body):
        if each.severity == "error" and each.message not in old:
            raise CodebookError(each.message, field=each.key)
    body["codebook"]["version"] = base.version
    raised = bump(base.version, level(base, from_body(body)))
    body["codebook"]["version"] = raised
    return from_body(body)
