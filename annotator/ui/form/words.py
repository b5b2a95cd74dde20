# SPDX-License-Identifier: MIT
"""Plain words in a token's colour; and messages: an icon and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from annotator.ui.form import look
from annotator.ui.theme import Theme


class Words(QLabel):
    """A label whose text is never read as markup.

    It elides at its end unless `wrap`; the whole text is then its tool tip.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        token: str = "text",
        px: float = 13,
        weight: str = "regular",
        kind: str = "ui",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.theme, self.token = theme, token
        self._face = (px, weight, kind)
        self.setFont(look.font(theme, *self._face))
        self.setWordWrap(wrap)
        across = QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.setFont(look.font(theme, *self._face))
        self.update()

    def set_token(self, token: str) -> None:
        """Take the colour of another token."""
        self.token = token
        self.update()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(0, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self.theme.color(self.token)
        if self.wordWrap():
            painter.setFont(self.font())
            painter.setPen(ink)
            painter.drawText(
                self.contentsRect(), int(Qt.TextFlag.TextWordWrap), self.text()
            )
        else:
            text = look.one_line(self.text())
            look.words(
                painter,
                QRectF(self.contentsRect()),
                text,
                ink,
                self.font(),
                self.alignment(),
            )


class Sign(QWidget):
    """An icon by itself, in a token's colour."""

    def __init__(
        self, theme: Theme, name: str, token: str, side: int = 16,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.theme, self.name, self.token, self.side = theme, name, token, side
        self.setFixedSize(side, max(side, 16))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self.update()

    def show_sign(self, name: str, token: str) -> None:
        """Show another icon."""
        self.name, self.token = name, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        ink = self.theme.color(self.token)
        middle = self.height() / 2
        look.draw_named_icon(painter, self.name, 0, middle, ink, self.theme, self.side)


class Message(QWidget):
    """What is wrong with a field: an icon and one sentence saying what to do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.sign = Sign(theme, "warning", "warning", 14, self)
        self.label = Words(theme, token="warning", px=12, wrap=True, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)

    def tell(self, severity: str, sentence: str) -> None:
        """Show the sentence; severity is "error", "warning" or "ok"."""
        name = {"error": "error", "ok": "check"}.get(severity, "warning")
        token = {"error": "error", "ok": "text_2"}.get(severity, "warning")
        self.sign.show_sign(name, token)
        self.label.set_token(token)
        if self.label.text() != sentence:
            self.label.setText(sentence)
            self.setAccessibleName(sentence)
