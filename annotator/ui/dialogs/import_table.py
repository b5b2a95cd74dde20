# SPDX-License-Identifier: MIT
"""What is asked besides of a table of documents: which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.services.columns import columns_of, propose_columns
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words


class TableOptions(QWidget):
    """A button for the columns, and in words what they become; hidden for others.

    Signals:
        changed(): something else was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, owner: Dialog) -> None:
        super().__init__(owner)
        self._theme = theme
        self._owner = owner
        self._path: Path | None = None
        self._format: str | None = None
        self._columns: dict[str, str] = {}
        self._chosen = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.open_columns = button(self.tr("Columns …"))
        self.open_columns.setObjectName("importColumns")
        self.open_columns.clicked.connect(self._on_columns)
        self.said = plain_label("", "quiet", wrap=True)
        self.said.setObjectName("importColumnsSaid")
        row.addWidget(self.open_columns)
        row.addWidget(self.said, 1)
        self.hide()

    def set_file(self, path: Path | None, format_name: str | None) -> None:
        """The table in question, None for none; what is likely is proposed."""
        if (path, format_name) == (self._path, self._format):
            return
        self._path, self._format = path, format_name
        self._columns = {}
        self._chosen = False
        self.setVisible(path is not None)
        if path is not None:
            try:
                self._columns = propose_columns(columns_of(path, format_name))
            except UserError as error:
                self._owner.tell(error_words(error))
        self._say()

    def columns(self) -> Mapping[str, str] | None:
        """Which column holds what; None where nobody said so.

        What is likely is proposed for one table; others may have other columns.
        """
        return dict(self._columns) if self._chosen else None

    def _on_columns(self) -> None:
        from annotator.ui.dialogs.columns import ColumnsDialog

        assert self._path is not None
        try:
            listed = columns_of(self._path, self._format)
        except UserError as error:
            self._owner.tell(error_words(error))
            return
        dialog = ColumnsDialog(
            self._theme, self._path, self._format, listed, self._columns, self._owner
        )
        dialog.chosen.connect(self._take)
        dialog.open()

    def _take(self, columns: Mapping[str, str]) -> None:
        self._columns = dict(columns)
        self._chosen = True
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        pairs = (
            f"{slot}: {one_line(name, 30)}" for slot, name in self._columns.items()
        )
        none = self.tr("Say which column holds the text.")
        self.said.setText(", ".join(pairs) if "text" in self._columns else none)
