# SPDX-License-Identifier: MIT
"""Painted buttons and ticks that show their key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.ui.form import look
from annotator.ui.form.look import RING
from annotator.ui.theme import Theme

_PADDING = {"primary": 12, "outline": 12, "link": 0}


class Button(QAbstractButton):
    """A button: "primary" (filled), "outline" or "link" (words only).

    It keeps `RING` pixels around itself free for the focus ring.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: str = "outline",
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.kind, self.sign, self.key = theme, kind, icon, key
        self.token = "text_2"
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.updateGeometry()
        self.update()

    def show_words(self, text: str, key: str = "") -> None:
        """Show other words and another key."""
        if (text, key) != (self.text(), self.key):
            self.key = key
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = 2.0 * _PADDING[self.kind] + self._words_width()
        width += self._sign_width() if self.sign else 0
        width += 8 + look.key_width(self.theme, self.key) if self.key else 0
        height = 18 if self.kind == "link" else look.SEGMENT
        return QSize(round(width + 0.5) + 2 * RING, height + 2 * RING)

    def _sign_width(self) -> int:
        side = 14 if self.kind == "link" else 16
        return side + (6 if self.text() else 0)

    def _words_width(self) -> float:
        return look.metrics(self.theme, *self._face()).horizontalAdvance(self.text())

    def _face(self) -> tuple[float, str]:
        return (12.5, "regular") if self.kind == "link" else (13, "medium")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        self._paint_ground(painter, box)
        self._paint_words(painter, box)
        if self.hasFocus():
            look.focus_ring(painter, box, self.theme)

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        color = self.theme.color
        if self.kind == "link":
            return
        if not self.isEnabled():
            look.stroke_box(painter, box, color("line"))
        elif self.kind == "primary":
            look.stroke_box(painter, box, color("accent"), fill=color("accent"))
        else:
            ground = "pressed" if self.isDown() else "hover"
            over = self.underMouse() or self.isDown()
            fill = color(ground if over else "raised")
            look.stroke_box(painter, box, color("border"), fill=fill)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text_3"
        if self.kind == "primary":
            return "on_accent"
        quiet = self.kind == "link" and not self.underMouse()
        return self.token if quiet else "text"

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        ink, middle = self.theme.color(self._ink()), box.center().y()
        x = box.left() + _PADDING[self.kind]
        if self.sign:
            side = 14 if self.kind == "link" else 16
            look.draw_named_icon(painter, self.sign, x, middle, ink, self.theme, side)
            x += side + 6
        width = self._words_width() + 1
        face = look.font(self.theme, *self._face())
        look.words(
            painter, QRectF(x, box.top(), width, box.height()), self.text(), ink, face
        )
        if self.key:
            self._paint_key(painter, x + width + 7, middle)

    def _paint_key(self, painter: QPainter, x: float, middle: float) -> None:
        right = x + look.key_width(self.theme, self.key)
        filled = self.kind == "primary" and self.isEnabled()
        ground = "accent" if filled else "hover"
        ink = "on_accent" if filled else "text_2"
        look.draw_key(painter, right, middle, self.key, self.theme, ground, ink)


class Tick(QAbstractButton):
    """A box with words: set, not set, or never said (dashed).

    `tell` gives the state; a click asks for the other one by `clicked`.
    """

    BOX = 14

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        key: str = "",
        boxed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.key, self.boxed = theme, key, boxed
        self.said: bool | None = None
        self.token = "text"
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.updateGeometry()
        self.update()

    def tell(self, said: bool | None) -> None:
        """Show True, False or None (unset)."""
        self.said = said
        self.setChecked(bool(said))
        self.setAccessibleDescription(self.tr("not set yet") if said is None else "")
        self.update()

    def set_boxed(self, boxed: bool) -> None:
        """Draw an outline around it, like a button's."""
        if boxed != self.boxed:
            self.boxed = boxed
            self.updateGeometry()

    def nextCheckState(self) -> None:
        """The state shown changes only when it is told to."""

    def sizeHint(self) -> QSize:
        face = look.metrics(self.theme, 13)
        width = self.BOX + 8 + face.horizontalAdvance(self.text()) + 1
        width += 8 + look.key_width(self.theme, self.key) if self.key else 0
        width += 24 if self.boxed else 0
        height = look.SEGMENT if self.boxed else 22
        return QSize(round(width + 0.5) + 2 * RING, height + 2 * RING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        color = self.theme.color
        area = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        x, middle = area.left(), area.center().y()
        if self.boxed:
            fill = color("hover" if self.underMouse() else "raised")
            look.stroke_box(painter, area, color("border"), fill=fill)
            x += 12
        box = QRectF(x, middle - self.BOX / 2, self.BOX, self.BOX)
        self._paint_box(painter, box)
        self._paint_words(painter, box, area)
        if self.hasFocus():
            look.focus_ring(painter, area if self.boxed else box, self.theme)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        color = self.theme.color
        if self.said:
            accent = color("accent" if self.isEnabled() else "text_3")
            look.stroke_box(painter, box, accent, fill=accent, radius=4)
            middle, ink = box.center().y(), color("on_accent")
            look.draw_named_icon(
                painter, "check", box.left() + 1, middle, ink, self.theme, 12
            )
        else:
            unset = self.said is None
            fill = color("raised")
            look.stroke_box(
                painter, box, color("border"), fill=fill, radius=4, dashed=unset
            )

    def _paint_words(self, painter: QPainter, box: QRectF, area: QRectF) -> None:
        face, ink = look.font(self.theme, 13), self.theme.color(self.token)
        left = box.right() + 8
        width = look.metrics(self.theme, 13).horizontalAdvance(self.text()) + 1
        rect = QRectF(left, area.top(), width, area.height())
        look.words(painter, rect, self.text(), ink, face)
        if self.key:
            right = rect.right() + 7 + look.key_width(self.theme, self.key)
            look.draw_key(painter, right, area.center().y(), self.key, self.theme)
