# SPDX-License-Identifier: MIT
"""The review page: queue, article, one question; or the form of its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.services.review import documents
from annotator.services.review.desk import people_of
from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.form.form import AnnotationForm
from annotator.ui.form.tree import AnnotationTree
from annotator.ui.hand import Hand
from annotator.ui.layout import ListHeading, split
from annotator.ui.marking import Marker
from annotator.ui.review.bench import ResultBench, ResultVerbs
from annotator.ui.review.decision_panel import WIDTH, DecisionPanel
from annotator.ui.review.options import OTHERWISE
from annotator.ui.review.overview import Overview
from annotator.ui.review.queue_panel import QueuePanel
from annotator.ui.review.reviewer import Reviewer
from annotator.ui.review.talking import TalkingPage
from annotator.ui.review.units import MarkMaker
from annotator.ui.review.view import CompareView

if TYPE_CHECKING:
    from annotator.model.progress import Job
    from annotator.services.review.desk import ReviewDesk
    from annotator.ui.theme import Theme
    from annotator.ui.window import MainWindow


class ReviewPage(TalkingPage):
    """Compares layers and edits what comes of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("reviewPanel")
        self.setAccessibleName(self.tr("Review"))
        self.window_ = window
        self.session, self.theme = window.session, window.theme
        self.reviewer = Reviewer(window.session, window.settings, window.theme, self)
        self.reviewer.busy = window.is_busy
        self._marks, self._overview = MarkMaker(), Overview(self.reviewer)
        self._build()
        self.bench = ResultBench(
            self.reviewer,
            self.article,
            self.form,
            self.tree,
            lambda: self.is_editing,
            self,
        )
        self.marker = Marker(self.bench, self)
        self.verbs = ResultVerbs(self.bench, self.marker, self)
        self.hand = Hand(self.bench, self.marker, self.verbs)
        self._connect()
        self._place_keys()
        self._forget = window.settings.subscribe(self._on_setting)

    # -- building

    def _build(self) -> None:
        self.queue = QueuePanel(self.reviewer, self.theme, self)
        self.article = CompareView(self.theme, self)
        self.article.set_zoom(self.window_.settings.appearance.zoom)
        self.panel = DecisionPanel(self.reviewer, self.theme, self)
        self.form = AnnotationForm(self.theme, self)
        self.tree = AnnotationTree(self.theme, self)
        self.heading = ListHeading(self)
        self.side = QStackedWidget(self)
        self.side.setFixedWidth(WIDTH)
        self.side.addWidget(self.panel)
        self.side.addWidget(self._build_editor())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.queue)
        row.addWidget(_line())
        row.addWidget(self.article, 1)
        row.addWidget(_line())
        row.addWidget(self.side)

    def _build_editor(self) -> QWidget:
        editor = QWidget()
        editor.setObjectName("dockPanel")
        editor.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 10, 0)
        self.editing_words = plain_label("", "secondary", wrap=True)
        head.addWidget(self.editing_words, 1)
        self.back = button(self.tr("Back to the question"), "quiet")
        self.back.setObjectName("reviewBack")
        head.addWidget(self.back)
        column.addLayout(head)
        self.column: QSplitter = split(self.form, self.heading, self.tree)
        self.column.setSizes([600, 200])
        column.addWidget(self.column, 1)
        return editor

    def _connect(self) -> None:
        window, reviewer = self.window_, self.reviewer
        reviewer.prepare = self._prepare
        reviewer.comparing.connect(window.status.tasks.show_job)
        reviewer.desk_changed.connect(self._on_desk)
        reviewer.item_changed.connect(self._on_item)
        reviewer.edit_wanted.connect(self.edit)
        reviewer.told.connect(window.status.tell)
        reviewer.failed.connect(window.tell)
        reviewer.saved.connect(window._on_saved)
        self.bench.failed.connect(window.tell)
        self.bench.told.connect(window.status.tell)
        self.bench.counted.connect(self.heading.set_count)
        self.article.unit_clicked.connect(reviewer.choose_unit)
        self.article.annotation_clicked.connect(self._on_annotation_clicked)
        self.article.key_typed.connect(self._on_key)
        self.tree.key_typed.connect(self._on_key)
        self.verbs.finished.connect(self._on_finished)
        self.verbs.left.connect(self.leave_editing)
        self.back.clicked.connect(self.leave_editing)
        self.panel.accept_wanted.connect(self.accept)
        self.panel.skip_wanted.connect(lambda: reviewer.step(1))
        self.panel.step_wanted.connect(reviewer.step)
        self.panel.reasons_wanted.connect(self.edit_reasons)
        self.queue.document_wanted.connect(self.choose_document)
        self.queue.bulk_wanted.connect(self.accept_agreed)

    def _place_keys(self) -> None:
        registry = self.window_.registry
        registry.place("article", self.article)
        registry.place("tree", self.tree)
        registry.place("compare", self.article)
        registry.place("compare", self.queue.table)
        registry.place("answers", self.panel)

    # -- the switch between modes

    def enter(self) -> None:
        """Show the document that is open, or the one that was here."""
        self.reviewer.wake()
        if self.reviewer.desk is None:
            self.open_document(self._entry())

    def leave(self) -> None:
        """Store what was typed; the place stays."""
        self.store_typed()
        self.leave_editing()
        self.reviewer.active = False

    def _entry(self) -> str | None:
        """The document that is open, if it can be compared, else the first to do."""
        desk = self.window_.bench.desk
        uid = desk.document.uid if desk else None
        compared = uid is not None and len(people_of(self.session, uid)) > 1
        return uid if compared else self._first() or uid

    def _first(self) -> str | None:
        found = documents.reviewable(self.session)
        waiting = [each for each in found if each.status != "complete"]
        return next((each.document for each in [*waiting, *found]), None)

    def open_document(self, uid: str | None) -> bool:
        """Put a document on the table."""
        self.leave_editing()
        self.reviewer.open(uid)
        return True

    def show_annotation(self, document: str, uid: str) -> None:
        """Put a document on the table and ask about that annotation's unit."""
        if self.reviewer.uid != document:
            self.open_document(document)
        self.reviewer.ask_about(uid)

    def focus_places(self) -> list[QWidget]:
        """Where F6 goes round."""
        if self._comments is not None and self.side.currentWidget() is self._comments:
            return [self.article, self._comments.field, self.queue.table]
        if self.is_editing:
            return [self.article, self.form, self.tree, self.queue.table]
        return [self.article, self.panel.reason, self.queue.table]

    def store_typed(self) -> bool:
        """Store what was typed into the form or beside a decision."""
        failed: list[UserError] = []
        self.bench.failed.connect(failed.append)
        self.form.commit()
        self.bench.failed.disconnect(failed.append)
        panel = self._comments
        if panel is not None and panel.store_typed():
            panel.say()
            return not (failed or panel.store_typed())
        return not failed

    def shut(self) -> None:
        """The window closes."""
        self._forget()
        self.bench.close()
        self.reviewer.close()
        if self._comments is not None:
            self._comments.detach()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = self.reviewer.theme = theme
        parts = (self.queue, self.article, self.panel, self.form, self.tree)
        for part in parts:
            part.set_theme(theme)
        if self._comments is not None:
            self._comments.set_theme(theme)
        self.reviewer.forget_faces()
        self.reviewer.show_again()

    def _on_setting(self, section: str) -> None:
        if section == "appearance":
            self.article.set_zoom(self.window_.settings.appearance.zoom)
        elif section == "review":
            self.reviewer.forget_faces()
            self.reviewer.refresh()

    # -- showing

    def _on_desk(self) -> None:
        """Another document, or other decisions: show units, cards and results."""
        reviewer, desk = self.reviewer, self.reviewer.desk
        shown = self.bench.desk.document.uid if self.bench.desk else None
        uid = reviewer.uid
        if uid != shown:
            self.bench.open_document(uid)
        elif self.is_editing:
            self.bench.reload()
        if uid is None:
            self.article.clear(self.tr("Choose a document that two people annotated."))
            return
        self._overview.read()
        if desk is None:
            # As much room for bars as there will be, so that the text stands still.
            there = len(reviewer.people or people_of(self.session, uid))
            self.article.show_units((), self._overview, there, reviewer.bar_faces)
            return
        self.article.show_units(
            self._marks.marks(desk, self.session.codebook),
            self._overview,
            len(desk.people),
            reviewer.bar_faces,
        )

    def _prepare(self, desk: ReviewDesk) -> Job[None]:
        """What the article shows of a comparison, made in slices as well."""
        marks = yield from self._marks.making(desk, self.session.codebook)
        yield from self.article.preparing(marks)

    def _on_item(self) -> None:
        """Another question: show its unit, and leave the form of another's."""
        item = self.reviewer.item
        key = item.key if item else None
        if self._editing is not None and key != self._editing:
            self.leave_editing()
        number = item.unit if item else None
        self._overview.ask()
        self.article.show_cards()
        self.article.choose_unit(number)
        self._follow()
        if number is not None and not self.is_editing:
            self.article.reveal_unit(number)

    def _on_annotation_clicked(self, uid: str) -> None:
        if self.is_editing and self.bench.find(uid) is not None:
            self.bench.choose(uid)

    def _on_key(self, text: str) -> None:
        if self.is_editing:
            self.marker.key(text)

    # -- verbs of the page

    def accept(self) -> None:
        """Decide as chosen and go on."""
        if self.is_editing:
            self.verbs.accept()
            return
        option = self._chosen_kind()
        if option == OTHERWISE:
            self.edit()
            return
        if self.reviewer.accept(*self.panel.written()):
            self._leave_fields()

    def _leave_fields(self) -> None:
        """The reason is given: letters choose answers again."""
        focused = QApplication.focusWidget()
        if focused is None or self.panel.isAncestorOf(focused):
            self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen_kind(self) -> str:
        reviewer = self.reviewer
        if reviewer.chosen is None:
            return ""
        return reviewer.options[reviewer.chosen].kind

    def take_all(self) -> None:
        """Take the chosen person's annotation as it stands."""
        if self.reviewer.take_all(*self.panel.written()):
            self._leave_fields()

    def pick(self, kind: str, number: int = 0) -> None:
        """Choose an answer; “otherwise” begins to edit at once."""
        if self.reviewer.pick(kind, number) and kind == OTHERWISE:
            self.edit()

    def focus_reason(self) -> None:
        """Put the keyboard into the reason."""
        self.panel.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_note(self) -> None:
        """Put the keyboard into the note."""
        self.panel.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter of the queue."""
        self.queue.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.queue.filter.selectAll()

    def escape(self) -> None:
        """From a field back to the text; there the selection goes."""
        focused = QApplication.focusWidget()
        if focused is not self.article:
            self.article.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.article.selection() is not None:
            self.article.set_caret(self.article.caret())

    def step_document(self, by: int) -> None:
        """Review the next (1) or previous (-1) document that two people annotated."""
        found = [each.document for each in documents.reviewable(self.session)]
        if not found:
            return
        here = self.reviewer.uid
        at = found.index(here) if here in found else -1
        self.open_document(found[(at + by) % len(found)])

    def complete_document(self) -> None:
        """The document is adjudicated: open the next one that is not."""
        desk = self.reviewer.desk
        if desk is None:
            return
        done = self.reviewer.guarded(lambda: documents.set_complete(self.session, desk))
        if done:
            self.open_document(self._first())

    def choose_document(self) -> None:
        """Choose the document to review."""
        from annotator.ui.review.choosing import ChooseDocument

        dialog = ChooseDocument(self.reviewer, self.theme, self)
        dialog.chosen.connect(self.reviewer.open)
        dialog.open()

    def accept_agreed(self) -> None:
        """Preview what all agree on, and accept it."""
        from annotator.ui.review.bulk import BulkDialog, accept_all

        dialog = BulkDialog(self.reviewer, self.theme, self)
        dialog.accepted_with.connect(
            lambda wanted: accept_all(self.window_, self.reviewer, wanted)
        )
        dialog.open()

    def edit_reasons(self) -> None:
        """Edit the list of reasons."""
        from annotator.ui.review.reasons import ReasonsDialog

        ReasonsDialog(self.session, self.theme, self).open()


def _line() -> QWidget:
    line = QWidget()
    line.setObjectName("hairline")
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line.setFixedWidth(1)
    return line
