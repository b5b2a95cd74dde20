# SPDX-License-Identifier: MIT
"""Own line icons, recoloured by token.

Each icon is an SVG on a 16 grid whose strokes and fills say `currentColor` and
whose gaps in filled signs say `ground`; both are replaced before rendering.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator import resources
from annotator.ui.theme import Theme

_SIZES = (16, 24, 32, 48)


def icon_names() -> tuple[str, ...]:
    """The names of all icons."""
    return tuple(sorted(f.stem for f in resources.path("icons").glob("*.svg")))


def icon(name: str, theme: Theme, token: str = "text_2") -> QIcon:
    """The icon `name` in the colour of `token`, quieter when disabled.

    Raises FileNotFoundError where there is no such icon.
    """
    ground = theme.color("paper").name()
    result = QIcon()
    modes = ((QIcon.Mode.Normal, token), (QIcon.Mode.Disabled, "text_3"))
    for mode, colour in modes:
        ink = theme.color(colour).name()
        for side in _SIZES:
            result.addPixmap(_pixmap(name, ink, ground, side), mode)
    return result


def draw_icon(
    painter: QPainter,
    rect: QRectF,
    name: str,
    color: QColor,
    ground: QColor | None = None,
) -> None:
    """Draw the icon into `rect`, its strokes in `color`.

    `ground` fills the gaps of filled signs (white where it is not given).
    """
    back = ground.name() if ground else "#FFFFFF"
    _renderer(name, color.name(), back).render(painter, rect)


@lru_cache(maxsize=512)
def _pixmap(name: str, ink: str, ground: str, side: int) -> QPixmap:
    renderer = _renderer(name, ink, ground)
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


@lru_cache(maxsize=256)
def _renderer(name: str, ink: str, ground: str) -> QSvgRenderer:
    text = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    text = text.replace("currentColor", ink).replace("ground", ground)
    return QSvgRenderer(QByteArray(text.encode()))
