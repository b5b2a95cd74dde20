# SPDX-License-Identifier: MIT
"""The list's model: all row ids, and the rows themselves in windows on demand.

The number of rows is true from the first moment, so that the scroll bar does
not lie and a selection survives; what is seen is all that is read.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from annotator.ui.paging import Pages
from annotator.ui.plain import one_line, tooltip

if TYPE_CHECKING:
    from annotator.services.documents import DocumentSummary

WINDOW: Final = 200
#: Windows kept, so that a list of any length takes bounded memory.
KEPT: Final = 20
_Index = QModelIndex | QPersistentModelIndex


def status_words(status: str) -> str:
    """A layer's status in the user's language."""
    tr = QCoreApplication.translate
    words = {
        "new": tr("documents", "new"),
        "in_progress": tr("documents", "in progress"),
        "complete": tr("documents", "complete"),
        "skipped": tr("documents", "skipped"),
    }
    return words.get(status, status)


class DocumentModel(QAbstractTableModel):
    """One row per document.

    `page` gives the summaries for a few ids, in their order; ids that are gone
    are left out of its answer.  `number` gives the id of a document's uid.
    """

    def __init__(
        self,
        page: Callable[[Sequence[int]], list[DocumentSummary]],
        number: Callable[[str], int | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._number = number
        self._pages: Pages[DocumentSummary] = Pages(page, WINDOW, KEPT)

    def set_ids(self, ids: array[int]) -> None:
        """List these documents, in this order."""
        self.beginResetModel()
        self._pages.set_ids(ids)
        self.endResetModel()

    @property
    def ids(self) -> array[int]:
        """The row ids of all documents listed."""
        return self._pages.ids

    def forget(self, uids: Collection[str] | None = None) -> None:
        """Read rows again: those of `uids`, or all."""
        for first, last in self._pages.forget(
            lambda row: uids is None or row.uid in uids
        ):
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def summary(self, row: int) -> DocumentSummary | None:
        """What is known of the document in a row; None where it cannot be read."""
        return self._pages.row(row)

    def row_of(self, uid: str) -> int:
        """The row of a document, or -1."""
        return self._pages.place_of(self._number(uid))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._pages.ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return QCoreApplication.translate("documents", "Document")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        found = self.summary(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return found.uid if found else None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(found.title) if found else "…"
        if role == Qt.ItemDataRole.ToolTipRole and found:
            return tooltip(one_line(found.title))
        if role == Qt.ItemDataRole.AccessibleTextRole and found:
            return self._spoken(found)
        return None

    def _spoken(self, found: DocumentSummary) -> str:
        count = QCoreApplication.translate("documents", "{0} annotations")
        parts = [
            one_line(found.title),
            status_words(found.status),
            found.published or "",
            count.replace("{0}", str(found.annotations)),
        ]
        return ", ".join(part for part in parts if part)
