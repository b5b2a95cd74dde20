# SPDX-License-Identifier: MIT
"""Measures of agreement on units, against published values and other libraries."""

from __future__ import annotations

import math
import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from annotator.analysis import coding
from annotator.analysis.coding import alpha
from annotator.analysis.ratings import ratings
from tests.analysis import oracles

# -- published values


@pytest.mark.parametrize(
    ("units", "metric", "expected"),
    [
        (oracles.THREE_BY_FIFTEEN, "nominal", 0.691358),
        (oracles.THREE_BY_FIFTEEN, "ordinal", 0.806721),
        (oracles.THREE_BY_FIFTEEN, "interval", 0.810845),
        (oracles.THREE_BY_FIFTEEN, "ratio", 0.808944),
        (oracles.FOUR_BY_TWELVE, "nominal", 0.743421),
        (oracles.FOUR_BY_TWELVE, "ordinal", 0.815388),
        (oracles.FOUR_BY_TWELVE, "interval", 0.849107),
        (oracles.FOUR_BY_TWELVE, "ratio", 0.797403),
    ],
)
def test_published_alphas(units, metric, expected):
    assert alpha(metric).of(ratings(units)).value == pytest.approx(expected, abs=5e-7)


def test_hayes_and_krippendorff():
    found = alpha("ordinal").of(ratings(oracles.HAYES)).value
    assert found == pytest.approx(0.7598, abs=5e-5)


def test_cohen():
    first = coding.COHEN.of(ratings(oracles.COHEN_1))
    assert first.value == pytest.approx(-0.0923, abs=5e-5)
    assert first.observed == pytest.approx(0.29)
    second = coding.COHEN.of(ratings(oracles.COHEN_2)).value
    assert second == pytest.approx(0.4915, abs=5e-5)


def test_fleiss():
    found = coding.FLEISS.of(ratings(oracles.FLEISS))
    assert found.value == pytest.approx(0.4302, abs=5e-5)
    assert found.observed == pytest.approx(0.5556, abs=5e-5)
    assert found.expected == pytest.approx(0.2199, abs=5e-5)


def test_artstein_and_poesio():
    data = ratings(oracles.ARTSTEIN)
    assert coding.SCOTT.of(data).value == pytest.approx(0.341, abs=5e-4)
    assert coding.COHEN.of(data).value == pytest.approx(0.348, abs=5e-4)
    assert coding.BENNETT.of(data).value == pytest.approx(0.4)


def test_gwet():
    skewed, likert = ratings(oracles.SKEWED), ratings(oracles.LIKERT)
    assert coding.AC1.of(skewed).value == pytest.approx(0.808, abs=5e-6)
    assert coding.AC1.of(skewed).expected == pytest.approx(0.21875)
    assert coding.AC1.of(likert).value == pytest.approx(0.57997, abs=5e-6)
    found = coding.AC2_QUADRATIC.of(likert)
    assert found.value == pytest.approx(0.87005, abs=5e-6)
    assert found.observed == pytest.approx(0.966292134831461)
    assert found.expected == pytest.approx(0.740614347935867)


# Calculated once with irrCAC 0.4.4 from these ratings, with missing values.
@pytest.mark.parametrize(
    ("measure", "units", "expected"),
    [
        (coding.AC1, oracles.FOUR_BY_TWELVE, 0.77544407),
        (coding.AC2_LINEAR, oracles.FOUR_BY_TWELVE, 0.85873914),
        (coding.AC2_QUADRATIC, oracles.FOUR_BY_TWELVE, 0.91400072),
        (coding.AC1, oracles.HAYES, 0.50934924),
        (coding.AC2_LINEAR, oracles.HAYES, 0.70679829),
        (coding.AC2_QUADRATIC, oracles.HAYES, 0.84764423),
        (coding.AC1, oracles.THREE_BY_FIFTEEN, 0.70916392),
        (coding.AC2_LINEAR, oracles.THREE_BY_FIFTEEN, 0.77342163),
        (coding.AC2_QUADRATIC, oracles.THREE_BY_FIFTEEN, 0.83523857),
    ],
)
def test_gwet_with_missing_values(measure, units, expected):
    assert measure.of(ratings(units)).value == pytest.approx(expected, abs=5e-8)


# -- the same by other libraries, on whatever there is

VALUES = st.sampled_from([1, 2, 3, 5])
SEVERAL = st.integers(2, 5).flatmap(
    lambda coders: st.lists(
        st.tuples(*[st.one_of(st.none(), VALUES)] * coders), min_size=1, max_size=25
    )
)
PAIRS = st.lists(
    st.tuples(*[st.one_of(st.none(), VALUES)] * 2), min_size=1, max_size=40
)


def _complete(units):
    return [unit for unit in units if None not in unit]


def _task(units):
    """The ratings that there are, as another library takes them."""
    return AnnotationTask(
        [
            (f"c{coder}", number, value)
            for number, unit in enumerate(units)
            for coder, value in enumerate(unit)
            if value is not None
        ]
    )


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
@given(units=SEVERAL)
def test_alpha_is_that_of_another_library(metric, units):
    pairable = [v for u in units for v in u if sum(w is not None for w in u) > 1]
    given_values = {v for v in pairable if v is not None}
    found = alpha(metric).of(ratings(units))
    if len(given_values) < 2:
        assert found.value is None
        assert found.why
        return
    table = np.array([[math.nan if v is None else v for v in u] for u in units]).T
    theirs = krippendorff.alpha(table, level_of_measurement=metric)
    assert found.value == pytest.approx(theirs, abs=1e-9)


@given(units=PAIRS)
def test_cohen_is_that_of_another_library(units):
    data, both = ratings(units), _complete(units)
    found = coding.COHEN.of(data)
    assert (found.used, found.dropped) == (len(both), len(units) - len(both))
    if not both:
        assert found.value is None
        return
    one, other = zip(*both, strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = cohen_kappa_score(one, other)
    if found.value is None:
        assert math.isnan(theirs)
    else:
        assert found.value == pytest.approx(theirs, abs=1e-9)


@given(units=SEVERAL)
def test_fleiss_pi_and_s_are_those_of_another_library(units):
    full = _complete(units)
    given_values = {v for unit in full for v in unit}
    assume(len(given_values) > 1)
    data, task = ratings(units), _task(full)
    # What that library calls pi of several coders is Fleiss' kappa.
    assert coding.FLEISS.of(data).value == pytest.approx(task.pi(), abs=1e-9)
    whole = coding.PERCENT.of(ratings(full))
    assert whole.value == pytest.approx(task.avg_Ao(), abs=1e-9)
    if data.coders == 2:
        assert coding.SCOTT.of(data).value == pytest.approx(task.pi(), abs=1e-9)
        if given_values == set(data.values):
            assert coding.BENNETT.of(data).value == pytest.approx(task.S(), abs=1e-9)


@given(units=SEVERAL)
def test_nominal_alpha_is_that_of_a_third_library(units):
    pairable = [u for u in units if sum(v is not None for v in u) > 1]
    assume(len({v for u in pairable for v in u if v is not None}) > 1)
    found = alpha("nominal").of(ratings(units)).value
    assert found == pytest.approx(_task(pairable).alpha(), abs=1e-9)


@settings(deadline=None)
@given(units=SEVERAL)
def test_gwet_and_agreement_are_those_of_another_library(units):
    # It asks for old versions of what it needs, and is therefore no requirement of
    # the tests: pip install --no-deps irrCAC.
    library = pytest.importorskip("irrCAC.raw", reason="irrCAC is not installed")
    import pandas

    # It cannot do with a single unit, or with one of which nobody said anything.
    units = [unit for unit in units if any(v is not None for v in unit)]
    assume(len(units) > 1)
    assume(len({v for u in units for v in u if v is not None}) > 1)
    assume(any(sum(v is not None for v in u) > 1 for u in units))
    data = ratings(units)
    table = pandas.DataFrame(units, dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for weights, measure in (
            ("identity", coding.AC1),
            ("linear", coding.AC2_LINEAR),
            ("quadratic", coding.AC2_QUADRATIC),
        ):
            theirs = library.CAC(
                table, weights=weights, categories=list(data.values), digits=12
            ).gwet()["est"]
            found = measure.of(data)
            assert found.observed == pytest.approx(theirs["pa"], abs=1e-9)
            assert found.value == pytest.approx(theirs["coefficient_value"], abs=1e-9)
            if weights == "identity":
                percent = coding.PERCENT.of(data).value
                assert percent == pytest.approx(theirs["pa"], abs=1e-9)


@given(units=SEVERAL)
def test_every_value_is_at_most_1_or_undefined_with_a_reason(units):
    data = ratings(units)
    for measure in (
        coding.PERCENT,
        coding.FLEISS,
        coding.AC1,
        coding.AC2_LINEAR,
        coding.AC2_QUADRATIC,
        alpha("nominal"),
    ):
        found = measure.of(data)
        assert found.used + found.dropped == len(units)
        if found.value is None:
            assert found.why
        else:
            assert found.value <= 1.000001
            assert bool(found.why) == bool(found.dropped)


# -- what is undefined


def test_a_single_value_is_undefined_and_told():
    data = ratings([("a", "a"), ("a", "a")], ("a", "b"))
    assert coding.PERCENT.of(data).value == 1
    for measure in (coding.COHEN, coding.SCOTT, coding.FLEISS, alpha()):
        found = measure.of(data)
        assert found.value is None
        assert "single value" in found.why
    # The values that were possible let these two say something.
    assert coding.BENNETT.of(data).value == 1
    assert coding.AC1.of(data).value == 1


def test_too_few_coders_or_units_are_told():
    assert "one coder" in alpha().of(ratings([("a",), ("b",)])).why
    assert "two coders" in coding.COHEN.of(ratings([("a", "b", "a")])).why
    lonely = alpha().of(ratings([("a", None), (None, "b")]))
    assert (lonely.value, lonely.used, lonely.dropped) == (None, 0, 2)
    assert "two coders or more" in lonely.why
    assert "every coder" in coding.FLEISS.of(ratings([("a", None)])).why


def test_what_was_dropped_is_told():
    data = ratings([("a", "a", "a"), ("a", "b", None), ("b", None, None)])
    assert (coding.PERCENT.of(data).used, coding.PERCENT.of(data).dropped) == (2, 1)
    fleiss = coding.FLEISS.of(data)
    assert fleiss.dropped == 2
    both = coding.AC1.of(data)
    assert (both.used, both.dropped) == (2, 1)


def test_the_most_frequent_value_is_told():
    found = alpha().of(ratings([("a", "a"), ("a", "b"), ("b", None)]))
    assert found.common == "a"
    assert found.prevalence == pytest.approx(0.75)
