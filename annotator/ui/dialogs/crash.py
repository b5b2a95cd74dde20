# SPDX-License-Identifier: MIT
"""The dialog after an error of ours: what happened, where the log is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator import __version__
from annotator.services import logs
from annotator.ui.dialogs.base import Dialog, plain_label


class CrashDialog(Dialog):
    """Tells of an unexpected exception, and copies the report.

    The report holds no text of an article, so that it can be sent as it is.
    """

    def __init__(
        self, error: BaseException, file: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Something went wrong"), parent)
        self.setObjectName("crashDialog")
        self._file = file
        self._reports = [logs.describe(error)]
        self.body.addWidget(
            plain_label(self.tr("The program made a mistake."), "heading")
        )
        self.body.addWidget(
            plain_label(
                self.tr(
                    "What you annotated is stored.  You can go on; if it happens "
                    "again, close the project and open it anew."
                ),
                wrap=True,
            )
        )
        self._view = QPlainTextEdit()
        self._view.setReadOnly(True)
        self._view.setAccessibleName(self.tr("Report"))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._view.setFont(fixed)
        self._view.setMinimumSize(560, 180)
        self.body.addWidget(self._view)
        where = self.tr("The report is in {0}; it holds no text of an article.")
        self.body.addWidget(
            plain_label(where.replace("{0}", str(file)), "secondary", wrap=True)
        )
        copy = self.add_button(self.tr("Copy report"))
        copy.clicked.connect(self._on_copy)
        done = self.add_button(self.tr("Go on"), "primary")
        done.clicked.connect(self.accept)
        self._show_reports()
        done.setFocus()

    def add_error(self, error: BaseException) -> None:
        """Add another exception to the report on screen."""
        self._reports.append(logs.describe(error))
        self._show_reports()

    def report(self) -> str:
        """The report as it is copied."""
        head = f"Annotator {__version__}, {logs.environment()}\n{self._file}\n"
        return head + "\n\n".join(self._reports)

    def _show_reports(self) -> None:
        # Only the last few: an error in a painter comes sixty times a second.
        self._reports = self._reports[-5:]
        self._view.setPlainText("\n\n".join(self._reports))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
