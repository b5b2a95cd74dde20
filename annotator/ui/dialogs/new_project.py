# SPDX-License-Identifier: MIT
"""A new project: what it is called, where it lies, under which codebook."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from annotator.model.codebook import Codebook
from annotator.model.errors import UserError
from annotator.services import codebook as codebooks
from annotator.services.files import safe_name
from annotator.services.session import Session
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.pathfield import PathField
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.settings import Settings

SUFFIX = ".annotator"


class NewProjectDialog(Dialog):
    """Makes a project.

    Signals:
        created(Session): the new project, open.
    """

    created = Signal(object)

    def __init__(
        self, theme: Theme, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("New project"))
        self.setObjectName("newProjectDialog")
        self.setMinimumWidth(560)
        self._settings = settings
        self._typed_path = False
        self._build_names()
        self._build_codebooks()
        self.add_cancel()
        self.make = self.add_button(self.tr("Create project"), "primary")
        self.make.clicked.connect(self._on_create)
        self._on_title(self.title.text())
        self.title.setFocus()

    def _build_names(self) -> None:
        self.title = QLineEdit()
        self.title.setObjectName("projectTitle")
        self.title.setPlaceholderText(self.tr("e.g. Ceasefire talks"))
        self.title.textChanged.connect(self._on_title)
        self.add_row(self.tr("Title"), self.title)
        self.place = PathField(
            "projectPath",
            self.tr("Project file"),
            self.tr("Projects (*.annotator)"),
        )
        self.place.line.textEdited.connect(self._on_path_edited)
        self.add_row(
            self.tr("File"),
            self.place,
            self.tr("One file holds everything: texts, codebook, annotations."),
        )
        self.annotator = QLineEdit(self._settings.person.name or _system_user())
        self.annotator.setObjectName("annotatorName")
        self.add_row(
            self.tr("Your name"),
            self.annotator,
            self.tr("Annotations are stored under this name."),
        )

    def _build_codebooks(self) -> None:
        self.body.addSpacing(4)
        self.body.addWidget(plain_label(self.tr("Codebook"), "heading"))
        self._choices = QButtonGroup(self)
        self._presets = list(codebooks.presets())
        for number, name in enumerate(self._presets):
            book = codebooks.preset(name)
            self._add_choice(number, book.title or name, describe(book))
        self.file = PathField(
            "codebookPath",
            self.tr("Codebook file"),
            self.tr("Codebooks (*.toml)"),
            saving=False,
        )
        self._add_choice(len(self._presets), self.tr("From a file"), "")
        self.file.line.textEdited.connect(self._on_file_edited)
        self.file.changed.connect(self._on_file_edited)
        self.body.addWidget(self.file)
        first = self._choices.button(0)
        first.setChecked(True)

    def _add_choice(self, number: int, title: str, words: str) -> None:
        choice = QRadioButton(one_line(title, 80).replace("&", "&&"))
        choice.setObjectName(f"codebook-{number}")
        choice.setAccessibleDescription(words)
        self._choices.addButton(choice, number)
        self.body.addWidget(choice)
        if words:
            below = plain_label(words, "quiet", wrap=True)
            below.setContentsMargins(24, 0, 0, 2)
            self.body.addWidget(below)

    def _on_title(self, title: str) -> None:
        if not self._typed_path:
            name = safe_name(title.strip(), "project")
            self.place.set_path(_documents() / f"{name}{SUFFIX}")

    def _on_path_edited(self) -> None:
        self._typed_path = True

    def _on_file_edited(self) -> None:
        self._choices.button(len(self._presets)).setChecked(True)

    def _codebook(self) -> Codebook:
        number = self._choices.checkedId()
        if number < len(self._presets):
            return codebooks.preset(self._presets[number])
        path = self.file.path()
        if path is None:
            raise UserError(self.tr("Choose the codebook’s file."))
        return codebooks.read_file(path)

    def _on_create(self) -> None:
        path, who = self.place.path(), self.annotator.text().strip()
        if path is None:
            self.tell(self.tr("Say where the project is to lie."))
            return
        if not who:
            self.tell(self.tr("Your name is missing."))
            self.annotator.setFocus()
            return
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        try:
            session = Session.create(
                path, self._codebook(), title=self.title.text().strip(), annotator=who
            )
        except UserError as error:
            self.tell(str(error))
            return
        self._settings.update("person", name=who)
        self.created.emit(session)
        self.accept()


def describe(codebook: Codebook) -> str:
    """What a codebook marks, in one line: "Attribution: content, source, cue"."""
    parts = []
    for kind in codebook.types:
        names = [role.label.lower() for role in kind.roles]
        if len(names) < 3:
            names += [f.label.lower() for f in kind.fields if f.id != "notes"]
        names += [row.label.lower() for row in kind.rows]
        parts.append(f"{kind.label}: {', '.join(dict.fromkeys(names))}")
    return one_line(" · ".join(parts), 200)


def _documents() -> Path:
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    place = QStandardPaths.writableLocation(kind)
    found = Path(place) if place else Path.home()
    # Not every system has made the folder it names.
    return found if found.is_dir() else Path.home()


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
