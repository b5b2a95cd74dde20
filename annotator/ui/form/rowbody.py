# SPDX-License-Identifier: MIT
"""The fields and roles of an open row, packed into a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.annotation import Row
from annotator.model.codebook import Codebook, Field, Role, RowType
from annotator.model.problem import Problem
from annotator.ui.form import look
from annotator.ui.form.buttons import Button
from annotator.ui.form.common import tells_stance
from annotator.ui.form.context import FormContext
from annotator.ui.form.editors import PICKED
from annotator.ui.form.fieldrow import FieldRow, Messages, sentence
from annotator.ui.form.rolerow import RoleRow
from annotator.ui.theme import Theme

#: The least room between two small fields on a line.
_APART = 8


def tied_role(codebook: Codebook, kind: RowType, field: Field) -> Role | None:
    """The role whose words a rule asks for when this boolean is set."""
    for rule in codebook.rules:
        when, wants = rule.when, rule.require
        if when.get("of") == kind.id and when.get("field") == field.id:
            role = kind.role(str(wants.get("role", "")))
            if role is not None and when.get("is") is True:
                return role
    return None


class RowBody(QWidget):
    """What an open card holds.

    Signals:
        edited, wanted: as `FieldRow`'s.
        activated, cleared: the id of a role.
        remove_wanted: the row is to go.
    """

    edited = Signal(str, object)
    wanted = Signal(str, str)
    activated = Signal(str)
    cleared = Signal(str)
    remove_wanted = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        context: FormContext,
        kind: RowType,
        n: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.context, self.kind, self.n = theme, context, kind, n
        self.fields: dict[str, FieldRow] = {}
        self.roles: dict[str, RoleRow] = {}
        self.role_messages: dict[str, Messages] = {}
        self.rare: list[FieldRow] = []
        self.unfolded = False
        self._pairs: list[tuple[QBoxLayout, list[FieldRow]]] = []
        # Pickers open their list as wide as the card.
        self.setProperty("popupSpan", 11)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(7, 8, 7, 6)
        self.column.setSpacing(0)
        self._fill()

    # -- building

    def _fill(self) -> None:
        common = [f for f in self.kind.fields if not f.rare]
        wide = [f for f in common if f.type in PICKED or tells_stance(f)]
        small = [f for f in common if f.type in ("choice", "integer") and f not in wide]
        ticks = [f for f in common if f.type == "boolean"]
        for field in wide:
            self.column.addWidget(self._row(field, "bare"))
        self._add_pairs(small)
        for field in ticks:
            self._add_tick(field)
        for role in self.kind.roles:
            if role.id not in self.roles:
                self._add_role(role, self.column)
        for field in common:
            if field.id not in self.fields:
                self.column.addWidget(self._row(field, "beside"))
        self._add_foot()
        for field in self.kind.fields:
            if field.rare:
                self._add_rare(field)

    def _row(self, field: Field, kind: str) -> FieldRow:
        row = FieldRow(self.theme, self.context, field, kind, self)
        row.name_for(self.kind.id, self.n)
        row.edited.connect(self.edited)
        row.wanted.connect(self.wanted)
        row.left.connect(self.left)
        self.fields[field.id] = row
        return row

    def _add_pairs(self, fields: Sequence[Field]) -> None:
        """Two small fields to a line, where the card is wide enough for both."""
        for first, second in zip(fields[::2], [*fields[1::2], None], strict=False):
            pair = [field for field in (first, second) if field is not None]
            line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(0)
            for number, field in enumerate(pair):
                bare = field.type == "choice" and number == 0
                row = self._row(field, "bare" if bare else "inline")
                row.label.setContentsMargins(look.RING, 0, 0, 0)
                if hasattr(row.editor, "wide"):
                    _make_narrow(row)
                line.addWidget(row, 1 - number, Qt.AlignmentFlag.AlignLeft)
            self._pairs.append((line, [self.fields[f.id] for f in pair]))
            self.column.addLayout(line)
            for field in pair:
                self.column.addWidget(self.fields[field.id].messages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.contentsRect().width() - 14
        for line, rows in self._pairs:
            needed = sum(row.sizeHint().width() for row in rows) + _APART
            ways = QBoxLayout.Direction
            line.setDirection(ways.LeftToRight if needed <= room else ways.TopToBottom)

    def _add_tick(self, field: Field) -> None:
        if field.default is None:
            self.column.addWidget(self._row(field, "beside"))
            return
        row = self._row(field, "bare")
        role = tied_role(self.context.codebook, self.kind, field)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, look.RING, 0)
        line.setSpacing(0)
        line.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        if role is not None:
            self._add_role(role, line, tied=True)
        else:
            line.addStretch(1)
        self.column.addLayout(line)
        for messages in (row.messages, self.role_messages.get(role.id if role else "")):
            if messages is not None:
                messages.indent(look.RING + 22)
                self.column.addWidget(messages)

    def _add_role(
        self, role: Role, where: QVBoxLayout | QHBoxLayout, tied: bool = False
    ) -> None:
        row = RoleRow(self.theme, role, small=True, bare=tied, parent=self)
        row.clicked.connect(lambda: self.activated.emit(role.id))
        row.clear_wanted.connect(lambda: self.cleared.emit(role.id))
        self.roles[role.id] = row
        messages = Messages(self.theme, self)
        messages.indent(look.RING + 22)
        self.role_messages[role.id] = messages
        if tied:
            where.addSpacing(10)
            where.addWidget(row, 1)
        else:
            holder = QWidget(self)
            line = QHBoxLayout(holder)
            line.setContentsMargins(look.RING, 0, look.RING, 0)
            line.addWidget(row)
            where.addWidget(holder)
            where.addWidget(messages)

    def _add_foot(self) -> None:
        self.more = Button(self.theme, "", kind="link", icon="right", parent=self)
        self.more.token = "text_3"
        self.more.clicked.connect(lambda: self.unfold(not self.unfolded))
        remove = Button(
            self.theme, self.tr("Remove"), kind="link", icon="close", parent=self
        )
        remove.token = "text_3"
        remove.setAccessibleName(
            self.tr("Remove {row}").replace("{row}", f"{self.kind.label} {self.n + 1}")
        )
        remove.clicked.connect(self.remove_wanted)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.more)
        line.addStretch(1)
        line.addWidget(remove)
        self.column.addLayout(line)

    def _add_rare(self, field: Field) -> None:
        row = self._row(field, "beside")
        row.hide()
        self.rare.append(row)
        self.column.addWidget(row)

    def unfold(self, unfolded: bool) -> None:
        """Show or hide the rare fields."""
        self.unfolded = unfolded
        self.more.sign = "down" if unfolded else "right"
        for row in self.rare:
            row.setVisible(unfolded)
        count = len(self.rare)
        text = self.tr("%n more field(s)", "", count).replace("%n", str(count))
        text = text.replace("(s)", "" if count == 1 else "s")
        self.more.show_words(text)
        self.more.setVisible(count > 0)

    # -- showing

    def display(self, field_id: str) -> str:
        """What the field shows, e.g. an entry's label."""
        return str(getattr(self.fields[field_id].editor, "display", ""))

    def show_row(self, row: Row, problems: Sequence[Problem]) -> None:
        """Show the row's values, words and problems."""
        if not self.more.text() and self.rare:
            self.unfold(self.unfolded)
        self.more.setVisible(bool(self.rare))
        for identifier, field_row in self.fields.items():
            field_row.show_value(row.fields.get(identifier))
            here = [p for p in problems if p.field == identifier]
            field_row.show_problems(here)
            self._show_visible(field_row, row.fields)
        for identifier, role_row in self.roles.items():
            spans = [s for s in row.spans if s.role == identifier]
            hint = self.tr("no words marked")
            role_row.show_spans(spans, hint, False)
            mine = [p for p in problems if p.role == identifier and not p.field]
            told = [(p.severity, sentence(p)) for p in mine]
            self.role_messages[identifier].tell(told)
        self._show_tied(row.fields)

    def _show_visible(self, row: FieldRow, held: Mapping[str, object]) -> None:
        condition = row.field.visible_if
        if condition is not None and row not in self.rare:
            row.setVisible(condition.holds(held))  # type: ignore[arg-type]

    def _show_tied(self, held: Mapping[str, object]) -> None:
        for identifier, row in self.fields.items():
            role = tied_role(self.context.codebook, self.kind, row.field)
            if role is not None:
                shown = held.get(identifier) is True or bool(self.roles[role.id].quote)
                self.roles[role.id].setVisible(shown)

    def reset(self) -> None:
        """Forget what was typed and not told."""
        for row in self.fields.values():
            row.reset()


def _make_narrow(row: FieldRow) -> None:
    """Segments only as wide as their words."""
    segments = row.editor
    segments.wide, segments.least = False, 29.0
    policy = segments.sizePolicy()
    policy.setHorizontalPolicy(policy.Policy.Fixed)
    segments.setSizePolicy(policy)
