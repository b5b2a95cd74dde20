# SPDX-License-Identifier: MIT
"""Painting of one line of the completion list."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from annotator.ui.form import look
from annotator.ui.form.sources import Offer
from annotator.ui.theme import Theme

_LEFT = 11.0


def paint_offer(
    painter: QPainter, rect: QRectF, offer: Offer, current: bool, theme: Theme
) -> None:
    """A candidate: icon, name with the match in accent, detail, count."""
    if current:
        _paint_current(painter, rect, theme)
    candidate = offer.candidate
    quiet = theme.color("text_2" if current else "text_3")
    x = rect.left() + _LEFT
    if candidate.icon:
        look.draw_named_icon(
            painter, candidate.icon, x, rect.center().y(), theme.color("text_2"), theme
        )
        x += 26
    right = _paint_count(painter, rect, candidate.count, quiet, theme)
    by_name = offer.text in ("", candidate.texts[0])
    detail = candidate.detail
    top = rect.top() + (4 if detail or not by_name else 11)
    name = QRectF(x, top, right - x, 18)
    where = offer.positions if by_name else ()
    _paint_matched(painter, name, candidate.texts[0], where, theme, 13, "text")
    line = QRectF(x, top + 16, right - x, 16)
    token = "text_2" if current else "text_3"
    if by_name:
        look.words(painter, line, look.one_line(detail), quiet, look.font(theme, 11.5))
    else:
        _paint_alias(painter, line, offer, theme, token)


def paint_new(
    painter: QPainter, rect: QRectF, text: str, current: bool, first: bool, theme: Theme
) -> None:
    """The last line, which makes a new one."""
    if current:
        _paint_current(painter, rect.adjusted(0, 2, 0, 0), theme)
    if not first:
        edge = QRectF(rect.left() + 8, rect.top(), rect.width() - 16, 1)
        painter.fillRect(edge, theme.color("line"))
    middle, x = rect.center().y() + 1, rect.left() + _LEFT
    look.draw_named_icon(painter, "add", x, middle, theme.color("text_2"), theme)
    right = rect.right() - 10
    right = look.draw_key(painter, right, middle, "⇧ Enter", theme)
    words = QRectF(x + 26, rect.top() + 1, right - x - 34, rect.height())
    look.words(painter, words, text, theme.color("text"), look.font(theme, 13))


def _paint_current(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent_soft"))
    painter.drawRoundedRect(rect, 6, 6)


def _paint_count(
    painter: QPainter, rect: QRectF, count: str, ink: object, theme: Theme
) -> float:
    right = rect.right() - 10
    if not count:
        return right
    face = look.font(theme, 11.5, "regular", "numbers")
    box = QRectF(rect.left(), rect.top(), right - rect.left(), rect.height())
    look.words(painter, box, count, ink, face, Qt.AlignmentFlag.AlignRight)  # type: ignore[arg-type]
    return right - look.metrics(theme, 11.5).horizontalAdvance(count) - 8


def _paint_alias(
    painter: QPainter, line: QRectF, offer: Offer, theme: Theme, token: str
) -> None:
    before = "alias “"
    text = f"{before}{offer.text}”"
    where = tuple(place + len(before) for place in offer.positions)
    _paint_matched(painter, line, text, where, theme, 11.5, token)


def _paint_matched(
    painter: QPainter, rect: QRectF, text: str, places: tuple[int, ...], theme: Theme,
    px: float, token: str,
) -> None:  # fmt: skip
    """Text whose characters at `places` stand out; elided at the end."""
    x = rect.left()
    for piece, matched in pieces(text, frozenset(places)):
        weight = "semibold" if matched else "regular"
        face = look.font(theme, px, weight)
        ink = theme.color("accent" if matched else token)
        room = QRectF(x, rect.top(), rect.right() - x, rect.height())
        if room.width() <= 4:
            break
        look.words(painter, room, look_spaces(piece), ink, face)
        x += look.metrics(theme, px, weight).horizontalAdvance(piece)


def look_spaces(text: str) -> str:
    """Line breaks as spaces, one for one."""
    return "".join(" " if c in "\n\r\t\u2028\u2029" else c for c in text)


def pieces(text: str, places: frozenset[int]) -> Iterator[tuple[str, bool]]:
    """Runs of `text` that are inside or outside `places`."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (at in places) != (start in places):
            if start < at:
                yield text[start:at], start in places
            start = at
