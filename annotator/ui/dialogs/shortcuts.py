# SPDX-License-Identifier: MIT
"""Changing keys: one command at a time, with conflicts told before they bite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from annotator.model import fuzzy
from annotator.ui.actions import ActionRegistry, Conflict
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.keys_text import native
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.settings import Settings

_ID = Qt.ItemDataRole.UserRole


class KeyField(QKeySequenceEdit):
    """Takes any keys but those that lead out of it.

    Signals:
        left: Esc was pressed with nothing in the field.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            if self.keySequence().isEmpty():
                self.left.emit()
            else:
                self.clear()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # The base class would swallow Tab and Esc before they are key presses.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().event(event)


class ShortcutsDialog(Dialog):
    """Edits the registry's shortcuts; what differs from the defaults is stored."""

    def __init__(
        self,
        registry: ActionRegistry,
        settings: Settings,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setObjectName("shortcutsDialog")
        self.resize(640, 560)
        self._registry = registry
        self._settings = settings
        self._theme = theme
        self._pending: list[Conflict] = []
        self._build_list()
        self._build_editor()
        self._build_foot()
        registry.keys_changed.connect(self._on_keys_changed)
        self._fill()
        self._tell_standing_conflicts()

    def _build_list(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("shortcutFilter")
        self.search.setAccessibleName(self.tr("Find a command"))
        self.search.setPlaceholderText(self.tr("Find a command"))
        self.search.textChanged.connect(self._fill)
        self.body.addWidget(self.search)
        self.tree = QTreeWidget()
        self.tree.setObjectName("shortcutList")
        self.tree.setAccessibleName(self.tr("Commands"))
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        labels = [self.tr("Command"), self.tr("Menu"), self.tr("Keys")]
        self.tree.setHeaderLabels(labels)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setColumnWidth(0, 300)
        self.tree.currentItemChanged.connect(self._on_current)
        self.body.addWidget(self.tree, 1)

    def _build_editor(self) -> None:
        self.editor = KeyField()
        self.editor.left.connect(self.reject)
        self.editor.setObjectName("shortcutEditor")
        self.editor.setAccessibleName(self.tr("New keys"))
        self.editor.setMaximumSequenceLength(1)
        self.editor.keySequenceChanged.connect(self._on_typed)
        self.assign = button(self.tr("Assign"), "primary")
        self.assign.setObjectName("assignKeys")
        self.assign.clicked.connect(self._on_assign)
        self.clear_keys = button(self.tr("No keys"))
        self.clear_keys.clicked.connect(self._on_clear)
        self.default = button(self.tr("Default"))
        self.default.setObjectName("defaultKeys")
        self.default.clicked.connect(self._on_default)
        row = QHBoxLayout()
        row.addWidget(plain_label(self.tr("New keys"), "secondary"))
        row.addWidget(self.editor, 1)
        for each in (self.assign, self.clear_keys, self.default):
            row.addWidget(each)
        self.body.addLayout(row)

    def _build_foot(self) -> None:
        every = self.add_button(self.tr("All defaults"))
        every.clicked.connect(lambda: self._registry.reset())
        self.add_cancel(self.tr("Close"))

    def _fill(self) -> None:
        chosen = self._current()
        entries = [(a.id, self._registry.title(a.id)) for a in self._registry]
        matches = fuzzy.match(self.search.text(), entries, len(entries))
        self.tree.clear()
        for match in matches:
            item = QTreeWidgetItem(self.tree, self._columns(match.key))
            item.setData(0, _ID, match.key)
            if match.key in self._registry.differences():
                item.setFont(2, self._theme.font("ui", 13, "semibold"))
            if match.key == chosen:
                self.tree.setCurrentItem(item)
        first = self.tree.topLevelItem(0)
        if self.tree.currentItem() is None and first is not None:
            self.tree.setCurrentItem(first)
        self._on_current()

    def _columns(self, identifier: str) -> list[str]:
        keys = "   ".join(native(k) for k in self._registry.keys(identifier))
        menu = self._registry.action(identifier).menu or ""
        return [self._registry.title(identifier), menu, keys]

    def select(self, identifier: str) -> None:
        """Show a command as chosen."""
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is not None and item.data(0, _ID) == identifier:
                self.tree.setCurrentItem(item)

    def _current(self) -> str | None:
        item = self.tree.currentItem()
        return str(item.data(0, _ID)) if item is not None else None

    def _on_current(self) -> None:
        for each in (self.editor, self.assign, self.clear_keys, self.default):
            each.setEnabled(self._current() is not None)
        self.editor.clear()
        self._pending = []
        self.assign.setText(self.tr("Assign"))

    def _typed(self) -> str:
        kind = QKeySequence.SequenceFormat.PortableText
        return self.editor.keySequence().toString(kind)

    def _on_typed(self) -> None:
        identifier, keys = self._current(), self._typed()
        self._pending = []
        self.assign.setText(self.tr("Assign"))
        if identifier is None or not keys:
            self.tell("")
            return
        found = self._registry.conflicts_of(identifier, [keys])
        self._show_conflicts(found)

    def _show_conflicts(self, found: list[Conflict]) -> None:
        self._pending = found
        if not found:
            self.tell("")
            return
        first = found[0]
        if first.other is None:
            words = self.tr("{0} belongs to the codebook: {1}.  Choose other keys.")
            self.assign.setEnabled(False)
        else:
            words = self.tr("{0} is taken by “{1}”, which would lose it.")
            self.assign.setText(self.tr("Take it"))
        words = words.replace("{0}", native(first.key))
        self.tell(words.replace("{1}", first.other_title), "warning")

    def _on_assign(self) -> None:
        identifier, keys = self._current(), self._typed()
        if identifier is None or not keys:
            self.tell(self.tr("Press the new keys first."))
            return
        left = self._registry.set_keys(identifier, [keys], take=bool(self._pending))
        self._show_conflicts(left)

    def _on_clear(self) -> None:
        identifier = self._current()
        if identifier is not None:
            self._registry.set_keys(identifier, [])

    def _on_default(self) -> None:
        identifier = self._current()
        if identifier is None:
            return
        self._registry.reset(identifier)
        self._tell_standing_conflicts()

    def _on_keys_changed(self) -> None:
        self._settings.set_shortcuts(self._registry.differences())
        self._fill()
        self.tell("")

    def _tell_standing_conflicts(self) -> None:
        found = self._registry.conflicts()
        if found:
            first = found[0]
            words = self.tr("{0} is wanted by both “{1}” and “{2}”: neither works.")
            words = words.replace("{0}", native(first.key))
            words = words.replace("{1}", self._registry.title(first.action))
            self.tell(words.replace("{2}", first.other_title), "warning")
