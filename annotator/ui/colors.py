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

    parts = (color.redF(), color.greenF(), color.blueF())
    weights = (0.2126, 0.7152, 0.0722)
    return sum(w * linear(p) for w, p in zip(weights, parts, strict=True))


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
    # A grey has no hue: Qt says -1 and does not take it back.
    hue, saturation = max(color.hslHueF(), 0.0), color.hslSaturationF()
    lightness = color.lightnessF()
    moved = QColor(color)
    while any(contrast(moved, ground) < minimum for ground in grounds):
        lightness += _STEP if dark else -_STEP
        if not 0 < lightness < 1:
            return QColor("white" if dark else "black")
        moved = QColor.fromHslF(hue, saturation, lightness)
    return moved
