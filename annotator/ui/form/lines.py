# SPDX-License-Identifier: MIT
"""Typed fields: a line of text, several lines, a number, a date.

What is typed is told as one edit, at a pause of a second or when the field is
left; what cannot be read as a value is flagged and never told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from annotator.ui.form import look
from annotator.ui.theme import Theme

translate = QCoreApplication.translate

PAUSE_MS = 1000
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2})?)?)?")


class _Pending:
    """Keeps typed words until the pause, for a single and a multi-line editor."""

    edited: Any
    flagged: Any
    left: Any
    read: Callable[[str], object]

    def _begin(self, theme: Theme) -> None:
        self.theme = theme
        self._told: str = ""
        self.timer = QTimer(self)  # type: ignore[arg-type]
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE_MS)
        self.timer.timeout.connect(self.commit)

    def words(self) -> str:
        """What stands in the editor."""
        raise NotImplementedError

    def put_words(self, text: str) -> None:
        """Show a text without telling it."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show the stored value; words that are just being typed stay."""
        text = "" if value is None else str(value)
        typing = self.words() != self._told and self.hasFocus()  # type: ignore[attr-defined]
        if text == self._told and (typing or self.words() == text):
            return
        self._told = text
        self.timer.stop()
        self.put_words(text)

    def reset(self) -> None:
        """Forget words that were not told: another annotation is shown."""
        self.timer.stop()
        self.put_words(self._told)

    def commit(self) -> None:
        """Tell what was typed, if it differs and can be read."""
        self.timer.stop()
        text = self.words()
        if text == self._told:
            self.flagged.emit("")
            return
        try:
            value = self.read(text) if text.strip() else None
        except ValueError as error:
            self.flagged.emit(str(error))
            return
        self._told = text
        self.flagged.emit("")
        self.edited.emit(value)

    def put_back(self) -> None:
        """Esc: what was typed since the last pause is kept, then the field left."""
        self.commit()
        if self.words() != self._told:
            self.put_words(self._told)
            self.flagged.emit("")
        self.left.emit()

    def set_severity(self, severity: str) -> None:
        """Outline it as "error", or "" for none."""
        if self.property("problem") != severity:  # type: ignore[attr-defined]
            self.setProperty("problem", severity)  # type: ignore[attr-defined]
            self.style().unpolish(self)  # type: ignore[attr-defined]
            self.style().polish(self)  # type: ignore[attr-defined]

    def set_theme(self, theme: Theme) -> None:
        """Take the fonts of another theme."""
        self.theme = theme
        self.setFont(look.font(theme, 13))  # type: ignore[attr-defined]


class LineField(_Pending, QLineEdit):
    """One line of text; `read` turns it into a value or raises ValueError."""

    edited = Signal(object)
    flagged = Signal(str)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        read: Callable[[str], object] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._begin(theme)
        self.read = read
        self.setFont(look.font(theme, 13))
        self.textEdited.connect(lambda _: self.timer.start())

    def words(self) -> str:
        return self.text()

    def put_words(self, text: str) -> None:
        self.setText(text)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            if self.text() == self._told:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_back()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()


class NotesField(_Pending, QPlainTextEdit):
    """Several lines of plain text."""

    edited = Signal(object)
    flagged = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin(theme)
        self.read = str
        self.setFont(look.font(theme, 13))
        self.setTabChangesFocus(True)
        self.setFixedHeight(68)
        self.textChanged.connect(self._on_text_changed)

    def words(self) -> str:
        # Not toPlainText: it turns no-break spaces into spaces.
        raw = self.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def put_words(self, text: str) -> None:
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)

    def _on_text_changed(self) -> None:
        if self.words() != self._told:
            self.timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_back()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()


def read_date(text: str) -> str:
    """A year, month, day or minute as the codebook's dates are written.

    Raises ValueError with a sentence for the user.
    """
    text = text.strip()
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        if "T" in text:
            datetime.fromisoformat(text)
        else:
            date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        sentence = translate("form", "Write the date as 2025, 2025-01 or 2025-01-15.")
        raise ValueError(sentence) from None
    return text


def read_integer(low: int | None, high: int | None) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        try:
            number = int(text.strip()) if len(text) < 20 else None
        except ValueError:
            number = None
        below = number is not None and low is not None and number < low
        above = number is not None and high is not None and number > high
        if number is None or below or above:
            raise ValueError(_range_sentence(low, high))
        return number

    return read


def _range_sentence(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        text = translate("form", "Write a whole number from {low} to {high}.")
    elif low is not None:
        text = translate("form", "Write a whole number of at least {low}.")
    elif high is not None:
        text = translate("form", "Write a whole number of at most {high}.")
    else:
        text = translate("form", "Write a whole number.")
    return text.format(low=low, high=high)
