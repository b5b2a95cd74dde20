# SPDX-License-Identifier: MIT
"""When the window's commands are possible, and why not where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.ui.article.view import ArticleView
    from annotator.ui.hand import Hand
    from annotator.ui.workbench import Workbench


class Conditions(QMainWindow):
    """Answers for the action records: True, or the reason in words."""

    session: Session
    bench: Workbench
    article: ArticleView
    hand: Hand

    def may_write(self) -> bool | str:
        """True, or why the project may not be changed."""
        if self.session.read_only:
            return self.tr("The project is open for reading only.")
        return True

    def has_document(self) -> bool | str:
        """True, or that no document is open."""
        return True if self.bench.desk else self.tr("No document is open.")

    def has_annotations(self) -> bool | str:
        """True, or that the document holds no annotation."""
        if self.hand.bench.annotations:
            return True
        return self.tr("There is no annotation in this document yet.")

    def has_selection(self) -> bool | str:
        """True, or that no words are selected."""
        if self.hand.article.selection() is not None:
            return True
        return self.tr("No words are selected.")

    def has_chosen(self) -> bool | str:
        """True, or that no annotation is chosen."""
        hand = self.hand
        if hand.bench.chosen is not None or hand.article.selection() is not None:
            return True
        return self.tr("No annotation is chosen.")
