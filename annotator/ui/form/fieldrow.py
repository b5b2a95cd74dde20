# SPDX-License-Identifier: MIT
"""A field in the form: label, editor, what is wrong, what is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.codebook import Field
from annotator.model.problem import Problem
from annotator.ui.form import look
from annotator.ui.form.choices import MappedSegments, TickField
from annotator.ui.form.context import FormContext
from annotator.ui.form.editors import (
    Editor,
    has_ring_room,
    make_editor,
    stands_below,
)
from annotator.ui.form.lines import LineField
from annotator.ui.form.pick_edit import PickEdit
from annotator.ui.form.picker import Picker
from annotator.ui.form.segments import Segments
from annotator.ui.form.several import SeveralPicker
from annotator.ui.form.sources import EntitySource
from annotator.ui.form.words import Message, Words
from annotator.ui.theme import Theme
from annotator.ui.wording import problem_words


def sentence(problem: Problem) -> str:
    """What is wrong, in the user's language."""
    return problem_words(problem)


class Messages(QWidget):
    """The sentences under a field; takes no room while there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.told: list[tuple[str, str]] = []
        self.lines: list[Message] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.RING, 0, look.RING, 0)
        self.column.setSpacing(0)
        self.hide()

    def tell(self, sentences: Sequence[tuple[str, str]]) -> None:
        """Show (severity, sentence) pairs."""
        wanted = list(sentences)
        if wanted == self.told:
            return
        self.told = wanted
        while len(self.lines) < len(wanted):
            line = Message(self.theme, self)
            self.lines.append(line)
            self.column.addWidget(line)
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(wanted))
            if number < len(wanted):
                line.tell(*wanted[number])
        self.setVisible(bool(wanted))

    def indent(self, left: int) -> None:
        """Stand under a control that begins at `left`."""
        self.column.setContentsMargins(left, 0, look.RING, 0)


class FieldRow(QWidget):
    """One field.  `layout_kind` is "beside", "below", "bare" or "inline".

    "bare" shows no label, "inline" a short one right before the control; both
    are for cards.  `messages` may be taken out and placed by a card.

    Signals:
        edited: (field id, new value or None).
        wanted: (field id, words) of which something new is to be made.
        left: the field is done with.
    """

    edited = Signal(str, object)
    wanted = Signal(str, str)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        context: FormContext,
        field: Field,
        kind: str = "beside",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.context, self.field = theme, context, field
        self.problems: list[tuple[str, str]] = []
        self.flag = ""
        ticks = kind in ("bare", "inline")
        self.editor: Editor = make_editor(theme, context, field, ticks, self)
        if kind == "beside" and stands_below(self.editor):
            kind = "below"
        self.kind = kind
        self.label = Words(theme, field.label, token="text_2", parent=self)
        self.lacking = Words(theme, token="text_3", px=10.5, parent=self)
        key = field.key.upper() if field.key else ""
        self.key_sign = Words(theme, key, token="text_3", px=10.5, parent=self)
        self.key_sign.setVisible(bool(key))
        self.trail = Words(theme, token="text_3", px=12, parent=self)
        self.detail = Words(theme, token="text_3", px=12, parent=self)
        self.messages = Messages(theme, self)
        self.heading = self._make_heading()
        self._lay_out()
        if kind == "inline":
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._connect()
        self.name_for(None, None)

    # -- building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        key = f"({self.field.key.upper()})" if self.field.key else ""
        self.label.setToolTip(" ".join(p for p in (self.field.help, key) if p))
        self.detail.hide()
        self.trail.hide()
        self.lacking.hide()
        self.column = column
        if self.kind == "below":
            self.label.setContentsMargins(look.RING, 2, 0, 0)
            column.addWidget(self.heading)
        column.addLayout(self._line())
        column.addWidget(self.detail)
        column.addWidget(self.messages)
        self._indent(beside=self.kind == "beside")

    def _indent(self, *, beside: bool) -> None:
        """Let what stands under the control begin where the control does."""
        left = look.LABEL_WIDTH + look.GAP + look.RING if beside else look.RING
        self.messages.indent(left)
        self.detail.setContentsMargins(left, 0, look.RING, 6)

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        if self.kind == "beside":
            line.addWidget(self._label_column(), 0, Qt.AlignmentFlag.AlignTop)
        elif self.kind == "inline" and not isinstance(self.editor, TickField):
            line.addWidget(self.heading)
            line.addSpacing(4)
        if self.kind in ("bare", "inline"):
            self.label.setVisible(self.kind == "inline" and self._is_labelled())
        if has_ring_room(self.editor):
            line.addWidget(self.editor, 1)
        else:
            line.addWidget(_framed(self.editor), 1)
        if self.kind == "bare":
            self._add_key_after(line)
        line.addWidget(self.trail)
        if isinstance(self.editor, MappedSegments) and self.kind != "inline":
            line.addStretch(1)
            line.setStretch(line.indexOf(self.editor), 0)
        return line

    def _make_heading(self) -> QWidget:
        """The label and its key."""
        holder = QWidget(self)
        line = self.heading_line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(self.label)
        line.addWidget(self.key_sign)
        line.addStretch(1)
        return holder

    def _add_key_after(self, line: QHBoxLayout) -> None:
        """Without a label the key stands in the field, or right after the control."""
        edit = self._line_edit()
        if isinstance(edit, PickEdit):
            edit.set_key(self.key_sign.text())
            self.key_sign.hide()
            return
        line.addSpacing(2)
        line.addWidget(self.key_sign)

    def _is_labelled(self) -> bool:
        return not isinstance(self.editor, TickField)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.kind == "beside" and isinstance(self.editor, Segments):
            label = look.LABEL_WIDTH + look.GAP
            above = self.editor.gains_keys(self.width() - label, self.width())
            self._set_above(above)

    def _set_above(self, above: bool) -> None:
        """Put the label above the control, or (back) beside it."""
        if above == (self.heading.parent() is not self.label_column):
            return
        self.label.setContentsMargins(look.RING if above else 0, 0, 0, 0)
        if above:
            self.column.insertWidget(0, self.heading)
            self.heading_line.addWidget(self.lacking)
        else:
            self.label_lines.insertWidget(1, self.heading)
            self.label_lines.insertWidget(2, self.lacking)
        _show_word(self.lacking, self.lacking.text())
        self.heading.show()  # what changes its parent is hidden
        self.label_column.setVisible(not above)
        self._indent(beside=not above)

    def _label_column(self) -> QWidget:
        holder = self.label_column = QWidget(self)
        holder.setFixedWidth(look.RING + look.LABEL_WIDTH + look.GAP - look.RING)
        column = self.label_lines = QVBoxLayout(holder)
        column.setContentsMargins(look.RING, 0, 0, 0)
        column.setSpacing(0)
        holder.setFixedHeight(look.SEGMENT + 2 * look.RING)
        column.addStretch(1)
        column.addWidget(self.heading)
        column.addWidget(self.lacking)
        column.addStretch(1)
        return holder

    def _connect(self) -> None:
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self.left)
        if hasattr(self.editor, "flagged"):
            self.editor.flagged.connect(self._on_flagged)
        if hasattr(self.editor, "wanted"):
            self.editor.wanted.connect(self._on_wanted)
        line = self._line_edit()
        if line is not None and isinstance(self.editor, Picker | SeveralPicker):
            line.setPlaceholderText(self._placeholder())

    def _placeholder(self) -> str:
        if self.field.type == "entity":
            return self.tr("Name or alias")
        return self.field.label if self.kind in ("bare", "inline") else ""

    def _line_edit(self) -> QLineEdit | None:
        found = getattr(self.editor, "line", self.editor)
        return found if isinstance(found, QLineEdit) else None

    def name_for(self, row: str | None, n: int | None) -> None:
        """Take the automation id for that row (n from 0), or for none."""
        place = f"{row}-{(n or 0) + 1}-" if row else ""
        self.editor.setObjectName(f"field-{place}{self.field.id}")
        spoken = self.field.label
        if row:
            spoken = f"{row.replace('_', ' ').capitalize()} {(n or 0) + 1}: {spoken}"
        self.editor.setAccessibleName(spoken)
        line = self._line_edit()
        if line is not None and line is not self.editor:
            line.setAccessibleName(spoken)
            if self.field.type == "entity" and not row:
                known = self.field.id if self.field.id != "speaker" else "speaker"
                line.setObjectName(f"{known}Field")

    # -- showing

    def show_value(self, value: object) -> None:
        """Show a value, None for unset.  Emits nothing."""
        self.editor.set_value(value)
        self._show_missing(value)
        if isinstance(self.editor, Picker) and isinstance(
            self.editor.source, EntitySource
        ):
            self._show_detail(value)

    def _show_missing(self, value: object) -> None:
        unset = value is None
        required = self.field.required and unset
        if isinstance(self.editor, Picker):
            if self.editor.line.required != required:
                self.editor.line.required = required
                self.editor.line.update()
            return
        trailing = isinstance(self.editor, MappedSegments) and self.kind != "inline"
        if trailing:
            word = self.tr("required") if required else ""
            if unset and self.field.type == "boolean":
                word = self.tr("not set yet")
            _show_word(self.trail, word)
        elif isinstance(self.editor, LineField):
            self.editor.setPlaceholderText(self.tr("required") if required else "")
        elif self.kind == "beside":
            _show_word(self.lacking, self.tr("required") if required else "")

    def _show_detail(self, value: object) -> None:
        known = self.context.speaker_attributes(value) if isinstance(value, str) else {}
        _show_word(self.detail, " · ".join(str(v) for v in known.values() if v))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong with this field."""
        told = [(p.severity, sentence(p)) for p in problems]
        if told != self.problems:
            self.problems = told
            self._tell()

    def _tell(self) -> None:
        flagged = [("warning", self.flag)] if self.flag else []
        self.messages.tell([*self.problems, *flagged])
        error = any(severity == "error" for severity, _ in self.problems)
        self.editor.set_severity("error" if error else "")

    def reset(self) -> None:
        """Forget what was typed and not told: another annotation is shown."""
        if hasattr(self.editor, "reset"):
            self.editor.reset()
        self._on_flagged("")

    # -- what the editor says

    def _on_edited(self, value: object) -> None:
        self._show_missing(value)
        self.edited.emit(self.field.id, value)

    def _on_flagged(self, words: str) -> None:
        if words != self.flag:
            self.flag = words
            self._tell()

    def _on_wanted(self, words: str) -> None:
        self.wanted.emit(self.field.id, words)

    def enter(self, text: str | None = None) -> None:
        """Put the keyboard into the editor, as its key does."""
        if hasattr(self.editor, "begin"):
            self.editor.begin(text)
            return
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line = self._line_edit()
        if line is not None and text is not None:
            line.setText(text)
        elif line is not None:
            line.selectAll()


def _framed(editor: QWidget) -> QWidget:
    """The editor with the room around it that other editors keep for a ring."""
    holder = QWidget(editor.parentWidget())
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(look.RING, look.RING, look.RING, look.RING)
    layout.addWidget(editor)
    return holder


def _show_word(label: Words, text: str) -> None:
    if label.text() != text:
        label.setText(text)
        label.setToolTip(text)
    label.setVisible(bool(text))
