# SPDX-License-Identifier: MIT
"""Which spans stay where none may overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.flat import outermost

RANGES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda r: (min(r), max(r))),
    max_size=8,
)


def test_the_longest_stays_then_the_first() -> None:
    assert outermost([(1, 3), (0, 5), (5, 6)], 6) == [1, 2]
    assert outermost([(2, 4), (1, 3)], 6) == [1]
    assert outermost([(1, 3), (1, 3)], 6) == [0]
    assert outermost([(2, 2)], 6) == []


@given(RANGES)
def test_none_overlaps_and_what_is_left_out_does(ranges: list[tuple[int, int]]) -> None:
    kept = [ranges[n] for n in outermost(ranges, 12)]
    places = [place for start, end in kept for place in range(start, end)]
    assert len(places) == len(set(places))
    for start, end in ranges:
        assert start == end or any(s < end and start < e for s, e in kept)
