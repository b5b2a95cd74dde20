# SPDX-License-Identifier: MIT
"""Pictures of figures as SVG, for a report: no picture is fetched, all is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

_CELL: Final = (64, 38)
_GAP: Final = 3
#: The strip of an interval: width and height, and the values at its ends.
STRIP: Final = (220, 20)
_LOW, _HIGH = -0.2, 1.0


def number(value: float | None, digits: int = 2) -> str:
    """A figure as it is printed; a dash where it is undefined."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}".replace("-", "−")


def matrix(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[tuple[str, float | None, str]]],
    title: str,
) -> str:
    """A table of (text, strength from 0 to 1 or None, class), as a picture.

    The class is "agree", "differ" or "plain"; strength is how dark it is.
    """
    left = 12 + max((_width(name) for name in rows), default=0)
    width = left + len(columns) * (_CELL[0] + _GAP)
    height = 30 + len(rows) * (_CELL[1] + _GAP)
    parts = [_open(width, height, title)]
    for n, name in enumerate(columns):
        middle = left + n * (_CELL[0] + _GAP) + _CELL[0] / 2
        parts.append(_text(middle, 18, _short(name, 9), "head", "middle"))
    for m, name in enumerate(rows):
        top = 28 + m * (_CELL[1] + _GAP)
        parts.append(_text(left - 10, top + 24, name, "row", "end"))
        for n, (text, strength, kind) in enumerate(cells[m]):
            x = left + n * (_CELL[0] + _GAP)
            parts.append(_cell(x, top, text, strength, kind))
    return "".join([*parts, "</svg>"])


def _cell(x: float, y: float, text: str, strength: float | None, kind: str) -> str:
    label = _text(x + _CELL[0] / 2, y + 24, text, "value", "middle")
    if strength is None:
        return label
    shade = max(0.0, min(1.0, strength)) * 0.34
    return (
        f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{_CELL[0]}"'
        f' height="{_CELL[1]}" rx="3" fill-opacity="{shade:.3f}"/>{label}'
    )


def strip(value: float, interval: tuple[float, float] | None, title: str) -> str:
    """A value between −0.2 and 1 with its interval."""
    width, height = STRIP
    middle = height / 2
    parts = [_open(width, height, title)]
    for mark in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x = _place(mark)
        kind = "axis" if mark == 0 else "grid"
        parts.append(f'<path class="{kind}" d="M{x:g} 0V{height}"/>')
    if interval is not None:
        low, high = (_place(each) for each in interval)
        parts.append(f'<path class="span" d="M{low:.1f} {middle:g}H{high:.1f}"/>')
    parts.append(
        f'<circle class="dot" cx="{_place(value):.1f}" cy="{middle:g}" r="4"/>'
    )
    return "".join([*parts, "</svg>"])


def scale() -> str:
    """The numbers that stand above strips."""
    parts = [_open(STRIP[0], 16, "")]
    for mark in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        anchor = "end" if mark == 1 else "middle"
        parts.append(_text(_place(mark), 12, f"{mark:g}", "head", anchor))
    return "".join([*parts, "</svg>"])


def _place(value: float) -> float:
    share = (max(_LOW, min(_HIGH, value)) - _LOW) / (_HIGH - _LOW)
    return 6 + share * (STRIP[0] - 12)


def _open(width: float, height: float, title: str) -> str:
    label = f' role="img" aria-label="{escape(title)}"' if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}"{label}>'
    )


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _width(text: str) -> float:
    return 7.4 * len(text)
