# SPDX-License-Identifier: MIT
"""The list of passages behind a cell; Enter opens one in its article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.ui.analysis.passage_rows import Heading, Line, Row, Side
from annotator.ui.analysis.words import number, tr
from annotator.ui.badge import HEIGHT as BADGE_HEIGHT
from annotator.ui.badge import WIDTH as BADGE_WIDTH
from annotator.ui.badge import draw_badge
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.agreement.passages import Found

_HEADING: Final = 28
_LEFT: Final = 64
_RIGHT: Final = 18
_LINE: Final = 21.0
_PAD: Final = 7
_SAID: Final = 17
_BATCH: Final = 30
_Index = QModelIndex | QPersistentModelIndex


class PassageModel(QAbstractListModel):
    """Headings and passages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row(self, place: int) -> Row | None:
        """What stands in a row."""
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        found = self.row(index.row())
        enabled = Qt.ItemFlag.ItemIsEnabled
        return enabled | Qt.ItemFlag.ItemIsSelectable if _is_line(found) else enabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.row(index.row())
        if found is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        if isinstance(found, Heading):
            return f"{found.title}, {number(found.count)}"
        texts = ("".join(p.text for p in side.pieces) for side in found.sides)
        return "; ".join([*texts, *filter(None, [found.said])])


def _is_line(row: Row | None) -> bool:
    return isinstance(row, Line)


class _Painter(QStyledItemDelegate):
    """Paints titles in the interface's font, passages in the article's."""

    def __init__(self, theme: Theme, model: PassageModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._heights: dict[tuple[int, int], int] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._serif = theme.font("article", 15)
        self.forget()

    def forget(self) -> None:
        """Measure anew."""
        self._heights.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        width = view.viewport().width()
        key = (index.row(), width)
        if key not in self._heights:
            self._heights[key] = self._height(self._model.row(index.row()), width)
        return QSize(100, self._heights[key])

    def _height(self, row: Row | None, width: int) -> int:
        if not isinstance(row, Line):
            return _HEADING
        lines = sum(self._laid_out(side, width).lineCount() for side in row.sides)
        said = _SAID if row.said else 0
        return int(lines * _LINE) + 2 * _PAD + said + 3 * (len(row.sides) - 1)

    def _laid_out(self, side: Side, width: float) -> QTextLayout:
        """A side's text in lines."""
        text = "".join(piece.text for piece in side.pieces)
        layout = QTextLayout(text, self._serif)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats(side, self._serif))
        layout.beginLayout()
        top = 0.0
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width - _LEFT - _RIGHT, 60))
            line.setPosition(QPointF(0, top))
            top += _LINE
        layout.endLayout()
        return layout

    def _formats(self, side: Side, _font: QFont) -> list[QTextLayout.FormatRange]:
        found, start = [], 0
        for piece in side.pieces:
            made = QTextLayout.FormatRange()
            # Qt counts UTF-16 units.
            length = len(piece.text.encode("utf-16-le")) // 2
            made.start, made.length = start, length  # type: ignore[misc]
            form = QTextCharFormat()
            token = "text" if piece.main else "text_2"
            form.setForeground(self.theme.color(token))
            if piece.main:
                form.setBackground(self.theme.color("tint"))
            made.format = form  # type: ignore[misc]
            found.append(made)
            start += length
        return found

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        row = self._model.row(index.row())
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
        elif row is not None:
            self._paint_line(painter, rect, row, option.state)  # type: ignore[attr-defined]
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, row: Heading) -> None:
        theme = self.theme
        painter.setFont(theme.font("ui", 13))
        painter.setPen(theme.color("text_2"))
        room = rect.adjusted(8, 4, -56, 0)
        mode = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(row.title, mode, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(theme.font("numbers", 12))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(rect.adjusted(0, 4, -_RIGHT, 0), align, number(row.count))

    def _paint_line(
        self, painter: QPainter, rect: QRectF, row: Line, state: QStyle.StateFlag
    ) -> None:
        theme = self.theme
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -6, -1), 7, 7)
        top = rect.top() + _PAD
        for side in row.sides:
            left = rect.left() + 9
            for initials, colour in side.who:
                middle = top + (_LINE - BADGE_HEIGHT) / 2
                box = QRectF(left, middle, BADGE_WIDTH, BADGE_HEIGHT)
                draw_badge(painter, box, initials, colour, theme)
                left += BADGE_WIDTH + 3
            layout = self._laid_out(side, rect.width())
            layout.draw(painter, QPointF(rect.left() + _LEFT, top))
            top += layout.lineCount() * _LINE + 3
        if row.said:
            painter.setFont(theme.font("ui", 12))
            painter.setPen(theme.color("text_2"))
            room = QRectF(rect.left() + _LEFT, top - 3, rect.width() - _LEFT, _SAID)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row.said)


class PassageList(QListView):
    """Passages under the titles of their documents.

    Signals:
        opened(Found): a passage was asked for by Enter or a double click.
        compared(Found): it was asked for by Shift+Enter.
    """

    opened = Signal(object)
    compared = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreementPassages")
        self.setAccessibleName(tr("Passages"))
        self.passages = PassageModel(self)
        self.setModel(self.passages)
        self._painter = _Painter(theme, self.passages, self)
        self.setItemDelegate(self._painter)
        self.setProperty("plain", True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Hundreds of passages are measured some at a time.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _: self._open())

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter.set_theme(theme)
        self.viewport().update()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these, the first passage as chosen."""
        self._painter.forget()
        self.passages.set_rows(rows)
        first = next((n for n, row in enumerate(rows) if _is_line(row)), -1)
        if first >= 0:
            self.setCurrentIndex(self.passages.index(first, 0))
            self.scrollToTop()

    def current(self) -> Found | None:
        """The passage that is chosen."""
        row = self.passages.row(self.currentIndex().row())
        return row.found if isinstance(row, Line) else None

    def _open(
        self, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        found = self.current()
        if found is not None and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.compared.emit(found)
        elif found is not None:
            self.opened.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(event.modifiers())
        elif (step := steps.get(Qt.Key(event.key()))) is not None:
            self._walk(step)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        """To the next passage: titles are no stops."""
        place = self.currentIndex().row() + step
        while (row := self.passages.row(place)) is not None:
            if isinstance(row, Line):
                index = self.passages.index(place, 0)
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return
            place += step

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._painter.forget()
        super().resizeEvent(event)
