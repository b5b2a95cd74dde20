# SPDX-License-Identifier: MIT
"""The header: menus, the switch between modes, the way into the palette."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from annotator.ui.caps import draw_caps
from annotator.ui.icons import draw_icon
from annotator.ui.keys_text import caps
from annotator.ui.theme import Theme

HEIGHT: Final = 42


class ModeSwitch(QFrame):
    """One button per mode that exists.

    Signals:
        chosen(str): the id of the mode.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modeSwitch")
        self.setAccessibleName(self.tr("Mode"))
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._buttons: dict[str, QPushButton] = {}

    def add_mode(self, identifier: str, title: str) -> None:
        """Offer a mode; the first one is chosen."""
        made = QPushButton(title)
        made.setObjectName(f"mode-{identifier}")
        made.setProperty("kind", "mode")
        made.setCheckable(True)
        made.setChecked(not self._buttons)
        made.clicked.connect(lambda: self.chosen.emit(identifier))
        self._group.addButton(made)
        self._row.addWidget(made)
        self._buttons[identifier] = made

    def set_mode(self, identifier: str) -> None:
        """Show that mode as chosen, without a signal."""
        self._buttons[identifier].setChecked(True)


class CommandField(QAbstractButton):
    """Looks like a search field and opens the command palette."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandField")
        self._theme = theme
        self._keys = caps("Ctrl+K")
        self.setText(self.tr("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Show another shortcut."""
        self._keys = caps(key)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        width, edge = (2.0, "accent") if self.hasFocus() else (1.0, "line")
        if not self.hasFocus() and self.underMouse():
            edge = "border"
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(box, 6, 6)
        quiet = theme.color("text_2")
        draw_icon(painter, QRectF(9, self.height() / 2 - 8, 16, 16), "search", quiet)
        right = draw_caps(
            painter, [" ".join(self._keys)], box.right() - 9, box.center().y(), theme
        )
        painter.setFont(theme.font("ui", 13))
        painter.setPen(quiet)
        room = QRectF(31, 0, right - 37, self.height())
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class Header(QWidget):
    """The row above the panes, for `QMainWindow.setMenuWidget`.

    On a Mac the menus go to the bar of the system.

    Attributes:
        menu_bar: fill it with `ActionRegistry.menus`.
        modes: the switch; hidden until a mode is added.

    Signals:
        command_requested: the palette is wanted.
        mode_chosen(str): another mode was chosen.
    """

    command_requested = Signal()
    mode_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.menu_bar = QMenuBar()
        self.menu_bar.setNativeMenuBar(sys.platform == "darwin")
        self.modes = ModeSwitch(self)
        self.modes.hide()
        self.modes.chosen.connect(self.mode_chosen)
        self.field = CommandField(theme)
        self.field.clicked.connect(self.command_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 0, 13, 1)
        row.addWidget(self.menu_bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.field)

    def add_mode(self, identifier: str, title: str) -> None:
        """Offer a mode in the switch."""
        self.modes.add_mode(identifier, title)
        self.modes.show()
        self._place_modes()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.field.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_modes()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish):
            self._place_modes()
        return super().event(event)

    def _place_modes(self) -> None:
        """In the middle of the window, unless the menus reach that far."""
        size = self.modes.sizeHint()
        menus = self.menu_bar.x() + self.menu_bar.sizeHint().width() + 8
        left = max((self.width() - size.width()) // 2, menus)
        top = (self.height() - 1 - size.height()) // 2
        self.modes.setGeometry(left, top, size.width(), size.height())
        room = self.field.x() - left >= size.width()
        self.modes.setVisible(bool(self.modes.findChildren(QPushButton)) and room)
