# SPDX-License-Identifier: MIT
"""Icons: there, drawn, and in the theme's colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter

from annotator import resources
from annotator.model.document import STATUSES
from annotator.ui.icons import draw_icon, icon, icon_names
from annotator.ui.theme import Theme


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_draws_something(name: str, theme: Theme) -> None:
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw_icon(painter, QRectF(0, 0, 16, 16), name, theme.color("text"))
    painter.end()
    assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_keeps_to_the_grid_and_names_no_colour(name: str) -> None:
    text = resources.read_text("icons", f"{name}.svg")
    assert 'viewBox="0 0 16 16"' in text
    assert "#" not in text


def test_every_status_has_an_icon(theme: Theme) -> None:
    for status in STATUSES:
        assert not icon(f"status-{status}", theme).isNull()


def test_an_icon_wears_its_token_and_is_quieter_when_disabled(theme: Theme) -> None:
    made = icon("status-complete", theme, "ok")
    image = made.pixmap(32, 32).toImage()
    assert image.pixelColor(16, 6) == theme.color("ok")
    quiet = made.pixmap(32, 32, QIcon.Mode.Disabled).toImage()
    assert quiet.pixelColor(16, 6) == theme.color("text_3")


def test_an_unknown_icon_is_an_error(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        icon("unicorn", theme)
