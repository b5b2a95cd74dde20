# SPDX-License-Identifier: MIT
"""The rows of the start page: what all share, and the things to do."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.ui.caps import caps_width, draw_caps
from annotator.ui.icons import draw_icon
from annotator.ui.keys_text import caps
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

ACTION: Final = 42
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_STEPS: Final = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


def when_words(opened: int, now: datetime | None = None) -> str:
    """An instant (ms UTC) as people say it: "Today, 14:32", "Friday", "9 January"."""
    if not opened:
        return ""
    then, now = datetime.fromtimestamp(opened / 1000), now or datetime.now()
    locale, days = QLocale(), (now.date() - then.date()).days
    if days == 0:
        today = QCoreApplication.translate("start", "Today, {0}")
        return today.replace("{0}", f"{then:%H:%M}")
    if 0 < days < 7:
        return locale.dayName(then.isoweekday())
    month = f"{then.day} {locale.monthName(then.month)}"
    return month if then.year == now.year else f"{month} {then.year}"


def path_words(path: Path) -> str:
    """A path as short as it can be told: relative to the person's own folder."""
    with contextlib.suppress(ValueError, RuntimeError):
        path = path.relative_to(Path.home())
    return one_line(str(path))


class Row(QAbstractButton):
    """A row that can be clicked and focused; subclasses paint what is on it.

    Signals:
        stepped(Row, Qt.Key): an arrow, Home or End was pressed on it.
    """

    stepped = Signal(object, object)

    def __init__(
        self, theme: Theme, height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(self, key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        focused = self.hasFocus()
        if not (self.underMouse() or focused):
            return
        pen = QPen(self._theme.color("accent"), 2)
        painter.setPen(pen if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_soft" if focused else "hover"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _paint_words(self, painter: QPainter) -> None:
        raise NotImplementedError

    def _text(
        self,
        painter: QPainter,
        place: QRectF,
        words: str,
        size: float,
        token: str,
        weight: str = "regular",
        *,
        right: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """One line of words, with an ellipsis where there is too little room."""
        painter.setFont(self._theme.font("numbers", size, weight))
        painter.setPen(self._theme.color(token))
        shown = painter.fontMetrics().elidedText(words, elide, int(place.width()))
        flags = _MIDDLE | (Qt.AlignmentFlag.AlignRight if right else _MIDDLE)
        painter.drawText(place, flags, shown)


class ActionRow(Row):
    """One thing to do: icon, words, keys."""

    def __init__(
        self, words: str, picture: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, ACTION, parent)
        self.setText(words)
        self.setAccessibleName(words)
        self._picture = picture
        self._keys: list[str] = []

    def set_key(self, key: str) -> None:
        """Show the shortcut that does the same, "" for none."""
        self._keys = caps(key)
        self.setAccessibleDescription("+".join(self._keys))
        self.update()

    def _paint_words(self, painter: QPainter) -> None:
        theme, middle = self._theme, self.height() / 2
        box = QRectF(12, middle - 8.5, 17, 17)
        draw_icon(painter, box, self._picture, theme.color("text"))
        ground = "raised" if self.underMouse() or self.hasFocus() else "hover"
        right = self.width() - 12.0
        if self._keys:
            draw_caps(painter, self._keys, right, middle, theme, ground)
            right -= caps_width(self._keys, theme) + 12
        place = QRectF(43, 0, right - 43, self.height())
        self._text(painter, place, self.text(), 14, "text")
