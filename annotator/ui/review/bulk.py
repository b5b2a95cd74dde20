# SPDX-License-Identifier: MIT
"""The preview of what all agree on, before it is accepted at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QListWidget

from annotator.model.errors import UserError
from annotator.services.review.agreed import Agreed, accept_agreed, agreed, preview
from annotator.services.review.documents import reviewable
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.plain import one_line
from annotator.ui.review.cards import summary
from annotator.ui.review.words import tr
from annotator.ui.slices import SlicedJob
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.review.reviewer import Reviewer
    from annotator.ui.window import MainWindow

#: More passages than this are counted, not listed.
LISTED = 400


class BulkDialog(Dialog):
    """What would be accepted: here, or in all documents.

    Signals:
        accepted_with(list): the uids of the documents.
    """

    accepted_with = Signal(list)

    def __init__(
        self, reviewer: Reviewer, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Accept what all agree on"))
        self.setObjectName("bulkDialog")
        self.setMinimumSize(560, 440)
        self._reviewer = reviewer
        self._job: SlicedJob | None = None
        self._found: list[Agreed] = []
        words = self.tr("These annotations are the same for everyone, and complete.")
        words += " " + self.tr("Accepting them is one step that can be undone.")
        self.body.addWidget(plain_label(words, "secondary", wrap=True))
        self.all = QCheckBox(self.tr("In all documents that two people annotated"))
        self.all.setObjectName("bulkAll")
        self.all.toggled.connect(self._look)
        self.body.addWidget(self.all)
        self.count = plain_label("", "heading")
        self.count.setObjectName("bulkCount")
        self.body.addWidget(self.count)
        self.list = QListWidget()
        self.list.setObjectName("bulkList")
        self.list.setAccessibleName(self.tr("What is accepted"))
        self.body.addWidget(self.list, 1)
        self.add_cancel()
        self.done_button = self.add_button(self.tr("Accept all"), "primary")
        self.done_button.setObjectName("bulkAccept")
        self.done_button.clicked.connect(self._done)
        self.finished.connect(self._stop)
        self._look()

    def _look(self, _on: bool = False) -> None:
        """Ask what would be accepted; for all documents in slices."""
        self._stop()
        desk = self._reviewer.desk
        if not self.all.isChecked():
            self._show([agreed(desk)] if desk else [])
            return
        session = self._reviewer.session
        uids = [each.document for each in reviewable(session)]
        people = self._reviewer.people
        job: Any = preview(session, uids, people, desk.least if desk else 0.0)
        self.count.setText(self.tr("Looking through {0} documents …").format(len(uids)))
        self.done_button.setEnabled(False)
        self._job = SlicedJob(self.tr("Comparing"), job, self)
        self._job.finished.connect(self._show)
        self._job.failed.connect(self._on_failed)
        self._job.start()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.tell(error_words(error))

    def _show(self, found: list[Agreed]) -> None:
        self._found = [each for each in found if each.units]
        total = sum(len(each.units) for each in self._found)
        self.list.clear()
        for each in self._found:
            for unit in each.units:
                if self.list.count() >= LISTED:
                    break
                quote = " … ".join(span.text for span in unit.first.spans[:1])
                lead = f"{one_line(each.title, 40)}: " if self.all.isChecked() else ""
                about = (words for _, words in summary(self._reviewer, unit.first))
                self.list.addItem(
                    f"{lead}{one_line(quote, 90)}\n{one_line(' · '.join(about), 110)}"
                )
        words = self.tr("1 annotation in {1} documents")
        if total != 1:
            words = self.tr("{0} annotations in {1} documents")
        if len(self._found) == 1:
            words = (
                self.tr("1 annotation") if total == 1 else self.tr("{0} annotations")
            )
        self.count.setText(words.format(total, len(self._found)))
        self.done_button.setEnabled(bool(total))

    def _stop(self, _result: int = 0) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _done(self) -> None:
        wanted = [each.document for each in self._found]
        self.accept()
        self.accepted_with.emit(wanted)


def accept_all(window: MainWindow, reviewer: Reviewer, wanted: list[str]) -> None:
    """Accept what all agree on in some documents, as a job of the window."""
    least = reviewer.desk.least if reviewer.desk else 0.0
    job = accept_agreed(reviewer.session, wanted, reviewer.people, least)
    told = tr("Accepted {0} annotations on which all agree.")
    window.run_job(
        tr("Accepting"), job, lambda count: window.status.tell(told.format(count))
    )
