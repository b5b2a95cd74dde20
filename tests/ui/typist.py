# SPDX-License-Identifier: MIT
"""A typist: plays written key presses into whatever has the focus, and counts.

A script is words separated by white space: `Shift+Right*3` is three presses of
a chord, `"text"` types the characters one by one, `# …` to the end of the line
is a remark.  A chord counts as one press, a repetition as many.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

TOKEN = re.compile(r'#[^\n]*|"((?:[^"\\]|\\.)*)"|(\S+)')


class Typist:
    """Presses keys in the active window; `presses` is how many so far."""

    def __init__(self, window) -> None:
        self.window = window
        self.presses = 0

    def play(self, script: str) -> None:
        """Play a whole script."""
        for found in TOKEN.finditer(script):
            if found[0].startswith("#"):
                continue
            if found[1] is not None:
                for character in found[1]:
                    self.type(character)
            else:
                self.chord(found[2])

    def chord(self, written: str) -> None:
        """Press `Ctrl+Shift+X` or `X`, `*n` times."""
        name, star, times = written.rpartition("*")
        if not star or not times.isdigit():
            name, times = written, "1"
        for _ in range(int(times)):
            if len(name) == 1:
                self.type(name)
            else:
                combination = QKeySequence(name)[0]
                self._press(combination.key(), combination.keyboardModifiers())

    def type(self, character: str) -> None:
        """Press the key of one character."""
        self.presses += 1
        if character.isascii():
            QTest.keyClicks(self._target(), character)
        else:
            self._type_beyond_ascii(character)
        QApplication.processEvents()

    def _type_beyond_ascii(self, character: str) -> None:
        """As an input method would: QTest itself knows keys of ASCII only."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(self._target(), event)

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        self.presses += 1
        QTest.keyClick(self._target(), key, modifiers)
        QApplication.processEvents()

    def _target(self):
        popup = QApplication.activePopupWidget()
        return popup or QApplication.focusWidget() or self.window
