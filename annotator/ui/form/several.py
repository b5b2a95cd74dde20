# SPDX-License-Identifier: MIT
"""A field that takes several picked values: removable chips above a picker."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.form.buttons import Button
from annotator.ui.form.picker import Picker
from annotator.ui.form.sources import Source
from annotator.ui.theme import Theme


class SeveralPicker(QWidget):
    """Holds a tuple of keys; signals as `Picker`'s, `edited` with the tuple."""

    edited = Signal(object)
    wanted = Signal(str)
    flagged = Signal(str)
    left = Signal()

    def __init__(
        self, theme: Theme, source: Source, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self.source = theme, source
        self.keys: tuple[str, ...] = ()
        self.chips: list[Button] = []
        self.picker = Picker(theme, source, self)
        self.line = self.picker.line
        self.setFocusProxy(self.line)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.picker)
        self.picker.edited.connect(self._on_picked)
        self.picker.wanted.connect(self.wanted)
        self.picker.flagged.connect(self.flagged)
        self.picker.left.connect(self.left)

    def set_value(self, value: object) -> None:
        """Show a tuple of keys, None for unset."""
        keys = value if isinstance(value, tuple) else ()
        if keys != self.keys or len(self.chips) != len(keys):
            self.keys = keys
            self._show_chips()

    def value(self) -> tuple[str, ...] | None:
        """The keys, None where there are none."""
        return self.keys or None

    def _show_chips(self) -> None:
        for chip in self.chips:
            self.column.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(n, key) for n, key in enumerate(self.keys)]

    def _chip(self, number: int, key: str) -> Button:
        name = self.source.shown(key).texts[0]
        chip = Button(self.theme, name[:40], icon="close", parent=self)
        chip.setAccessibleName(self.tr("Remove {name}").replace("{name}", name))
        chip.clicked.connect(lambda: self._remove(key))
        self.column.insertWidget(number, chip)
        return chip

    def _remove(self, key: str) -> None:
        self.keys = tuple(k for k in self.keys if k != key)
        self._show_chips()
        self.edited.emit(self.value())

    def _on_picked(self, key: object) -> None:
        self.picker.value_key, self.picker.display = None, ""
        self.line.setText("")
        if isinstance(key, str) and key not in self.keys:
            self.keys = (*self.keys, key)
            self._show_chips()
            self.edited.emit(self.keys)

    def propose(self, names: object) -> None:
        """Names for the words that were marked."""
        self.picker.propose(names)  # type: ignore[arg-type]

    def begin(self, text: str | None = None) -> None:
        """Enter the picker, its list open."""
        self.picker.begin(text)

    def ask_again(self) -> None:
        """Enter the picker with the words that something new was wanted for."""
        self.picker.ask_again()

    def reset(self) -> None:
        """Forget words that were not picked."""
        self.picker.reset()

    def commit(self) -> None:
        """Words that were not picked are never stored."""

    def set_severity(self, severity: str) -> None:
        """Outline the picker."""
        self.picker.set_severity(severity)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
