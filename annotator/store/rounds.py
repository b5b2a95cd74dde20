# SPDX-License-Identifier: MIT
"""Rounds and assignments as items: records on one side, JSON on the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from annotator.model.identity import instant_from_text, instant_to_text
from annotator.model.team import ROUND_KINDS, Assignment, Round

ROUNDS: Final = "rounds"
ASSIGNMENTS: Final = "assignments"

_ROUND: Final = frozenset(
    {"id", "name", "kind", "codebook", "opened", "gold", "settings"}
    | {"created", "created_by", "revs", "deleted"}
)
_ASSIGNMENT: Final = frozenset(
    {"id", "round", "document", "annotator", "order"}
    | {"created", "created_by", "revs", "deleted"}
)


def round_data(of: Round) -> dict[str, Any]:
    """A round as the file has it, defaults left out; without its revisions."""
    data: dict[str, Any] = {
        "id": of.uid,
        "name": of.name,
        "kind": of.kind,
        "codebook": dict(of.codebook),
        "opened": of.opened,
        "gold": list(of.gold),
        "settings": dict(of.settings),
        **_made(of),
        **of.extra,
    }
    return some(data, {"id", "name", "kind"})


def round_of(data: Mapping[str, Any]) -> Round:
    """The inverse; what makes no sense in a file of strangers is left out."""
    kind = text_of(data, "kind")
    codebook = data.get("codebook")
    settings = data.get("settings")
    gold = data.get("gold")
    return Round(
        uid=text_of(data, "id"),
        name=text_of(data, "name") or text_of(data, "id"),
        kind=kind if kind in ROUND_KINDS else "production",
        codebook=codebook if isinstance(codebook, Mapping) else {},
        opened=data.get("opened") is True,
        gold=tuple(map(str, gold)) if isinstance(gold, (list, tuple)) else (),
        settings=settings if isinstance(settings, Mapping) else {},
        **_history(data),
        extra={key: value for key, value in data.items() if key not in _ROUND},
    )


def assignment_data(of: Assignment) -> dict[str, Any]:
    """An assignment as the file has it, without its revisions."""
    data: dict[str, Any] = {
        "id": of.uid,
        "round": of.round,
        "document": of.document,
        "annotator": of.annotator,
        "order": of.order,
        **_made(of),
        **of.extra,
    }
    return some(data, {"id", "round", "document", "annotator", "order"})


def assignment_of(data: Mapping[str, Any]) -> Assignment:
    """The inverse of `assignment_data`."""
    order = data.get("order")
    return Assignment(
        uid=text_of(data, "id"),
        round=text_of(data, "round"),
        document=text_of(data, "document"),
        annotator=text_of(data, "annotator"),
        order=order if isinstance(order, int) and not isinstance(order, bool) else 0,
        **_history(data),
        extra={key: value for key, value in data.items() if key not in _ASSIGNMENT},
    )


def round_whole(of: Round) -> dict[str, Any]:
    """All that the exchange format says of a round."""
    return _whole(round_data(of), of)


def assignment_whole(of: Assignment) -> dict[str, Any]:
    """All that the exchange format says of an assignment."""
    return _whole(assignment_data(of), of)


def _whole(data: dict[str, Any], of: Round | Assignment) -> dict[str, Any]:
    revs = {"revs": list(of.revs)} if of.revs else {}
    return {**data, **revs, **({"deleted": True} if of.deleted else {})}


def _made(of: Round | Assignment) -> dict[str, Any]:
    created = None if of.created is None else instant_to_text(of.created)
    return {"created": created, "created_by": of.created_by}


def _history(data: Mapping[str, Any]) -> dict[str, Any]:
    created_by = data.get("created_by")
    return {
        "created": instant_of(data.get("created")),
        "created_by": created_by if isinstance(created_by, str) else None,
    }


def instant_of(value: object) -> int | None:
    """The instant that a file of strangers gives, None where it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return instant_from_text(value) if isinstance(value, str) else None
    except ValueError:
        return None


def text_of(data: Mapping[str, Any], key: str) -> str:
    """The text under a key, "" where there is none."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def some(data: Mapping[str, Any], always: Collection[str]) -> dict[str, Any]:
    """Without what says nothing."""
    return {
        key: value
        for key, value in data.items()
        if key in always or value not in (None, False, "", [], {}, ())
    }
