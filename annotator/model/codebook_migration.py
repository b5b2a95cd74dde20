# SPDX-License-Identifier: MIT
"""Carries annotations over to a new codebook version without losing anything.

What has no place any more is kept in `extra["kept"]` of the annotation or row,
with the name of the version that it was made under.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from annotator.model.annotation import Annotation, FieldValue, Row, Span
from annotator.model.codebook import AnnotationType, Codebook, Field, RowType
from annotator.model.codebook_diff import Need
from annotator.model.errors import CodebookError
from annotator.model.sentence import Sentence
from annotator.model.values import has_kind, unknown_values

#: Where in `extra` that is kept which the new version has no place for.
KEPT: Final = "kept"

_NOTHING: Final = Sentence("nothing; leave it empty to keep it aside")


@dataclass(frozen=True, slots=True)
class Target:
    """Where something goes: the id in the new version, or "" to be kept aside."""

    need: Need
    to: str


@dataclass(slots=True)
class _Part:
    """The fields and spans on one level, while they are being carried over."""

    of: str
    specs: tuple[Field, ...]
    fields: dict[str, FieldValue]
    spans: list[Span]
    kept: list[dict[str, Any]]


def resolve(
    needs: Iterable[Need], mapping: Mapping[str, str]
) -> tuple[list[Target], list[Need]]:
    """The targets that `mapping` gives, and the needs it leaves open.

    A key is the path of what goes, or its end ("quote_type.mixed"); a value is
    an id of the new version or "".  Raises CodebookError for a key that names
    nothing that goes, or several things, and for a value that is not to be had.
    """
    waiting = list(needs)
    targets: dict[str, Target] = {}
    for key, to in mapping.items():
        found = [need for need in waiting if _is_named(need, key)]
        if len(found) != 1:
            count = Sentence("several things" if found else "nothing")
            names = ", ".join(need.path for need in found or waiting) or Sentence(
                "none"
            )
            reason = Sentence(
                "“{key}” names {count} that the new version changes: {names}.",
                key=key,
                count=count,
                names=names,
            )
            raise CodebookError(reason, field=key)
        targets[f"{found[0].what} {found[0].path}"] = _target(found[0], key, to)
    open_needs = [n for n in waiting if f"{n.what} {n.path}" not in targets]
    return list(targets.values()), open_needs


def migrate(
    annotation: Annotation, targets: Iterable[Target], old: Codebook, new: Codebook
) -> Annotation:
    """The annotation under the new version; the same one where nothing changes."""
    kind = next((t for t in old.types if t.id == annotation.type), None)
    if kind is None:
        return annotation
    moves = list(targets)
    moved = _own_part(annotation, kind, moves, old, new)
    rows = {
        name: tuple(_row(row, kind.row(name), moves, old, new) for row in each)
        for name, each in moved.rows.items()
    }
    if rows != moved.rows:
        moved = replace(moved, rows=rows)
    for target in moves:
        moved = _without_rows(moved, target, old)
    for target in moves:
        if target.need.what == "type" and target.need.path == annotation.type:
            moved = replace(moved, type=target.to)
    return moved


def is_used(annotation: Annotation, need: Need, old: Codebook) -> bool:
    """Whether the annotation holds what is removed or redefined."""
    if need.what == "type":
        return annotation.type == need.path
    return migrate(annotation, [Target(need, "")], old, old) is not annotation


def _is_named(need: Need, key: str) -> bool:
    return key in (need.path, f"{need.what}:{need.path}") or need.path.endswith(
        f".{key}"
    )


def _target(need: Need, key: str, to: str) -> Target:
    identifier = to.rpartition(".")[2]
    if identifier in need.choices or (not identifier and need.may_unset):
        return Target(need, identifier)
    known = ", ".join(need.choices) or _NOTHING
    reason = Sentence(
        "“{key}” cannot become “{to}”. It can become: {known}.",
        key=key,
        to=to,
        known=known,
    )
    raise CodebookError(reason, field=key)


def _own_part(
    annotation: Annotation,
    kind: AnnotationType,
    targets: list[Target],
    old: Codebook,
    new: Codebook,
) -> Annotation:
    part = _Part(
        kind.id, kind.fields, dict(annotation.fields), list(annotation.spans), []
    )
    _carry(part, targets, old, new)
    if part.fields == annotation.fields and tuple(part.spans) == annotation.spans:
        return annotation
    return replace(
        annotation,
        fields=part.fields,
        spans=tuple(part.spans),
        extra=_with_kept(annotation.extra, part.kept),
    )


def _row(
    row: Row, spec: RowType | None, targets: list[Target], old: Codebook, new: Codebook
) -> Row:
    if spec is None:
        return row
    part = _Part(spec.id, spec.fields, dict(row.fields), list(row.spans), [])
    _carry(part, targets, old, new)
    if part.fields == row.fields and tuple(part.spans) == row.spans:
        return row
    extra = _with_kept(row.extra, part.kept)
    return Row(fields=part.fields, spans=tuple(part.spans), extra=extra)


def _carry(part: _Part, targets: list[Target], old: Codebook, new: Codebook) -> None:
    """Values first, so that a field that goes takes them along as they became."""
    verbs: dict[str, Callable[[_Part, Target, Codebook], None]] = {
        "value": _value,
        "entry": _entry,
        "field": _field,
        "role": _role,
    }
    for what, verb in verbs.items():
        for target in targets:
            if target.need.what == what:
                verb(part, target, new)
    for each in part.kept:
        each["codebook"] = f"{old.id} {old.version}"


def _value(part: _Part, target: Target, new: Codebook) -> None:
    owner, field, value = target.need.path.rsplit(".", 2)
    if owner == part.of:
        _exchange(part, field, value, target.to)


def _entry(part: _Part, target: Target, new: Codebook) -> None:
    vocabulary, entry = target.need.path.rsplit(".", 1)
    for spec in part.specs:
        if spec.vocabulary == vocabulary:
            _exchange(part, spec.id, entry, target.to)


def _exchange(part: _Part, field: str, value: str, to: str) -> None:
    held = part.fields.get(field)
    listed = held if isinstance(held, tuple) else (held,)
    if value not in listed or value == to:
        return
    if not to:
        part.kept.append({"field": field, "value": value})
    swapped = dict.fromkeys(to if each == value else str(each) for each in listed)
    left = tuple(each for each in swapped if each)
    if not left:
        del part.fields[field]
    else:
        part.fields[field] = left if isinstance(held, tuple) else left[0]


def _field(part: _Part, target: Target, new: Codebook) -> None:
    owner, field = target.need.path.rsplit(".", 1)
    if owner != part.of or field not in part.fields:
        return
    value = part.fields.pop(field)
    spec = _spec(new, owner, target.to)
    fits = spec and has_kind(spec, value) and not unknown_values(spec, value)
    if fits and target.to not in part.fields:
        part.fields[target.to] = value
    else:
        shown = list(value) if isinstance(value, tuple) else value
        part.kept.append({"field": field, "value": shown})


def _role(part: _Part, target: Target, new: Codebook) -> None:
    owner, role = target.need.path.rsplit(".", 1)
    gone = [span for span in part.spans if span.role == role]
    if owner != part.of or not gone:
        return
    if target.to:
        part.spans = [
            replace(span, role=target.to) if span in gone else span
            for span in part.spans
        ]
    else:
        part.spans = [span for span in part.spans if span not in gone]
        part.kept.append({"role": role, "spans": [_span(span) for span in gone]})


def _without_rows(annotation: Annotation, target: Target, old: Codebook) -> Annotation:
    """Rows of a kind that is gone are kept aside whole."""
    name = target.need.path
    if target.need.what != "row" or name not in (*annotation.rows, *annotation.none):
        return annotation
    gone = annotation.rows.get(name, ())
    kept = {"rows": name, "values": [_row_data(row) for row in gone]}
    kept["codebook"] = f"{old.id} {old.version}"
    return replace(
        annotation,
        rows={key: each for key, each in annotation.rows.items() if key != name},
        none=tuple(each for each in annotation.none if each != name),
        extra=_with_kept(annotation.extra, [kept] if gone else []),
    )


def _spec(codebook: Codebook, owner: str, field: str) -> Field | None:
    parts: list[AnnotationType | RowType] = [*codebook.types]
    parts += [row for kind in codebook.types for row in kind.rows]
    return next((part.field(field) for part in parts if part.id == owner), None)


def _with_kept(
    extra: Mapping[str, Any], kept: list[dict[str, Any]]
) -> Mapping[str, Any]:
    return {**extra, KEPT: [*extra.get(KEPT, ()), *kept]} if kept else extra


def _row_data(row: Row) -> dict[str, Any]:
    fields = {k: list(v) if isinstance(v, tuple) else v for k, v in row.fields.items()}
    data: dict[str, Any] = {"fields": fields, "spans": [_span(s) for s in row.spans]}
    return {**data, "extra": dict(row.extra)} if row.extra else data


def _span(span: Span) -> dict[str, Any]:
    return {
        "role": span.role,
        "start": span.start,
        "end": span.end,
        "text": span.text,
    }
