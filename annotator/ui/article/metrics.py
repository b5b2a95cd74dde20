# SPDX-License-Identifier: MIT
"""Sizes of the article, all derived from the zoom and the width.

Distances from the baseline are given for 18 px type and scale with the type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont

from annotator.ui.theme import Theme

NOMINAL: Final = 18.0
SMALLEST: Final = 14
LARGEST: Final = 28

#: The tint reaches from `TINT_TOP` above the baseline to `TINT_BOTTOM` below.
TINT_TOP: Final = 16.0
TINT_BOTTOM: Final = 5.5
LANE_FIRST: Final = 6.5
LANE_PITCH: Final = 4.0
#: Lanes that fit between two lines; each further one makes the lines higher.
FREE_LANES: Final = 3

#: Room for the hint bar below the last line.
FOOT: Final = 84
HEAD: Final = 22

#: Paddings left of the text and between text and chips: least and usual.
_LEFT: Final = (20.0, 32.0)
_GAP: Final = (30.0, 34.0)
_RIGHT: Final = 8.0
#: Widths of a chip: where there is no room, usual, most.
_CHIP: Final = (132.0, 196.0, 224.0)

_MEASURE_EM: Final = 30.3  # 66 characters of the serif, on the average


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of paragraph is set.  Lengths in logical pixels.

    `scale` turns a distance at 18 px into one at this paragraph's size; `above`
    is the gap before the paragraph where a blank line precedes it.
    """

    font: QFont
    px: float
    line_height: float
    above: float
    color: str

    @property
    def scale(self) -> float:
        return self.px / NOMINAL

    @property
    def ascent(self) -> float:
        """From a line's top to its baseline."""
        return TINT_TOP * self.scale

    def lane(self, number: int) -> float:
        """From the baseline down to the middle of lane `number`."""
        return (LANE_FIRST + LANE_PITCH * number) * self.scale

    def height_of_line(self, lanes: int) -> float:
        """The height of lines whose marks need that many lanes."""
        return self.line_height + max(0, lanes - FREE_LANES) * LANE_PITCH * self.scale


def make_styles(theme: Theme, zoom: float, compact: bool) -> dict[str, Style]:
    """The styles "title", "byline" and "body" at a zoom of so many pixels."""
    px = zoom * 17.5 / NOMINAL if compact else zoom
    height = px * 29 / 17.5 if compact else px * 32 / NOMINAL
    gap = round((12 if compact else 14) * zoom / NOMINAL)
    ratio = zoom / NOMINAL

    def style(size: float, line: float, above: float, bold: bool, color: str) -> Style:
        font = theme.font("article", size, "bold" if bold else "regular")
        return Style(font, size, round(line), above, color)

    return {
        "title": style(23 * ratio, 29 * ratio, 0, True, "text"),
        "byline": style(13.5 * ratio, 22 * ratio, round(8 * ratio), False, "text_2"),
        "body": style(px, height, gap, False, "text"),
    }


@dataclass(frozen=True, slots=True)
class Columns:
    """Where text and chips stand in a widget of some width.

    `left` and `measure` are the text's, `chip` and `chip_width` the margin's;
    a `chip_width` of 0 means that there is no room for a margin.
    """

    left: float
    measure: float
    chip: float
    chip_width: float

    @property
    def right(self) -> float:
        """The text's right edge."""
        return self.left + self.measure


def make_columns(width: float, px: float) -> Columns:
    """Share `width` between text and margin at body type of `px` pixels.

    The measure is about 66 characters.  In a narrow widget the paddings give way
    first, then the measure down to 60 characters, then the chips, then the rest.
    """
    ideal = float(round(_MEASURE_EM * px))
    if width < 430:
        return Columns(16, max(120, width - 32), 0, 0)
    room = width - _LEFT[0] - _GAP[0] - _RIGHT
    chip_width = min(max(room - round(ideal * 60 / 66), _CHIP[0]), _CHIP[1])
    measure = min(ideal, room - chip_width)
    spare = room - chip_width - measure
    left = _LEFT[0] + min(spare / 2, _LEFT[1] - _LEFT[0])
    gap = _GAP[0] + min(spare / 2, _GAP[1] - _GAP[0])
    spare = max(0, width - left - measure - gap - chip_width - _RIGHT)
    chip_width += min(spare, _CHIP[2] - _CHIP[1])
    left = round(left + max(0, width - left - measure - gap - chip_width - _RIGHT) / 2)
    return Columns(left, measure, left + measure + round(gap), chip_width)
