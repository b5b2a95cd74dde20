# SPDX-License-Identifier: MIT
"""One thread as a card: who said what, what is new, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QDateTime, QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.review import Comment
from annotator.services.review.comments import Thread
from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.icons import draw_icon
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

#: More characters of a comment than this are not laid out at once.
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Context:
    """What cards look things up in.

    `name` gives a person's name by uid, `about` what an annotation is called ("" of
    one that is not seen here), `me` is who sits at the keyboard.
    """

    name: Callable[[str], str]
    about: Callable[[str], str]
    me: str


class ThreadCard(QWidget):
    """A thread; Enter answers, R settles it or takes it up, Del takes words back.

    Signals:
        answer_wanted(str), about_wanted(str): thread; annotation.
        resolve_wanted(str, bool): thread, whether it is settled from now on.
        edit_wanted, remove_wanted: the comment.
        step_wanted(int): the next (1) or previous (-1) card.
        left: back to the field.
    """

    answer_wanted = Signal(str)
    about_wanted = Signal(str)
    resolve_wanted = Signal(str, bool)
    edit_wanted = Signal(object)
    remove_wanted = Signal(object)
    step_wanted = Signal(int)
    left = Signal()

    def __init__(
        self,
        thread: Thread,
        new: frozenset[str],
        context: Context,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.thread_, self._context, self.theme = thread, context, theme
        self._new = new
        self.setObjectName(f"thread-{thread.first.uid}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(self._spoken())
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 8)
        column.setSpacing(3)
        self._add_about(column)
        shown = thread.comments[:1] if thread.resolved else thread.comments
        for each in shown:
            self._add_comment(column, each)
        self._add_buttons(column)

    def _spoken(self) -> str:
        said = [
            f"{self._context.name(each.author)}: {each.text}"
            for each in self.thread_.comments
        ]
        state = self.tr("resolved") if self.thread_.resolved else ""
        count = len(self._new)
        new = self.tr("{0} new").format(count) if count else ""
        return ". ".join(part for part in (state, new, *said) if part)[:LONGEST]

    def _add_about(self, column: QVBoxLayout) -> None:
        about = self.thread_.first.annotation
        if about is None:
            words = self.tr("On the document")
        else:
            words = self._context.about(about) or self.tr("On an annotation")
        if self.thread_.resolved:
            words = self.tr("{0} · resolved").format(words)
        label = plain_label(one_line(words, 90), "quiet", wrap=True)
        label.setContentsMargins(0, 0, 14, 0)
        column.addWidget(label)

    def _add_comment(self, column: QVBoxLayout, comment: Comment) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        answer = comment.thread is not None
        row.setContentsMargins(12 if answer else 0, 6 if answer else 2, 0, 0)
        name = plain_label(one_line(self._context.name(comment.author), 60), "heading")
        row.addWidget(name)
        if comment.uid in self._new:
            row.addWidget(plain_label(self.tr("new"), "warning"))
        row.addStretch(1)
        row.addWidget(plain_label(_when(comment.created), "quiet"))
        column.addLayout(row)
        text = plain_label(comment.text[:LONGEST], wrap=True)
        text.setMinimumWidth(1)
        text.setContentsMargins(12 if answer else 0, 0, 0, 0)
        column.addWidget(text)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(2)
        uid, settled = self.thread_.first.uid, self.thread_.resolved
        if not settled:
            answer = button(self.tr("Answer"), "quiet")
            answer.clicked.connect(lambda: self.answer_wanted.emit(uid))
            row.addWidget(answer)
        words = self.tr("Take up again") if settled else self.tr("Resolve")
        resolve = button(words, "quiet")
        resolve.clicked.connect(lambda: self.resolve_wanted.emit(uid, not settled))
        row.addWidget(resolve)
        if self.thread_.first.annotation is not None:
            show = button(self.tr("Show"), "quiet")
            about = self.thread_.first.annotation
            show.clicked.connect(lambda: self.about_wanted.emit(about))
            row.addWidget(show)
        row.addStretch(1)
        for each in self.findChildren(QWidget):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addLayout(row)

    def own_last(self) -> Comment | None:
        """The last comment of the person at the keyboard."""
        mine = [c for c in self.thread_.comments if c.author == self._context.me]
        return mine[-1] if mine else None

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, uid = event.key(), self.thread_.first.uid
        mine = self.own_last()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer_wanted.emit(uid)
        elif key == Qt.Key.Key_R:
            self.resolve_wanted.emit(uid, not self.thread_.resolved)
        elif key == Qt.Key.Key_S and self.thread_.first.annotation is not None:
            self.about_wanted.emit(self.thread_.first.annotation)
        elif key == Qt.Key.Key_E and mine is not None:
            self.edit_wanted.emit(mine)
        elif key == Qt.Key.Key_Delete and mine is not None:
            self.remove_wanted.emit(mine)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        width, edge = (2.0, "accent") if self.hasFocus() else (1.0, "line")
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.color(edge), width))
        ground = "dock" if self.thread_.resolved else "raised"
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, 8, 8)
        if self._new:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPointF(8, 18), 3, 3)
        if self.thread_.resolved:
            sign = QRectF(self.width() - 26, 9, 14, 14)
            draw_icon(painter, sign, "check", theme.color("ok"))
        painter.end()


def _when(ms: int) -> str:
    at = QDateTime.fromMSecsSinceEpoch(ms)
    same = at.date().year() == QDateTime.currentDateTime().date().year()
    return QLocale().toString(at, "d MMM, HH:mm" if same else "d MMM yyyy")
