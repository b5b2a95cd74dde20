# SPDX-License-Identifier: MIT
"""How the people of a comparison are shown: badge, bar, name, or no name at all.

The first is solid and the second hollow, so that nobody is told apart by colour
alone.  Hidden names are letters in the order of the cards, which may be shuffled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.model.team import Annotator, initials_of
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

BADGE: Final = (21.0, 15.0)
_TOKENS: Final = ("annotator_1", "annotator_2")
_SPARE: Final = ("#7A4FB5", "#2E7D4F", "#B5344B", "#5C6B73")


@dataclass(frozen=True, slots=True)
class Face:
    """One person as a comparison shows them."""

    uid: str
    name: str
    initials: str
    color: QColor
    hollow: bool


def faces(people: Sequence[Annotator], theme: Theme) -> tuple[Face, ...]:
    """The people by name, in their order."""
    return tuple(_face(each, n, theme) for n, each in enumerate(people))


def masked(face: Face, place: int, words: str, theme: Theme) -> Face:
    """The person who is on that side (from 0), without name and own colour.

    `words` is what they are called, with {0} for the letter.
    """
    letter = chr(ord("A") + place % 26)
    color = _color(None, place, theme)
    return Face(face.uid, words.format(letter), letter, color, place % 2 == 1)


def _face(person: Annotator, place: int, theme: Theme) -> Face:
    name = one_line(person.name, 60)
    initials = one_line(person.initials or initials_of(person.name), 3) or "?"
    color = _color(person.colour, place, theme)
    return Face(person.uid, name, initials, color, place % 2 == 1)


def _color(own: str | None, place: int, theme: Theme) -> QColor:
    if place < len(_TOKENS):
        return theme.color(_TOKENS[place])
    wish = QColor(own or "")
    if not wish.isValid():
        wish = QColor(_SPARE[place % len(_SPARE)])
    return theme.readable(wish, 4.5)


def draw_badge(
    painter: QPainter, left: float, middle: float, face: Face, theme: Theme
) -> float:
    """Draw initials in a small box whose centre is at `middle`; returns its end."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = theme.font("ui", 9.5, "semibold")
    painter.setFont(font)
    width = max(BADGE[0], QFontMetricsF(font).horizontalAdvance(face.initials) + 8)
    box = QRectF(left, round(middle - BADGE[1] / 2), width, BADGE[1])
    if face.hollow:
        painter.setPen(QPen(face.color, 1.4))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), 3, 3)
        painter.setPen(face.color)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(face.color)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(theme.color("paper"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, face.initials)
    painter.restore()
    return box.right()


class FaceRow(QWidget):
    """Badges and names side by side; what does not fit is left out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._faces: tuple[Face, ...] = ()
        self._notes: tuple[str, ...] = ()
        self.setObjectName("reviewPeople")

    def show_faces(self, people: Sequence[Face], notes: Sequence[str] = ()) -> None:
        """Show these people; `notes` stand behind their names ("not finished")."""
        self._faces, self._notes = tuple(people), tuple(notes)
        spoken = ", ".join(f"{f.initials} {f.name}" for f in people)
        self.setAccessibleName(spoken)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 24 * max(1, self._lines()))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 24)

    def _lines(self) -> int:
        return len(self._rows(self.width() or 220))

    def _rows(self, width: float) -> list[list[int]]:
        metrics = QFontMetricsF(self.theme.font("ui", 12))
        rows: list[list[int]] = [[]]
        x = 0.0
        for n in range(len(self._faces)):
            need = BADGE[0] + 8 + metrics.horizontalAdvance(self._words(n)) + 18
            if rows[-1] and x + need > width:
                rows.append([])
                x = 0.0
            rows[-1].append(n)
            x += need
        return rows

    def _words(self, n: int) -> str:
        note = self._notes[n] if n < len(self._notes) else ""
        return f"{self._faces[n].name} · {note}" if note else self._faces[n].name

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(24 * max(1, self._lines()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.theme.font("ui", 12)
        metrics = QFontMetricsF(font)
        for line, row in enumerate(self._rows(self.width())):
            x, middle = 0.0, 12.0 + 24 * line
            for n in row:
                end = draw_badge(painter, x, middle, self._faces[n], self.theme)
                painter.setFont(font)
                painter.setPen(self.theme.color("text_2"))
                room = max(0.0, self.width() - end - 8)
                mode = Qt.TextElideMode.ElideRight
                words = metrics.elidedText(self._words(n), mode, room)
                box = QRectF(end + 8, middle - 10, room, 20)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
                x = end + 8 + metrics.horizontalAdvance(words) + 18
        painter.end()
