# SPDX-License-Identifier: MIT
"""What the mouse means in the article: drag, click, double and triple click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPointF, Qt
from PySide6.QtWidgets import QApplication

from annotator.model import textunits as units

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from annotator.ui.article.view import ArticleView


class Pointer:
    """Turns mouse events in the text into selections and clicks.

    A drag selects words, unless Alt is held.  A click that selects nothing
    means the annotation under it; clicking again means the next one outwards.
    """

    def __init__(self, view: ArticleView) -> None:
        self.view = view
        self._pressed: QPointF | None = None
        self._origin = 0
        self._dragging = False
        self._double = QElapsedTimer()

    def press(self, event: QMouseEvent) -> None:
        """Begin a click or drag; a third click in a row selects the sentence."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        offset = self.view.offset_at(event.position())
        self._origin, self._dragging = offset, False
        if self._is_third():
            self._pressed = None
            self._select(units.sentence(self.view.text, offset))
            return
        self._pressed = event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._origin = self.view.anchor()
            self._drag_to(offset, event)

    def _is_third(self) -> bool:
        limit = QApplication.doubleClickInterval()
        third = self._double.isValid() and self._double.elapsed() < limit
        self._double.invalidate()
        return third

    def move(self, event: QMouseEvent) -> None:
        """Drag, or tell what the mouse is over."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(event.position())
            return
        far = (event.position() - self._pressed).manhattanLength()
        if self._dragging or far >= QApplication.startDragDistance() // 2:
            self._drag_to(self.view.offset_at(event.position()), event)
            self.view.scroll_towards(event.position().y())

    def _drag_to(self, offset: int, event: QMouseEvent) -> None:
        self._dragging = True
        start, end = min(self._origin, offset), max(self._origin, offset)
        if not event.modifiers() & Qt.KeyboardModifier.AltModifier and start < end:
            start, end = units.snap(self.view.text, start, end)
        forward = offset >= self._origin
        self.view.select_range(*((start, end) if forward else (end, start)))

    def release(self, event: QMouseEvent) -> None:
        """End a drag, or take the click."""
        clicked = self._pressed is not None and not self._dragging
        self._pressed, self._dragging = None, False
        if clicked and event.button() == Qt.MouseButton.LeftButton:
            self._click(event.position())

    def _click(self, point: QPointF) -> None:
        self.view.set_caret(self._origin)
        found = self.view.annotations_at(point)
        if not found:
            self.view.background_clicked.emit()
            return
        chosen = self.view.selected()
        at = found.index(chosen) + 1 if chosen in found else 0
        self.view.annotation_clicked.emit(found[at % len(found)])

    def double(self, event: QMouseEvent) -> None:
        """Select the word."""
        self._pressed = None
        self._double.start()
        found = units.word_at(self.view.text, self.view.offset_at(event.position()))
        if found:
            self._select(found)

    def _select(self, bounds: tuple[int, int]) -> None:
        if bounds[0] < bounds[1]:
            self.view.set_selection(*bounds)

    def leave(self) -> None:
        """The mouse left the text."""
        self.view.hover_from_mouse(None)

    def _hover(self, point: QPointF) -> None:
        found = self.view.annotations_at(point)
        self.view.hover_from_mouse(found[0] if found else None)
