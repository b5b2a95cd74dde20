# SPDX-License-Identifier: MIT
"""Comments in the window: a panel beside one's own annotations, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.services.review import comments
from annotator.ui.dressing import DressedWindow
from annotator.ui.modes import ANNOTATE

if TYPE_CHECKING:
    from annotator.services.events import Changed
    from annotator.ui.comments.panel import CommentPanel


class CommentingWindow(DressedWindow):
    """The part of the main window that shows what people say to each other."""

    beside: QStackedWidget
    _comments: CommentPanel | None = None

    def watch_comments(self) -> None:
        """Say in the status bar how many comments are new, now and from now on."""
        self._forget_comments = self.session.events.subscribe(self._on_comments)
        self.bench.document_opened.connect(lambda _: self._follow())
        self.bench.annotation_chosen.connect(lambda _: self._follow())
        self.modes.changed.connect(lambda _: self._on_mode_changed())
        self._tell_unread()

    def _on_comments(self, changed: Changed) -> None:
        if changed.tables & {"comment", "annotator"}:
            self._tell_unread()
            self._mark_chips()

    def _on_mode_changed(self) -> None:
        self._tell_unread()

    def _tell_unread(self) -> None:
        self.status.set_unread(sum(comments.unread(self.session).values()))

    def _mark_chips(self) -> None:
        desk = self.bench.desk
        uid = desk.document.uid if desk else None
        found = comments.counts(self.session, uid) if uid else {}
        marks = {about: bool(new) for about, (_, new) in found.items() if about}
        self.article.margin.set_comments(marks)

    # -- the panel

    def toggle_comments(self) -> None:
        """Show the threads of the open document, or close them again."""
        page = self.modes.seen
        if page is not None:
            page.toggle_comments()
        elif self.beside.currentIndex() == 1:
            self.close_comments()
        else:
            self.show_comments()

    def next_unread(self) -> None:
        """Open the next document in which somebody said something new."""
        found = comments.unread(self.session)
        if not found:
            self.status.tell(self.tr("There are no new comments."))
            return
        self.modes.show(ANNOTATE)
        desk = self.bench.desk
        here = desk.document.uid if desk else None
        if here not in found:
            uid = next(iter(found))
            self.open_document(uid)
            self.documents.show_current(uid)
        self.show_comments()

    def open_document(self, uid: str) -> None:
        """Put that document on the desk; the window knows how."""
        raise NotImplementedError

    def show_comments(self) -> None:
        """Show the threads of the open document beside the text."""
        panel = self._made_panel()
        self.form.commit()
        self.beside.setCurrentWidget(panel)
        self._follow()
        panel.begin()

    def close_comments(self) -> None:
        """Show the annotation again."""
        self.beside.setCurrentIndex(0)
        self.article.setFocus()

    def _made_panel(self) -> CommentPanel:
        if self._comments is None:
            from annotator.ui.comments.panel import CommentPanel

            made = CommentPanel(
                self.session, self.theme, self._name_of, self.is_busy, self
            )
            made.left.connect(self.close_comments)
            made.failed.connect(self.tell)
            made.annotation_wanted.connect(self._show_annotation)
            self.beside.addWidget(made)
            self._comments = made
        return self._comments

    def _name_of(self, uid: str) -> str:
        """What an annotation of one's own layer is called, "" of any other."""
        found = self.bench.find(uid)
        if found is None:
            return ""
        quote = found.spans[0].text if found.spans else ""
        return f"{self.bench.labels.get(uid, '')}  “{' '.join(quote.split())[:60]}”"

    def _show_annotation(self, uid: str) -> None:
        if self.bench.find(uid) is not None:
            self.bench.choose(uid)
            self.article.ensure_visible(uid)

    def _follow(self) -> None:
        """Another document or annotation: the panel is about that one."""
        self._mark_chips()
        if self._comments is not None and self.beside.currentIndex() == 1:
            desk = self.bench.desk
            uid = desk.document.uid if desk else None
            self._comments.show_about(uid, self.bench.chosen_uid)

    def comments_places(self) -> list[QWidget]:
        """Where F6 goes instead of form and tree, while comments are shown."""
        shown = self._comments is not None and self.beside.currentIndex() == 1
        return [self._comments.field] if shown and self._comments else []

    def store_comment(self) -> bool:
        """Say what was written and not said yet; False where that failed."""
        panel = self._comments
        if panel is not None and panel.store_typed():
            panel.say()
            return not panel.store_typed()
        return True

    def forget_comments(self) -> None:
        """Let go of the session's events."""
        self._forget_comments()
        if self._comments is not None:
            self._comments.detach()
