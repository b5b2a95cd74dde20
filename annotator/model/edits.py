# SPDX-License-Identifier: MIT
"""What can be done to an annotation, as functions from one value to the next.

Nothing here is stored: each verb returns a new `Annotation` (the same one where
nothing changes) and raises `ValidationError` for what makes no sense.  Drafts may
be incomplete; what is still missing is told by `model.validation`.

A row is named by (row type, index counted from 0); None means the annotation's
own spans and fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from annotator.model import spans as ranges
from annotator.model.annotation import STATES, Annotation, FieldValue, Row, Span
from annotator.model.codebook import AnnotationType, Codebook, Field, Role
from annotator.model.document import Document
from annotator.model.errors import ValidationError
from annotator.model.identity import new_uid
from annotator.model.nesting import find_parent, reparent
from annotator.model.sentence import Sentence
from annotator.model.values import defaults, fitted, revealed

__all__ = [
    "RowPlace",
    "add_row",
    "begin",
    "cut",
    "find_parent",
    "mark",
    "remove_row",
    "reparent",
    "set_field",
    "set_none",
    "set_span",
    "set_state",
    "unmark",
]

RowPlace: TypeAlias = tuple[str, int] | None
Spans: TypeAlias = tuple[Span, ...]


def begin(
    codebook: Codebook,
    type_id: str,
    document: Document,
    annotator: str,
    role: str | None = None,
    start: int = 0,
    end: int = 0,
    others: Iterable[Annotation] = (),
    *,
    layer: str = "primary",
    uid: str | None = None,
) -> Annotation:
    """A draft with the codebook's defaults and, given a role, its first span.

    Its parent is the innermost of `others` (the live annotations of the
    document) whose content holds the new one; see `model.nesting`.
    """
    draft = Annotation(
        uid=uid or new_uid(),
        document=document.uid,
        type=type_id,
        annotator=annotator,
        layer=layer,
        codebook=codebook.sha256,
        fields=defaults(_type(codebook, type_id).fields),
    )
    if role is None:
        return draft
    return mark(draft, codebook, document.text, role, start, end, others=others)


def mark(
    annotation: Annotation,
    codebook: Codebook,
    text: str,
    role: str,
    start: int,
    end: int,
    row: RowPlace = None,
    others: Iterable[Annotation] | None = None,
) -> Annotation:
    """Give [start, end) of `text` the role.

    A role of at most one span takes the new one instead of the old, others add
    it; overlapping and touching pieces unite.  With `others` the parent is found
    anew, since content may have been marked or left its parent.
    """
    rule = _role(codebook, annotation, role, row)
    new = ranges.make(role, text, start, end)

    def change(old: Spans) -> Spans:
        if rule.max == 1:
            return (new,)
        joined = ranges.united((*old, new), text)
        if rule.contiguous and len(joined) > 1:
            return (new,)
        return _at_most(rule, joined)

    edited = _on_role(annotation, role, row, change, codebook)
    return _rehomed(edited, codebook, others) if row is None else edited


def unmark(
    annotation: Annotation, role: str, index: int, row: RowPlace = None
) -> Annotation:
    """Take away the index-th (from 0) span of the role."""

    def change(old: Spans) -> Spans:
        _expect_index(role, index, old)
        return old[:index] + old[index + 1 :]

    return _on_role(annotation, role, row, change)


def set_span(
    annotation: Annotation,
    text: str,
    role: str,
    index: int,
    start: int,
    end: int,
    row: RowPlace = None,
    *,
    codebook: Codebook | None = None,
    others: Iterable[Annotation] | None = None,
) -> Annotation:
    """Move the index-th (from 0) span of the role to [start, end).

    It unites with pieces that it comes to overlap or touch.  With codebook and
    `others` the parent is found anew.
    """
    new = ranges.make(role, text, start, end)

    def change(old: Spans) -> Spans:
        _expect_index(role, index, old)
        return ranges.united((*old[:index], new, *old[index + 1 :]), text)

    edited = _on_role(annotation, role, row, change, codebook)
    return _rehomed(edited, codebook, others) if codebook and row is None else edited


def cut(
    annotation: Annotation,
    text: str,
    start: int,
    end: int,
    role: str,
    row: RowPlace = None,
    *,
    codebook: Codebook | None = None,
) -> Annotation:
    """Take [start, end) out of the role's spans: they shrink, part or vanish.

    White space at the new edges goes too.  With the codebook, a cut that would
    leave more pieces than the role may have is refused.
    """
    ranges.make(role, text, start, end)
    rule = _role(codebook, annotation, role, row) if codebook else None

    def change(old: Spans) -> Spans:
        left = ranges.without(old, text, start, end)
        return _at_most(rule, left) if rule and len(left) > len(old) else left

    return _on_role(annotation, role, row, change, codebook)


def set_field(
    annotation: Annotation,
    codebook: Codebook,
    field: str,
    value: FieldValue | list[str] | None,
    row: RowPlace = None,
) -> Annotation:
    """Set a field; None (or an empty list) unsets it.

    Fields that become visible by it get their defaults; those that become
    hidden keep what they hold.
    """
    specs = _fields(codebook, annotation, row)
    spec = next((each for each in specs if each.id == field), None)
    if spec is None:
        raise ValidationError("the codebook has no such field here.", field=field)
    kept = None if value is None or value == [] or value == () else fitted(spec, value)

    def change(old: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
        new = {key: each for key, each in old.items() if key != field}
        if kept is not None:
            new[field] = kept
        return {**revealed(specs, new, old), **new}

    if row is None:
        return _if_changed(annotation, fields=change(annotation.fields))
    return _on_row(annotation, row, lambda r: replace(r, fields=change(r.fields)))


def add_row(annotation: Annotation, codebook: Codebook, row_type: str) -> Annotation:
    """Add a row at the end, with its defaults; a “none” tick goes away."""
    spec = _type(codebook, annotation.type).row(row_type)
    if spec is None:
        raise ValidationError("there are no rows “{rows}” here.", rows=row_type)
    rows = annotation.rows.get(row_type, ())
    if spec.max and len(rows) >= spec.max:
        raise ValidationError(
            "{label} takes at most {max} rows.", label=spec.label, max=spec.max
        )
    new = Row(fields=defaults(spec.fields))
    none = tuple(each for each in annotation.none if each != row_type)
    all_rows = {**annotation.rows, row_type: (*rows, new)}
    return replace(annotation, rows=all_rows, none=none)


def remove_row(annotation: Annotation, row_type: str, index: int) -> Annotation:
    """Remove the index-th (from 0) row of that type, with all it holds."""
    rows = annotation.rows.get(row_type, ())
    _expect_index(row_type, index, rows)
    return _with_rows(annotation, row_type, rows[:index] + rows[index + 1 :])


def set_none(annotation: Annotation, row_type: str, said: bool) -> Annotation:
    """Say that there are no rows of that type, or take it back."""
    if said and annotation.rows.get(row_type):
        reason = Sentence("there are {rows} rows.", rows=row_type)
        raise ValidationError(reason, remedy="Remove them first.")
    none = [each for each in annotation.none if each != row_type]
    return _if_changed(annotation, none=(*none, row_type) if said else tuple(none))


def set_state(annotation: Annotation, state: str) -> Annotation:
    """Make it a "draft" or "complete"; whether it may be is not asked here."""
    if state not in STATES:
        raise ValidationError(
            "“{state}” is not a state: {known}.", state=state, known=", ".join(STATES)
        )
    return _if_changed(annotation, state=state)


def _type(codebook: Codebook, type_id: str) -> AnnotationType:
    try:
        return codebook.type(type_id)
    except KeyError:
        reason = Sentence("the codebook has no annotation type “{type}”.", type=type_id)
        raise ValidationError(reason) from None


def _role(codebook: Codebook, annotation: Annotation, role: str, row: RowPlace) -> Role:
    kind = _type(codebook, annotation.type)
    part = kind if row is None else kind.row(row[0])
    found = part.role(role) if part else None
    if found is None:
        raise ValidationError("the codebook has no role “{role}” here.", role=role)
    return found


def _fields(
    codebook: Codebook, annotation: Annotation, row: RowPlace
) -> tuple[Field, ...]:
    kind = _type(codebook, annotation.type)
    part = kind if row is None else kind.row(row[0])
    if part is None:
        raise ValidationError("there are no rows “{rows}” here.", rows=row and row[0])
    return part.fields


def _at_most(rule: Role, spans: Spans) -> Spans:
    limit = 1 if rule.contiguous else rule.max
    if limit and len(spans) > limit:
        if limit == 1:
            reason = Sentence("{label} takes at most one piece.", label=rule.label)
            raise ValidationError(reason)
        raise ValidationError(
            "{label} takes at most {limit} pieces.", label=rule.label, limit=limit
        )
    return spans


def _expect_index(what: str, index: int, items: tuple[object, ...]) -> None:
    if not 0 <= index < len(items):
        raise ValidationError(
            "there is no {what} number {number}.", what=what, number=index + 1
        )


def _if_changed(annotation: Annotation, **changes: object) -> Annotation:
    same = all(getattr(annotation, name) == new for name, new in changes.items())
    return annotation if same else replace(annotation, **changes)  # type: ignore[arg-type]


def _on_role(
    annotation: Annotation,
    role: str,
    row: RowPlace,
    change: Callable[[Spans], Spans],
    codebook: Codebook | None = None,
) -> Annotation:
    """Put what `change` makes of the role's spans in their place."""

    def put(spans: Spans) -> Spans:
        mine = tuple(sorted((s for s in spans if s.role == role), key=_start))
        rest = (s for s in spans if s.role != role)
        known = _role_order(codebook, annotation, row) if codebook else []
        order = list(dict.fromkeys([*known, *(s.role for s in spans), role]))
        kept = (*rest, *change(mine))
        return tuple(sorted(kept, key=lambda s: (order.index(s.role), s.start)))

    if row is None:
        return _if_changed(annotation, spans=put(annotation.spans))
    return _on_row(annotation, row, lambda r: replace(r, spans=put(r.spans)))


def _start(span: Span) -> int:
    return span.start


def _role_order(codebook: Codebook, annotation: Annotation, row: RowPlace) -> list[str]:
    kind = _type(codebook, annotation.type)
    part = kind if row is None else kind.row(row[0])
    return [role.id for role in part.roles] if part else []


def _on_row(
    annotation: Annotation, row: tuple[str, int], change: Callable[[Row], Row]
) -> Annotation:
    row_type, index = row
    rows = annotation.rows.get(row_type, ())
    _expect_index(row_type, index, rows)
    new = change(rows[index])
    if new == rows[index]:
        return annotation
    changed = (*rows[:index], new, *rows[index + 1 :])
    return _with_rows(annotation, row_type, changed)


def _with_rows(
    annotation: Annotation, row_type: str, rows: tuple[Row, ...]
) -> Annotation:
    all_rows = {k: v for k, v in annotation.rows.items() if k != row_type}
    if rows:
        all_rows[row_type] = rows
    return replace(annotation, rows=all_rows)


def _rehomed(
    annotation: Annotation, codebook: Codebook, others: Iterable[Annotation] | None
) -> Annotation:
    if others is None:
        return annotation
    parent = find_parent(annotation, codebook, others)
    return _if_changed(annotation, parent=parent)
