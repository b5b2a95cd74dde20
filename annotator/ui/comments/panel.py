# SPDX-License-Identifier: MIT
"""The panel of threads: what was said about the open document, and a field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.review import Comment
from annotator.services.review import comments
from annotator.ui.comments.card import Context, ThreadCard
from annotator.ui.dialogs.base import button, clear, plain_label
from annotator.ui.icons import icon
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.events import Changed
    from annotator.services.session import Session

#: Threads beyond this are not shown at once.
MOST: Final = 200
#: Comments count as read when they were on screen so long, in milliseconds.
READ_MS: Final = 800
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommentField(QPlainTextEdit):
    """Where one writes; Ctrl+Enter says it, Esc leaves.

    Signals:
        done, left: it is to be said; the field is left.
        up_wanted: the arrow up in the empty field: on to the threads.
    """

    done = Signal()
    left = Signal()
    up_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 22)

    def event(self, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            # The window's own Ctrl+Enter completes the document.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in _ENTER
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Up and not self.toPlainText():
            self.up_wanted.emit()
        else:
            super().keyPressEvent(event)


class CommentPanel(QWidget):
    """Threads on the open document.

    `labels` says what an annotation is called, `busy` whether a job writes now.
    `alias` is what a person is called instead of their name, "" to say it.

    Signals:
        left: the panel is done with.
        annotation_wanted(str): an annotation is to be shown.
        failed: a `UserError` that one line can tell.
    """

    left = Signal()
    annotation_wanted = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        labels: Callable[[str], str],
        busy: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.busy = busy
        self.setObjectName("dockPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session, self.theme = session, theme
        self._labels = labels
        self.alias: Callable[[str], str] = lambda _uid: ""
        self._document: str | None = None
        self._about: str | None = None
        self._thread: str | None = None
        self._changing: Comment | None = None
        self._new: set[str] = set()
        self.cards: list[ThreadCard] = []
        self._build()
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(READ_MS)
        self._reading.timeout.connect(self.mark_read)
        self._unsubscribe = session.events.subscribe(self._on_changed)

    # -- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 4)
        head.setSpacing(8)
        head.addWidget(plain_label(self.tr("Comments"), "heading"))
        self.count = plain_label("", "secondary")
        self.count.setObjectName("commentCount")
        head.addWidget(self.count, 1)
        self.close_button = QToolButton()
        self.close_button.setObjectName("commentsClose")
        self.close_button.setAccessibleName(self.tr("Close the comments"))
        self.close_button.setToolTip(self.close_button.accessibleName())
        self.close_button.clicked.connect(self.left)
        head.addWidget(self.close_button)
        column.addLayout(head)
        inside = QWidget()
        self._threads = QVBoxLayout(inside)
        self._threads.setContentsMargins(12, 4, 12, 12)
        self._threads.setSpacing(8)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.area.setHorizontalScrollBarPolicy(bar)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        column.addWidget(self.area, 1)
        column.addLayout(self._build_foot())
        self.set_theme(self.theme)

    def _build_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 6, 12, 10)
        foot.setSpacing(6)
        self.about = plain_label("", "secondary", wrap=True)
        self.about.setObjectName("commentAbout")
        foot.addWidget(self.about)
        self.field = CommentField()
        self.field.setObjectName("commentField")
        self.field.setAccessibleName(self.tr("Comment"))
        self.field.setPlaceholderText(self.tr("Write a comment"))
        self.field.done.connect(self.say)
        self.field.left.connect(self._on_field_left)
        self.field.up_wanted.connect(lambda: self._go_to(len(self.cards) - 1))
        foot.addWidget(self.field)
        row = QHBoxLayout()
        self.message = plain_label("", "error", wrap=True)
        row.addWidget(self.message, 1)
        self.whole = button(self.tr("On the document"), "quiet")
        self.whole.setObjectName("commentWhole")
        self.whole.clicked.connect(self._on_whole)
        row.addWidget(self.whole)
        self.send = button(self.tr("Comment"), "primary")
        self.send.setObjectName("commentSend")
        self.send.setAutoDefault(False)
        self.send.setDefault(False)
        self.send.setToolTip("Ctrl+Enter")
        self.send.clicked.connect(self.say)
        row.addWidget(self.send)
        foot.addLayout(row)
        return foot

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.close_button.setIcon(icon("close", theme))
        for card in self.cards:
            card.theme = theme
            card.update()

    def detach(self) -> None:
        """Let go of the session's events."""
        self._reading.stop()
        self._unsubscribe()

    # -- showing

    def show_about(self, document: str | None, annotation: str | None) -> None:
        """Show the threads of a document; comments are about that annotation now."""
        other = document != self._document
        self._document = document
        if other:
            self._new.clear()
        if other or annotation != self._about:
            self._about, self._thread, self._changing = annotation, None, None
        self.refresh()

    def refresh(self) -> None:
        """Read the threads again."""
        focused = next((c for c in self.cards if c.hasFocus()), None)
        kept = focused.thread_.first.uid if focused else ""
        clear(self._threads)
        self.cards = []
        found = comments.threads(self.session, self._document) if self._document else []
        me = self.session.annotator.uid
        for thread in found:
            self._new |= {
                c.uid for c in thread.comments if c.author != me and me not in c.read_by
            }
        mine = [t for t in found if t.first.annotation == self._about is not None]
        rest = [t for t in found if t not in mine]
        for thread in [*mine, *rest][:MOST]:
            self._add(thread)
        if not found:
            words = self.tr("Nobody has said anything about this document yet.")
            self._threads.addWidget(plain_label(words, "secondary", wrap=True))
        self._threads.addStretch(1)
        self._show_words(len(found))
        for card in self.cards:
            if card.thread_.first.uid == kept:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.isVisible():
            self._reading.start()

    def _add(self, thread: comments.Thread) -> None:
        new = frozenset(c.uid for c in thread.comments if c.uid in self._new)
        context = Context(self._called, self._labels, self.session.annotator.uid)
        card = ThreadCard(thread, new, context, self.theme, self)
        card.answer_wanted.connect(self.answer)
        card.resolve_wanted.connect(self._on_resolve)
        card.about_wanted.connect(self.annotation_wanted)
        card.edit_wanted.connect(self._on_edit)
        card.remove_wanted.connect(self._on_remove)
        card.step_wanted.connect(lambda by, c=card: self._go_to(self._at(c) + by))
        card.left.connect(self.field.setFocus)
        self._threads.addWidget(card)
        self.cards.append(card)

    def _called(self, uid: str) -> str:
        return self.alias(uid) or self._name(uid)

    def _name(self, uid: str) -> str:
        known = self.session.project.annotators.find(uid)
        return known.name if known else self.tr("Somebody")

    def _at(self, card: ThreadCard) -> int:
        return self.cards.index(card) if card in self.cards else 0

    def _go_to(self, at: int) -> None:
        """Put the keyboard on a thread; past the last one into the field."""
        if not 0 <= at < len(self.cards):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.cards[at].setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(self.cards[at], 0, 12)

    def _show_words(self, count: int) -> None:
        new = len(self._new)
        words = str(count) if count else ""
        if new:
            words = self.tr("{0}, {1} new").format(count, new)
        self.count.setText(words)
        self.about.setText(self._about_words())
        self.whole.setVisible(self._about is not None or self._thread is not None)
        self.field.setEnabled(self._document is not None)
        self.send.setEnabled(self._document is not None)

    def _about_words(self) -> str:
        if self._changing is not None:
            return self.tr("Changing your words")
        if self._thread is not None:
            card = next(
                (c for c in self.cards if c.thread_.first.uid == self._thread), None
            )
            first = card.thread_.first.text if card else ""
            return self.tr("Answer to “{0}”").format(one_line(first, 60))
        if self._about is not None:
            label = self._labels(self._about)
            return label or self.tr("On an annotation")
        return self.tr("On the document")

    # -- verbs

    def begin(self) -> None:
        """Put the keyboard into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say(self) -> None:
        """Store what was written."""
        text = self.field.toPlainText()
        document = self._document
        if document is None:
            return
        if self.busy():
            self.message.setText(self.tr("Another job is still running."))
            return
        try:
            if self._changing is not None:
                comments.edit(self.session, self._changing, text)
            else:
                comments.add(
                    self.session,
                    document,
                    text,
                    annotation=self._about,
                    thread=self._thread,
                )
        except UserError as error:
            self.message.setText(error_words(error))
            return
        self.message.setText("")
        self._thread = self._changing = None
        self.field.clear()
        self.refresh()

    def answer(self, thread: str) -> None:
        """What is written next answers that thread."""
        self._thread, self._changing = thread, None
        self._show_words(len(self.cards))
        self.begin()

    def _on_whole(self) -> None:
        self._about = self._thread = self._changing = None
        self.refresh()
        self.begin()

    def _on_field_left(self) -> None:
        if self._thread is not None or self._changing is not None:
            self._thread = self._changing = None
            self._show_words(len(self.cards))
        else:
            self.left.emit()

    def _on_edit(self, comment: Comment) -> None:
        self._changing, self._thread = comment, None
        self.field.setPlainText(comment.text)
        self._show_words(len(self.cards))
        self.begin()

    def _on_remove(self, comment: Comment) -> None:
        self._guarded(lambda: comments.remove(self.session, comment))

    def _on_resolve(self, thread: str, resolved: bool) -> None:
        document = self._document
        if document is not None:
            self._guarded(
                lambda: comments.resolve(self.session, thread, document, resolved)
            )

    def _guarded(self, verb: Callable[[], object]) -> None:
        if self.busy():
            self.message.setText(self.tr("Another job is still running."))
            return
        try:
            verb()
        except UserError as error:
            self.message.setText(error_words(error))

    def mark_read(self) -> None:
        """What is on screen now has been seen."""
        if not self.isVisible() or self._document is None or self.busy():
            return
        seen = [each for card in self.cards for each in card.thread_.comments]
        try:
            comments.mark_read(self.session, seen)
        except UserError as error:
            self.failed.emit(error)

    def store_typed(self) -> str:
        """What was written and not said yet; it is not thrown away by itself."""
        return self.field.toPlainText().strip()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._new.clear()

    def _on_changed(self, changed: Changed) -> None:
        here = changed.documents is None or self._document in changed.documents
        if self.isVisible() and here and "comment" in changed.tables:
            self.refresh()
