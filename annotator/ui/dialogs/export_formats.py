# SPDX-License-Identifier: MIT
"""The formats that can be written, in groups; what is missing says how to get it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.services.transfer import FormatChoice, grouped_formats
from annotator.ui.plain import tooltip
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

#: Height of a row, and of the name of a group.
_ROW, _TITLE = 28, 30
_CHOICE = Qt.ItemDataRole.UserRole


class FormatList(QListWidget):
    """A list of formats under the names of their groups.

    What needs a package that is missing can be looked at, and is grey.

    Signals:
        chosen(FormatChoice): another one is current.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("exportFormat")
        self.setAccessibleName(self.tr("Format"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        for title, choices in grouped_formats():
            self._add_title(in_words(title))
            for choice in choices:
                self._add(choice)
        self.currentItemChanged.connect(self._on_current)

    def _add_title(self, title: str) -> None:
        item = QListWidgetItem(title, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _TITLE))
        item.setFont(self._theme.font("ui", 12, "bold"))
        item.setForeground(self._theme.color("text_2"))

    def _add(self, choice: FormatChoice) -> None:
        title = in_words(choice.title)
        item = QListWidgetItem(title, self)
        item.setData(_CHOICE, choice)
        item.setSizeHint(QSize(0, _ROW))
        if choice.available:
            item.setToolTip(tooltip(title))
            return
        item.setForeground(self._theme.color("text_3"))
        item.setToolTip(tooltip(choice.install))
        said = self.tr("{0}, not installed").replace("{0}", title)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def choices(self) -> list[FormatChoice]:
        """All formats, in the order in which they stand."""
        found = (self.item(row).data(_CHOICE) for row in range(self.count()))
        return [each for each in found if each is not None]

    def choice(self) -> FormatChoice | None:
        """The current format."""
        item = self.currentItem()
        return item.data(_CHOICE) if item else None

    def choose(self, name: str) -> None:
        """Make the format of that name the current one."""
        for row in range(self.count()):
            choice = self.item(row).data(_CHOICE)
            if choice is not None and choice.name == name:
                self.setCurrentRow(row)

    def _on_current(self) -> None:
        choice = self.choice()
        if choice is not None:
            self.chosen.emit(choice)
