# SPDX-License-Identifier: MIT
"""What the form shows when nothing is chosen: one sentence, and the keys that help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.codebook import AnnotationType, Codebook, Role
from annotator.ui.form import look
from annotator.ui.form.buttons import Button
from annotator.ui.form.common import is_rare
from annotator.ui.form.words import Words
from annotator.ui.keys import beginnings
from annotator.ui.theme import Theme

LINE: Final = 26
#: Between the rows of one type and those of the next.
_BETWEEN: Final = 8
#: So many words with a key before them, one beside the other.
Hints = Sequence[tuple[str, str]]


class EmptyPage(QWidget):
    """One serif sentence, the keys, and a row for each role that can begin.

    Signals:
        begin_wanted: (type, role): begin with the words that are selected.
        offer_wanted: begin all drafts that the codebook offers.
    """

    begin_wanted = Signal(str, str)
    offer_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows: list[BeginRow] = []
        self._shown: object = None
        self._parts: list[QWidget] = []
        self.setAccessibleName(self.sentence())
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, 36, look.MARGIN, 24)
        column.setSpacing(0)
        said = self.sentence()
        column.addWidget(
            Words(theme, said, px=17, kind="article", wrap=True, parent=self)
        )
        column.addSpacing(16)
        column.addWidget(HintLine(theme, self._moving(), self))
        widen = [(self.tr("Space"), self.tr("widen to clause, sentence, paragraph"))]
        column.addWidget(HintLine(theme, widen, self))
        column.addSpacing(10)
        self._middle = QVBoxLayout()
        column.addLayout(self._middle)
        self.offer = Button(theme, "", icon="add", parent=self)
        self.offer.setObjectName("beginOffered")
        self.offer.clicked.connect(self.offer_wanted)
        self.offer.hide()
        column.addSpacing(10)
        column.addWidget(self.offer)
        column.addSpacing(0)
        for key, words in self._going():
            column.addWidget(HintLine(theme, [(key, words)], self))

    def sentence(self) -> str:
        """What to do first."""
        return self.tr("Select words in the text to begin.")

    def _moving(self) -> Hints:
        return [("→", self.tr("by word")), ("⇧ →", self.tr("select"))]

    def _going(self) -> Hints:
        tab = self.tr("Tab")
        return [(tab, self.tr("next annotation")), ("F1", self.tr("all keys"))]

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme; its parts are told alike."""
        self.theme = theme
        self.update()

    def show_codebook(self, codebook: Codebook, first: str = "") -> None:
        """Show what can begin; keys that several types have belong to `first`."""
        if (codebook.sha256, first) == self._shown:
            return
        self._shown = (codebook.sha256, first)
        for part in self._parts:
            self._middle.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.rows = [], []
        keyed = {(kind, role.id) for kind, role in beginnings(codebook, first).values()}
        for kind in codebook.types:
            self._add_type(kind, keyed, alone=len(codebook.types) == 1)

    def _add_type(
        self, kind: AnnotationType, keyed: set[tuple[str, str]], *, alone: bool
    ) -> None:
        roles = list(_begin_roles(kind))
        if self._parts:
            gap = QWidget(self)
            gap.setFixedHeight(_BETWEEN)
            self._add(gap)
        if not alone and len(roles) > 1:
            words = Words(self.theme, kind.label, weight="semibold", parent=self)
            words.setContentsMargins(0, 0, 0, 2)
            self._add(words)
        for role in roles:
            label = role.label if alone or len(roles) > 1 else kind.label
            key = str(role.key or "") if (kind.id, role.id) in keyed else ""
            row = BeginRow(self.theme, kind, role, label, key, self)
            row.clicked.connect(
                lambda _=False, k=kind.id, r=role.id: self.begin_wanted.emit(k, r)
            )
            self.rows.append(row)
            self._add(row)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._middle.addWidget(part)

    def focus_first(self) -> None:
        """Put the keyboard onto the first row, where it is to be seen."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def show_offer(self, count: int) -> None:
        """Say how many drafts the codebook offers here; 0 hides it."""
        words = self.tr("Begin {n} drafts").replace("{n}", f"{count:,}")
        self.offer.show_words(words if count != 1 else self.tr("Begin 1 draft"))
        self.offer.setToolTip(self.tr("One for each that the codebook asks for."))
        self.offer.setVisible(count > 0)


def _begin_roles(kind: AnnotationType) -> Iterator[Role]:
    """The roles to begin with: the body's, and the common ones that have a key."""
    for role in kind.roles:
        if role is kind.main_role or (role.key and not is_rare(role)):
            yield role


class HintLine(QWidget):
    """Keys and what they do, on one line."""

    def __init__(self, theme: Theme, hints: Hints, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._hints = theme, hints
        self.setFixedHeight(LINE)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        x = 0.0
        for key, words in self._hints:
            x += _draw_cap(painter, self.theme, x, self.height() / 2, key) + 10
            _draw_words(painter, self.theme, x, self.rect().toRectF(), words)
            x += look.metrics(self.theme, 13).horizontalAdvance(words) + 18


class BeginRow(QAbstractButton):
    """A role: its key, a sample of its line, its name.  A click begins with it."""

    def __init__(
        self,
        theme: Theme,
        kind: AnnotationType,
        role: Role,
        label: str,
        key: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.theme, self.role, self.key = theme, role, key.upper()
        self._sample = "content" if role is kind.main_role else role.id
        self.setObjectName(f"begin-{kind.id}-{role.id}")
        self.setText(label)
        self.setAccessibleName(self.tr("Begin with {0}").format(label))
        self.setToolTip(role.help)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, LINE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        theme, middle = self.theme, self.height() / 2
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        if self.hasFocus():
            inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            look.stroke_box(painter, inside, theme.color("accent"), 2)
        ground = "raised" if self.underMouse() else "hover"
        width = _draw_cap(painter, theme, 0, middle, self.key, ground)
        x = max(width, 24.0) + 8
        ink = theme.role_color(self.role.id, self.role.color)
        sample = QRectF(x, middle - 6, 18, 12)
        look.draw_sample(painter, sample, self._sample, ink, theme)
        _draw_words(painter, theme, x + 28, self.rect().toRectF(), self.text())


def _draw_cap(
    painter: QPainter, theme: Theme, x: float, middle: float, key: str,
    ground: str = "hover",
) -> float:  # fmt: skip
    """A key's cap; returns its width, 0 without a key."""
    if not key:
        return 0.0
    width = max(look.key_width(theme, key) + 4, 22)
    box = QRectF(x, middle - 9, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(box, 4, 4)
    face, ink = look.font(theme, 10.5, "medium"), theme.color("text_2")
    look.words(painter, box, key, ink, face, Qt.AlignmentFlag.AlignHCenter)
    return width


def _draw_words(
    painter: QPainter, theme: Theme, x: float, line: QRectF, words: str
) -> None:
    rect = QRectF(x, line.top(), line.width() - x, line.height())
    look.words(painter, rect, words, theme.color("text_2"), look.font(theme, 13))
