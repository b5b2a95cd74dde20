# SPDX-License-Identifier: MIT
"""A field for a path, with a button that opens the system's file dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from annotator.ui.dialogs.base import button


class PathField(QWidget):
    """A path that is typed or chosen.

    Signals:
        changed(): the path is another one.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        title: str,
        filters: str,
        parent: QWidget | None = None,
        *,
        saving: bool = True,
        choosing: str = "file",
    ) -> None:
        """`choosing` is "file" or "folder"."""
        super().__init__(parent)
        self._title, self._filters, self._saving = title, filters, saving
        self._folder = choosing == "folder"
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(title)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        choose = button(self.tr("Choose …"))
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(choose)
        self.setFocusProxy(self.line)

    def path(self) -> Path | None:
        """The path, None where the field is empty."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path) -> None:
        """Put a path into the field."""
        self.line.setText(str(path))

    def set_filters(self, filters: str) -> None:
        """Which files the system's dialog shows."""
        self._filters = filters

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self._title)
        dialog.setNameFilter(self._filters)
        if self._folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        elif self._saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        path = self.path()
        if path is not None:
            dialog.setDirectory(str(path.parent))
            dialog.selectFile(path.name)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()
