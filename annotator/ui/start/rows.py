# SPDX-License-Identifier: MIT
"""The rows of the start page: things to do, and projects opened before."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.services.recent import RecentProject
from annotator.ui.caps import draw_caps
from annotator.ui.dialogs.base import button
from annotator.ui.icons import draw_icon
from annotator.ui.keys_text import caps
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

ACTION: Final = 42
RECENT: Final = 58
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


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
    """A row that can be clicked and focused; subclasses paint what is on it."""

    def __init__(
        self, theme: Theme, height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.chosen_look = False

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        over = self.underMouse() and self.isEnabled()
        if not (over or self.hasFocus() or self.chosen_look):
            return
        token = "accent_soft" if self.chosen_look else "hover"
        pen = QPen(self._theme.color("accent"), 2)
        painter.setPen(pen if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(token))
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
        right: bool = False,
    ) -> None:
        painter.setFont(self._theme.font("numbers", size, weight))
        painter.setPen(self._theme.color(token))
        mode = Qt.TextElideMode.ElideMiddle if not right else Qt.TextElideMode.ElideNone
        shown = painter.fontMetrics().elidedText(words, mode, int(place.width()))
        flags = _MIDDLE | (Qt.AlignmentFlag.AlignRight if right else _MIDDLE)
        painter.drawText(place, flags, shown)


class ActionRow(Row):
    """One thing to do: icon, words, keys."""

    def __init__(
        self,
        words: str,
        picture: str,
        key: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, ACTION, parent)
        self.setText(words)
        self.setAccessibleName(words)
        self._picture, self._keys = picture, caps(key)

    def _paint_words(self, painter: QPainter) -> None:
        theme, middle = self._theme, self.height() / 2
        box = QRectF(12, middle - 8.5, 17, 17)
        draw_icon(painter, box, self._picture, theme.color("text"))
        ground = "raised" if self.underMouse() or self.hasFocus() else "hover"
        draw_caps(painter, self._keys, self.width() - 12, middle, theme, ground)
        place = QRectF(43, 0, self.width() - 130, self.height())
        self._text(painter, place, self.text(), 14, "text")


class RecentRow(Row):
    """One project: title, path, progress, when it was last open.

    Signals:
        locate: the file is not where it was, and is to be looked for.
    """

    locate = Signal()

    def __init__(
        self, project: RecentProject, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, RECENT, parent)
        self.project = project
        self.missing = not project.exists
        self.setAccessibleName(self._spoken())
        self._locate = button(self.tr("Locate"))
        self._locate.setParent(self)
        self._locate.setObjectName("locateProject")
        self._locate.setVisible(self.missing)
        self._locate.clicked.connect(self.locate)
        if self.missing:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setCursor(Qt.CursorShape.ArrowCursor)

    def title(self) -> str:
        """What the project is called: its title, else its file's name."""
        return one_line(self.project.title) or self.project.path.stem

    def _spoken(self) -> str:
        state = self.tr("not found") if self.missing else self._progress_words()
        return f"{self.title()}, {path_words(self.project.path)}, {state}"

    def _progress_words(self) -> str:
        done = self.tr("{0} of {1}").replace("{0}", str(self.project.done))
        return done.replace("{1}", str(self.project.total))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._locate.sizeHint()
        left = self.width() - size.width() - 14
        top = (self.height() - size.height()) // 2
        self._locate.setGeometry(left, top, size.width(), size.height())

    def _paint_words(self, painter: QPainter) -> None:
        theme, width = self._theme, self.width()
        name, token = ("warning", "warning") if self.missing else ("document", "text_2")
        draw_icon(painter, QRectF(15, 20, 18, 18), name, theme.color(token))
        narrow = width < 420
        right = width - (90 if self.missing else 14 if narrow else 232)
        ink = "text_2" if self.missing else "text"
        top = QRectF(48, 10, right - 48, 19)
        self._text(painter, top, self.title(), 13.5, ink, "medium")
        path = path_words(self.project.path)
        if self.missing:
            path = self.tr("not found: {0}").replace("{0}", path)
        self._text(painter, top.translated(0, 19), path, 12.5, "text_2")
        if not self.missing and not narrow:
            self._paint_progress(painter, width - 226)
            when = when_words(self.project.opened)
            place = QRectF(width - 110, 0, 96, self.height())
            self._text(painter, place, when, 12.5, "text_2", right=True)

    def _paint_progress(self, painter: QPainter, left: float) -> None:
        if not self.project.total:
            return
        words = QRectF(left, 15, 110, 19)
        self._text(painter, words, self._progress_words(), 12.5, "text_2")
        bar = QRectF(left, 37, 110, 4)
        path = QPainterPath()
        path.addRoundedRect(bar, 2, 2)
        painter.setClipPath(path)
        painter.fillRect(bar, self._theme.color("pressed"))
        share = min(self.project.done / self.project.total, 1.0)
        bar.setWidth(bar.width() * share)
        painter.fillRect(bar, self._theme.color("ok"))
        painter.setClipping(False)
