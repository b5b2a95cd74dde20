# SPDX-License-Identifier: MIT
"""Units of several coders as counted patterns."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.ratings import from_codes, ratings

UNITS = st.integers(1, 4).flatmap(
    lambda coders: st.lists(
        st.tuples(*[st.one_of(st.none(), st.sampled_from("abcd"))] * coders),
        min_size=1,
        max_size=30,
    )
)


def _plain(data):
    return {
        tuple(None if code < 0 else data.values[code] for code in codes): count
        for codes, count in zip(data.codes.tolist(), data.counts.tolist(), strict=True)
    }


@given(UNITS)
def test_patterns_are_counted(units):
    data = ratings(units)
    assert _plain(data) == Counter(units)
    assert data.units == len(units)
    given_values = Counter(v for unit in units for v in unit if v is not None)
    totals = dict(zip(data.values, data.totals().tolist(), strict=True))
    assert totals == given_values


@given(UNITS)
def test_of_some_coders_only(units):
    data = ratings(units)
    assert _plain(data.of([0])) == Counter((unit[0],) for unit in units)


def test_values_come_in_their_order_and_given_ones_first():
    assert ratings([(3, 1), (10, 2)]).values == (1, 2, 3, 10)
    assert ratings([("b", "a")], ("low", "high")).values == ("low", "high", "a", "b")
    assert ratings([(frozenset("a"), "x")]).values[0] == frozenset("a")


def test_many_coders_and_values_are_counted_too():
    rows = np.array([[n % 97 for n in range(30)], [5] * 30, [5] * 30], dtype=np.int64)
    data = from_codes(rows, tuple(range(97)))
    assert sorted(data.counts.tolist()) == [1, 2]
    wide = np.array([[1999, 3, 0], [0, 0, 1], [1999, 3, 0]], dtype=np.int64)
    data = from_codes(wide, tuple(range(2000)))
    assert data.codes.tolist() == [[0, 0, 1], [1999, 3, 0]]
    assert data.counts.tolist() == [1, 2]


def test_a_table_of_two():
    data = ratings([("a", "b"), ("a", "b"), ("b", None)])
    assert data.table() == {("a", "b"): 2}
    with pytest.raises(ValueError, match="two coders"):
        ratings([("a",)]).table()


def test_units_of_different_numbers_of_coders_are_refused():
    with pytest.raises(ValueError, match="different numbers"):
        ratings([("a",), ("a", "b")])


def test_nothing_is_no_unit():
    data = ratings([])
    assert (data.units, data.coders, data.values) == (0, 0, ())
