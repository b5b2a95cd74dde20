# SPDX-License-Identifier: MIT
"""Choosing what to import and how, with the first document as it will be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
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
from annotator.services.doubt import Doubt, find_doubt
from annotator.services.mapping import UnmappedError
from annotator.services.previewing import preview
from annotator.services.transfer import (
    Foreseen,
    ImportOptions,
    foresee,
    input_formats,
    kinds,
)
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.dialogs.choice import narrow
from annotator.ui.dialogs.import_encoding import EncodingQuestion
from annotator.ui.dialogs.import_marks import MarksOptions
from annotator.ui.dialogs.import_preview import PreviewPane
from annotator.ui.dialogs.import_table import TableOptions
from annotator.ui.plain import one_line, tooltip
from annotator.ui.slices import SlicedJob
from annotator.ui.start.page import paths_of
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words, in_words

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.services.settings import Settings

ENCODINGS: Final = ("utf-8", "cp1252", "cp1251", "cp1257", "iso-8859-15", "utf-16")
PAUSE_MS: Final = 250
#: So many notes on what will come in are shown.
NOTES: Final = 4


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
        self.setWindowTitle(self.tr("Import texts and data sets"))
        self.setObjectName("importDialog")
        self.setMinimumSize(780, 560)
        self.setAcceptDrops(True)
        self._theme = theme
        self._session = session
        self._paths: list[Path] = []
        self._outer = self.body
        self._looked: tuple[tuple[Path, ...], str | None] = ((), None)
        self._doubt: Doubt | None = None
        self._coming: SlicedJob | None = None
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.show_preview)
        self.why = plain_label("", "quiet")
        self.why.setObjectName("whyNot")
        self.add_left(self.why)
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
        self._pane = PreviewPane(self._theme)
        right.addWidget(self._pane)

    def _build_files(self) -> None:
        self.files = QListWidget()
        self.files.setObjectName("importFiles")
        self.files.setAccessibleName(self.tr("Files and folders"))
        self.files.setMaximumHeight(120)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.files)
        row = QHBoxLayout()
        for title, slot in (
            (self.tr("Add files …"), self._on_files),
            (self.tr("Add folder …"), self._on_folder),
            (self.tr("Remove"), self._on_remove),
        ):
            made = button(title)
            made.clicked.connect(slot)
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)

    def _build_options(self) -> None:
        self.format = QComboBox()
        self.format.setObjectName("importFormat")
        narrow(self.format)
        self.format.addItem(self.tr("Found out from each file"), None)
        for each in input_formats():
            self.format.addItem(in_words(each.title), each.name)
        self.add_row(self.tr("Format"), self.format)
        self.texts = self._group(self._build_texts)
        self.marks = MarksOptions(self._theme, self._session, self)
        self.marks.changed.connect(self._later)
        self.marks.failed.connect(self.tell)
        self.table = TableOptions(self._theme, self)
        self.table.changed.connect(self._later)
        self.body.addWidget(self.table)
        self.body.addWidget(self.marks)
        self.duplicates = QCheckBox(self.tr("Leave out texts that are there already"))
        self.duplicates.setObjectName("importDuplicates")
        self.duplicates.setChecked(True)
        self.body.addWidget(self.duplicates)
        self.format.currentIndexChanged.connect(self._later)
        self.duplicates.toggled.connect(self._later)

    def _group(self, build: Callable[[], None]) -> QWidget:
        """Rows that are shown and hidden together."""
        made = QWidget()
        self.body.addWidget(made)
        outer, self.body = self.body, QVBoxLayout(made)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        build()
        self.body = outer
        return made

    def _build_texts(self) -> None:
        self.encoding = QComboBox()
        self.encoding.setObjectName("importEncoding")
        self.encoding.setEditable(True)
        self.encoding.addItem(self.tr("Found out, asked when in doubt"))
        self.encoding.addItems(ENCODINGS)
        line = self.encoding.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
        self.add_row(self.tr("Encoding"), self.encoding)
        self.question = EncodingQuestion(self._theme)
        self.question.chosen.connect(self.encoding.setCurrentText)
        self.body.addWidget(self.question)
        self.patterns = self._group(self._build_patterns)
        self.language = QLineEdit()
        self.language.setObjectName("importLanguage")
        self.language.setPlaceholderText(self.tr("e.g. en"))
        self.add_row(self.tr("Language"), self.language)
        self.language.textChanged.connect(self._later)
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
        self.header.currentIndexChanged.connect(self._on_header)
        for line in (self.pattern, self.name_pattern):
            line.textChanged.connect(self._later)

    # --- files

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders to those that will be imported."""
        for path in paths:
            if path not in self._paths:
                self._paths.append(path)
                shown = one_line(str(path))
                self.files.addItem(shown)
                self.files.item(self.files.count() - 1).setToolTip(tooltip(shown))
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
        options = ImportOptions(duplicates="skip" if skip else "add", **self._reading())
        if not self.marks.isHidden():
            options = replace(options, **self.marks.reading())
        return replace(options, columns=self.table.columns())

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
        if not self._session.project.is_open:
            return  # the window was closed meanwhile
        self.tell("")
        reading, name = self._reading(), self.format.currentData()
        self._show_kinds(name)
        doubt = self._look(name)
        self.question.ask(doubt, reading["encoding"] or "")
        self._show_possible()
        self._stop()
        if not self._paths:
            self._pane.show_words(self.tr("Add files or folders, or drop them here."))
            return
        paths = self._paths
        if doubt is not None:
            paths = [doubt.file]
            reading["encoding"] = reading["encoding"] or doubt.samples[0][0]
        try:
            columns = self.table.columns()
            found = preview(
                paths,
                format=name,
                columns=columns,
                session=self._session,
                **reading,
            )
            self._pane.show_preview(found)
        except UserError as error:
            self._pane.show_words()
            self.tell(error_words(error))
        else:
            if doubt is None:
                self._foresee(name)

    def _show_kinds(self, name: str | None) -> None:
        """Ask only what concerns files of these sorts."""
        found = kinds(self._paths, name)
        self.texts.setVisible(not found or bool(found - {"marks"}))
        self.patterns.setVisible(not found or "text" in found)
        self.table.set_file(self._paths[0] if "table" in found else None, name)
        self.marks.setVisible("marks" in found)
        self.marks.set_files(self._paths, name)

    # --- what will come in

    def _foresee(self, name: str | None) -> None:
        """Count, a little at a time, what the files would bring."""
        self._pane.show_coming(self.tr("Counting …"), "quiet")
        job = foresee(
            self._session, list(self._paths), format=name, options=self.options()
        )
        self._coming = SlicedJob("", job, self)
        self._coming.finished.connect(self._on_foreseen)
        self._coming.failed.connect(self._on_not_foreseen)
        self._coming.start()

    def _on_foreseen(self, found: Foreseen) -> None:
        said = self.tr("This will come in: {0}")
        lines = [said.replace("{0}", in_words(found.sentence))]
        lines += [in_words(note) for note in found.notes[:NOTES]]
        self._pane.show_coming("\n".join(lines))

    def _on_not_foreseen(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._pane.show_coming("")
        if isinstance(error, UnmappedError):
            said = in_words(error.reason)
            hint = self.tr("Say under “Labels …” what they are here.")
            self._pane.show_coming(f"{said[:1].upper()}{said[1:]} {hint}", "warning")
        else:
            self.tell(error_words(error))

    def _stop(self) -> None:
        if self._coming is not None:
            self._coming.cancel()
        self._coming = None
        self._pane.show_coming("")

    def hideEvent(self, event: QHideEvent) -> None:
        """What is still being counted is not wanted any more."""
        if not event.spontaneous():
            self._pause.stop()
            self._stop()
            self.marks.stop()
        super().hideEvent(event)

    def _look(self, name: str | None) -> Doubt | None:
        """The doubt about the files' encoding; looked for once per choice of files."""
        key = (tuple(self._paths), name)
        if key != self._looked:
            self._looked, self._doubt = key, find_doubt(self._paths, name)
        return self._doubt

    def _show_possible(self) -> None:
        """Let the import begin, or say at the foot why it cannot yet."""
        why = ""
        if not self._paths:
            why = self.tr("No file is chosen yet.")
        elif self._doubt is not None and self._reading()["encoding"] is None:
            why = self.tr("Choose the encoding first.")
        self.why.setText(why)
        self.go.setToolTip(why)
        self.go.setEnabled(not why)

    def _on_go(self) -> None:
        # A file may have come since the last look.
        self.show_preview()
        if not self.go.isEnabled():
            return
        paths, name = list(self._paths), self.format.currentData()
        self.accepted_with.emit(paths, name, self.options())
        self.accept()
