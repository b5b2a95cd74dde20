# SPDX-License-Identifier: MIT
"""Where an annotation stands, what it lacks, and where a problem is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.annotation import Annotation, FieldValue, Span
from annotator.model.codebook import AnnotationType, Field, Role
from annotator.model.problem import Problem
from annotator.ui.form.context import RowPlace

if TYPE_CHECKING:
    from annotator.ui.form.panel import Panel


def place_of(
    annotation: Annotation, everything: Sequence[Annotation]
) -> tuple[int, int]:
    """(level from 1, number of annotations directly inside it)."""
    nested = sum(a.parent == annotation.uid for a in everything)
    if annotation.parent is None:
        return 1, nested
    parents = {a.uid: a.parent for a in everything}
    level, at, seen = 1, annotation.parent, {annotation.uid}
    while at in parents and at not in seen:
        seen.add(at)
        level += 1
        at = parents[at] or ""
    return level, nested


def is_lacking(annotation: Annotation, kind: AnnotationType) -> bool:
    """Whether something required is still missing."""
    if _lacks(annotation.fields, annotation.spans, kind.fields, kind.roles):
        return True
    for row_kind in kind.rows:
        rows = annotation.rows.get(row_kind.id, ())
        unsaid = row_kind.explicit_none and row_kind.id not in annotation.none
        if len(rows) < row_kind.min or (not rows and unsaid):
            return True
        if any(
            _lacks(r.fields, r.spans, row_kind.fields, row_kind.roles) for r in rows
        ):
            return True
    return False


def _lacks(
    held: Mapping[str, FieldValue],
    spans: Sequence[Span],
    fields: Sequence[Field],
    roles: Sequence[Role],
) -> bool:
    applying = (f for f in fields if f.visible_if is None or f.visible_if.holds(held))
    if any(f.required and f.id not in held for f in applying):
        return True
    counts = [s.role for s in spans]
    return any(counts.count(role.id) < role.min for role in roles)


def focus_problem(panel: Panel, problem: Problem, place: RowPlace) -> None:
    """Put the keyboard onto what the problem is about."""
    if problem.field and panel.enter_plainly(problem.field, place):
        return
    if problem.role and place is None and problem.role in panel.roles.rows:
        row = panel.roles.rows[problem.role]
        if row.isHidden():
            panel.roles.links[problem.role].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            row.setFocus(Qt.FocusReason.TabFocusReason)
    elif problem.row and problem.row in panel.sections:
        _focus_row_problem(panel, problem, place)


def _focus_row_problem(panel: Panel, problem: Problem, place: RowPlace) -> None:
    assert problem.row is not None
    section = panel.sections[problem.row]
    body = section.body(place[1]) if place else None
    role = body.roles.get(problem.role or "") if body else None
    if role is not None:
        role.setFocus(Qt.FocusReason.TabFocusReason)
    else:
        section.focus_add()


def has_keyboard(form: QWidget) -> bool:
    """Whether the keyboard is in the form, on whatever part of it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is form or form.isAncestorOf(focused))
