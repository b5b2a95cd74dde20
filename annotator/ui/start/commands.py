# SPDX-License-Identifier: MIT
"""Every action of the start window, as records: what needs no open project.

They bear the same ids as those of the annotating window, so that a shortcut
that was changed there is changed here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.actions import Action

if TYPE_CHECKING:
    from annotator.ui.start.window import StartWindow


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def start_actions(window: StartWindow) -> Iterator[Action]:
    """The records of every action that makes sense without a project."""
    yield from _file(window)
    yield Action(
        "view.dark",
        tr("Dark or light"),
        window.toggle_dark,
        ("Ctrl+Alt+D",),
        tr("View"),
        icon="moon",
    )
    yield from _help(window)


def _file(w: StartWindow) -> Iterator[Action]:
    menu, page = tr("File"), w.page
    for ident, title, signal, keys, picture in (
        ("new", tr("New project …"), page.new_requested, ("Ctrl+N",), "add"),
        ("open", tr("Open project …"), page.open_requested, ("Ctrl+O",), "folder"),
        ("import", tr("Import texts …"), page.import_requested, ("Ctrl+I",), "import"),
        ("sample", tr("Open the sample project"), page.sample_requested, (), "book"),
    ):
        yield Action(
            f"file.{ident}",
            title,
            signal.emit,
            keys,
            menu,
            icon=picture,
            group="project",
        )
    yield Action(
        "file.preferences",
        tr("Preferences …"),
        w.preferences,
        ("Ctrl+,",),
        menu,
        icon="settings",
        group="settings",
    )
    close = tr("Close window")
    yield Action("file.close", close, w.close, ("Ctrl+W",), menu, group="close")


def _help(w: StartWindow) -> Iterator[Action]:
    menu = tr("Help")
    yield Action("help.keys", tr("All keys"), w.show_keys, ("F1",), menu, icon="key")
    pages = tr("Help pages")
    yield Action("help.pages", pages, w.show_help, ("Shift+F1",), menu, icon="book")
    yield Action(
        "help.palette",
        tr("Run a command …"),
        w.show_palette,
        ("Ctrl+K",),
        menu,
        icon="search",
    )
    yield Action("help.about", tr("About Annotator"), w.about, (), menu, icon="info")
