# SPDX-License-Identifier: MIT
"""Saying which column of a table of documents becomes what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from annotator.model.document import Document
from annotator.model.errors import UserError
from annotator.services.columns import (
    METADATA,
    SLOTS,
    Column,
    preview_documents,
)
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.choice import Choice
from annotator.ui.plain import one_line, tooltip
from annotator.ui.shell.status import ElidedLabel
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

#: So many documents are shown as they will be, after so many milliseconds.
SHOWN = 3
PAUSE_MS = 250


class ColumnsDialog(Dialog):
    """Each column with its first values, what it becomes, and the first documents.

    Signals:
        chosen(dict[str, str]): which column holds what.
    """

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        path: Path,
        format_name: str | None,
        listed: Sequence[Column],
        columns: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Columns of the table"))
        self.setObjectName("columnsDialog")
        self.setMinimumSize(820, 560)
        self._theme = theme
        self._path, self._format = path, format_name
        self._columns = list(listed)
        self.choices: dict[str, Choice] = {}
        self.body.addWidget(plain_label(self.tr("What each column becomes"), "heading"))
        self._build_columns(columns)
        self._build_preview()
        self.why = plain_label("", "quiet")
        self.why.setObjectName("whyNot")
        self.add_left(self.why)
        self.add_cancel()
        self.go = self.add_button(self.tr("Use these"), "primary")
        self.go.clicked.connect(self._on_go)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.show_preview)
        self.show_preview()

    def _build_columns(self, columns: Mapping[str, str]) -> None:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for number, stretch in enumerate((3, 6, 4)):
            grid.setColumnStretch(number, stretch)
        slots = {name: slot for slot, name in columns.items()}
        for row, column in enumerate(self._columns):
            self._add(grid, row, column, slots.get(column.name))
        grid.setRowStretch(len(self._columns), 1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(area, 3)

    def _add(
        self, grid: QGridLayout, row: int, column: Column, slot: str | None
    ) -> None:
        name, values = ElidedLabel(), ElidedLabel()
        name.setText(one_line(column.name, 60) or self.tr("(without a name)"))
        name.setMinimumHeight(24)
        shown = " · ".join(one_line(value, 60) for value in column.values)
        values.setText(shown)
        values.setProperty("role", "quiet")
        values.setToolTip(tooltip(shown))
        choice = Choice(self.tr("Kept as metadata"))
        choice.setObjectName(f"column-{column.name}")
        choice.setAccessibleName(one_line(column.name, 60))
        choice.setAccessibleDescription(shown)
        listed = [(each, self._words(each)) for each in SLOTS]
        if slot is not None and slot not in SLOTS:
            key = one_line(slot.removeprefix(METADATA), 40)
            listed.append((slot, self.tr("Kept as “{0}”").replace("{0}", key)))
        choice.set_choices(listed)
        choice.set_answer(slot)
        choice.answered.connect(lambda to, n=column.name: self._on_choice(n, to))
        self.choices[column.name] = choice
        for number, widget in enumerate((name, values, choice)):
            grid.addWidget(widget, row, number)

    def _words(self, slot: str) -> str:
        return {
            "text": self.tr("Text"),
            "id": self.tr("Id"),
            "title": self.tr("Title"),
            "source": self.tr("Source"),
            "author": self.tr("Author"),
            "published": self.tr("Date of publication"),
            "language": self.tr("Language"),
            "url": self.tr("Web address"),
            "timezone": self.tr("Time zone"),
        }.get(slot, slot)

    def _build_preview(self) -> None:
        self.body.addWidget(plain_label(self.tr("The first documents"), "heading"))
        self.documents = [plain_label("", "secondary", wrap=True) for _ in range(SHOWN)]
        for label in self.documents:
            label.setMinimumHeight(44)
            self.body.addWidget(label)

    def _on_choice(self, name: str, slot: str | None) -> None:
        """One column for each slot: another that had it becomes metadata."""
        for other, choice in self.choices.items():
            if slot is not None and other != name and choice.answer() == slot:
                choice.set_answer(None)
        self._pause.start()

    def columns(self) -> dict[str, str]:
        """Which column holds what, as chosen."""
        found = ((choice.answer(), name) for name, choice in self.choices.items())
        return {slot: name for slot, name in found if slot is not None}

    def show_preview(self) -> None:
        """Read the first documents, or say why there are none."""
        self.tell("")
        which = self.columns()
        why = "" if "text" in which else self.tr("Say which column holds the text.")
        lines: list[str] = []
        if not why:
            try:
                found = preview_documents(self._path, which, self._format, count=SHOWN)
                lines = [self._line(each) for each in found]
            except UserError as error:
                why = self.tr("It cannot be read like this.")
                self.tell(error_words(error))
        for number, label in enumerate(self.documents):
            label.setText(lines[number] if number < len(lines) else "")
        self.why.setText(why)
        self.go.setToolTip(why)
        self.go.setEnabled(not why)

    def _line(self, document: Document) -> str:
        title = one_line(document.title, 80)
        text = one_line(document.text, 160)
        metadata = getattr(document, "metadata", {})
        known = (
            f"{one_line(k, 30)}: {one_line(str(v), 40)}" for k, v in metadata.items()
        )
        return "\n".join((f"{title} — {text}", ", ".join(known)))

    def done(self, result: int) -> None:
        """Close; nothing is read any more."""
        self._pause.stop()
        super().done(result)

    def _on_go(self) -> None:
        self.show_preview()
        if self.go.isEnabled():
            self.chosen.emit(self.columns())
            self.accept()
