# SPDX-License-Identifier: MIT
"""The right side of the review page: one question, its answers, the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.services.review.reasons import reasons
from annotator.ui.caps import KeyCaps
from annotator.ui.dialogs.base import button, clear, plain_label
from annotator.ui.icons import draw_icon, icon
from annotator.ui.review.card import OptionCard
from annotator.ui.review.cards import card_of, quote, rest
from annotator.ui.review.passage import Passage
from annotator.ui.review.states import record_word, torn_words, which
from annotator.ui.review.words import tr
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.review.reviewer import Reviewer

WIDTH: Final = 384
_MARGIN: Final = 16


class NoteField(QPlainTextEdit):
    """Two lines for a note; Tab leaves it, Ctrl+Enter is the page's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 22)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class RestList(QWidget):
    """What else the record holds: label, words, and a tick where all agree."""

    _LINE: Final = 22

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._rows: list[tuple[str, str, bool]] = []

    def show_rows(self, rows: list[tuple[str, str, bool]]) -> None:
        """Show these lines."""
        self._rows = rows
        self.setAccessibleName("; ".join(f"{a}: {b}" for a, b, _ in rows))
        self.setFixedHeight(self._LINE * len(rows))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._LINE * len(self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.theme.font("ui", 12)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        middle, mode = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
        widths = [metrics.horizontalAdvance(label) for label, _, _ in self._rows]
        wide = min(max([90.0, *(w + 14 for w in widths)]), self.width() * 0.5)
        for n, (label, words, same) in enumerate(self._rows):
            top = n * self._LINE
            painter.setPen(self.theme.color("text_3"))
            box = QRectF(0, top, wide, self._LINE)
            painter.drawText(box, middle, metrics.elidedText(label, mode, wide - 8))
            painter.setPen(self.theme.color("text" if same else "warning"))
            box = QRectF(wide, top, self.width() - wide - 24, self._LINE)
            shown = metrics.elidedText(words, mode, box.width())
            painter.drawText(box, middle, shown)
            sign = QRectF(self.width() - 18, top + 3, 16, 16)
            name, token = ("check", "ok") if same else ("warning", "warning")
            draw_icon(painter, sign, name, self.theme.color(token))
        painter.end()


class DecisionPanel(QWidget):
    """One question.

    Signals:
        accept_wanted, skip_wanted: as the buttons say.
        step_wanted(int): the next (1) or previous (-1) question.
        reasons_wanted: the list of reasons is to be edited.
        left: a field is done with; the keyboard belongs to the page again.
    """

    accept_wanted = Signal()
    skip_wanted = Signal()
    step_wanted = Signal(int)
    reasons_wanted = Signal()
    left = Signal()

    def __init__(
        self, reviewer: Reviewer, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dockPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.reviewer = reviewer
        self.theme = theme
        self.cards: list[OptionCard] = []
        self._key: tuple[str, str] | None = None
        self._build()
        self.set_theme(theme)
        reviewer.item_changed.connect(self.show_item)
        reviewer.choice_changed.connect(self.show_choice)

    # -- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(_MARGIN, 4, _MARGIN, _MARGIN)
        self._inside.setSpacing(8)
        self._fill_inside()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        # The scroll bar lies over the margin, so that cards keep their width.
        inside.setFixedWidth(WIDTH)
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.area = area
        column.addWidget(area, 1)
        self.quiet = plain_label(self.tr("Nothing to decide here."), "secondary")
        self.quiet.setContentsMargins(_MARGIN, 8, _MARGIN, 0)
        column.addWidget(self.quiet)
        column.addStretch(0)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 10, 10, 4)
        head.setSpacing(4)
        self.title = plain_label("", "heading")
        self.title.setObjectName("reviewQuestion")
        head.addWidget(self.title, 1)
        self.place = plain_label("", "secondary")
        head.addWidget(self.place)
        self.back = self._arrow(self.tr("Previous question"), -1)
        self.on = self._arrow(self.tr("Next question"), 1)
        head.addWidget(self.back)
        head.addWidget(self.on)
        return head

    def _arrow(self, name: str, by: int) -> QToolButton:
        made = QToolButton()
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.clicked.connect(lambda: self.step_wanted.emit(by))
        return made

    def _fill_inside(self) -> None:
        self.before = plain_label("", "warning", wrap=True)
        self._inside.addWidget(self.before)
        self.quote = Passage(self.theme)
        self._inside.addWidget(self.quote)
        self.about = plain_label("", "secondary", wrap=True)
        self._inside.addWidget(self.about)
        self._options = QVBoxLayout()
        self._options.setSpacing(8)
        self._inside.addLayout(self._options)
        self._inside.addSpacing(4)
        self._add_reason()
        self._inside.addLayout(self._build_buttons())
        self._line = QWidget()
        self._line.setObjectName("hairline")
        self._line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line.setFixedHeight(1)
        self._inside.addSpacing(6)
        self._inside.addWidget(self._line)
        self._rest_title = plain_label(self.tr("Rest of the record"), "heading")
        self._inside.addWidget(self._rest_title)
        self.rest = RestList(self.theme)
        self._inside.addWidget(self.rest)
        self._inside.addStretch(1)

    def _add_reason(self) -> None:
        row = QHBoxLayout()
        name = plain_label(self.tr("Reason (optional, kept with the decision)"), "")
        name.setProperty("role", "secondary")
        row.addWidget(name, 1)
        self._why: list[QWidget] = [name]
        self.edit_reasons = QToolButton()
        self.edit_reasons.setObjectName("reviewReasons")
        self.edit_reasons.setAccessibleName(self.tr("Edit the list of reasons"))
        self.edit_reasons.setToolTip(self.edit_reasons.accessibleName())
        self.edit_reasons.clicked.connect(self.reasons_wanted)
        row.addWidget(self.edit_reasons)
        self._inside.addLayout(row)
        self.reason = QComboBox()
        self.reason.setObjectName("reviewReason")
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setAccessibleName(self.tr("Reason"))
        if (line := self.reason.lineEdit()) is not None:
            line.setPlaceholderText(self.tr("Choose or type a reason"))
            line.setAccessibleName(self.tr("Reason"))
        self._inside.addWidget(self.reason)
        self.note = NoteField()
        self.note.setObjectName("reviewNote")
        self.note.setAccessibleName(self.tr("Note on the decision"))
        self.note.setPlaceholderText(self.tr("Note"))
        self._inside.addWidget(self.note)
        self._why += [self.edit_reasons, self.reason, self.note]

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.accept = button(self.tr("Accept and next"), "primary")
        self.accept.setObjectName("reviewAccept")
        self.accept.setAutoDefault(False)
        self.accept.setDefault(False)
        self.accept.clicked.connect(self.accept_wanted)
        row.addWidget(self.accept)
        self._caps = [KeyCaps("Enter", self.theme), KeyCaps("S", self.theme)]
        row.addWidget(self._caps[0])
        row.addSpacing(8)
        self.skip: QPushButton = button(self.tr("Skip"), "quiet")
        self.skip.setObjectName("reviewSkip")
        self.skip.clicked.connect(self.skip_wanted)
        row.addWidget(self.skip)
        row.addWidget(self._caps[1])
        row.addStretch(1)
        return row

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.quote.set_theme(theme)
        self.rest.set_theme(theme)
        for card in self.cards:
            card.set_theme(theme)
        for cap in self._caps:
            cap.set_theme(theme)
        self.back.setIcon(icon("left", theme))
        self.on.setIcon(icon("right", theme))
        self.edit_reasons.setIcon(icon("edit", theme))

    # -- showing

    def show_item(self) -> None:
        """Show the question that is asked."""
        reviewer, item = self.reviewer, self.reviewer.item
        key = item.key if item else None
        moved, self._key = key != self._key, key
        for part in (self.area,):
            part.setVisible(item is not None)
        if item is None:
            self.title.setText(self.tr("No question"))
            self.place.setText("")
            waiting = self.tr("Comparing the layers …")
            nothing = self.tr("Nothing to decide here.")
            self.quiet.setText(waiting if reviewer.opening else nothing)
            self.quiet.show()
            return
        self.quiet.hide()
        words = reviewer.words
        title = words.title(item.facet, item.type)
        if item.conflict is not None:
            title = self.tr("{0}, edited on both sides")
            title = title.format(record_word(item.conflict.kind))
        of = self.tr("{0} of {1}").format(title, item.label) if item.label else title
        self.title.setText(of)
        at, count = reviewer.place
        self.place.setText(self.tr("{0} of {1}").format(at, count) if at else "")
        self._show_about()
        self._show_cards()
        if moved:
            self._show_reason()
            self.area.verticalScrollBar().setValue(0)
        found = rest(reviewer, item)
        self.rest.show_rows(found)
        self._rest_title.setVisible(bool(found))
        self._line.setVisible(bool(found))
        self._settle()

    def _settle(self) -> None:
        """Take the height that the cards need at once, not in the next frame."""
        self._inside.activate()
        need = self._inside.totalHeightForWidth(WIDTH)
        if (inside := self.area.widget()) is not None:
            inside.resize(WIDTH, max(self.area.viewport().height(), need))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What was laid out while it was hidden had no room to be laid out in.
        QTimer.singleShot(0, self, self._settle)

    def _show_about(self) -> None:
        reviewer, item, unit = self.reviewer, self.reviewer.item, self.reviewer.unit
        assert item is not None
        self.quote.show_parts(quote(reviewer, unit.first) if unit else [], 4)
        about = reviewer.words.about(item.facet, item.type)
        told = f"{about[0]}  {about[1]}" if about else ""
        if item.conflict is not None:
            told = tr(" or ").join(which(reviewer, item.conflict))
        self.about.setText(told)
        self.about.setVisible(bool(told))
        # Which state holds is no decision on a text: it keeps no reason.
        for part in self._why:
            part.setVisible(item.conflict is None)
        again = ""
        if item.conflict is not None:
            again = self.tr("Both states are kept until you choose the one that holds.")
        elif torn := reviewer.desk.torn(item) if reviewer.desk else ():
            again = torn_words(reviewer, torn)
        elif item.state == "reopened":
            again = self.tr("Decided before, but the annotations changed since then.")
        self.before.setText(again)
        self.before.setVisible(bool(again))

    def _show_cards(self) -> None:
        focused = next((n for n, c in enumerate(self.cards) if c.hasFocus()), None)
        clear(self._options)
        self.cards = []
        item = self.reviewer.item
        assert item is not None
        for n, option in enumerate(self.reviewer.options):
            text = card_of(self.reviewer, item, option)
            card = OptionCard(text, self.theme, WIDTH - 2 * _MARGIN, self)
            card.clicked.connect(lambda _=False, o=option: self._on_clicked(o))
            card.setChecked(n == self.reviewer.chosen)
            self._options.addWidget(card)
            card.show()
            self.cards.append(card)
        if focused is not None and focused < len(self.cards):
            self.cards[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_clicked(self, option) -> None:
        number = int(option.key) if option.key.isdigit() else 0
        self.reviewer.pick(option.kind, number)

    def show_choice(self) -> None:
        """Show which answer is chosen."""
        for n, card in enumerate(self.cards):
            card.setChecked(n == self.reviewer.chosen)
            card.update()
            if card.isChecked():
                self.area.ensureWidgetVisible(card, 0, 12)

    def _show_reason(self) -> None:
        item = self.reviewer.item
        decision = item.decision if item else None
        self.reason.clear()
        self.reason.addItems(list(reasons(self.reviewer.session)))
        self.reason.setCurrentIndex(-1)
        self.reason.setEditText(decision.reason if decision else "")
        self.note.setPlainText(decision.note if decision else "")

    def written(self) -> tuple[str, str]:
        """Reason and note as they are typed now."""
        return " ".join(self.reason.currentText().split()), self.note.toPlainText()
