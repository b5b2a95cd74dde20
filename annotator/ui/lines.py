# SPDX-License-Identifier: MIT
"""Lists of one painted column: the table without noise, the ground of a row."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QTableView,
)

from annotator.ui.theme import Theme


class LineTable(QTableView):
    """One column, one chosen row, no grid and no headers; the delegate paints."""

    def __init__(
        self, name: str, model: QAbstractItemModel, delegate: QAbstractItemDelegate
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("plain", True)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


def paint_ground(
    painter: QPainter, rect: QRectF, state: QStyle.StateFlag, theme: Theme
) -> None:
    """The rounded ground of a row that is chosen, under the mouse or focused."""
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    over = bool(state & QStyle.StateFlag.State_MouseOver)
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    if not (chosen or over or focused):
        return
    box = rect.adjusted(6.5, 1, -6.5, -1)
    edge = theme.color("accent")
    painter.setPen(QPen(edge, 1.5) if focused else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
    painter.drawRoundedRect(box, 7, 7)
