# SPDX-License-Identifier: MIT
"""Which questions the queue lists, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.services.review.queue import KINDS, Item, shuffled
from annotator.services.settings import Review
from annotator.ui.review.words import Words

if TYPE_CHECKING:
    from annotator.services.review.desk import ReviewDesk


@dataclass(frozen=True, slots=True)
class Filter:
    """Which questions are listed.

    Attributes:
        kinds: kinds of disagreement; empty: all but what is agreed.
        agreed: whether what all agree on is listed, too.
        state: "open", "decided", or "" for both.
        person: index of who must differ from somebody, None: anybody.
        text: what must stand in the label or the title of the facet.
    """

    kinds: frozenset[str] = frozenset()
    agreed: bool = False
    state: str = ""
    person: int | None = None
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out that is listed at first."""
        return bool(self.kinds or self.state or self.text or self.person is not None)


def listed(
    found: Iterable[Item], wanted: Filter, order: Review, words: Words
) -> list[Item]:
    """The questions that fit the filter: open ones first, then decided ones."""
    kept = [each for each in found if _fits(each, wanted, words)]
    if order.order == "kind":
        kept.sort(key=lambda each: KINDS.index(each.kind))
    elif order.order == "chance":
        kept = shuffled(kept, order.seed)
    return sorted(kept, key=lambda each: not each.is_open)


def _fits(item: Item, wanted: Filter, words: Words) -> bool:
    if item.kind == "agreed" and not wanted.agreed and not _was_agreed(item):
        return False
    if wanted.kinds and item.kind not in wanted.kinds:
        return False
    if wanted.state and (wanted.state == "open") != item.is_open:
        return False
    if wanted.person is not None and not _differs(item, wanted.person):
        return False
    return not wanted.text or _says(item, wanted.text, words)


def _was_agreed(item: Item) -> bool:
    """What was accepted and changed afterwards must be seen in any case."""
    return item.state == "reopened"


def _differs(item: Item, person: int) -> bool:
    """Whether that person says something else than somebody."""
    if item.difference is None:
        return False
    values = item.difference.values
    return person < len(values) and any(v != values[person] for v in values)


def _says(item: Item, text: str, words: Words) -> bool:
    parts = [item.label]
    if item.difference is not None:
        parts += [
            words.said(item.facet, item.type, value).text
            for value in item.difference.values
        ]
    parts.append(words.title(item.facet, item.type))
    about = words.about(item.facet, item.type)
    parts += about or ()
    line = " ".join(parts).casefold()
    return all(word in line for word in text.casefold().split())


def first_open(shown: Sequence[Item], only: bool = False) -> Item | None:
    """The first open question; unless `only`, the first of all where none is."""
    found = next((each for each in shown if each.is_open), None)
    return found or (None if only or not shown else shown[0])


def withdrawn(before: ReviewDesk | None, now: ReviewDesk) -> Item | None:
    """The question that is open again because its decision was taken back."""
    if before is None or before.document.uid != now.document.uid:
        return None
    kept = {each.uid for each in now.decisions}
    if all(each.uid in kept for each in before.decisions):
        return None
    known = {each.key for each in before.items if each.is_open}
    new = (each for each in now.items if each.is_open and each.key not in known)
    return next((each for each in new if each.kind != "agreed"), None)
