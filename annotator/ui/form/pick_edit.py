# SPDX-License-Identifier: MIT
"""The line of a field that is filled by picking from a list."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from annotator.ui.form import look
from annotator.ui.theme import Theme


class PickEdit(QLineEdit):
    """The line of a picker: an icon, the value or the question, a chevron."""

    pressed = Signal()
    entered = Signal(object)
    gone = Signal()
    keyed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.icon = ""
        self.key = ""
        self.required = False
        self.setFont(look.font(theme, 13))
        self.setMinimumWidth(60)

    def set_icon(self, name: str) -> None:
        """Show that icon before the words; "" for none."""
        self.icon = name
        self._make_room()

    def set_key(self, key: str) -> None:
        """Show the key of the field before the chevron; "" for none."""
        self.key = key
        self._make_room()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.setFont(look.font(theme, 13))

    def _make_room(self) -> None:
        left = 22 if self.icon or self.hasFocus() else 0
        self.setTextMargins(left, 0, 38 if self.key else 22, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._make_room()
        self.entered.emit(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._make_room()
        self.gone.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(False)
        self.keyed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or not self.text():
            super().paintEvent(event)
            painter = QPainter(self)
        else:
            painter = QPainter(self)
            self._paint_at_rest(painter)
        look.begin(painter)
        self._paint_signs(painter)

    def _paint_at_rest(self, painter: QPainter) -> None:
        """Like a line edit, with the words elided at their end."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        panel = QStyle.PrimitiveElement.PE_PanelLineEdit
        self.style().drawPrimitive(panel, option, painter, self)
        left = 34 if self.icon else 12
        rect = QRectF(left, 0, self.width() - left - 28, self.height())
        rect.setWidth(rect.width() - (16 if self.key else 0))
        face = look.font(self.theme, 13, "medium" if self.icon else "regular")
        ink = self.theme.color("text")
        look.words(painter, rect, look.one_line(self.text()), ink, face)

    def _paint_signs(self, painter: QPainter) -> None:
        theme, middle = self.theme, self.height() / 2
        quiet = theme.color("text_3")
        icon = "search" if self.hasFocus() else self.icon
        if icon:
            look.draw_named_icon(
                painter, icon, 10, middle, theme.color("text_2"), theme
            )
        if self.required and not self.text() and not self.hasFocus():
            rect = QRectF(0, 0, self.width() - 10, self.height())
            face, right = look.font(theme, 12), Qt.AlignmentFlag.AlignRight
            look.words(painter, rect, self.tr("required"), quiet, face, right)
        elif not self.hasFocus():
            look.draw_named_icon(
                painter,
                "down",
                self.width() - 24,
                middle,
                theme.color("text_2"),
                theme,
                14,
            )
            self._paint_key(painter)

    def _paint_key(self, painter: QPainter) -> None:
        rect = QRectF(0, 0, self.width() - 28, self.height())
        face, right = look.font(self.theme, 11), Qt.AlignmentFlag.AlignRight
        look.words(painter, rect, self.key, self.theme.color("text_3"), face, right)
