# SPDX-License-Identifier: MIT
"""The cards beside the article: what each open unit is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.services.review.parts import MISSING
from annotator.services.review.queue import Item
from annotator.ui.review.margin import Card
from annotator.ui.review.view import card_uid
from annotator.ui.review.words import Said, tr

if TYPE_CHECKING:
    from annotator.ui.review.reviewer import Reviewer


class Overview:
    """The cards of a document, each written when it is looked at.

    There is one for each unit with an open question, and for the one asked now.
    """

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer
        self._waiting: dict[int, list[Item]] = {}
        self._written: dict[int, Card] = {}
        self._asked: Item | None = None
        self.read()

    def read(self) -> None:
        """Other questions are open, or they are said otherwise."""
        desk = self._reviewer.desk
        self._waiting.clear()
        self._written.clear()
        for item in desk.items if desk else ():
            open_ = item.is_open and item.kind not in ("agreed", "reading", "rival")
            if item.unit is not None and open_:
                self._waiting.setdefault(item.unit, []).append(item)
        self.ask()

    def ask(self) -> None:
        """Another question is asked now."""
        for item in (self._asked, self._reviewer.item):
            if item is not None and item.unit is not None:
                self._written.pop(item.unit, None)
        self._asked = self._reviewer.item

    def __contains__(self, number: int) -> bool:
        asked = self._asked.unit if self._asked else None
        return number in self._waiting or number == asked

    def card(self, number: int) -> Card:
        """The card of a unit."""
        card = self._written.get(number)
        if card is None:
            mine, asked = self._waiting.get(number, []), self._asked
            if asked is not None and asked.unit == number:
                others = sum(each.key != asked.key for each in mine)
                card = _card(self._reviewer, asked, others)
            else:
                card = _card(self._reviewer, mine[0], len(mine) - 1)
            self._written[number] = card
        return card


def _card(reviewer: Reviewer, item: Item, more: int) -> Card:
    desk, words = reviewer.desk, reviewer.words
    assert desk is not None
    unit = desk.unit(item)
    assert unit is not None
    title = words.title(item.facet, item.type)
    text = desk.document.text
    lines = []
    for person in reviewer.order(unit):
        value = item.difference.values[person] if item.difference else None
        if item.difference is None:
            member = unit.members[person]
            value = desk.view.value(member, item.facet) if member else MISSING
        said = words.said(item.facet, item.type, value, text)
        if item.facet.kind == "spans" and value not in (MISSING, ()):
            said = _pieces(item, value, said)
        if item.facet.kind == "row" and value is True:
            member = unit.members[person]
            stance = words.stance(member, item.facet) if member else None
            about = words.about(item.facet, item.type)
            said = Said(
                about[1] if about else said.text, stance.symbol if stance else ""
            )
        lines.append((reviewer.face(unit, person), said))
    return Card(card_uid(item.unit) or "", title, item.label, tuple(lines), more)


def _pieces(item: Item, value, said: Said) -> Said:
    """How many pieces somebody marked, where that is what differs."""
    values = item.difference.values if item.difference else ()
    counts = {len(each) for each in values if each not in (MISSING, ())}
    if len(counts) < 2:
        return said
    count = len(value)
    words = tr("1 piece") if count == 1 else tr("{0} pieces").format(count)
    return Said(words)
