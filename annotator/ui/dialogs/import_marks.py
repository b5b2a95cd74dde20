# SPDX-License-Identifier: MIT
"""What is asked besides of files with annotations of another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.services.mapping import LabelMapping, Proposal, propose_mapping
from annotator.ui.dialogs.base import Dialog, button, plain_label
from annotator.ui.dialogs.choice import narrow
from annotator.ui.plain import one_line
from annotator.ui.slices import SlicedJob
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.session import Session


class MarksOptions(QWidget):
    """Whose the annotations are, what offsets count, what labels are called here.

    Signals:
        changed(): something else was chosen.
        failed(str): the labels cannot be shown, and why.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, theme: Theme, session: Session, owner: Dialog) -> None:
        super().__init__(owner)
        self._theme = theme
        self._session = session
        self._owner = owner
        self._paths: list[Path] = []
        self._format: str | None = None
        self._job: SlicedJob | None = None
        self._mapping: LabelMapping | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        before, owner.body = owner.body, column
        self._build(owner)
        owner.body = before

    def _build(self, owner: Dialog) -> None:
        self.whose = QComboBox()
        self.whose.setObjectName("importAnnotator")
        narrow(self.whose)
        self.whose.setEditable(True)
        self.whose.addItem(self.tr("As the file says"))
        for person in self._session.annotators():
            self.whose.addItem(one_line(person.name), person.uid)
        hint = self.tr("Else a new annotator named after the file.")
        owner.add_row(self.tr("Annotator"), self.whose, hint)
        self.unit = QComboBox()
        self.unit.setObjectName("importUnit")
        for words, unit in (
            (self.tr("As it is found"), None),
            (self.tr("Characters (code points)"), "code points"),
            (self.tr("UTF-16 units"), "UTF-16 units"),
            (self.tr("Bytes of UTF-8"), "UTF-8 bytes"),
        ):
            self.unit.addItem(words, unit)
        owner.add_row(self.tr("The file counts"), self.unit)
        row = QHBoxLayout()
        self.labels = button(self.tr("Labels …"))
        self.labels.setObjectName("importLabels")
        self.labels.clicked.connect(self._on_labels)
        self.mapped = plain_label("", "quiet", wrap=True)
        self.mapped.setObjectName("importMapped")
        row.addWidget(self.labels)
        row.addWidget(self.mapped, 1)
        owner.body.addLayout(row)
        self.whose.currentTextChanged.connect(lambda _text: self.changed.emit())
        self.unit.currentIndexChanged.connect(lambda _row: self.changed.emit())

    def set_files(self, paths: list[Path], format_name: str | None) -> None:
        """The files in question; other files have other labels."""
        if (paths, format_name) != (self._paths, self._format):
            self._paths, self._format = list(paths), format_name
            self._take(None)

    def reading(self) -> dict[str, Any]:
        """What was chosen, as options of an import."""
        return {
            "annotator": self._annotator(),
            "unit": self.unit.currentData(),
            "mapping": self._mapping,
        }

    def _annotator(self) -> str | None:
        """Uid or name of whose the annotations are; None: as the file says."""
        text = self.whose.currentText().strip()
        if not text or text == self.whose.itemText(0):
            return None
        row = self.whose.findText(text)
        return str(self.whose.itemData(row)) if row > 0 else text

    def stop(self) -> None:
        """Stop looking for labels."""
        if self._job is not None:
            self._job.cancel()

    def _on_labels(self) -> None:
        self.stop()
        options = self._options()
        job = propose_mapping(
            self._session, self._paths, format=self._format, options=options
        )
        self.labels.setEnabled(False)
        self.mapped.setText(self.tr("Reading …"))
        self._job = SlicedJob("", job, self)
        self._job.finished.connect(self._on_found)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(lambda: self.labels.setEnabled(True))
        self._job.ended.connect(self._say)
        self._job.start()

    def _options(self) -> Any:
        from annotator.services.transfer import ImportOptions

        return ImportOptions(unit=self.unit.currentData())

    def _on_found(self, proposal: Proposal) -> None:
        from annotator.ui.dialogs.mapping import MappingDialog

        mapping = self._mapping or proposal.mapping
        dialog = MappingDialog(
            self._theme, self._session, proposal.found, mapping, self._owner
        )
        dialog.mapped.connect(self._take)
        dialog.open()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.failed.emit(error_words(error))

    def _take(self, mapping: LabelMapping | None) -> None:
        self._mapping = mapping
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        said = self.tr("What they are called here was said.") if self._mapping else ""
        self.mapped.setText(said)
