# SPDX-License-Identifier: MIT
"""Colours of heat cells: from paper to accent, disagreement from paper to warning."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor

from annotator.ui.theme import Theme

#: The token of each kind of cell, and how much of it there is at most.
KINDS: Final = {
    "agree": ("accent", 0.36),
    "differ": ("warning", 0.34),
    "same": ("text", 0.09),
}


def shade(theme: Theme, kind: str, strength: float) -> QColor:
    """The colour of a cell; `strength` is from 0 to 1."""
    token, most = KINDS[kind]
    return mixed(
        theme.color("paper"),
        theme.color(token),
        max(0.0, min(1.0, strength)) * most,
    )


def mixed(one: QColor, other: QColor, part: float) -> QColor:
    """`one` with that part of `other`, from 0 to 1."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * part,
        one.greenF() + (other.greenF() - one.greenF()) * part,
        one.blueF() + (other.blueF() - one.blueF()) * part,
    )


def strength_of(value: float | None) -> float:
    """How strong a coefficient is shown: what chance alone would bring is paper."""
    return 0.0 if value is None else max(0.06, (value - 0.3) / 0.7)
