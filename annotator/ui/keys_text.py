# SPDX-License-Identifier: MIT
"""Shortcuts as words: one spelling to compare, one to show."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

#: What is written on the keys, where Qt calls them something else.
_NAMES = {"Return": "Enter", "PgUp": "Page ↑", "PgDown": "Page ↓"}
_NAMES |= {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def canonical(key: str) -> str:
    """One spelling per key sequence, e.g. "ctrl+k" becomes "Ctrl+K".

    "" where Qt does not know the key.
    """
    sequence = QKeySequence(key)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return "" if "\ufffd" in text else text


def caps(key: str) -> list[str]:
    """The parts of a shortcut as they stand on key caps: ["Ctrl", "Shift", "N"]."""
    if not key:
        return []
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    first = shown.split(", ")[0] or key
    # "Ctrl++" is Ctrl and the plus key.
    plus = first.endswith("+")
    parts = [_NAMES.get(p, p) for p in first.rstrip("+").split("+") if p]
    return [*parts, "+"] if plus else parts


def native(key: str) -> str:
    """A shortcut as this system writes it, e.g. "⌘K" on a Mac."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
