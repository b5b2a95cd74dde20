# SPDX-License-Identifier: MIT
"""A dialog over a list that the project keeps: its speakers, its issues.

The list, its filter, the fields beside it and uniting two of them are the same
for all; what the things are and how they are stored is told by a `Register`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model import fuzzy
from annotator.model.errors import UserError
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.dialogs.register_editor import RecordEditor
from annotator.ui.dialogs.register_model import Item, RegisterModel
from annotator.ui.dialogs.register_source import Register
from annotator.ui.dialogs.register_table import FilterLine, RegisterTable
from annotator.ui.dialogs.register_unite import ItemSource, UniteBox
from annotator.ui.icons import icon
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme
from annotator.ui.wording import reason_words

if TYPE_CHECKING:
    from annotator.services.events import Changed
    from annotator.services.session import Session


class RegisterDialog(Dialog):
    """The list with its filter, and beside it the chosen item's fields."""

    _heard = Signal(object)

    def __init__(
        self,
        register: Register,
        theme: Theme,
        session: Session,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(register.words.title, parent)
        self.resize(980, 640)
        self.theme, self.session, self.register = theme, session, register
        self.current: Item | None = None
        self.making = False
        self.model = RegisterModel(theme, self)
        self.editor = RecordEditor(theme)
        self._build()
        self._heard.connect(self._on_changed)
        self._unsubscribe = session.events.subscribe(self._heard.emit)
        self.finished.connect(self._on_finished)
        self._use_group()
        self.filter.setFocus()

    # -- building

    def _build(self) -> None:
        self.body.addLayout(self._build_head())
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(self._build_table(), 1)
        columns.addWidget(self._build_side())
        self.body.addLayout(columns, 1)
        self.count = plain_label("", "quiet")
        self.add_left(self.count)
        self.add_cancel(self.tr("Close"))

    def _build_head(self) -> QHBoxLayout:
        words = self.register.words
        self.filter = FilterLine()
        self.filter.setObjectName("registerFilter")
        self.filter.setAccessibleName(words.filter)
        self.filter.setPlaceholderText(words.filter)
        self.filter.setClearButtonEnabled(True)
        lens = icon("search", self.theme)
        self.filter.addAction(lens, QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._on_query)
        self.filter.done.connect(self._enter_table)
        self.groups = QComboBox()
        self.groups.setObjectName("registerGroup")
        self.groups.setAccessibleName(self.tr("List"))
        for identifier, label in self.register.groups():
            self.groups.addItem(label, identifier)
        self.groups.setVisible(self.groups.count() > 1)
        self.groups.activated.connect(self._on_group)
        self.new = button(words.new)
        self.new.setObjectName("registerNew")
        self.new.clicked.connect(self._on_new)
        self.new.setEnabled(not self.session.read_only)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.groups)
        head.addWidget(self.filter, 1)
        head.addWidget(self.new)
        return head

    def _build_table(self) -> RegisterTable:
        self.table = table = RegisterTable(self.model, self.register.words.title)
        table.entered_row.connect(self.editor.enter)
        table.selectionModel().currentChanged.connect(self._on_row)
        # A reset forgets the chosen row; it is chosen again by its uid.
        self.model.modelReset.connect(self._choose_again)
        return table

    def _build_side(self) -> QScrollArea:
        self.side = QVBoxLayout()
        self.side.setContentsMargins(4, 0, 10, 0)
        self.side.setSpacing(10)
        inside = QWidget()
        inside.setLayout(self.side)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        area.setFixedWidth(330)
        self.heading = plain_label("", "heading", wrap=True)
        self.why = plain_label("", "quiet", wrap=True)
        self.add = button(self.register.words.add)
        self.add.setObjectName("registerAdd")
        self.add.clicked.connect(self._on_add)
        source = ItemSource(self.register.words.unite, lambda: self.model.items)
        self.unite = UniteBox(self.theme, source, self._sentence)
        self.unite.wanted.connect(self._on_unite)
        self.unite.left.connect(self.table.setFocus)
        self.unite.picker.edited.connect(
            # After the sentence has its place.
            lambda: QTimer.singleShot(0, self, lambda: self._reveal(area))
        )
        for widget in (self.heading, self.why, self.editor, self.add):
            self.side.addWidget(widget)
        self.side.addSpacing(10)
        self.side.addWidget(self.unite)
        self.side.addStretch(1)
        return area

    def _reveal(self, area: QScrollArea) -> None:
        area.ensureWidgetVisible(self.unite.unite, 0, 12)

    def _use_group(self) -> None:
        """Build the fields of the register's group and read its items."""
        old = self.editor
        self.editor = RecordEditor(self.theme)
        others = ItemSource(self.register.words.title, lambda: self.model.items)
        self._others = others
        self.register.build(self.editor, others)
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self._on_left)
        self.side.replaceWidget(old, self.editor)
        self.table.entered_row.disconnect()
        self.table.entered_row.connect(self.editor.enter)
        old.deleteLater()
        QWidget.setTabOrder(self.table, self.editor)
        self.current, self.making = None, False
        self._reload()
        self.table.dress(self.register.columns())
        self._choose_again()

    # -- reading

    def _reload(self) -> None:
        items = self.register.items()
        self.model.set_items(items, self.register.columns())
        words = self.register.words.count
        self.count.setText(words.replace("{n}", f"{len(items):,}"))

    def _on_changed(self, changed: Changed) -> None:
        if changed.tables & self.register.tables:
            self._reload()

    def _on_finished(self) -> None:
        if not self.making:
            self.editor.commit()
        self._unsubscribe()

    # -- choosing

    def _on_query(self, text: str) -> None:
        self.model.set_query(text)
        if self.model.rowCount():
            self.table.choose(0)

    def _enter_table(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.choose(0)

    def _on_group(self) -> None:
        self.editor.commit()
        self.register.group = self.groups.currentData()
        self._use_group()

    def choose(self, uid: str) -> None:
        """Choose an item; the filter is emptied where it hides it."""
        if self.model.row_of(uid) < 0:
            self.filter.clear()
        self.table.choose(self.model.row_of(uid))

    def _choose_again(self) -> None:
        uid = self.current.uid if self.current else None
        if self.making:
            return
        row = self.model.row_of(uid)
        if row >= 0:
            self.table.choose(row)
            self._show(self.model.item(row))
        else:
            gone = uid is not None and self.model.find(uid) is None
            if gone or self.current is None:
                self._show(None)
                if self.model.rowCount():
                    self.table.choose(0)

    def _on_row(self) -> None:
        item = self.model.item(self.table.currentIndex().row())
        if item is not None:
            self.making = False
            self._show(item)

    def _show(self, item: Item | None) -> None:
        """Show an item's fields; those of the same one are only refreshed."""
        other = (item and item.uid) != (self.current and self.current.uid)
        self.current = item
        fixed = item is not None and item.fixed
        editable = item is not None and not fixed and not self.session.read_only
        values = self.register.values(item) if item else {}
        if other or item is None:
            self.editor.clear(values)
            self.unite.begin(item.uid if item else None, editable)
            self.tell("")
        self._others.without = frozenset({item.uid} if item else ())
        self.editor.show_values(values, editable)
        self._show_words(item)

    def _show_words(self, item: Item | None) -> None:
        made = item is not None or self.making
        for widget in (self.editor, self.heading):
            widget.setVisible(made)
        may_unite = self.register.unites and item is not None and not item.fixed
        self.unite.setVisible(may_unite)
        self.add.setVisible(self.making)
        why = "" if made else self.register.words.empty
        if item is not None:
            self.heading.setText(one_line(item.name, 120))
            used = _used(item.count) if self.register.unites else ""
            why = self.register.words.fixed if item.fixed else used
        if self.session.read_only:
            why = self.tr("The project is open for reading only.")
        self.why.setText(why)
        self.why.setVisible(bool(why))

    # -- changing

    def _on_left(self) -> None:
        """A field is done with; one that is being refused keeps the keyboard."""
        if not self.making:
            self.table.setFocus()

    def _on_edited(self, field: str, value: object) -> None:
        self.editor.tell(field, "")
        item = self.current
        if self.making or item is None:
            return
        try:
            self.register.change(item, field, value)
        except UserError as error:
            self.editor.tell(field, reason_words(error))
            return
        self._warn_of_twin(field, value)

    def _warn_of_twin(self, field: str, value: object) -> None:
        """Say that another one has this name already: it may be the same."""
        if field != "name" or not isinstance(value, str) or self.current is None:
            return
        for item in self.model.items:
            twin = item.uid != self.current.uid
            if twin and any(fuzzy.same(value, name) for name in item.names):
                words = self.tr(
                    "“{name}” is called so too. If they are one, unite them."
                )
                name = one_line(item.name, 60)
                self.editor.tell(field, words.replace("{name}", name), "warning")
                return

    def _on_new(self) -> None:
        self.editor.commit()
        typed = self.filter.text().strip()
        self.table.clearSelection()
        self.current, self.making = None, True
        self.editor.clear({"name": typed})
        self.editor.show_values({"name": typed})
        self.heading.setText(self.register.words.new)
        self._others.without = frozenset()
        self._show_words(None)
        self.editor.enter()

    def _on_add(self) -> None:
        values = self.editor.values()
        for name in self.editor.names():
            self.editor.tell(name, "")
        # What the field's pause has still to tell is part of the new one.
        try:
            uid = self.register.create(values)
        except UserError as error:
            field = error.field if error.field in self.editor.names() else "name"
            self.editor.tell(str(field), reason_words(error))
            return
        self.making = False
        self.choose(uid)
        self.table.setFocus()

    def _sentence(self, into: str) -> str:
        stays = self.model.find(into)
        if self.current is None or stays is None:
            return ""
        return self.register.consequence(self.current, stays)

    def _on_unite(self, into: str) -> None:
        item, stays = self.current, self.model.find(into)
        if item is None or stays is None:
            return
        try:
            self.register.unite(item, stays)
        except UserError as error:
            self.tell(reason_words(error))
            return
        self.choose(into)
        self.table.setFocus()
        words = self.tr("“{name}” is united with “{into}”. Undo takes it back.")
        words = words.replace("{name}", one_line(item.name, 60))
        self.tell(words.replace("{into}", one_line(stays.name, 60)), "secondary")


def _used(count: int) -> str:
    translate = QCoreApplication.translate
    if not count:
        return translate("dialogs", "Not used yet.")
    if count == 1:
        return translate("dialogs", "Used by one annotation.")
    words = translate("dialogs", "Used by {n} annotations.")
    return words.replace("{n}", f"{count:,}")
