# SPDX-License-Identifier: MIT
"""Merging files that came back: which, what they would do, and who is whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.progress import Progress
from annotator.services import merging
from annotator.services.merging import MergeReport
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.dialogs.merge_details import MergeDetails
from annotator.ui.dialogs.merge_files import MergeFiles, tr
from annotator.ui.slices import SlicedJob
from annotator.ui.start.page import paths_of
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words, in_words

if TYPE_CHECKING:
    from annotator.services.session import Session

PAUSE_MS: Final = 150
_WIDE: Final = QSizePolicy.Policy.Preferred


class MergeDialog(Dialog):
    """Asks what to merge; it looks through the files, and merges nothing itself.

    Signals:
        looking(bool): it begins, or ends, to try the merge out.  Meanwhile nobody
            else may write: what is written then would be taken back with the trial.
        accepted_with(list[Path], list[tuple[str, str]]): go ahead with these
            files, and unify these pairs of uids.
    """

    looking = Signal(bool)
    accepted_with = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        session: Session,
        paths: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Merge returned files"), parent)
        self.setObjectName("mergeDialog")
        self.resize(960, 640)
        self.setAcceptDrops(True)
        self._session = session
        self._paths: list[Path] = []
        self._report: MergeReport | None = None
        self._job: SlicedJob | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._build(theme)
        self.files.set_files(())
        self.add_paths(paths)
        self._show_possible()
        self.add.setFocus()

    def _build(self, theme: Theme) -> None:
        said = tr(
            "Nothing is overwritten: what was changed here and there is kept on both"
            " sides. The order does not matter, and undo takes the whole merge back."
        )
        self.body.addWidget(plain_label(said, "secondary", wrap=True))
        self.files = MergeFiles(theme)
        self.files.removal_asked.connect(self._on_remove)
        self.body.addWidget(self.files)
        row = QHBoxLayout()
        self.add = button(tr("Add files …"))
        self.add.setObjectName("mergeAdd")
        self.add.clicked.connect(self._on_add)
        self.remove = button(tr("Remove"))
        self.remove.setObjectName("mergeRemove")
        self.remove.clicked.connect(self._on_remove)
        for each in (self.add, self.remove):
            row.addWidget(each)
        row.addStretch(1)
        self.body.addLayout(row)
        self.details = MergeDetails(theme, self._session)
        self.body.addWidget(self.details, 1)
        self.empty = plain_label("", "quiet", wrap=True)
        self.empty.setObjectName("mergeEmpty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setSizePolicy(_WIDE, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self.empty, 1)
        self.progress = QProgressBar()
        self.progress.setObjectName("mergeProgress")
        self.progress.setAccessibleName(tr("Looking through the files"))
        self.progress.setFixedWidth(140)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.why = plain_label("", "quiet")
        self.why.setObjectName("whyNot")
        self.add_left(self.why)
        self.add_left(self.progress)
        self.add_cancel()
        self.go = self.add_button(tr("Merge"), "primary")
        self.go.setObjectName("mergeGo")
        self.go.clicked.connect(self._on_go)

    # -- files --------------------------------------------------------------------

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files to those that will be merged; one that is there already is not."""
        known = {path.absolute() for path in self._paths}
        new = [path for path in paths if path.absolute() not in known]
        if new:
            self._paths += new
            self._on_files_changed()

    def _on_add(self) -> None:
        dialog = QFileDialog(self, tr("Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [
                tr("Projects and exchange files (*.annotator *.jsonl)"),
                tr("All files (*)"),
            ]
        )
        dialog.filesSelected.connect(
            lambda names: self.add_paths([Path(name) for name in names])
        )
        dialog.open()

    def _on_remove(self) -> None:
        row = self.files.currentRow()
        if 0 <= row < len(self._paths):
            del self._paths[row]
            self._on_files_changed()

    def _on_files_changed(self) -> None:
        self._stop()
        self._report = None
        self.tell("")
        self.files.set_files(self._paths)
        self.details.show_plan(None)
        self._show_possible()
        self._pause.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_paths(paths_of(event.mimeData()))
        event.acceptProposedAction()

    @property
    def busy(self) -> bool:
        """Whether files are still looked through, or soon will be."""
        return self._job is not None or self._pause.isActive()

    # -- looking ------------------------------------------------------------------

    def look(self) -> None:
        """Find out, a little at a time, what merging the files would do."""
        self._stop()
        if not self._paths:
            return
        self.looking.emit(True)
        job = merging.plan(self._session, list(self._paths))
        self._job = SlicedJob("", job, self)
        self._job.progress.connect(self._on_progress)
        self._job.finished.connect(self._on_looked)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)
        self._job.start()
        self._show_possible()

    def _on_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, progress.total)
        self.progress.setValue(progress.done)
        self.why.setText(in_words(progress.message))

    def _on_looked(self, report: MergeReport) -> None:
        self._report = report
        self.files.set_numbers(report.files)
        self.details.show_plan(report)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.tell(error_words(error))

    def _on_ended(self) -> None:
        self._job = None
        self.looking.emit(False)
        self._show_possible()

    def _stop(self) -> None:
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is still being looked at is not wanted any more."""
        if not event.spontaneous():
            self._stop()
        super().hideEvent(event)

    # -- what is possible ---------------------------------------------------------

    def _show_possible(self) -> None:
        """Let the merge begin, or say at the foot why it cannot yet."""
        why = self._why_not()
        looking = self._job is not None
        self.progress.setVisible(looking)
        if looking:
            self.progress.setRange(0, 0)
        self.why.setText(why)
        self.go.setToolTip(why)
        self.go.setEnabled(not why)
        self.remove.setEnabled(bool(self._paths))
        sections = self.details.topLevelItemCount()
        self.details.setVisible(bool(sections))
        self.empty.setVisible(not sections)
        self.empty.setText(self._without_details())

    def _why_not(self) -> str:
        if not self._paths:
            return tr("No file is chosen yet.")
        if self.busy:
            return tr("Looking …")
        if self._report is None:
            return tr("A file cannot be merged: remove it, or mend it.")
        return "" if self._report.changes else tr("There is nothing new in them.")

    def _without_details(self) -> str:
        if not self._paths:
            return tr("Add the files that came back, or drop them here.")
        if self._report is not None and self._report.changes:
            return tr("All of it can be merged without a question.")
        return ""

    def _on_go(self) -> None:
        if self.go.isEnabled():
            self.accepted_with.emit(list(self._paths), self.details.wanted())
            self.accept()
