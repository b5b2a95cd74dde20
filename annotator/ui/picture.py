# SPDX-License-Identifier: MIT
"""Pictures of the window, drawn where there is no display."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from annotator.model.errors import UserError


def has_display() -> bool:
    """Whether a window can be shown here."""
    if os.name == "nt" or os.uname().sysname == "Darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def draw_window(
    project: Path,
    target: Path,
    *,
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
    annotator: str | None = None,
    choose: int | None = None,
) -> Path:
    """Draw the window on `project` into the PNG `target`.

    Args:
        size: width and height in logical pixels.
        theme: "light" or "dark".
        choose: which annotation (from 0, in text order) to show as chosen, in the
            document that has the most.

    Raises:
        UserError: the picture cannot be written.
    """
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler

    from annotator.ui.app import application, open_window
    from annotator.ui.theme import Theme
    from annotator.ui.window import MainWindow

    before = qInstallMessageHandler(_quiet)
    app = application()
    window = open_window(project, annotator)
    assert isinstance(window, MainWindow)
    window.set_theme(Theme.load(theme))
    window.resize(*size)
    window.show()
    window.open_fullest()
    app.processEvents()
    if choose is not None and choose < len(window.bench.annotations):
        window.bench.choose(window.bench.annotations[choose].uid)
        window.article.ensure_visible(window.bench.annotations[choose].uid)
    app.processEvents()
    app.processEvents()
    drawn = window.grab().save(str(target), "PNG")
    window.close()
    qInstallMessageHandler(before)
    if not drawn:
        raise UserError("The picture could not be written.", file=target)
    return target


def _quiet(_kind: object, _where: object, message: str) -> None:
    """Pass on what Qt says, but for what the offscreen platform always says."""
    if "does not support" not in message:
        print(message, file=sys.stderr)
