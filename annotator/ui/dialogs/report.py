# SPDX-License-Identifier: MIT
"""All that an import or an export had to say, to be read and copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.model.offsets import OffsetMap
from annotator.services.transfer import ExportReport, ImportReport
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.wording import in_words

#: So much is shown; a file of a thousand faults has a note for each.
MOST = 2_000


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("report", text)


@dataclass(frozen=True, slots=True)
class Words:
    """A report in the user's language: what was done, and the lines under it."""

    title: str
    done: str
    lines: Sequence[str]


def words_of(report: ImportReport | ExportReport) -> Words:
    """What a report says."""
    if isinstance(report, ImportReport):
        return of_import(report)
    return of_export(report)


def of_import(report: ImportReport) -> Words:
    """What an import did, and what is to be known of it."""
    lines = [f"–\u2002{in_words(each)}" for each in report.notes]
    return Words(tr("Import"), in_words(report.sentence), _cut(lines))


def of_export(report: ExportReport) -> Words:
    """What an export wrote and lost, with the first examples."""
    lines = [f"–\u2002{in_words(each)}" for each in (*report.limits, *report.notes)]
    lines += _losses(tr("Not in this format"), report.losses.listed(), bool(lines))
    chosen = report.left_out.listed()
    lines += _losses(tr("Left out by choice"), chosen, bool(lines))
    return Words(tr("Export"), in_words(report.sentence), _cut(lines))


def _losses(title: str, losses: Iterable[Any], after: bool) -> Iterator[str]:
    for number, each in enumerate(losses):
        if not number:
            yield from ("",) * after
            yield title
        yield f"–\u2002{in_words(each.what)}: {each.count:,}"
        yield from (f"\u2003\u2003{example}" for example in each.examples)


def _cut(lines: list[str]) -> list[str]:
    if len(lines) <= MOST:
        return lines
    more = tr("… and {0} more.").replace("{0}", f"{len(lines) - MOST:,}")
    return [*lines[:MOST], more]


class ReportDialog(Dialog):
    """Shows a report; it can be copied as a whole."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.title, parent)
        self.setObjectName("reportDialog")
        self.setMinimumSize(620, 400)
        self._all = "\n".join([words.done, "", *words.lines])
        self.body.addWidget(plain_label(words.done, wrap=True))
        self.text = QPlainTextEdit()
        self.text.setObjectName("reportText")
        self.text.setAccessibleName(words.title)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setPlainText(OffsetMap("\n".join(words.lines)).shown)
        self.body.addWidget(self.text, 1)
        copy = self.add_button(self.tr("Copy all"))
        copy.clicked.connect(self._on_copy)
        close = self.add_button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        self.text.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._all)
