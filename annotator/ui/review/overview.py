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


def cards_of(reviewer: Reviewer) -> dict[int, Card]:
    """One card for each unit with an open question, and for the one asked now."""
    desk = reviewer.desk
    if desk is None:
        return {}
    waiting: dict[int, list[Item]] = {}
    for item in desk.items:
        open_ = item.is_open and item.kind not in ("agreed", "reading", "rival")
        if item.unit is not None and open_:
            waiting.setdefault(item.unit, []).append(item)
    asked = reviewer.item
    found = {
        number: _card(reviewer, mine[0], len(mine) - 1)
        for number, mine in waiting.items()
        if asked is None or number != asked.unit
    }
    if asked is not None and asked.unit is not None:
        mine = waiting.get(asked.unit, [])
        others = sum(each.key != asked.key for each in mine)
        found[asked.unit] = _card(reviewer, asked, others)
    return found


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
