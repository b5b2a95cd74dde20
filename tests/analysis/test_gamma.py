# SPDX-License-Identifier: MIT
"""Gamma against published values, and against the program of its makers' users."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from annotator.analysis.disorder import Weights, disorder, units
from annotator.analysis.gamma import FIRST, SAMPLERS, gamma
from tests.analysis import oracles


def of(continuum, **more):
    made = [units(coder) for coder in oracles.numbered(continuum)]
    return gamma(made, Weights(*continuum.weights), **more)


@pytest.mark.parametrize("continuum", oracles.CONTINUA[:6])
def test_published_values_of_drawn_continua(continuum):
    found = of(continuum, chance="drawn", seed=1, precision=0.005)
    assert found.observed == pytest.approx(continuum.disorder, abs=5e-7)
    # Those are of 30 samples, from which the next value may well differ.
    assert found.value == pytest.approx(continuum.gamma, abs=0.08)


def test_the_example_of_gammas_makers():
    found = of(oracles.CONTINUA[6], seed=1)
    assert 0.44 <= found.value <= 0.47
    assert found.value == 1 - found.observed / found.expected


@pytest.mark.parametrize("chance", ["drawn", "shuffled"])
@pytest.mark.parametrize("continuum", oracles.CONTINUA)
def test_many_samples_come_near_to_those_of_another_program(continuum, chance):
    found = of(continuum, chance=chance, seed=2, precision=0.005)
    expected = getattr(continuum, chance)
    assert found.value == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("chance", ["drawn", "shuffled"])
def test_a_seed_gives_the_same_value_again(chance):
    first, second = (of(oracles.CONTINUA[1], chance=chance, seed=7) for _ in range(2))
    assert first == second
    assert first != of(oracles.CONTINUA[1], chance=chance, seed=8)


def test_the_less_precise_the_fewer_samples():
    assert of(oracles.CONTINUA[1], precision=0.9).samples == FIRST
    assert of(oracles.CONTINUA[1], precision=0.02).samples > FIRST


def test_what_only_one_marked_is_no_more_than_chance():
    found = gamma([units([(5, 9, 0), (20, 30, 0)]), units([])])
    assert found.observed == 2
    assert found.value <= 0
    assert gamma([units([]), units([])]) is None


def test_where_chance_brings_no_disorder_there_is_no_value():
    found = gamma([units([(3, 3, 0)]), units([(3, 3, 0)])])
    assert (found.value, found.observed, found.expected) == (None, 0, 0)


@pytest.mark.parametrize("chance", SAMPLERS)
def test_samples_are_like_what_there_is(chance):
    coders = [units((n * 10, n * 10 + 4, n % 2) for n in range(20)) for _ in range(3)]
    source = np.random.default_rng(5)
    for _ in range(20):
        made = SAMPLERS[chance](coders, source)
        assert len(made) == 3
        for each in made:
            sizes = each.end - each.start
            assert sizes == pytest.approx(np.full(len(sizes), 4))
            assert set(each.category.tolist()) <= {0, 1}
        if chance == "shuffled":
            starts = np.concatenate([each.start for each in made])
            assert starts.min() >= 0
            assert starts.max() < 194


def test_it_is_that_of_another_program_on_whatever_there_is():
    package = pytest.importorskip(
        "pygamma_agreement",
        reason="pygamma-agreement, with which it is compared, is not installed",
    )
    from pyannote.core import Segment

    logging.disable(logging.WARNING)
    source = np.random.default_rng(11)
    for coders in (2, 3, 4):
        for _ in range(3):
            listed = [_some(source) for _ in range(coders)]
            theirs = package.Continuum()
            for number, some in enumerate(listed):
                for start, end, category in some:
                    segment = Segment(float(start), float(end))
                    theirs.add(f"c{number}", segment, str(category))
            weights = Weights(alpha=3, beta=1)
            unlike = package.CombinedCategoricalDissimilarity(alpha=3, beta=1)
            made = [units(some) for some in listed]
            best = theirs.get_best_alignment(unlike).disorder
            assert disorder(made, weights) == pytest.approx(float(best), rel=1e-4)
            np.random.seed(4)
            found = theirs.compute_gamma(
                unlike, n_samples=150, sampler=package.ShuffleContinuumSampler()
            )
            ours = gamma(made, weights, seed=3)
            assert ours.value == pytest.approx(float(found.gamma), abs=0.06)


def _some(source):
    """Stretches of one coder, apart from each other."""
    place, found = 0, []
    for _ in range(int(source.integers(4, 9))):
        start = place + int(source.integers(0, 12))
        place = start + int(source.integers(3, 15))
        found.append((start, place, int(source.integers(3))))
    return found
