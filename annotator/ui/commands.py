# SPDX-License-Identifier: MIT
"""Every action of the annotating window, as records.

Menus, tool bar, shortcuts, palette and cheat sheet are drawn from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.services import history
from annotator.ui.actions import Action

if TYPE_CHECKING:
    from annotator.model.codebook import Field, Role
    from annotator.ui.window import MainWindow


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def all_actions(window: MainWindow) -> Iterator[Action]:
    """The records of every action that the window offers."""
    yield from _file(window)
    yield from _edit(window)
    yield from _view(window)
    yield from _annotate(window)
    yield from _codebook(window)
    yield from _text(window)
    yield from _help(window)


def _file(w: MainWindow) -> Iterator[Action]:
    menu = tr("File")
    yield Action("file.new", tr("New project …"), w.new_project, ("Ctrl+N",), menu)
    yield Action("file.open", tr("Open project …"), w.open_project, ("Ctrl+O",), menu)
    yield Action(
        "file.import",
        tr("Import texts …"),
        w.import_texts,
        ("Ctrl+I",),
        menu,
        enabled=w.may_write,
    )
    yield Action(
        "file.export", tr("Export data set …"), w.export_data, ("Ctrl+E",), menu
    )
    yield Action("file.backup", tr("Back up now …"), w.back_up, (), menu)
    yield Action(
        "file.metadata",
        tr("Document’s metadata …"),
        w.edit_metadata,
        ("Ctrl+M",),
        menu,
        enabled=w.has_document,
    )
    yield Action(
        "file.preferences", tr("Preferences …"), w.preferences, ("Ctrl+,",), menu
    )
    yield Action("file.close", tr("Close window"), w.close, ("Ctrl+W",), menu)


def _edit(w: MainWindow) -> Iterator[Action]:
    menu = tr("Edit")
    undoable = _has(lambda: history.next_undo(w.session), tr("Nothing to undo."))
    redoable = _has(lambda: history.next_redo(w.session), tr("Nothing to redo."))
    yield Action("edit.undo", tr("Undo"), w.undo, ("Ctrl+Z",), menu, enabled=undoable)
    yield Action(
        "edit.redo",
        tr("Redo"),
        w.redo,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        menu,
        enabled=redoable,
    )
    yield Action("edit.history", tr("History …"), w.show_history, ("Ctrl+H",), menu)
    yield Action(
        "edit.copy",
        tr("Copy words"),
        w.copy,
        ("Ctrl+C",),
        menu,
        "article",
        enabled=w.has_selection,
    )
    yield Action("edit.speakers", tr("Speakers …"), w.manage_speakers, (), menu)
    yield Action("edit.annotator", tr("Who annotates …"), w.change_annotator, (), menu)
    yield Action("edit.issues", tr("Issues …"), w.manage_issues, (), menu)
    yield Action(
        "edit.codebook",
        tr("Codebook …"),
        w.edit_codebook,
        (),
        menu,
        enabled=w.may_write,
    )
    yield Action(
        "edit.shortcuts", tr("Keyboard shortcuts …"), w.edit_shortcuts, (), menu
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
    )
    yield Action(
        "view.zoom_out", tr("Smaller text"), lambda: zoom(-1), ("Ctrl+-",), menu
    )
    yield Action(
        "view.zoom_reset", tr("Normal text size"), lambda: zoom(0), ("Ctrl+0",), menu
    )
    yield Action("view.dark", tr("Dark or light"), w.toggle_dark, ("Ctrl+Alt+D",), menu)
    yield Action(
        "view.next_pane", tr("Next pane"), lambda: w.cycle_panes(1), ("F6",), menu
    )
    yield Action(
        "view.previous_pane",
        tr("Previous pane"),
        lambda: w.cycle_panes(-1),
        ("Shift+F6",),
        menu,
    )
    yield Action(
        "view.filter",
        tr("Find documents"),
        w.focus_filter,
        ("Ctrl+F",),
        menu,
    )
    yield Action(
        "view.next_document",
        tr("Next document"),
        lambda: w.step_document(1),
        ("Ctrl+PgDown",),
        menu,
    )
    yield Action(
        "view.previous_document",
        tr("Previous document"),
        lambda: w.step_document(-1),
        ("Ctrl+PgUp",),
        menu,
    )


def _annotate(w: MainWindow) -> Iterator[Action]:
    menu = tr("Annotate")
    bench, marker, verbs = w.bench, w.marker, w.verbs

    def guarded(verb: Callable[[], object]) -> Callable[[], object]:
        return lambda: bench.guarded(verb)

    def add(
        ident: str,
        title: str,
        callback: Callable[[], object],
        *keys: str,
        scope: str = "window",
        needs: Callable[[], bool | str] = w.has_chosen,
    ) -> Action:
        return Action(
            f"annotate.{ident}", title, callback, keys, menu, scope, enabled=needs
        )

    yield add(
        "accept",
        tr("Annotation is complete"),
        verbs.accept,
        "Return",
        "Enter",
        scope="article+tree",
    )
    yield add("leave", tr("Leave as draft"), w.escape, "Esc", scope="article+tree")
    yield add(
        "next",
        tr("Next annotation"),
        lambda: bench.step(True),
        "Tab",
        scope="article",
        needs=w.has_annotations,
    )
    yield add(
        "previous",
        tr("Previous annotation"),
        lambda: bench.step(False),
        "Shift+Tab",
        scope="article",
        needs=w.has_annotations,
    )
    yield add(
        "delete",
        tr("Delete span or annotation"),
        guarded(marker.delete),
        "Delete",
        "Backspace",
        scope="article+tree",
    )
    yield add("cut", tr("Cut words out of the content"), guarded(marker.cut), "Ctrl+D")
    yield add(
        "repeat_source",
        tr("Same source and speaker as before"),
        guarded(marker.repeat_source),
        "Ctrl+R",
    )
    for edge, start, keys in (
        (tr("Move the span’s end"), False, "Ctrl+Alt+"),
        (tr("Move the span’s start"), True, "Ctrl+Alt+Shift+"),
    ):
        for way, forward, key in (
            (tr("forward"), True, "Right"),
            (tr("back"), False, "Left"),
        ):
            yield add(
                f"edge_{'start' if start else 'end'}_{key.lower()}",
                f"{edge} {way}",
                guarded(
                    lambda s=start, f=forward: marker.move_edge(  # type: ignore[misc]
                        start_edge=s, forward=f
                    )
                ),
                f"{keys}{key}",
            )
    yield add(
        "describe_speaker",
        tr("Speaker’s role in this document …"),
        w.describe_speaker,
        "Ctrl+Shift+P",
    )
    yield add("next_problem", tr("Next problem"), w.next_problem, "F8")
    yield add(
        "complete_document",
        tr("Document is complete, open the next"),
        w.complete_document,
        "Ctrl+Return",
        "Ctrl+Enter",
        needs=w.has_document,
    )
    yield add(
        "skip_document",
        tr("Skip this document"),
        w.skip_document,
        "Ctrl+Shift+K",
        needs=w.has_document,
    )
    yield add(
        "reopen_document",
        tr("Reopen the document"),
        w.reopen_document,
        needs=w.has_document,
    )
    yield add(
        "note",
        tr("Note on this document"),
        w.edit_note,
        "Ctrl+Alt+N",
        needs=w.has_document,
    )


def _codebook(w: MainWindow) -> Iterator[Action]:
    """Roles and fields of the codebook by name, for those without a key."""
    kind = w.session.codebook.type(w.marker.type_id)
    parts: list[tuple[str | None, str, tuple[Role, ...], tuple[Field, ...]]]
    parts = [(None, "", kind.roles, kind.fields)]
    parts += [(r.id, f" ({r.label})", r.roles, r.fields) for r in kind.rows]
    for row, where, roles, fields in parts:
        for role in roles:
            yield Action(
                f"role.{row}.{role.id}" if row else f"role.{role.id}",
                tr("Mark as {0}").format(role.label) + where,
                _marker_of(w, role.id, row),
                (),
                tr("Annotate") + "/" + tr("Mark as"),
                enabled=w.has_chosen,
            )
        for field in fields:
            yield Action(
                f"field.{row}.{field.id}" if row else f"field.{field.id}",
                tr("Field {0}").format(field.label) + where,
                _field_of(w, field.id, row),
                (),
                tr("Annotate") + "/" + tr("Go to field"),
                enabled=w.has_chosen,
            )


def _marker_of(w: MainWindow, role: str, row: str | None) -> Callable[[], object]:
    return lambda: w.bench.guarded(lambda: w.marker.role_by_name(role, row))


def _field_of(w: MainWindow, field: str, row: str | None) -> Callable[[], object]:
    return lambda: w.bench.guarded(lambda: w.marker.focus_field(field, row))


#: unit, key that goes back, key that goes forward
_MOVES = (
    ("character", "Alt+Left", "Alt+Right"),
    ("word", "Left", "Right"),
    ("clause", "Ctrl+Left", "Ctrl+Right"),
    ("line", "Up", "Down"),
    ("sentence", "Home", "End"),
    ("paragraph", "Ctrl+Up", "Ctrl+Down"),
    ("page", "PgUp", "PgDown"),
    ("document", "Ctrl+Home", "Ctrl+End"),
)


def _unit_names() -> dict[str, str]:
    return {
        "character": tr("character"),
        "word": tr("word"),
        "clause": tr("clause"),
        "line": tr("line"),
        "sentence": tr("sentence"),
        "paragraph": tr("paragraph"),
        "page": tr("page"),
        "document": tr("document"),
    }


def _text(w: MainWindow) -> Iterator[Action]:
    menu = tr("Text")
    names = _unit_names()
    for unit, back, on in _MOVES:
        for forward, key in ((False, back), (True, on)):
            for extend in (False, True):
                what = tr("Select") if extend else tr("Go")
                way = tr("forward") if forward else tr("back")
                yield Action(
                    f"text.{'select' if extend else 'go'}_{unit}_"
                    f"{'on' if forward else 'back'}",
                    f"{what} {way} by {names[unit]}",
                    _mover(w, unit, forward, extend),
                    (_shifted(key) if extend else key,),
                    f"{menu}/{what}",
                    "article",
                )
    yield Action(
        "text.grow",
        tr("Widen the selection"),
        w.article.grow,
        ("Space",),
        menu,
        "article",
    )
    yield Action(
        "text.shrink",
        tr("Narrow the selection"),
        w.article.shrink,
        ("Shift+Space",),
        menu,
        "article",
    )


def _shifted(key: str) -> str:
    head, _, last = key.rpartition("+")
    return f"{head}+Shift+{last}" if head else f"Shift+{last}"


def _mover(
    w: MainWindow, unit: str, forward: bool, extend: bool
) -> Callable[[], object]:
    return lambda: w.article.move(unit, forward, extend)


def _help(w: MainWindow) -> Iterator[Action]:
    menu = tr("Help")
    yield Action("help.keys", tr("All keys"), w.show_keys, ("F1",), menu)
    yield Action(
        "help.palette", tr("Run a command …"), w.show_palette, ("Ctrl+K",), menu
    )
    yield Action("help.about", tr("About Annotator"), w.about, (), menu)
