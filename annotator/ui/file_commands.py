# SPDX-License-Identifier: MIT
"""The commands of the File menu: the project, and what goes in and out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.actions import Action, names

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def actions(w: MainWindow) -> Iterator[Action]:
    """New, open, import, export, back up and the like."""
    menu = tr("File")
    yield Action(
        "file.new",
        tr("New project …"),
        w.new_project,
        ("Ctrl+N",),
        menu,
        group="project",
        words=names(tr("create, start")),
        icon="add",
    )
    yield Action(
        "file.open",
        tr("Open project …"),
        w.open_project,
        ("Ctrl+O",),
        menu,
        group="project",
        words=names(tr("load file, switch project")),
        icon="folder",
    )
    yield Action(
        "file.import",
        tr("Import texts and data sets …"),
        w.import_texts,
        ("Ctrl+I",),
        menu,
        enabled=w.may_write,
        group="exchange",
        words=names(tr("add documents, articles, corpus, merge")),
        icon="import",
    )
    yield Action(
        "file.export",
        tr("Export data set …"),
        w.export_data,
        ("Ctrl+E",),
        menu,
        group="exchange",
        words=names(tr("save as CSV, download, results, table")),
        icon="export",
    )
    yield Action(
        "file.report",
        tr("What the last import or export said …"),
        w.show_report,
        menu=menu,
        enabled=w.has_report,
        group="exchange",
        words=names(tr("report, losses, notes, what was lost")),
        icon="info",
    )
    yield Action(
        "file.backup",
        tr("Back up now …"),
        w.back_up,
        menu=menu,
        group="keep",
        words=names(tr("save as, save a copy, duplicate")),
        icon="save",
    )
    yield Action(
        "file.metadata",
        tr("Document’s metadata …"),
        w.edit_metadata,
        ("Ctrl+M",),
        menu,
        enabled=w.has_document,
        group="document",
        words=names(tr("properties, date, author, source, title, language")),
        icon="info",
    )
    yield Action(
        "file.close",
        tr("Close window"),
        w.close,
        ("Ctrl+W",),
        menu,
        group="close",
        words=names(tr("quit, exit")),
        icon="close",
    )
