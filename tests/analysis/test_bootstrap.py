# SPDX-License-Identifier: MIT
"""Confidence intervals by resampling."""

from __future__ import annotations

import random

import numpy as np
import pytest

from annotator.analysis import coding
from annotator.analysis.bootstrap import MOST_DRAWN, drawn, with_interval
from annotator.analysis.coding import alpha
from annotator.analysis.ratings import ratings
from tests.analysis import oracles


def _noisy(units: int, seed: int = 1):
    source = random.Random(seed)
    made = []
    for _ in range(units):
        value = source.choice("aab")
        made.append((value, value if source.random() < 0.8 else source.choice("ab")))
    return made


def test_the_same_seed_gives_the_same_interval_and_another_one_another():
    data = ratings(oracles.COHEN_2)
    first = with_interval(coding.COHEN, data, seed=3)
    assert first == with_interval(coding.COHEN, data, seed=3)
    assert first.interval != with_interval(coding.COHEN, data, seed=4).interval
    low, high = first.interval
    assert low < first.value < high


@pytest.mark.parametrize(
    "measure",
    [
        coding.PERCENT,
        coding.COHEN,
        coding.FLEISS,
        coding.AC1,
        alpha(),
        alpha("ordinal"),
    ],
)
def test_the_width_is_that_of_the_normal_approximation(measure):
    data = ratings(_noisy(400))
    found = with_interval(measure, data, samples=2000)
    low, high = found.interval
    # Of a share p of n units it is 2 × 1.96 √(p (1 − p) / n); kappas are that,
    # stretched by what chance leaves.
    share = coding.PERCENT.of(data).value
    stretch = (
        1.0 if measure is coding.PERCENT else 1 / (1 - coding.COHEN.of(data).expected)
    )
    expected = 2 * 1.96 * (share * (1 - share) / 400) ** 0.5 * stretch
    assert high - low == pytest.approx(expected, rel=0.25)


def test_it_covers_the_truth_about_as_often_as_it_says():
    inside = 0
    for seed in range(60):
        found = with_interval(coding.PERCENT, ratings(_noisy(80, seed)), samples=300)
        low, high = found.interval
        inside += low <= 0.8 + 0.2 * 0.5 <= high
    assert 50 <= inside <= 60


def test_many_units_are_narrow_and_quick():
    few, many = ratings(_noisy(5_000)), ratings(_noisy(200_000))
    assert MOST_DRAWN < 200_000
    narrow = with_interval(alpha(), many)
    wide = with_interval(alpha(), few)
    ratio = (wide.interval[1] - wide.interval[0]) / (
        narrow.interval[1] - narrow.interval[0]
    )
    assert ratio == pytest.approx((200_000 / 5_000) ** 0.5, rel=0.25)


def test_many_kinds_are_drawn_as_often_as_they_are_there():
    counts = np.array([1, 3] * MOST_DRAWN)
    found = drawn(counts, 20, seed=2)
    assert found.shape == (20, 2 * MOST_DRAWN)
    assert (found.sum(axis=1) == MOST_DRAWN).all()
    assert found[:, 1::2].sum() == pytest.approx(20 * MOST_DRAWN * 0.75, rel=0.01)
    assert (found == drawn(counts, 20, seed=2)).all()


def test_where_there_is_no_value_there_is_no_interval():
    assert with_interval(alpha(), ratings([("a", "a")])).interval is None
    assert with_interval(alpha(), ratings([])).interval is None
    # One disagreement among many: most resamples lack one of the values.
    rare = ratings([("a", "a")] * 300 + [("a", "b")])
    found = with_interval(coding.PERCENT, rare)
    assert found.interval is not None
