# SPDX-License-Identifier: MIT
"""How a document is painted in the list: status, title, date, count."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.services.documents import DocumentSummary
from annotator.ui.documents.model import DocumentModel
from annotator.ui.icons import draw_icon
from annotator.ui.lines import paint_ground
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

ROW: Final = 66
COMPACT: Final = 28
LINE: Final = 17
_LEFT: Final = 37
_RIGHT: Final = 14
_Index = QModelIndex | QPersistentModelIndex
#: Icon and token of each status.
STATUS: Final = {
    "new": ("status-new", "border"),
    "in_progress": ("status-in_progress", "accent"),
    "complete": ("status-complete", "ok"),
    "skipped": ("status-skipped", "text_3"),
}


def date_words(published: str | None) -> str:
    """`2025-01-15T11:20` as "15 Jan 2025"; what is less precise stays as it is."""
    date = QDate.fromString((published or "")[:10], Qt.DateFormat.ISODate)
    if not date.isValid():
        return one_line(published or "", 40)
    return QLocale().toString(date, "d MMM yyyy")


class DocumentDelegate(QStyledItemDelegate):
    """Paints rows of 66 px, or of 28 px when `compact`."""

    def __init__(
        self, model: DocumentModel, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.compact = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._title = theme.font("ui", 13)
        self._small = theme.font("numbers", 12)
        self._small_metrics = QFontMetricsF(self._small)

    @property
    def height(self) -> int:
        """The height of a row."""
        return COMPACT if self.compact else ROW

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(120, self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        found = self._model.summary(index.row())
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state  # type: ignore[attr-defined]
        paint_ground(painter, rect, state, self.theme)
        if found is not None:
            self._paint_status(painter, rect, found)
            paint = self._paint_compact if self.compact else self._paint_full
            paint(painter, rect, found)
        painter.restore()

    def _paint_status(
        self, painter: QPainter, rect: QRectF, found: DocumentSummary
    ) -> None:
        name, token = STATUS.get(found.status, STATUS["new"])
        top = rect.top() + (6 if self.compact else 10)
        box = QRectF(rect.left() + 13, top, 16, 16)
        draw_icon(
            painter, box, name, self.theme.color(token), self.theme.color("raised")
        )

    def _paint_full(
        self, painter: QPainter, rect: QRectF, found: DocumentSummary
    ) -> None:
        left, right = rect.left() + _LEFT, rect.right() - _RIGHT
        lines = two_lines(one_line(found.title), self._title, right - left)
        painter.setFont(self._title)
        painter.setPen(self.theme.color("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, line in enumerate(lines):
            top = rect.top() + 7 + number * LINE
            painter.drawText(QRectF(left, top, right - left, LINE), middle, line)
        painter.setFont(self._small)
        painter.setPen(self.theme.color("text_2"))
        foot = QRectF(left, rect.top() + 7 + len(lines) * LINE, right - left, LINE)
        room = foot.width() - self._paint_count(painter, foot, found) - 6
        painter.drawText(foot, middle, self._facts(found, room))

    def _facts(self, found: DocumentSummary, room: float) -> str:
        """Date and time spent; in a narrow list the time is left out."""
        facts = (date_words(found.published), self._time_words(found.seconds))
        words = " · ".join(fact for fact in facts if fact)
        if facts[0] and self._small_metrics.horizontalAdvance(words) > room:
            return facts[0]
        return words

    def _time_words(self, seconds: int | None) -> str:
        """The time spent, in minutes; "" where none was measured."""
        if not seconds:
            return ""
        minutes = QCoreApplication.translate("DocumentDelegate", "{0} min")
        return minutes.format(max(1, round(seconds / 60)))

    def _paint_compact(
        self, painter: QPainter, rect: QRectF, found: DocumentSummary
    ) -> None:
        place = rect.adjusted(_LEFT, 0, -_RIGHT, 0)
        painter.setFont(self._small)
        painter.setPen(self.theme.color("text_2"))
        width = self._paint_count(painter, place, found)
        place.setRight(place.right() - width - 8)
        painter.setFont(self._title)
        painter.setPen(self.theme.color("text"))
        mode = Qt.TextElideMode.ElideRight
        metrics = QFontMetricsF(self._title)
        title = metrics.elidedText(one_line(found.title), mode, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_count(
        self, painter: QPainter, place: QRectF, found: DocumentSummary
    ) -> float:
        """The number of annotations at the right; none says nothing."""
        if not found.annotations:
            return 0.0
        text = str(found.annotations)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, flags, text)
        return self._small_metrics.horizontalAdvance(text)


def two_lines(text: str, font: QFont, width: float) -> list[str]:
    """`text` broken into at most two lines of `width`, the second elided."""
    layout = QTextLayout(text, font)
    # A word that is longer than the line is broken, or it would leave the row.
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    if not first.isValid():
        layout.endLayout()
        return [""]
    first.setLineWidth(width)
    first.setPosition(QPointF(0, 0))
    layout.endLayout()
    # Places in a layout count UTF-16 units.
    units = text.encode("utf-16-le")
    cut = first.textLength() * 2
    head = units[:cut].decode("utf-16-le", "ignore").rstrip()
    rest = units[cut:].decode("utf-16-le", "ignore").lstrip()
    if not rest:
        return [head]
    mode = Qt.TextElideMode.ElideRight
    return [head, QFontMetricsF(font).elidedText(rest, mode, width)]
