# SPDX-License-Identifier: MIT
"""The scrolling column under the article view: layout, scrolling, painting.

What is shown and chosen is the view's business (`article.view`).
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.ui.article import metrics
from annotator.ui.article.blocks import Blocks
from annotator.ui.article.brush import Brush
from annotator.ui.article.caret import Caret
from annotator.ui.article.chip_source import ChipSource
from annotator.ui.article.chips import ChipWriter
from annotator.ui.article.flow import Flow
from annotator.ui.article.hints import HEIGHT as HINT_HEIGHT
from annotator.ui.article.hints import HintBar
from annotator.ui.article.margin import CLEAR, ArticleMargin, Placed
from annotator.ui.article.marks import Marks
from annotator.ui.article.painter import BlockPainter, State
from annotator.ui.plain import tooltip
from annotator.ui.theme import Theme

_LINE_OF_METADATA = 26
_SCROLL_BAR = 8

NOTHING = Codebook(id="", version="", title="", sha256="", body={})


class Column(QAbstractScrollArea):
    """Paragraphs with marks in a scrolling widget, chips beside them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(320)
        self.theme = theme
        self._zoom, self._compact = metrics.NOMINAL, False
        self._empty = ""
        self.margin = self._make_margin(theme)
        self.margin.scrolled = lambda: self.verticalScrollBar().value()
        self.margin.provide = self._provide_chips
        self.hints = HintBar(Brush(theme), self)
        self._begin(Blocks(""), NOTHING, "", (), ChipWriter(NOTHING, str, str))

    def _begin(
        self,
        blocks: Blocks,
        codebook: Codebook,
        header: str,
        annotations: Iterable[Annotation],
        writer: ChipWriter,
    ) -> None:
        """Show another text from its beginning; `header` is the metadata line."""
        self._blocks, self._codebook, self._header = blocks, codebook, header
        self._marks = Marks(blocks, codebook)
        self._marks.show(annotations)
        self._state = State()
        self._caret = Caret(blocks.text)
        self._make_brush()
        self._make_flow()
        self._chips = ChipSource(self._marks, self._flow, writer)
        self.verticalScrollBar().setValue(0)
        self._after_layout()

    # Sizes

    def zoom(self) -> int:
        """The size of the article's type in pixels."""
        return round(self._zoom)

    def set_zoom(self, px: float) -> None:
        """Set the size of the article's type, 14 to 28 pixels."""
        self._zoom = min(max(px, metrics.SMALLEST), metrics.LARGEST)
        self._relayout()

    def set_compact(self, compact: bool) -> None:
        """Set the lines closer together, for small screens."""
        if compact != self._compact:
            self._compact = compact
            self._relayout()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of another theme."""
        self.theme = theme
        self.margin.set_theme(theme)
        self._make_brush()
        self._relayout()

    def _make_margin(self, theme: Theme) -> ArticleMargin:
        return ArticleMargin(theme, self.viewport())

    def _make_brush(self) -> None:
        self._brush = Brush(self.theme, self._codebook)
        self._painter = self._make_painter()
        self.hints.set_brush(self._brush)

    def _make_painter(self) -> BlockPainter:
        return BlockPainter(self._brush, self._marks, self._state)

    def _make_styles(self) -> dict[str, metrics.Style]:
        return metrics.make_styles(self.theme, self._zoom, self._compact)

    def _make_columns(self, width: float, px: float) -> metrics.Columns:
        return metrics.make_columns(width, px)

    def _lanes_in(self, block: int) -> int:
        """How many lanes below its lines a paragraph needs."""
        return self._marks.lanes_in(block)

    def _make_flow(self) -> None:
        styles = self._make_styles()
        width = max(200, self.width() - _SCROLL_BAR)
        self._columns = self._make_columns(width, styles["body"].px)
        head = metrics.HEAD + (_LINE_OF_METADATA if self._header else 0)
        measure = self._columns.measure
        self._flow = Flow(self._blocks, styles, measure, head, self._lanes_in)

    def _relayout(self) -> None:
        """Lay the text out anew; the line at the top stays at the top."""
        anchor, dy = self._top_anchor()
        self._make_flow()
        self._chips.set_flow(self._flow)
        self._return_to(anchor, dy)
        self._after_layout()

    def _after_layout(self) -> None:
        self._place_children()
        self._settle()
        self.margin.invalidate(self._state.selected)
        self.viewport().update()

    def _place_children(self) -> None:
        columns, view = self._columns, self.viewport().rect()
        gap = columns.chip - columns.right - CLEAR
        left = round(columns.right + CLEAR)
        width = round(columns.chip_width + gap)
        self.margin.set_gap(columns.chip - left)
        self.margin.setGeometry(left, 0, width, view.height())
        self.margin.setVisible(bool(self._blocks.text and columns.chip_width))
        top = view.height() - HINT_HEIGHT
        self.hints.setGeometry(0, top, view.width(), HINT_HEIGHT)
        self.hints.raise_()

    # Scrolling

    def _top_anchor(self) -> tuple[int, float]:
        """The offset of the first line in sight, and how far its baseline is down."""
        top = self.verticalScrollBar().value()
        if top <= self._flow.head:
            return 0, self._flow.place(0)[3] - top
        offset = self._flow.offset_at(0, top + 4)
        return offset, self._flow.place(offset)[3] - top

    def _return_to(self, offset: int, dy: float) -> None:
        self._update_scroll_bar()
        self.verticalScrollBar().setValue(round(self._flow.place(offset)[3] - dy))

    def _settle(self) -> None:
        """Lay out what is in sight, and a screen around it, moving nothing seen."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        shift = self._flow.settle(bar.value(), bar.value() + height, height)
        self._update_scroll_bar()
        if shift:
            bar.blockSignals(True)
            bar.setValue(bar.value() + round(shift))
            bar.blockSignals(False)
        seen = self._seen()
        self._flow.forget_far(seen.start, seen.stop)

    def _update_scroll_bar(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        line = self._flow.styles["body"].line_height
        bar.setPageStep(height)
        bar.setSingleStep(round(line))
        bar.blockSignals(True)
        bar.setRange(0, max(0, round(self._flow.total) - height))
        bar.blockSignals(False)

    def _seen(self) -> range:
        """The paragraphs in sight."""
        top = self.verticalScrollBar().value()
        last = self._flow.block_at(top + self.viewport().height())
        return range(self._flow.block_at(top), last + 1)

    def _provide_chips(self) -> list[Placed]:
        height, top = self.viewport().height(), self.verticalScrollBar().value()
        first = self._flow.block_at(top - height)
        last = self._flow.block_at(top + 2 * height)
        return self._chips.place(range(first, last + 1), self._state.selected)

    def ensure_visible(self, what: str | int) -> None:
        """Scroll so that an annotation (uid) or an offset can be seen."""
        start = end = what if isinstance(what, int) else 0
        if isinstance(what, str):
            if what not in self._marks.annotations:
                return
            start, end = self._marks.body(self._marks.annotations[what])
        for _ in range(2):
            # The first jump lays out what was only estimated until then.
            self._scroll_to(start, max(start, end - 1))
            self._settle()

    def _scroll_to(self, start: int, end: int) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, bottom = self._flow.place(start)[3] - 40, self._flow.place(end)[3] + 24
        self._update_scroll_bar()
        foot = HINT_HEIGHT if self._caret.selection else 8
        if top < bar.value():
            bar.setValue(round(top - 8))
        elif bottom > bar.value() + height - foot:
            bar.setValue(round(min(top - 8, bottom - height + foot + 24)))

    def scroll_towards(self, y: float) -> None:
        """Scroll a line where a drag has left the widget at height `y`."""
        bar = self.verticalScrollBar()
        if y < 0:
            bar.setValue(bar.value() - bar.singleStep())
        elif y > self.viewport().height():
            bar.setValue(bar.value() + bar.singleStep())

    # Painting

    def _update_blocks(self, blocks: Iterable[int]) -> None:
        """Repaint those of the paragraphs that are in sight."""
        seen, scroll = self._seen(), self.verticalScrollBar().value()
        for block in blocks:
            if block in seen:
                top = self._flow.top(block) - scroll
                bottom = self._flow.bottom(block) - scroll
                # Lanes and brackets reach a little beyond their paragraph.
                rect = QRectF(0, top - 8, self._columns.right + 8, bottom - top + 24)
                self.viewport().update(rect.toAlignedRect())

    def _update_annotations(self, *uids: str | None) -> None:
        for uid in uids:
            annotation = self._marks.annotations.get(uid or "")
            if annotation is not None:
                self._update_blocks(self._marks.blocks_of(annotation))

    def paintEvent(self, event) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.theme.color("paper"))
        if not self._blocks.text:
            self._paint_empty(painter)
        elif event.rect().left() <= self._columns.right + 8:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(event.rect())
            self._paint_text(painter, event.rect())

    def _paint_text(self, painter: QPainter, rect: QRect) -> None:
        scroll = self.verticalScrollBar().value()
        self._paint_header(painter, scroll)
        block = self._flow.block_at(rect.top() + scroll - 24)
        while block < len(self._blocks):
            if self._flow.top(block) > rect.bottom() + scroll + 8:
                break
            layout = self._flow.layout(block)
            top = self._flow.text_top(block) - scroll
            self._painter.paint(painter, block, layout, self._columns.left, top)
            block += 1
        self._paint_caret(painter, scroll)

    def _paint_header(self, painter: QPainter, scroll: int) -> None:
        if self._header:
            rect = QRectF(self._columns.left, 18 - scroll, self._columns.measure, 18)
            painter.setFont(self.theme.font("ui", 12))
            painter.setPen(self.theme.color("text_3"))
            mode, room = Qt.TextElideMode.ElideRight, int(rect.width())
            shown = painter.fontMetrics().elidedText(self._header, mode, room)
            painter.drawText(rect, Qt.TextFlag.TextSingleLine, shown)

    def _header_tip(self, place: QPoint) -> str:
        """The whole metadata line, where it is at `place` and says too little."""
        top = 18 - self.verticalScrollBar().value()
        rect = QRectF(self._columns.left, top, self._columns.measure, 18)
        width = QFontMetricsF(self.theme.font("ui", 12)).horizontalAdvance(self._header)
        inside = rect.contains(place.toPointF()) and width > int(rect.width())
        return tooltip(self._header) if inside else ""

    def _paint_caret(self, painter: QPainter, scroll: int) -> None:
        if self.hasFocus() or self._caret.selection:
            block, _, x, y = self._flow.place(self._caret.position)
            layout, left = self._flow.layout(block), self._columns.left
            self._painter.paint_caret(painter, layout, left + x, y - scroll)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(self.theme.font("article", 18))
        painter.setPen(self.theme.color("text_2"))
        middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        box = self.viewport().rect().adjusted(40, 40, -40, -40)
        painter.drawText(box, middle, self._empty)

    # Qt's events

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._relayout()
        else:
            self._after_layout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._settle()
        self.margin.invalidate(self._state.selected)
        self.viewport().update()

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self._update_blocks((self._blocks.at(self._caret.position),))

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self._update_blocks((self._blocks.at(self._caret.position),))
