# SPDX-License-Identifier: MIT
"""The table of fields: how alike a pair codes them, with intervals drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.services.agreement.wording import METRICS
from annotator.ui.analysis.strips import lowest, paint_scale, paint_strip
from annotator.ui.analysis.words import named, number, percent, share, tr
from annotator.ui.plain import tooltip
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.agreement.exploring import FieldFigures

ROW: Final = 25
#: Field, pairs, agree, most frequent, alpha, strip.
NAME, PAIRS, AGREE, COMMON, ALPHA, STRIP = range(6)
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
#: Strips are at least and at most so wide.
_STRIP: Final = (96, 400)
#: Texts of a column whose widths are measured.
_LOOKED_AT: Final = 40
#: Without room for that strips and names are cut down to this.
_SHORTEST, _SHORTEST_NAME = 44, 76
#: For names up to this width the frequency gives way.
_LONGEST_NAME: Final = 150
_Index = QModelIndex | QPersistentModelIndex


class FieldModel(QAbstractTableModel):
    """A row for each field."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields: tuple[FieldFigures, ...] = ()
        self.low = 0.0
        self.what = ""

    def set_fields(self, fields: Sequence[FieldFigures], what: str = "") -> None:
        """Show these; `what`: of what they are parts, "" for fields."""
        self.beginResetModel()
        self.fields = tuple(fields)
        self.what = what
        self.low = lowest(fields)
        self.endResetModel()

    def _has_f1(self) -> bool:
        return any(each.f1 is not None for each in self.fields)

    def row_of(self, path: str) -> int:
        """The row of a field, −1 where it is not shown."""
        paths = [each.path for each in self.fields]
        return paths.index(path) if path in paths else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.fields)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.fields):
            return None
        each = self.fields[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(each, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if index.column() == NAME else _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(words(each))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words(each)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        heads = (
            self.what or tr("Field"),
            tr("Pairs"),
            tr("Agree"),
            tr("F1") if self._has_f1() else tr("Most frequent"),
            "α",
            "",
        )
        return heads[section] if role == Qt.ItemDataRole.DisplayRole else None


def _text(each: FieldFigures, column: int) -> str:
    alpha = each.alpha.figure
    if column == NAME:
        return named(each.label)
    if column == PAIRS:
        return number(alpha.used)
    if column == AGREE:
        return percent(each.percent.figure.value)
    if column == COMMON and each.f1 is not None:
        return share(each.f1.figure.value)
    if column == COMMON:
        return percent(alpha.prevalence) if alpha.used else "–"
    return share(alpha.value) if column == ALPHA else ""


def words(each: FieldFigures) -> str:
    """All that is known of a field's figures, in sentences."""
    alpha = each.alpha.figure
    parts = [
        f"{named(each.label)}: "
        + tr("α {0} ({1})")
        .replace("{0}", share(alpha.value))
        .replace("{1}", in_words(METRICS[each.alpha.metric]))
    ]
    if alpha.interval is not None:
        low, high = map(share, alpha.interval)
        said = tr("95 % interval {0} to {1}")
        parts.append(said.replace("{0}", low).replace("{1}", high))
    said = tr("{0} used, {1} left out")
    said = said.replace("{0}", number(alpha.used))
    parts.append(said.replace("{1}", number(alpha.dropped)))
    if each.common:
        most = tr("most frequent: {0}").replace("{0}", named(each.common))
        parts.append(most)
    if alpha.why:
        parts.append(in_words(alpha.why))
    if each.everyone is not None:
        all_of = tr("α of all {0} together: {1}")
        all_of = all_of.replace("{0}", number(len(each.everyone.coders)))
        parts.append(all_of.replace("{1}", share(each.everyone.figure.value)))
    if each.f1 is not None:
        f1 = tr("F1, any overlap: {0}")
        parts.append(f1.replace("{0}", share(each.f1.figure.value)))
    return "\n".join(parts)


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: FieldModel, parent: QObject) -> None:
        super().__init__(parent)
        self.theme, self._model = theme, model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(60, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        theme, state = self.theme, option.state  # type: ignore[attr-defined]
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            token = "accent_soft" if chosen else "hover"
            painter.fillRect(rect, theme.color(token))
        each = self._model.fields[index.row()]
        if index.column() == STRIP:
            paint_strip(painter, rect, each, self._model.low, theme)
        else:
            self._paint_text(painter, rect, index)
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRectF, index: _Index) -> None:
        theme, column = self.theme, index.column()
        strong = column == ALPHA
        kind = "ui" if column == NAME else "numbers"
        painter.setFont(theme.font(kind, 13, "semibold" if strong else "regular"))
        quiet = column == COMMON
        painter.setPen(theme.color("text_2" if quiet else "text"))
        room = rect.adjusted(10, 0, -10, 0)
        align = _LEFT if column == NAME else _RIGHT
        mode = Qt.TextElideMode.ElideRight
        text = str(index.data() or "")
        metrics = painter.fontMetrics()
        painter.drawText(room, align, metrics.elidedText(text, mode, int(room.width())))


class _Head(QHeaderView):
    """Names of columns; above the strips stands their scale."""

    def __init__(self, theme: Theme, model: FieldModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme, self._model = theme, model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(60, 28)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, box = self.theme, QRectF(rect)
        painter.save()
        painter.fillRect(box, theme.color("paper"))
        painter.fillRect(
            QRectF(box.left(), box.bottom(), box.width(), 1), theme.color("line")
        )
        painter.setFont(theme.font("numbers", 12))
        painter.setPen(theme.color("text_2"))
        if section == STRIP:
            paint_scale(painter, box, self._model.low)
        else:
            text = str(self._model.headerData(section, Qt.Orientation.Horizontal))
            align = _LEFT if section == NAME else _RIGHT
            painter.drawText(box.adjusted(10, 0, -10, 0), align, text)
        painter.restore()


class FieldTable(QTableView):
    """The fields of a pair; the arrows choose at once.

    Signals:
        field_chosen(str): the path of another field.
        entered: Enter was pressed.
    """

    field_chosen = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreementFields")
        self.setAccessibleName(tr("Fields"))
        self.fields = FieldModel(self)
        self.setModel(self.fields)
        self._painter = _Painter(theme, self.fields, self)
        self.setItemDelegate(self._painter)
        self._head = _Head(theme, self.fields, self)
        self.setHorizontalHeader(self._head)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setShowGrid(False)
        self.setProperty("plain", True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._quiet = False
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self._measure()
        self._size_columns()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter.theme = self._head.theme = theme
        self.viewport().update()
        self._head.viewport().update()

    def _size_columns(self) -> None:
        """Figures take what they need; names and strips share what these leave."""
        head, width = self._head, self.viewport().width()
        head.setMinimumSectionSize(30)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        wanted = self._widths
        numbers = sum(wanted[column] for column in range(PAIRS, STRIP))
        name = min(wanted[NAME], _LONGEST_NAME)
        # The frequency is left out first; F1, which stands there for parts, never.
        narrow = width < numbers + name + _STRIP[0] and not self.fields.what
        self.setColumnHidden(COMMON, narrow)
        if narrow:
            numbers -= wanted[COMMON]
        for column in range(PAIRS, STRIP):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, wanted[column])
        rest = width - numbers
        strip = max(_STRIP[0], min(_STRIP[1], rest - wanted[NAME], int(rest * 0.6)))
        strip = max(_SHORTEST, min(strip, rest - _SHORTEST_NAME))
        self.setColumnWidth(STRIP, strip)
        self.setColumnWidth(NAME, max(_SHORTEST_NAME, rest - strip))

    def _measure(self) -> None:
        """Once for all rows: there may be thousands."""
        self._widths = {column: self._wanted(column) for column in range(STRIP)}

    def _wanted(self, column: int) -> int:
        """The width of a column's longest text and its head."""
        theme = self._painter.theme
        kind = "ui" if column == NAME else "numbers"
        weight = "semibold" if column == ALPHA else "regular"
        cells = QFontMetricsF(theme.font(kind, 13, weight))
        head = QFontMetricsF(theme.font("numbers", 12))
        title = self.fields.headerData(column, Qt.Orientation.Horizontal)
        texts = {_text(each, column) for each in self.fields.fields}
        longest = sorted(texts, key=len)[-_LOOKED_AT:]
        widest = max(map(cells.horizontalAdvance, longest), default=0.0)
        return int(max(widest, head.horizontalAdvance(str(title)))) + 23

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()
        self.show_chosen()

    def set_fields(
        self, fields: Sequence[FieldFigures], path: str, what: str = ""
    ) -> None:
        """Show these, that one as chosen; `what`: of what they are parts.

        Emits nothing.
        """
        self._quiet = True
        self.fields.set_fields(fields, what)
        self._measure()
        self._size_columns()
        row = self.fields.row_of(path)
        if row >= 0:
            self.setCurrentIndex(self.fields.index(row, NAME))
        self._quiet = False

    def show_chosen(self) -> None:
        """Bring the chosen row into sight, at the height that the table has now."""
        self.scrollTo(self.currentIndex())

    def current(self) -> str:
        """The path of the chosen field, "" where there is none."""
        row = self.currentIndex().row()
        found = self.fields.fields
        return found[row].path if 0 <= row < len(found) else ""

    def current_label(self) -> str:
        """What the chosen row is called, "" where there is none."""
        row = self.currentIndex().row()
        found = self.fields.fields
        return found[row].label if 0 <= row < len(found) else ""

    def wanted_height(self, most: int) -> int:
        """How high it is to show its rows, at most so many of them."""
        rows = min(max(len(self.fields.fields), 3), most)
        return self._head.sizeHint().height() + rows * ROW + 2

    def _on_current(self) -> None:
        if not self._quiet and self.current():
            self.field_chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
