# SPDX-License-Identifier: MIT
"""Segments for values that are no text: yes and no, small numbers; and a tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.model.annotation import FieldValue
from annotator.model.codebook import Field, Value
from annotator.ui.form.buttons import Tick
from annotator.ui.form.segment_paint import Segment
from annotator.ui.form.segments import Segments
from annotator.ui.symbols import symbol_kind
from annotator.ui.theme import Theme

#: Integers with at most this many values are shown as segments.
MOST_NUMBERS = 7


def segment_of(value: Value, stance: bool) -> Segment:
    """The segment of one value of a choice."""
    return Segment(
        id=value.id,
        label=value.label,
        key=(value.key or "").lower(),
        symbol=symbol_kind(value.id, value.score) if stance else "",
        help=value.help,
    )


class MappedSegments(Segments):
    """Segments whose ids stand for other values."""

    def __init__(
        self,
        theme: Theme,
        values: Mapping[str, FieldValue],
        segments: Sequence[Segment],
        clears: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, segments, clears=clears, wide=False, parent=parent)
        self.values = dict(values)

    def set_value(self, value: object) -> None:
        """Show a value; one that no segment stands for looks unset."""
        if isinstance(value, str) and value in self.values:
            super().set_value(value)
            return
        ids = [i for i, v in self.values.items() if v is value or v == value]
        super().set_value(ids[0] if ids and value is not None else None)

    def value(self) -> object:
        chosen = self.shown.chosen
        return self.values[chosen[0]] if chosen else None

    def _say(self, value: object) -> None:
        super().set_value(value)
        self.edited.emit(self.values[str(value)] if value is not None else None)


def yes_no(theme: Theme, clears: bool, parent: QWidget | None = None) -> MappedSegments:
    """Yes and No; unset looks unset."""
    translate = QCoreApplication.translate
    segments = (
        Segment("yes", translate("form", "Yes")),
        Segment("no", translate("form", "No")),
    )
    return MappedSegments(theme, {"yes": True, "no": False}, segments, clears, parent)


def numbers(
    theme: Theme, field: Field, parent: QWidget | None = None
) -> MappedSegments:
    """One segment for each number from the field's least to its greatest."""
    assert field.min is not None
    assert field.max is not None
    values = {str(n): n for n in range(field.min, field.max + 1)}
    segments = [Segment(text, text) for text in values]
    return MappedSegments(theme, values, segments, not field.required, parent)


class TickField(Tick):
    """A boolean as a tick: a click says yes, the next one no."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent=parent)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        wanted = not self.said
        self.tell(wanted)
        self.edited.emit(wanted)

    def set_value(self, value: object) -> None:
        """Show True, False or None."""
        if value is not self.said or value is None:
            self.tell(value if isinstance(value, bool) else None)

    def value(self) -> bool | None:
        """What is shown."""
        return self.said

    def commit(self) -> None:
        """Every click is told at once."""

    def set_severity(self, severity: str) -> None:
        """A tick has no outline to colour."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
