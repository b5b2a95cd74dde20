# SPDX-License-Identifier: MIT
"""The article while layers are compared, and while a result is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.progress import Job
from annotator.ui.article import metrics
from annotator.ui.article.blocks import Blocks
from annotator.ui.article.margin import ArticleMargin, Placed
from annotator.ui.article.metrics import TINT_BOTTOM, TINT_TOP, Columns, Style
from annotator.ui.article.packing import Slot, pack
from annotator.ui.article.painter import BlockPainter
from annotator.ui.article.view import ArticleView
from annotator.ui.review.faces import Face
from annotator.ui.review.margin import Card, CompareMargin
from annotator.ui.review.painting import ComparePainter, CompareState, bar_style
from annotator.ui.review.units import UnitMark, UnitMarks
from annotator.ui.theme import Theme

#: How the margin calls the unit of a card.
_PREFIX = "unit:"
#: Room for initials left of the text, in pixels.
_NAMES = 12


class Cards(Protocol):
    """Says which units have a card, and what it says."""

    def __contains__(self, number: int) -> bool: ...

    def card(self, number: int) -> Card: ...


class CompareView(ArticleView):
    """Shows units with everyone's bars, or (`editing`) the adjudicated layer.

    Signals:
        unit_clicked(int): a unit was clicked, in the text or in the margin.
    """

    unit_clicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._compare = CompareState()
        self._units = UnitMarks(Blocks(""))
        self._cards: Cards | None = None
        self._people = 2
        self._prepared: UnitMarks | None = None
        super().__init__(theme, parent)
        self.setObjectName("compareView")
        self.annotation_clicked.connect(self._on_clicked)

    # What is shown

    def preparing(self, marks: Sequence[UnitMark]) -> Job[None]:
        """Find the places of units of the open document before they are shown."""
        made = UnitMarks(self._blocks)
        yield from made.showing(marks)
        self._prepared = made

    def show_units(
        self,
        marks: Iterable[UnitMark],
        cards: Cards,
        people: int,
        faces: Callable[[int], Sequence[tuple[int, Face]]],
    ) -> None:
        """Show these units and cards; the line at the top stays at the top."""
        self._cards = cards
        self._compare.faces = faces
        ready, self._prepared = self._prepared, None
        if ready is not None and ready.blocks is not self._blocks:
            ready = None
        strange = self._units.blocks is not self._blocks or people != self._people
        other = strange or ready is not None
        if other:
            self._people = people
            self._units = ready or UnitMarks(self._blocks)
            self._make_brush()
        touched = self._units.show(marks)
        if other:
            self._relayout()
        else:
            self._update_heights(touched)
        self.show_cards()

    def _update_heights(self, touched: set[int]) -> None:
        """Give paragraphs whose bars changed their height; move nothing seen."""
        if not self._compare.editing:
            anchor, dy = self._top_anchor()
            grown = [self._flow.update_lanes(block) for block in touched]
            if any(grown):
                self._return_to(anchor, dy)
        self.viewport().update()

    def show_cards(self) -> None:
        """The cards say something else now."""
        self.margin.invalidate(self._chosen_card())

    def choose_unit(self, number: int | None) -> None:
        """Show a unit as chosen.  Does not scroll."""
        if number != self._compare.chosen:
            self._compare.chosen = number
            self.margin.invalidate(self._chosen_card())
            self.viewport().update()

    def reveal_unit(self, number: int) -> None:
        """Scroll so that a unit can be seen."""
        mark = next((m for m in self._units.marks if m.number == number), None)
        if mark is not None:
            for _ in range(2):
                self._scroll_to(mark.start, max(mark.start, mark.end - 1))
                self._settle()

    def set_editing(self, editing: bool) -> None:
        """Draw results as when annotating, or units as when comparing."""
        if editing != self._compare.editing:
            self._compare.editing = editing
            self._relayout()

    @property
    def editing(self) -> bool:
        """Whether results are drawn as when annotating."""
        return self._compare.editing

    @property
    def cards(self) -> dict[int, Card]:
        """The cards beside the text, by unit."""
        cards = self._cards
        if cards is None:
            return {}
        shown = (mark.number for mark in self._units.marks)
        return {number: cards.card(number) for number in shown if number in cards}

    # How it is drawn

    def _make_margin(self, theme: Theme) -> ArticleMargin:
        return CompareMargin(theme, self.viewport())

    def _make_painter(self) -> BlockPainter:
        return ComparePainter(
            self._brush, self._marks, self._state, self._units, self._compare
        )

    def _make_styles(self) -> dict[str, Style]:
        styles = metrics.make_styles(self.theme, self._zoom, self._compact)
        if self._compare.editing:
            return styles
        return {
            name: bar_style(style, self._people) if name != "byline" else style
            for name, style in styles.items()
        }

    def _make_columns(self, width: float, px: float) -> Columns:
        """As always, with room for initials left of the text."""
        made = metrics.make_columns(width - _NAMES, px)
        return replace(made, left=made.left + _NAMES, chip=made.chip + _NAMES)

    def _lanes_in(self, block: int) -> int:
        if self._compare.editing:
            return super()._lanes_in(block)
        return self._units.lanes_in(block)

    # The margin

    def _provide_chips(self) -> list[Placed]:
        if self._compare.editing:
            return super()._provide_chips()
        height, top = self.viewport().height(), self.verticalScrollBar().value()
        first = self._flow.block_at(top - height)
        last = self._flow.block_at(top + 2 * height)
        low = self._blocks.starts[first]
        high = self._blocks.ends[last]
        source = self._cards
        if source is None:
            return []
        shown = sorted(
            (m for m in self._units.marks if low <= m.start <= high),
            key=lambda m: (m.start, -m.end),
        )
        marks = [m for m in shown if m.number in source]
        return self._placed(marks, [source.card(m.number) for m in marks])

    def _placed(self, marks: list[UnitMark], cards: list[Card]) -> list[Placed]:
        slots = [
            Slot(self._edge(mark.start, -TINT_TOP), card.height, 0)
            for mark, card in zip(marks, cards, strict=True)
        ]
        numbers = [mark.number for mark in marks]
        chosen = self._compare.chosen
        at = numbers.index(chosen) if chosen in numbers else None
        bottom = 0.0
        if at is not None:
            bottom = self._edge(max(marks[at].start, marks[at].end - 1), TINT_BOTTOM)
        return [
            Placed(card, round(y), round(slot.wish), bottom, None)  # type: ignore[arg-type]
            for card, slot, y in zip(cards, slots, pack(slots, at, top=8), strict=True)
        ]

    def _edge(self, offset: int, down: float) -> float:
        number = self._flow.blocks.at(offset)
        if self._flow.is_laid_out(number):
            return self._flow.baseline(offset) + down * self._flow.style(number).scale
        return self._flow.bottom(number)

    def _chosen_card(self) -> str | None:
        if self._compare.editing:
            return self._state.selected
        return card_uid(self._compare.chosen)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.margin.invalidate(self._chosen_card())

    def _after_layout(self) -> None:
        super()._after_layout()
        self.margin.invalidate(self._chosen_card())

    # The mouse

    def annotations_at(self, point: QPointF) -> list[str]:
        """The uids of results while editing, else the names of units."""
        if self._compare.editing:
            return super().annotations_at(point)
        offset = self._flow.character_at(*self._in_column(point))
        if offset is None:
            return []
        return [f"{_PREFIX}{mark.number}" for mark in self._units.at(offset)]

    def selected(self) -> str | None:
        """What is chosen, as `annotations_at` calls it."""
        if self._compare.editing:
            return super().selected()
        return card_uid(self._compare.chosen)

    def hover_from_mouse(self, uid: str | None) -> None:
        """The mouse came over another unit or annotation."""
        if self._compare.editing:
            super().hover_from_mouse(uid)
            return
        number = unit_of_card(uid)
        if number != self._compare.hovered:
            self._compare.hovered = number
            self.margin.set_hovered(uid)
            self.viewport().update()

    def _on_clicked(self, uid: str) -> None:
        number = unit_of_card(uid)
        if number is not None:
            self.unit_clicked.emit(number)


def card_uid(number: int | None) -> str | None:
    """How the margin calls a unit."""
    return None if number is None else f"{_PREFIX}{number}"


def unit_of_card(uid: str | None) -> int | None:
    """The number of the unit that the margin means."""
    if uid is None or not uid.startswith(_PREFIX):
        return None
    return int(uid.removeprefix(_PREFIX))
