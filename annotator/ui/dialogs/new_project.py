# SPDX-License-Identifier: MIT
"""A new project: what it is called, where it lies, under which codebook."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.codebook import Codebook
from annotator.model.errors import CodebookError, StoreError, UserError
from annotator.services import codebook as codebooks
from annotator.services.files import safe_name
from annotator.services.session import Session
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.noted import Noted
from annotator.ui.dialogs.pathfield import PathField
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.settings import Settings

SUFFIX = ".annotator"
#: Words of a codebook begin under the words of its button.
_INDENT: Final = 24


class NewProjectDialog(Dialog):
    """Makes a project.  Until it can, the dialog says what is still missing.

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
        self.setMinimumWidth(600)
        self._theme = theme
        self._settings = settings
        self._proposed: Path | None = None
        self._touched: set[Noted] = set()
        self._build_names()
        self._build_codebooks()
        self.why = plain_label("", "quiet")
        self.why.setObjectName("whyNot")
        self.add_left(self.why)
        self.add_cancel()
        self.make = self.add_button(self.tr("Create project"), "primary")
        self.make.clicked.connect(self._on_create)
        self._on_title(self.title.text())
        self._listen()
        self.check()
        self.title.setFocus()

    def _build_names(self) -> None:
        self.title = QLineEdit()
        self.title.setObjectName("projectTitle")
        self.title.setPlaceholderText(self.tr("e.g. Ceasefire talks"))
        self.add_row(self.tr("Title"), self.title)
        self.place = PathField(
            "projectPath",
            self.tr("Project file"),
            self.tr("Projects (*.annotator)"),
        )
        hint = self.tr("One file holds everything: texts, codebook, annotations.")
        self._place = Noted(self._theme, self.place, hint, line=self.place.line)
        self.add_row(self.tr("File"), self._place)
        self.annotator = QLineEdit(self._settings.person.name or _system_user())
        self.annotator.setObjectName("annotatorName")
        self.annotator.setAccessibleName(self.tr("Your name"))
        hint = self.tr("Annotations are stored under this name.")
        self._annotator = Noted(self._theme, self.annotator, hint)
        self.add_row(self.tr("Your name"), self._annotator)

    def _build_codebooks(self) -> None:
        self.body.addSpacing(4)
        self.body.addWidget(plain_label(self.tr("Codebook"), "heading"))
        self._choices = QButtonGroup(self)
        self._presets = list(codebooks.presets())
        known = purposes()
        for number, name in enumerate(self._presets):
            book = codebooks.preset(name)
            lines = [known.get(name, ""), describe(book)]
            words = "\n".join(line for line in lines if line)
            self._add_choice(number, book.title or name, words)
        self.file = PathField(
            "codebookPath",
            self.tr("Codebook file"),
            self.tr("Codebooks (*.toml *.qdc)"),
            saving=False,
        )
        self._add_choice(len(self._presets), self.tr("From a file"), "")
        self._file = Noted(self._theme, self.file, line=self.file.line)
        self._file.setContentsMargins(_INDENT, 0, 0, 0)
        self.body.addWidget(self._file)
        self._choices.button(0).setChecked(True)

    def _add_choice(self, number: int, title: str, words: str) -> None:
        choice = QRadioButton(one_line(title, 80).replace("&", "&&"))
        choice.setObjectName(f"codebook-{number}")
        choice.setAccessibleDescription(words)
        self._choices.addButton(choice, number)
        group = QVBoxLayout()
        group.setSpacing(2)
        group.addWidget(choice)
        if words:
            below = plain_label(words, "quiet", wrap=True)
            below.setContentsMargins(_INDENT, 0, 0, 0)
            group.addWidget(below)
        self.body.addLayout(group)

    def _listen(self) -> None:
        self.title.textChanged.connect(self._on_title)
        self.place.changed.connect(lambda: self._on_edited(self._place))
        self.annotator.textChanged.connect(lambda: self._on_edited(self._annotator))
        self.file.changed.connect(self._on_file_edited)
        self._choices.idToggled.connect(lambda _number, _on: self.check())
        for line in (self.title, self.place.line, self.annotator, self.file.line):
            line.returnPressed.connect(self._on_return)

    # -- while it is filled in

    def _on_title(self, title: str) -> None:
        if self._proposed is None or self.place.path() == self._proposed:
            name = safe_name(title.strip(), "project")
            self._proposed = free_name(_documents(), name)
            self.place.set_path(self._proposed)

    def _on_edited(self, noted: Noted) -> None:
        self._touched.add(noted)
        self.check()

    def _on_file_edited(self) -> None:
        self._choices.button(len(self._presets)).setChecked(True)
        self._on_edited(self._file)

    def _on_return(self) -> None:
        """Enter where nothing can be made yet leads to what is missing."""
        faults = self._faults()
        if faults:
            noted = next(iter(faults))
            self._touched.update(faults)
            self.check()
            noted.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> None:
        """Say under each field what is wrong, and at the foot what is missing."""
        faults = self._faults()
        for noted in (self._place, self._annotator, self._file):
            words = faults.get(noted, "")
            if words or noted.note.text():
                noted.tell(words, wrong=noted in self._touched)
        short = {
            self._place: self.tr("The file needs another name or place."),
            self._annotator: self.tr("Your name is missing."),
            self._file: self.tr("The codebook cannot be used yet."),
        }
        self.why.setText(next((short[noted] for noted in faults), ""))
        self.make.setEnabled(not faults)
        self.make.setToolTip(self.why.text())

    def _faults(self) -> dict[Noted, str]:
        """What keeps the project from being made, by field, from the top."""
        found = {
            self._place: self._place_fault(),
            self._annotator: ""
            if self.annotator.text().strip()
            else self.tr("Required: annotations are stored under your name."),
            self._file: self._file_fault(),
        }
        return {noted: words for noted, words in found.items() if words}

    def _place_fault(self) -> str:
        path = self._path()
        if path is None:
            return self.tr("Required: say where the project is to lie.")
        folder = path.parent
        if os.path.lexists(path):
            words = self.tr("“{0}” is there already. Choose another name.")
            return words.replace("{0}", one_line(path.name))
        if not folder.is_dir():
            words = self.tr("There is no folder “{0}”. Choose another one.")
            return words.replace("{0}", one_line(str(folder)))
        if not os.access(folder, os.W_OK):
            words = self.tr("You may not write in “{0}”. Choose another folder.")
            return words.replace("{0}", one_line(str(folder)))
        return ""

    def _file_fault(self) -> str:
        if self._choices.checkedId() < len(self._presets):
            return ""
        if self.file.path() is None:
            return self.tr("Required: choose the codebook’s file.")
        try:
            self._codebook()
        except UserError as error:
            return error_words(error)
        return ""

    # -- making it

    def _path(self) -> Path | None:
        path = self.place.path()
        if path is not None and path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX) if path.name else None
        return path

    def _codebook(self) -> Codebook:
        number = self._choices.checkedId()
        if number < len(self._presets):
            return codebooks.preset(self._presets[number])
        path = self.file.path()
        if path is None:
            raise CodebookError(self.tr("Choose the codebook’s file."))
        return codebooks.read_file(path)

    def _on_create(self) -> None:
        path, who = self._path(), self.annotator.text().strip()
        if path is None or self._faults():
            # A file may have come or gone since it was looked for.
            self._on_return()
            return
        try:
            session = Session.create(
                path, self._codebook(), title=self.title.text().strip(), annotator=who
            )
        except UserError as error:
            self._tell(error)
            return
        self._settings.update("person", name=who)
        self.created.emit(session)
        self.accept()

    def _tell(self, error: UserError) -> None:
        """Say it at the field that it concerns."""
        if isinstance(error, StoreError):
            noted = self._place
        elif isinstance(error, CodebookError):
            noted = self._file
        else:
            self.tell(error_words(error))
            return
        noted.tell(error_words(error))
        noted.setFocus(Qt.FocusReason.OtherFocusReason)


def purposes() -> dict[str, str]:
    """What each codebook that comes with the program is for, in a sentence."""
    tr = QCoreApplication.translate
    return {
        "speaker_stance": tr(
            "codebooks",
            "Who says what, in which words, and where they stand on which issue.",
        ),
        "dna_statement": tr(
            "codebooks",
            "Statements of persons and organizations on concepts, for networks.",
        ),
        "polnear_scc": tr(
            "codebooks",
            "Attributions as source, cue and content, without stances.",
        ),
        "semeval_stance": tr(
            "codebooks",
            "One judgement, favor or against, for each text and given target.",
        ),
    }


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


def free_name(folder: Path, name: str) -> Path:
    """A path for a project of that name that is not taken yet."""
    paths = (folder / f"{each}{SUFFIX}" for each in _numbered(name))
    return next(path for path in paths if not os.path.lexists(path))


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} {number}" for number in count(2))


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
