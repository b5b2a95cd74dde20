# SPDX-License-Identifier: MIT
"""The edges of the matrix: people above, documents at the left.

Being headers they stay where they are while the matrix is scrolled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QHeaderView, QWidget

from annotator.services.board_rows import Line
from annotator.services.board_totals import Share
from annotator.ui.badge import HEIGHT as BADGE_HEIGHT
from annotator.ui.badge import WIDTH as BADGE_WIDTH
from annotator.ui.badge import draw_badge
from annotator.ui.icons import draw_icon
from annotator.ui.plain import one_line
from annotator.ui.team.cells import COLUMN, ROW
from annotator.ui.team.model import MatrixModel
from annotator.ui.theme import Theme

TOP: Final = 68
#: The least and the most room for titles.
LEFT: Final = 260
MOST: Final = 560
#: Room at the right of a title for how many people are done with the document.
_COUNT: Final = 44


class PeopleHeader(QHeaderView):
    """Badge, first name, and a bar of what is done, for each person."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._shares: Mapping[str, Share] = {}
        self.chosen: str | None = None
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(COLUMN)
        self.setMinimumSectionSize(COLUMN)
        self.setHighlightSections(False)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.viewport().update()

    def set_shares(self, shares: Mapping[str, Share]) -> None:
        """Show how far each person is."""
        self._shares = shares
        self.viewport().update()

    def choose(self, person: str | None) -> None:
        """Mark a person as the one whose documents are shown alone."""
        self.chosen = person
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(COLUMN, TOP)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not isinstance(model, MatrixModel) or section >= len(model.people):
            return
        person, theme = model.people[section], self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.color("paper"))
        box = QRectF(rect)
        if person.uid == self.chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -5), 6, 6)
        left = box.center().x() - BADGE_WIDTH / 2
        badge = QRectF(left, box.top() + 9, BADGE_WIDTH, BADGE_HEIGHT)
        hollow = person.inactive
        draw_badge(painter, badge, person.initials, person.colour, theme, hollow=hollow)
        painter.setFont(theme.font("ui", 11.5))
        painter.setPen(theme.color("text"))
        name = one_line(person.name.split(" ")[0] or person.name, 40)
        place = QRectF(box.left() + 2, badge.bottom() + 3, box.width() - 4, 16)
        mode = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(name, mode, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
        self._paint_bar(painter, box, self._shares.get(person.uid))
        painter.fillRect(
            QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("line")
        )
        painter.restore()

    def _paint_bar(self, painter: QPainter, box: QRectF, share: Share | None) -> None:
        if share is None or not share.assigned:
            return
        bar = QRectF(box.left() + 12, box.top() + 52, box.width() - 24, 4)
        paint_share(painter, bar, share, self._theme)


def paint_share(painter: QPainter, bar: QRectF, share: Share, theme: Theme) -> None:
    """A bar of what is complete, set aside and under way."""
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(bar, 2, 2)
    painter.setClipPath(path)
    painter.fillRect(bar, theme.color("line"))
    left = bar.left()
    parts = (("complete", "ok"), ("skipped", "text_3"), ("in_progress", "accent"))
    for status, token in parts:
        count = share.by_status.get(status, 0)
        if count and share.assigned:
            width = count / share.assigned * bar.width()
            piece = QRectF(left, bar.top(), max(width - 1, 1.5), bar.height())
            painter.fillRect(piece, theme.color(token))
            left += width
    painter.restore()


class DocumentHeader(QHeaderView):
    """A title, what is special about the document, and how many are done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self._hovered = -1
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW)
        self.setMinimumSectionSize(ROW)
        self.setHighlightSections(True)
        self.setFixedWidth(LEFT)
        self.setSectionsMovable(False)
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(LEFT, ROW)

    def section_at(self, place: QPoint) -> int:
        """The row at a place of the viewport, -1 where there is none."""
        return self.logicalIndexAt(place)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, theme = self.model(), self._theme
        if not isinstance(model, MatrixModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.color("paper"))
        line, box = model.line(section), QRectF(rect)
        selection = self.selectionModel()
        if selection is not None and selection.currentIndex().row() == section:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(box.adjusted(0, 1, -4, -1), 6, 6)
        if line is not None:
            self._paint_line(painter, box, line)
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRectF, line: Line) -> None:
        theme = self._theme
        middle = Qt.AlignmentFlag.AlignVCenter
        assigned = [cell for cell in line.cells if cell.assigned]
        done = sum(cell.status in ("complete", "skipped") for cell in assigned)
        if assigned:
            painter.setFont(theme.font("numbers", 11.5))
            full = done == len(assigned)
            painter.setPen(theme.color("ok" if full else "text_3"))
            place = box.adjusted(0, 0, -14, 0)
            painter.drawText(
                place, middle | Qt.AlignmentFlag.AlignRight, f"{done}/{len(assigned)}"
            )
        right = box.right() - _COUNT
        for shown, name, token in (
            (line.gold, "gold", "content"),
            (line.repeat, "repeat", "text_2"),
        ):
            if shown:
                right -= 20
                mark = QRectF(right, box.center().y() - 8, 16, 16)
                draw_icon(painter, mark, name, theme.color(token), theme.color("paper"))
        painter.setFont(theme.font("ui", 13))
        painter.setPen(theme.color("text"))
        room = QRectF(box.left() + 8, box.top(), right - box.left() - 16, box.height())
        mode = Qt.TextElideMode.ElideRight
        title = one_line(line.title, 200)
        shown_title = painter.fontMetrics().elidedText(title, mode, int(room.width()))
        painter.drawText(room, middle, shown_title)
