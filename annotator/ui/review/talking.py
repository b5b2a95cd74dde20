# SPDX-License-Identifier: MIT
"""The part of the review page that shows comments instead of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.ui.review.editing_page import EditingPage

if TYPE_CHECKING:
    from annotator.ui.comments.panel import CommentPanel
    from annotator.ui.theme import Theme


class TalkingPage(EditingPage):
    """Shows threads beside the text, and takes them away again."""

    theme: Theme
    _comments: CommentPanel | None = None

    def toggle_comments(self) -> None:
        """Show the threads on the document, or the question again."""
        if self.side.currentWidget() is self._comments:
            self.close_comments()
            return
        if self._comments is None:
            self._comments = self._made_comments()
            self.side.addWidget(self._comments)
        self.side.setCurrentWidget(self._comments)
        self._follow()
        self._comments.begin()

    def _made_comments(self) -> CommentPanel:
        from annotator.ui.comments.panel import CommentPanel

        names, busy = self.reviewer.name_of, self.reviewer.busy
        made = CommentPanel(self.session, self.theme, names, busy, self)
        made.alias = self.reviewer.alias
        made.left.connect(self.close_comments)
        made.failed.connect(self.window_.tell)
        made.annotation_wanted.connect(self._show_annotation)
        return made

    def close_comments(self) -> None:
        """Show the question (or the form) again."""
        self.side.setCurrentIndex(1 if self.is_editing else 0)
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        """Comments are about the annotation that is asked about."""
        if self._comments is None or self.side.currentWidget() is not self._comments:
            return
        desk = self.reviewer.desk
        uid = desk.document.uid if desk else None
        self._comments.show_about(uid, self.reviewer.subject())

    def _show_annotation(self, uid: str) -> None:
        desk = self.reviewer.desk
        number = self.reviewer.unit_of(uid) if desk else None
        if number is not None:
            self.reviewer.choose_unit(number)
            self._follow()
