# SPDX-License-Identifier: MIT
"""The disorder of the best alignment, as gamma's makers publish it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.analysis import disorder as module
from annotator.analysis.disorder import (
    TooManyGroupingsError,
    Weights,
    disorder,
    dissimilarity,
    units,
)
from tests.analysis import oracles


@pytest.mark.parametrize("continuum", oracles.CONTINUA)
def test_published_disorders(continuum):
    made = [units(coder) for coder in oracles.numbered(continuum)]
    found = disorder(made, Weights(*continuum.weights))
    assert found == pytest.approx(continuum.disorder, abs=5e-7)


def test_a_unit_without_a_partner_costs_as_much_as_it_says():
    coders = [units([(0, 10, 0), (50, 60, 0)]), units([(0, 10, 0)])]
    assert disorder(coders, Weights(empty=3.0)) == pytest.approx(3 / 1.5)


def test_nothing_has_no_disorder():
    assert disorder([units([]), units([])]) is None
    assert disorder([units([(0, 1, 0)])]) is None
    assert disorder([units([(0, 1, 0)]), units([])]) == 2


def test_places_without_extent_are_the_same_or_nothing_alike():
    coders = [units([(3, 3, 0)]), units([(3, 3, 0), (4, 4, 0)])]
    assert dissimilarity(*coders, Weights()).tolist() == [[0, 1]]


#: (start, size, category) of the units of three or four coders.
CODERS = st.integers(3, 4).flatmap(
    lambda size: st.lists(
        st.lists(
            st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 1)),
            max_size=6 - size,
        ).map(lambda listed: units((s, s + n, c) for s, n, c in listed)),
        min_size=size,
        max_size=size,
    )
)


def _slow(coders, weights):
    """The definition: every partition into groups, one of each coder at most."""
    every = [(c, n) for c, each in enumerate(coders) for n in range(len(each.start))]
    unlike = {
        (a, b): dissimilarity(coders[a], coders[b], weights)
        for a, b in product(range(len(coders)), repeat=2)
    }
    pairs = len(coders) * (len(coders) - 1) / 2

    def cost(group):
        there = len(group) * (len(group) - 1) / 2
        total = (pairs - there) * weights.empty
        for at, (a, n) in enumerate(group):
            total += sum(unlike[a, b][n, m] for b, m in group[at + 1 :])
        return total / pairs

    def best(left, groups):
        if not left:
            return sum(map(cost, groups))
        (coder, _), rest = left[0], left[1:]
        found = best(rest, [*groups, [left[0]]])
        for at, group in enumerate(groups):
            if all(c != coder for c, _ in group):
                joined = [*groups[:at], [*group, left[0]], *groups[at + 1 :]]
                found = min(found, best(rest, joined))
        return found

    return best(every, []) / (len(every) / len(coders)) if every else None


@settings(max_examples=40, deadline=None)
@given(CODERS, st.sampled_from([Weights(), Weights(3, 1), Weights(1, 2, 0.5)]))
def test_it_is_the_cheapest_of_all_groupings(coders, weights):
    found, slow = disorder(coders, weights), _slow(coders, weights)
    assert found == (None if slow is None else pytest.approx(slow))


def test_five_people_over_a_long_text_take_no_more_than_moments():
    coders = [
        units((40 * n + who, 40 * n + 25, n % 3) for n in range(60)) for who in range(5)
    ]
    found = disorder(coders)
    assert found is not None
    assert 0 < found < 0.1


def test_what_overlaps_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST", 1000)
    source = np.random.default_rng(0)
    coders = [
        units((s, s + 1 + size, s % 3) for s, size in source.integers(0, 99, (20, 2)))
        for _ in range(3)
    ]
    with pytest.raises(TooManyGroupingsError):
        disorder(coders)
