# SPDX-License-Identifier: MIT
"""Contrast and the search for a readable lightness."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from annotator.ui.colors import contrast, readable


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21, abs=0.01)


def test_contrast_is_that_of_wcag_and_knows_no_order() -> None:
    grey, white = QColor("#767676"), QColor("white")
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)
    assert contrast(white, grey) == contrast(grey, white)


@pytest.mark.parametrize("ground", ["#FFFFFF", "#202124"])
@pytest.mark.parametrize("wish", ["#FFFF00", "#000080", "#808080", "#F00", "#FFFFFF"])
def test_readable_moves_lightness_and_keeps_the_hue(wish: str, ground: str) -> None:
    found = readable(QColor(wish), [QColor(ground)], 3.0)
    assert contrast(found, QColor(ground)) >= 3.0
    if QColor(wish).hslHue() >= 0 and found.hslSaturation() > 5:
        assert abs(found.hslHue() - QColor(wish).hslHue()) <= 2


def test_readable_leaves_alone_what_can_be_seen() -> None:
    assert readable(QColor("#1F62BF"), [QColor("white")], 3.0) == QColor("#1F62BF")
