# SPDX-License-Identifier: MIT
"""Time: what is left, and who is out of the way."""

from __future__ import annotations

import pytest

from annotator.analysis.pace import (
    Forecast,
    Measured,
    Outlier,
    Rest,
    forecast,
    outliers,
    paces,
)


def test_pace_is_time_by_length() -> None:
    found = paces(
        [
            Measured("ann", 100, 1000),
            Measured("ann", 300, 1000),
            Measured("bob", 50, 2000),
            Measured("bob", 0, 2000),
            Measured("bob", 9, 0),
        ]
    )
    assert found["ann"].seconds == 200
    assert found["bob"].seconds == 25
    assert found["bob"].documents == 1
    assert found[""].seconds == pytest.approx(112.5)


def test_a_forecast_takes_ones_own_pace_else_that_of_all() -> None:
    known = paces([Measured("ann", 100, 1000), Measured("bob", 300, 1000)])
    assert forecast(Rest(3, 6000), "ann", known) == Forecast(600, True, 1)
    assert forecast(Rest(3, 6000), "zoe", known) == Forecast(1200, False, 2)
    assert forecast(Rest(3, 6000, 200), "ann", known).seconds == 400
    assert forecast(Rest(1, 1000, 900), "ann", known).seconds == 10


def test_without_measured_time_nothing_is_said() -> None:
    assert forecast(Rest(3, 6000), "ann", {}).seconds is None
    assert forecast(Rest(), "ann", {}).seconds == 0


def _ordinary(count: int) -> list[Measured]:
    return [Measured("ann", 95 + n, 1000) for n in range(count)]


def test_far_out_needs_both_a_distance_and_a_factor() -> None:
    ordinary = _ordinary(12)
    assert outliers(ordinary) == {}
    found = outliers([*ordinary, Measured("bob", 20, 1000), Measured("cid", 150, 1000)])
    assert set(found) == {12}
    assert found[12].factor == pytest.approx(0.2, abs=0.01)
    assert set(outliers([*ordinary, Measured("bob", 900, 1000)])) == {12}


def test_few_documents_are_not_compared() -> None:
    assert outliers([*_ordinary(5), Measured("bob", 900, 1000)]) == {}


def test_what_cannot_have_been_read_is_found_at_once() -> None:
    found = outliers([Measured("bob", 3, 9000)])
    assert found == {0: Outlier(1.0, unreadable=True)}


def test_equal_times_have_no_outliers() -> None:
    assert outliers([Measured("ann", 100, 1000)] * 20) == {}
