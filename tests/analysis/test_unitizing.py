# SPDX-License-Identifier: MIT
"""Matching the annotations of two people in one document."""

from __future__ import annotations

import pytest

from annotator.analysis.unitizing import Counts, exact, match

ONE = [((0, 10),), ((20, 30), (40, 50)), ((60, 61),)]
OTHER = [((20, 30), (40, 50)), ((5, 12),), ((5, 12),)]


def test_the_best_matching():
    assert match(ONE, OTHER) == [(0, 1), (1, 0)]
    assert match(ONE, OTHER, 0.5) == [(1, 0)]


def test_exact_ones_are_counted_as_often_as_both_have_them():
    assert exact(ONE, OTHER) == Counts(1, 3, 3)
    assert exact([*ONE, ONE[0]], [ONE[0]]) == Counts(1, 4, 1)
    assert exact([ONE[0]] * 2, [ONE[0]] * 3) == Counts(2, 2, 3)


def test_precision_recall_and_f1():
    found = Counts(2, 4, 3) + Counts(1, 2, 3)
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert found.f1 == pytest.approx(0.5)
    assert Counts(0, 0, 0).f1 is None
    assert Counts(0, 2, 0).precision is None
