# SPDX-License-Identifier: MIT
"""How far the project is: a sentence, a percentage and a bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.theme import Theme

HEIGHT: Final = 48


def share(done: int, total: int) -> int:
    """Whole percent, 100 only when all is done."""
    return done * 100 // total if total else 0


class ProjectProgress(QWidget):
    """“46 of 128 complete, 36 %”, painted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("projectProgress")
        self._theme = theme
        self._total = 0
        self._counts: Mapping[str, int] = {}
        self.setFixedHeight(HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def set_totals(self, total: int, by_status: Mapping[str, int]) -> None:
        """Show how many of `total` documents have which status."""
        self._total, self._counts = total, dict(by_status)
        self.setAccessibleName(f"{self.words()}, {self.percent()}")
        self.setToolTip(self.details())
        self.update()

    def words(self) -> str:
        """The sentence."""
        done = self._counts.get("complete", 0)
        text = self.tr("{0} of {1} complete")
        return text.replace("{0}", str(done)).replace("{1}", str(self._total))

    def percent(self) -> str:
        """The percentage as it is shown."""
        return f"{share(self._counts.get('complete', 0), self._total)} %"

    def details(self) -> str:
        """What is begun, skipped and new, for the tooltip."""
        parts = (
            (self.tr("{0} in progress"), "in_progress"),
            (self.tr("{0} skipped"), "skipped"),
            (self.tr("{0} new"), "new"),
        )
        counts = ((words, self._counts.get(key, 0)) for words, key in parts)
        return ", ".join(w.replace("{0}", str(n)) for w, n in counts if n)

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("line"))
        words = QRectF(14, 9, self.width() - 28, 18)
        painter.setFont(theme.font("numbers", 12))
        painter.setPen(theme.color("text_2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, middle, self.words())
        painter.setPen(theme.color("text_3"))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, self.percent())
        self._paint_bar(painter, QRectF(14, 34, self.width() - 28, 4))
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(bar, 2, 2)
        painter.setClipPath(path)
        painter.fillRect(bar, self._theme.color("line"))
        left = bar.left()
        for status, token in (("complete", "ok"), ("in_progress", "accent")):
            part = self._counts.get(status, 0) / max(self._total, 1) * bar.width()
            if part:
                piece = QRectF(left, bar.top(), max(part - 1, 2), bar.height())
                painter.fillRect(piece, self._theme.color(token))
                left += part
