# SPDX-License-Identifier: MIT
"""Every action of the annotating window, as records.

Menus, tool bar, shortcuts, palette and cheat sheet are drawn from these.  What
is done to the text is in `ui.annotating`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.services import history
from annotator.ui import annotating, file_commands, modes
from annotator.ui.actions import Action, names
from annotator.ui.comments.commands import comment_actions

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def all_actions(window: MainWindow) -> Iterator[Action]:
    """The records of every action that the window offers."""
    yield from file_commands.actions(window)
    yield from _edit(window)
    yield from _settings(window)
    yield from _view(window)
    yield from modes.only_in(modes.ANNOTATE, _documents(window))
    yield from modes.while_annotating(annotating.actions(window))
    yield from comment_actions(window)
    yield from modes.actions(window, modes.all_modes())
    yield from _help(window)


def _edit(w: MainWindow) -> Iterator[Action]:
    menu = tr("Edit")
    undoable = _has(lambda: history.next_undo(w.session), tr("Nothing to undo."))
    redoable = _has(lambda: history.next_redo(w.session), tr("Nothing to redo."))
    yield Action(
        "edit.undo",
        tr("Undo"),
        w.undo,
        ("Ctrl+Z",),
        menu,
        enabled=undoable,
        group="undo",
        words=names(tr("take back, revert")),
        icon="undo",
    )
    yield Action(
        "edit.redo",
        tr("Redo"),
        w.redo,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        menu,
        enabled=redoable,
        group="undo",
        words=names(tr("do again, repeat")),
        icon="redo",
    )
    yield Action(
        "edit.history",
        tr("History …"),
        w.show_history,
        ("Ctrl+H",),
        menu,
        group="undo",
        words=names(tr("changes, log, versions, audit")),
        icon="history",
    )
    yield Action(
        "edit.copy",
        tr("Copy words"),
        w.copy,
        ("Ctrl+C",),
        menu,
        "article",
        enabled=w.has_selection,
        group="copy",
        words=names(tr("clipboard")),
        icon="copy",
    )
    yield Action(
        "edit.speakers",
        tr("Speakers …"),
        w.manage_speakers,
        menu=menu,
        group="things",
        words=names(tr("entities, names, aliases, people, unite, merge speakers")),
        icon="people",
    )
    yield Action(
        "edit.issues",
        tr("Issues …"),
        w.manage_issues,
        menu=menu,
        group="things",
        words=names(tr("targets, topics, vocabulary, unite, merge issues")),
        icon="concept",
    )
    yield Action(
        "edit.codebook",
        tr("Codebook …"),
        w.edit_codebook,
        menu=menu,
        enabled=w.may_write,
        group="things",
        words=names(tr("scheme, categories, tags, fields, roles, colours, labels")),
        icon="codebook",
    )


def _settings(w: MainWindow) -> Iterator[Action]:
    menu = tr("Edit")
    yield Action(
        "edit.annotator",
        tr("Who annotates …"),
        w.change_annotator,
        menu=menu,
        group="person",
        words=names(tr("user, annotator, name, log in, switch person")),
        icon="person",
    )
    yield Action(
        "edit.shortcuts",
        tr("Keyboard shortcuts …"),
        w.edit_shortcuts,
        menu=menu,
        group="settings",
        words=names(tr("keys, hotkeys, key bindings, customize")),
        icon="keyboard",
    )
    yield Action(
        "file.preferences",
        tr("Preferences …"),
        w.preferences,
        ("Ctrl+,",),
        menu,
        group="settings",
        words=names(tr("settings, options, configuration, measure time")),
        icon="settings",
    )


def _has(look: Callable[[], object], why_not: str) -> Callable[[], bool | str]:
    return lambda: True if look() is not None else why_not


def _view(w: MainWindow) -> Iterator[Action]:
    menu = tr("View")
    zoom = w.zoom_by
    yield Action(
        "view.zoom_in",
        tr("Larger text"),
        lambda: zoom(1),
        ("Ctrl++", "Ctrl+="),
        menu,
        group="size",
        words=names(tr("zoom in, bigger font, increase text size")),
        icon="zoom-in",
    )
    yield Action(
        "view.zoom_out",
        tr("Smaller text"),
        lambda: zoom(-1),
        ("Ctrl+-",),
        menu,
        group="size",
        words=names(tr("zoom out, smaller font, decrease text size")),
        icon="zoom-out",
    )
    yield Action(
        "view.zoom_reset",
        tr("Normal text size"),
        lambda: zoom(0),
        ("Ctrl+0",),
        menu,
        group="size",
        words=names(tr("reset zoom, default font size")),
        icon="search",
    )
    yield Action(
        "view.dark",
        tr("Dark or light"),
        w.toggle_dark,
        ("Ctrl+Alt+D",),
        menu,
        group="look",
        words=names(tr("theme, colours, night mode, appearance")),
        icon="moon",
    )
    yield Action(
        "view.list",
        tr("List of documents"),
        lambda: w.panes.show_list(not w.panes.is_list_shown()),
        ("F9",),
        menu,
        checkable=True,
        checked=lambda: w.panes.is_list_shown(),
        group="panes",
        words=names(tr("sidebar, hide list, collapse, show documents")),
        icon="tree",
    )
    yield Action(
        "view.usual_widths",
        tr("Usual widths of the panes"),
        lambda: w.panes.reset(),
        menu=menu,
        group="panes",
        words=names(tr("reset layout, restore window, columns")),
        icon="undo",
    )
    yield Action(
        "view.next_pane",
        tr("Next pane"),
        lambda: w.cycle_panes(1),
        ("F6",),
        menu,
        group="panes",
        words=names(tr("move focus, switch pane")),
        icon="right",
    )
    yield Action(
        "view.previous_pane",
        tr("Previous pane"),
        lambda: w.cycle_panes(-1),
        ("Shift+F6",),
        menu,
        group="panes",
        icon="left",
    )


def _documents(w: MainWindow) -> Iterator[Action]:
    menu = tr("View")
    yield Action(
        "view.filter",
        tr("Find documents"),
        w.focus_filter,
        ("Ctrl+F",),
        menu,
        group="documents",
        words=names(tr("search, filter the list")),
        icon="filter",
    )
    yield Action(
        "view.next_document",
        tr("Next document"),
        lambda: w.step_document(1),
        ("Ctrl+PgDown",),
        menu,
        group="documents",
        words=names(tr("next article")),
        icon="document",
    )
    yield Action(
        "view.previous_document",
        tr("Previous document"),
        lambda: w.step_document(-1),
        ("Ctrl+PgUp",),
        menu,
        group="documents",
        words=names(tr("previous article, back")),
        icon="document",
    )


def _help(w: MainWindow) -> Iterator[Action]:
    menu = tr("Help")
    yield Action(
        "help.keys",
        tr("All keys"),
        w.show_keys,
        ("F1",),
        menu,
        group="help",
        words=names(tr("help, cheat sheet, shortcuts")),
        icon="key",
    )
    yield Action(
        "help.pages",
        tr("Help pages"),
        w.show_help,
        ("Shift+F1",),
        menu,
        group="help",
        words=names(tr("manual, documentation, formats, codebook, how to")),
        icon="book",
    )
    yield Action(
        "help.guideline",
        tr("Guideline of the codebook …"),
        w.show_guideline,
        menu=menu,
        group="help",
        icon="book",
        words=names(tr("manual, coding instructions, rules, how to annotate")),
    )
    yield Action(
        "help.palette",
        tr("Run a command …"),
        w.show_palette,
        ("Ctrl+K",),
        menu,
        group="help",
        palette=False,
    )
    yield Action(
        "help.about",
        tr("About Annotator"),
        w.about,
        menu=menu,
        group="about",
        words=names(tr("version, licence")),
        icon="info",
    )
