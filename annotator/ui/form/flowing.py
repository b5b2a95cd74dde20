# SPDX-License-Identifier: MIT
"""A layout that goes on in the next line where a line is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flowing(QLayout):
    """Widgets side by side, in as many lines as their widths need."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(QRect(0, 0, width, 0))
        bottom = max((rect.bottom() + 1 for _, rect in places), default=0)
        return bottom + self.contentsMargins().bottom()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.sizeHint())
        return size.grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self._places(rect):
            item.setGeometry(place)

    def _places(self, rect: QRect) -> list[tuple[QLayoutItem, QRect]]:
        """Where everything goes that is to be seen."""
        inner = rect.marginsRemoved(self.contentsMargins())
        x, y, height = inner.left(), inner.top(), 0
        found = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > inner.left() and x + size.width() > inner.right() + 1:
                x, y, height = inner.left(), y + height, 0
            found.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self._gap
            height = max(height, size.height())
        return found
