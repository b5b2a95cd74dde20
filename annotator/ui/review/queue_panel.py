# SPDX-License-Identifier: MIT
"""The left side of the review page: who, what is open, what all agree on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.services.review import agreed as agreeing
from annotator.services.review.queue import Item
from annotator.services.visibility import sees_others
from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.documents.filterfield import FilterField
from annotator.ui.icons import icon
from annotator.ui.lines import LineTable
from annotator.ui.plain import one_line
from annotator.ui.review.faces import FaceRow, masked
from annotator.ui.review.queue import HEADING, ROW, QueueDelegate, QueueModel
from annotator.ui.review.words import tr
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.review.reviewer import Reviewer

WIDTH: Final = 280
PAUSE_MS: Final = 150


def kind_names() -> dict[str, str]:
    """The kinds of questions in words, in the order of the menu."""
    return {
        "only": tr("Marked by some only"),
        "boundary": tr("Boundaries"),
        "parent": tr("Nesting"),
        "field": tr("Fields"),
        "row": tr("Rows"),
        "rival": tr("Edited on both sides"),
    }


class QueueTable(LineTable):
    """The list of questions; letters and Enter belong to the page."""

    def __init__(self, model: QueueModel, delegate: QueueDelegate) -> None:
        super().__init__("reviewTable", model, delegate)
        self.verticalHeader().setMinimumSectionSize(HEADING)
        self.verticalHeader().setDefaultSectionSize(ROW)

    def keyboardSearch(self, _search: str) -> None:
        """Letters do not search here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)


class QueuePanel(QWidget):
    """The queue.

    Signals:
        document_wanted: another document is to be chosen.
        bulk_wanted: what all agree on is to be accepted.
    """

    document_wanted = Signal()
    bulk_wanted = Signal()

    def __init__(
        self, reviewer: Reviewer, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dockPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.reviewer = reviewer
        self.theme = theme
        self._showing = False
        self._headings: list[int] = []
        self._model = QueueModel(reviewer, self)
        self._delegate = QueueDelegate(self._model, theme, self)
        self.table = QueueTable(self._model, self._delegate)
        self.table.setAccessibleName(self.tr("Questions"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_text)
        self._build()
        self.set_theme(theme)
        reviewer.desk_changed.connect(self.show_desk)
        reviewer.item_changed.connect(self.show_item)
        self.table.selectionModel().currentChanged.connect(self._on_current)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.document = QPushButton()
        self.document.setObjectName("reviewDocument")
        self.document.setProperty("kind", "quiet")
        self.document.clicked.connect(self.document_wanted)
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 0)
        top.addWidget(self.document, 1)
        column.addLayout(top)
        column.addLayout(self._build_head())
        self.people = FaceRow(self.theme)
        holder = QVBoxLayout()
        holder.setContentsMargins(14, 2, 14, 6)
        holder.setSpacing(6)
        holder.addWidget(self.people)
        self.filter = FilterField()
        self.filter.setObjectName("reviewFilter")
        self.filter.setAccessibleName(self.tr("Filter the questions"))
        self.filter.setPlaceholderText(self.tr("Filter by label, field, answer"))
        self.filter.textChanged.connect(lambda _: self._pause.start())
        self.filter.below_wanted.connect(self.table.setFocus)
        self.filter.left.connect(self.table.setFocus)
        holder.addWidget(self.filter)
        column.addLayout(holder)
        self.empty = plain_label("", "secondary", wrap=True)
        self.empty.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        self._spring = QWidget()
        column.addWidget(self._spring, 1)
        column.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(14, 4, 8, 2)
        head.setSpacing(8)
        self.heading = plain_label("", "heading")
        head.addWidget(self.heading)
        self.count = plain_label("", "secondary")
        self.count.setObjectName("reviewCount")
        head.addWidget(self.count, 1)
        self.narrow = QToolButton()
        self.narrow.setObjectName("reviewNarrow")
        self.narrow.setAccessibleName(self.tr("Which questions are listed"))
        self.narrow.setToolTip(self.narrow.accessibleName())
        self.narrow.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.narrow.setMenu(self._menu)
        head.addWidget(self.narrow)
        return head

    def _build_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        line = QWidget()
        line.setObjectName("hairline")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line.setFixedHeight(1)
        foot.addWidget(line)
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 10, 8)
        self.agreed = plain_label("", "secondary", wrap=True)
        self.agreed.setObjectName("reviewAgreed")
        row.addWidget(self.agreed, 1)
        self.bulk = button(self.tr("Accept …"))
        self.bulk.setObjectName("reviewBulk")
        self.bulk.clicked.connect(self.bulk_wanted)
        row.addWidget(self.bulk)
        foot.addLayout(row)
        return foot

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._delegate.set_theme(theme)
        self.people.set_theme(theme)
        self.filter.set_theme(theme)
        self.narrow.setIcon(icon("filter", theme))
        self.document.setIcon(icon("document", theme))
        self.table.viewport().update()

    # -- showing

    def show_desk(self) -> None:
        """List the questions of the document on the table."""
        reviewer, desk = self.reviewer, self.reviewer.desk
        self._showing = True
        self._model.show_items(reviewer.shown)
        headings = self._model.headings()
        for row in self._headings:
            self.table.setRowHeight(row, ROW)
        for row in headings:
            self.table.setRowHeight(row, HEADING)
        self._headings = headings
        self._showing = False
        title = self.tr("Choose a document")
        if desk is not None:
            title = desk.document.title
        elif (uid := reviewer.opening) is not None:
            title = reviewer.session.project.documents.get(uid).title
        metrics = self.document.fontMetrics()
        mode = Qt.TextElideMode.ElideRight
        short = metrics.elidedText(one_line(title), mode, WIDTH - 60)
        self.document.setText(short.replace("&", "&&"))
        self.document.setAccessibleName(self.tr("Document: {0}").format(title))
        reading = desk is not None and desk.reading
        words = self.tr("Second reading") if reading else self.tr("Disagreements")
        self.heading.setText(words)
        self._show_count()
        self._show_people()
        self._show_agreed()

    def _show_count(self) -> None:
        desk = self.reviewer.desk
        every = [i for i in (desk.items if desk else ()) if i.kind != "agreed"]
        waiting = sum(each.is_open for each in every)
        words = self.tr("{0} open of {1}").format(waiting, len(every))
        self.count.setText(words if every else "")
        shown = bool(self.reviewer.shown)
        self.empty.setVisible(not shown)
        self.table.setVisible(shown)
        self._spring.setVisible(not shown)
        if self.reviewer.opening is not None and desk is None:
            self.empty.setText(self.tr("Comparing the layers …"))
        elif desk is None:
            self.empty.setText(self.tr("No document is open."))
        elif not sees_others(self.reviewer.session, desk.document.uid):
            words = self.tr("Others’ work is hidden until your own layer is complete.")
            self.empty.setText(words)
        elif len(desk.people) < 2 and not desk.items:
            self.empty.setText(self.tr("Nobody has annotated this document yet."))
        elif every or self.reviewer.filter.is_narrow:
            self.empty.setText(self.tr("No question fits the filter."))
        else:
            self.empty.setText(self.tr("They agree on everything here."))

    def _show_people(self) -> None:
        reviewer, desk = self.reviewer, self.reviewer.desk
        if desk is None:
            self.people.show_faces(())
            return
        found = list(reviewer.faces)
        if reviewer.settings.review.hide_names:
            words = tr("Annotator {0}")
            found = [masked(f, n, words, self.theme) for n, f in enumerate(found)]
        layers = reviewer.session.project.layers
        notes = [
            ""
            if layers.get(desk.document.uid, each.uid).status == "complete"
            else self.tr("not finished")
            for each in desk.people
        ]
        self.people.show_faces(found, notes)

    def _show_agreed(self) -> None:
        desk = self.reviewer.desk
        if desk is None or desk.reading:
            self.agreed.setText("")
            self.bulk.hide()
            return
        found = agreeing.agreed(desk)
        waiting = len(found.units)
        words = self.tr("{0} of {1} identical, accepted") if found.total else ""
        if waiting:
            words = self.tr("{0} of {1} identical")
        elif not found.identical and found.total:
            words = self.tr("None of {1} identical")
        self.agreed.setText(words.format(found.identical, found.total))
        self.bulk.setVisible(bool(waiting))
        self.bulk.setText(self.tr("Accept {0} …").format(waiting))

    def show_item(self) -> None:
        """Show the question that is asked as the current one."""
        row = self._model.row_of(self.reviewer.item)
        if row == self.table.currentIndex().row():
            return
        self._showing = True
        if row < 0:
            self.table.setCurrentIndex(QModelIndex())
        else:
            index = self._model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.table.selectionModel().setCurrentIndex(index, flags)
            self.table.scrollTo(index)
        self._showing = False

    def _on_current(self, current: QModelIndex) -> None:
        row = self._model.row(current.row())
        if not self._showing and isinstance(row, Item):
            self.reviewer.choose(row)

    # -- filtering

    def _on_text(self) -> None:
        wanted = replace(self.reviewer.filter, text=self.filter.text().strip())
        if wanted != self.reviewer.filter:
            self.reviewer.set_filter(wanted)

    def _fill_menu(self) -> None:
        menu, now = self._menu, self.reviewer.filter
        menu.clear()
        for kind, title in kind_names().items():
            self._add(title, kind in now.kinds, lambda on, k=kind: self._kind(k, on))
        menu.addSeparator()
        for state, title in (
            ("", self.tr("Open and decided")),
            ("open", self.tr("Open only")),
            ("decided", self.tr("Decided only")),
        ):
            self._add(
                title, now.state == state, lambda _on, s=state: self._narrow(state=s)
            )
        menu.addSeparator()
        self._add(
            self.tr("What all agree on, too"),
            now.agreed,
            lambda on: self._narrow(agreed=on),
        )
        desk = self.reviewer.desk
        if desk is not None and len(desk.people) > 2:
            menu.addSeparator()
            self._add(
                self.tr("Whoever differs"),
                now.person is None,
                lambda _on: self._narrow(person=None),
            )
            for n, face in enumerate(self.reviewer.faces):
                self._add(
                    self.tr("Where {0} differs").format(face.name),
                    now.person == n,
                    lambda _on, n=n: self._narrow(person=n),
                )
        self._add_order(menu)

    def _add_order(self, menu: QMenu) -> None:
        menu.addSeparator()
        settings = self.reviewer.settings
        kept = settings.review
        for order, title in (
            ("text", self.tr("In the order of the text")),
            ("kind", self.tr("By kind")),
            ("chance", self.tr("In a random order")),
        ):
            self._add(
                title,
                kept.order == order,
                lambda _on, o=order: settings.update("review", order=o),
            )
        menu.addSeparator()
        self._add(
            self.tr("Shuffle who comes first"),
            kept.shuffle_sides,
            lambda on: settings.update("review", shuffle_sides=on),
        )
        self._add(
            self.tr("Hide the names"),
            kept.hide_names,
            lambda on: settings.update("review", hide_names=on),
        )

    def _add(self, title: str, on: bool, slot) -> None:
        action = self._menu.addAction(title.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(slot)

    def _kind(self, kind: str, on: bool) -> None:
        kinds = self.reviewer.filter.kinds
        self._narrow(kinds=kinds | {kind} if on else kinds - {kind})

    def _narrow(self, **changes) -> None:
        self.reviewer.set_filter(replace(self.reviewer.filter, **changes))
