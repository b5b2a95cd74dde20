# SPDX-License-Identifier: MIT
"""Which spans go out where no two may overlap."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.formats.tokens import Range


def outermost(ranges: Sequence[Range], length: int) -> list[int]:
    """The indices of the ranges that are kept, in their order.

    The longest comes first, of equally long ones the one that begins first, of
    equal ones the first in `ranges`; whatever overlaps one that is kept is left
    out.  `length` is how far the ranges may reach.
    """
    by_length = sorted(
        range(len(ranges)),
        key=lambda n: (ranges[n][0] - ranges[n][1], ranges[n][0], n),
    )
    taken = bytearray(length)
    kept = []
    for number in by_length:
        start, end = ranges[number]
        if start < end and taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            kept.append(number)
    return sorted(kept)
