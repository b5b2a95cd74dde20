# SPDX-License-Identifier: MIT
"""The fields beside a register: each with its label above and its message below."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from annotator.ui.dialogs.base import plain_label
from annotator.ui.form.lines import LineField, NotesField
from annotator.ui.form.picker import Picker
from annotator.ui.form.sources import Source
from annotator.ui.form.words import Message
from annotator.ui.theme import Theme


class RecordEditor(QWidget):
    """Fields by id.  What is typed is told at a pause or when the field is left.

    Signals:
        edited: (field id, value); an emptied text is "", an unset choice None.
        left: a field is done with.
    """

    edited = Signal(str, object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields: dict[str, Any] = {}
        self._messages: dict[str, Message] = {}
        self._labels: dict[str, QLabel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    # -- building

    def add_line(self, name: str, label: str, hint: str = "") -> None:
        """A line of text."""
        line = LineField(self._theme, parent=self)
        line.setPlaceholderText(hint)
        line.edited.connect(lambda value: self.edited.emit(name, value or ""))
        self._add(name, label, line)

    def add_lines(self, name: str, label: str, hint: str = "") -> None:
        """Several lines of text."""
        lines = NotesField(self._theme, self)
        lines.setPlaceholderText(hint)
        lines.edited.connect(lambda value: self.edited.emit(name, value or ""))
        self._add(name, label, lines)

    def add_choice(
        self, name: str, label: str, values: Sequence[tuple[str, str]]
    ) -> None:
        """One of (id, words), or none of them."""
        box = _Choice(values, self)
        box.chosen.connect(lambda value: self.edited.emit(name, value))
        self._add(name, label, box)

    def add_widget(self, name: str, label: str, field: Any) -> None:
        """A field of one's own: `edited`, `left`, `set_value`, `value`."""
        field.edited.connect(lambda value: self.edited.emit(name, value))
        self._add(name, label, field)

    def add_picker(self, name: str, label: str, source: Source) -> None:
        """One of many, found while typing."""
        picker = flush_picker(self._theme, source, self)
        picker.edited.connect(lambda value: self.edited.emit(name, value))
        picker.flagged.connect(lambda text: self.tell(name, text))
        self._add(name, label, picker)

    def _add(self, name: str, label: str, field: Any) -> None:
        words = plain_label(label, "secondary")
        words.setBuddy(field)
        target = field.line if isinstance(field, Picker) else field
        target.setObjectName(f"register-{name}")
        target.setAccessibleName(label)
        message = Message(self._theme, self)
        message.hide()
        field.left.connect(self.left)
        self._column.addWidget(words)
        self._column.addWidget(field)
        self._column.addWidget(message)
        self._column.addSpacing(4)
        self._fields[name], self._messages[name] = field, message
        self._labels[name] = words

    # -- showing and asking

    def show_values(self, values: Mapping[str, object], editable: bool = True) -> None:
        """Show a record; words that are just being typed stay."""
        for name, field in self._fields.items():
            field.set_value(values.get(name))
            field.setEnabled(editable)

    def clear(self, values: Mapping[str, object]) -> None:
        """Show another record and forget what was typed and told of the old one."""
        for name, field in self._fields.items():
            self.tell(name, "")
            if hasattr(field, "reset"):
                field.reset()
            field.set_value(values.get(name))

    def values(self) -> dict[str, Any]:
        """What stands in the fields now."""
        found: dict[str, Any] = {}
        for name, field in self._fields.items():
            typed = isinstance(field, LineField | NotesField)
            found[name] = field.words() if typed else field.value()
        return found

    def tell(self, name: str, sentence: str, severity: str = "error") -> None:
        """Say what is wrong with a field; "" takes it away."""
        message = self._messages[name]
        message.setVisible(bool(sentence))
        if sentence:
            message.tell(severity, sentence)
        field = self._fields[name]
        if hasattr(field, "set_severity"):
            field.set_severity("error" if sentence and severity == "error" else "")

    def show_only(self, names: Collection[str]) -> None:
        """Show these fields and hide the others."""
        for name, field in self._fields.items():
            for widget in (field, self._labels[name]):
                widget.setVisible(name in names)

    def set_pause(self, ms: int) -> None:
        """Tell typed words after a pause of `ms` milliseconds."""
        for field in self._fields.values():
            if isinstance(field, LineField | NotesField):
                field.timer.setInterval(ms)

    def field(self, name: str) -> Any:
        """The widget of a field."""
        return self._fields[name]

    def names(self) -> tuple[str, ...]:
        """The ids of the fields, in their order."""
        return tuple(self._fields)

    def commit(self) -> None:
        """Tell at once what was typed."""
        for field in self._fields.values():
            if isinstance(field, LineField | NotesField):
                field.commit()

    def enter(self) -> None:
        """Put the keyboard into the first field, its words selected."""
        first = next(iter(self._fields.values()))
        first.setFocus()
        if isinstance(first, LineField):
            first.selectAll()


def flush_picker(theme: Theme, source: Source, parent: QWidget) -> Picker:
    """A picker as wide as the lines around it."""
    picker = Picker(theme, source, parent)
    around = picker.layout()
    assert around is not None
    around.setContentsMargins(0, 0, 0, 0)
    return picker


class _Choice(QComboBox):
    """A few values, and none."""

    chosen = Signal(object)
    left = Signal()

    def __init__(
        self, values: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.addItem(QCoreApplication.translate("dialogs", "not set"), None)
        for identifier, words in values:
            self.addItem(words, identifier)
        self.activated.connect(lambda _: self.chosen.emit(self.currentData()))

    def set_value(self, value: object) -> None:
        """Show a value; one that is not on the list is added to it."""
        place = 0 if value is None else self.findData(value)
        if place < 0:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def value(self) -> object:
        """The value that is shown."""
        return self.currentData()
