# SPDX-License-Identifier: MIT
"""One row, e.g. one stance, as a card: open while it is the active one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.model.annotation import Row
from annotator.model.codebook import Field, RowType
from annotator.model.problem import Problem
from annotator.ui.form import look
from annotator.ui.form.common import tells_stance
from annotator.ui.form.context import FormContext
from annotator.ui.form.rowbody import RowBody
from annotator.ui.symbols import draw_symbol, symbol_kind
from annotator.ui.theme import Theme

CLOSED = 34


def stance_field(kind: RowType) -> Field | None:
    """The field whose symbol stands for the row."""
    return next((f for f in kind.fields if tells_stance(f)), None)


def head_field(kind: RowType) -> Field | None:
    """The field whose value is the row's title."""
    picked = ("vocabulary", "entity")
    return next((f for f in kind.fields if f.type in picked), None)


class RowCard(QWidget):
    """A card: one line while closed, fields while open.

    Signals:
        opened: it was clicked while closed.
        body_made: its fields were built, and want to be connected.
    """

    opened = Signal()
    body_made = Signal(object)

    def __init__(
        self,
        theme: Theme,
        context: FormContext,
        kind: RowType,
        n: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.context, self.kind, self.n = theme, context, kind, n
        self.row = Row()
        self.is_open = False
        self.body: RowBody | None = None
        self.summary: tuple[str, str, str] = ("none", "", "")
        self.severity = ""
        self.setObjectName(f"row-{kind.id}-{n + 1}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._set_height()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.update()

    def set_open(self, is_open: bool) -> None:
        """Open or close the card; the fields are built when first needed."""
        if is_open and self.body is None:
            self._make_body()
        if is_open != self.is_open:
            self.is_open = is_open
            policy = Qt.FocusPolicy.NoFocus if is_open else Qt.FocusPolicy.TabFocus
            self.setFocusPolicy(policy)
            self._set_height()
        if self.body is not None:
            self.body.setVisible(is_open)

    def _set_height(self) -> None:
        self.setMinimumHeight(0 if self.is_open else CLOSED + 2)
        self.setMaximumHeight(16777215 if self.is_open else CLOSED + 2)
        self.updateGeometry()
        self.update()

    def _make_body(self) -> None:
        self.body = RowBody(self.theme, self.context, self.kind, self.n, self)
        self.column.addWidget(self.body)
        self.body_made.emit(self.body)

    def show_row(self, row: Row, problems: Sequence[Problem], is_open: bool) -> None:
        """Show a row's contents."""
        self.row = row
        self.set_open(is_open)
        if is_open and self.body is not None:
            self.body.show_row(row, problems)
        severities = {p.severity for p in problems}
        severity = "error" if "error" in severities else "".join(severities)
        summary = self._summarise()
        if (summary, severity) != (self.summary, self.severity):
            self.summary, self.severity = summary, severity
            self.setAccessibleName(self._spoken())
            self.update()

    def _spoken(self) -> str:
        _, head, rest = self.summary
        number = f"{self.kind.label} {self.n + 1}"
        stance = stance_field(self.kind)
        chosen = stance and stance.value(str(self.row.fields.get(stance.id)))
        said = chosen.label if chosen else ""
        return ", ".join(part for part in (number, head, said, rest) if part)

    def _summarise(self) -> tuple[str, str, str]:
        """Symbol, title, and the rest of what was chosen."""
        fields = self.row.fields
        stance, head = stance_field(self.kind), head_field(self.kind)
        symbol = ""
        if stance is not None:
            chosen = fields.get(stance.id)
            value = stance.value(str(chosen)) if chosen is not None else None
            symbol = symbol_kind(value.id, value.score) if value else ""
        title = ""
        if head is not None and self.body is not None:
            title = self.body.display(head.id)
        if head is not None and isinstance(fields.get(head.id), str):
            title = self._title(head, str(fields[head.id]))
        rest = [self._short(f) for f in self.kind.fields if f not in (stance, head)]
        return symbol, title, " · ".join(part for part in rest if part)

    def _title(self, head: Field, uid: str) -> str:
        if head.type == "entity":
            known = self.context.entities(head.entity_type or "")
            return next((e.name for e in known if e.uid == uid), uid)
        entries = self.context.entries(head.vocabulary or "")
        return next((e.label for e in entries if e.uid == uid), uid)

    def _short(self, field: Field) -> str:
        held = self.row.fields.get(field.id)
        if field.rare or held is None or field.type not in ("choice", "integer"):
            return ""
        value = field.value(str(held)) if field.type == "choice" else None
        return value.label.lower() if value else str(held)

    # -- pointer, keys, painting

    def sizeHint(self) -> QSize:
        if self.is_open and self.body is not None:
            return self.column.sizeHint()
        return QSize(200, CLOSED + 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.is_open and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not self.is_open and event.key() in wanted:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look.begin(painter)
        color = self.theme.color
        box = QRectF(self.rect())
        if not self.is_open:
            box.setHeight(CLOSED)
        over = not self.is_open and self.underMouse()
        edge = color("error") if self.severity == "error" else color("line")
        if self.is_open:
            edge = color("border")
        fill = color("hover" if over else "raised")
        look.stroke_box(painter, box, edge, 1, fill, 8)
        if not self.is_open:
            self._paint_line(painter, box)
            if self.hasFocus():
                look.stroke_box(painter, box, color("accent"), 2, None, 8)

    def _paint_line(self, painter: QPainter, box: QRectF) -> None:
        theme, (symbol, head, rest) = self.theme, self.summary
        x = box.left() + 11
        if symbol:
            spot = QRectF(x, box.center().y() - 5, 10, 10)
            draw_symbol(painter, spot, symbol, theme)
            x += 18
        room = look.metrics(theme, 12).horizontalAdvance(rest)
        right = QRectF(box.right() - 11 - room - 1, 0, room + 1, box.height())
        look.words(painter, right, rest, theme.color("text_3"), look.font(theme, 12))
        title = QRectF(x, 0, right.left() - 8 - x, box.height())
        empty = head_field(self.kind)
        words = head or (empty.label if empty else self.kind.label)
        ink = theme.color("text" if head else "text_3")
        look.words(painter, title, look.one_line(words), ink, look.font(theme, 13))
