# SPDX-License-Identifier: MIT
"""The margin beside the text: one chip per annotation, at its content's height."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.ui.article.chips import INDENT, NAME_LINE, PADDING, ROW_LINE, Chip
from annotator.ui.icons import draw_icon
from annotator.ui.plain import one_line
from annotator.ui.symbols import draw_symbol
from annotator.ui.theme import Theme

_SIDE: Final = 10  # from a chip's edge to its words: padding and border
_RADIUS: Final = 7
_MOVED: Final = 12
_CORNER: Final = 4.0
_ELBOW: Final = 8
#: From the widget's left edge, which is `CLEAR` right of the text, to the bracket
#: beside the chosen content: together 13.
CLEAR: Final = 4
_BRACKET: Final = 9


@dataclass(frozen=True, slots=True)
class Placed:
    """A chip in the margin: `y` of its top, `wish` of where it would stand.

    `wish` is the top of its content's first line.  `bottom_line` is the bottom of
    the last line of the chosen content.  All in the column's y.
    """

    chip: Chip
    y: float
    wish: float
    bottom_line: float
    parent: str | None

    @property
    def bottom(self) -> float:
        return self.y + self.chip.height

    @property
    def name_y(self) -> float:
        """The middle of the line with the name."""
        return self.y + NAME_LINE / 2 + (PADDING if self.chip.level == 0 else 0)


class ArticleMargin(QWidget):
    """Paints chips and tells which one the mouse means.

    `provide` is asked for the chips when they are needed, `scrolled` for the
    column's y at the widget's top.

    Signals:
        clicked: the uid of the chip that was clicked.
        hovered: the uid of the chip under the mouse, or None.
    """

    clicked = Signal(str)
    hovered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("articleMargin")
        self.setAccessibleName(self.tr("Annotations beside the article"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # What lies below need not be painted again when a chip changes.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.scrolled: Callable[[], float] = lambda: 0.0
        self.provide: Callable[[], list[Placed]] = list
        self._stale = True
        self._placed: list[Placed] = []
        self._by_uid: dict[str, Placed] = {}
        self._chosen: str | None = None
        self._under: str | None = None
        self._comments: dict[str, bool] = {}
        self._left = 0.0
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._cards: dict[tuple, QPixmap] = {}
        self._name = theme.font("ui", 11.5, "medium")
        self._nested = theme.font("ui", 11.5)
        self._words = theme.font("ui", 11.5)
        self._label = theme.font("numbers", 11.5)
        self.update()

    def set_comments(self, marks: Mapping[str, bool]) -> None:
        """Mark the chips of these annotations; True where a comment is new."""
        if marks != self._comments:
            self._comments = dict(marks)
            self.update()

    def set_gap(self, gap: float) -> None:
        """The chips begin `gap` to the right of the widget's left edge."""
        self._left = gap

    def invalidate(self, chosen: str | None) -> None:
        """Ask for the chips anew before they are next needed."""
        self._stale = True
        self._chosen = chosen
        self.update()

    def look_again(self) -> None:
        """Ask for the chips now, and repaint only if they say something else."""
        before, self._stale = self._placed, True
        self._refresh()
        if self._placed != before:
            self.update()

    def _refresh(self) -> None:
        if self._stale:
            self._stale = False
            self._placed = self.provide()
            self._by_uid = {p.chip.uid: p for p in self._placed}

    def set_hovered(self, uid: str | None) -> None:
        """Show a chip as hovered, without a signal."""
        if uid != self._under:
            self._under = uid
            self.update()

    @property
    def chips(self) -> list[Placed]:
        """What is shown now, from top to bottom."""
        self._refresh()
        return list(self._placed)

    def rect_of(self, uid: str) -> QRectF | None:
        """Where a chip stands in the widget, or None."""
        self._refresh()
        placed = self._by_uid.get(uid)
        return self._box(placed).translated(0, -self.scrolled()) if placed else None

    def _box(self, placed: Placed) -> QRectF:
        left = self._left + INDENT * placed.chip.level
        return QRectF(left, placed.y, self.width() - left - 1, placed.chip.height)

    # Painting

    def paintEvent(self, event) -> None:
        self._refresh()
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.color("paper"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -round(self.scrolled()))
        seen = QRectF(event.rect()).translated(0, round(self.scrolled()))
        seen.adjust(0, -40, 0, 40)
        visible = [p for p in self._placed if self._reach(p).intersects(seen)]
        for placed in visible:
            self._connect(painter, placed)
        for placed in visible:
            self._paint(painter, placed)

    def _reach(self, placed: Placed) -> QRectF:
        """Everything that may be painted for a chip, its connectors included."""
        top = min(placed.y, placed.wish)
        parent = self._by_uid.get(placed.parent or "")
        if parent:
            top = min(top, parent.y)
        bottom = max(placed.bottom, placed.wish + 40)
        if placed.chip.uid == self._chosen:
            bottom = max(bottom, placed.bottom_line)
        return QRectF(0, top - 3, self.width(), bottom - top + 6)

    def _paint(self, painter: QPainter, placed: Placed) -> None:
        box = self._box(placed)
        if placed.chip.level and placed.chip.uid == self._chosen:
            # Nested chips have no padding; the frame needs some air.
            self._ground(painter, placed, box.adjusted(0, -3, 0, 3))
        else:
            self._ground(painter, placed, box)
        y = placed.y + (PADDING if placed.chip.level == 0 else 0)
        left, right = box.left() + _SIDE, box.right() - _SIDE
        self._name_line(painter, placed.chip, left, right, y)
        y += NAME_LINE
        for line in placed.chip.lines:
            self._row(painter, placed.chip, line, left, right, y)
            y += ROW_LINE

    def _ground(self, painter: QPainter, placed: Placed, box: QRectF) -> None:
        uid = placed.chip.uid
        fill, edge, width = None, "", 0.0
        if uid == self._chosen:
            fill, edge, width = "accent_soft", "accent", 1.5
        elif placed.chip.level == 0:
            fill, edge, width = "raised", "line", 1.0
        if uid == self._under and uid != self._chosen:
            fill = "hover"
        if fill is not None:
            painter.drawPixmap(box.topLeft(), self._card(box, fill, edge, width))

    def _card(self, box: QRectF, fill: str, edge: str, width: float) -> QPixmap:
        """An empty chip; round corners are costly, and few sizes are needed."""
        ratio = self.devicePixelRatioF()
        key = (box.width(), box.height(), fill, edge, ratio)
        card = self._cards.get(key)
        if card is None:
            card = QPixmap(round(box.width() * ratio), round(box.height() * ratio))
            card.setDevicePixelRatio(ratio)
            card.fill(self.theme.color("paper"))
            inner = QRectF(0, 0, box.width(), box.height())
            inner.adjust(width / 2, width / 2, -width / 2, -width / 2)
            painter = QPainter(card)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(self.theme.color(edge), width) if edge else Qt.PenStyle.NoPen
            _round(painter, inner, self.theme.color(fill), pen)
            painter.end()
            if len(self._cards) > 64:
                self._cards.clear()
            self._cards[key] = card
        return card

    def _name_line(
        self, painter: QPainter, chip: Chip, left: float, right: float, y: float
    ) -> None:
        chosen = chip.uid == self._chosen
        label_width = QFontMetricsF(self._label).horizontalAdvance(chip.label)
        quiet = self.theme.color("text_2" if chosen else "text_3")
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        rect = QRectF(left, y, right - left, NAME_LINE)
        painter.setFont(self._label)
        painter.setPen(quiet)
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, chip.label)
        if chip.uid in self._comments:
            self._comment_mark(painter, chip.uid, right - label_width - 16, y + 2)
            label_width += 18
        font = self._name if chip.level == 0 else self._nested
        painter.setFont(font)
        painter.setPen(self.theme.color("text") if chip.named else quiet)
        rect.setRight(right - label_width - 8)
        painter.drawText(rect, middle, elide(font, chip.name, rect.width()))

    def _comment_mark(self, painter: QPainter, uid: str, left: float, y: float) -> None:
        token = "accent" if self._comments[uid] else "text_3"
        sign = QRectF(left, y, 13, 13)
        draw_icon(painter, sign, "comment", self.theme.color(token))

    def _row(self, painter: QPainter, chip: Chip, line, left, right, y) -> None:
        if line.symbol:
            spot = QRectF(left, y + 3.5, 10, 10)
            draw_symbol(painter, spot, line.symbol, self.theme)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        chosen = chip.uid == self._chosen
        painter.setPen(self.theme.color("text_2" if chosen else "text_3"))
        painter.setFont(self._words)
        rect = QRectF(left + 16, y, right - left - 16, ROW_LINE)
        if line.signs:
            painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, line.signs)
            width = QFontMetricsF(self._words).horizontalAdvance(line.signs)
            rect.setRight(right - max(22, width + 8))
        painter.setPen(self.theme.color("text_2"))
        painter.drawText(rect, middle, elide(self._words, line.text, rect.width()))

    # Connectors

    def _connect(self, painter: QPainter, placed: Placed) -> None:
        if placed.chip.uid == self._chosen:
            self._bracket(painter, placed)
        elif placed.chip.level == 0:
            self._stub(painter, placed)
        if placed.chip.level and placed.parent in self._by_uid:
            self._hang(painter, placed, self._by_uid[placed.parent])

    def _bracket(self, painter: QPainter, placed: Placed) -> None:
        """The bracket beside the chosen content's lines, joined to its chip."""
        top, bottom = placed.wish, placed.bottom_line
        x = _BRACKET + 0.75
        box = self._box(placed)
        pen = QPen(self.theme.color("accent"), 1.5)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        ends = [QPointF(x - 5, top), QPointF(x, top), QPointF(x, bottom)]
        painter.drawPolyline([*ends, QPointF(x - 5, bottom)])
        y = round(placed.name_y) + 0.25
        if not top <= y <= bottom:
            near = top if y < top else bottom
            painter.drawLine(QPointF(x, near), QPointF(x, y))
        painter.drawLine(QPointF(x, y), QPointF(box.left(), y))

    def _stub(self, painter: QPainter, placed: Placed) -> None:
        """A hairline to the chip's line; an elbow where the chip has moved."""
        right, y = self._left, round(placed.name_y) + 0.5
        if abs(placed.y - placed.wish) <= _MOVED:
            painter.setPen(QPen(self.theme.color("line"), 1))
            painter.drawLine(QPointF(right - 12, y), QPointF(right, y))
            return
        color = QColor(self.theme.color("border"))
        color.setAlphaF(0.55)
        own = round(placed.wish + placed.name_y - placed.y) + 0.5
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1))
        painter.drawPath(_elbow(right - 13, own, right - 7.5, y, right))

    def _hang(self, painter: QPainter, placed: Placed, parent: Placed) -> None:
        """A hairline from the parent's chip down to a nested one."""
        box, above = self._box(placed), self._box(parent)
        x, y = above.left() + _ELBOW + 0.5, round(placed.name_y) + 0.5
        path = QPainterPath(QPointF(x, above.bottom()))
        path.lineTo(x, y - _CORNER)
        path.quadTo(x, y, x + _CORNER, y)
        end = box.left() if placed.chip.uid == self._chosen else box.left() + 3
        path.lineTo(max(end, x + _CORNER), y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("line"), 1))
        painter.drawPath(path)

    # The mouse

    def uid_at(self, point: QPointF) -> str | None:
        """The uid of the chip at a point of the widget, or None."""
        self._refresh()
        at = point + QPointF(0, self.scrolled())
        return next(
            (p.chip.uid for p in self._placed if self._box(p).contains(at)), None
        )

    def mousePressEvent(self, event) -> None:
        uid = self.uid_at(event.position())
        if uid and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(uid)
        else:
            event.ignore()

    def mouseMoveEvent(self, event) -> None:
        uid = self.uid_at(event.position())
        if uid != self._under:
            self.set_hovered(uid)
            self.hovered.emit(uid)

    def leaveEvent(self, event) -> None:
        if self._under is not None:
            self.set_hovered(None)
            self.hovered.emit(None)

    def event(self, event) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            placed = self._by_uid.get(self.uid_at(QPointF(event.pos())) or "")
            text = placed.chip.spoken if placed else ""
            # Names come from people and files: they must never be read as HTML.
            QToolTip.showText(event.globalPos(), _plain(text), self)
            return True
        return super().event(event)


def _plain(text: str) -> str:
    """`text` as a tooltip that Qt shows word for word."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<qt>{safe}</qt>" if text else ""


def elide(font, text: str, width: float) -> str:
    mode = Qt.TextElideMode.ElideRight
    return QFontMetricsF(font).elidedText(one_line(text), mode, width)


def _round(painter: QPainter, box: QRectF, fill: QColor, pen) -> None:
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)


def _elbow(x1: float, y1: float, bend: float, y2: float, x2: float) -> QPainterPath:
    """From (x1, y1) level to `bend`, up or down, and level to (x2, y2)."""
    turn = min(_CORNER, abs(y2 - y1) / 2, bend - x1, x2 - bend)
    step = turn if y2 > y1 else -turn
    path = QPainterPath(QPointF(x1, y1))
    path.lineTo(bend - turn, y1)
    path.quadTo(bend, y1, bend, y1 + step)
    path.lineTo(bend, y2 - step)
    path.quadTo(bend, y2, bend + turn, y2)
    path.lineTo(x2, y2)
    return path
