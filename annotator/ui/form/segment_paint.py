# SPDX-License-Identifier: MIT
"""Measuring and painting of segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.ui.form import look
from annotator.ui.symbols import draw_symbol, symbol_color
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.form.segments import Segments

_SIDE: Final = 10.5  # room at each side of a segment's words
_SYMBOL: Final = 10.0
_GAP: Final = 4.0
_SOFT: Final = {"favor": "favor_soft", "against": "against_soft"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One value to choose.  `symbol` is a stance symbol, `icon` an icon's name."""

    id: str
    label: str
    key: str = ""
    symbol: str = ""
    icon: str = ""
    help: str = ""

    @property
    def short(self) -> str:
        """The label's first word, for where the whole does not fit."""
        return self.label.split(" / ")[0].split(" ")[0]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to show labels: cut to their first word or not, keys, size, icons."""

    short: bool = False
    keys: bool = True
    px: float = 12.5
    icons: bool = True


#: From the roomiest to the narrowest.
WAYS: Final = (
    Way(),
    Way(short=True),
    Way(short=True, px=11.5),
    Way(short=True, keys=False, px=12.5),
    Way(short=True, keys=False, px=11.5),
    Way(short=True, keys=False, px=11.5, icons=False),
)

#: The narrowest that shows the keys.
LEAST_KEYED: Final = [way for way in WAYS if way.keys][-1]


def _face(way: Way, bold: bool) -> tuple[float, str]:
    return (way.px, "medium" if bold else "regular")


def _label(segment: Segment, way: Way, chosen: bool) -> str:
    if segment.symbol and not chosen and segment.key:
        return ""
    if segment.symbol:
        return segment.short
    return segment.short if way.short else segment.label


@lru_cache(maxsize=4096)
def _content_width(theme: Theme, segment: Segment, way: Way, chosen: bool) -> float:
    # Always measured as if chosen, so that choosing does not move its neighbours.
    words = look.metrics(theme, *_face(way, True)).horizontalAdvance(
        _label(segment, way, chosen)
    )
    parts = [w for w in (words,) if w]
    parts += [_SYMBOL] if segment.symbol else []
    parts += [16.0] if segment.icon and way.icons else []
    if way.keys and segment.key:
        parts.append(look.metrics(theme, 11).horizontalAdvance(segment.key.upper()))
    return sum(parts) + _GAP * max(len(parts) - 1, 0)


def widths(
    theme: Theme, segments: Sequence[Segment], chosen: str, way: Way, least: float
) -> list[float]:
    """The width that each segment needs; `chosen` is an id or ""."""
    side = _SIDE if len(segments) < 4 or segments[0].symbol else 6.5
    return [
        max(_content_width(theme, s, way, s.id == chosen) + 2 * side, least)
        for s in segments
    ]


def spread(
    least: list[float], room: float, segments: Sequence[Segment], chosen: str
) -> list[float]:
    """Share out the room that is left; a chosen stance takes all of it."""
    rest = room - sum(least)
    stance = [i for i, s in enumerate(segments) if s.symbol and s.id == chosen]
    if rest > 0 and stance:
        least[stance[0]] += rest
        return least
    if rest < 0:
        return [width * room / sum(least) for width in least]
    return [width + rest / len(least) for width in least]


def paint(painter: QPainter, widget: Segments) -> None:
    """Everything but the focus ring."""
    theme, box, shown = widget.theme, widget.box(), widget.shown
    enabled = widget.isEnabled()
    fill = theme.color("raised" if enabled else "dock")
    edge = theme.color("error" if shown.severity == "error" else "border")
    look.stroke_box(painter, box, edge if enabled else theme.color("line"), fill=fill)
    places = widget.places()
    if 0 <= shown.under < len(places) and enabled:
        _paint_hover(painter, box, places[shown.under], theme)
    painter.setPen(QPen(theme.color("line"), 1))
    for place in places[1:]:
        x = round(place.left()) + 0.5
        painter.drawLine(QPointF(x, box.top() + 1), QPointF(x, box.bottom() - 1))
    for place, segment in zip(places, widget.segments, strict=True):
        chosen = segment.id in shown.chosen
        if chosen:
            _paint_chosen(painter, place, segment, theme)
        _paint_words(painter, place, segment, widget, chosen)


def _paint_hover(painter: QPainter, box: QRectF, place: QRectF, theme: Theme) -> None:
    inner = QPainterPath()
    inner.addRoundedRect(box.adjusted(1, 1, -1, -1), look.RADIUS - 1, look.RADIUS - 1)
    part = QPainterPath()
    part.addRect(place)
    painter.fillPath(inner.intersected(part), theme.color("hover"))


def _paint_chosen(
    painter: QPainter, place: QRectF, segment: Segment, theme: Theme
) -> None:
    edge, fill = theme.color("accent"), theme.color("accent_soft")
    if segment.symbol:
        edge = symbol_color(segment.symbol, theme)
        fill = theme.color(_SOFT.get(segment.symbol, "hover"))
    box = QRectF(round(place.left()), place.top(), round(place.width()) + 1, 28)
    box.setRight(min(box.right(), place.right() + 0.5))
    look.stroke_box(painter, box, edge, 1.5, fill)


def _paint_words(
    painter: QPainter, place: QRectF, segment: Segment, widget: Segments, chosen: bool
) -> None:
    theme, shown = widget.theme, widget.shown
    width = _content_width(theme, segment, shown.way, chosen)
    label = _label(segment, shown.way, chosen)
    x = max(place.center().x() - width / 2, place.left() + 3)
    color = theme.color
    ink = color("text" if chosen else "text_2")
    if not widget.isEnabled():
        ink = color("text_3")
    if segment.symbol:
        spot = QRectF(x, place.center().y() - 5, 10, 10)
        draw_symbol(painter, spot, segment.symbol, theme)
        x += _SYMBOL + _GAP
    if segment.icon and shown.way.icons:
        look.draw_named_icon(painter, segment.icon, x, place.center().y(), ink, theme)
        x += 16 + _GAP
    x = _paint_label(painter, place, x, label, ink, widget, chosen)
    if shown.way.keys and segment.key:
        _paint_key(painter, place, x, segment, theme, chosen)


def _paint_label(
    painter: QPainter, place: QRectF, x: float, label: str, ink: QColor,
    widget: Segments, chosen: bool,
) -> float:  # fmt: skip
    if not label:
        return x
    theme, way = widget.theme, widget.shown.way
    needed = look.metrics(theme, *_face(way, True)).horizontalAdvance(label)
    room = min(needed, place.right() - 3 - x)
    face = look.font(theme, *_face(way, chosen))
    rect = QRectF(x, place.top(), room, place.height())
    look.words(painter, rect, label, ink, face, Qt.AlignmentFlag.AlignHCenter)
    return x + needed + _GAP


def _paint_key(
    painter: QPainter, place: QRectF, x: float, segment: Segment, theme: Theme,
    chosen: bool,
) -> None:  # fmt: skip
    ink = theme.color("accent" if chosen else "text_2" if segment.symbol else "text_3")
    rect = QRectF(x, place.top(), place.right() - x, place.height())
    look.words(painter, rect, segment.key.upper(), ink, look.font(theme, 11))
