# SPDX-License-Identifier: MIT
"""Choosing what to export, as what, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.services.transfer import (
    FormatChoice,
    Selection,
    check_output,
    is_folder_output,
    replaced,
)
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.export_choices import ChoicesPanel
from annotator.ui.dialogs.export_formats import FormatList
from annotator.ui.dialogs.export_preview import PreviewPanel
from annotator.ui.dialogs.pathfield import PathField
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words, in_words

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.services.settings import Settings


#: The choices have room for their words, and for a bar beside them.
_CHOICES_WIDTH = 392


class ExportDialog(Dialog):
    """Asks what to export; it does not export itself.

    Signals:
        accepted_with(Path, str, Selection): go ahead.
    """

    accepted_with = Signal(object, str, object)

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        session: Session,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Export data set"))
        self.setObjectName("exportDialog")
        self.setMinimumSize(1000, 620)
        self.resize(1200, 730)
        self._session = session
        self._confirmed: Path | None = None
        self._build_columns(theme)
        self._build_output()
        self.add_cancel()
        self.go = self.add_button(self.tr("Export"), "primary")
        self.go.clicked.connect(self._on_go)
        self.formats.chosen.connect(self._on_format)
        self.choices.changed.connect(self._on_choice)
        self.formats.choose(self.formats.choices()[0].name)
        self.formats.setFocus()

    def _build_columns(self, theme: Theme) -> None:
        self.formats = FormatList(theme)
        self.formats.setMinimumWidth(330)
        self.choices = ChoicesPanel(self._session)
        self.preview = PreviewPanel(self._session)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        self.body.addLayout(columns, 1)
        for title, widget, share in (
            (self.tr("Format"), self.formats, 4),
            (self.tr("What goes out"), _scrolled(self.choices), 5),
        ):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(plain_label(title, "heading"))
            column.addWidget(widget, 1)
            columns.addLayout(column, share)
        columns.addWidget(self.preview, 6)

    def _build_output(self) -> None:
        self.shape = QComboBox()
        self.shape.setObjectName("exportShape")
        self.shape.addItem(
            self.tr("A folder: the data, a data card, codebook, check sums, losses"),
            "folder",
        )
        self.shape.addItem(self.tr("Nothing but the data"), "file")
        self.shape.currentIndexChanged.connect(self._on_shape)
        self.add_row(self.tr("Write"), self.shape)
        self.place = PathField("exportPath", self.tr("Place"), "*")
        self.place.changed.connect(self._on_place)
        self.add_row(self.tr("Place"), self.place)

    # -- what was chosen

    def selection(self) -> Selection:
        """What is to go out.  Raises UserError where it cannot be."""
        return self.choices.selection()

    def output(self) -> Path | None:
        """Where it is to go: with the suffix of the format, or a folder's name."""
        path, choice = self.place.path(), self.formats.choice()
        if path is None or choice is None or not path.name:
            return None
        suffix = choice.suffixes[0] if choice.suffixes else ""
        if self._wants_folder(choice):
            return path.with_suffix("") if path.suffix in choice.suffixes else path
        if is_folder_output(path, choice) and not path.is_dir():
            return path.with_name(f"{path.name}{suffix}")
        return path

    def _wants_folder(self, choice: FormatChoice) -> bool:
        return choice.many or self.shape.currentData() == "folder"

    # -- what changes

    def _on_format(self, choice: FormatChoice) -> None:
        self.go.setEnabled(choice.available)
        self.shape.setEnabled(not choice.many)
        if choice.many:
            self.shape.setCurrentIndex(0)
        self._show_losses(choice)
        self._propose()
        self._on_choice()

    def _on_shape(self) -> None:
        choice = self.formats.choice()
        if choice is not None:
            self._show_losses(choice)
        self._propose()

    def _show_losses(self, choice: FormatChoice) -> None:
        self.preview.show_losses(choice, self._wants_folder(choice))

    def _propose(self) -> None:
        """A place that fits format and shape, in the folder that was chosen."""
        choice = self.formats.choice()
        if choice is None:
            return
        stem, around = self._session.path.stem, self.place.path()
        folder = around.parent if around else self._session.path.parent
        if self._wants_folder(choice):
            self.place.set_path(folder / f"{stem}-{choice.name}")
            self.place.set_filters(self.tr("Folders (*)"))
            return
        suffix = choice.suffixes[0] if choice.suffixes else ""
        self.place.set_path(folder / f"{stem}{suffix}")
        self.place.set_filters(f"{in_words(choice.title)} (*{suffix})")

    def _on_choice(self) -> None:
        choice = self.formats.choice()
        self._forget_answer()
        if choice is None:
            return
        if not choice.available:
            self.preview.show_words("")
            return
        try:
            selection = self.selection()
        except UserError as error:
            self.preview.show_words(error_words(error))
        else:
            self.preview.show_records(choice.name, selection)

    def _on_place(self) -> None:
        self._forget_answer()

    def _forget_answer(self) -> None:
        self._confirmed = None
        self.tell("")
        self.go.setText(self.tr("Export"))

    # -- going ahead

    def _on_go(self) -> None:
        choice, path = self.formats.choice(), self.output()
        if choice is None or path is None:
            self.tell(self.tr("Say where to write to."))
            return
        try:
            selection = self.selection()
            check_output(self._session, path, choice.name)
        except UserError as error:
            self.tell(error_words(error))
            return
        if self._is_agreed(path, choice, selection):
            self.accepted_with.emit(path, choice.name, selection)
            self.accept()

    def _is_agreed(
        self, path: Path, choice: FormatChoice, selection: Selection
    ) -> bool:
        """Whether nothing is replaced, or that was said already."""
        there = replaced(path, choice.name, selection.split)
        if not there or self._confirmed == path:
            return True
        self._confirmed = path
        said = self.tr("{0} exists and will be replaced.")
        names = ", ".join(each.name for each in there)
        self.tell(said.replace("{0}", names), "warning")
        self.go.setText(self.tr("Replace"))
        return False

    def done(self, result: int) -> None:
        """Close; a preview that is being made is given up."""
        self.preview.stop()
        super().done(result)


def _scrolled(widget: QWidget) -> QScrollArea:
    """The widget where it may be higher than its place; no stop for the keyboard."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setMinimumWidth(_CHOICES_WIDTH)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
