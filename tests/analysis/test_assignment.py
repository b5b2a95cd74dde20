# SPDX-License-Identifier: MIT
"""The best pairing of two lists, against another library."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from annotator.analysis.assignment import best_pairs

SCORES = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)),
    st.one_of(st.floats(0.01, 1), st.sampled_from([0.25, 0.5, 1.0])),
    max_size=30,
)


@given(SCORES)
def test_it_is_as_good_as_that_of_another_library(scores):
    pairs = best_pairs(scores)
    table = np.zeros((8, 8))
    for place, score in scores.items():
        table[place] = score
    rows, columns = linear_sum_assignment(-table)
    assert sum(scores[pair] for pair in pairs) == pytest.approx(
        table[rows, columns].sum()
    )
    assert len({row for row, _ in pairs}) == len(pairs) == len({c for _, c in pairs})
    assert pairs == sorted(pairs)


def test_the_greatest_sum_is_not_the_greatest_pair():
    scores = {(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}
    assert best_pairs(scores) == [(0, 1), (1, 0)]
    assert best_pairs({}) == []


def test_a_column_that_is_offered_again_has_a_place_among_the_others():
    """Row 3 reaches column 1 at 1.5 first, and then at 0.5, with as many columns."""
    scores = {(n, 1): 1.0 for n in range(3)} | {(n, 0): 0.5 for n in range(3)}
    scores |= {(3, 0): 1.0, (3, 1): 0.5}
    for least in (scores, {(b, a): s for (a, b), s in scores.items()}):
        found = best_pairs(least)
        assert sum(least[pair] for pair in found) == 2.0


def test_a_long_chain_of_neighbours_is_quick():
    source = random.Random(1)
    scores = {
        (n, n + shift): source.random() for n in range(5_000) for shift in (-1, 0, 1)
    }
    assert len(best_pairs(scores)) > 3_000
