# SPDX-License-Identifier: MIT
"""Krippendorff's alpha for unitizing, against published values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.alpha_u import alpha_u, pooled_alpha_u, sections
from tests.analysis import oracles


def test_krippendorff_2004():
    length, labels = oracles.CONTINUUM_LENGTH, oracles.CONTINUUM
    of_c = alpha_u(length, labels["c"])
    assert of_c.value == pytest.approx(0.7286, abs=5e-5)
    assert of_c.observed == pytest.approx(0.01444, abs=5e-6)
    assert of_c.expected == pytest.approx(0.05322, abs=5e-6)
    assert alpha_u(length, labels["k"]).value == pytest.approx(1)
    pooled = pooled_alpha_u(length, labels).value
    assert pooled == pytest.approx(0.8587, abs=5e-5)


def test_a_short_text():
    found = alpha_u(oracles.SHORT_LENGTH, oracles.SHORT)
    assert found.value == pytest.approx(-0.7003, abs=5e-5)
    assert found.observed == pytest.approx(0.91)
    assert found.expected == pytest.approx(0.5351, abs=1e-4)


@pytest.mark.parametrize("pair", "ABCD")
def test_krippendorff_1995(pair):
    # Its expected disagreement is that of a text without a smallest part.
    stretch = 50_000
    coders = [
        [(begin * stretch, size * stretch) for begin, size in units]
        for units in oracles.FOUR_PAIRS[pair]
    ]
    found = alpha_u(oracles.FOUR_PAIRS_LENGTH * stretch, coders)
    assert found.value == pytest.approx(oracles.FOUR_PAIRS_ALPHAS[pair], abs=0.02)


def test_what_is_undefined_is_told():
    assert alpha_u(20, [[], [], []]).value is None
    assert "Nobody marked" in alpha_u(20, [[], []]).why
    assert "one coder" in alpha_u(20, [[(0, 1)]]).why
    whole = alpha_u(1, [[(0, 1)], [(0, 1)]])
    assert whole.value is None
    assert "chance alone" in whole.why


def test_a_lone_unit_and_empty_ones_are_no_agreement():
    assert alpha_u(20, [[(0, 1)], [], []]).value == pytest.approx(0)
    assert alpha_u(20, [[(4, 7)], []]).value < 0
    empty = alpha_u(20, [[(3, 0)], [(3, 0)]])
    assert empty.value == 0
    assert "empty" in empty.why


def test_overlapping_units_of_one_coder_are_joined_and_told():
    found = alpha_u(50, [[(0, 10), (5, 10), (20, 5)], [(0, 15), (20, 5)]])
    assert found.value == pytest.approx(1)
    assert (found.used, found.dropped) == (4, 1)
    assert "overlap" in found.why


UNITS = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6)), max_size=5).map(
    lambda gaps: [
        (sum(g + s for g, s in gaps[:n]) + gap, size)
        for n, (gap, size) in enumerate(gaps)
    ]
)


def _slow(length, coders):
    """The definition, section by section."""

    def cut(units):
        found, place = [], 0
        for begin, size in [*units, (length, 0)]:
            if begin > place:
                found.append((place, begin - place, False))
            if size:
                found.append((begin, size, True))
            place = begin + size
        return found

    def apart(a, b):
        (a1, s, au), (b1, t, bu) = a, b
        if max(a1, b1) >= min(a1 + s, b1 + t) or not (au or bu):
            return 0
        if au and bu:
            return (a1 - b1) ** 2 + (a1 + s - b1 - t) ** 2
        inner, outer = (a, b) if au else (b, a)
        inside = outer[0] <= inner[0] and inner[0] + inner[1] <= outer[0] + outer[1]
        return inner[1] ** 2 if inside else 0

    cuts = [cut(units) for units in coders]
    m = len(cuts)
    seen = sum(
        apart(a, b)
        for i, one in enumerate(cuts)
        for j, other in enumerate(cuts)
        if i != j
        for a in one
        for b in other
    ) / (m * (m - 1) * length**2)
    units = [s for c in cuts for _, s, u in c if u]
    gaps = [s for c in cuts for _, s, u in c if not u]
    total = sum(
        (len(units) - 1) / 3 * (2 * s**3 - 3 * s**2 + s)
        + s**2 * sum(g - s + 1 for g in gaps if g >= s)
        for s in units
    )
    below = m * length * (m * length - 1) - sum(s * (s - 1) for s in units)
    return seen, 2 / length * total / below


@given(st.lists(UNITS, min_size=2, max_size=4))
def test_it_is_the_definition(coders):
    found = alpha_u(100, coders)
    seen, chance = _slow(100, coders)
    assert found.observed == pytest.approx(seen)
    assert found.expected == pytest.approx(chance)


@given(UNITS)
def test_the_same_units_agree(units):
    if units:
        assert alpha_u(100, [units, units]).value == pytest.approx(1)


def test_sections_cover_the_text():
    begins, ends = np.array([5, 0, 9, 5]), np.array([9, 3, 12, 5])
    made = sections(begins, ends, 20)
    assert made.begin.tolist() == [0, 3, 5, 9, 12]
    assert made.is_unit.tolist() == [True, False, True, True, False]
    assert (made.joined, made.empty, made.units) == (0, 1, 3)


def test_hundreds_of_thousands_take_no_more_than_moments():
    one = [(n * 10, 5) for n in range(200_000)]
    other = [(n * 10 + 1, 5) for n in range(200_000)]
    found = alpha_u(2_000_000, [one, other])
    assert found.value is not None
