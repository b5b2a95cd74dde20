# SPDX-License-Identifier: MIT
"""Choosing a person's colour among those that are far enough from each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.team import COLOURS
from annotator.ui.badge import person_color
from annotator.ui.theme import Theme

_SIDE: Final = 26
_DOT: Final = 16
_KEYS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
}


class Swatches(QWidget):
    """A row of colours; the arrows go through them.

    Signals:
        edited(str): another colour was chosen.
        left: the field is done with.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colours: list[str] = list(COLOURS)
        self._value: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_value(self, value: object) -> None:
        """Show a colour as chosen; one that is not in the row is put at its end."""
        self._value = str(value) if value else None
        own = [] if self._value in (None, *COLOURS) else [str(self._value)]
        self._colours = [*COLOURS, *own]
        self.setAccessibleDescription(self._value or "")
        self.updateGeometry()
        self.update()

    def value(self) -> str | None:
        """The colour that is chosen, "#RRGGBB"."""
        return self._value

    def colours(self) -> Sequence[str]:
        """What there is to choose from."""
        return self._colours

    def sizeHint(self) -> QSize:
        return QSize(_SIDE * len(self._colours), _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _KEYS.get(Qt.Key(event.key()))
        if by is not None:
            self._choose(self._place() + by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(int(event.position().x() // _SIDE))

    def _place(self) -> int:
        return self._colours.index(self._value) if self._value else -1

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._colours) and self.isEnabled():
            self.set_value(self._colours[place])
            self.edited.emit(self._value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, colour in enumerate(self._colours):
            inset = (_SIDE - _DOT) / 2
            dot = QRectF(place * _SIDE + inset, inset, _DOT, _DOT)
            color = person_color(self._theme, colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color if self.isEnabled() else self._theme.color("line"))
            painter.drawEllipse(dot)
            if colour == self._value:
                edge = "accent" if self.hasFocus() else "text_2"
                painter.setPen(QPen(self._theme.color(edge), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(dot.adjusted(-3.5, -3.5, 3.5, 3.5))
        painter.end()
