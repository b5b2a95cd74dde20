# SPDX-License-Identifier: MIT
"""A paragraph of the compare view: agreed words quiet, differing ones strong.

Below the line there is one bar for each person; agreement is grey, and only what
differs or is chosen has bars at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.services.review.parts import Area
from annotator.ui.article import brush
from annotator.ui.article.brush import Brush, style_of
from annotator.ui.article.layout import BlockLayout, Fragment
from annotator.ui.article.marks import Marks
from annotator.ui.article.metrics import Style
from annotator.ui.article.painter import BlockPainter, Sheet, State
from annotator.ui.review.faces import Face
from annotator.ui.review.units import UnitMark, UnitMarks

#: From the baseline to the first bar's middle, and from bar to bar.
BAR_FIRST: Final = 8.75
BAR_PITCH: Final = 6.0
BAR: Final = 3.5
#: The height of a line with two people's bars, at 18 px.
LINE_HEIGHT: Final = 37.0
_LINE_Y: Final = 6.0


@dataclass(frozen=True, slots=True)
class BarStyle(Style):
    """A style whose lines have room for the bars of `people`."""

    people: int = 2

    def height_of_line(self, lanes: int) -> float:
        more = max(0, lanes - 1) * (self.people * BAR_PITCH + 2)
        return self.line_height + more * self.scale


def bar_style(style: Style, people: int) -> BarStyle:
    """`style` with lines as high as the bars of so many people need."""
    under = BAR_FIRST + BAR_PITCH * (people - 1) + BAR
    height = max(style.line_height, style.ascent + under * style.scale + 4)
    if people < 3 and style.px <= 18:
        height = max(height, LINE_HEIGHT * style.scale)
    return BarStyle(
        style.font,
        style.px,
        round(height),
        style.above,
        style.color,
        max(1, people),
    )


@dataclass(slots=True)
class CompareState:
    """What the compare view shows besides the text.

    Attributes:
        chosen: number of the chosen unit.
        hovered: number of the unit under the mouse.
        editing: whether results are edited: they are drawn as when annotating.
        faces: for a unit, (index of the person, face) from the first bar down.
    """

    chosen: int | None = None
    hovered: int | None = None
    editing: bool = False
    faces: Callable[[int], Sequence[tuple[int, Face]]] = lambda _: ()


class ComparePainter(BlockPainter):
    """Paints units while comparing, and results while one of them is edited."""

    def __init__(
        self,
        brush: Brush,
        marks: Marks,
        state: State,
        units: UnitMarks,
        compare: CompareState,
    ) -> None:
        super().__init__(brush, marks, state)
        self.units = units
        self.compare = compare

    def paint(
        self,
        painter: QPainter,
        block: int,
        layout: BlockLayout,
        left: float,
        top: float,
    ) -> None:
        """Paint a paragraph whose text begins at (left, top)."""
        if self.compare.editing:
            sheet = Sheet(painter, layout, left, top, self.units.blocks.starts[block])
            self._others(sheet, block)
            super().paint(painter, block, layout, left, top)
            return
        sheet = Sheet(painter, layout, left, top, self.units.blocks.starts[block])
        units = self.units.in_block(block)
        for unit in units:
            self._ground(sheet, unit)
        for unit in units:
            self._fill(sheet, unit.differing, "tint_strong", 1.5)
        self._selection(sheet)
        self._letters(sheet, block)
        for unit in units:
            self._roles(sheet, unit)
        self._bars(sheet, units)

    # Grounds

    def _others(self, sheet: Sheet, block: int) -> None:
        """While one edits: what the others marked of the unit, behind everything."""
        for unit in self.units.in_block(block):
            if unit.number == self.compare.chosen:
                self._fill(sheet, unit.ground, "hover", 1.5)

    def _ground(self, sheet: Sheet, unit: UnitMark) -> None:
        token = "hover"
        if unit.number == self.compare.chosen:
            token = "accent_soft"
        elif unit.number == self.compare.hovered:
            token = "pressed"
        self._fill(sheet, unit.ground, token, 1.5)

    def _fill(self, sheet: Sheet, pieces: Area, token: str, wider: float) -> None:
        color = self.theme.color(token)
        for start, end in pieces:
            for fragment in sheet.fragments(start, end):
                sheet.ground(fragment, color, wider, wider)

    # Lines and bars

    def _roles(self, sheet: Sheet, unit: UnitMark) -> None:
        """Source, cue and the like: their line style, and colour where chosen."""
        chosen = unit.number == self.compare.chosen
        for role, start, end in unit.lines:
            color = self.brush.color(role) if chosen else self.theme.color("text_3")
            for part in sheet.fragments(start, end):
                base = sheet.top + sheet.layout.baseline(part.line)
                y = base + _LINE_Y * sheet.layout.style.scale
                brush.draw_line(
                    sheet.painter,
                    style_of(role),
                    color,
                    sheet.left + part.left,
                    sheet.left + part.right,
                    y,
                )

    def _bars(self, sheet: Sheet, units: Sequence[UnitMark]) -> None:
        named: set[tuple[int, int]] = set()
        for unit in units:
            chosen = unit.number == self.compare.chosen
            if not (unit.barred or chosen):
                continue
            if not unit.barred and self._is_taken(units, unit):
                continue
            lane = self.units.lane(unit)
            for place, (person, face) in enumerate(self.compare.faces(unit.number)):
                for start, end in unit.bars[person]:
                    for part in sheet.fragments(start, end):
                        y = self._bar_y(sheet, part.line, lane, place)
                        self._bar(sheet, part, y, face)
                        if (part.line, place) not in named:
                            named.add((part.line, place))
                            if part.begins or part.line == 0:
                                self._name(sheet, part.line, place, face)

    def _is_taken(self, units: Sequence[UnitMark], unit: UnitMark) -> bool:
        """Whether bars of another unit stand where the chosen one's would."""
        return any(
            other.barred
            and self.units.lane(other) == 0
            and other.start < unit.end
            and unit.start < other.end
            for other in units
        )

    def _bar_y(self, sheet: Sheet, line: int, lane: int, place: int) -> float:
        style = sheet.layout.style
        people = getattr(style, "people", 2)
        down = BAR_FIRST + BAR_PITCH * place + lane * (people * BAR_PITCH + 2)
        return sheet.top + sheet.layout.baseline(line) + down * style.scale

    def _bar(self, sheet: Sheet, part: Fragment, y: float, face: Face) -> None:
        painter = sheet.painter
        height = BAR * sheet.layout.style.scale
        box = QRectF(
            sheet.left + part.left,
            round(y - height / 2),
            part.right - part.left,
            round(height),
        )
        if face.hollow:
            painter.setPen(QPen(face.color, 1.2))
            painter.setBrush(self.theme.color("paper"))
            inner = box.adjusted(0.6, 0.6, -0.6, -0.6)
            painter.drawRoundedRect(inner, 1.2, 1.2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(face.color)
            painter.drawRoundedRect(box, 1.2, 1.2)

    def _name(self, sheet: Sheet, line: int, place: int, face: Face) -> None:
        """The initials left of the text, at the first line of a run."""
        font = self.theme.font("ui", 9.5, "semibold")
        painter = sheet.painter
        painter.setFont(font)
        painter.setPen(QColor(face.color))
        y = sheet.top + sheet.layout.baseline(line) - 4 + place * 10
        width = QFontMetricsF(font).horizontalAdvance(face.initials)
        right = sheet.left - 6
        box = QRectF(right - width - 2, y - 7, width + 2, 14)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, face.initials)
