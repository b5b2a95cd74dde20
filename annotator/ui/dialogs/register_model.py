# SPDX-License-Identifier: MIT
"""The rows of a register (speakers, issues): filtered by a few letters, sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from annotator.model import fuzzy
from annotator.ui.badge import badge_icon
from annotator.ui.icons import icon
from annotator.ui.plain import one_line, tooltip
from annotator.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a speaker, an issue, …

    `names` are all it is called, its own name first; `count` is by how many
    annotations it is named; `fixed` ones belong to the codebook; `record` is
    what the project stores.  A person has a `badge` in place of an icon: initials,
    colour, and whether it is hollow.
    """

    uid: str
    names: tuple[str, ...]
    record: Any
    kind: str = ""
    icon: str = ""
    detail: str = ""
    under: str = ""
    count: int = 0
    fixed: bool = False
    badge: tuple[str, str | None, bool] | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands under it, and what it is sorted by.

    `width` is in pixels; 0 takes its share of what is left.
    """

    title: str
    text: Callable[[Item], str]
    key: Callable[[Item], Any]
    number: bool = False
    width: int = 0


class RegisterModel(QAbstractTableModel):
    """All items; those that answer the query are shown."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self._items: list[Item] = []
        self._shown: list[Item] = []
        self._by_uid: dict[str, Item] = {}
        self._query = ""
        self._order = (0, Qt.SortOrder.AscendingOrder)

    # -- what is shown

    def set_items(self, items: Sequence[Item], columns: Sequence[Column]) -> None:
        """Show these; the query and the order stay."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._items = list(items)
        self._by_uid = {item.uid: item for item in items}
        self._arrange()
        self.endResetModel()

    def set_query(self, query: str) -> None:
        """Show what answers `query`, the best first; "" shows everything."""
        self.beginResetModel()
        self._query = query.strip()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        column, order = self._order
        if self._columns:
            key = self._columns[min(column, len(self._columns) - 1)].key
            back = order == Qt.SortOrder.DescendingOrder
            self._items.sort(key=key, reverse=back)
        self._shown = self._found() if self._query else list(self._items)

    def _found(self) -> list[Item]:
        candidates = ((item.uid, *item.names) for item in self._items)
        found = fuzzy.match(self._query, candidates, len(self._items))
        if found and found[0].score >= fuzzy.STRONG:
            # Beside whole words nobody looks for scattered letters.
            found = [match for match in found if match.score >= fuzzy.WEAK]
        return [self._by_uid[match.key] for match in found]

    @property
    def items(self) -> list[Item]:
        """All items, shown or not."""
        return self._items

    def item(self, row: int) -> Item | None:
        """The item in a row, None where there is none."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def find(self, uid: str | None) -> Item | None:
        """The item of that uid, shown or not."""
        return self._by_uid.get(uid or "")

    def row_of(self, uid: str | None) -> int:
        """The row of an item, -1 where it is not shown."""
        rows = (n for n, item in enumerate(self._shown) if item.uid == uid)
        return next(rows, -1)

    # -- Qt's questions

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        self.beginResetModel()
        self._order = (max(column, 0), order)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        if not across or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and not column.number:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.item(index.row())
        if item is None or not 0 <= index.column() < len(self._columns):
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.text(item), 200)
        if role == Qt.ItemDataRole.UserRole:
            return item.uid
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(column.text(item))
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return _RIGHT
        return self._dress(item, index.column(), role)

    def _dress(self, item: Item, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            if item.badge is not None:
                initials, colour, hollow = item.badge
                return badge_icon(initials, colour, self._theme, hollow=hollow)
            return icon(item.icon, self._theme) if item.icon else None
        if role == Qt.ItemDataRole.ForegroundRole and column:
            return self._theme.color("text_2")
        return None
