# SPDX-License-Identifier: MIT
"""A choice as a row of segments that show their keys.

The container paints everything; a button per segment lies over its part, so
that pointer, scripts and screen readers each find a button with a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.ui.form import look, segment_paint
from annotator.ui.form.look import RING
from annotator.ui.form.segment_paint import WAYS, Segment, Way
from annotator.ui.theme import Theme


@dataclass(slots=True)
class Shown:
    """How a set of segments is shown just now."""

    chosen: tuple[str, ...] = ()
    under: int = -1  # the segment under the pointer or the arrow keys
    severity: str = ""
    way: Way = WAYS[0]


class _Hit(QAbstractButton):
    """The invisible button over one segment."""

    def __init__(self, segment: Segment, parent: Segments, number: int) -> None:
        super().__init__(parent)
        self.number = number
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(True)
        self.setText(segment.label)
        self.setAccessibleName(segment.label)
        self.setObjectName(f"segment-{segment.id}")
        help_key = f" ({segment.key.upper()})" if segment.key else ""
        self.setToolTip(segment.help or segment.label + help_key)

    def nextCheckState(self) -> None:
        """Only the container says what is chosen."""

    def enterEvent(self, event: object) -> None:
        self.parent().hover(self.number)  # type: ignore[union-attr]

    def leaveEvent(self, event: object) -> None:
        self.parent().hover(-1)  # type: ignore[union-attr]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The container has painted it."""


class Segments(QWidget):
    """One or several of a few values.

    Signals:
        edited: the new value: an id (a tuple of ids if `several`), None: unset.

    Attributes:
        several: any number may be chosen.
        clears: choosing the chosen one again unsets the value.
        wide: takes all the width there is; else only what it needs.
        least: no segment is narrower, in pixels.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        segments: Sequence[Segment],
        *,
        several: bool = False,
        clears: bool = True,
        wide: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.segments = theme, tuple(segments)
        self.several, self.clears, self.wide = several, clears, wide
        self.least = 36.0
        self.shown = Shown()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        across = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.buttons = [_Hit(s, self, i) for i, s in enumerate(self.segments)]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, n=number: self.choose(n))

    # -- value

    def set_value(self, value: object) -> None:
        """Show an id, a tuple of ids, or None for unset.  Emits nothing."""
        chosen = value if isinstance(value, tuple) else (value,)
        ids = tuple(str(v) for v in chosen if v is not None)
        if ids != self.shown.chosen:
            self.shown.chosen = ids
            self._name_choice()
            self._place_buttons()

    def value(self) -> object:
        """The value as it is shown."""
        if self.several:
            return self.shown.chosen or None
        return self.shown.chosen[0] if self.shown.chosen else None

    def choose(self, number: int) -> None:
        """What a click on that segment does."""
        picked = self.segments[number].id
        chosen = self.shown.chosen
        if self.several:
            rest = tuple(v for v in chosen if v != picked)
            wanted = rest if picked in chosen else (*chosen, picked)
            order = [s.id for s in self.segments if s.id in wanted]
            self._say(tuple(order) or None)
        elif picked not in chosen:
            self._say(picked)
        elif self.clears:
            self._say(None)

    def _say(self, value: object) -> None:
        self.set_value(value)
        self.edited.emit(value)

    def commit(self) -> None:
        """Every choice is told at once: there is nothing left to say."""

    def set_severity(self, severity: str) -> None:
        """Outline it as "error", or "" for none."""
        if severity != self.shown.severity:
            self.shown.severity = severity
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self._place_buttons()

    def _name_choice(self) -> None:
        for segment, button in zip(self.segments, self.buttons, strict=True):
            button.setChecked(segment.id in self.shown.chosen)
        names = [s.label for s in self.segments if s.id in self.shown.chosen]
        self.setAccessibleDescription(", ".join(names) or self.tr("not set yet"))

    # -- place

    def needed(self, way: Way = WAYS[0]) -> float:
        """The least width in which all labels can be read."""
        return sum(self._widths("", way))

    def gains_keys(self, narrow: float, wide: float) -> bool:
        """Whether the keys can be read in a widget of the second width only."""
        if not any(each.key and not each.symbol for each in self.segments):
            return False
        needed = self.needed(segment_paint.LEAST_KEYED) + 2 * RING
        return narrow < needed <= wide

    def _widths(self, chosen: str, way: Way) -> list[float]:
        segments = self.segments
        return segment_paint.widths(self.theme, segments, chosen, way, self.least)

    def sizeHint(self) -> QSize:
        width = 120.0 if self.wide else self.needed()
        return QSize(round(width) + 2 * RING, look.SEGMENT + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if not self.wide else QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_buttons()

    def box(self) -> QRectF:
        """The outline: the widget without the room for its ring."""
        return QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)

    def _place_buttons(self) -> None:
        room = self.box().width() + 0.5
        fitting = (way for way in WAYS if self.needed(way) <= room)
        self.shown.way = next(fitting, WAYS[-1])
        for rect, button in zip(self.places(), self.buttons, strict=True):
            button.setGeometry(rect.toAlignedRect())
        self.update()

    def places(self) -> list[QRectF]:
        """Where each segment lies."""
        box, shown = self.box(), self.shown
        chosen = shown.chosen[0] if shown.chosen and not self.several else ""
        widths = self._widths(chosen, shown.way)
        widths = segment_paint.spread(widths, box.width(), self.segments, chosen)
        places, left = [], box.left()
        for width in widths:
            places.append(QRectF(left, box.top(), width, box.height()))
            left += width
        return places

    # -- keys and pointer

    def hover(self, number: int) -> None:
        """The pointer is over that segment (-1: over none)."""
        self.shown.under = number
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().lower()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        keyed = self._keyed(text)
        if key in steps:
            self._step(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Space and self.shown.under >= 0:
            self.choose(self.shown.under)
        elif keyed and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(keyed[0])
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _keyed(self, text: str) -> list[int]:
        """The segment of that key, else the only one that begins with the letter."""
        by_key = [i for i, s in enumerate(self.segments) if s.key and s.key == text]
        if by_key or not text.isalnum():
            return by_key
        begun = [
            i
            for i, s in enumerate(self.segments)
            if s.label.casefold().startswith(text)
        ]
        return begun if len(begun) == 1 else []

    def _step(self, by: int) -> None:
        under = self.shown.under
        if under < 0:
            ids = [s.id for s in self.segments]
            chosen = self.shown.chosen
            under = ids.index(chosen[0]) if chosen and chosen[0] in ids else -1
            under = under if under >= 0 or by > 0 else len(ids)
        self.hover(min(max(under + by, 0), len(self.segments) - 1))

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        segment_paint.paint(painter, self)
        if self.hasFocus():
            look.focus_ring(painter, self.box(), self.theme)

    def segment_rect(self, identifier: str) -> QRect:
        """Where the segment of that value lies in this widget."""
        ids = [s.id for s in self.segments]
        return self.places()[ids.index(identifier)].toAlignedRect()
