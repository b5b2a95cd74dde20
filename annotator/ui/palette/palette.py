# SPDX-License-Identifier: MIT
"""The palette itself: a dim layer over the window, a field, a list, a foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.caps import KeyCaps
from annotator.ui.dialogs.base import plain_label
from annotator.ui.icons import icon
from annotator.ui.motion import Glide
from annotator.ui.palette.hits import Hit, Provider, window_providers
from annotator.ui.palette.inside import inside_providers
from annotator.ui.palette.rows import HitDelegate, HitModel
from annotator.ui.theme import Theme

WIDTH: Final = 640
TOP: Final = 72
LIST_HEIGHT: Final = 360
RADIUS: Final = 12.0
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class CommandPalette(QWidget):
    """Covers `window` while it is open.

    Attributes:
        field: where one types.
        list: what was found.

    Signals:
        opened, closed.
    """

    opened = Signal()
    closed = Signal()

    def __init__(
        self, providers: Sequence[Provider], theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("commandPalette")
        self.setAccessibleName(self.tr("Command palette"))
        self._providers = list(providers)
        self._theme = theme
        self._focus_before: QWidget | None = None
        self._model = HitModel(self)
        self._delegate = HitDelegate(self._model, theme, self)
        self._build()
        self._glide = Glide(self._panel)
        # The panel's ground is painted here.
        self._glide.valueChanged.connect(self.update)
        window.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        self._panel = QWidget(self)
        self._column = column = QVBoxLayout(self._panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(_line())
        self.list = QListView()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setProperty("plain", True)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._on_clicked)
        self.list.setContentsMargins(0, 0, 0, 0)
        box = QHBoxLayout()
        box.setContentsMargins(8, 4, 8, 6)
        box.addWidget(self.list)
        column.addLayout(box)
        self._nothing = plain_label(self.tr("Nothing found."), "quiet")
        self._nothing.setContentsMargins(20, 14, 20, 18)
        column.addWidget(self._nothing)
        column.addWidget(_line())
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(18, 9, 18, 10)
        self._foot.setSpacing(4)
        column.addLayout(self._foot)
        self._fill_foot()

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(20, 16, 20, 16)
        head.setSpacing(12)
        self._lens = QLabel()
        self.field = QLineEdit()
        self.field.setObjectName("paletteField")
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(self.tr("Search or run a command"))
        self.field.setPlaceholderText(self.tr("Search or run a command"))
        self.field.setFont(self._theme.font("ui", 16))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._find)
        head.addWidget(self._lens)
        head.addWidget(self.field, 1)
        self._lens.setPixmap(icon("search", self._theme).pixmap(18, 18))
        return head

    def _fill_foot(self) -> None:
        move, run = self.tr("move"), self.tr("run")
        self._hint(("↑", "↓"), move)
        self._hint(("Enter",), run)
        self._foot.addStretch(1)
        for provider in self._providers:
            if provider.prefix:
                self._hint((provider.prefix,), provider.hint)

    def _hint(self, keys: Iterable[str], words: str) -> None:
        for key in keys:
            cap = KeyCaps(key, self._theme, literal=True)
            self._foot.addWidget(cap)
        self._foot.addWidget(plain_label(words, "secondary"))
        self._foot.addSpacing(8)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._delegate.theme = theme
        self._lens.setPixmap(icon("search", theme).pixmap(18, 18))
        for cap in self.findChildren(KeyCaps):
            cap.set_theme(theme)
        self.update()

    # --- opening and closing

    @classmethod
    def show_over(cls, window: Any) -> CommandPalette:
        """Open the palette of an annotating window, made at the first time.

        It offers the commands of `window.registry` and the documents of
        `window.session`, which are opened by `window.open_document`.
        """
        palette = window.findChild(cls)
        if palette is None:
            palette = cls(_providers_of(window), window.theme, window)
        palette.set_theme(window.theme)
        palette.open()
        return palette

    def open(self, text: str = "") -> None:
        """Cover the window and wait for a query; `text` stands in the field."""
        fresh = not self.isVisible()
        if fresh:
            self._focus_before = QApplication.focusWidget()
            for provider in self._providers:
                provider.begin()
        self.field.setText(text)
        self._find(text)
        self.setGeometry(self._window.rect())
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        if fresh:
            self._glide.begin()
        self.opened.emit()

    def dismiss(self) -> None:
        """Close without running anything; the focus goes back where it was."""
        if not self.isVisible():
            return
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def run_current(self) -> bool:
        """Run the chosen hit and close; False where nothing can be run."""
        row = self._model.row(self.list.currentIndex().row())
        if not isinstance(row, Hit) or not row.possible:
            return False
        self.dismiss()
        row.activate()
        return True

    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.run_current()

    # --- finding

    def _find(self, text: str) -> None:
        asked = [p for p in self._providers if p.prefix and text.startswith(p.prefix)]
        query = text[len(asked[0].prefix) :] if asked else text
        rows: list[str | Hit] = []
        for provider in asked or self._providers:
            if query.strip() or asked or provider.when_empty:
                limit = 200 if asked or not query.strip() else provider.limit
                hits = list(islice(provider.find(query.strip()), limit))
                rows += [provider.title, *hits] if hits else []
        self._model.set_rows(rows)
        first = self._model.first_hit()
        self.list.setCurrentIndex(self._model.index(first))
        if first == 1:
            self.list.scrollToTop()
        self._place()

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        hits = [i for i in range(rows) if isinstance(self._model.row(i), Hit)]
        if not hits:
            return
        here = hits.index(max(self.list.currentIndex().row(), hits[0]))
        place = here + by
        # Single steps go round, pages stop at the ends.
        place = place % len(hits) if abs(by) == 1 else place
        row = hits[min(max(place, 0), len(hits) - 1)]
        self.list.setCurrentIndex(self._model.index(row))
        if row == hits[0]:
            self.list.scrollToTop()

    # --- events and drawing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._on_key(event):
                return True
        elif watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def _place(self) -> None:
        rows = self._model.height()
        room = max(self.height() - TOP - 140, 100)
        self.list.setFixedHeight(min(rows, LIST_HEIGHT, room))
        self.list.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        width = min(WIDTH, max(self.width() - 32, 200))
        self._panel.setFixedWidth(width)
        self._column.activate()
        height = self._panel.sizeHint().height()
        self._panel.setGeometry((self.width() - width) // 2, TOP, width, height)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("dim"))
        box = QRectF(self._panel.geometry())
        self._paint_shadow(painter, box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.end()

    def _paint_shadow(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(self._theme.color("dim"))
        shade.setAlpha(7)
        painter.setBrush(shade)
        for spread in range(2, 18, 2):
            wide = box.adjusted(-spread, -spread + 6, spread, spread + 6)
            painter.drawRoundedRect(wide, RADIUS + spread, RADIUS + spread)


def _providers_of(window: Any) -> list[Provider]:
    """What the palette finds; inside a text only where the window has one."""
    if not hasattr(window, "bench"):
        return window_providers(window)
    return [*window_providers(window), *inside_providers(window)]


def _line() -> QWidget:
    line = QWidget()
    line.setObjectName("hairline")
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line.setFixedHeight(1)
    return line
