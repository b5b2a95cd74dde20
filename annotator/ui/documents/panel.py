# SPDX-License-Identifier: MIT
"""The left dock: filter, list of documents, progress of the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.services import documents
from annotator.ui.dialogs.base import plain_label
from annotator.ui.documents.delegate import DocumentDelegate
from annotator.ui.documents.filterfield import FilterField
from annotator.ui.documents.model import DocumentModel
from annotator.ui.documents.progress import ProjectProgress
from annotator.ui.documents.sorter import MINE, Sorter
from annotator.ui.documents.table import DocumentTable
from annotator.ui.icons import icon
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.documents import DocumentSummary
    from annotator.services.events import Changed
    from annotator.services.session import Session

#: Typing may rest so long before the list is filtered, in milliseconds.
PAUSE_MS: Final = 150
#: The same where the first that fit are shown already.
REST_MS: Final = 400
#: So many documents are shown at once while words are being typed.
FIRST: Final = 50
#: Changes within this time are shown together.
GATHER_MS: Final = 60
_UNFINISHED: Final = ("new", "in_progress")


class DocumentPanel(QWidget):
    """All documents of the project, for the session's annotator.

    Attributes:
        table, filter: the two controls.

    Signals:
        opened(str): a document is to be opened (its uid).
        compact_changed(bool): the height of the rows was changed.
        metadata_requested(str): a document's metadata are to be edited.
        left: the filter is done with; the keyboard belongs to the text again.
    """

    opened = Signal(str)
    compact_changed = Signal(bool)
    metadata_requested = Signal(str)
    left = Signal()
    _heard = Signal(object)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        compact: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dockPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._sort, self._descending = "title", False
        self._mine, self._person = False, ""
        self._stale: set[str] | None = set()
        self._requery = False
        self._totals: documents.Totals | None = None
        self._left: str | None = None
        self._model = DocumentModel(
            lambda ids: documents.page(self._session, ids),
            lambda uid: documents.number(self._session, uid),
            self,
        )
        self._build(theme)
        self.set_compact(compact)
        self._pause = self._timer(PAUSE_MS, self.refresh)
        self._gather = self._timer(GATHER_MS, self._take_changes)
        self.filter.textChanged.connect(self._on_typed)
        # Changes may be told from the thread of a job: the signal hops.
        self._heard.connect(self._on_changed)
        self._unsubscribe: Callable[[], object] | None
        self._unsubscribe = session.events.subscribe(self._hear)
        self._begin_as(session.annotator.uid)
        self.refresh()

    def _timer(self, wait: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(slot)
        return timer

    def _build(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        self.filter = FilterField()
        self.filter.left.connect(self.left)
        self.filter.below_wanted.connect(self._go_to_list)
        self.filter.returnPressed.connect(self._on_filter_return)
        box = QVBoxLayout()
        box.setContentsMargins(12, 0, 12, 8)
        box.setSpacing(4)
        box.addWidget(self.filter)
        self._problem = plain_label("", "warning", wrap=True)
        self._problem.setObjectName("filterProblem")
        self._problem.hide()
        box.addWidget(self._problem)
        column.addLayout(box)
        self._build_table(theme)
        column.addWidget(self._empty)
        column.addWidget(self.table, 1)
        self.progress = ProjectProgress(theme)
        column.addWidget(self.progress)
        self.set_theme(theme)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(14, 6, 8, 4)
        head.setSpacing(8)
        head.addWidget(plain_label(self.tr("Documents"), "heading"))
        self._count = plain_label("", "secondary")
        self._count.setObjectName("documentCount")
        head.addWidget(self._count, 1)
        self._sorter = Sorter()
        self._sorter.sorted_by.connect(lambda key: self.sort_by(key, self._descending))
        self._sorter.reversed.connect(lambda on: self.sort_by(self._sort, on))
        self._sorter.mine.connect(self.show_mine)
        self._sorter.compacted.connect(self._on_compact)
        head.addWidget(self._sorter)
        return head

    def _build_table(self, theme: Theme) -> None:
        self._empty = plain_label("", "secondary", wrap=True)
        self._empty.setContentsMargins(16, 16, 16, 16)
        self._empty.hide()
        self._delegate = DocumentDelegate(self._model, theme, self)
        self.table = table = DocumentTable(self._model, self._delegate)
        table.setAccessibleName(self.tr("Documents"))
        table.clicked.connect(lambda index: self._open_row(index.row()))
        table.chosen.connect(self._open_row)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._delegate.set_theme(theme)
        self.progress.set_theme(theme)
        self.filter.set_theme(theme)
        self._sorter.setIcon(icon("sort", theme))
        self.table.viewport().update()

    def set_compact(self, compact: bool) -> None:
        """Show one line per document, or three."""
        self._delegate.compact = compact
        self._sorter.set_compact(compact)
        self.table.verticalHeader().setMinimumSectionSize(self._delegate.height)
        self.table.verticalHeader().setDefaultSectionSize(self._delegate.height)
        self.table.viewport().update()

    def _on_compact(self, on: bool) -> None:
        if self._delegate.compact != on:
            self.set_compact(on)
            self.compact_changed.emit(on)

    # --- what is listed

    def refresh(self) -> None:
        """Ask anew which documents there are, and keep the place."""
        self._pause.stop()
        current = self.current() or self._left
        text = self._wanted(self.filter.text())
        try:
            ids = documents.rows(
                self._session, text, self._sort, descending=self._descending
            )
        except UserError as error:
            self._tell(error_words(error))
            return
        self._tell("")
        self._model.set_ids(ids)
        self._show_counts()
        if current is not None:
            self.show_current(current)

    def _on_typed(self, text: str) -> None:
        """The first that have the words at once; all, in order, at a pause."""
        self._pause.start(PAUSE_MS)
        try:
            found = documents.first(self._session, self._wanted(text), FIRST)
        except UserError:
            return  # it is told at the pause
        if found is not None:
            self._pause.start(REST_MS)
            self._left = self.current() or self._left
            self._model.set_ids(found)
            if self._left is not None:
                self.show_current(self._left)

    def sort_by(self, key: str, descending: bool = False) -> None:
        """Order the list by a column of `services.documents.rows`."""
        self._sort, self._descending = key, descending
        self._sorter.show_state(key, descending, self._mine)
        self.refresh()

    def show_mine(self, mine: bool) -> None:
        """List only what is assigned to the person at work, or everything."""
        self._mine, self._totals = mine, None
        self._sorter.show_state(self._sort, self._descending, mine)
        self.refresh()

    def _begin_as(self, person: str) -> None:
        """Somebody (else) is at work: with assignments, they see these in order."""
        self._person = person
        there = documents.has_assignments(self._session)
        if there or self._mine:
            self._sort, self._descending = (MINE if there else "title"), False
        self._mine = there
        self._sorter.offer_mine(there)
        self._sorter.show_state(self._sort, self._descending, there)

    def _wanted(self, text: str) -> str:
        """The filter as it is typed, and whose documents are listed."""
        return f"{text} {documents.ASSIGNED_TO_ME}" if self._mine else text

    def _tell(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _show_counts(self) -> None:
        if self._totals is None:
            self._totals = documents.totals(self._session, mine=self._mine)
        totals = self._totals
        shown, total = len(self._model.ids), totals.documents
        of_all = self.tr("{0} of {1}")
        count = of_all.replace("{0}", str(shown)).replace("{1}", str(total))
        self._count.setText(count if shown != total else str(total))
        self.progress.set_totals(total, totals.by_status)
        self._empty.setText(
            self.tr("No document fits the filter.")
            if total
            else self.tr("No documents yet.  Import texts to begin.")
        )
        self._empty.setVisible(shown == 0)

    def _on_filter_return(self) -> None:
        """Enter in the filter goes to the list, and opens what alone is left."""
        self.refresh()
        self._go_to_list()
        if self._model.rowCount() == 1:
            self._open_row(0)

    def _go_to_list(self) -> None:
        if self._model.rowCount() and self.table.currentIndex().row() < 0:
            self._select(0)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    # --- which one

    def current(self) -> str | None:
        """The uid of the document shown as chosen."""
        found = self._model.summary(self.table.currentIndex().row())
        return found.uid if found else None

    def show_current(self, uid: str) -> None:
        """Show a document as chosen, without opening it."""
        row = self._model.row_of(uid)
        # What the filter leaves out is the chosen one again when it comes back.
        self._left = None if row >= 0 else uid
        if row >= 0:
            self._select(row)
        else:
            self.table.setCurrentIndex(QModelIndex())

    def neighbour(self, by: int) -> str | None:
        """The document `by` rows from the chosen one, None past the ends."""
        row = self.table.currentIndex().row()
        found = self._model.summary(row + by if row >= 0 else 0)
        return found.uid if found else None

    def first_unfinished(self) -> str | None:
        """The first document that is neither complete nor skipped, else the first."""
        rows = range(self._model.rowCount())
        found = next(self._unfinished(rows), None) or self._model.summary(0)
        return found.uid if found else None

    def next_unfinished(self) -> str | None:
        """The next such document after the chosen one, from the top if need be."""
        row, count = self.table.currentIndex().row(), self._model.rowCount()
        order = [*range(row + 1, count), *range(max(row, 0))]
        found = next(self._unfinished(order), None)
        return found.uid if found else None

    def _unfinished(self, rows: range | list[int]) -> Iterator[DocumentSummary]:
        found = (self._model.summary(row) for row in rows)
        return (each for each in found if each and each.status in _UNFINISHED)

    def _select(self, row: int) -> None:
        index = self._model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)

    def _open_row(self, row: int) -> None:
        found = self._model.summary(row)
        if found is not None:
            self.opened.emit(found.uid)

    def _on_menu(self, place: QPoint) -> None:
        index = self.table.indexAt(place)
        found = self._model.summary(index.row())
        if found is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        uid = found.uid
        menu.addAction(self.tr("Open")).triggered.connect(lambda: self.opened.emit(uid))
        menu.addAction(self.tr("Metadata …")).triggered.connect(
            lambda: self.metadata_requested.emit(uid)
        )
        menu.popup(self.table.viewport().mapToGlobal(place))

    # --- what changed

    def _hear(self, changed: Changed) -> None:
        try:
            self._heard.emit(changed)
        except RuntimeError:
            # The panel is gone, and nobody had told the session.
            self._unsubscribe = None

    def _on_changed(self, changed: Changed) -> None:
        tables = changed.tables
        if tables & {"document", "annotator", "round", "assignment"}:
            self._requery = True
        elif not tables & {"layer", "annotation"}:
            return
        if changed.documents is None:
            self._stale = None
        elif self._stale is not None:
            self._stale |= changed.documents
        self._gather.start()

    def _take_changes(self) -> None:
        stale, self._stale = self._stale, set()
        requery, self._requery = self._requery, False
        self._totals = None
        if requery:
            self._on_people()
            self.refresh()
            return
        self._model.forget(stale)
        self._show_counts()

    def _on_people(self) -> None:
        """Somebody else may be at work, or the first document be assigned."""
        person = self._session.annotator.uid
        there = documents.has_assignments(self._session)
        if person != self._person or (there and not self._sorter.offers_mine):
            self._begin_as(person)
        self._sorter.offer_mine(there)
        if not there and self._mine:
            self._begin_as(person)

    def detach(self) -> None:
        """Stop listening to the session; call before it is closed."""
        self._pause.stop()
        self._gather.stop()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
