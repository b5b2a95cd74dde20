# SPDX-License-Identifier: MIT
"""The queue as a list: headings, questions, and how each is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.services.review.parts import MISSING
from annotator.services.review.queue import DECIDED, REOPENED, Item
from annotator.ui.icons import draw_icon
from annotator.ui.lines import paint_ground
from annotator.ui.plain import one_line
from annotator.ui.review.faces import Face, draw_badge
from annotator.ui.review.states import record_word, which
from annotator.ui.review.words import Said, boundary, tr
from annotator.ui.symbols import draw_symbol
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.review.reviewer import Reviewer

_Index = QModelIndex | QPersistentModelIndex
ROW: Final = 46
HEADING: Final = 28
_LEFT: Final = 40
_RIGHT: Final = 14
#: Two names of no more letters stand in one line.
_ROOM: Final = 34


@dataclass(frozen=True, slots=True)
class Heading:
    """A line between questions: "Open", and how many."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one question of the queue says.

    `answers` are joined by "or"; `hint` stands at the right, or `taken` as a badge.
    """

    title: str
    label: str
    answers: tuple[Said, ...]
    hint: str = ""
    faces: tuple[Face, ...] = ()

    @property
    def spoken(self) -> str:
        """The line in words."""
        said = tr(" or ").join(each.text for each in self.answers)
        people = ", ".join(face.name for face in self.faces)
        parts = [self.label, self.title, said, self.hint, people]
        return ", ".join(part for part in parts if part)


class QueueModel(QAbstractTableModel):
    """Headings and questions in one column."""

    def __init__(self, reviewer: Reviewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reviewer = reviewer
        self._rows: list[Heading | Item] = []
        self._lines: dict[tuple[str, str], Line] = {}

    def show_items(self, found: Sequence[Item]) -> None:
        """List these questions, which stand in the order open, decided."""
        self.beginResetModel()
        self._lines.clear()
        waiting = [each for each in found if each.is_open]
        done = found[len(waiting) :]
        self._rows = []
        if waiting:
            self._rows += [Heading(tr("Open"), len(waiting)), *waiting]
        if done:
            self._rows += [Heading(tr("Decided"), len(done)), *done]
        self.endResetModel()

    def row(self, number: int) -> Heading | Item | None:
        """What stands in a row, None beyond the last."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def headings(self) -> list[int]:
        """The rows in which headings stand."""
        rows = enumerate(self._rows)
        return [number for number, row in rows if isinstance(row, Heading)]

    def row_of(self, item: Item | None) -> int:
        """The row of a question, -1 where it is not listed."""
        key = item.key if item else None
        for number, row in enumerate(self._rows):
            if isinstance(row, Item) and row.key == key:
                return number
        return -1

    def line(self, item: Item) -> Line:
        """What the line of a question says; written once."""
        if item.key not in self._lines:
            self._lines[item.key] = line_of(self._reviewer, item)
        return self._lines[item.key]

    # Qt's questions

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.row(index.row()), Item):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if row is None or role not in shown:
            return None
        if isinstance(row, Heading):
            return f"{row.title} {row.count}"
        return self.line(row).spoken


def line_of(reviewer: Reviewer, item: Item) -> Line:
    """What the queue says of a question."""
    desk, words = reviewer.desk, reviewer.words
    assert desk is not None
    title = words.title(item.facet, item.type)
    if item.conflict is not None:
        both, kind = tr("edited on both sides"), record_word(item.conflict.kind)
        found = which(reviewer, item.conflict)[:2]
        named = tuple(map(Said, found if len("".join(found)) < _ROOM else found[:1]))
        title = f"{kind} · {both}" if named else kind
        return Line(title, item.label, named or (Said(both),))
    if item.state == DECIDED:
        return _decided(reviewer, item, title)
    if item.kind == "gone":
        said = Said(tr("its annotations are gone"), quiet=True)
        return Line(title, item.label, (said,))
    unit = desk.unit(item)
    if item.difference is None or unit is None:
        return Line(title, item.label, (Said(_quote(reviewer, item)),))
    order = reviewer.order(unit)
    values = [item.difference.values[n] for n in order]
    there = [n for n in order if item.difference.values[n] not in (MISSING, False, ())]
    if item.facet.kind == "spans" and len(there) > 1:
        text, hint = boundary(values, desk.document.text)
        return Line(title, item.label, (Said(text),), hint)
    people = tuple(reviewer.face(unit, n) for n in there)
    if item.facet.kind == "annotation":
        return Line(
            title, item.label, (Said(_quote(reviewer, item)),), tr("only"), people
        )
    if item.facet.kind == "row":
        stance = words.stance(unit.made[0], item.facet)
        source = next((unit.members[n] for n in there), None)
        if source is not None:
            stance = words.stance(source, item.facet)
        about = words.about(item.facet, item.type)
        said = Said(about[1] if about else "", stance.symbol if stance else "")
        return Line(title, item.label, (said,), tr("only"), people)
    if item.facet.kind == "spans":
        value = item.difference.values[there[0]] if there else ()
        said = words.said(item.facet, item.type, value, desk.document.text)
        return Line(title, item.label, (said,), tr("only"), people)
    text = desk.document.text
    answers = _different(
        words.said(item.facet, item.type, value, text) for value in values
    )
    return Line(title, item.label, answers)


def _different(answers) -> tuple[Said, ...]:
    return tuple(dict.fromkeys(answers))


def _decided(reviewer: Reviewer, item: Item, title: str) -> Line:
    """What was decided, and whose answer it is."""
    desk, words, decision = reviewer.desk, reviewer.words, item.decision
    assert desk is not None
    assert decision is not None
    verdicts = {
        "rejected": tr("rejected"),
        "ambiguous": tr("truly ambiguous"),
        "agreed": tr("accepted"),
        "accepted": tr("accepted"),
        "new": tr("written anew"),
        "corrected": tr("corrected"),
    }
    unit = desk.unit(item)
    result = desk.result_of(unit) if unit else None
    face: tuple[Face, ...] = ()
    if unit is not None and decision.verdict == "take":
        for n, member in enumerate(unit.members):
            if member is not None and member.uid == decision.taken:
                face = (reviewer.face(unit, n),)
    if decision.verdict in verdicts:
        return Line(title, item.label, (Said(verdicts[decision.verdict]),), "", face)
    if result is None or item.facet.kind == "annotation":
        said = Said(tr("kept") if face else tr("edited"))
        return Line(title, item.label, (said,), "", face)
    value = desk.view.value(result, item.facet)
    said = words.said(item.facet, item.type, value, desk.document.text)
    hints = {
        "union": tr("union"),
        "intersection": tr("in common"),
        "edited": tr("edited"),
    }
    return Line(title, item.label, (said,), hints.get(decision.verdict, ""), face)


def _quote(reviewer: Reviewer, item: Item) -> str:
    """The words of the unit's main role, of the first who marked them."""
    desk = reviewer.desk
    unit = desk.unit(item) if desk else None
    if unit is None:
        return ""
    kind = reviewer.words.kind(unit.first.type)
    spans = unit.first.spans_of(kind.main_role.id) if kind else unit.first.spans
    return one_line(" … ".join(s.text for s in spans or unit.first.spans), 120)


class QueueDelegate(QStyledItemDelegate):
    """Paints headings of 28 and questions of 46 pixels."""

    def __init__(
        self, model: QueueModel, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._title = theme.font("ui", 13, "medium")
        self._small = theme.font("ui", 12)
        self._label = theme.font("numbers", 12)

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        heading = isinstance(self._model.row(index.row()), Heading)
        return QSize(120, HEADING if heading else ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        row = self._model.row(index.row())
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
        elif row is not None:
            state = option.state  # type: ignore[attr-defined]
            paint_ground(painter, rect, state, self.theme)
            self._paint_item(painter, rect, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, row: Heading) -> None:
        box = rect.adjusted(_RIGHT + 2, 4, -_RIGHT, 0)
        painter.setFont(self._label)
        painter.setPen(self.theme.color("text_2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle, row.title)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, str(row.count))

    def _paint_item(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        line = self._model.line(item)
        self._paint_sign(painter, rect, item)
        left, right = rect.left() + _LEFT, rect.right() - _RIGHT
        top = QRectF(left, rect.top() + 5, right - left, 18)
        below = QRectF(left, rect.top() + 24, right - left, 17)
        self._pair(painter, top, line.title, line.label, self._title)
        room = below.width() - self._paint_end(painter, below, line)
        below.setWidth(room)
        self._paint_answers(painter, below, line.answers)

    def _paint_sign(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        name, token = "status-disagreement", "warning"
        if item.state == DECIDED:
            name, token = "status-complete", "ok"
        elif item.state == REOPENED:
            name, token = "undo", "warning"
        elif item.kind in ("agreed", "reading"):
            name, token = "status-new", "border"
        box = QRectF(rect.left() + 14, rect.top() + 7, 16, 16)
        ground = self.theme.color("dock")
        draw_icon(painter, box, name, self.theme.color(token), ground)

    def _pair(self, painter: QPainter, box: QRectF, words, label, font) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(self._label)
        painter.setPen(self.theme.color("text_2"))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, label)
        room = box.width() - QFontMetricsF(self._label).horizontalAdvance(label) - 8
        painter.setFont(font)
        painter.setPen(self.theme.color("text"))
        mode = Qt.TextElideMode.ElideRight
        shown = QFontMetricsF(font).elidedText(words, mode, room)
        painter.drawText(box, middle, shown)

    def _paint_end(self, painter: QPainter, box: QRectF, line: Line) -> float:
        """The hint and the badges at the right; returns the room they take."""
        x = box.right()
        for face in reversed(line.faces):
            width = max(
                21.0,
                QFontMetricsF(self.theme.font("ui", 9.5, "semibold")).horizontalAdvance(
                    face.initials
                )
                + 8,
            )
            x -= width
            draw_badge(painter, x, box.center().y(), face, self.theme)
            x -= 4
        if line.hint:
            painter.setFont(self._small)
            painter.setPen(self.theme.color("text_2"))
            width = QFontMetricsF(self._small).horizontalAdvance(line.hint)
            x -= width
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x, box.top(), width + 2, 17), middle, line.hint)
            x -= 8
        return box.right() - x

    def _paint_answers(
        self, painter: QPainter, box: QRectF, answers: Sequence[Said]
    ) -> None:
        metrics = QFontMetricsF(self._small)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(self._small)
        between = tr(" or ")
        x = box.left()
        for n, said in enumerate(answers):
            if n:
                painter.setPen(self.theme.color("text_2"))
                width = metrics.horizontalAdvance(between)
                if x + width > box.right():
                    break
                painter.drawText(QRectF(x, box.top(), width, 17), middle, between)
                x += width
            if said.symbol:
                mark = QRectF(x, box.center().y() - 5, 10, 10)
                draw_symbol(painter, mark, said.symbol, self.theme)
                x += 15
            room = max(0.0, box.right() - x)
            mode = Qt.TextElideMode.ElideRight
            words = metrics.elidedText(one_line(said.text, 200), mode, room)
            painter.setPen(self.theme.color("text_2"))
            painter.drawText(QRectF(x, box.top(), room, 17), middle, words)
            x += metrics.horizontalAdvance(words)
