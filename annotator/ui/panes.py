# SPDX-License-Identifier: MIT
"""How wide the panes are: as the window allows, until they are moved by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter

if TYPE_CHECKING:
    from annotator.services.settings import Settings

#: Widths of the list and of the form in a window of so many logical pixels.
#: Between the two they grow with the window, so that the text keeps its measure.
SMALL: Final = (1280, 196, 336)
LARGE: Final = (1440, 250, 384)
#: From this width on there is room for the wider lines of the text.
ROOMY: Final = 1360
#: The share of the column that the annotations have below the form.
TREE_SHARE: Final = 0.22
TREE_LEAST: Final = 128
TREE_MOST: Final = 260
#: Qt gives the panes their last sizes a moment after the button is let go.
SETTLED_MS: Final = 100
_BEGUN: Final = QSize(1440, 900)
#: What a desktop draws around a window, in logical pixels.
_FRAME: Final = QSize(2, 40)


def usual_widths(window: int) -> tuple[int, int]:
    """Widths of list and form in a window so wide, all in logical pixels."""
    share = (window - SMALL[0]) / (LARGE[0] - SMALL[0])
    share = min(max(share, 0.0), 1.0)
    widths = zip(SMALL[1:], LARGE[1:], strict=True)
    left, right = (round(low + (high - low) * share) for low, high in widths)
    return left, right


def first_size(screen: QSize) -> QSize:
    """The size of a new window: it fits the screen with its frame."""
    return _BEGUN.boundedTo(screen - _FRAME)


class Panes(QObject):
    """Gives the panes their sizes and remembers those that a person gave them.

    Signals:
        list_shown: whether the list of documents is to be seen.
    """

    list_shown = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        left: QDockWidget,
        right: QDockWidget,
        column: QSplitter,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._docks = {"documents": left, "form": right}
        self._column = column
        self._pressed: dict[str, int] = {}
        self._aside = False
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, right)
        left.setVisible(not settings.layout.get("documents_hidden", 0))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(300)
        self._pause.timeout.connect(self._on_split)
        column.splitterMoved.connect(lambda *_: self._pause.start())
        window.installEventFilter(self)
        column.installEventFilter(self)

    # -- sizes

    def arrange(self) -> None:
        """Give every pane its size: the remembered one, else the usual one."""
        if self._aside:
            return
        kept = self._settings.layout
        usual = usual_widths(self._window.width())
        names = zip(self._docks, usual, strict=True)
        widths = [kept.get(name, width) for name, width in names]
        docks = list(self._docks.values())
        self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
        self._arrange_column()

    def _arrange_column(self) -> None:
        height = self._column.height()
        share = min(max(round(height * TREE_SHARE), TREE_LEAST), TREE_MOST)
        tree = min(self._settings.layout.get("tree", share), height // 2)
        self._column.setSizes([height - tree, tree])

    def reset(self) -> None:
        """Forget what was moved by hand: the usual sizes again."""
        self._settings.set_layout({})
        self._docks["documents"].setVisible(not self._aside)
        self.arrange()
        self.list_shown.emit(True)

    def _keep(self, **sizes: int) -> None:
        self._settings.set_layout(self._settings.layout | sizes)

    # -- the list

    def is_list_shown(self) -> bool:
        """Whether the list of documents is to be seen."""
        return not self._settings.layout.get("documents_hidden", 0)

    def show_list(self, shown: bool) -> None:
        """Show the list of documents or give its place to the text."""
        self._keep(documents_hidden=int(not shown))
        self._docks["documents"].setVisible(shown and not self._aside)
        if shown:
            self.arrange()
        self.list_shown.emit(shown)

    def set_aside(self, aside: bool) -> None:
        """Give the whole window to another mode's page, or take it back."""
        self._aside = aside
        self._docks["documents"].setVisible(self.is_list_shown() and not aside)
        self._docks["form"].setVisible(not aside)
        if not aside:
            # The docks have no sizes to change before the window has laid them out.
            QTimer.singleShot(0, self, self.arrange)

    # -- what a person does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._column:
            if kind == QEvent.Type.Resize:
                self._arrange_column()
        elif kind in (QEvent.Type.Resize, QEvent.Type.Show):
            # Qt's layout has given the panes their sizes already.
            self.arrange()
        elif isinstance(event, QMouseEvent):
            self._on_mouse(kind)
        return super().eventFilter(watched, event)

    def _on_mouse(self, kind: QEvent.Type) -> None:
        """Only what lies between the panes hands its clicks to the window."""
        if kind == QEvent.Type.MouseButtonPress:
            self._pressed = self._widths()
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed:
            QTimer.singleShot(SETTLED_MS, self, self._on_released)

    def _widths(self) -> dict[str, int]:
        shown = {n: d for n, d in self._docks.items() if not d.isHidden()}
        return {name: each.width() for name, each in shown.items()}

    def _on_released(self) -> None:
        before, self._pressed = self._pressed, {}
        moved = {n: w for n, w in self._widths().items() if before.get(n, w) != w}
        if moved:
            self._keep(**moved)

    def _on_split(self) -> None:
        self._keep(tree=self._column.sizes()[1])
