# SPDX-License-Identifier: MIT
"""How much two stretches of text have in common; both may have several pieces."""

from __future__ import annotations

from collections.abc import Iterable

#: Half-open ranges of code points, in text order, that do not overlap.
Area = tuple[tuple[int, int], ...]


def area(spans: Iterable[tuple[int, int]]) -> Area:
    """Ranges as an area: in order, those that touch or overlap put together."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = made[-1][0], max(end, made[-1][1])
        elif end > start:
            made.append((start, end))
    return tuple(made)


def size(of: Area) -> int:
    """How many code points an area has."""
    return sum(end - start for start, end in of)


def common(one: Area, other: Area) -> int:
    """How many code points two areas share."""
    total = i = j = 0
    while i < len(one) and j < len(other):
        total += max(0, min(one[i][1], other[j][1]) - max(one[i][0], other[j][0]))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return total


def shared(one: Area, other: Area) -> Area:
    """What both areas cover, as an area; pieces that only touch stay apart."""
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(one) and j < len(other):
        start = max(one[i][0], other[j][0])
        end = min(one[i][1], other[j][1])
        if start < end:
            found.append((start, end))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def without(one: Area, other: Area) -> Area:
    """What the one covers and the other does not."""
    found: list[tuple[int, int]] = []
    for start, end in one:
        for low, high in other:
            if high <= start or end <= low:
                continue
            if start < low:
                found.append((start, low))
            start = max(start, high)
        if start < end:
            found.append((start, end))
    return tuple(found)


def jaccard(one: Area, other: Area) -> float:
    """What both cover as a share of what either covers; 0 where nothing does."""
    both = common(one, other)
    return both / (size(one) + size(other) - both) if both else 0.0
