# SPDX-License-Identifier: MIT
"""The files of a merge as a table: what each of them would bring, in numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from annotator.services.merging import FileMerge
from annotator.ui.plain import one_line, tooltip
from annotator.ui.theme import Theme

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROW: Final = 30
_NUMBER_WIDTH: Final = 96
#: So many files are seen without scrolling.
_MOST_ROWS: Final = 5


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("merge", text)


def _columns() -> tuple[tuple[str, str, Callable[[FileMerge], int]], ...]:
    """Title, what it means, and the number in it."""
    return (
        (
            tr("Annotations"),
            tr("New annotations"),
            lambda file: file.report.annotations,
        ),
        (
            tr("Layers"),
            tr("Documents that somebody has begun to annotate"),
            lambda file: file.report.layers,
        ),
        (
            tr("Changed"),
            tr("What they changed and we did not"),
            lambda file: file.report.updated,
        ),
        (
            tr("Deleted"),
            tr("What they deleted and we did not"),
            lambda file: file.report.deleted,
        ),
        (
            tr("Both sides"),
            tr("Changed here and there; both are kept for review"),
            lambda file: len(file.report.conflicts),
        ),
        (
            tr("Documents"),
            tr("Documents that we do not have"),
            lambda file: file.report.documents,
        ),
        (
            tr("Names"),
            tr("New speakers and issues"),
            lambda file: file.report.entities + file.report.entries,
        ),
    )


class MergeFiles(QTableWidget):
    """Files and numbers; Del takes a file out.

    Signals:
        removal_asked(): the chosen file shall go.
    """

    removal_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._columns = _columns()
        super().__init__(0, len(self._columns) + 1, parent)
        self._numbers = theme.font("numbers", 12.5)
        self.setObjectName("mergeFiles")
        self.setAccessibleName(tr("Files to merge"))
        self.setHorizontalHeaderLabels(
            [tr("File"), *(title for title, _, _ in self._columns)]
        )
        for number, (_, said, _) in enumerate(self._columns, start=1):
            item = QTableWidgetItem(self._columns[number - 1][0])
            item.setTextAlignment(_RIGHT)
            item.setToolTip(said)
            self.setHorizontalHeaderItem(number, item)
        self._dress()

    def _dress(self) -> None:
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(_LEFT)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number in range(1, self.columnCount()):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(number, _NUMBER_WIDTH)

    def set_files(self, paths: Sequence[Path]) -> None:
        """Show these files, without numbers yet."""
        chosen = self.currentRow()
        self.setRowCount(0)
        for row, path in enumerate(paths):
            self.insertRow(row)
            item = QTableWidgetItem(one_line(path.name, 200))
            item.setToolTip(tooltip(str(path)))
            self.setItem(row, 0, item)
        shown = min(max(len(paths), 2), _MOST_ROWS)
        around = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        self.setFixedHeight(around + shown * _ROW + 2)
        if paths:
            self.setCurrentCell(min(max(chosen, 0), len(paths) - 1), 0)

    def set_numbers(self, files: Sequence[FileMerge]) -> None:
        """Show what each of the files would bring; nothing is a thin dash."""
        for row, file in enumerate(files):
            for column, (_, said, count) in enumerate(self._columns, start=1):
                number = count(file)
                item = QTableWidgetItem(f"{number:,}" if number else "–")
                item.setTextAlignment(_RIGHT)
                item.setFont(self._numbers)
                item.setToolTip(said)
                self.setItem(row, column, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)
