# SPDX-License-Identifier: MIT
"""A field for a value of any length: one line, and a reader where it is long.

A line edit lays out all of its text, and cuts what is longer than it takes: a
megabyte stops the window for seconds and would be saved cut.  A long value is
therefore shown by its beginning, read in pieces, and kept unless it is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.plain import one_line

#: Longer values, in characters, are not put into a line edit.
LONG: Final = 2_000
#: Characters of a long value that its line shows.
SHOWN: Final = 120
#: Characters that the reader takes in at a time.
PIECE: Final = 4_000
#: The reader breaks an endless line here: Qt lays out a paragraph as a whole.
LONGEST_LINE: Final = 1_000


class ValueField(QWidget):
    """One value that can be edited; a long one is kept, read or replaced.

    Attributes:
        line: the line edit.
        read, replace: the buttons beside it, None where the value is short.
        reader: the text box under it, empty and hidden before it is asked for.
    """

    def __init__(self, value: str, name: str, *, fixed: bool = False) -> None:
        """Show `value`.

        Args:
            value: the text, of any length.
            name: the object name of the line.
            fixed: whether it is only to be looked at.
        """
        super().__init__()
        self._value = value
        self._fixed = fixed
        self._before: str | None = None
        self.read: QPushButton | None = None
        self.replace: QPushButton | None = None
        self.reader = Reader(value)
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self._build()
        self._show_stored()

    def _build(self) -> None:
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        column.addLayout(row)
        if not self.is_long:
            return
        self.read = self._add_switch(row, self.tr("Read"))
        self.read.toggled.connect(self._on_read)
        if not self._fixed:
            self.replace = self._add_switch(row, self.tr("Replace"))
            self.replace.toggled.connect(self._on_replace)
        count = QLocale().toString(len(self._value))
        words = self.tr("The stored value has {0} characters.")
        column.addWidget(plain_label(words.format(count), "quiet"))
        self.reader.hide()
        column.addWidget(self.reader)

    def _add_switch(self, row: QHBoxLayout, words: str) -> QPushButton:
        made = button(words)
        made.setCheckable(True)
        row.addWidget(made)
        return made

    @property
    def is_long(self) -> bool:
        """Whether the stored value is too long for a line."""
        return len(self._value) > LONG

    def set_fixed(self) -> None:
        """Only show the value from now on."""
        self._fixed = True
        self.line.setReadOnly(True)
        if self.replace is not None:
            self.replace.hide()

    def edited(self) -> str | None:
        """What was written in place of the value, trimmed; None: it stays."""
        text = self.line.text()
        if self._fixed or self.line.isReadOnly() or text == self._before:
            return None
        return text.strip()

    def _show_stored(self) -> None:
        text = self._value
        if self.is_long:
            text = one_line(text, SHOWN)
        self.line.setReadOnly(self._fixed or self.is_long)
        self.line.setPlaceholderText("")
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self._before = self.line.text()

    def _on_read(self, on: bool) -> None:
        self.reader.setAccessibleName(self.line.accessibleName())
        self.reader.setVisible(on)
        if on:
            self.reader.begin()

    def _on_replace(self, on: bool) -> None:
        """Empty the line for another value; again, and the stored one stays."""
        if not on:
            self._show_stored()
            return
        self.line.clear()
        self.line.setReadOnly(False)
        self.line.setPlaceholderText(self.tr("the new value"))
        self._before = None
        self.line.setFocus()


class Reader(QPlainTextEdit):
    """A text to be read, taken in piece by piece as one scrolls down."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._taken = 0
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFixedHeight(160)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def begin(self) -> None:
        """Take the first piece in, unless that was done."""
        if not self._taken:
            self._take()

    @property
    def whole(self) -> bool:
        """Whether all of the text was taken in."""
        return self._taken >= len(self._text)

    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - 5 and self._taken:
            self._take()

    def _take(self) -> None:
        if self.whole:
            return
        piece = self._text[self._taken : self._taken + PIECE]
        self._taken += len(piece)
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertText("\n".join(_lines(piece)))


def _lines(piece: str) -> Iterator[str]:
    """The lines of a piece, endless ones broken."""
    for line in piece.split("\n"):
        yield line[:LONGEST_LINE]
        for start in range(LONGEST_LINE, len(line), LONGEST_LINE):
            yield line[start : start + LONGEST_LINE]
