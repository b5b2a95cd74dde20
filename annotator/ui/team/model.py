# SPDX-License-Identifier: MIT
"""The matrix's model: row ids of all documents, the rows themselves on demand."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from annotator.ui.paging import Pages
from annotator.ui.plain import one_line, tooltip
from annotator.ui.team.words import cell_words, tr

if TYPE_CHECKING:
    from annotator.model.team import Annotator
    from annotator.services.board_rows import Cell, Line

WINDOW: Final = 64
#: Windows kept, so that a matrix of any length takes bounded memory.
KEPT: Final = 40
_Index = QModelIndex | QPersistentModelIndex

#: Sentences by document and person.
Lights = Mapping[tuple[str, str], str]


class MatrixModel(QAbstractTableModel):
    """One row per document, one column per person.

    `page` gives the lines for a few ids; ids that are gone are left out.
    """

    def __init__(
        self,
        page: Callable[[Sequence[int]], list[Line]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages: Pages[Line] = Pages(page, WINDOW, KEPT)
        self._people: tuple[Annotator, ...] = ()
        self._lights: Lights = {}

    def set_matrix(self, people: Sequence[Annotator], ids: array[int]) -> None:
        """Show these people and documents, in this order."""
        self.beginResetModel()
        self._people = tuple(people)
        self._pages.set_ids(ids)
        self.endResetModel()

    def set_lights(self, lights: Lights) -> None:
        """Mark cells by (document uid, person uid) with a sentence each."""
        self._lights = lights
        self._all_changed()

    def forget(self) -> None:
        """Read rows again when they are next looked at."""
        self._pages.clear()
        self._all_changed()

    def _all_changed(self) -> None:
        if self.ids and self._people:
            last = self.index(len(self.ids) - 1, len(self._people) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def people(self) -> tuple[Annotator, ...]:
        """The columns."""
        return self._people

    @property
    def ids(self) -> array[int]:
        """The row ids of the documents shown."""
        return self._pages.ids

    def line(self, row: int) -> Line | None:
        """What is known of the document in a row; None where it cannot be read."""
        return self._pages.row(row)

    def cell(self, index: _Index) -> Cell | None:
        """What is known of a cell."""
        line = self.line(index.row())
        if line is None or not 0 <= index.column() < len(line.cells):
            return None
        return line.cells[index.column()]

    def light(self, index: _Index) -> str:
        """Why a cell should be looked at; "" where it need not."""
        line = self.line(index.row())
        if line is None or not 0 <= index.column() < len(self._people):
            return ""
        return self._lights.get((line.uid, self._people[index.column()].uid), "")

    def row_of(self, number: int) -> int:
        """The row of a document by its row id, or -1."""
        return self._pages.place_of(number)

    # -- Qt's questions

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._people)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        wanted = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        if role not in wanted:
            return None
        if orientation == Qt.Orientation.Horizontal:
            known = 0 <= section < len(self._people)
            return one_line(self._people[section].name, 60) if known else None
        # Asked for every row of a long header, titles would all be read.
        if role == Qt.ItemDataRole.DisplayRole:
            return section + 1
        line = self.line(section)
        return one_line(line.title, 200) if line else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        line, cell = self.line(index.row()), self.cell(index)
        if line is None or cell is None:
            return None
        person = self._people[index.column()]
        words = tr("{0}: {1}").replace("{0}", one_line(person.name, 60))
        words = words.replace("{1}", cell_words(cell))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = f"{one_line(line.title, 80)}, {words}"
        light = self.light(index)
        said = f"{words}\n{light}" if light else words
        return tooltip(said) if role == Qt.ItemDataRole.ToolTipRole else said
