# SPDX-License-Identifier: MIT
"""The roles of an annotation: rows for those in use, links for the rare ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType, Role
from annotator.model.problem import Problem
from annotator.ui.form import look
from annotator.ui.form.buttons import Button
from annotator.ui.form.common import is_rare
from annotator.ui.form.fieldrow import Messages, sentence
from annotator.ui.form.flowing import Flowing
from annotator.ui.form.rolerow import OUT, RoleRow
from annotator.ui.theme import Theme


class RoleSection(QWidget):
    """All roles of an annotation type.

    Signals:
        activated, cleared: the id of the role.
    """

    activated = Signal(str)
    cleared = Signal(str)

    def __init__(
        self, theme: Theme, kind: AnnotationType, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self.kind = theme, kind
        self.rows: dict[str, RoleRow] = {}
        self.links: dict[str, Button] = {}
        self.messages: dict[str, Messages] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for role in kind.roles:
            self._add_row(role, column)
        self.link_line = QWidget(self)
        self._add_links([r for r in kind.roles if is_rare(r)])
        column.addWidget(self.link_line)

    def _add_row(self, role: Role, column: QVBoxLayout) -> None:
        main = role is self.kind.main_role
        row = RoleRow(self.theme, role, main=main, parent=self)
        row.clicked.connect(lambda: self.activated.emit(role.id))
        row.clear_wanted.connect(lambda: self.cleared.emit(role.id))
        messages = Messages(self.theme, self)
        messages.indent(OUT + look.LABEL_WIDTH + look.GAP)
        self.rows[role.id] = row
        self.messages[role.id] = messages
        column.addWidget(row)
        column.addWidget(messages)

    def _add_links(self, rare: Sequence[Role]) -> None:
        line = Flowing(self.link_line, 2)
        line.setContentsMargins(OUT - look.RING, 0, 0, 0)
        for role in rare:
            key = (role.key or "").upper()
            link = Button(
                self.theme, role.label, kind="link", icon="add", key=key, parent=self
            )
            link.token = "text_3"
            link.setToolTip(role.help)
            link.clicked.connect(lambda _=False, r=role.id: self.activated.emit(r))
            self.links[role.id] = link
            line.addWidget(link)

    def show_annotation(
        self, annotation: Annotation, problems: Sequence[Problem], asked: bool
    ) -> None:
        """Show the words of each role; `asked`: it was to be completed."""
        drafting = annotation.state == "draft" and not asked
        awaited = drafting
        for identifier, row in self.rows.items():
            spans = annotation.spans_of(identifier)
            wanted = awaited and not spans and not is_rare(row.role)
            awaited = awaited and not wanted
            self._show_row(row, bool(spans))
            hint = self._hint(row.role) if drafting else self.tr("none")
            row.show_spans(spans, hint, wanted)
            here = [p for p in problems if p.role == identifier]
            here = [p for p in here if not p.field and not p.row]
            self.messages[identifier].tell([(p.severity, sentence(p)) for p in here])
        used = any(not link.isHidden() for link in self.links.values())
        self.link_line.setVisible(used)

    def _show_row(self, row: RoleRow, marked: bool) -> None:
        link = self.links.get(row.role.id)
        if link is not None:
            row.setVisible(marked)
            link.setVisible(not marked)

    def _hint(self, role: Role) -> str:
        if role.key:
            text = self.tr("Select words, then {key}")
            return text.replace("{key}", role.key.upper())
        return self.tr("Select words, then click here")
