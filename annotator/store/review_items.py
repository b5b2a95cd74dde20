# SPDX-License-Identifier: MIT
"""Decisions and comments as items: records on one side, JSON on the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from annotator.model.identity import instant_to_text
from annotator.model.review import (
    ANNOTATION,
    VERDICTS,
    Comment,
    Decision,
    Facet,
    Primary,
)
from annotator.store.rounds import instant_of, some, text_of

DECISIONS: Final = "decisions"
COMMENTS: Final = "comments"

_DECISION: Final = frozenset({"id", *(f.name for f in fields(Decision))})
_COMMENT: Final = frozenset({"id", *(f.name for f in fields(Comment))})


def decision_data(of: Decision) -> dict[str, Any]:
    """A decision as the file has it, defaults left out; without its revisions."""
    data: dict[str, Any] = {
        "id": of.uid,
        "document": of.document,
        "author": of.author,
        "at": instant_to_text(of.at),
        "facet": str(of.facet),
        "primaries": [[p.annotation, p.annotator, p.revision] for p in of.primaries],
        "verdict": of.verdict,
        "taken": of.taken,
        "reason": of.reason,
        "note": of.note,
        "result": of.result,
        **of.extra,
    }
    found = some(data, {"id", "document", "author", "at", "facet", "verdict"})
    # False is a value like any other.
    return found if of.value is None else {**found, "value": of.value}


def decision_of(data: Mapping[str, Any]) -> Decision:
    """The inverse; what makes no sense in a file of strangers is left out."""
    verdict = text_of(data, "verdict")
    primaries = data.get("primaries")
    return Decision(
        uid=text_of(data, "id"),
        document=text_of(data, "document"),
        author=text_of(data, "author"),
        at=instant_of(data.get("at")) or 0,
        facet=_facet(text_of(data, "facet")),
        primaries=_primaries(primaries if isinstance(primaries, list) else []),
        verdict=verdict if verdict in VERDICTS else "edited",
        taken=text_of(data, "taken") or None,
        reason=text_of(data, "reason"),
        note=text_of(data, "note"),
        result=text_of(data, "result") or None,
        value=data.get("value"),
        extra={key: value for key, value in data.items() if key not in _DECISION},
    )


def _facet(text: str) -> Facet:
    try:
        return Facet.parse(text)
    except ValueError:
        return ANNOTATION


def _primaries(given: list[Any]) -> tuple[Primary, ...]:
    lists = (each for each in given if isinstance(each, list) and len(each) > 1)
    return tuple(Primary(*map(str, (*each, "")[:3])) for each in lists)


def comment_data(of: Comment) -> dict[str, Any]:
    """A comment as the file has it, defaults left out; without its revisions."""
    data: dict[str, Any] = {
        "id": of.uid,
        "document": of.document,
        "annotation": of.annotation,
        "thread": of.thread,
        "author": of.author,
        "created": instant_to_text(of.created),
        "text": of.text,
        "resolved": of.resolved,
        "read_by": list(of.read_by),
        **of.extra,
    }
    return some(data, {"id", "document", "author", "created", "text"})


def comment_of(data: Mapping[str, Any]) -> Comment:
    """The inverse; what makes no sense in a file of strangers is left out."""
    read_by = data.get("read_by")
    return Comment(
        uid=text_of(data, "id"),
        document=text_of(data, "document"),
        annotation=text_of(data, "annotation") or None,
        thread=text_of(data, "thread") or None,
        author=text_of(data, "author"),
        created=instant_of(data.get("created")) or 0,
        text=text_of(data, "text"),
        resolved=data.get("resolved") is True,
        read_by=tuple(map(str, read_by)) if isinstance(read_by, list) else (),
        extra={key: value for key, value in data.items() if key not in _COMMENT},
    )
