# SPDX-License-Identifier: MIT
"""Foreign names in a list, beside each the choice of what it is called here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from annotator.services.mapping import MappingDraft, Question
from annotator.ui.dialogs.base import plain_label, set_role
from annotator.ui.dialogs.choice import Choice
from annotator.ui.plain import one_line, tooltip
from annotator.ui.shell.status import ElidedLabel
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

#: More questions are better answered in a file.
MOST: Final = 300


class Questions(QScrollArea):
    """All questions of a draft.

    Signals:
        answered(): the draft has changed.
    """

    answered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mappingQuestions")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._draft: MappingDraft | None = None
        self._shown: list[Question] = []
        self._choices: dict[tuple[str, str, str], Choice] = {}
        self._names: dict[tuple[str, str, str], QLabel] = {}
        self._grid = QGridLayout()

    def show_draft(self, draft: MappingDraft) -> None:
        """Show the questions of a draft with its answers."""
        self._draft = draft
        self._fill()

    def first_open(self) -> Choice | None:
        """The first choice that needs an answer."""
        found = (each for each in self._choices.values() if each.answer() is None)
        return next(found, None)

    def choice(self, kind: str, name: str, value: str = "") -> Choice:
        """The choice that answers a question; KeyError where it is not shown."""
        return self._choices[kind, name, value]

    def _fill(self) -> None:
        assert self._draft is not None
        self._choices.clear()
        self._names.clear()
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        for column, stretch in enumerate((3, 0, 3, 7)):
            self._grid.setColumnStretch(column, stretch)
        self._shown = self._draft.questions()
        section = ("", "")
        for question in self._shown[:MOST]:
            # Values stand under their attribute, without a heading of their own.
            at = ("attribute" if question.kind == "value" else question.kind, "")
            if at != section:
                section = at
                self._head(at[0])
            self._add(question)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._show_answers()
        self.setWidget(page)

    def _head(self, kind: str) -> None:
        row = self._grid.rowCount()
        for column, words in enumerate((_heading(kind), "", "", "")):
            label = plain_label(words, "heading")
            label.setContentsMargins(0, 8 if row > 1 else 0, 0, 0)
            self._grid.addWidget(label, row, column)

    def _add(self, question: Question) -> None:
        row = self._grid.rowCount()
        key = _key(question)
        said = question.value if question.kind == "value" else question.name
        empty = QCoreApplication.translate("mapping", "(empty)")
        words = one_line(said, 60) or empty
        name = ElidedLabel()
        name.setText(words)
        name.setMinimumHeight(24)
        count = plain_label(f"{question.count:,}", "quiet")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        example = ElidedLabel()
        example.setText(one_line(question.example, 160))
        example.setProperty("role", "quiet")
        example.setToolTip(tooltip(question.example))
        choice = Choice(QCoreApplication.translate("mapping", "Choose …"))
        choice.setObjectName(f"map-{question.kind}-{said}")
        choice.setAccessibleName(f"{_kind(question.kind)}: {words}")
        choice.setAccessibleDescription(one_line(question.example, 160))
        choice.answered.connect(lambda to, q=question: self._on_answer(q, to))
        self._choices[key], self._names[key] = choice, name
        before = _indented(name) if question.kind == "value" else name
        for column, widget in enumerate((before, count, example, choice)):
            self._grid.addWidget(widget, row, column)

    def _show_answers(self) -> None:
        draft = self._draft
        assert draft is not None
        open_ = {(each.kind, each.name, each.value) for each in draft.unplaced()}
        for question in self._shown[:MOST]:
            key = _key(question)
            choice = self._choices[key]
            listed = [
                (each.id, in_words(each.words)) for each in draft.choices(question)
            ]
            choice.set_choices(listed)
            choice.set_answer(None if key in open_ else draft.answer(question))
            set_role(self._names[key], "warning" if key in open_ else "")

    def _on_answer(self, question: Question, answer: str | None) -> None:
        assert self._draft is not None
        self._draft.set_answer(question, answer)
        if [_key(q) for q in self._draft.questions()] == [_key(q) for q in self._shown]:
            self._show_answers()
        else:
            self._fill()
            self._choices[_key(question)].setFocus()
        self.answered.emit()


def _indented(widget: QWidget) -> QWidget:
    """The widget further to the right: it belongs to what stands above it."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(20, 0, 0, 0)
    row.addWidget(widget)
    return made


def _key(question: Question) -> tuple[str, str, str]:
    return question.kind, question.name, question.value


def _heading(kind: str) -> str:
    tr = QCoreApplication.translate
    if kind == "label":
        return tr("mapping", "Labels")
    return tr("mapping", "Links") if kind == "link" else tr("mapping", "Attributes")


def _kind(kind: str) -> str:
    tr = QCoreApplication.translate
    if kind == "label":
        return tr("mapping", "Label")
    if kind == "link":
        return tr("mapping", "Link")
    return tr("mapping", "Value") if kind == "value" else tr("mapping", "Attribute")
