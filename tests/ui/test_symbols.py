# SPDX-License-Identifier: MIT
"""Each stance has a shape of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from annotator.ui.symbols import TOKENS, draw_symbol, symbol_kind
from annotator.ui.theme import Theme


def _drawn(kind: str, theme: Theme, side: int = 20) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    # One ink for all: what differs then is the shape.
    rect = QRectF(0, 0, side, side)
    draw_symbol(painter, rect, kind, theme, theme.color("text"))
    painter.end()
    return image


def test_shapes_differ_without_their_colours(theme: Theme) -> None:
    shapes = {kind: bytes(_drawn(kind, theme).constBits()) for kind in TOKENS}
    assert len(set(shapes.values())) == len(TOKENS)
    empty = bytes(QImage(20, 20, QImage.Format.Format_ARGB32).sizeInBytes())
    assert empty not in shapes.values()


def test_a_symbol_is_ten_pixels_in_the_middle(theme: Theme) -> None:
    image = _drawn("neutral", theme, 30)
    inked = [
        (x, y)
        for x in range(30)
        for y in range(30)
        if image.pixelColor(x, y).alpha() > 0
    ]
    assert min(x for x, _ in inked) >= 10
    assert max(y for _, y in inked) <= 20


@pytest.mark.parametrize(
    ("stance", "score", "kind"),
    [
        ("favor", 1, "favor"),
        ("Favour", None, "favor"),
        ("against", -1, "against"),
        ("neutral", 0, "neutral"),
        ("mixed", None, "mixed"),
        (None, None, "none"),
        ("agrees", 1, "favor"),
        ("rejects", -2, "against"),
        ("undecided", 0, "neutral"),
        ("whatever", None, "unclear"),
    ],
)
def test_kinds_come_from_words_or_from_scores(
    stance: str | None, score: int | None, kind: str
) -> None:
    assert symbol_kind(stance, score) == kind
