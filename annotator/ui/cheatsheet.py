# SPDX-License-Identifier: MIT
"""All keys on one sheet: the codebook's first, then the commands by menu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model import fuzzy
from annotator.model.codebook import AnnotationType, Codebook, Field, Role, Value
from annotator.ui.actions import ActionRegistry
from annotator.ui.caps import KeyCaps
from annotator.ui.dialogs.base import Dialog, clear, plain_label
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing and the keys that do it."""

    words: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]


def codebook_groups(codebook: Codebook) -> Iterator[Group]:
    """The keys that a codebook gives, one group per annotation type and row."""
    for kind in codebook.types:
        found: dict[str, list[Line]] = {}
        for key, what, record in codebook.keys_of(kind.id):
            assert isinstance(record, tuple)
            title = _heading(kind, record[0])
            words = _words(what, record[1:])
            found.setdefault(title, []).append(Line(words, (key.upper(),)))
        yield from (Group(title, tuple(lines)) for title, lines in found.items())


def _heading(kind: AnnotationType, row_id: str | None) -> str:
    row = kind.row(row_id) if row_id else None
    return f"{kind.label}: {row.label}" if row else kind.label


def _words(what: str, record: Sequence[object]) -> str:
    last = record[-1]
    assert isinstance(last, Role | Field | Value)
    if what == "value" and isinstance(record[0], Field):
        return f"{record[0].label}: {last.label}"
    return last.label


def action_groups(registry: ActionRegistry) -> Iterator[Group]:
    """The commands that have keys, one group per menu."""
    found: dict[str, list[Line]] = {}
    for action in registry:
        keys = registry.keys(action.id)
        if keys:
            line = Line(registry.title(action.id), keys)
            found.setdefault((action.menu or "").replace("/", ": "), []).append(line)
    return (Group(title, tuple(lines)) for title, lines in found.items())


class CheatSheet(Dialog):
    """Shows every key there is; a field narrows it down."""

    def __init__(
        self,
        registry: ActionRegistry,
        codebook: Codebook | None,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("All keys"))
        self.setObjectName("cheatSheet")
        self.resize(1040, 720)
        self._theme = theme
        own = list(codebook_groups(codebook)) if codebook else []
        self._groups = [*own, *action_groups(registry)]
        self.search = QLineEdit()
        self.search.setObjectName("cheatSheetFilter")
        self.search.setAccessibleName(self.tr("Find a key or a command"))
        self.search.setPlaceholderText(self.tr("Find a key or a command"))
        self.search.textChanged.connect(self._fill)
        self.body.addWidget(self.search)
        self._inside = QWidget()
        self._inside.setObjectName("cheatSheetPage")
        self._columns = QHBoxLayout(self._inside)
        self._columns.setContentsMargins(0, 8, 12, 8)
        self._columns.setSpacing(40)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inside)
        self.body.addWidget(scroll, 1)
        self.add_cancel(self.tr("Close"))
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown(self) -> list[Group]:
        """The groups that fit what was typed."""
        text = self.search.text()
        groups = ((g.title, self._fitting(g, text)) for g in self._groups)
        return [Group(title, lines) for title, lines in groups if lines]

    @staticmethod
    def _fitting(group: Group, text: str) -> tuple[Line, ...]:
        if not text.strip():
            return group.lines
        places = [(i, line.words, *line.keys) for i, line in enumerate(group.lines)]
        found = {match.key for match in fuzzy.match(text, places, len(places))}
        return tuple(line for i, line in enumerate(group.lines) if i in found)

    def _fill(self) -> None:
        clear(self._columns)
        for groups in balanced(self.shown(), COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(2)
            for group in groups:
                self._add_group(column, group)
            column.addStretch(1)
            self._columns.addLayout(column, 1)

    def _add_group(self, column: QVBoxLayout, group: Group) -> None:
        heading = plain_label(one_line(group.title, 60), "heading")
        heading.setContentsMargins(0, 0, 0, 4)
        column.addWidget(heading)
        for line in group.lines:
            row = QHBoxLayout()
            row.setSpacing(6)
            words = plain_label(one_line(line.words, 80), "secondary", wrap=True)
            row.addWidget(words, 1)
            for number, key in enumerate(line.keys):
                if number:
                    row.addWidget(plain_label("/", "quiet"))
                row.addWidget(KeyCaps(key, self._theme))
            column.addLayout(row)
        column.addSpacing(16)


def balanced(groups: Sequence[Group], columns: int) -> list[list[Group]]:
    """The groups in so many columns of about equal height, in their order.

    A group that is longer than a column is continued in the next.
    """
    total = sum(len(group.lines) + 2 for group in groups)
    most = max(-(-total // columns), 6)
    result: list[list[Group]] = [[]]
    height = 0
    for group in groups:
        rest = group.lines
        while rest:
            room = most - height - 2
            if room < min(3, len(rest)) and len(result) < columns:
                result.append([])
                height, room = 0, most - 2
            take = len(rest) if len(result) == columns else max(room, 1)
            part, rest = rest[:take], rest[take:]
            result[-1].append(Group(group.title, part))
            height += len(part) + 2
    return result + [[] for _ in range(columns - len(result))]
