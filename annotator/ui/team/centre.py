# SPDX-License-Identifier: MIT
"""The middle of the page: heading, figures, filter, matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.documents.filterfield import FilterField
from annotator.ui.icons import icon
from annotator.ui.plain import one_line
from annotator.ui.shell.status import ElidedLabel
from annotator.ui.team.figures import Figures
from annotator.ui.team.table import MatrixTable
from annotator.ui.team.words import number, tr

if TYPE_CHECKING:
    from annotator.ui.team.model import MatrixModel
    from annotator.ui.theme import Theme

#: Typing may rest so long before the rows are filtered, in milliseconds.
PAUSE_MS: Final = 150


class Centre(QWidget):
    """What is shown of the chosen round.

    Attributes:
        table, filter, figures: the parts.
        sort, descending: the order of the rows.
        assign, package, open_round: the buttons at the top.

    Signals:
        filtered: filter or order were changed.
        person_dropped: everybody's documents are wanted again.
    """

    filtered = Signal()
    person_dropped = Signal()

    def __init__(
        self, model: MatrixModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("paperPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.sort, self.descending = "title", False
        self.table = MatrixTable(model, theme, self)
        self.figures = Figures(theme, self)
        self.figures.setObjectName("teamFigures")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.filtered)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addSpacing(2)
        column.addWidget(self.caption)
        column.addSpacing(14)
        column.addWidget(self.figures)
        column.addSpacing(14)
        column.addLayout(self._build_filter())
        column.addSpacing(6)
        column.addLayout(self._build_table(), 1)
        self.set_theme(theme)

    def _build_head(self) -> QHBoxLayout:
        self.title = ElidedLabel()
        self.title.setObjectName("teamTitle")
        self.caption = ElidedLabel()
        self.caption.setProperty("role", "secondary")
        self.caption.setObjectName("teamCaption")
        self.assign = button(tr("Assign …"))
        self.assign.setObjectName("teamAssign")
        self.package = button(tr("Packages …"))
        self.package.setObjectName("teamPackage")
        self.open_round = button(tr("Open the round"))
        self.open_round.setObjectName("teamOpenRound")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 24, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for each in (self.open_round, self.package, self.assign):
            head.addWidget(each)
        return head

    def _build_filter(self) -> QHBoxLayout:
        self.filter = FilterField()
        self.filter.setObjectName("teamFilter")
        self.filter.setMaximumWidth(312)
        self.filter.textChanged.connect(lambda _: self._pause.start())
        self.filter.below_wanted.connect(self._to_table)
        self.filter.left.connect(self._to_table)
        self.filter.returnPressed.connect(self._to_table)
        self.sorter = QToolButton()
        self.sorter.setObjectName("teamSort")
        self.sorter.setAccessibleName(tr("Sort documents"))
        self.sorter.setToolTip(tr("Sort documents"))
        self.sorter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sorter.setMenu(self._build_menu())
        self.only = button("", "quiet")
        self.only.setObjectName("teamPerson")
        self.only.clicked.connect(self.person_dropped)
        self.only.hide()
        self.count = plain_label("", "secondary")
        self.problem = plain_label("", "warning", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(self.filter, 1)
        row.addWidget(self.sorter)
        row.addWidget(self.count)
        row.addWidget(self.only)
        row.addWidget(self.problem, 1)
        row.addStretch(1)
        return row

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for key, words in (
            ("title", tr("Title")),
            ("progress", tr("Progress")),
            ("people", tr("Number of people")),
            ("published", tr("Date")),
            ("source", tr("Source")),
            ("id", tr("Order of import")),
        ):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == self.sort)
            action.triggered.connect(lambda _=False, key=key: self._on_sort(key))
            group.addAction(action)
        menu.addSeparator()
        reverse = menu.addAction(tr("Descending"))
        reverse.setCheckable(True)
        reverse.toggled.connect(self._on_reverse)
        return menu

    def _build_table(self) -> QStackedLayout:
        self.empty = QLabel()
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setObjectName("teamEmpty")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(0, 24, 24, 0)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack = QStackedLayout()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        return self.stack

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.table.set_theme(theme)
        self.figures.set_theme(theme)
        self.filter.set_theme(theme)
        self.sorter.setIcon(icon("sort", theme))
        self.only.setIcon(icon("close", theme))
        self.title.setFont(theme.font("article", 23, "bold"))
        self.empty.setFont(theme.font("article", 18))

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_sort(self, key: str) -> None:
        self.sort = key
        self.filtered.emit()

    def _on_reverse(self, on: bool) -> None:
        self.descending = on
        self.filtered.emit()

    # -- what is said

    def set_heading(self, title: str, caption: str) -> None:
        """Say which round it is, and what holds of it."""
        self.title.setText(one_line(title, 80))
        self.caption.setText(one_line(caption, 200))

    def show_count(self, shown: int, total: int) -> None:
        """Say how many documents are shown."""
        words = tr("{0} of {1}").replace("{0}", number(shown))
        words = words.replace("{1}", number(total))
        self.count.setText(words if shown != total else "")

    def show_person(self, name: str) -> None:
        """Say whose documents are shown alone; "": everybody's."""
        self.only.setVisible(bool(name))
        words = tr("Only {0}").replace("{0}", one_line(name, 40))
        self.only.setText(words.replace("&", "&&"))

    def set_empty(self, words: str) -> None:
        """Say a sentence in place of the matrix; "" shows the matrix."""
        self.empty.setText(words)
        self.stack.setCurrentWidget(self.empty if words else self.table)

    def tell(self, problem: str) -> None:
        """Say what is wrong with the filter; "" takes it away."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
