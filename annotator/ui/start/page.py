# SPDX-License-Identifier: MIT
"""The start page: begin, go on, or look at the sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogs.base import clear, plain_label
from annotator.ui.icons import draw_icon
from annotator.ui.start.hero import Hero
from annotator.ui.start.rows import ActionRow, RecentRow, Row
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.settings import Settings

WIDTH: Final = 948
LEFT: Final = 324
#: As many recent projects as fit beside the things to do.
SHOWN: Final = 5


class DropArea(QWidget):
    """Says that files may be dropped; the whole page takes them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._active = False
        self.setObjectName("dropArea")
        self.setFixedHeight(62)
        self._words = self.tr("Drop a project, texts or a folder here")
        self.setAccessibleName(self._words)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def set_active(self, active: bool) -> None:
        """Show that what is held over the page may be dropped."""
        self._active = active
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 62)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("accent" if self._active else "border"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        if self._active:
            painter.setBrush(theme.color("accent_soft"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 8, 8)
        painter.setFont(theme.font("ui", 13))
        painter.setPen(theme.color("text_2"))
        width = painter.fontMetrics().horizontalAdvance(self._words)
        left = (self.width() - width - 26) / 2
        sign = QRectF(left, self.height() / 2 - 8, 16, 16)
        draw_icon(painter, sign, "import", theme.color("text_2"))
        place = QRectF(left + 26, 0, width + 4, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()


class StartPage(QWidget):
    """Shown while no project is open.  It opens nothing itself.

    Signals:
        new_requested, open_requested, import_requested, sample_requested.
        project_requested(Path): a recent project.
        locate_requested(Path): one that is no longer where it was.
        dropped(list[Path]): files and folders that were dropped.
    """

    new_requested = Signal()
    open_requested = Signal()
    import_requested = Signal()
    sample_requested = Signal()
    project_requested = Signal(object)
    locate_requested = Signal(object)
    dropped = Signal(object)

    def __init__(
        self, theme: Theme, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self._theme = theme
        self._settings = settings
        self.setAcceptDrops(True)
        self._inside = QWidget()
        self._inside.setObjectName("paperPanel")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        scroll = QScrollArea(self)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inside)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._build()
        self.refresh()

    def _build(self) -> None:
        centred = QHBoxLayout(self._inside)
        centred.setContentsMargins(24, 24, 24, 24)
        centred.addStretch(1)
        page = QWidget()
        page.setMaximumWidth(WIDTH)
        centred.addWidget(page, 1000)
        centred.addStretch(1)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 40, 0, 24)
        self._column.setSpacing(56)
        self._hero = Hero(self._theme)
        row = QHBoxLayout()
        row.setContentsMargins(11, 0, 0, 0)
        row.addWidget(self._hero)
        self._column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(58)
        below.addLayout(self._build_left())
        below.addLayout(self._build_right(), 1)
        self._column.addLayout(below)
        self._column.addStretch(1)

    def _build_left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._title = plain_label("Annotator")
        self._title.setFont(self._theme.font("article", 30, "bold"))
        self._slogan = plain_label(self.tr("Who says what, and where they stand."))
        self._slogan.setProperty("role", "secondary")
        self._slogan.setFont(self._theme.font("article", 17))
        for label in (self._title, self._slogan):
            label.setContentsMargins(12, 0, 0, 2)
            column.addWidget(label)
        column.addSpacing(18)
        for words, picture, key, signal in (
            (self.tr("New project"), "add", "Ctrl+N", self.new_requested),
            (self.tr("Open project"), "folder", "Ctrl+O", self.open_requested),
            (self.tr("Import texts"), "document", "Ctrl+I", self.import_requested),
            (self.tr("Open the sample project"), "book", "", self.sample_requested),
        ):
            row = ActionRow(words, picture, key, self._theme)
            row.setFixedWidth(LEFT)
            row.clicked.connect(signal)
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

    def refresh(self) -> None:
        """Show the recent projects as the settings know them now."""
        clear(self._recent)
        projects = self._settings.recent[:SHOWN]
        self._recent_title.setVisible(bool(projects))
        for project in projects:
            row = RecentRow(project, self._theme)
            path = project.path
            row.locate.connect(lambda path=path: self.locate_requested.emit(path))
            if not row.missing:
                row.clicked.connect(
                    lambda _on=False, path=path: self.project_requested.emit(path)
                )
            self._recent.addWidget(row)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._hero.set_theme(theme)
        self._drop.set_theme(theme)
        for row in self.findChildren(Row):
            row.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The sentence gives way first.
        self._hero.setVisible(self.height() >= 640 and self.width() >= 720)

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
