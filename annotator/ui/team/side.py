# SPDX-License-Identifier: MIT
"""The left side of the page: which round, which of its documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from annotator.ui.dialogs.base import plain_label
from annotator.ui.team.sidelist import Entry, SideList
from annotator.ui.team.words import kind_words, tr

if TYPE_CHECKING:
    from annotator.model.team import Round
    from annotator.ui.theme import Theme

WIDTH: Final = 216
#: Stands for "all documents" among the rounds.
ALL: Final = "-"


class Side(QWidget):
    """Two lists.

    Signals:
        round_chosen(str): uid of a round, "" for all documents.
        state_chosen(str): one of `board_rows.STATES`.
    """

    round_chosen = Signal(str)
    state_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dockPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._rounds: tuple[Round, ...] = ()
        self._details: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        self.rounds = SideList(theme, tr("Rounds"))
        self.rounds.setObjectName("teamRounds")
        self.states = SideList(theme, tr("Documents shown"))
        self.states.setObjectName("teamStates")
        column.addWidget(_heading(tr("Rounds")))
        column.addWidget(self.rounds, 1)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setProperty("role", "line")
        column.addWidget(line)
        column.addWidget(_heading(tr("Documents shown")))
        column.addWidget(self.states)
        column.addSpacing(10)
        self.states.set_entries(_states(), "all")
        self.states.fit()
        self.rounds.chosen.connect(
            lambda uid: self.round_chosen.emit("" if uid == ALL else uid)
        )
        self.states.chosen.connect(lambda _: self.state_chosen.emit(self.state()))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.rounds.set_theme(theme)
        self.states.set_theme(theme)

    def state(self) -> str:
        """Which documents are wanted: one of `board_rows.STATES`."""
        found = self.states.current()
        return "" if found in ("", "all") else found

    def set_rounds(self, found: Sequence[Round], chosen: str | None) -> None:
        """Show these rounds, the newest first, that one as chosen."""
        self._rounds = tuple(found)
        self._show(chosen)

    def set_detail(self, round_uid: str | None, words: str) -> None:
        """Say how far a round is."""
        self._details[round_uid or ALL] = words
        self._show(round_uid)

    def _show(self, chosen: str | None) -> None:
        entries = [
            Entry(
                each.uid,
                each.name,
                self._details.get(each.uid) or kind_words(each.kind),
                "eye" if each.opened else "",
            )
            for each in reversed(self._rounds)
        ]
        entries.append(Entry(ALL, tr("All documents")))
        self.rounds.set_entries(entries, chosen or ALL)


def _heading(text: str) -> QWidget:
    made = plain_label(text, "heading")
    made.setContentsMargins(16, 0, 16, 2)
    return made


def _states() -> list[Entry]:
    return [
        Entry("all", tr("All")),
        Entry("open", tr("Something left to do")),
        Entry("begun", tr("Under way")),
        Entry("done", tr("Done by all")),
        Entry("several", tr("Read by several")),
        Entry("single", tr("Read by one")),
        Entry("unassigned", tr("Assigned to nobody")),
    ]
