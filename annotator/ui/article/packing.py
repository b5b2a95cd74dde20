# SPDX-License-Identifier: MIT
"""Where chips stand: each at its content, packed away from the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

GAP: Final = 7
NESTED_GAP: Final = 2
BESIDE_CHOSEN: Final = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """What is to be placed: the y it would stand at, its height and level."""

    wish: float
    height: float
    level: int


def pack(
    slots: Sequence[Slot], chosen: int | None = None, top: float = 0
) -> list[float]:
    """The y of each slot, in the order given, none overlapping.

    The chosen slot gets its wish; those before it make room upwards, those
    after it downwards.  Nothing goes above `top`: what does not fit there
    pushes downwards, the chosen one as well.
    """
    places = [slot.wish for slot in slots]
    start = 0 if chosen is None else chosen
    for n in range(start - 1, -1, -1):
        room = places[n + 1] - _gap(slots, n, chosen) - slots[n].height
        places[n] = min(places[n], room)
    if slots and places[0] < top:
        places[0] = top
        _push_down(slots, places, 1, chosen)
    _push_down(slots, places, start + 1, chosen)
    return places


def _push_down(
    slots: Sequence[Slot], places: list[float], first: int, chosen: int | None
) -> None:
    for n in range(first, len(slots)):
        bottom = places[n - 1] + slots[n - 1].height
        places[n] = max(places[n], bottom + _gap(slots, n - 1, chosen))


def _gap(slots: Sequence[Slot], n: int, chosen: int | None) -> float:
    """The gap between slot n and the one after it."""
    if chosen in (n, n + 1):
        return BESIDE_CHOSEN
    return NESTED_GAP if slots[n + 1].level else GAP
