# SPDX-License-Identifier: MIT
"""Shortcuts as words: one spelling to compare, one to show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtGui import QKeySequence

#: What is written on the keys, where Qt calls them something else.
_NAMES = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_RETURN = re.compile(r"\bReturn$")


def canonical(key: str) -> str:
    """One spelling per key sequence, e.g. "ctrl+k" becomes "Ctrl+K".

    "" where Qt does not know the key.  Return is Enter, as on most keyboards.
    """
    sequence = QKeySequence(key)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return "" if "\ufffd" in text else _RETURN.sub("Enter", text)


def sequences(keys: Iterable[str]) -> list[QKeySequence]:
    """The shortcuts as Qt takes them.

    To Qt the two keys that say Enter are different ones; the one that menus call
    Enter comes first.
    """
    spelled = dict.fromkeys(canonical(key) for key in keys)
    found = []
    for key in spelled:
        found.append(QKeySequence(key))
        if key == "Enter" or key.endswith("+Enter"):
            found.append(QKeySequence(key.removesuffix("Enter") + "Return"))
    return found


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
    sequence = QKeySequence(canonical(key))
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)
