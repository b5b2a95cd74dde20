# SPDX-License-Identifier: MIT
"""The question in which encoding texts are, put with a passage in each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from annotator.services.doubt import Doubt
from annotator.ui.dialogs.base import clear, plain_label
from annotator.ui.plain import one_line
from annotator.ui.shell.status import ElidedLabel
from annotator.ui.theme import Theme


class EncodingQuestion(QWidget):
    """Hidden unless there is a doubt.

    Signals:
        chosen(str): the encoding in which the passage reads right.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("encodingQuestion")
        self._theme = theme
        self._doubt: Doubt | None = None
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    @property
    def doubt(self) -> Doubt | None:
        """What is asked, None for nothing."""
        return self._doubt

    def ask(self, doubt: Doubt | None, encoding: str = "") -> None:
        """Ask, or with None take the question away; `encoding` is chosen."""
        if doubt != self._doubt:
            self._doubt = doubt
            self._group = QButtonGroup(self)
            clear(self._grid)
            if doubt is not None:
                self._fill(doubt)
        for made in self._group.buttons():
            made.setChecked(made.text() == encoding)
        self.setVisible(doubt is not None)

    def _fill(self, doubt: Doubt) -> None:
        words = self.tr("“{0}” is not UTF-8. In which encoding does it read right?")
        if doubt.count > 1:
            words = self.tr(
                "“{0}” and {1} more are not UTF-8. In which encoding do they read "
                "right?"
            ).replace("{1}", str(doubt.count - 1))
        words = words.replace("{0}", one_line(doubt.file.name, 60))
        self._grid.addWidget(plain_label(words, "warning", wrap=True), 0, 0, 1, 2)
        for number, (name, passage) in enumerate(doubt.samples, 1):
            self._add(number, name, passage)
        if doubt.others:
            words = self.tr("{0} other files are UTF-8: import them separately.")
            if doubt.others == 1:
                words = self.tr("One other file is UTF-8: import it separately.")
            words = words.replace("{0}", str(doubt.others))
            row = len(doubt.samples) + 1
            self._grid.addWidget(plain_label(words, "warning", wrap=True), row, 0, 1, 2)

    def _add(self, row: int, name: str, passage: str) -> None:
        choice = QRadioButton(name)
        choice.setObjectName(f"encoding-{name}")
        choice.setAccessibleDescription(one_line(passage))
        choice.setAutoExclusive(False)
        choice.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(choice)
        sample = ElidedLabel()
        sample.setText(passage)
        sample.setFont(self._theme.font("article", 14))
        sample.setMinimumHeight(24)
        self._grid.addWidget(choice, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(sample, row, 1)
