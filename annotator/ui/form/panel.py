# SPDX-License-Identifier: MIT
"""Roles, fields and rows of one annotation type, built once and then refilled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType
from annotator.model.problem import Problem
from annotator.ui.form import look
from annotator.ui.form.buttons import Button
from annotator.ui.form.context import FormContext, RowPlace
from annotator.ui.form.fieldrow import FieldRow
from annotator.ui.form.roles import RoleSection
from annotator.ui.form.rowbody import RowBody
from annotator.ui.form.rowsection import RowSection
from annotator.ui.form.sources import LinkSource
from annotator.ui.theme import Theme


class Panel(QWidget):
    """The fields of one annotation type.

    Signals:
        edited, wanted: (row id or None, n or None, field id, value or words).
        others: as `AnnotationForm`'s of the same names.
    """

    edited = Signal(object, object, str, object)
    wanted = Signal(object, object, str, str)
    row_added = Signal(str)
    row_removed = Signal(str, int)
    none_toggled = Signal(str, bool)
    role_activated = Signal(str, object, object)
    role_cleared = Signal(str, object, object)
    row_activated = Signal(str, int)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        context: FormContext,
        kind: AnnotationType,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.context, self.kind = theme, context, kind
        self.fields: dict[str, FieldRow] = {}
        self.sections: dict[str, RowSection] = {}
        self.unfolded = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        # Lists of pickers are as wide as the form.
        self.setProperty("popupSpan", look.MARGIN)
        self._add_roles()
        self._add_fields()
        self._add_sections()

    # -- building

    def _add_roles(self) -> None:
        self.roles = RoleSection(self.theme, self.kind, self)
        self.roles.activated.connect(lambda r: self.role_activated.emit(r, None, None))
        self.roles.cleared.connect(lambda r: self.role_cleared.emit(r, None, None))
        holder, column = self._inset(8)
        column.addWidget(self.roles)
        self.column.addWidget(holder)

    def _inset(self, side: int) -> tuple[QWidget, QVBoxLayout]:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(side, 0, side, 0)
        column.setSpacing(0)
        return holder, column

    def _add_fields(self) -> None:
        holder, column = self._inset(look.MARGIN - look.RING)
        column.setContentsMargins(12, 6, 12, 0)
        rare = [f for f in self.kind.fields if f.rare]
        for field in self.kind.fields:
            if not field.rare:
                column.addWidget(self._field_row(field.id))
        self.more = Button(self.theme, "", kind="link", icon="right", parent=self)
        self.more.token = "text_3"
        self.more.setObjectName("moreFields")
        self.more.clicked.connect(lambda: self.unfold(not self.unfolded))
        self.more.setVisible(bool(rare))
        column.addWidget(self.more)
        for field in rare:
            column.addWidget(self._field_row(field.id))
        self.unfold(False)
        self.column.addWidget(holder)

    def _field_row(self, field_id: str) -> FieldRow:
        field = self.kind.field(field_id)
        assert field is not None
        row = FieldRow(self.theme, self.context, field, "beside", self)
        row.edited.connect(lambda f, value: self.edited.emit(None, None, f, value))
        row.wanted.connect(lambda f, words: self.wanted.emit(None, None, f, words))
        row.left.connect(self.left)
        self.fields[field_id] = row
        return row

    def _add_sections(self) -> None:
        holder, column = self._inset(look.MARGIN - look.RING)
        for number, row in enumerate(self.kind.rows):
            section = RowSection(self.theme, self.context, row, number == 0, self)
            self._connect_section(section, row.id)
            self.sections[row.id] = section
            column.addWidget(section)
        self.column.addWidget(holder)

    def _connect_section(self, section: RowSection, row: str) -> None:
        section.added.connect(lambda: self.row_added.emit(row))
        section.removed.connect(lambda n: self.row_removed.emit(row, n))
        section.none_toggled.connect(lambda said: self.none_toggled.emit(row, said))
        section.activated.connect(lambda n: self.row_activated.emit(row, n))
        section.edited.connect(lambda n, f, value: self.edited.emit(row, n, f, value))
        section.wanted.connect(lambda n, f, words: self.wanted.emit(row, n, f, words))
        section.role_activated.connect(
            lambda role, n: self.role_activated.emit(role, row, n)
        )
        section.role_cleared.connect(
            lambda role, n: self.role_cleared.emit(role, row, n)
        )
        section.left.connect(self.left)

    def unfold(self, unfolded: bool) -> None:
        """Show or hide the rare fields."""
        self.unfolded = unfolded
        rare = [row for row in self.fields.values() if row.field.rare]
        for row in rare:
            row.setVisible(unfolded)
        self.more.sign = "down" if unfolded else "right"
        words = (
            self.tr("1 more field") if len(rare) == 1 else self.tr("{n} more fields")
        )
        self.more.show_words(words.replace("{n}", str(len(rare))))
        self.more.update()

    # -- showing

    def show_annotation(
        self,
        annotation: Annotation,
        problems: Sequence[Problem],
        active: RowPlace,
        asked: bool,
    ) -> None:
        """Fill everything in from an annotation of this type."""
        with QSignalBlocker(self):
            self.roles.show_annotation(annotation, problems, asked)
            for identifier, row in self.fields.items():
                self._show_field(row, annotation, problems, identifier)
            for identifier, section in self.sections.items():
                here = active[1] if active and active[0] == identifier else None
                section.show_annotation(annotation, problems, here)

    def _show_field(
        self, row: FieldRow, annotation: Annotation, problems: Sequence[Problem], f: str
    ) -> None:
        source = getattr(row.editor, "source", None)
        if isinstance(source, LinkSource):
            source.own = annotation.uid
        row.show_value(annotation.fields.get(f))
        mine = [p for p in problems if p.field == f and p.row is None]
        row.show_problems(mine)
        if mine and row.field.rare and not self.unfolded:
            self.unfold(True)
        condition = row.field.visible_if
        if condition is not None:
            applies = condition.holds(annotation.fields)
            row.setVisible(applies and (self.unfolded or not row.field.rare))

    def reset(self) -> None:
        """Another annotation is shown: forget what was typed and not told."""
        for row in self._all_rows():
            row.reset()

    def commit(self) -> None:
        """Tell what was typed and is still waiting for its pause."""
        for row in self._all_rows():
            row.editor.commit()

    def _all_rows(self) -> list[FieldRow]:
        found = list(self.fields.values())
        for section in self.sections.values():
            for body in section.bodies():
                found += body.fields.values()
        return found

    # -- the keyboard

    def field_row(self, field_id: str, place: RowPlace) -> FieldRow | None:
        """The field of that id, in that row; None where there is none."""
        if place is None:
            return self.fields.get(field_id)
        body = self.row_body(place)
        return body.fields.get(field_id) if body else None

    def row_body(self, place: RowPlace) -> RowBody | None:
        """What is shown of that row when its card is open."""
        section = self.sections.get(place[0]) if place else None
        return section.body(place[1]) if section and place else None

    def enter_field(
        self, field_id: str, place: RowPlace, text: str | None, names: Sequence[str]
    ) -> bool:
        """Put the keyboard into a field; False where there is none."""
        row = self.field_row(field_id, place)
        if row is None:
            return False
        if row.field.rare:
            self._unfold_around(place)
        if row.field.type == "entity":
            row.editor.propose(names)
        row.enter(text)
        return True

    def enter_plainly(self, field_id: str, place: RowPlace) -> bool:
        """Put the keyboard onto a field without opening any list."""
        row = self.field_row(field_id, place)
        if row is None:
            return False
        if row.field.rare:
            self._unfold_around(place)
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _unfold_around(self, place: RowPlace) -> None:
        if place is None:
            self.unfold(True)
            return
        body = self.row_body(place)
        if body is not None:
            body.unfold(True)
