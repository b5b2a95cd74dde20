# SPDX-License-Identifier: MIT
"""A row of figures of a pair; those with passages behind them can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from annotator.ui.plain import one_line, tooltip
from annotator.ui.theme import Theme

HEIGHT: Final = 46


@dataclass(frozen=True, slots=True)
class PairFigure:
    """A value and what it is; `cell` says what opens, "" nothing."""

    value: str
    words: str
    tip: str = ""
    cell: str = ""


class _Figure(QAbstractButton):
    """One of them."""

    def __init__(self, theme: Theme, figure: PairFigure) -> None:
        super().__init__()
        self._theme, self.figure = theme, figure
        self.setObjectName(f"agreementFigure-{figure.cell}" if figure.cell else "")
        self.setAccessibleName(f"{figure.words}: {figure.value}")
        self.setToolTip(tooltip(figure.tip))
        opens = bool(figure.cell)
        focus = Qt.FocusPolicy.StrongFocus if opens else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self.setCheckable(opens)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        large = QFontMetricsF(self._theme.font("numbers", 15, "semibold"))
        small = QFontMetricsF(self._theme.font("ui", 12))
        width = max(
            large.horizontalAdvance(self.figure.value),
            small.horizontalAdvance(self._words()),
        )
        return QSize(int(width) + 12, HEIGHT)

    def _words(self) -> str:
        return one_line(self.figure.words, 26)

    def nextCheckState(self) -> None:
        """Only the row says which one is chosen."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isCheckable() and (self.isChecked() or self.underMouse()):
            painter.setPen(Qt.PenStyle.NoPen)
            token = "accent_soft" if self.isChecked() else "hover"
            painter.setBrush(theme.color(token))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        left = Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font("numbers", 15, "semibold"))
        painter.setPen(theme.color("text"))
        painter.drawText(box.adjusted(8, 3, 0, 0), left, self.figure.value)
        painter.setFont(theme.font("ui", 12))
        painter.setPen(theme.color("text_2"))
        painter.drawText(box.adjusted(8, 24, 0, 0), left, self._words())
        painter.end()


class PairFigures(QWidget):
    """Figures side by side.

    Signals:
        opened(str): the cell of a figure that was pressed.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreementFigures")
        self._theme = theme
        self._buttons: list[_Figure] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        self.setFixedHeight(HEIGHT)
        self._figures: tuple[PairFigure, ...] = ()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.set_figures(self._figures)

    def set_figures(self, figures: Sequence[PairFigure]) -> None:
        """Show these, from left to right."""
        self._figures = tuple(figures)
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [_Figure(self._theme, each) for each in figures]
        for place, button in enumerate(self._buttons):
            button.clicked.connect(
                lambda _=False, cell=button.figure.cell: self.opened.emit(cell)
            )
            self._row.insertWidget(place, button)
        self._leave_out()

    def _leave_out(self) -> None:
        """Without room for all of them, those that open nothing go first."""
        room = self.width()
        for button in self._buttons:
            room -= button.sizeHint().width() + self._row.spacing()
        for button in reversed(self._buttons):
            silent = not button.figure.cell
            button.setVisible(room >= 0 or not silent)
            if silent and room < 0:
                room += button.sizeHint().width() + self._row.spacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_out()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def choose(self, cell: str) -> None:
        """Show that figure's passages as those that are seen; "": none."""
        for button in self._buttons:
            if button.isCheckable():
                button.setChecked(button.figure.cell == cell)

    @property
    def figures(self) -> tuple[PairFigure, ...]:
        """What is shown."""
        return self._figures
