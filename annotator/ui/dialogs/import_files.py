# SPDX-License-Identifier: MIT
"""Choosing what to import and how, with the first document as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.services.previewing import Preview, preview
from annotator.services.transfer import ImportOptions, input_formats
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.plain import one_line
from annotator.ui.start.page import paths_of
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.services.settings import Settings

ENCODINGS: Final = ("utf-8", "cp1252", "cp1251", "cp1257", "iso-8859-15", "utf-16")
PAUSE_MS: Final = 250


class ImportDialog(Dialog):
    """Asks what to import; it does not import itself.

    Signals:
        accepted_with(list[Path], str | None, ImportOptions): go ahead.
    """

    accepted_with = Signal(object, object, object)

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        session: Session,
        paths: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Import texts"))
        self.setObjectName("importDialog")
        self.setMinimumSize(780, 560)
        self.setAcceptDrops(True)
        self._theme = theme
        self._session = session
        self._paths: list[Path] = []
        self._outer = self.body
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.show_preview)
        self.add_cancel()
        self.go = self.add_button(self.tr("Import"), "primary")
        self.go.clicked.connect(self._on_go)
        self.add_paths(paths)
        self.show_preview()

    def _build(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(24)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(10)
        columns.addLayout(left, 5)
        columns.addLayout(right, 4)
        self.body.addLayout(columns)
        self.body = left
        self._build_files()
        self._build_options()
        left.addStretch(1)
        self.body = self._outer
        self._build_preview(right)

    def _build_files(self) -> None:
        self.files = QListWidget()
        self.files.setObjectName("importFiles")
        self.files.setAccessibleName(self.tr("Files and folders"))
        self.files.setMaximumHeight(120)
        self.body.addWidget(self.files)
        row = QHBoxLayout()
        for words, slot in (
            (self.tr("Add files …"), self._on_files),
            (self.tr("Add folder …"), self._on_folder),
            (self.tr("Remove"), self._on_remove),
        ):
            made = button(words)
            made.clicked.connect(slot)
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)

    def _build_options(self) -> None:
        self.format = QComboBox()
        self.format.setObjectName("importFormat")
        self.format.addItem(self.tr("Found out from each file"), None)
        for each in input_formats():
            self.format.addItem(each.title, each.name)
        self.add_row(self.tr("Format"), self.format)
        self.encoding = QComboBox()
        self.encoding.setObjectName("importEncoding")
        self.encoding.setEditable(True)
        self.encoding.addItem(self.tr("Found out, asked when in doubt"))
        self.encoding.addItems(ENCODINGS)
        self.add_row(self.tr("Encoding"), self.encoding)
        self._build_patterns()
        self.duplicates = QCheckBox(self.tr("Leave out texts that are there already"))
        self.duplicates.setObjectName("importDuplicates")
        self.duplicates.setChecked(True)
        self.body.addWidget(self.duplicates)
        self.format.currentIndexChanged.connect(self._later)
        self.encoding.currentTextChanged.connect(self._later)

    def _build_patterns(self) -> None:
        self.header = QComboBox()
        self.header.setObjectName("importHeader")
        self.header.addItem(self.tr("Source, date, time - author"), None)
        self.header.addItem(self.tr("No header line"), "")
        self.header.addItem(self.tr("A pattern of one’s own"), "own")
        self.add_row(self.tr("Header line"), self.header)
        self.pattern = QLineEdit()
        self.pattern.setObjectName("importPattern")
        self.pattern.setAccessibleName(self.tr("Pattern of the header line"))
        self.pattern.setPlaceholderText(r"(?P<source>[^,]*), (?P<date>\S+)")
        self.pattern.setFont(self._theme.font("numbers", 12.5))
        self.pattern.hide()
        self.body.addWidget(self.pattern)
        self.name_pattern = QLineEdit()
        self.name_pattern.setObjectName("importNamePattern")
        self.name_pattern.setPlaceholderText("{published}_{source}_{title}")
        hint = self.tr("What the files’ names say; empty: nothing.")
        self.add_row(self.tr("File names"), self.name_pattern, hint)
        self.language = QLineEdit()
        self.language.setObjectName("importLanguage")
        self.language.setPlaceholderText(self.tr("e.g. en"))
        self.add_row(self.tr("Language"), self.language)
        self.header.currentIndexChanged.connect(self._on_header)
        for line in (self.pattern, self.name_pattern, self.language):
            line.textChanged.connect(self._later)

    def _build_preview(self, column: QVBoxLayout) -> None:
        column.setSpacing(6)
        column.addWidget(plain_label(self.tr("The first document"), "heading"))
        self._facts = plain_label("", "secondary", wrap=True)
        self._facts.setObjectName("previewFacts")
        self._title = plain_label("", wrap=True)
        self._title.setObjectName("previewTitle")
        self._title.setFont(self._theme.font("article", 17, "bold"))
        self._text = plain_label("", wrap=True)
        self._text.setObjectName("previewText")
        self._text.setFont(self._theme.font("article", 14))
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self._title, self._facts, self._text):
            column.addWidget(label)
        column.addStretch(1)

    # --- files

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders to those that will be imported."""
        for path in paths:
            if path not in self._paths:
                self._paths.append(path)
                self.files.addItem(one_line(str(path)))
        self._later()

    def _on_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda names: self.add_paths([Path(n) for n in names])
        )
        dialog.open()

    def _on_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Add folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(
            lambda names: self.add_paths([Path(n) for n in names])
        )
        dialog.open()

    def _on_chosen(self, names: list[str]) -> None:
        self.add_paths([Path(name) for name in names])

    def _on_remove(self) -> None:
        row = self.files.currentRow()
        if row >= 0:
            self.files.takeItem(row)
            del self._paths[row]
            self._later()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_paths(paths_of(event.mimeData()))
        event.acceptProposedAction()

    # --- what will be

    def options(self) -> ImportOptions:
        """How the files are to be read."""
        skip = self.duplicates.isChecked()
        return ImportOptions(duplicates="skip" if skip else "add", **self._reading())

    def _reading(self) -> dict[str, Any]:
        encoding = self.encoding.currentText().strip()
        found_out = encoding == self.encoding.itemText(0) or not encoding
        header = self.header.currentData()
        return {
            "encoding": None if found_out else encoding,
            "metadata_pattern": self.pattern.text() if header == "own" else header,
            "name_pattern": self.name_pattern.text().strip() or None,
            "language": self.language.text().strip() or None,
        }

    def _on_header(self) -> None:
        self.pattern.setVisible(self.header.currentData() == "own")
        self._later()

    def _later(self) -> None:
        if hasattr(self, "_pause"):
            self._pause.start()

    def show_preview(self) -> None:
        """Read the first document and show it, or say why it cannot be read."""
        self.go.setEnabled(bool(self._paths))
        if not self._paths:
            self._show("", self.tr("Add files or folders, or drop them here."), "")
            self.tell("")
            return
        try:
            found = preview(
                self._paths, format=self.format.currentData(), **self._reading()
            )
        except UserError as error:
            self._show("", "", "")
            self.tell(str(error))
            return
        self.tell("")
        text = " ".join(found.start.split()) + (" …" if found.more else "")
        self._show(one_line(found.title, 200), self._facts_of(found), text)

    def _show(self, title: str, facts: str, text: str) -> None:
        self._title.setText(title)
        self._facts.setText(facts)
        self._text.setText(text)

    def _facts_of(self, found: Preview) -> str:
        lines = [found.format + (f", {found.encoding}" if found.encoding else "")]
        if found.documents and found.documents > 1:
            words = self.tr("the first of {0} documents")
            lines.append(words.replace("{0}", str(found.documents)))
        for key, value in found.metadata.items():
            shown = self.tr("none") if value is None else one_line(str(value), 80)
            lines.append(f"{one_line(key, 40)}: {shown}")
        return "\n".join(lines)

    def _on_go(self) -> None:
        if not self._paths:
            return
        paths, name = list(self._paths), self.format.currentData()
        self.accepted_with.emit(paths, name, self.options())
        self.accept()
