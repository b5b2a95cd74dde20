# SPDX-License-Identifier: MIT
"""What the form shows when nothing may be changed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation, FieldValue, Row
from annotator.model.codebook import Field
from annotator.ui.form import look
from annotator.ui.form.common import tells_stance
from annotator.ui.form.context import FormContext
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
            found.append((row_kind.label, _tr("none"), "none", False))
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
        return field.label.lower() if held is True else _tr("no")
    if field.type in ("choice", "multichoice"):
        value = field.value(str(held))
        return value.label if value else str(held)
    source = _source(field, context)
    return source.shown(str(held)).texts[0] if source else str(held)


def _tr(text: str) -> str:
    return QCoreApplication.translate("form", text)


def _source(field: Field, context: FormContext) -> Source | None:
    makers = {
        "entity": EntitySource,
        "vocabulary": VocabularySource,
        "link": LinkSource,
    }
    make = makers.get(field.type)
    return make(context, field) if make else None
