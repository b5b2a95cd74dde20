# SPDX-License-Identifier: MIT
"""Editing the list of reasons that a team gives for its decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.errors import UserError
from annotator.services.review.reasons import reasons, set_reasons
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.services.session import Session


class ReasonsDialog(Dialog):
    """One reason a line; the order is that of the list."""

    def __init__(
        self, session: Session, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Reasons"))
        self.setObjectName("reasonsDialog")
        self.setMinimumWidth(440)
        self._session, self._theme = session, theme
        words = self.tr("One reason a line.  Decisions made before keep theirs.")
        self.body.addWidget(plain_label(words, "secondary", wrap=True))
        self.field = QPlainTextEdit()
        self.field.setObjectName("reasonsField")
        self.field.setAccessibleName(self.tr("Reasons, one a line"))
        self.field.setTabChangesFocus(True)
        self.field.setPlainText("\n".join(reasons(session)))
        self.body.addWidget(self.field, 1)
        self.add_cancel()
        done = self.add_button(self.tr("Save"), "primary")
        done.clicked.connect(self._done)

    def _done(self) -> None:
        try:
            set_reasons(self._session, self.field.toPlainText().splitlines())
        except UserError as error:
            self.tell(error_words(error))
            return
        self.accept()
