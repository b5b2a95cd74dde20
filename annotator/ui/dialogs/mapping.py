# SPDX-License-Identifier: MIT
"""Saying what the labels of another program are called in this codebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.model.errors import UserError
from annotator.services.mapping import (
    LabelMapping,
    MappingDraft,
    Survey,
    read_mapping,
    save_mapping,
)
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.dialogs.mapping_questions import MOST, Questions
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words, in_words

if TYPE_CHECKING:
    from annotator.services.session import Session


class MappingDialog(Dialog):
    """Asks for a place for everything in a file; what is likely is chosen already.

    Signals:
        mapped(LabelMapping): everything has a place or is left out; go ahead.
    """

    mapped = Signal(object)

    def __init__(
        self,
        theme: Theme,
        session: Session,
        found: Survey,
        mapping: LabelMapping | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Labels of another program"))
        self.setObjectName("mappingDialog")
        self.setMinimumSize(860, 560)
        self._session = session
        self._found = found
        self._draft = MappingDraft(session.codebook, found, mapping)
        words = self.tr(
            "The file calls things by names that the codebook does not know. Say what "
            "each is here, or leave it out."
        )
        self.body.addWidget(plain_label(words, wrap=True))
        self.questions = Questions(theme)
        self.questions.answered.connect(self._show_left)
        self.body.addWidget(self.questions, 1)
        self._left = plain_label("", "secondary", wrap=True)
        self._left.setObjectName("mappingLeft")
        self.body.addWidget(self._left)
        self._build_foot()
        self._show()
        (self.questions.first_open() or self.go).setFocus()

    def _build_foot(self) -> None:
        for number, (title, slot) in enumerate(
            (
                (self.tr("Load …"), self._on_load),
                (self.tr("Save …"), self._on_save),
            )
        ):
            made = button(title)
            made.clicked.connect(slot)
            self.foot.insertWidget(number, made)
        self.add_cancel()
        self.go = self.add_button(self.tr("Use these"), "primary")
        self.go.clicked.connect(self._on_go)

    def _show(self) -> None:
        self.questions.show_draft(self._draft)
        self._show_left()

    def _show_left(self) -> None:
        """Say what has no place yet; only without such can it be gone ahead."""
        left = self._draft.unplaced()
        words = in_words(self._draft.sentence)
        more = len(self._draft.questions()) - MOST
        if more > 0:
            hint = self.tr("{0} more are not shown: save, edit the file, and load it.")
            words += " " + hint.replace("{0}", str(more))
        self._left.setText(words)
        self.go.setEnabled(not left)
        self.go.setToolTip(words if left else "")

    def mapping(self) -> LabelMapping:
        """The answers as they are now."""
        return self._draft.mapping

    def load(self, path: Path) -> None:
        """Take answers from a mapping file; of the rest, what is likely is chosen."""
        try:
            mapping = read_mapping(path, self._session.codebook)
        except UserError as error:
            self.tell(error_words(error))
            return
        self.tell("")
        self._draft = MappingDraft(self._session.codebook, self._found, mapping)
        self._show()

    def save(self, path: Path) -> None:
        """Write the answers to a mapping file; the system's dialog asked already."""
        try:
            save_mapping(path, self._draft.text, overwrite=True)
        except UserError as error:
            self.tell(error_words(error))
        else:
            self.tell(self.tr("Saved."), "secondary")

    def _on_load(self) -> None:
        dialog = QFileDialog(self, self.tr("Load a mapping"))
        dialog.setNameFilter(self.tr("Mappings (*.toml)"))
        dialog.fileSelected.connect(lambda name: self.load(Path(name)))
        dialog.open()

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the mapping"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Mappings (*.toml)"))
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def _on_go(self) -> None:
        self.mapped.emit(self._draft.mapping)
        self.accept()
