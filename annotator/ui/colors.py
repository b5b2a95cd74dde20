# SPDX-License-Identifier: MIT
"""Arithmetic of colours: contrast, and moving lightness until it suffices."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor

_STEP = 0.01


def luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2) of an opaque colour, from 0 to 1."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = color.getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: QColor, other: QColor) -> float:
    """Contrast (WCAG 2) between two opaque colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(color: QColor, grounds: Iterable[QColor], minimum: float) -> QColor:
    """`color` with its lightness moved until it stands out on all `grounds`.

    The hue stays.  It is moved away from the grounds: darker on light ones,
    lighter on dark ones; black or white ends the search.
    """
    grounds = tuple(grounds)
    dark = sum(map(luminance, grounds)) / len(grounds) < 0.2
    hue, saturation, lightness, _ = color.getHslF()
    while 0 < lightness < 1 or min(lightness, 1) == 0:
        moved = QColor.fromHslF(max(hue, 0), saturation, lightness)
        if all(contrast(moved, ground) >= minimum for ground in grounds):
            return moved
        lightness += _STEP if dark else -_STEP
        if not 0 <= lightness <= 1:
            break
    return QColor.fromHslF(max(hue, 0), saturation, 1.0 if dark else 0.0)
