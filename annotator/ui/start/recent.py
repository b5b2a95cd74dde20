# SPDX-License-Identifier: MIT
"""A project opened before, as a row of the start page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from annotator.services.recent import RecentProject
from annotator.ui.dialogs.base import button
from annotator.ui.icons import draw_icon, icon
from annotator.ui.plain import one_line, tooltip
from annotator.ui.start.rows import Row, path_words, when_words
from annotator.ui.theme import Theme

RECENT: Final = 58
#: Narrower rows show title and path only.
NARROW: Final = 420
#: Where progress and time begin, from the right.
PROGRESS: Final = 226
TIME: Final = 110
GAP: Final = 16


class RecentRow(Row):
    """One project: title, path, progress, when it was last open.

    Attributes:
        trouble: why it cannot be opened, in words; "" where nothing is known.
        missing: whether the file is not where it was.

    Signals:
        opened(Path): it is to be opened.
        located(Path): the file is not where it was, and is to be looked for.
        removed(Path): it is to be taken out of the list.
    """

    opened = Signal(object)
    located = Signal(object)
    removed = Signal(object)

    def __init__(
        self,
        project: RecentProject,
        theme: Theme,
        fault: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, RECENT, parent)
        self.project = project
        self.missing = not project.exists
        self._fault = fault
        self.trouble = self._find_trouble()
        self.setAccessibleName(self._spoken())
        whole = [self.title(), one_line(str(project.path)), self.trouble]
        self.setToolTip(tooltip("\n".join(line for line in whole if line)))
        self._locate = self._build_locate()
        self._remove = self._build_remove()
        self.clicked.connect(self._on_clicked)

    def _build_locate(self) -> QPushButton:
        made = button(self.tr("Locate"))
        made.setParent(self)
        made.setObjectName("locateProject")
        made.setVisible(self.missing)
        made.clicked.connect(lambda: self.located.emit(self.project.path))
        return made

    def _build_remove(self) -> QToolButton:
        made = QToolButton(self)
        made.setObjectName("removeProject")
        words = self.tr("Remove from this list; the file is not touched")
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.setIcon(icon("close", self._theme))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setVisible(bool(self.trouble))
        made.clicked.connect(lambda: self.removed.emit(self.project.path))
        return made

    def _find_trouble(self) -> str:
        path = self.project.path
        if self.missing:
            return self.tr("Not found: {0}").replace("{0}", path_words(path))
        # Opening the file to look would drop the locks of a window that has it.
        if not os.access(path, os.R_OK):
            words = self.tr("You are not allowed to read {0}")
            return words.replace("{0}", path_words(path))
        # The row names the file already.
        words = one_line(self._fault.removeprefix(f"{path}: "))
        return words[:1].upper() + words[1:]

    def is_stale(self) -> bool:
        """Whether the file has come or gone since the row was made."""
        return self.missing == self.project.exists

    def holds_focus(self) -> bool:
        """Whether the keyboard is on the row or on one of its buttons."""
        return any(w.hasFocus() for w in (self, self._locate, self._remove))

    def title(self) -> str:
        """What the project is called: its title, else its file's name."""
        return one_line(self.project.title) or one_line(self.project.path.stem)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        super().set_theme(theme)
        self._remove.setIcon(icon("close", theme))

    def _spoken(self) -> str:
        if self.trouble:
            state = self.tr("not found") if self.missing else self.trouble
        else:
            state = self._progress_words()
        return f"{self.title()}, {path_words(self.project.path)}, {state}"

    def _progress_words(self) -> str:
        done = self.tr("{0} of {1}").replace("{0}", str(self.project.done))
        return done.replace("{1}", str(self.project.total))

    # -- keys and clicks

    def _on_clicked(self) -> None:
        path: Path = self.project.path
        (self.located if self.missing else self.opened).emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.project.path)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("recentMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = self.tr("Locate …") if self.missing else self.tr("Open")
        menu.addAction(words).triggered.connect(self._on_clicked)
        remove = menu.addAction(self.tr("Remove from this list"))
        remove.triggered.connect(lambda: self.removed.emit(self.project.path))
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        right = self.width() - 14
        for part in (self._remove, self._locate):
            if part.isVisibleTo(self):
                size = part.sizeHint()
                right -= size.width()
                top = (self.height() - size.height()) // 2
                part.setGeometry(right, top, size.width(), size.height())
                right -= 8

    # -- painting

    def _words_end(self) -> float:
        """Where title and path have to end."""
        if self.trouble:
            shown = self._locate if self.missing else self._remove
            return shown.x() - GAP
        narrow = self.width() < NARROW
        return self.width() - (14 if narrow else PROGRESS + GAP)

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._theme
        name, token = ("warning", "warning") if self.trouble else ("document", "text_2")
        draw_icon(painter, QRectF(15, 20, 18, 18), name, theme.color(token))
        top = QRectF(48, 10, self._words_end() - 48, 19)
        ink = "text_2" if self.trouble else "text"
        self._text(painter, top, self.title(), 13.5, ink, "medium")
        below, middle = top.translated(0, 19), Qt.TextElideMode.ElideMiddle
        if self.trouble:
            elide = middle if self.missing else Qt.TextElideMode.ElideRight
            self._text(painter, below, self.trouble, 12.5, "text_2", elide=elide)
            return
        path = path_words(self.project.path)
        self._text(painter, below, path, 12.5, "text_2", elide=middle)
        if self.width() >= NARROW:
            self._paint_progress(painter, self.width() - PROGRESS)
            when = when_words(self.project.opened)
            place = QRectF(self.width() - TIME, 0, TIME - 14, self.height())
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
