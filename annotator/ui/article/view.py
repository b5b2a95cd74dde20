# SPDX-License-Identifier: MIT
"""The article: text, marks, selection and margin in one scrolling widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.ui.article import keys
from annotator.ui.article.blocks import Blocks, blocks_of
from annotator.ui.article.chips import ChipWriter
from annotator.ui.article.column import NOTHING, Column
from annotator.ui.article.header import metadata_line
from annotator.ui.article.pointer import Pointer
from annotator.ui.theme import Theme


class ArticleView(Column):
    """Shows a document with annotations; never changes either.

    Offsets are code points into the document's text.

    Signals:
        annotation_clicked: uid of the annotation clicked in text or margin.
        annotation_hovered: uid of the annotation under the mouse, or None.
        selection_changed: the caret or the selection moved.
        key_typed: a printable character typed without Ctrl or Alt.
        background_clicked: a click on text that no annotation has.
    """

    annotation_clicked = Signal(str)
    annotation_hovered = Signal(object)
    selection_changed = Signal()
    key_typed = Signal(str)
    background_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("articleView")
        self.setAccessibleName(self.tr("Article"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._pointer = Pointer(self)
        self._goal: float | None = None
        self.margin.setCursor(Qt.CursorShape.ArrowCursor)
        self.margin.clicked.connect(self._on_chip_clicked)
        self.margin.hovered.connect(self.hover_from_mouse)

    # The document

    def clear(self, words: str = "") -> None:
        """Show no document, but one sentence that says what to do."""
        self._empty = words
        self.setAccessibleDescription(words)
        self._begin(Blocks(""), NOTHING, "", (), ChipWriter(NOTHING, str, str))
        self._finish()

    def set_document(
        self,
        document: Document,
        annotations: Iterable[Annotation],
        codebook: Codebook,
        labels: Mapping[str, str],
        names: Callable[[str], str],
        issues: Callable[[str], str],
    ) -> None:
        """Show a document from its beginning.

        `labels` are the annotations' short names by uid; `names` and `issues`
        turn the uids of entities and vocabulary entries into words.
        """
        self._empty = ""
        self.setAccessibleDescription(document.title)
        blocks = blocks_of(document)
        header = metadata_line(document, blocks)
        writer = ChipWriter(codebook, names, issues)
        self._begin(blocks, codebook, header, annotations, writer)
        self._chips.set_labels(dict(labels))
        self._finish()

    def _finish(self) -> None:
        self._goal = None
        self._show_hints()
        self.selection_changed.emit()

    @property
    def text(self) -> str:
        """The document's text as stored."""
        return self._caret.text

    def set_annotations(
        self,
        annotations: Iterable[Annotation],
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """Show these annotations; only paragraphs that look different are done anew."""
        before = self._state.selected
        touched = self._marks.show(annotations)
        if labels is not None:
            self._chips.set_labels(dict(labels))
        if self._state.selected not in self._marks.annotations:
            self._state.selected = self._state.active_row = None
        anchor, dy = self._top_anchor()
        grown = [self._flow.update_lanes(block) for block in touched]
        if any(grown):
            self._return_to(anchor, dy)
            self.viewport().update()
        self._update_blocks(touched)
        if self._state.selected == before:
            self.margin.look_again()
        else:
            self.margin.invalidate(self._state.selected)

    def refresh_names(self) -> None:
        """Write the chips anew after a speaker or an issue was renamed."""
        self._chips.rewrite()
        self.margin.invalidate(self._state.selected)

    # What is chosen

    def selected(self) -> str | None:
        """The uid of the chosen annotation, or None."""
        return self._state.selected

    def select(self, uid: str | None) -> None:
        """Show an annotation as chosen.  Does not scroll."""
        if uid != self._state.selected:
            self._update_annotations(self._state.selected, uid)
            self._state.selected = uid
            self.margin.invalidate(uid)

    def set_active_row(self, row: tuple[str, int] | None) -> None:
        """Show the spans of that row (kind, index from 0) of the chosen annotation."""
        if row != self._state.active_row:
            self._state.active_row = row
            self._update_annotations(self._state.selected)

    def hover(self, uid: str | None) -> None:
        """Show an annotation as hovered, in text and margin."""
        if uid != self._state.hovered:
            self._update_annotations(self._state.hovered, uid)
            self._state.hovered = uid
            self.margin.set_hovered(uid)

    def _on_chip_clicked(self, uid: str) -> None:
        # The margin takes no focus itself, so that keys go on to the article.
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.annotation_clicked.emit(uid)

    def hovered(self) -> str | None:
        """The uid of the annotation shown as hovered, or None."""
        return self._state.hovered

    def hover_from_mouse(self, uid: str | None) -> None:
        """The mouse came over another annotation: show and tell it."""
        if uid != self._state.hovered:
            self.hover(uid)
            self.annotation_hovered.emit(uid)

    # Caret and selection

    def selection(self) -> tuple[int, int] | None:
        """[start, end) of the selected text, or None."""
        return self._caret.selection

    def caret(self) -> int:
        """The caret's offset."""
        return self._caret.position

    def anchor(self) -> int:
        """The offset at which the selection was begun."""
        return self._caret.anchor

    def set_selection(self, start: int, end: int) -> None:
        """Select [start, end).  Raises IndexError outside the text."""
        self.select_range(start, end)
        self.ensure_visible(start)

    def select_range(self, anchor: int, position: int) -> None:
        """Select from `anchor` to `position`, where the caret then stands."""
        self._change(lambda: self._caret.set(anchor, position))

    def set_caret(self, offset: int) -> None:
        """Put the caret there and select nothing.  Raises IndexError outside."""
        self.select_range(offset, offset)

    def move(  # type: ignore[override]
        self, unit: str, forward: bool, extend: bool = False
    ) -> None:
        """Move the caret by a unit, taking the selection's end along if `extend`.

        Units: "character", "word", "clause", "sentence", "paragraph", "line",
        "page", "document".
        """
        if unit in ("line", "page"):
            self._move_line(unit, forward, extend)
        else:
            self._change(lambda: self._caret.move(unit, forward, extend))
        self.ensure_visible(self._caret.position)

    def grow(self) -> None:
        """Select the next larger unit around caret or selection."""
        self._change(self._caret.grow)

    def shrink(self) -> None:
        """Select what was selected before it grew."""
        self._change(self._caret.shrink)

    def _move_line(self, unit: str, forward: bool, extend: bool) -> None:
        block, line, x, y = self._flow.place(self._caret.position)
        goal = x if self._goal is None else self._goal
        step = self._flow.layout(block).line_height
        if unit == "page":
            step = max(step, self.viewport().height() - 2 * step)
        target = self._line_target(block, line, y, step if forward else -step)
        offset = self._flow.offset_at(goal, target)
        if extend:
            self._change(lambda: self._caret.extend_to(offset))
        else:
            self._change(lambda: self._caret.set(offset, offset))
        self._goal = goal

    def _line_target(self, block: int, line: int, y: float, step: float) -> float:
        """The y to look at for the line above or below; skips the gap between."""
        layout = self._flow.layout(block)
        top = self._flow.text_top(block)
        if step < 0 and line == 0 and top + step < top <= y:
            return top - self._flow.above(block) - 2 if abs(step) < 99 else y + step
        if step > 0 and line == layout.line_count - 1 and step < 99:
            below = min(block + 1, len(self._blocks) - 1)
            return self._flow.text_top(below) + 2 if below > block else y
        return y - 2 + step

    def _change(self, verb: Callable[[], None]) -> None:
        """Run a verb on the caret, then repaint and tell what it changed."""
        caret = self._caret
        before = (caret.anchor, caret.position)
        verb()
        self._goal = None
        if (caret.anchor, caret.position) == before:
            return
        self._update_range(min(*before, caret.anchor, caret.position))
        self._update_between(before, (caret.anchor, caret.position))
        self._state.selection = caret.selection
        self._show_hints()
        self.selection_changed.emit()

    def _update_between(self, *ranges: tuple[int, int]) -> None:
        low, high = min(map(min, ranges)), max(map(max, ranges))
        first, last = self._blocks.at(low), self._blocks.at(high)
        seen = self._seen()
        self._update_blocks(range(max(first, seen.start), min(last + 1, seen.stop)))

    def _update_range(self, offset: int) -> None:
        self._update_blocks((self._blocks.at(offset),))

    def _show_hints(self) -> None:
        chosen = self._caret.selection
        self.hints.setVisible(chosen is not None)
        if chosen:
            unit = self._caret.named_unit()
            self.hints.show_selection(unit, chosen[1] - chosen[0])

    # What is where

    def _in_column(self, point: QPointF) -> tuple[float, float]:
        scroll = self.verticalScrollBar().value()
        return point.x() - self._columns.left, point.y() + scroll

    def offset_at(self, point: QPointF) -> int:
        """The offset nearest to a point of the viewport."""
        return self._flow.offset_at(*self._in_column(point))

    def annotations_at(self, point: QPointF) -> list[str]:
        """The uids of the annotations at a point of the viewport, innermost first."""
        offset = self._flow.character_at(*self._in_column(point))
        return [] if offset is None else [a.uid for a in self._marks.at(offset)]

    def point_of(self, offset: int) -> QPointF:
        """Where an offset is in the viewport: on the baseline, before its letter."""
        _, _, x, y = self._flow.place(offset)
        return QPointF(self._columns.left + x, y - self.verticalScrollBar().value())

    # Qt's events

    def mousePressEvent(self, event) -> None:
        self._pointer.press(event)

    def mouseMoveEvent(self, event) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event) -> None:
        self._pointer.double(event)

    def viewportEvent(self, event) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._pointer.leave()
        elif event.type() == QEvent.Type.ToolTip:
            tip = self._header_tip(event.pos())
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event) -> None:
        if not keys.handle(self, event):
            event.ignore()
