# SPDX-License-Identifier: MIT
"""Which editor a field of the codebook gets."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QWidget

from annotator.model.codebook import Field
from annotator.ui.form import look
from annotator.ui.form.choices import (
    MOST_NUMBERS,
    TickField,
    numbers,
    segment_of,
    yes_no,
)
from annotator.ui.form.common import tells_stance
from annotator.ui.form.context import FormContext
from annotator.ui.form.lines import LineField, NotesField, read_date, read_integer
from annotator.ui.form.picker import Picker
from annotator.ui.form.segment_paint import WAYS
from annotator.ui.form.segments import Segments
from annotator.ui.form.several import SeveralPicker
from annotator.ui.form.sources import (
    ChoiceSource,
    EntitySource,
    LinkSource,
    Source,
    VocabularySource,
)
from annotator.ui.theme import Theme

#: What every editor has: `edited`, `left`, `set_value`, `value`, `commit`,
#: `set_severity`, `set_theme`; Qt's classes leave no common base for it.
Editor = Any

#: Width of a control beside its label, and below it.
BESIDE: Final = 258
BELOW: Final = 348

#: Text fields of which more than a line is expected.
_LONG: Final = ("note", "rationale", "comment", "memo")

PICKED: Final = ("entity", "vocabulary", "link")


def make_editor(
    theme: Theme, context: FormContext, field: Field, ticks: bool, parent: QWidget
) -> Editor:
    """The editor of a field; `ticks`: booleans that are never unset are ticks."""
    if field.type == "boolean":
        if ticks and field.default is not None:
            return TickField(theme, field.label, parent)
        return yes_no(theme, not field.required, parent)
    if field.type == "integer":
        return _integer(theme, field, parent)
    if field.type in ("choice", "multichoice"):
        return _choice(theme, field, parent)
    if field.type == "date":
        return LineField(theme, read_date, parent)
    if field.type in PICKED:
        return _picker(theme, context, field, parent)
    if any(word in field.id for word in _LONG):
        return NotesField(theme, parent)
    return LineField(theme, parent=parent)


def _integer(theme: Theme, field: Field, parent: QWidget) -> Editor:
    low, high = field.min, field.max
    if low is not None and high is not None and 0 <= high - low < MOST_NUMBERS:
        return numbers(theme, field, parent)
    return LineField(theme, read_integer(low, high), parent)


def _choice(theme: Theme, field: Field, parent: QWidget) -> Editor:
    several = field.type == "multichoice"
    stance = tells_stance(field)
    segments = Segments(
        theme,
        [segment_of(value, stance) for value in field.values],
        several=several,
        clears=not field.required,
        parent=parent,
    )
    if stance or segments.needed(WAYS[-1]) <= BELOW:
        return segments
    segments.deleteLater()
    source = ChoiceSource(field)
    make = SeveralPicker if several else Picker
    return make(theme, source, parent)


def _picker(
    theme: Theme, context: FormContext, field: Field, parent: QWidget
) -> Editor:
    source: Source
    if field.type == "entity":
        source = EntitySource(context, field)
    elif field.type == "vocabulary":
        source = VocabularySource(context, field)
    else:
        source = LinkSource(context, field)
    make = SeveralPicker if field.multiple else Picker
    return make(theme, source, parent)


def stands_below(editor: Editor) -> bool:
    """Whether the label goes above because the editor needs the whole width."""
    if isinstance(editor, Segments) and editor.wide:
        stance = bool(editor.segments and editor.segments[0].symbol)
        return not stance and editor.needed(WAYS[-1]) > BESIDE
    return False


def has_ring_room(editor: Editor) -> bool:
    """Whether the editor keeps room for a focus ring around itself."""
    return not isinstance(editor, LineField | NotesField)


def line_margins(editor: Editor) -> tuple[int, int, int, int]:
    """What to leave around an editor so that all stand in one line."""
    room = 0 if has_ring_room(editor) else look.RING
    return (room, room, room, room)
