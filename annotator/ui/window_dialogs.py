# SPDX-License-Identifier: MIT
"""What the window opens beside itself: dialogs, palette, cheat sheet, jobs.

Dialogs are imported when they are wanted: starting the window costs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from annotator.model.errors import UserError
from annotator.services.documents import Totals, totals
from annotator.ui.reporting import Reporting
from annotator.ui.slices import SlicedJob

if TYPE_CHECKING:
    from annotator.services.settings import Settings
    from annotator.ui.actions import ActionRegistry
    from annotator.ui.documents.panel import DocumentPanel
    from annotator.ui.shell import StatusBar
    from annotator.ui.tasks import Tasks
    from annotator.ui.theme import Theme


class WindowDialogs(Reporting):
    """The part of the main window that opens other windows."""

    project_requested = Signal(object)
    new_requested = Signal()

    settings: Settings
    theme: Theme
    tasks: Tasks
    backup_due: QTimer
    documents: DocumentPanel
    registry: ActionRegistry
    status: StatusBar
    job: SlicedJob | None = None

    def open_first(self) -> None:
        """Open the first document that is not done; the window knows how."""
        raise NotImplementedError

    def tell(self, error: UserError) -> None:
        """Say in one line what could not be done; the window knows where."""
        raise NotImplementedError

    # -- the project

    def new_project(self) -> None:
        """Ask for a new project; the program's list of windows makes it."""
        self.new_requested.emit()

    def open_project(self) -> None:
        """Choose another project and open it in a window of its own."""
        dialog = QFileDialog(self, self.tr("Open project"))
        dialog.setNameFilter(self.tr("Projects (*.annotator)"))
        dialog.fileSelected.connect(
            lambda name: self.project_requested.emit(Path(name))
        )
        dialog.open()

    def back_up(self) -> None:
        """Choose where to, and write a verified copy of the project there."""
        dialog = QFileDialog(self, self.tr("Back up the project"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("annotator")
        dialog.selectFile(f"{self.session.path.stem}-backup.annotator")
        dialog.fileSelected.connect(self._on_backup_chosen)
        dialog.open()

    def _on_backup_chosen(self, name: str) -> None:
        from annotator.services import safekeeping

        try:
            safekeeping.backup(self.session, Path(name))
        except UserError as error:
            self.tell(error)
        else:
            self.status.tell(self.tr("Backed up to {0}").replace("{0}", name))

    # -- import and export

    def import_texts(self, paths: Sequence[Path] = ()) -> None:
        """Choose texts and how to read them, then import them."""
        from annotator.ui.dialogs.import_files import ImportDialog

        dialog = ImportDialog(
            self.theme, self.settings, self.session, list(paths), self
        )
        dialog.accepted_with.connect(self._import)
        dialog.open()

    def _import(self, paths: list[Path], format_name: Any, options: Any) -> None:
        from annotator.services import transfer

        job = transfer.import_files(
            self.session, paths, format=format_name, options=options
        )

        def ask(error: BaseException) -> bool:
            return self._ask_for_mapping(error, paths, format_name, options)

        self.run_job(self.tr("Importing"), job, self._on_imported, ask)

    def _ask_for_mapping(
        self, error: BaseException, paths: list[Path], format_name: Any, options: Any
    ) -> bool:
        """Ask what foreign labels are called here, and import once more."""
        from annotator.services.mapping import UnmappedError

        if not isinstance(error, UnmappedError):
            return False
        from annotator.ui.dialogs.mapping import MappingDialog

        dialog = MappingDialog(
            self.theme, self.session, error.survey, options.mapping, self
        )
        dialog.mapped.connect(
            lambda mapping: self._import(
                paths, format_name, replace(options, mapping=mapping)
            )
        )
        dialog.open()
        return True

    def _on_imported(self, report: Any) -> None:
        if self.bench.desk is None:
            # The list hears of new documents a moment later than we do.
            self.documents.refresh()
            self.open_first()
        self.tell_import(report)

    def export_data(self) -> None:
        """Choose format, layers and place, then export."""
        from annotator.ui.dialogs.export import ExportDialog

        dialog = ExportDialog(self.theme, self.settings, self.session, self)
        dialog.accepted_with.connect(self._export)
        dialog.open()

    def _export(self, output: Path, format_name: str, selection: Any) -> None:
        from annotator.services import transfer

        job = transfer.export(
            self.session,
            output,
            format=format_name,
            selection=selection,
            overwrite=True,
        )
        self.run_job(self.tr("Exporting"), job, self.tell_export)

    def run_job(
        self,
        title: str,
        job: Any,
        done: Any,
        mend: Callable[[BaseException], bool] = lambda error: False,
    ) -> None:
        """Run a long job in slices; the project is not edited meanwhile.

        `mend` is shown an error first, and says whether it took care of it.
        """
        if self.job is not None and self.job.running:
            self.status.tell(self.tr("Another job is still running."), warning=True)
            return
        self.job = SlicedJob(title, job, self)
        self.status.tasks.show_job(self.job)
        self.bench.pause(True)
        self.job.finished.connect(done)
        self.job.failed.connect(
            lambda error: None if mend(error) else self._on_job_failed(error)
        )
        self.job.cancelled.connect(
            lambda: self.status.tell(self.tr("Cancelled; nothing was kept."))
        )
        self.job.ended.connect(lambda: self.bench.pause(False))
        self.job.start()

    def _on_job_failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.tell(error)
        else:
            raise error

    def is_busy(self) -> bool:
        """Whether a job writes now: nothing else may be written meanwhile."""
        return self.job is not None and self.job.running

    def tasks_stop(self) -> None:
        """Cancel what is still running; nothing of it is kept."""
        self.backup_due.stop()
        if self.job is not None:
            self.job.cancel()
        self.tasks.stop()

    # -- the open document, the project's things

    def edit_metadata(self, uid: str | None = None) -> None:
        """Edit the metadata of the open (or the given) document."""
        from annotator.ui.dialogs.metadata import MetadataDialog

        desk = self.bench.desk
        wanted = uid or (desk.document.uid if desk else None)
        if wanted is not None:
            MetadataDialog(self.theme, self.session, wanted, self).open()

    def show_history(self) -> None:
        """Show what was done, step by step."""
        from annotator.ui.dialogs.history import HistoryDialog

        HistoryDialog(self.theme, self.session, self).open()

    def describe_speaker(self) -> None:
        """Role, affiliation and country of the chosen speaker in this document."""
        from annotator.ui.dialogs.speaker_here import SpeakerHereDialog
        from annotator.ui.speakers import described

        chosen, desk = self.bench.chosen, self.bench.desk
        uid = described(chosen, self.session.codebook) if chosen else None
        if desk is None or uid is None:
            self.status.tell(
                self.tr("The annotation has no speaker yet."), warning=True
            )
            return
        SpeakerHereDialog(self.session, desk.document.uid, uid, self).open()

    def change_annotator(self) -> None:
        """Choose who annotates from now on."""
        from annotator.ui.dialogs.who import WhoDialog

        dialog = WhoDialog(self.theme, self.session, self)
        dialog.accepted.connect(self._on_annotator_changed)
        dialog.open()

    def show_annotator(self) -> None:
        """Say who annotates in the status bar."""
        who = self.session.annotator
        self.status.set_annotator(who.name, who.initials, who.colour)

    def _on_annotator_changed(self) -> None:
        self.show_annotator()
        desk = self.bench.desk
        self.bench.open_document(desk.document.uid if desk else None)

    def manage_issues(self) -> None:
        """Show all issues: define, rename, unite."""
        from annotator.ui.dialogs.issues import IssuesDialog

        IssuesDialog(self.theme, self.session, self).open()

    def manage_speakers(self) -> None:
        """Show all speakers: rename, unite."""
        from annotator.ui.dialogs.speakers import SpeakersDialog

        SpeakersDialog(self.theme, self.session, self).open()

    def edit_codebook(self) -> None:
        """Edit the codebook's words, colours, keys and values."""
        from annotator.ui.dialogs.codebook import CodebookDialog

        CodebookDialog(self.theme, self.session, self).open()

    def preferences(self) -> None:
        """Show what can be set."""
        from annotator.ui.dialogs.preferences import PreferencesDialog

        PreferencesDialog(self.theme, self.settings, self).open()

    def edit_shortcuts(self) -> None:
        """Change keys."""
        from annotator.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self.registry, self.settings, self.theme, self).open()

    # -- help

    def show_palette(self) -> None:
        """Open the command palette."""
        from annotator.ui.palette import CommandPalette

        CommandPalette.show_over(self)

    def show_keys(self) -> None:
        """Show every key there is."""
        from annotator.ui.cheatsheet import CheatSheet

        CheatSheet(self.registry, self.session.codebook, self.theme, self).open()

    def show_help(self) -> None:
        """Show the pages of the help."""
        from annotator.ui.dialogs.help import HelpDialog

        HelpDialog(self.theme, self).show()

    def show_guideline(self) -> None:
        """Show the written guideline that belongs to the codebook."""
        from annotator.services import guideline
        from annotator.ui.dialogs.guideline import GuidelineDialog

        found = guideline.find(self.session)
        if found is None:
            words = self.tr("The codebook has no written guideline beside the project.")
            self.status.tell(words)
            return
        GuidelineDialog(self.theme, found, self).open()

    def about(self) -> None:
        """Say what this program is."""
        from annotator.ui.dialogs.about import show_about

        show_about(self)

    def totals(self) -> Totals:
        """How many documents there are, by status of one's own layer."""
        return totals(self.session)
