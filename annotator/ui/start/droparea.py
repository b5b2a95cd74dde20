# SPDX-License-Identifier: MIT
"""The field of the start page that says that files may be dropped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui.icons import draw_icon
from annotator.ui.theme import Theme


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

    @property
    def active(self) -> bool:
        """Whether something that may be dropped is held over the page."""
        return self._active

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
