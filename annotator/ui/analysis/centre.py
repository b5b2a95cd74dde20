# SPDX-License-Identifier: MIT
"""The middle of the page: pairs, fields, the table of one field, its passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.analysis.fields import ROW, FieldTable
from annotator.ui.analysis.figures import PairFigures
from annotator.ui.analysis.heat import Heat, HeatTable
from annotator.ui.analysis.passage_list import PassageList
from annotator.ui.analysis.words import tr
from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.icons import icon
from annotator.ui.plain import tooltip
from annotator.ui.shell.status import ElidedLabel

if TYPE_CHECKING:
    from annotator.ui.analysis.shown import TableWords
    from annotator.ui.theme import Theme

#: Sizes of cells: of pairs by the number of people up to which they hold, of values.
_PAIR_CELLS: Final = {4: (60, 32), 6: (52, 29)}
_SMALL_CELL: Final = (42, 26)
_VALUE_CELL: Final = (48, 34)
#: The left column is at least and at most so wide.
_LEFT: Final = (372, 470)
#: Of less width than this some things are left out; no widget is wider.
_NARROW: Final = 960
_WIDEST: Final = 16_777_215
#: Every two take so much of the height at most, and so many pixels at least.
_PAIRS_SHARE: Final = 0.34
_LEAST_PAIRS: Final = 176
#: Fields that are seen without scrolling, at least and at most.
_FIELDS: Final = (5, 14)


class Centre(QWidget):
    """All that is shown of agreement.

    Attributes:
        pairs, figures, fields, values, passages: the parts of the chain.
        by: what the figures of a pair are taken apart by.
        key: which issue the table is about.
        export: the button with the ways out.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.pairs = HeatTable(theme, _PAIR_CELLS[4])
        self.pairs.setObjectName("agreementPairs")
        self.figures = PairFigures(theme)
        self.fields = FieldTable(theme)
        self.values = HeatTable(theme, _VALUE_CELL)
        self.values.setObjectName("agreementValues")
        self.passages = PassageList(theme)
        self._headings: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 14, 20, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addSpacing(2)
        column.addWidget(self.caption)
        self.note = plain_label("", "warning", wrap=True)
        self.note.hide()
        column.addWidget(self.note)
        column.addSpacing(6)
        column.addLayout(self._build_stack(), 1)
        self.set_theme(theme)

    def _build_head(self) -> QHBoxLayout:
        self.title = QLabel(tr("Agreement"))
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.caption = plain_label("", "secondary", wrap=True)
        self.caption.setObjectName("agreementCaption")
        self.export = button(tr("Export figures"))
        self.export.setObjectName("agreementExport")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.export)
        return head

    def _build_stack(self) -> QStackedLayout:
        self.empty = QLabel()
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setObjectName("agreementEmpty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, 24, 24, 0)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_upper())
        column.addSpacing(6)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setProperty("role", "line")
        column.addWidget(line)
        column.addSpacing(10)
        column.addLayout(self._build_lower(), 1)
        self._body = body
        self.stack = QStackedLayout()
        self.stack.addWidget(body)
        self.stack.addWidget(self.empty)
        return self.stack

    def _build_by(self) -> None:
        """What the figures of a pair are taken apart by."""
        self.by = QComboBox()
        self.by.setObjectName("agreementBy")
        self.by.setAccessibleName(tr("Figures by"))
        for words, name in (
            (tr("By field"), ""),
            (tr("By round"), "round"),
            (tr("By month"), "month"),
            (tr("By document"), "document"),
            (tr("By value"), "label"),
        ):
            self.by.addItem(words, name)

    def _build_upper(self) -> QHBoxLayout:
        self._build_by()
        self.units_note = plain_label(
            tr("F1. Above the diagonal: any overlap; below: exact."), "secondary"
        )
        left = QVBoxLayout()
        left.setSpacing(3)
        first = self._heading(tr("Units: do they mark the same things?"))
        # As high as the heading beside it, which has a choice in its line.
        first.setMinimumHeight(self.by.sizeHint().height())
        left.addWidget(first)
        left.addWidget(self.units_note)
        left.addSpacing(4)
        self.pairs_area = _scrolled(self.pairs)
        self.pairs.chosen.connect(lambda *_: _follow(self.pairs_area, self.pairs))
        left.addWidget(self.pairs_area)
        left.addSpacing(6)
        left.addWidget(self.figures)
        left.addStretch(1)
        self.fields_note = ElidedLabel()
        self.fields_note.setProperty("role", "secondary")
        right = QVBoxLayout()
        right.setSpacing(3)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        # It gives way, so that the window need not be wider for the choice.
        second = _giving_way(tr("Coding: do they code matched units alike?"))
        head.addWidget(second, 1)
        head.addWidget(self.by)
        right.addLayout(head)
        right.addWidget(self.fields_note)
        right.addWidget(self.fields)
        right.addStretch(1)
        self._upper_left = _column(left)
        row = QHBoxLayout()
        row.setSpacing(36)
        row.addWidget(self._upper_left)
        row.addLayout(right, 1)
        return row

    def _build_lower(self) -> QHBoxLayout:
        self.field_title = _giving_way()
        self.key = QComboBox()
        self.key.setObjectName("agreementKey")
        self.key.setAccessibleName(tr("About"))
        self.key.setMaximumWidth(220)
        self.key.hide()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.field_title)
        head.addWidget(self.key)
        head.addStretch(1)
        self.values_note = ElidedLabel()
        self.values_note.setProperty("role", "secondary")
        left = QVBoxLayout()
        left.setSpacing(3)
        left.addLayout(head)
        left.addWidget(self.values_note)
        self.values_figures = ElidedLabel()
        self.values_figures.setObjectName("agreementCoefficients")
        self.values_figures.setProperty("role", "secondary")
        left.addWidget(self.values_figures)
        self.values_why = plain_label("", "secondary", wrap=True)
        self.values_why.setObjectName("agreementWhy")
        self.values_why.hide()
        left.addWidget(self.values_why)
        left.addSpacing(4)
        area = _scrolled(self.values)
        self.values.chosen.connect(lambda *_: _follow(area, self.values))
        left.addWidget(area, 1)
        self.cell_title = _giving_way()
        self.cell_title.setObjectName("agreementCell")
        self.cell_count = ElidedLabel()
        self.cell_count.setProperty("role", "secondary")
        self.open_hint = plain_label(tr("Open: Enter, compare: Shift+Enter"), "quiet")
        self.open_hint.hide()
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 18, 0)
        top.setSpacing(10)
        top.addWidget(self.cell_title)
        top.addWidget(self.cell_count, 1)
        top.addWidget(self.open_hint)
        right = QVBoxLayout()
        right.setSpacing(3)
        right.addLayout(top)
        right.addWidget(self.passages, 1)
        self._lower_left = _column(left)
        row = QHBoxLayout()
        row.setSpacing(36)
        row.addWidget(self._lower_left)
        row.addLayout(right, 1)
        return row

    def _heading(self, text: str) -> QLabel:
        made = plain_label(text, "heading")
        self._headings.append(made)
        return made

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for part in (
            self.pairs,
            self.figures,
            self.fields,
            self.values,
            self.passages,
        ):
            part.set_theme(theme)
        self.title.setFont(theme.font("article", 23, "bold"))
        self.empty.setFont(theme.font("article", 18))
        self.export.setIcon(icon("export", theme))

    # -- what is said

    def set_empty(self, words: str) -> None:
        """Say a sentence in place of all figures; "" shows them."""
        self.empty.setText(words)
        self.stack.setCurrentWidget(self.empty if words else self._body)

    def set_note(self, words: str) -> None:
        """Say what is wrong with the choice; "" takes it away."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def set_pairs(self, heat: Heat, place: tuple[int, int]) -> None:
        """Show every two, the more people the smaller."""
        sizes = (size for most, size in _PAIR_CELLS.items() if len(heat.rows) <= most)
        self.pairs.set_cell(next(sizes, _SMALL_CELL))
        self.pairs.set_heat(heat, place)
        self.fit()

    def set_table_words(self, words: TableWords) -> None:
        """Say whose table it is, what is measured of it, and what is undefined."""
        self.values_note.setText(words.note)
        self.values_figures.setText(words.figures)
        self.values_figures.setToolTip(tooltip(words.tip))
        self.values_figures.setVisible(bool(words.figures))
        self.values_why.setText(words.why)
        self.values_why.setVisible(bool(words.why))

    def fit(self) -> None:
        """Give the parts the room that they need."""
        widest = max(self.pairs.width(), self.values.width(), _LEFT[0])
        width = min(widest + 12, max(_LEFT[0], min(_LEFT[1], self.width() * 2 // 5)))
        for column in (self._upper_left, self._lower_left):
            column.setFixedWidth(width)
        # Where there is little room the keys are left to the help.
        self.open_hint.setMaximumWidth(0 if self.width() < _NARROW else _WIDEST)
        # What is below must be seen whole where there is room for it.
        most = max(_LEAST_PAIRS, int(self.height() * _PAIRS_SHARE))
        self.pairs_area.setFixedHeight(min(self.pairs.height() + 4, most))
        below = max(self.values.height() + 66, 240)
        room = self.height() - 130 - below
        most = max(_FIELDS[0], min(_FIELDS[1], (room - 78) // ROW))
        self.fields.setFixedHeight(self.fields.wanted_height(most))


def _giving_way(text: str = "") -> ElidedLabel:
    """A heading that is cut before it makes the window wider."""
    made = ElidedLabel()
    made.setProperty("role", "heading")
    made.setText(text)
    return made


def _scrolled(widget: QWidget) -> QScrollArea:
    """The widget, scrolled where there is no room for it."""
    made = QScrollArea()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(widget)
    # Nothing is painted where both bars meet.
    made.setCornerWidget(QWidget())
    made.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return made


def _follow(area: QScrollArea, table: HeatTable) -> None:
    """Keep the chosen cell in sight."""
    rect = table.chosen_rect()
    middle = rect.center()
    area.ensureVisible(middle.x(), middle.y(), rect.width(), rect.height())


def _column(layout: QVBoxLayout) -> QWidget:
    made = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made
