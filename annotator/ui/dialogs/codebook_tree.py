# SPDX-License-Identifier: MIT
"""The tree of a codebook's parts, as it is being edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.model.codebook import Value
from annotator.ui.dialogs.codebook_draft import CodebookDraft, Place
from annotator.ui.dialogs.codebook_parts import Part, find_part, parts_of
from annotator.ui.form.common import tells_stance
from annotator.ui.form.look import begin, draw_sample
from annotator.ui.icons import icon
from annotator.ui.plain import one_line
from annotator.ui.symbols import draw_symbol, symbol_kind
from annotator.ui.theme import Theme

#: Height of a row.
_ROW = 24
_PLACE = Qt.ItemDataRole.UserRole


class PartTree(QTreeWidget):
    """Types, their roles, fields with values, and rows; removed values stay seen."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, draft: CodebookDraft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._draft = theme, draft
        self._items: dict[Place, QTreeWidgetItem] = {}
        self.setObjectName("codebookTree")
        self.setAccessibleName(self.tr("Parts of the codebook"))
        self.setColumnCount(3)
        self.setHeaderLabels([self.tr("Part"), self.tr("What it is"), self.tr("Key")])
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._size_columns()
        self.currentItemChanged.connect(self._on_current)
        self.refresh()

    def _size_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 92), (2, 44)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)

    def refresh(self) -> None:
        """Show the draft as it stands; only a change of parts builds anew."""
        nested = list(parts_of(self._draft.edited))
        flat = list(self._flat(nested))
        if [place for place, _ in flat] != list(self._items):
            self._rebuild(nested)
        for place, part in flat:
            self._dress(self._items[place], place, part)

    def _flat(self, parts: Iterable[Part]) -> Iterator[tuple[Place, Part]]:
        for part in parts:
            yield Place(part.what, part.path), part
            yield from self._flat((*part.inside, *self._removed(part)))

    def _removed(self, part: Part) -> tuple[Part, ...]:
        """The values that were taken away from a field."""
        if not part.takes_values:
            return ()
        old = find_part(self._draft.base, part.what, part.path)
        left = {each.path for each in part.inside}
        return tuple(v for v in (old.inside if old else ()) if v.path not in left)

    def _rebuild(self, nested: list[Part]) -> None:
        current = self.place()
        closed = {p for p, item in self._items.items() if not item.isExpanded()}
        first = not self._items
        self.blockSignals(True)
        self.clear()
        self._items.clear()
        for part in nested:
            self._add(self.invisibleRootItem(), part)
        for place, item in self._items.items():
            item.setExpanded(place.what != "field" if first else place not in closed)
        self.blockSignals(False)
        if current is not None:
            self.choose(current)

    def _add(self, above: QTreeWidgetItem, part: Part) -> None:
        item = QTreeWidgetItem(above)
        place = Place(part.what, part.path)
        item.setData(0, _PLACE, tuple(place))
        item.setSizeHint(0, QSize(0, _ROW))
        self._items[place] = item
        for each in (*part.inside, *self._removed(part)):
            self._add(item, each)

    def _dress(self, item: QTreeWidgetItem, place: Place, part: Part) -> None:
        removed = self._draft.is_removed(place)
        what = self.tr("removed") if removed else self._what(place)
        texts = (one_line(part.label, 80), what, (part.key or "").upper())
        for column, text in enumerate(texts):
            item.setText(column, text)
        quiet = self._theme.color("text_3" if removed else "text_2")
        item.setForeground(1, quiet)
        item.setForeground(0, quiet if removed else self._theme.color("text"))
        font = item.font(0)
        font.setStrikeOut(removed)
        item.setFont(0, font)
        item.setIcon(0, self._icon(place, part, removed))

    def _icon(self, place: Place, part: Part, removed: bool) -> QIcon:
        faulty = any(at == place for at, _ in self._draft.faults)
        open_ones = {use.need.path for use in self._draft.open_uses()}
        if faulty or (removed and place.path in open_ones):
            return icon("error", self._theme, "error")
        field = self._draft.field(Place("field", place.owner))
        stance = field is not None and tells_stance(field)
        if place.what == "role":
            return _sample(self._theme, self._drawn_as(place), place, part)
        value = field.value(place.identifier) if field and stance else None
        return _symbol(self._theme, value) if value else QIcon()

    def _drawn_as(self, place: Place) -> str:
        """The role as which it is drawn: the body of any type is as content."""
        kind = self._draft.type_of(place)
        main = place.owner == kind.id and place.identifier == kind.main_role.id
        return "content" if main else place.identifier

    def _what(self, place: Place) -> str:
        field = self._draft.field(place)
        words = {
            "type": self.tr("annotation"),
            "role": self.tr("role"),
            "value": self.tr("value"),
            "row": self.tr("row"),
        }
        return self._types()[field.type] if field else words.get(place.what, "")

    def _types(self) -> dict[str, str]:
        """What the types of fields are called."""
        return {
            "choice": self.tr("choice"),
            "multichoice": self.tr("several choices"),
            "boolean": self.tr("yes or no"),
            "integer": self.tr("number"),
            "text": self.tr("text"),
            "date": self.tr("date"),
            "entity": self.tr("name"),
            "vocabulary": self.tr("vocabulary"),
            "link": self.tr("link"),
        }

    # -- choosing

    def place(self) -> Place | None:
        """The chosen part."""
        item = self.currentItem()
        return Place(*item.data(0, _PLACE)) if item is not None else None

    def choose(self, place: Place) -> None:
        """Choose a part and unfold what it is in."""
        item = self._items.get(place)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def _on_current(self) -> None:
        self.chosen.emit(self.place())


def _sample(theme: Theme, drawn_as: str, place: Place, part: Part) -> QIcon:
    """How a role is drawn in the text."""

    def draw(painter: QPainter) -> None:
        ink = theme.role_color(place.identifier, part.hue)
        draw_sample(painter, QRectF(0, 2, 16, 11), drawn_as, ink, theme)

    return _picture(draw)


def _symbol(theme: Theme, value: Value) -> QIcon:
    """The symbol of a stance."""
    kind = symbol_kind(value.id, value.score)
    return _picture(lambda p: draw_symbol(p, QRectF(0, 0, 16, 16), kind, theme))


def _picture(draw: Callable[[QPainter], object]) -> QIcon:
    pixmap = QPixmap(32, 32)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    begin(painter)
    draw(painter)
    painter.end()
    return QIcon(pixmap)
