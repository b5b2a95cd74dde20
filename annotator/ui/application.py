# SPDX-License-Identifier: MIT
"""The one QApplication, dressed in a theme, and sessions for its windows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.model.errors import LockedError
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words, install_translators

SUFFIX = ".annotator"


def application(argv: Sequence[str] = ()) -> QApplication:
    """The running QApplication, or a new one dressed in the chosen theme."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication(list(argv) or [sys.argv[0]])
    app.setApplicationName("Annotator")
    app.setApplicationVersion(__version__)
    install_translators(app)
    return app


def theme_for(app: QApplication, settings: Settings) -> Theme:
    """The theme that the settings ask for; "system" follows the desktop's."""
    wanted = settings.appearance.theme
    if wanted == "system":
        scheme = app.styleHints().colorScheme()
        wanted = "dark" if scheme == Qt.ColorScheme.Dark else "light"
    return Theme.load(wanted)


def open_session(path: Path, annotator: str | None = None) -> tuple[Session, str]:
    """A session that writes where that is possible, and why it does not where not.

    A project that somebody else has open is opened for reading only.
    """
    try:
        session = Session.open(path, annotator=annotator)
    except LockedError as held:
        return Session.open(path, annotator=annotator, read_only=True), error_words(
            held
        )
    told = QCoreApplication.translate("app", "The file or its folder may only be read.")
    reason = told if session.read_only else ""
    return session, reason
