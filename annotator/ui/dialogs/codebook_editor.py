# SPDX-License-Identifier: MIT
"""The words, key, colour and values of one part of the codebook."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.model.codebook import label_from_id
from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.dialogs.codebook_draft import CodebookDraft, Place
from annotator.ui.dialogs.register_editor import RecordEditor
from annotator.ui.form.lines import LineField
from annotator.ui.form.words import Message
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

#: What can be edited of each kind of part.
KEYS: Final = {
    "type": ("label", "help"),
    "row": ("label", "help"),
    "role": ("label", "key", "color", "help"),
    "field": ("label", "key", "help"),
    "value": ("label", "key", "color", "help"),
}
#: The preview follows what is typed after so many milliseconds.
PAUSE: Final = 250


class ColourLine(QWidget):
    """A hex colour, and a swatch that shows it as the theme will draw it."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.line = LineField(theme, parent=self)
        self.line.setObjectName("colourHex")
        self.line.setPlaceholderText("#RRGGBB")
        self.line.timer.setInterval(PAUSE)
        self.line.edited.connect(self.edited)
        self.line.left.connect(self.left)
        self.line.textChanged.connect(self._paint)
        self.swatch = button(self.tr("Choose …"))
        self.swatch.setObjectName("colourSwatch")
        self.swatch.setAccessibleName(self.tr("Choose a colour"))
        self.swatch.clicked.connect(self._on_swatch)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.swatch)

    def _paint(self) -> None:
        hue = QColor(self.line.text())
        pixmap = QPixmap(14, 14)
        pixmap.fill(self._theme.readable(hue) if hue.isValid() else "transparent")
        self.swatch.setIcon(QIcon(pixmap))

    def set_value(self, value: object) -> None:
        """Show a colour."""
        self.line.set_value(value)
        self.line.setAccessibleName(self.accessibleName())
        self._paint()

    def reset(self) -> None:
        """Forget what was typed and not told."""
        self.line.reset()

    def value(self) -> str:
        """What stands in the line."""
        return self.line.words()

    def set_severity(self, severity: str) -> None:
        """Outline the line as "error", or "" for none."""
        self.line.set_severity(severity)

    def _on_swatch(self) -> None:
        dialog = QColorDialog(QColor(self.line.text()), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.colorSelected.connect(self._on_picked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_picked(self, color: QColor) -> None:
        self.line.setText(color.name().upper())
        self.line.commit()


class PartEditor(QWidget):
    """Edits the chosen part of a draft.  `wanted` asks to choose another part."""

    wanted = Signal(object)
    left = Signal()

    def __init__(
        self, theme: Theme, draft: CodebookDraft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._draft = theme, draft
        self.place: Place | None = None
        self.heading = plain_label("", "heading", wrap=True)
        self.what = plain_label("", "quiet", wrap=True)
        self.fields = RecordEditor(theme, self)
        self.fields.add_line("label", self.tr("Label"))
        self.fields.add_line("key", self.tr("Key"), self.tr("one character"))
        self.fields.field("key").setMaxLength(1)
        self.fields.add_widget("color", self.tr("Colour"), ColourLine(theme, self))
        self.fields.add_lines("help", self.tr("Help"))
        self.fields.set_pause(PAUSE)
        self.fields.edited.connect(self._on_edited)
        self.fields.left.connect(self.left)
        self.values = ValueBox(theme, draft, self)
        self.values.wanted.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.heading, self.what, self.fields, self.values):
            column.addWidget(widget)
        column.addStretch(1)

    def show_place(self, place: Place | None) -> None:
        """Show a part, or what has become of the one that is shown."""
        other = place != self.place
        if other and self.place is not None:
            self.fields.commit()
        self.place = place
        self.setVisible(place is not None)
        if place is None:
            return
        keys = self._draft.keys(place)
        removed = self._draft.is_removed(place)
        shown = {**keys, "label": self._draft.label(place)}
        self.heading.setText(one_line(self._draft.label(place), 120))
        words = self.tr("Its id in the data stays “{id}”.")
        self.what.setText(words.replace("{id}", place.identifier))
        if other:
            self.fields.clear(shown)
            self.fields.show_only(KEYS.get(place.what, ()))
        self.fields.show_values(self._as_typed(place, shown))
        self.fields.setVisible(not removed)
        self.fields.setEnabled(not self._draft.session.read_only)
        self.values.show_place(place)

    def _as_typed(self, place: Place, shown: dict[str, Any]) -> dict[str, Any]:
        """What was refused stays in its field, to be mended."""
        typed = self.fields.values()
        refused = {key for at, key in self._draft.faults if at == place}
        return {**shown, **{key: typed[key] for key in refused if key in typed}}

    def _on_edited(self, key: str, value: object) -> None:
        if self.place is None or self._draft.is_removed(self.place):
            return
        text = str(value or "").strip()
        if key == "label" and text == label_from_id(self.place.identifier):
            text = ""
        old = str(self._draft.keys(self.place).get(key) or "")
        refused = (self.place, key) in self._draft.faults
        if text != old or refused:
            self.fields.tell(key, self._draft.set(self.place, key, text))


class ValueBox(QWidget):
    """Adding, moving and removing values; and where removed ones go."""

    wanted = Signal(object)

    def __init__(
        self, theme: Theme, draft: CodebookDraft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self.place: Place | None = None
        self.new = QLineEdit()
        self.new.setObjectName("newValue")
        self.new.setAccessibleName(self.tr("New value"))
        self.new.setPlaceholderText(self.tr("label of a new value"))
        self.new.returnPressed.connect(self._on_add)
        self.add = self._button(self.tr("Add"), "addValue", self._on_add)
        self.up = self._button(self.tr("Up"), "valueUp", lambda: self._move(-1))
        self.down = self._button(self.tr("Down"), "valueDown", lambda: self._move(1))
        self.remove = self._button(self.tr("Remove"), "removeValue", self._on_remove)
        self.back = self._button(self.tr("Put back"), "putBack", self._on_back)
        self.uses = plain_label("", "secondary", wrap=True)
        self.uses.setObjectName("removalWords")
        self.target = QComboBox()
        self.target.setObjectName("removalTarget")
        self.target.setAccessibleName(self.tr("What the removed value becomes"))
        self.target.activated.connect(self._on_target)
        self.message = Message(theme, self)
        self._lay_out()

    def _button(self, text: str, name: str, then: Any) -> QWidget:
        made = button(text)
        made.setObjectName(name)
        made.clicked.connect(lambda: then())
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        adding, moving = QHBoxLayout(), QHBoxLayout()
        adding.addWidget(self.new, 1)
        adding.addWidget(self.add)
        for widget in (self.up, self.down, self.remove, self.back):
            moving.addWidget(widget)
        moving.addStretch(1)
        column.addLayout(adding)
        for widget in (self.uses, self.target):
            column.addWidget(widget)
        column.addLayout(moving)
        column.addWidget(self.message)

    def show_place(self, place: Place) -> None:
        """Offer what can be done with the values of, or with, a part."""
        if place != self.place:
            self.new.clear()
            self._tell("")
        self.place = place
        field = self._draft.field(place)
        takes = field is not None and field.type in ("choice", "multichoice")
        value, removed = place.what == "value", self._draft.is_removed(place)
        free = not self._draft.session.read_only
        for widget in (self.new, self.add):
            widget.setVisible(takes and free)
        for widget in (self.up, self.down, self.remove):
            widget.setVisible(value and not removed and free)
        for widget in (self.back, self.uses):
            widget.setVisible(removed)
        self._show_targets(place if removed else None)

    def _show_targets(self, place: Place | None) -> None:
        uses = {use.need.path: use for use in self._draft.uses()}
        use = uses.get(place.path) if place else None
        self.target.setVisible(use is not None)
        if place is None or use is None:
            self.uses.setText(self.tr("No annotation has it."))
            return
        words = self.tr("Annotations that have it: {n}. In them it becomes:")
        self.uses.setText(words.replace("{n}", f"{use.count:,}"))
        self.target.clear()
        self.target.addItem(self.tr("choose …"), None)
        for identifier in use.need.choices:
            label = self._draft.label(Place("value", f"{place.owner}.{identifier}"))
            self.target.addItem(label, identifier)
        if use.need.may_unset:
            self.target.addItem(self.tr("unset; the old value is kept aside"), "")
        known = self._draft.mapping.get(place.path)
        self.target.setCurrentIndex(max(self.target.findData(known), 0))

    def _tell(self, sentence: str) -> None:
        self.message.setVisible(bool(sentence))
        self.message.tell("error", sentence)

    def _on_add(self) -> None:
        label = self.new.text().strip()
        if self.place is None or not label:
            self._tell(self.tr("Write the label of the new value."))
            return
        made, fault = self._draft.add_value(self.place, label)
        self._tell(fault)
        if made is not None:
            self.new.clear()
            self.wanted.emit(made)

    def _on_remove(self) -> None:
        if self.place is not None:
            self._tell(self._draft.remove_value(self.place))
            if self.target.isVisible():
                self.target.setFocus()

    def _on_back(self) -> None:
        if self.place is not None:
            self._tell(self._draft.put_back(self.place))

    def _move(self, by: int) -> None:
        if self.place is not None:
            self._draft.move_value(self.place, by)

    def _on_target(self) -> None:
        if self.place is not None:
            self._draft.send(self.place, self.target.currentData())
