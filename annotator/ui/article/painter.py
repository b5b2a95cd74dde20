# SPDX-License-Identifier: MIT
"""A paragraph with its marks: tints, selection, letters, lines, brackets, caret.

Horizontal strokes lie on device pixels; letters lie over every ground and under
every line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from annotator.model.annotation import Annotation, Span
from annotator.ui.article.brush import Brush
from annotator.ui.article.layout import BlockLayout, Fragment
from annotator.ui.article.marks import Marks
from annotator.ui.article.metrics import TINT_BOTTOM, TINT_TOP

_OUTSIDE: Final = 3.0  # from the letters to a bracket
_TICK: Final = 4.0
_TIE: Final = 3.5
_WIDER: Final = 1.5


@dataclass(slots=True)
class State:
    """What is chosen, hovered and selected, as far as painting needs it."""

    selected: str | None = None
    hovered: str | None = None
    active_row: tuple[str, int] | None = None
    selection: tuple[int, int] | None = None
    caret: int | None = None


class BlockPainter:
    """Paints one paragraph at a time."""

    def __init__(self, brush: Brush, marks: Marks, state: State) -> None:
        self.brush = brush
        self.theme = brush.theme
        self.marks = marks
        self.state = state

    def paint(
        self,
        painter: QPainter,
        block: int,
        layout: BlockLayout,
        left: float,
        top: float,
    ) -> None:
        """Paint a paragraph whose text begins at (left, top)."""
        sheet = Sheet(painter, layout, left, top, self.marks.blocks.starts[block])
        annotations = self.marks.in_block(block)
        self._tints(sheet, annotations)
        self._selection(sheet)
        self._letters(sheet, block)
        for annotation in annotations:
            self._lines(sheet, block, annotation)
        for annotation in annotations:
            self._brackets(sheet, annotation)
        self._row_lines(sheet, block)

    # Grounds

    def _tints(self, sheet: Sheet, annotations: list[Annotation]) -> None:
        chosen = self.state.selected
        for annotation in annotations:
            if annotation.uid != chosen:
                for span in self._tinted(annotation):
                    self._tint(sheet, span, "tint")
        for annotation in annotations:
            if annotation.uid == chosen:
                for span in annotation.spans_of(self.marks.main_role(annotation)):
                    self._tint(sheet, span, "tint_strong")

    def _tinted(self, annotation: Annotation) -> list[Span]:
        return [s for s in annotation.spans if self.marks.is_tinted(annotation, s)]

    def _tint(self, sheet: Sheet, span: Span, token: str) -> None:
        color = self.theme.color(token)
        for fragment in sheet.fragments(span.start, span.end):
            sheet.ground(fragment, color, _WIDER, _WIDER)

    def _selection(self, sheet: Sheet) -> None:
        if self.state.selection:
            color = self.theme.color("selection")
            for fragment in sheet.fragments(*self.state.selection):
                sheet.ground(fragment, color, 0, 0)

    def _letters(self, sheet: Sheet, block: int) -> None:
        sheet.painter.setPen(self.theme.color(sheet.layout.style.color))
        for number in sheet.visible_lines():
            y = sheet.top + sheet.layout.baseline(number)
            sheet.layout.draw_line(sheet.painter, number, sheet.left, y)

    # Lines

    def _is_strong(self, annotation: Annotation) -> bool:
        return annotation.uid in (self.state.selected, self.state.hovered)

    def _lines(self, sheet: Sheet, block: int, annotation: Annotation) -> None:
        lanes = self.marks.cluster(block).lane_of
        strong = self._is_strong(annotation)
        for span in annotation.spans:
            lane = lanes.get((annotation.uid, span))
            if lane is not None:
                self._line(sheet, span, lane, strong)
        self._ties(sheet, annotation, lanes)

    def _line(self, sheet: Sheet, span: Span, lane: int, strong: bool) -> None:
        for part in sheet.fragments(span.start, span.end):
            self.brush.stroke(
                sheet.painter,
                span.role,
                sheet.left + part.left,
                sheet.left + part.right,
                sheet.lane_y(part.line, lane),
                strong,
                part.begins,
                part.ends,
            )

    def _ties(self, sheet: Sheet, annotation: Annotation, lanes: dict) -> None:
        """Join the pieces of one content by a thin line below its lane."""
        pieces = sorted(
            annotation.spans_of(self.marks.main_role(annotation)), key=lambda s: s.start
        )
        color = self.brush.color(self.marks.main_role(annotation))
        for one, other in pairwise(pieces):
            lane = lanes.get((annotation.uid, one), 0)
            for part in sheet.fragments(one.end, other.start):
                y = sheet.lane_y(part.line, lane) + _TIE * sheet.layout.style.scale
                x1 = sheet.left + part.left - (2 if part.begins else 0)
                x2 = sheet.left + part.right + (2 if part.ends else 0)
                sheet.painter.fillRect(QRectF(x1, round(y), x2 - x1, 1), color)

    def _row_lines(self, sheet: Sheet, block: int) -> None:
        """The spans of the active row, on lanes that nothing else uses there."""
        annotation = self.marks.annotations.get(self.state.selected or "")
        if annotation is None or self.state.active_row is None:
            return
        kind, n = self.state.active_row
        rows = annotation.rows.get(kind, ())
        cluster = self.marks.cluster(block)
        lowest = cluster.first_lane.get(annotation.uid, 0)
        for span in rows[n].spans if n < len(rows) else ():
            self._line(sheet, span, cluster.free_lane(span, lowest), strong=True)

    # Brackets

    def _brackets(self, sheet: Sheet, annotation: Annotation) -> None:
        color = self.brush.color(self.marks.main_role(annotation))
        strong = self._is_strong(annotation)
        for span in self._tinted(annotation):
            for part in sheet.fragments(span.start, span.end):
                if part.begins:
                    sheet.bracket(
                        part, color, strong, sheet.touches(span.start - 1), -1
                    )
                if part.ends:
                    sheet.bracket(part, color, strong, sheet.touches(span.end), 1)

    def paint_caret(
        self, painter: QPainter, layout: BlockLayout, x: float, y: float
    ) -> None:
        """Paint the caret at `x` of a line whose baseline is at `y`."""
        scale = layout.style.scale
        top, bottom = round(y - TINT_TOP * scale), round(y + TINT_BOTTOM * scale)
        color = self.theme.color("accent")
        painter.fillRect(QRectF(round(x) - 1, top, 2, bottom - top), color)


class Sheet:
    """Where one paragraph is painted."""

    def __init__(
        self,
        painter: QPainter,
        layout: BlockLayout,
        left: float,
        top: float,
        start: int,
    ) -> None:
        self.painter = painter
        self.layout = layout
        self.left = left
        self.top = top
        self.start = start
        self._known: dict[tuple[int, int], list[Fragment]] = {}

    def fragments(self, start: int, end: int) -> list[Fragment]:
        """What of [start, end), in offsets of the document, is on this sheet."""
        found = self._known.get((start, end))
        if found is None:
            found = self.layout.fragments(start - self.start, end - self.start)
            self._known[start, end] = found
        return found

    def visible_lines(self) -> range:
        """The lines that the painter's clip lets through."""
        clip = self.painter.clipBoundingRect()
        height = self.layout.line_height
        first = int((clip.top() - self.top) // height) - 1
        last = int((clip.bottom() - self.top) // height) + 2
        return range(max(0, first), min(self.layout.line_count, last))

    def lane_y(self, line: int, lane: int) -> float:
        """The middle of a lane on a line."""
        return self.top + self.layout.baseline(line) + self.layout.style.lane(lane)

    def ground(
        self, part: Fragment, color: QColor, before: float, after: float
    ) -> None:
        scale = self.layout.style.scale
        base = self.top + self.layout.baseline(part.line)
        top, bottom = round(base - TINT_TOP * scale), round(base + TINT_BOTTOM * scale)
        left, right = part.left - before, part.right + after
        rect = QRectF(self.left + left, top, right - left, bottom - top)
        self.painter.fillRect(rect, color)

    def touches(self, offset: int) -> bool:
        """Whether the character at `offset` leaves no room for a bracket."""
        text, at = self.layout.map.text, offset - self.start
        return 0 <= at < len(text) and not text[at].isspace()

    def bracket(
        self, part: Fragment, color: QColor, strong: bool, tight: bool, side: int
    ) -> None:
        """A bracket at a true end: `side` −1 opens, 1 closes."""
        scale = self.layout.style.scale
        width = 2.0 if strong else 1.25 if tight else 1.5
        base = self.top + self.layout.baseline(part.line)
        edge = part.left if side < 0 else part.right
        x = self.left + edge + side * (0.25 if tight else _OUTSIDE - width / 2)
        top = round(base - TINT_TOP * scale)
        high = round(base + TINT_BOTTOM * scale) - top
        fill = self.painter.fillRect
        fill(QRectF(x - width / 2, top, width, high), color)
        tick = x if side < 0 else x - _TICK
        fill(QRectF(tick, top, _TICK, width), color)
        fill(QRectF(tick, top + high - width, _TICK, width), color)
