# SPDX-License-Identifier: MIT
"""All rows of one kind: a heading, the cards, and the tick that there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import RowType
from annotator.model.problem import Problem
from annotator.ui.form import look
from annotator.ui.form.buttons import Button, Tick
from annotator.ui.form.context import FormContext
from annotator.ui.form.fieldrow import Messages, sentence
from annotator.ui.form.rowbody import RowBody
from annotator.ui.form.rowcard import RowCard
from annotator.ui.form.words import Words
from annotator.ui.theme import Theme


class RowSection(QWidget):
    """The rows of one kind.  Rows are counted from 0.

    Signals:
        added: a row is wanted.
        removed: (n) that row is to go.
        none_toggled: (said) that there are none.
        activated: (n) that card is to be the open one.
        edited, wanted: (n, field id, value or words).
        role_activated, role_cleared: (role, n).
    """

    added = Signal()
    removed = Signal(int)
    none_toggled = Signal(bool)
    activated = Signal(int)
    edited = Signal(int, str, object)
    wanted = Signal(int, str, str)
    role_activated = Signal(str, int)
    role_cleared = Signal(str, int)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        context: FormContext,
        kind: RowType,
        keyed: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.context, self.kind = theme, context, kind
        self.cards: list[RowCard] = []
        self.setObjectName(f"rows-{kind.id}")
        self.setAccessibleName(kind.label)
        self._make_parts("+" if keyed else "", "0" if keyed else "")
        self._lay_out()

    def _make_parts(self, add_key: str, none_key: str) -> None:
        theme, kind = self.theme, self.kind
        self.title = Words(theme, kind.label, weight="semibold", parent=self)
        self.title.setToolTip(kind.help)
        self.count = Words(theme, token="text_3", px=12, parent=self)
        words = self.tr("Add row")
        self.add_link = Button(
            theme, words, kind="link", icon="add", key=add_key, parent=self
        )
        self.add_button = Button(theme, words, icon="add", key=add_key, parent=self)
        nothing = self.tr("No {rows}").replace(
            "{rows}", kind.label[:1].lower() + kind.label[1:]
        )
        self.none_tick = Tick(theme, nothing, key=none_key, boxed=True, parent=self)
        self.none_tick.setObjectName(f"none-{kind.id}")
        self.add_link.setObjectName(f"add-row-{kind.id}")
        self.add_button.setObjectName(f"add-{kind.id}")
        self.add_link.clicked.connect(self.added)
        self.add_button.clicked.connect(self.added)
        self.none_tick.clicked.connect(self._on_none)
        self.messages = Messages(theme, self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(look.RING, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.add_link)
        self.head = head
        self.foot = QWidget(self)
        line = QHBoxLayout(self.foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.add_button)
        line.addWidget(self.none_tick)
        line.addStretch(1)
        self.foot_line = line
        self.holder = QWidget(self)
        self.holder.setObjectName(f"{self.kind.id}Rows")
        self.holder.setAccessibleName(self.kind.label)
        self.stack = QVBoxLayout(self.holder)
        self.stack.setContentsMargins(look.RING, 0, look.RING, 0)
        self.stack.setSpacing(5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.messages)
        column.addWidget(self.holder)
        column.addWidget(self.foot)

    def _on_none(self) -> None:
        self.none_toggled.emit(not self.none_tick.said)

    # -- showing

    def show_annotation(
        self, annotation: Annotation, problems: Sequence[Problem], active: int | None
    ) -> None:
        """Show the annotation's rows of this kind, card `active` open."""
        rows = annotation.rows.get(self.kind.id, ())
        denied = self.kind.id in annotation.none
        mine = [p for p in problems if p.row == self.kind.id]
        self._show_head(len(rows), denied)
        general = [(p.severity, sentence(p)) for p in mine if p.row_no is None]
        self.messages.tell(general)
        while len(self.cards) < len(rows):
            self._make_card()
        for n, card in enumerate(self.cards):
            card.setVisible(n < len(rows))
            if n < len(rows):
                here = [p for p in mine if p.row_no == n]
                card.show_row(rows[n], here, n == active)
        self.holder.setVisible(bool(rows))

    def _show_head(self, count: int, denied: bool) -> None:
        words = self.tr("{n} rows") if count != 1 else self.tr("1 row")
        self.count.setText(words.replace("{n}", str(count)) if count else "")
        full = 0 < self.kind.max <= count
        self.add_link.setVisible(count > 0 and not full)
        self.none_tick.tell(denied)
        tick_above = denied and count == 0
        self.foot.setVisible(count == 0 and not denied)
        self.none_tick.set_boxed(not tick_above)
        home = self.head if tick_above else self.foot_line
        if home.indexOf(self.none_tick) < 0:
            self._move_tick(tick_above)
        offered = self.kind.explicit_none or denied
        self.none_tick.setVisible(offered and (count == 0 or denied))

    def _move_tick(self, above: bool) -> None:
        other = self.foot_line if above else self.head
        other.removeWidget(self.none_tick)
        if above:
            self.head.addWidget(self.none_tick)
        else:
            self.foot_line.insertWidget(1, self.none_tick)

    def _make_card(self) -> None:
        n = len(self.cards)
        card = RowCard(self.theme, self.context, self.kind, n, self.holder)
        card.opened.connect(lambda: self.activated.emit(n))
        card.body_made.connect(lambda body: self._connect_body(body, n))
        self.cards.append(card)
        self.stack.addWidget(card)

    def _connect_body(self, body: RowBody, n: int) -> None:
        body.edited.connect(lambda field, value: self.edited.emit(n, field, value))
        body.wanted.connect(lambda field, words: self.wanted.emit(n, field, words))
        body.activated.connect(lambda role: self.role_activated.emit(role, n))
        body.cleared.connect(lambda role: self.role_cleared.emit(role, n))
        body.remove_wanted.connect(lambda: self.removed.emit(n))
        body.left.connect(self.left)

    def body(self, n: int) -> RowBody | None:
        """The fields of card `n`, built if need be; None beyond the last card."""
        if not 0 <= n < len(self.cards):
            return None
        if self.cards[n].body is None:
            self.cards[n].set_open(True)
        return self.cards[n].body

    def bodies(self) -> list[RowBody]:
        """The fields of all cards that were ever open."""
        return [card.body for card in self.cards if card.body is not None]

    def focus_add(self) -> None:
        """Put the keyboard onto the button that adds a row."""
        link = self.add_link if not self.add_link.isHidden() else self.add_button
        link.setFocus(Qt.FocusReason.OtherFocusReason)
