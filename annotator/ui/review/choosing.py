# SPDX-License-Identifier: MIT
"""Choosing what to review: a document, and whose layers of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from annotator.services.review import desk as desks
from annotator.services.review.documents import Reviewable, reviewable
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.documents.delegate import STATUS
from annotator.ui.icons import icon
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.review.reviewer import Reviewer

#: So many documents are listed; the filter finds the others.
MOST = 500


class ChooseDocument(Dialog):
    """Documents that were annotated, and a tick for everyone who did.

    Signals:
        chosen(str, object): the document, and the uids of those to compare (None:
            all; one alone is a second reading).
    """

    chosen = Signal(str, object)

    def __init__(
        self, reviewer: Reviewer, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Choose a document to review"))
        self.setObjectName("chooseReview")
        self.setMinimumSize(560, 460)
        self._session, self._theme = reviewer.session, theme
        self._found = reviewable(self._session, 1)
        self._ticks: list[tuple[str, QCheckBox]] = []
        self.filter = QLineEdit()
        self.filter.setObjectName("chooseFilter")
        self.filter.setAccessibleName(self.tr("Filter documents"))
        self.filter.setPlaceholderText(self.tr("Words of the title"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._fill)
        self.body.addWidget(self.filter)
        self.list = QListWidget()
        self.list.setObjectName("chooseList")
        self.list.setAccessibleName(self.tr("Documents"))
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.list.setHorizontalScrollBarPolicy(off)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.currentItemChanged.connect(lambda *_: self._show_people())
        self.list.itemActivated.connect(lambda _: self._done())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(
            plain_label(self.tr("Whose work: two or more to compare, one to read"))
        )
        self._cancel = self.add_cancel()
        self.open_button = self.add_button(self.tr("Review"), "primary")
        self.open_button.clicked.connect(self._done)
        desk = reviewer.desk
        self._fill()
        self._show(desk.document.uid if desk else None)

    def _fill(self) -> None:
        words = self.filter.text().casefold().split()
        self.list.clear()
        fits = (
            each
            for each in self._found
            if all(word in each.title.casefold() for word in words)
        )
        for number, each in enumerate(fits):
            if number >= MOST:
                break
            self.list.addItem(self._row(each))
        self.list.setCurrentRow(0)

    def _row(self, each: Reviewable) -> QListWidgetItem:
        name, token = STATUS.get(each.status, STATUS["new"])
        people = self.tr("1 person")
        if each.people != 1:
            people = self.tr("{0} people").format(each.people)
        words = f"{one_line(each.title, 90)}  ·  {people}"
        if each.conflicts:
            words += f"  ·  {self.tr('edited on both sides')}"
        made = QListWidgetItem(words)
        made.setIcon(icon(name, self._theme, token))
        made.setData(Qt.ItemDataRole.UserRole, each.document)
        return made

    def _show(self, uid: str | None) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == uid:
                self.list.setCurrentRow(row)

    def _uid(self) -> str | None:
        current = self.list.currentItem()
        return current.data(Qt.ItemDataRole.UserRole) if current else None

    def _show_people(self) -> None:
        for _, box in self._ticks:
            self.body.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._ticks = []
        uid = self._uid()
        self.open_button.setEnabled(uid is not None)
        for each in desks.people_of(self._session, uid) if uid else ():
            box = QCheckBox(one_line(each.name, 60).replace("&", "&&"))
            box.setChecked(True)
            self.body.addWidget(box)
            self._ticks.append((each.uid, box))
        places = [self.list, *(box for _, box in self._ticks), self._cancel]
        for one, following in pairwise(places):
            QWidget.setTabOrder(one, following)

    def _done(self) -> None:
        uid = self._uid()
        picked = tuple(person for person, box in self._ticks if box.isChecked())
        if uid is None or not picked:
            self.tell(self.tr("Tick at least one person."))
            return
        everyone = len(picked) == len(self._ticks)
        self.accept()
        self.chosen.emit(uid, None if everyone else picked)
