# SPDX-License-Identifier: MIT
"""What every benchmark of a window needs: a quiet Qt, and waiting for the paint."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

#: What the platform without a screen says whenever a window is shown.
_NOISE = "This plugin does not support"


def quiet() -> None:
    """Keep the platform's own remarks from the terminal."""
    qInstallMessageHandler(_tell)


def _tell(kind: QtMsgType, context: object, message: str) -> None:
    if not message.startswith(_NOISE):
        print(message, flush=True)


def bare_application() -> QApplication:
    """An application in Qt's own dress."""
    quiet()
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])


def settle() -> None:
    """Let everything happen that was asked for, painting included."""
    for _ in range(2):
        QCoreApplication.processEvents()
