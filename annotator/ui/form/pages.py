# SPDX-License-Identifier: MIT
"""What the form shows when nothing is chosen, and when nothing may be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation, FieldValue, Row
from annotator.model.codebook import AnnotationType, Field, Role
from annotator.ui.form import look
from annotator.ui.form.choices import tells_stance
from annotator.ui.form.context import FormContext
from annotator.ui.form.roles import is_rare
from annotator.ui.form.rowcard import head_field
from annotator.ui.form.sources import (
    EntitySource,
    LinkSource,
    Source,
    VocabularySource,
)
from annotator.ui.form.words import Sign, Words
from annotator.ui.symbols import draw_symbol, symbol_kind
from annotator.ui.theme import Theme


class EmptyPage(QWidget):
    """One serif sentence, and the keys that help."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.kind: AnnotationType | None = None
        self.roles: list[Role] = []
        self.show_kind(None)
        self.setAccessibleName(self.sentence())

    def sentence(self) -> str:
        """What to do first."""
        return self.tr("Select words in the text to begin.")

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.update()

    def show_kind(self, kind: AnnotationType | None) -> None:
        """Show the keys of that annotation type's roles."""
        self.kind = kind
        self.roles = [r for r in kind.roles if r.key and not is_rare(r)] if kind else []
        self.setFixedHeight(220 + 26 * len(self.roles))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        theme, left = self.theme, float(look.MARGIN)
        face = look.font(theme, 17, "regular", "article")
        title = QRectF(left, 36, self.width() - 2 * left, 32)
        look.words(painter, title, self.sentence(), theme.color("text"), face)
        y = 96.0
        x = self._line(painter, left, y, ["→"], self.tr("by word"))
        self._line(painter, x + 18, y, ["⇧ →"], self.tr("select"))
        words = self.tr("widen to clause, sentence, paragraph")
        self._line(painter, left, y + 26, [self.tr("Space")], words)
        y = self._roles(painter, left, y + 62)
        self._line(painter, left, y + 10, [self.tr("Tab")], self.tr("next annotation"))
        self._line(painter, left, y + 36, ["F1"], self.tr("all keys"))

    def _roles(self, painter: QPainter, left: float, y: float) -> float:
        for role in self.roles:
            x = left + self._key(painter, left, y, str(role.key).upper()) + 10
            ink = self.theme.role_color(role.id, role.color)
            sample = QRectF(x, y - 6, 18, 12)
            look.draw_sample(painter, sample, role.id, ink, self.theme)
            self._words(painter, x + 28, y, role.label)
            y += 26
        return y

    def _line(
        self, painter: QPainter, x: float, y: float, keys: Sequence[str], words: str
    ) -> float:
        for key in keys:
            x += self._key(painter, x, y, key) + 10
        self._words(painter, x, y, words)
        return x + look.metrics(self.theme, 13).horizontalAdvance(words)

    def _key(self, painter: QPainter, x: float, y: float, key: str) -> float:
        width = max(look.key_width(self.theme, key) + 4, 22)
        box = QRectF(x, y - 9, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("hover"))
        painter.drawRoundedRect(box, 4, 4)
        face, ink = look.font(self.theme, 10.5, "medium"), self.theme.color("text_2")
        look.words(painter, box, key, ink, face, Qt.AlignmentFlag.AlignHCenter)
        return width

    def _words(self, painter: QPainter, x: float, y: float, words: str) -> None:
        rect = QRectF(x, y - 10, self.width() - x, 20)
        face = look.font(self.theme, 13)
        look.words(painter, rect, words, self.theme.color("text_2"), face)


class PlainLine(QWidget):
    """A label and a value that cannot be changed, with a stance symbol or not."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.label = self.value = self.symbol = ""
        self.serif = False
        self.setFixedHeight(25)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.update()

    def tell(self, label: str, value: str, symbol: str, serif: bool) -> None:
        """Show these words."""
        self.label, self.value = label, value
        self.symbol, self.serif = symbol, serif
        self.setAccessibleName(f"{label}: {value}")
        self.setToolTip(look.one_line(value)[:300] if "<" not in value else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        theme, height = self.theme, self.height()
        quiet = theme.color("text_2")
        face = look.font(theme, 13)
        look.words(painter, QRectF(0, 0, 80, height), self.label, quiet, face)
        x = 88.0
        if self.symbol:
            spot = QRectF(x, height / 2 - 5, 10, 10)
            draw_symbol(painter, spot, self.symbol, theme)
            x += 18
        if self.serif:
            face = look.font(theme, 14, "regular", "article")
        rect = QRectF(x, 0, self.width() - x, height)
        words = look.one_line(self.value)
        look.words(painter, rect, words, theme.color("text"), face)


class ReadOnlyPage(QWidget):
    """An annotation as plain text, with a lock."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.lines: list[PlainLine] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.MARGIN, 0, look.MARGIN, look.MARGIN)
        self.column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Sign(theme, "lock", "text_2", 14, self))
        words = self.tr("Read-only: nothing here can be changed.")
        head.addWidget(Words(theme, words, token="text_2", px=12.5, parent=self))
        head.addStretch(1)
        self.column.addLayout(head)
        self.column.addSpacing(8)
        self.body = QVBoxLayout()
        self.column.addLayout(self.body)
        self.column.addStretch(1)

    def show_annotation(self, annotation: Annotation, context: FormContext) -> None:
        """Show roles, fields and rows as words."""
        told = list(_lines(annotation, context))
        while len(self.lines) < len(told):
            line = PlainLine(self.theme, self)
            self.lines.append(line)
            self.body.addWidget(line)
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(told))
            if number < len(told):
                line.tell(*told[number])


_Line = tuple[str, str, str, bool]


def _lines(annotation: Annotation, context: FormContext) -> list[_Line]:
    kind = context.codebook.type(annotation.type)
    found: list[_Line] = []
    for role in kind.roles:
        quote = " … ".join(s.text for s in annotation.spans_of(role.id))
        if quote:
            found.append((role.label, quote, "", True))
    for field in kind.fields:
        if field.id in annotation.fields:
            words = in_words(field, annotation.fields[field.id], context)
            found.append((field.label, words, "", False))
    for row_kind in kind.rows:
        rows = annotation.rows.get(row_kind.id, ())
        found += [_row_line(row_kind.label, row, row_kind, context) for row in rows]
        if not rows and row_kind.id in annotation.none:
            found.append((row_kind.label, "none", "none", False))
    return found


def _row_line(label: str, row: Row, kind: object, context: FormContext) -> _Line:
    symbol, words = "", []
    for field in kind.fields:  # type: ignore[attr-defined]
        if field.id not in row.fields or field.rare:
            continue
        held = row.fields[field.id]
        value = field.value(str(held)) if tells_stance(field) else None
        if value is not None:
            symbol = symbol_kind(value.id, value.score)
        if field is not head_field(kind) and held is not False:  # type: ignore[arg-type]
            words.append(in_words(field, held, context))
        elif held is not False:
            words.insert(0, in_words(field, held, context))
    return label, " · ".join(words), symbol, False


def in_words(field: Field, held: FieldValue, context: FormContext) -> str:
    """A stored value as a person reads it."""
    if isinstance(held, tuple):
        return ", ".join(in_words(field, one, context) for one in held)
    if field.type == "boolean":
        return field.label.lower() if held is True else "no"
    if field.type in ("choice", "multichoice"):
        value = field.value(str(held))
        return value.label if value else str(held)
    source = _source(field, context)
    return source.shown(str(held)).texts[0] if source else str(held)


def _source(field: Field, context: FormContext) -> Source | None:
    makers = {
        "entity": EntitySource,
        "vocabulary": VocabularySource,
        "link": LinkSource,
    }
    make = makers.get(field.type)
    return make(context, field) if make else None
