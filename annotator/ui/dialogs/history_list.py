# SPDX-License-Identifier: MIT
"""The list of steps: how a row is painted, and how keys move over the days."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.services.history import StepInfo
from annotator.ui.dialogs.history_model import HistoryModel
from annotator.ui.theme import Theme

#: Every row is as high, so that a long list is laid out at once.
ROW: Final = 28
_LEFT: Final = 36
_RIGHT: Final = 16
_GAP: Final = 14.0
#: The place of a step is not elided to less than this, in pixels.
_LEAST: Final = 60.0
_Index = QModelIndex | QPersistentModelIndex


class HistoryDelegate(QStyledItemDelegate):
    """Paints a step: its state, what and where, who, and the time at the right.

    A step that was undone is slanted, has a hollow sign and is called undone; one
    that cannot return has a cross.
    """

    def __init__(
        self, model: HistoryModel, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._font = theme.font("ui", 13)
        self._bold = theme.font("ui", 13, "medium")
        self._slanted = QFont(self._font)
        self._slanted.setItalic(True)
        self._small = theme.font("numbers", 12)
        self._day = theme.font("ui", 12, "semibold")

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(120, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self._model.step(index.row())
        if step is None:
            self._paint_day(painter, rect, self._model.day(index.row()))
        else:
            self._paint_ground(painter, rect, state)
            self._paint_step(painter, rect, step, _chosen(state))
        painter.restore()

    def _paint_day(self, painter: QPainter, rect: QRectF, day: str) -> None:
        """The day, and a hairline to the edge."""
        painter.setFont(self._day)
        painter.setPen(self._theme.color("text_3"))
        place = rect.adjusted(12, 4, -_RIGHT, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, day)
        left = place.left() + QFontMetricsF(self._day).horizontalAdvance(day) + 10
        middle = round(place.center().y()) + 0.5
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(QPointF(left, middle), QPointF(place.right(), middle))

    def _paint_ground(
        self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag
    ) -> None:
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if not _chosen(state) and not over:
            return
        edge = QPen(self._theme.color("accent"), 1.5)
        painter.setPen(edge if focused else Qt.PenStyle.NoPen)
        ground = "accent_soft" if _chosen(state) else "hover"
        painter.setBrush(self._theme.color(ground))
        painter.drawRoundedRect(rect.adjusted(4.5, 1, -4.5, -1), 7, 7)

    def _paint_step(
        self, painter: QPainter, rect: QRectF, step: StepInfo, chosen: bool
    ) -> None:
        now = step.id == self._model.position
        quiet = self._theme.color("text_2" if chosen else "text_3")
        self._paint_sign(painter, rect, step, quiet)
        right = self._paint_end(painter, rect, step, quiet)
        place = rect.adjusted(_LEFT, 0, 0, 0)
        place.setRight(right - _GAP)
        held = step.state == "done"
        font = self._bold if now else self._font if held else self._slanted
        ink = self._theme.color("text") if held else quiet
        self._paint_words(painter, place, step, font, ink)

    def _paint_words(
        self,
        painter: QPainter,
        place: QRectF,
        step: StepInfo,
        font: QFont,
        ink: QColor,
    ) -> None:
        """What was done, then quietly where, elided where there is no room."""
        where = self._model.place(step)
        room = place.width() - (_LEAST if where else 0.0)
        taken = self._paint_text(
            painter, place, self._model.words(step), font, ink, room
        )
        if where:
            quiet = self._theme.color("text_2") if step.state == "done" else ink
            slant = self._font if step.state == "done" else self._slanted
            rest = place.adjusted(taken, 0, 0, 0)
            self._paint_text(painter, rest, f" — {where}", slant, quiet, rest.width())

    def _paint_text(
        self,
        painter: QPainter,
        place: QRectF,
        text: str,
        font: QFont,
        ink: QColor,
        room: float,
    ) -> float:
        """Write `text`, elided to `room`; returns how wide it became."""
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(place, flags, shown)
        return metrics.horizontalAdvance(shown)

    def _paint_end(
        self, painter: QPainter, rect: QRectF, step: StepInfo, quiet: QColor
    ) -> float:
        """State, person and time, ending at the right; returns where they begin."""
        right = rect.right() - _RIGHT
        now = step.id == self._model.position
        ends = (
            (self._model.time(step), quiet),
            (self._model.who(step), quiet),
            (self._model.state(step), self._theme.color("accent") if now else quiet),
        )
        metrics = QFontMetricsF(self._small)
        painter.setFont(self._small)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for words, ink in ends:
            if words:
                shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, 120.0)
                painter.setPen(ink)
                box = QRectF(right - 140, rect.top(), 140, rect.height())
                painter.drawText(box, flags, shown)
                right -= metrics.horizontalAdvance(shown) + _GAP
        return right + _GAP

    def _paint_sign(
        self, painter: QPainter, rect: QRectF, step: StepInfo, quiet: QColor
    ) -> None:
        """A dot; hollow where undone, a cross where it cannot return, large for now."""
        centre = QPointF(rect.left() + 20, rect.center().y())
        accent = self._theme.color("accent")
        painter.setPen(QPen(quiet, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if step.id == self._model.position:
            painter.setPen(QPen(accent, 1.4))
            painter.drawEllipse(centre, 6, 6)
            painter.setBrush(accent)
            painter.drawEllipse(centre, 2.6, 2.6)
        elif step.state == "undone":
            painter.drawEllipse(centre, 3.4, 3.4)
        elif step.state == "dropped":
            arm = QPointF(2.8, 2.8)
            painter.drawLine(centre - arm, centre + arm)
            arm.setY(-arm.y())
            painter.drawLine(centre - arm, centre + arm)
        else:
            painter.setBrush(quiet)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(centre, 2.6, 2.6)


def _chosen(state: QStyle.StateFlag) -> bool:
    return bool(state & QStyle.StateFlag.State_Selected)


_Action = QAbstractItemView.CursorAction
_UP: Final = (_Action.MoveUp, _Action.MovePrevious, _Action.MovePageUp)


class HistoryList(QTableView):
    """The list; the keys pass over the rows that only name a day.

    A table of one column: a list view lays all of its rows out anew whenever
    some are added, which a hundred thousand steps would make felt.
    """

    def __init__(
        self, model: HistoryModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("historyList")
        self.setAccessibleName(self.tr("Steps"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self._fix_sections()
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(HistoryDelegate(model, theme, self))

    def _fix_sections(self) -> None:
        """No headers, rows of one height, and a column as wide as the list."""
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        here = self.currentIndex().row()
        if action in (_Action.MoveHome, _Action.MoveEnd):  # in a table: of the row
            row = 0 if action == _Action.MoveHome else self._model.rowCount() - 1
        else:
            row = super().moveCursor(action, modifiers).row()
        by = -1 if action in _UP else 1
        if row == here and action in (_Action.MoveUp, _Action.MoveDown):
            row += by  # Qt stops before a row that cannot be chosen
        while self._model.day(row):
            row += by
        return self._model.index(row if 0 <= row < self._model.rowCount() else here)

    def keyboardSearch(self, _search: str) -> None:
        """Typed letters look for nothing: all steps would have to be read."""
