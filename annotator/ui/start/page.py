# SPDX-License-Identifier: MIT
"""The start page: begin, go on, or look at the sample."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogs.base import clear, plain_label
from annotator.ui.start.droparea import DropArea
from annotator.ui.start.hero import Hero
from annotator.ui.start.recent import RecentRow
from annotator.ui.start.rows import ActionRow, Row
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.settings import Settings

WIDTH: Final = 948
LEFT: Final = 324
#: As many recent projects as fit beside the things to do.
SHOWN: Final = 5
#: How high all of it is with so many projects.
CONTENT: Final = 690
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class StartPage(QWidget):
    """Shown while no project is open.  It opens nothing itself.

    Signals:
        new_requested, open_requested, import_requested, sample_requested.
        project_requested(Path): a recent project.
        locate_requested(Path): one that is no longer where it was.
        dropped(list[Path]): files and folders that were dropped.
        told(str): something was done that the status line is to say.
    """

    new_requested = Signal()
    open_requested = Signal()
    import_requested = Signal()
    sample_requested = Signal()
    project_requested = Signal(object)
    locate_requested = Signal(object)
    dropped = Signal(object)
    told = Signal(str)

    def __init__(
        self, theme: Theme, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self._theme = theme
        self._settings = settings
        self._faults: dict[Path, str] = {}
        self._actions: dict[str, ActionRow] = {}
        self._rows: list[RecentRow] = []
        self.setAcceptDrops(True)
        self._inside = QWidget()
        self._inside.setObjectName("paperPanel")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scroll = QScrollArea(self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._build()
        self.refresh()

    # -- building

    def _build(self) -> None:
        centred = QHBoxLayout(self._inside)
        centred.setContentsMargins(24, 16, 24, 16)
        centred.addStretch(1)
        page = QWidget()
        page.setMaximumWidth(WIDTH)
        centred.addWidget(page, 1000)
        centred.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._above = QWidget()
        column.addWidget(self._above)
        self._hero = Hero(self._theme)
        row = QHBoxLayout()
        row.setContentsMargins(11, 0, 0, 0)
        row.addWidget(self._hero)
        column.addLayout(row)
        self._gap = QWidget()
        self._gap.setFixedHeight(48)
        column.addWidget(self._gap)
        below = QHBoxLayout()
        below.setSpacing(58)
        below.addLayout(self._build_left())
        below.addLayout(self._build_right(), 1)
        column.addLayout(below)
        column.addStretch(1)

    def _build_left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        title = plain_label("Annotator")
        title.setFont(self._theme.font("article", 30, "bold"))
        slogan = plain_label(self.tr("Who says what, and where they stand."))
        slogan.setProperty("role", "secondary")
        slogan.setFont(self._theme.font("article", 17))
        for label in (title, slogan):
            label.setContentsMargins(12, 0, 0, 2)
            column.addWidget(label)
        column.addSpacing(18)
        for ident, words, picture, signal in (
            ("file.new", self.tr("New project"), "add", self.new_requested),
            ("file.open", self.tr("Open project"), "folder", self.open_requested),
            ("file.import", self.tr("Import texts"), "document", self.import_requested),
            (
                "file.sample",
                self.tr("Open the sample project"),
                "book",
                self.sample_requested,
            ),
        ):
            row = ActionRow(words, picture, self._theme)
            row.setFixedWidth(LEFT)
            row.clicked.connect(signal)
            row.stepped.connect(self._on_step)
            self._actions[ident] = row
            column.addWidget(row)
        column.addStretch(1)
        return column

    def _build_right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._recent_title = plain_label(self.tr("Recent projects"), "heading")
        self._recent_title.setContentsMargins(14, 16, 0, 8)
        column.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addSpacing(18)
        self._drop = DropArea(self._theme)
        column.addWidget(self._drop)
        column.addStretch(1)
        return column

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show beside the things to do which shortcut each has, by action id."""
        for ident, row in self._actions.items():
            row.set_key(keys.get(ident, ""))

    # -- recent projects

    def refresh(self) -> None:
        """Show the recent projects as the settings know them now."""
        focused = next((r.project.path for r in self._rows if r.holds_focus()), None)
        clear(self._recent)
        projects = self._settings.recent[:SHOWN]
        self._recent_title.setVisible(bool(projects))
        self._rows = []
        for project in projects:
            row = RecentRow(project, self._theme, self._faults.get(project.path, ""))
            row.opened.connect(self.project_requested)
            row.located.connect(self.locate_requested)
            row.removed.connect(self.forget)
            row.stepped.connect(self._on_step)
            self._recent.addWidget(row)
            self._rows.append(row)
            # A layout shows its widgets only later: too late for the focus.
            row.setVisible(True)
            if project.path == focused:
                row.setFocus()

    def look_again(self) -> None:
        """Show which recent projects are where they were, where that changed."""
        if any(row.is_stale() for row in self._rows):
            self.refresh()

    def show_fault(self, path: Path, words: str) -> bool:
        """Say at a recent project why it cannot be opened; False: it is not shown."""
        if path not in [row.project.path for row in self._rows]:
            return False
        self._faults[path] = words
        self.refresh()
        return True

    def forget(self, path: Path) -> None:
        """Take a project out of the list; its file stays as it is."""
        place = [row.project.path for row in self._rows].index(path)
        title = self._rows[place].title()
        self._settings.forget(path)
        self._faults.pop(path, None)
        self.refresh()
        if self._rows:
            self._rows[min(place, len(self._rows) - 1)].setFocus()
        else:
            self.focus_first()
        words = self.tr("“{0}” was removed from this list. Its file was not touched.")
        self.told.emit(words.replace("{0}", title))

    # -- the keyboard

    def focus_first(self) -> None:
        """Put the keyboard on the project of last time, else on a new one."""
        usable = (row for row in self._rows if not row.trouble)
        first: Row = next(usable, self._actions["file.new"])
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_step(self, row: Row, key: Qt.Key) -> None:
        """Arrows go along a column and over to the other; both ends stop."""
        columns: list[list[Row]] = [list(self._actions.values()), list(self._rows)]
        here = next((c for c in columns if row in c), [])
        if not here:
            return
        place = here.index(row)
        if key in _STEPS:
            place += _STEPS[key]
        elif key == Qt.Key.Key_Home:
            place = 0
        elif key == Qt.Key.Key_End:
            place = len(here) - 1
        else:
            here = columns[key == Qt.Key.Key_Right] or here
        goal = here[min(max(place, 0), len(here) - 1)]
        goal.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(goal)

    # -- looks

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._hero.set_theme(theme)
        self._drop.set_theme(theme)
        for row in (*self._actions.values(), *self._rows):
            row.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The sentence gives way first.
        room = self.height() >= 640 and self.width() >= 720
        self._hero.setVisible(room)
        self._gap.setVisible(room)
        # Above the middle a page looks balanced.  What stands on it does not
        # count: it must not move when a project is taken out of the list.
        self._above.setFixedHeight(max(0, (self.height() - CONTENT) * 2 // 5))

    # -- what is dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._drop.set_active(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._drop.set_active(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.set_active(False)
        paths = paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def paths_of(data: QMimeData) -> list[Path]:
    """The local files and folders in what was dropped."""
    urls = [url for url in data.urls() if url.isLocalFile()]
    return [Path(url.toLocalFile()) for url in urls]
