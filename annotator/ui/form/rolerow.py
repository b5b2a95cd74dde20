# SPDX-License-Identifier: MIT
"""A role in the form: how it is drawn, its name, the words that play it, its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.model.annotation import Span
from annotator.model.codebook import Role
from annotator.ui.form import look
from annotator.ui.theme import Theme

HEIGHT = 27
#: How far the ground of a row reaches past its words.
OUT = 8
#: From the sample to the quote.
QUOTE = 106


class RoleRow(QAbstractButton):
    """One role.  A click marks the words that are selected in the article.

    Signals:
        clear_wanted: the words are to play this role no longer.
    """

    clear_wanted = Signal()

    def __init__(
        self, theme: Theme, role: Role, small: bool = False, bare: bool = False,
        main: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.theme, self.role, self.small, self.bare = theme, role, small, bare
        self._drawn_as = "content" if main else role.id
        self.quote = ""
        self.hint = ""
        self.expected = False
        self._over_clear = False
        self.setObjectName(f"role-{role.id}")
        self.setText(role.label)
        self.setToolTip(role.help)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.update()

    def show_spans(self, spans: Sequence[Span], hint: str, expected: bool) -> None:
        """Show the words that play the role, else `hint`; `expected`: it is next."""
        quote = " … ".join(look.one_line(span.text) for span in spans)
        if (quote, hint, expected) != (self.quote, self.hint, self.expected):
            self.quote, self.hint, self.expected = quote, hint, expected
            self.setAccessibleName(f"{self.role.label}: {quote or hint}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 23 if self.small else HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.quote:
                self.clear_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.quote:
            self.clear_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self.quote) and self._clear_box().contains(event.position())
        if over != self._over_clear:
            self._over_clear = over
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.quote and self._clear_box().contains(event.position()):
            self.setDown(False)
            self.clear_wanted.emit()
        else:
            super().mouseReleaseEvent(event)

    # -- painting

    def _inner(self) -> QRectF:
        out = 0 if self.small else OUT
        return QRectF(self.rect()).adjusted(out, 0, -out, 0)

    def _clear_box(self) -> QRectF:
        inner = self._inner()
        key = look.key_width(self.theme, self.role.key.upper()) if self.role.key else 0
        return QRectF(inner.right() - key - 24, 0, 20, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        color = self.theme.color
        lit = self.underMouse() or self.expected
        if lit and not self.small:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        if self.hasFocus():
            inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            look.stroke_box(painter, inside, color("accent"), 2)
        self._paint_parts(painter, lit)

    def _paint_parts(self, painter: QPainter, lit: bool) -> None:
        inner, color = self._inner(), self.theme.color
        middle = inner.center().y()
        if self.bare:
            self._paint_quote(painter, inner.left(), self._clear_room(painter, inner))
            return
        self._paint_sample(painter, inner, middle)
        name_left = inner.left() + (22 if self.small else 26)
        rect = QRectF(name_left, 0, QUOTE - 28, self.height())
        face = look.font(self.theme, 13)
        look.words(painter, rect, self.role.label, color("text_2"), face)
        right = inner.right()
        if self.role.key:
            ground = "raised" if lit and not self.small else "hover"
            key = self.role.key.upper()
            right = look.draw_key(painter, right, middle, key, self.theme, ground) - 8
        right = min(right, self._clear_room(painter, inner))
        self._paint_quote(painter, inner.left() + QUOTE, right)

    def _clear_room(self, painter: QPainter, inner: QRectF) -> float:
        """Draw the sign that clears, under the pointer; where the words end."""
        if not (self.quote and self.underMouse()):
            return inner.right()
        box, middle = self._clear_box(), inner.center().y()
        ink = self.theme.color("text" if self._over_clear else "text_3")
        look.draw_named_icon(
            painter, "close", box.left() + 3, middle, ink, self.theme, 14
        )
        return box.left() - 2

    def _paint_sample(self, painter: QPainter, inner: QRectF, middle: float) -> None:
        ink = self.theme.role_color(self.role.id, self.role.color)
        if self.small:
            quiet = self.theme.color("text_2")
            x = inner.left()
            look.draw_named_icon(painter, "quote", x, middle, quiet, self.theme, 14)
            return
        sample = QRectF(inner.left(), middle - 5.5, 18, 12)
        look.draw_sample(painter, sample, self._drawn_as, ink, self.theme)

    def _paint_quote(self, painter: QPainter, left: float, right: float) -> None:
        rect = QRectF(left, 0, right - left, self.height())
        if self.quote:
            ink = self.theme.color("text_2" if self.small else "text")
            face = look.font(self.theme, 14, "regular", "article")
            look.words(painter, rect.adjusted(0, 0.5, 0, 0.5), self.quote, ink, face)
        else:
            face, ink = look.font(self.theme, 12.5), self.theme.color("text_3")
            look.words(painter, rect, self.hint, ink, face)
