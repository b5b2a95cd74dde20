# SPDX-License-Identifier: MIT
"""What a plan of assignment comes to: the load of each person, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from annotator.ui.badge import HEIGHT as BADGE_HEIGHT
from annotator.ui.badge import WIDTH as BADGE_WIDTH
from annotator.ui.badge import draw_badge, person_color
from annotator.ui.dialogs.base import clear, plain_label
from annotator.ui.plain import one_line
from annotator.ui.team.words import duration, number, tr
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.assigning import Load, Plan

_ROW: Final = 44


class PlanPreview(QWidget):
    """A sentence, a bar for each person, and what should be known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.sentence = plain_label("", "secondary", wrap=True)
        self.sentence.setObjectName("planSentence")
        column.addWidget(self.sentence)
        self.bars = _Bars(theme)
        self.bars.setObjectName("planLoads")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.bars)
        area.viewport().setAutoFillBackground(False)
        self.bars.setAutoFillBackground(False)
        column.addWidget(area, 1)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(4)
        column.addLayout(self._notes)

    def show_plan(self, plan: Plan | None) -> None:
        """Show what it comes to; None: nothing can be done."""
        clear(self._notes)
        self.bars.set_loads(plan.loads if plan else ())
        self.sentence.setText(_sentence(plan) if plan else "")
        for note in plan.notes if plan else ():
            self._notes.addWidget(plain_label(in_words(note), "warning", wrap=True))


def _sentence(plan: Plan) -> str:
    if not plan.assignments:
        return tr("Everything is assigned already: there is nothing to add.")
    words = tr("{0} documents get {1} assignments.")
    words = words.replace("{0}", number(plan.documents))
    words = words.replace("{1}", number(len(plan.assignments)))
    parts = [
        tr("{0} are read by {1}").replace("{0}", number(count)).replace("{1}", str(n))
        for n, count in plan.readers.items()
        if n
    ]
    if plan.copies:
        again = tr("{0} come a second time")
        parts.append(again.replace("{0}", number(len(plan.copies))))
    return f"{words} {', '.join(parts)}." if parts else words


class _Bars(QWidget):
    """One row per person: what they have, and what is added."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._loads: tuple[Load, ...] = ()

    def set_loads(self, loads: tuple[Load, ...]) -> None:
        self._loads = loads
        self.setMinimumHeight(_ROW * len(loads))
        self.setAccessibleName("; ".join(self._words(each) for each in loads))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _ROW * max(len(self._loads), 1))

    def _words(self, load: Load) -> str:
        name = one_line(load.person.name, 60)
        return f"{name}: {self._facts(load)}"

    def _facts(self, load: Load) -> str:
        words = tr("{0} new, {1} in the round")
        words = words.replace("{0}", number(load.documents))
        words = words.replace("{1}", number(load.total))
        if load.documents and load.seconds is not None:
            words += " · " + duration(load.seconds)
        return words

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((each.total for each in self._loads), default=1) or 1
        for row, load in enumerate(self._loads):
            self._paint_row(
                painter, QRectF(0, row * _ROW, self.width(), _ROW), load, most
            )
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, load: Load, most: int) -> None:
        theme, person = self._theme, load.person
        badge = QRectF(0, box.top() + 4, BADGE_WIDTH, BADGE_HEIGHT)
        draw_badge(painter, badge, person.initials, person.colour, theme)
        line = QRectF(
            badge.right() + 8, box.top() + 2, box.width() - badge.right() - 16, 20
        )
        painter.setFont(theme.font("numbers", 12))
        painter.setPen(theme.color("text_2"))
        facts, middle = self._facts(load), Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, facts)
        room = line.width() - painter.fontMetrics().horizontalAdvance(facts) - 12
        painter.setFont(theme.font("ui", 13))
        painter.setPen(theme.color("text"))
        mode = Qt.TextElideMode.ElideRight
        name = one_line(person.name, 60)
        shown = painter.fontMetrics().elidedText(name, mode, int(room))
        painter.drawText(line, middle, shown)
        bar = QRectF(line.left(), line.bottom() + 4, line.width(), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(bar, 3, 3)
        had = (load.total - load.documents) / most * bar.width()
        new = load.documents / most * bar.width()
        ink = person_color(theme, person.colour)
        if had:
            painter.setBrush(theme.color("text_3"))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), had, 6), 3, 3)
        if new:
            painter.setBrush(ink)
            painter.drawRoundedRect(QRectF(bar.left() + had, bar.top(), new, 6), 3, 3)
