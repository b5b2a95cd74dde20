# SPDX-License-Identifier: MIT
"""A small project for the dialogs over speakers and issues, and opening them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.services import entities
from annotator.services.session import Session
from annotator.ui.theme import apply, load_theme
from tests.store import made
from tests.ui.typist import Typist


@dataclass
class Opened:
    """An open dialog, who types into it, and the project behind it."""

    dialog: object
    session: Session
    keys: Typist

    def focus(self) -> str:
        """The name of the widget that has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget else ""


def session_on(folder: Path) -> Session:
    """Ann's session; the annotations name the speaker "lee" and the issue "peace"."""
    made.filled(folder).close()
    return Session.open(folder / "p.annotator", annotator="Ann")


def opened(qtbot, make, session: Session) -> Opened:
    """The dialog, on screen and with the keyboard in it."""
    theme = load_theme("light")
    apply(QApplication.instance(), theme)
    dialog = make(theme, session)
    # Otherwise Esc would delete it before the test looks at it.
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    QApplication.processEvents()
    return Opened(dialog, session, Typist(dialog))


def names(session: Session, kind: str = "speaker") -> set[str]:
    """What the live speakers are called."""
    return {each.name for each in entities.entities(session, kind)}
