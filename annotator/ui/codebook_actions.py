# SPDX-License-Identifier: MIT
"""The commands that a codebook makes: its roles and fields by name.

They serve what has no key, and the palette.  Another codebook has others, so
they are drawn anew when it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.model.offering import offering
from annotator.ui import modes
from annotator.ui.actions import Action, names

if TYPE_CHECKING:
    from annotator.model.codebook import AnnotationType, Field, Role, RowType
    from annotator.ui.window import MainWindow

_PREFIXES = ("role.", "field.", "offer.")


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def actions(w: MainWindow) -> Iterator[Action]:
    """Every role and field of the codebook, and the drafts that it offers."""
    types = w.session.codebook.types
    for kind in types:
        yield from _of_type(w, kind, first=kind is types[0])
    if offering(w.session.codebook) is not None:
        yield Action(
            "offer.begin",
            tr("Begin all drafts that the codebook offers"),
            lambda: w.hand.marker.beginning.take_offer(),
            menu=tr("Annotate"),
            enabled=partial(_may_take_offer, w),
            icon="add",
            group="mark",
            words=names(tr("one for each unit, every paragraph, every target")),
        )


def renew(w: MainWindow) -> None:
    """Draw the commands of the codebook that is in force now."""
    registry = w.registry
    old = [each.id for each in registry if each.id.startswith(_PREFIXES)]
    registry.replace(old, list(modes.while_annotating(actions(w))))
    w.header.menu_bar.clear()
    registry.menus(w.header.menu_bar)
    for identifier in [each.id for each in registry]:
        if identifier.startswith(_PREFIXES):
            w.addAction(registry.qaction(identifier))


def _may_take_offer(w: MainWindow) -> bool | str:
    if (answer := w.has_document()) is not True:
        return answer
    if w.hand.marker.beginning.offered():
        return True
    return tr("Every draft that the codebook offers is there.")


def _of_type(w: MainWindow, kind: AnnotationType, *, first: bool) -> Iterator[Action]:
    """A type's roles and fields.  The first type's ids do not name it."""
    head = "" if first else f"{kind.id}."
    where = "" if first else f" ({kind.label})"
    for role in kind.roles:
        yield _role(w, f"role.{head}{role.id}", role, where, kind, None)
    for field in kind.fields:
        yield _field(w, f"field.{head}{field.id}", field, where, kind, None)
    for row in kind.rows:
        words = f" ({row.label})" if first else f" ({kind.label}: {row.label})"
        for role in row.roles:
            identifier = f"role.{head}{row.id}.{role.id}"
            yield _role(w, identifier, role, words, kind, row)
        for field in row.fields:
            identifier = f"field.{head}{row.id}.{field.id}"
            yield _field(w, identifier, field, words, kind, row)


def _role(
    w: MainWindow,
    identifier: str,
    role: Role,
    where: str,
    kind: AnnotationType,
    row: RowType | None,
) -> Action:
    return Action(
        identifier,
        tr("Mark as {0}").format(role.label) + where,
        _marker_of(w, kind.id, role.id, row.id if row else None),
        menu=tr("Annotate") + "/" + tr("Mark as"),
        enabled=partial(_may_mark, w, kind, row),
        icon="quote",
        group=_group(kind, row),
    )


def _field(
    w: MainWindow,
    identifier: str,
    field: Field,
    where: str,
    kind: AnnotationType,
    row: RowType | None,
) -> Action:
    return Action(
        identifier,
        tr("Field {0}").format(field.label) + where,
        _focuser_of(w, field.id, row.id if row else None),
        menu=tr("Annotate") + "/" + tr("Go to field"),
        enabled=partial(_is_chosen, w, kind),
        icon="edit",
        group=_group(kind, row),
    )


def _group(kind: AnnotationType, row: RowType | None) -> str:
    return f"mark.{kind.id}.{row.id}" if row else f"mark.{kind.id}"


def _is_chosen(w: MainWindow, kind: AnnotationType) -> bool | str:
    chosen = w.hand.bench.chosen
    if chosen is None:
        return tr("No annotation is chosen.")
    if chosen.type == kind.id:
        return True
    return tr("The chosen annotation is of another type.")


def _may_mark(w: MainWindow, kind: AnnotationType, row: RowType | None) -> bool | str:
    if row is None and w.hand.article.selection() is not None:
        return True
    return _is_chosen(w, kind)


def _marker_of(
    w: MainWindow, kind: str, role: str, row: str | None
) -> Callable[[], object]:
    def mark() -> None:
        chosen = w.hand.bench.chosen
        if chosen is not None and chosen.type == kind:
            w.hand.marker.role_by_name(role, row)
        else:
            w.hand.marker.beginning.begin(kind, role)
            w.hand.article.setFocus()

    return lambda: w.hand.bench.guarded(mark)


def _focuser_of(w: MainWindow, field: str, row: str | None) -> Callable[[], object]:
    return lambda: w.hand.bench.guarded(lambda: w.hand.marker.focus_field(field, row))
