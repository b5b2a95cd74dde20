# SPDX-License-Identifier: MIT
"""The right side of the page: the people, and below them what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from annotator.ui.dialogs.base import plain_label
from annotator.ui.team.lightlist import LightList, Shown
from annotator.ui.team.people import PeopleList
from annotator.ui.team.words import number, tr

if TYPE_CHECKING:
    from annotator.services.board_totals import Share
    from annotator.ui.theme import Theme

WIDTH: Final = 272
#: The people take no more than this share of the height.
_SHARE: Final = 0.55


class Beside(QWidget):
    """Two lists, each with its heading.

    Attributes:
        people, lights: the lists.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dockPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.people = PeopleList(theme, self)
        self.lights = LightList(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        column.addWidget(_heading(tr("People")))
        column.addWidget(self.people)
        self._line = QFrame()
        self._line.setFrameShape(QFrame.Shape.HLine)
        self._line.setProperty("role", "line")
        column.addWidget(self._line)
        self._title = _heading("")
        self._title.setObjectName("teamLightsTitle")
        column.addSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.lights, 1)
        column.addStretch(0)
        self.show_lights(None)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.people.set_theme(theme)
        self.lights.set_theme(theme)

    def show_people(self, shares: Sequence[Share], scores: Mapping[str, str]) -> None:
        """Show these people, some with a line on the quality of their work."""
        self.people.set_shares(shares, scores)
        self._fit()

    def show_lights(self, lights: Sequence[Shown] | None) -> None:
        """Show what to look at; None: it is not for the person at work to see."""
        shown = lights is not None
        for part in (self._line, self._title, self.lights):
            part.setVisible(shown)
        if lights is not None:
            words = tr("To look at: {0}") if lights else tr("Nothing is out of the way")
            self._title.setText(words.replace("{0}", number(len(lights))))
            self.lights.set_lights(lights)
        self._fit()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        """As high as the people are, if there is room for the lights as well."""
        most = self.height() - 60
        if not self.lights.isHidden():
            most = int(self.height() * _SHARE)
        self.people.setFixedHeight(max(80, min(self.people.whole_height(), most)))


def _heading(text: str) -> QLabel:
    made = plain_label(text, "heading")
    made.setContentsMargins(16, 0, 16, 4)
    return made
