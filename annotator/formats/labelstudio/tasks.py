# SPDX-License-Identifier: MIT
"""A task: its data, and what each person and each model found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.instants import instant_of
from annotator.formats.json_objects import Row
from annotator.formats.labelstudio.names import DRAFTS, PREDICTIONS, SETS
from annotator.formats.labelstudio.results import Results, Table, results_of
from annotator.formats.marks.side import KEY, Side
from annotator.model.errors import InputError

#: The keys of a task that are read; the others are kept.
_TASK: Final = frozenset({"id", "data", "meta", *SETS})
#: What a program that exports counts anew.
_COUNTED: Final = frozenset(
    {"total_annotations", "total_predictions", "cancelled_annotations", "is_labeled"}
)
_SET: Final = frozenset({"result", KEY, "task", "project"})


@dataclass(frozen=True, slots=True)
class Found:
    """What one person or model found: an annotation, a prediction or a draft.

    `person` is None where nobody is named.  `details` are ours.
    """

    kind: str
    field: str
    person: str | None
    results: Results
    cancelled: bool
    truth: bool
    seconds: int | None
    created: int | None
    modified: int | None
    details: Table
    extra: Table


@dataclass(frozen=True, slots=True)
class Task:
    """A task; `details` and `side` are ours, `extra` is what is kept."""

    id: str
    data: Table
    found: tuple[Found, ...]
    details: Table
    side: Side
    extra: Table


def is_task(row: Row | None) -> bool:
    """Whether an object is a task of Label Studio, or an annotation with its task."""
    if row is None:
        return False
    if isinstance(row.get("task"), dict) and "result" in row:
        return isinstance(row["task"].get("data"), dict)
    return isinstance(row.get("data"), dict) and any(
        isinstance(row.get(name), list) for name in SETS
    )


def is_short(row: Row | None) -> bool:
    """Whether an object is a task as JSON-MIN has it, which leaves too much out."""
    return row is not None and {"annotation_id", "lead_time"} <= row.keys()


def task_of(row: Row) -> Task:
    """The task in an object; InputError names the field."""
    if not isinstance(row.get("data"), dict):
        typed.wrong("data", "an object with the data of the task", row.get("data"))
    meta = dict(typed.table_at(row, "meta"))
    details = typed.table_at(meta, KEY)
    meta.pop(KEY, None)
    kept = {k: v for k, v in row.items() if k not in _TASK | _COUNTED and v is not None}
    uid = row.get("id")
    return Task(
        id=str(uid) if isinstance(uid, (int, str)) else "",
        data=row["data"],
        found=tuple(_all_found(row)),
        details=details,
        side=_side(details),
        extra=kept | ({"meta": meta} if meta else {}),
    )


def _side(details: Table) -> Side:
    try:
        return Side.read(details)
    except InputError as error:
        raise typed.placed(error, "meta") from None


def _all_found(row: Row) -> Iterator[Found]:
    for kind in SETS:
        for number, item in enumerate(typed.items(row, kind)):
            place = f"{kind}[{number}]"
            if not isinstance(item, dict):
                # A short export gives the numbers of predictions only.
                if isinstance(item, int) and kind in (PREDICTIONS, DRAFTS):
                    continue
                typed.wrong(place, "an object", item)
            try:
                yield _found(item, kind, place)
            except InputError as error:
                raise typed.placed(error, place) from None


def _found(item: Table, kind: str, place: str) -> Found:
    results = results_of(typed.items(item, "result"), "result")
    return Found(
        kind=kind,
        field=place,
        person=_model(item) if kind == PREDICTIONS else _person(item),
        results=results,
        cancelled=_is(item, "was_cancelled") or _is(item, "skipped"),
        truth=kind != PREDICTIONS and _is(item, "ground_truth"),
        seconds=_seconds(item.get("lead_time")),
        created=instant_of(item.get("created_at")),
        modified=instant_of(item.get("updated_at")),
        details=typed.table_at(item, KEY),
        extra={k: v for k, v in item.items() if k not in _SET and v is not None},
    )


def _is(item: Table, key: str) -> bool:
    return typed.flag(item, key)


def _seconds(value: object) -> int | None:
    """Whole seconds; a program that cannot tell writes nothing or nonsense."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        return None
    return round(min(value, 1e9))


def _model(item: Table) -> str:
    return typed.text(item, "model_version") or "prediction"


def _person(item: Table) -> str | None:
    """Who annotated: a name where there is one, else the address or the number."""
    who = item.get("completed_by")
    if who is None:
        who = item.get("user", item.get("created_by"))
    if isinstance(who, Mapping):
        return _named(who)
    said = item.get("created_username")
    if isinstance(said, str) and said.strip():
        return _username(said.strip())
    if isinstance(who, int) and not isinstance(who, bool):
        return f"user {who}"
    return who if isinstance(who, str) and who else None


def _username(said: str) -> str:
    """The name in “Ann Lee ann@example.org, 7”."""
    name, comma, number = said.rpartition(",")
    if comma and number.strip().isdigit():
        said = name.strip()
    words = said.split()
    return " ".join(words[:-1]) if len(words) > 1 and "@" in words[-1] else said


def _named(who: Mapping[str, Any]) -> str | None:
    names = [typed.text(who, key).strip() for key in ("first_name", "last_name")]
    name = " ".join(each for each in names if each)
    number = who.get("id")
    numbered = f"user {number}" if isinstance(number, int) else None
    return name or typed.text(who, "email") or typed.text(who, "username") or numbered
