# SPDX-License-Identifier: MIT
"""The form's first line and its last: what is shown, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from annotator.ui.form import look
from annotator.ui.form.buttons import Button
from annotator.ui.form.words import Sign, Words
from annotator.ui.theme import Theme

HEIGHT = 40


class Header(QWidget):
    """Label, place, state, and a menu.

    Signals:
        delete_wanted: the annotation is to be deleted.
    """

    delete_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.title = Words(theme, weight="semibold", parent=self)
        self.place = Words(theme, token="text_3", px=12, parent=self)
        self.sign = Sign(theme, "status-complete", "ok", 16, self)
        self.state = Words(theme, token="text_3", px=12.5, parent=self)
        self.more = Button(theme, "", kind="link", icon="more", parent=self)
        self.more.setObjectName("formMenu")
        self.more.setAccessibleName(self.tr("More about this annotation"))
        self.more.clicked.connect(self._open_menu)
        self.menu = QMenu(self)
        delete = self.menu.addAction(self.tr("Delete annotation"))
        delete.triggered.connect(self.delete_wanted)
        self.setFixedHeight(HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(look.MARGIN, 2, 12, 0)
        line.setSpacing(8)
        for part in (self.title, self.place):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.sign)
        line.addWidget(self.state)
        line.addWidget(self.more)

    def _open_menu(self) -> None:
        corner = QPoint(0, self.more.height())
        self.menu.popup(self.more.mapToGlobal(corner))

    def show_words(self, title: str, place: str) -> None:
        """Show which annotation it is and where it stands."""
        self.title.setText(title)
        self.place.setText(place)

    def show_state(self, state: str, errors: int, warnings: int) -> None:
        """Show the number of errors, else of warnings, else the state."""
        if errors:
            words = self.tr("1 error") if errors == 1 else self.tr("{n} errors")
            self._tell(words, errors, "error", "error")
        elif warnings:
            words = self.tr("1 warning") if warnings == 1 else self.tr("{n} warnings")
            self._tell(words, warnings, "warning", "warning")
        elif state == "complete":
            self._tell(self.tr("Complete"), 0, "status-complete", "ok")
            self.state.set_token("text_2")
        else:
            self._tell(self.tr("Draft"), 0, "", "text_3")

    def _tell(self, words: str, count: int, sign: str, token: str) -> None:
        self.state.setText(words.replace("{n}", str(count)))
        self.state.set_token(token)
        self.sign.setVisible(bool(sign))
        if sign:
            self.sign.show_sign(sign, token)


class Foot(QWidget):
    """Accept, or save as draft while there are errors; and the way to them.

    Signals:
        accept_wanted, draft_wanted: as the buttons say.
        next_problem: show the next thing that is wrong.
    """

    accept_wanted = Signal()
    draft_wanted = Signal()
    next_problem = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.accept = Button(
            theme, self.tr("Accept"), kind="primary", key=self.tr("Enter"), parent=self
        )
        self.draft = Button(theme, self.tr("Save as draft"), parent=self)
        self.beside = Button(theme, "", kind="link", parent=self)
        for name, button in (("accept", self.accept), ("saveDraft", self.draft)):
            button.setObjectName(name)
        self.accept.clicked.connect(self.accept_wanted)
        self.draft.clicked.connect(self.draft_wanted)
        self.beside.clicked.connect(self._on_beside)
        self._troubled = False
        line = QHBoxLayout(self)
        line.setContentsMargins(look.MARGIN - look.RING, 10, 12, 16)
        line.setSpacing(10)
        line.addWidget(self.accept)
        line.addWidget(self.draft)
        line.addWidget(self.beside)
        line.addStretch(1)

    def show_state(self, state: str, errors: int, warnings: int, lacking: bool) -> None:
        """`lacking`: something required is still missing, though not yet told."""
        self._troubled = bool(errors or warnings)
        self.accept.setVisible(not errors)
        self.draft.setVisible(bool(errors))
        self.accept.kind = "outline" if lacking else "primary"
        self.accept.update()
        if errors:
            self.beside.show_words(self.tr("Show the error"), "F8")
        elif warnings:
            self.beside.show_words(self.tr("Next warning"), "F8")
        else:
            self.beside.show_words(self.tr("Leave as draft"), self.tr("Esc"))
        self.setVisible(state == "draft" or self._troubled)

    def _on_beside(self) -> None:
        if self._troubled:
            self.next_problem.emit()
        else:
            self.draft_wanted.emit()
