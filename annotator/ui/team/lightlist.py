# SPDX-License-Identifier: MIT
"""What should be looked at, each with the sentence why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.services.lights import Light
from annotator.ui.icons import draw_icon
from annotator.ui.plain import one_line, tooltip
from annotator.ui.team.words import tr
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

_Index = QModelIndex | QPersistentModelIndex
_LEFT: Final = 38
_RIGHT: Final = 16
_WRAP: Final = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Shown:
    """A light, and the names of the person and document that it is about."""

    light: Light
    person: str
    title: str = ""

    @property
    def head(self) -> str:
        """Whose work in which document."""
        return " · ".join(part for part in (self.person, self.title) if part)


class LightList(QListView):
    """The lights; Enter or a click goes to the cell.

    Signals:
        chosen(Light): one was chosen.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamLights")
        self.setAccessibleName(tr("To look at"))
        self.setProperty("plain", True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lights = _Lights(self)
        self._painter = _Painter(self._lights, theme, self)
        self.setModel(self._lights)
        self.setItemDelegate(self._painter)
        self.clicked.connect(self._on_row)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter.theme = theme
        self.viewport().update()

    def set_lights(self, lights: Sequence[Shown]) -> None:
        """Show these."""
        self._lights.set_lights(lights)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_row(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_row(self, index: QModelIndex) -> None:
        found = self._lights.shown(index.row())
        if found is not None:
            self.chosen.emit(found.light)


class _Lights(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lights: tuple[Shown, ...] = ()

    def set_lights(self, lights: Sequence[Shown]) -> None:
        self.beginResetModel()
        self._lights = tuple(lights)
        self.endResetModel()

    def shown(self, row: int) -> Shown | None:
        return self._lights[row] if 0 <= row < len(self._lights) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lights)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.shown(index.row())
        if found is None:
            return None
        said = f"{one_line(found.head, 120)}: {in_words(found.light.sentence)}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return said
        return tooltip(said) if role == Qt.ItemDataRole.ToolTipRole else None


class _Painter(QStyledItemDelegate):
    def __init__(self, lights: _Lights, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._lights, self.theme, self._view = lights, theme, view

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        found = self._lights.shown(index.row())
        width = max(self._view.viewport().width(), 120)
        if found is None:
            return QSize(width, 0)
        room = QRect(0, 0, width - _LEFT - _RIGHT, 1000)
        metrics = QFontMetrics(self.theme.font("ui", 12))
        words = in_words(found.light.sentence)
        height = metrics.boundingRect(room, _WRAP, words).height()
        return QSize(width, 30 + height + 6)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        found = self._lights.shown(index.row())
        if found is None:
            return
        theme, state = self.theme, option.state  # type: ignore[attr-defined]
        whole = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if focused or over:
            edge = QPen(theme.color("accent"), 1.5)
            painter.setPen(edge if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(whole.adjusted(6.5, 1, -6.5, -1), 7, 7)
        mark = QRectF(whole.left() + 16, whole.top() + 9, 15, 15)
        draw_icon(painter, mark, "warning", theme.color("warning"))
        box = whole.adjusted(_LEFT, 7, -_RIGHT, 0)
        head = QRectF(box.left(), box.top(), box.width(), 19)
        painter.setFont(theme.font("ui", 12, "medium"))
        painter.setPen(theme.color("text"))
        mode = Qt.TextElideMode.ElideRight
        words = one_line(found.head, 160)
        shown = painter.fontMetrics().elidedText(words, mode, int(head.width()))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(theme.font("ui", 12))
        painter.setPen(theme.color("text_2"))
        rest = QRectF(box.left(), head.bottom() + 1, box.width(), box.height())
        painter.drawText(rest, _WRAP, in_words(found.light.sentence))
        painter.restore()
