# SPDX-License-Identifier: MIT
"""Starting the window: for the command line, for scripts and for tests."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.model.errors import LockedError, UserError
from annotator.services.session import Session
from annotator.services.settings import Settings
from annotator.ui.theme import Theme, apply
from annotator.ui.wording import error_words, install_translators

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

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


def open_window(path: str | Path, annotator: str | None = None) -> QMainWindow:
    """Build the window on a project for a running QApplication.

    Args:
        path: the project file.
        annotator: name or uid of who annotates; None: the last, else the
            system's user.

    Raises:
        StoreError: the file cannot be opened, with the reason in words.
    """
    from annotator.ui.window import MainWindow

    app = application()
    settings = Settings.load()
    theme = theme_for(app, settings)
    apply(app, theme)
    session, reason = open_session(Path(path), annotator)
    return MainWindow(session, theme, settings, read_only_reason=reason)


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


def main(paths: Sequence[str] = (), *, fullest: bool = False) -> int:
    """Open the window on a project, on text files, or on the start page.

    `fullest` opens the document with the most annotations.
    """
    from annotator.ui import crash, signals

    app = application()
    settings = Settings.load()
    theme = theme_for(app, settings)
    apply(app, theme)
    handler = crash.install(app, theme)
    from annotator.ui.windows import Windows

    windows = Windows(theme, settings)
    handler.told.connect(windows.tell)
    signals.install(app)
    try:
        windows.open_paths([Path(p) for p in paths], fullest=fullest)
    except UserError as error:
        # Whoever started the program from an icon sees no standard error.
        print(error, file=sys.stderr)
        windows.show_start_with(error)
    return app.exec()
