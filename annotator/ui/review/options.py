# SPDX-License-Identifier: MIT
"""What can be answered to a question of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from annotator.model.review import ANNOTATION
from annotator.services.review.desk import ReviewDesk
from annotator.services.review.queue import Item

PERSON: Final = "person"
ACCEPT: Final = "accept"
UNION: Final = "union"
INTERSECTION: Final = "intersection"
OTHERWISE: Final = "otherwise"
REJECT: Final = "reject"
AMBIGUOUS: Final = "ambiguous"
STATE: Final = "state"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer.

    Attributes:
        kind: one of the names above.
        person: index of whose answer it is, None where it is nobody's.
        key: the key that chooses it, as a cap.
        state: which state of a record it lets hold, from 0.
    """

    kind: str
    person: int | None
    key: str
    state: int | None = None


def options(desk: ReviewDesk, item: Item, order: Sequence[int]) -> list[Option]:
    """The answers to a question; `order` says whose comes first."""
    if item.conflict is not None:
        count = len(item.conflict.states)
        return [Option(STATE, None, str(n + 1), n) for n in range(count)]
    if item.unit is None:
        return [Option(OTHERWISE, None, "E"), Option(REJECT, None, "X")]
    found: list[Option] = []
    if item.kind in ("agreed", "reading"):
        found.append(Option(ACCEPT, None, "1"))
    else:
        found += [Option(PERSON, n, str(at)) for at, n in enumerate(order, 1)]
    if item.facet.kind == "spans" and len(desk.comparison.units[item.unit].made) > 1:
        found.append(Option(UNION, None, "U"))
        found.append(Option(INTERSECTION, None, "I"))
    found.append(Option(OTHERWISE, None, "E"))
    found.append(Option(REJECT, None, "X"))
    if not desk.reading:
        found.append(Option(AMBIGUOUS, None, "A"))
    return found


def chosen_before(desk: ReviewDesk, item: Item, found: Sequence[Option]) -> int | None:
    """The index of the answer that was decided on, or that goes without saying."""
    decision = item.decision
    if decision is None or decision.facet != item.facet:
        quiet = item.kind in ("agreed", "reading")
        return 0 if quiet else None
    if decision.verdict == "take":
        unit = desk.comparison.units[item.unit] if item.unit is not None else None
        for n, option in enumerate(found):
            member = None
            if unit is not None and option.person is not None:
                member = unit.members[option.person]
            if member is not None and member.uid == decision.taken:
                return n
        return None
    kinds = {
        "union": UNION,
        "intersection": INTERSECTION,
        "rejected": REJECT,
        "ambiguous": AMBIGUOUS,
        "agreed": ACCEPT,
        "accepted": ACCEPT,
        "edited": OTHERWISE,
        "corrected": OTHERWISE,
        "new": OTHERWISE,
    }
    wanted = kinds.get(decision.verdict)
    return next((n for n, o in enumerate(found) if o.kind == wanted), None)


def takes_nothing(desk: ReviewDesk, item: Item, option: Option) -> bool:
    """Whether it is the answer of somebody who marked nothing: there is no such."""
    if option.person is None or item.unit is None or item.facet != ANNOTATION:
        return False
    return desk.comparison.units[item.unit].members[option.person] is None
