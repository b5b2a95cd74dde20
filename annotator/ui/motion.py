# SPDX-License-Identifier: MIT
"""The little motion there is: a popup glides into its place.

None where the system asks for less of it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, Qt
from PySide6.QtWidgets import QApplication, QWidget

#: How long it takes, in milliseconds, and from how far above it comes, in pixels.
DURATION: Final = 110
DISTANCE: Final = 6


class Glide(QPropertyAnimation):
    """Moves a widget that was just put somewhere down into its place."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, b"pos", widget)
        self._widget = widget
        self.setDuration(DURATION)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)

    def begin(self) -> None:
        """Start from a little above where the widget is."""
        self.stop()
        if QApplication.isEffectEnabled(Qt.UIEffect.UI_General):
            place = self._widget.pos()
            self.setStartValue(place - QPoint(0, DISTANCE))
            self.setEndValue(place)
            self.start()
