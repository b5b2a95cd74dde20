# SPDX-License-Identifier: MIT
"""The main window: three panes round one workbench.

It only puts things together.  What is on the desk is `ui.workbench`'s affair,
what keys and the form do is `ui.marking`'s and `ui.form_verbs`', actions are
listed in `ui.commands`, dialogs are opened by `ui.window_dialogs`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from annotator.model.errors import NotSavedError, UserError
from annotator.model.progress import Job, Progress
from annotator.services import annotate, documents, history, places
from annotator.ui import codebook_actions, commands, keys, plain
from annotator.ui.actions import ActionRegistry
from annotator.ui.article.view import ArticleView
from annotator.ui.commenting import CommentingWindow
from annotator.ui.documents.panel import DocumentPanel
from annotator.ui.form.form import AnnotationForm
from annotator.ui.form.tree import AnnotationTree
from annotator.ui.form_verbs import FormVerbs
from annotator.ui.hand import Hand
from annotator.ui.layout import (
    MIN_FORM,
    MIN_LIST,
    ListHeading,
    Note,
    dock,
    next_place,
    split,
    stacked,
)
from annotator.ui.marking import Marker
from annotator.ui.modes import ANNOTATE, Modes, all_modes
from annotator.ui.panes import ROOMY, Panes, first_size
from annotator.ui.shell import Header, StatusBar
from annotator.ui.tasks import Tasks
from annotator.ui.theme import Theme
from annotator.ui.timekeeper import Timekeeper
from annotator.ui.wording import error_words
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.services.settings import Settings

#: The automatic backup begins so long after the window was made, in milliseconds.
BACKUP_MS: Final = 2000
#: The form is built so long after the window was made, in milliseconds.
WARM_MS: Final = 250


class MainWindow(CommentingWindow):
    """One project in one window.

    Signals (see `WindowDialogs`):
        project_requested: another project is to be opened (its path).
        new_requested: a new project is wanted.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        settings: Settings,
        read_only_reason: str = "",
    ) -> None:
        super().__init__()
        self._read_only_reason = read_only_reason
        self.session = session
        self.theme = theme
        self.settings = settings
        self._build_panes()
        self.bench = Workbench(session, self.article, self.form, self.tree, self)
        self.marker = Marker(self.bench, self)
        self.verbs = FormVerbs(self.bench, self.marker, self)
        self.hand = self.own_hand = Hand(self.bench, self.marker, self.verbs)
        self.timekeeper = Timekeeper(self.bench, settings, self)
        self.registry = ActionRegistry(settings.shortcuts)
        for action in commands.all_actions(self):
            self.registry.add(action)
        self.registry.set_mode(self.modes.current)
        self._tell_codebook_keys()
        self._build_frame()
        self._connect()
        self._forget_settings = settings.subscribe(self._on_setting)
        self.setWindowTitle(f"{plain.one_line(session.path.name, 80)} — Annotator")
        self.resize(first_size(self.screen().availableSize()))
        self.watch_comments()
        self.open_first()
        self._begin_backup()
        # When the window stands, and before anybody has read a line of it.
        QTimer.singleShot(WARM_MS, self.form, self.form.warm_up)

    # -- building

    def _build_panes(self) -> None:
        self.article = ArticleView(self.theme, self)
        self.article.set_zoom(self.settings.appearance.zoom)
        self.form = AnnotationForm(self.theme, self)
        self.tree = AnnotationTree(self.theme, self)
        self.documents = DocumentPanel(
            self.session,
            self.theme,
            self,
            compact=self.settings.documents.compact,
        )
        self.documents.compact_changed.connect(
            lambda on: self.settings.update("documents", compact=on)
        )
        self.documents.metadata_requested.connect(self.edit_metadata)
        self.note = Note(self)
        self.heading = ListHeading(self)
        self.modes = Modes(self, self.article, all_modes())
        self.setCentralWidget(self.modes.stack)
        left = dock(self, self.tr("Documents"), self.documents, MIN_LIST)
        column = split(self.form, self.heading, self.tree)
        self.beside = QStackedWidget(self)
        self.beside.addWidget(stacked(column, self.note))
        right = dock(self, self.tr("Annotation"), self.beside, MIN_FORM)
        self.panes = Panes(self, left, right, column, self.settings)

    def _build_frame(self) -> None:
        self.header = Header(self.theme, self)
        self.header.command_requested.connect(self.show_palette)
        self.setMenuWidget(self.header)
        self.modes.offer(self.header)
        self.registry.menus(self.header.menu_bar)
        self.registry.install(self, {"article": self.article, "tree": self.tree})
        self.status = StatusBar(self.theme, self)
        self.setStatusBar(self.status)
        codebook = self.session.codebook
        self.show_annotator()
        self.status.annotator_wanted.connect(self.change_annotator)
        self.status.set_codebook(f"{codebook.id} {codebook.version}")
        if self.session.read_only:
            self.status.set_read_only(self._read_only_reason)
            return
        if (danger := places.warning_for(self.session.path)) is not None:
            self.status.tell(danger, warning=True)
        if (last := history.steps(self.session, limit=1)) != []:
            self.status.set_saved(datetime.fromtimestamp(last[0].at / 1000))

    def _tell_codebook_keys(self) -> None:
        """Let shortcuts, palette and cheat sheet know the codebook's keys."""
        titles = keys.titles(self.session.codebook)
        titles |= {
            keys.ADD_ROW: self.tr("Add a row"),
            keys.NO_ROW: self.tr("There is none"),
        }
        self.registry.set_codebook_keys(titles)

    def _on_codebook_changed(self) -> None:
        codebook = self.session.codebook
        self.status.set_codebook(f"{codebook.id} {codebook.version}")
        self._tell_codebook_keys()
        codebook_actions.renew(self)

    def _connect(self) -> None:
        self.article.key_typed.connect(self.marker.key)
        self.tree.key_typed.connect(self.marker.key)
        self.documents.opened.connect(self._on_document_chosen)
        self.documents.left.connect(self.article.setFocus)
        self.bench.saved.connect(self._on_saved)
        self.bench.saved.connect(self.show_annotator)
        self.bench.failed.connect(self.tell)
        self.bench.told.connect(self.status.tell)
        self.bench.counted.connect(self.heading.set_count)
        self.bench.document_opened.connect(self._on_document_opened)
        self.bench.codebook_changed.connect(self._on_codebook_changed)
        self.registry.refused.connect(self._on_refused)
        self.registry.ran.connect(self.status.forget_refusal)
        self.bench.annotation_chosen.connect(self.status.forget_refusal)
        self.note.edited.connect(self.verbs.save_note)
        self.status.comments_wanted.connect(self.next_unread)
        self.status.more_wanted.connect(self.show_report)

    def _begin_backup(self) -> None:
        """Back the project up beside the window, if it changed since the last time.

        Only when the window stands: it would be opened more slowly otherwise.
        """
        self.tasks = Tasks(self)
        self.status.tasks.watch(self.tasks)
        self.tasks.failed.connect(self._on_task_failed)
        self.backup_due = QTimer(self)
        self.backup_due.setSingleShot(True)
        self.backup_due.timeout.connect(
            lambda: self.tasks.start(self.tr("Backing up"), _backup_job(self.session))
        )
        if not self.session.read_only:
            self.backup_due.start(BACKUP_MS)

    def _on_task_failed(self, _task: object, error: BaseException) -> None:
        self.status.tell(
            self.tr("The automatic backup failed: {0}").replace(
                "{0}", error_words(error)
            ),
            warning=True,
        )

    def open_first(self) -> None:
        """Open the first document that is not done yet."""
        uid = self.documents.first_unfinished()
        if uid is None:
            self.bench.open_document(None)
        if uid is not None:
            self.open_document(uid)
            self.documents.show_current(uid)
        self.article.setFocus()

    # -- what is open

    def open_document(self, uid: str) -> None:
        """Put that document on the desk, or on the table of the page that is seen."""
        page = self.modes.seen
        if page is not None and page.open_document(uid):
            return
        self.modes.show(ANNOTATE)
        self.bench.open_document(uid)

    def _on_document_chosen(self, uid: str) -> None:
        """A document was opened from the list: the keyboard goes to its text."""
        self.open_document(uid)
        self.article.setFocus()

    def open_fullest(self) -> None:
        """Open the document with the most annotations: there is something to see."""
        ids = documents.rows(self.session, sort="annotations", descending=True)[:1]
        for summary in documents.page(self.session, ids):
            self.open_document(summary.uid)
            self.documents.show_current(summary.uid)

    def _on_document_opened(self, uid: str | None) -> None:
        desk = self.bench.desk
        self.note.show_note(desk.layer.note if desk else "", enabled=desk is not None)
        self.timekeeper.open(uid)
        if desk is None:
            self.article.clear(self.tr("Import texts with Ctrl+I to begin."))

    def step_document(self, by: int) -> None:
        """Open the next (1) or previous (-1) document of the list."""
        uid = self.documents.neighbour(by)
        if uid is not None:
            self.open_document(uid)
            self.documents.show_current(uid)

    def complete_document(self) -> None:
        """Complete the open document and open the next one that is not done."""
        self._finish_document("complete")

    def skip_document(self) -> None:
        """Set the document aside and open the next."""
        self._finish_document("skipped")

    def reopen_document(self) -> None:
        """Take back that the document is complete or skipped."""
        self._set_status("in_progress")

    def _finish_document(self, status: str) -> None:
        if self._set_status(status):
            uid = self.documents.next_unfinished()
            if uid is not None:
                self.open_document(uid)
                self.documents.show_current(uid)

    def _set_status(self, status: str) -> bool:
        desk = self.bench.desk
        if desk is None:
            return False
        self.timekeeper.flush()
        uid = desk.document.uid
        done = self.bench.guarded(
            lambda: annotate.set_status(self.session, uid, status)
        )
        if not done:
            self._show_first_fault()
        return done

    def _show_first_fault(self) -> None:
        """Choose the first annotation that keeps the document from completion."""
        for annotation in self.bench.annotations:
            self.bench.choose(annotation.uid)
            self.bench.demand_completeness()
            wrong = any(p.severity == "error" for p in self.bench.problems())
            if wrong or annotation.state == "draft":
                self.article.ensure_visible(annotation.uid)
                self._tell_unfinished(annotation.uid)
                return
        self.bench.choose(None)

    # -- verbs of the window itself

    def copy(self) -> None:
        """Copy the selected words as they stand in the document."""
        selection = self.hand.article.selection()
        if selection:
            text = self.hand.article.text[slice(*selection)]
            QGuiApplication.clipboard().setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.article.set_compact(self.width() < ROOMY)

    def focus_places(self) -> list[QWidget]:
        """Where F6 goes round, in order."""
        if self.modes.seen is not None:
            return self.modes.seen.focus_places()
        places = [self.documents.table, self.article, self.form, self.tree]
        return places if self.panes.is_list_shown() else places[1:]

    def cycle_panes(self, by: int) -> None:
        """Move the keyboard to the next pane."""
        pane = next_place(self.focus_places(), QApplication.focusWidget(), by)
        if pane is self.form:
            self.form.focus_first()
        else:
            pane.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard into the document filter."""
        if not self.panes.is_list_shown():
            self.panes.show_list(True)
        self.documents.focus_filter()

    def edit_note(self) -> None:
        """Put the keyboard into the note on the document."""
        self.note.open()

    # -- telling

    def tell(self, error: UserError) -> None:
        """Say in the status bar what could not be done and why."""
        if isinstance(error, NotSavedError):
            self.status.set_unsaved(error_words(error))
        else:
            self.status.tell(error_words(error), warning=True)

    def _on_refused(self, _identifier: str, reason: str) -> None:
        """A command that is not possible now says why."""
        if reason:
            self.status.refuse(reason)

    def _on_saved(self) -> None:
        self.status.set_saved(datetime.now())


def _backup_job(session: Session) -> Job[object]:
    from annotator.services import backups

    yield Progress(0, 0)
    return backups.rotate(session)
