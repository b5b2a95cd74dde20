# SPDX-License-Identifier: MIT
"""Starting the window: for the command line, for scripts and for tests."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import UserError
from annotator.services.settings import Settings
from annotator.ui.application import application, open_session, theme_for
from annotator.ui.theme import apply

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

__all__ = ["application", "main", "open_window", "theme_for"]


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
