# SPDX-License-Identifier: MIT
"""What the window says after an import or an export: a line, and more on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.conditions import Conditions
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.transfer import ExportReport, ImportReport
    from annotator.ui.shell import StatusBar


class Reporting(Conditions):
    """The part of the main window that keeps the last report.

    Attributes:
        report: of the last import or export in this window, None before any.
    """

    status: StatusBar
    report: ImportReport | ExportReport | None = None

    def has_report(self) -> bool | str:
        """True, or that nothing came in or went out yet."""
        if self.report is not None:
            return True
        return self.tr("Nothing was imported or exported in this window yet.")

    def tell_import(self, report: ImportReport) -> None:
        """Say what came in; where there is more to read, until it was read."""
        self.report = report
        count = len(report.notes)
        more = self.tr("1 note …") if count == 1 else self.tr("{0} notes …")
        more = more.replace("{0}", f"{count:,}") if count else ""
        self.status.tell(in_words(report.sentence), bool(count), more)

    def tell_export(self, report: ExportReport) -> None:
        """Say what went out, and offer to tell what did not."""
        self.report = report
        lost = report.limits or report.notes or report.loss_sentences
        more = self.tr("What is not in it …") if lost else ""
        self.status.tell(in_words(report.summary), bool(report.limits), more)

    def show_report(self) -> None:
        """Show all of the last report."""
        from annotator.ui.dialogs.report import ReportDialog, words_of

        if self.report is not None:
            ReportDialog(words_of(self.report), self).open()
