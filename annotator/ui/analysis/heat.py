# SPDX-License-Identifier: MIT
"""A small table of heat cells that can be walked through by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.ui.analysis.shades import shade
from annotator.ui.plain import one_line, tooltip
from annotator.ui.symbols import draw_symbol
from annotator.ui.theme import Theme

_GAP: Final = 3.0
_HEAD: Final = 26.0
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter
_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell.

    `kind` is a key of `shades.KINDS`, "" for bare text.  A cell without a tip
    cannot be chosen.
    """

    text: str
    kind: str = ""
    strength: float = 0.0
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a row or column, and a stance symbol before it."""

    text: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """All that a table shows; `sums` stand after the rows and below the columns."""

    rows: tuple[Label, ...] = ()
    columns: tuple[Label, ...] = ()
    cells: tuple[tuple[HeatCell, ...], ...] = ()
    row_sums: tuple[str, ...] = ()
    column_sums: tuple[str, ...] = ()


class HeatTable(QWidget):
    """Cells in rows and columns, one of them chosen.

    Signals:
        chosen(int, int): another cell was chosen, by row and column.
        entered: Enter was pressed on the chosen cell.
    """

    chosen = Signal(int, int)
    entered = Signal()

    def __init__(
        self, theme: Theme, cell: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = cell
        self.heat = Heat()
        self.place: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self._name = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._fit()

    def set_cell(self, cell: tuple[int, int]) -> None:
        """Make the cells so wide and so high."""
        if cell != self._cell:
            self._cell = cell
            self._fit()

    def chosen_rect(self) -> QRect:
        """Where the chosen cell is; nowhere without one."""
        return self._rect(self.place).toRect() if self.place else QRect()

    def set_name(self, name: str) -> None:
        """What the table is, for the ear."""
        self._name = name
        self._tell()

    def set_heat(self, heat: Heat, place: tuple[int, int] | None = None) -> None:
        """Show these cells, that one as chosen.  Emits nothing."""
        self.heat = heat
        self.place = place if place is not None and self._can(place) else None
        self._hovered = None
        self._fit()
        self._tell()

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        width = self._left() + len(self.heat.columns) * (self._cell[0] + _GAP)
        height = _HEAD + len(self.heat.rows) * (self._cell[1] + _GAP)
        width += 52 if self.heat.row_sums else 0
        height += 24 if self.heat.column_sums else 0
        return QSize(int(width) + 4, int(height) + 4)

    def _left(self) -> float:
        """Room for the names of rows."""
        metrics = QFontMetricsF(self._theme.font("ui", 13))
        widths = [
            metrics.horizontalAdvance(one_line(row.text, 40))
            + (16 if row.symbol else 0)
            for row in self.heat.rows
        ]
        return min(max(widths, default=0.0), 150.0) + 14

    def _rect(self, place: tuple[int, int]) -> QRectF:
        row, column = place
        return QRectF(
            self._left() + column * (self._cell[0] + _GAP),
            _HEAD + row * (self._cell[1] + _GAP),
            self._cell[0],
            self._cell[1],
        )

    def cell(self, place: tuple[int, int]) -> HeatCell | None:
        """The cell of a row and a column."""
        row, column = place
        if 0 <= row < len(self.heat.rows) and 0 <= column < len(self.heat.columns):
            return self.heat.cells[row][column]
        return None

    def _can(self, place: tuple[int, int]) -> bool:
        found = self.cell(place)
        return found is not None and bool(found.tip)

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        for row in range(len(self.heat.rows)):
            for column in range(len(self.heat.columns)):
                place = (row, column)
                if self._rect(place).contains(point) and self._can(place):
                    return place
        return None

    # -- choosing

    def choose(self, place: tuple[int, int]) -> None:
        """Choose a cell, as a click does."""
        if self._can(place) and place != self.place:
            self.place = place
            self.update()
            self._tell()
            self.chosen.emit(*place)

    def _tell(self) -> None:
        found = self.cell(self.place) if self.place is not None else None
        words = f"{self._name}: {found.tip}" if found else self._name
        self.setAccessibleName(words)
        if self.hasFocus():
            event = QAccessibleValueChangeEvent(self, words)
            QAccessible.updateAccessibility(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.place is not None:
            self._walk(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _walk(self, down: int, across: int) -> None:
        """To the next cell that can be chosen in a direction."""
        assert self.place is not None
        row, column = self.place[0] + down, self.place[1] + across
        while self.cell((row, column)) is not None:
            if self._can((row, column)):
                self.choose((row, column))
                return
            row, column = row + down, column + across

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().toPoint())
        if place is not None:
            self.choose(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().toPoint())
        if place != self._hovered:
            self._hovered = place
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._at(event.pos())
            found = self.cell(place) if place else None
            if found is not None:
                QToolTip.showText(event.globalPos(), tooltip(found.tip), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def focusInEvent(self, event: QEvent) -> None:  # type: ignore[override]
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        for row, cells in enumerate(self.heat.cells):
            for column, cell in enumerate(cells):
                self._paint_cell(painter, (row, column), cell)
        self._paint_sums(painter)
        painter.end()

    def _paint_names(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setFont(theme.font("ui", 13))
        for row, label in enumerate(self.heat.rows):
            box = self._rect((row, 0))
            room = QRectF(0, box.top(), self._left() - 12, box.height())
            if label.symbol:
                mark = QRectF(0, room.top(), 10, room.height())
                draw_symbol(painter, mark, label.symbol, theme)
                room.setLeft(16)
            painter.setPen(theme.color("text"))
            self._text(painter, room, label.text, _LEFT)
        for column, label in enumerate(self.heat.columns):
            box = self._rect((0, column))
            room = QRectF(box.left(), 0, box.width(), _HEAD - 4)
            if label.symbol:
                draw_symbol(painter, room, label.symbol, theme)
            else:
                painter.setPen(theme.color("text_2"))
                painter.setFont(theme.font("ui", 12))
                self._text(painter, room, label.text, _MIDDLE)

    def _text(
        self, painter: QPainter, room: QRectF, text: str, align: Qt.AlignmentFlag
    ) -> None:
        metrics = painter.fontMetrics()
        mode = Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(one_line(text, 80), mode, int(room.width()))
        painter.drawText(room, align, shown)

    def _paint_cell(
        self, painter: QPainter, place: tuple[int, int], cell: HeatCell
    ) -> None:
        theme, rect = self._theme, self._rect(place)
        chosen = place == self.place
        if cell.kind:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade(theme, cell.kind, cell.strength))
            painter.drawRoundedRect(rect, 3, 3)
        if place == self._hovered and not chosen:
            painter.setPen(QPen(theme.color("border"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if chosen:
            painter.setPen(QPen(theme.color("accent"), 2 if self.hasFocus() else 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0, 0, 0, 0), 4, 4)
        weight = "semibold" if chosen else "regular"
        painter.setFont(theme.font("numbers", 13, weight))
        painter.setPen(theme.color("text" if cell.kind else "text_3"))
        painter.drawText(rect, _MIDDLE, cell.text)

    def _paint_sums(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setFont(theme.font("numbers", 12))
        painter.setPen(theme.color("text_3"))
        last = max(len(self.heat.columns) - 1, 0)
        for row, text in enumerate(self.heat.row_sums):
            box = self._rect((row, last))
            room = QRectF(box.right() + 4, box.top(), 44, box.height())
            painter.drawText(room, _RIGHT, text)
        bottom = max(len(self.heat.rows) - 1, 0)
        for column, text in enumerate(self.heat.column_sums):
            box = self._rect((bottom, column))
            room = QRectF(box.left(), box.bottom() + 4, box.width(), 20)
            painter.drawText(room, _MIDDLE, text)
