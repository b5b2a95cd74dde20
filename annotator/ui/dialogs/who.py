# SPDX-License-Identifier: MIT
"""Who annotates from now on: somebody of the project, or somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.model.errors import UserError
from annotator.services import people
from annotator.ui.badge import HEIGHT, WIDTH, badge_icon
from annotator.ui.dialogs.base import Dialog
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.session import Session


class WhoDialog(Dialog):
    """Chooses the session's annotator; a typed name makes a new person.

    Accepted once the session goes on as the person chosen.
    """

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Who annotates"))
        self.setObjectName("whoDialog")
        self.setMinimumWidth(460)
        self._session = session
        self.names = QComboBox()
        self.names.setObjectName("annotatorNames")
        self.names.setEditable(True)
        self.names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.names.setIconSize(QSize(WIDTH, HEIGHT))
        for person in session.annotators():
            if person.inactive and person.uid != session.annotator.uid:
                continue
            badge = badge_icon(person.initials, person.colour, theme)
            self.names.addItem(badge, person.name, person.uid)
        self.names.editTextChanged.connect(self._on_typed)
        self.names.setCurrentIndex(self.names.findData(session.annotator.uid))
        self.names.setEditText(session.annotator.name)
        hint = self.tr("Each annotator has layers of their own.")
        self.add_row(self.tr("Annotator"), self.names, hint)
        self.add_cancel()
        self.add_button(self.tr("Go on"), "primary").clicked.connect(self._on_chosen)

    def _on_typed(self, name: str) -> None:
        """Show the badge of the person whose name stands there, else none."""
        known = self.names.findText(name, Qt.MatchFlag.MatchFixedString)
        line = self.names.lineEdit()
        if known == self.names.currentIndex() or line is None:
            return
        place = line.cursorPosition()
        with QSignalBlocker(self.names):
            self.names.setCurrentIndex(known)
            self.names.setEditText(name)
        line.setCursorPosition(place)

    def _on_chosen(self) -> None:
        name = self.names.currentText().strip()
        known = self.names.findText(name)
        try:
            if known >= 0:
                self._session.use_annotator(str(self.names.itemData(known)))
            elif name:
                added = people.add(self._session, name)
                self._session.use_annotator(added.uid)
            else:
                self.tell(self.tr("Type a name."))
                return
        except UserError as error:
            self.tell(error_words(error))
            return
        self.accept()
