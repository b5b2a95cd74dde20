# SPDX-License-Identifier: MIT
"""Areas: what two have in common and what only one has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.overlap import area, common, shared, size, without

AREAS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8).map(
    lambda pieces: area((start, start + length) for start, length in pieces)
)


def cells(of):
    return {n for start, end in of for n in range(start, end)}


@given(AREAS, AREAS)
def test_what_both_cover_and_what_one_covers_alone(one, other):
    assert cells(shared(one, other)) == cells(one) & cells(other)
    assert cells(without(one, other)) == cells(one) - cells(other)
    assert size(shared(one, other)) == common(one, other)
