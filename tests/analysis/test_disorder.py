# SPDX-License-Identifier: MIT
"""The disorder of the best alignment, as gamma's makers publish it."""

from __future__ import annotations

import pytest

from annotator.analysis.disorder import MOST, Unit, Weights, disorder
from tests.analysis import oracles


@pytest.mark.parametrize(("coders", "alpha", "beta", "expected"), oracles.DISORDERS)
def test_published_disorders(coders, alpha, beta, expected):
    units = [[Unit(*each) for each in coder] for coder in coders]
    found = disorder(units, Weights(alpha, beta))
    assert found == pytest.approx(expected, abs=5e-5 if expected == 0.9606 else 1e-6)


def test_a_unit_without_a_partner_costs_as_much_as_it_says():
    coders = [[Unit(0, 10), Unit(50, 60)], [Unit(0, 10)]]
    assert disorder(coders, Weights(empty=3.0)) == pytest.approx(3 / 1.5)


def test_nothing_has_no_disorder_and_too_much_is_refused():
    assert disorder([[], []]) is None
    assert disorder([[Unit(0, 1)]]) is None
    many = [Unit(n, n + 1) for n in range(MOST)]
    with pytest.raises(ValueError, match="too many"):
        disorder([many, many, many])
