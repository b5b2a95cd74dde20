# SPDX-License-Identifier: MIT
"""The mouse of tests: it moves in the window meant, whatever stands above it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


def move_over(widget: QWidget, place: QPoint) -> None:
    """Move the mouse to a place in a shown widget.

    The window is told directly.  A move of the screen's pointer would go to
    whichever window lies on top there, a forgotten one of another test too.
    """
    window = widget.window()
    handle = window.windowHandle()
    assert handle is not None, "the window was never shown"
    QTest.mouseMove(handle, widget.mapTo(window, place))
    QCoreApplication.processEvents()
