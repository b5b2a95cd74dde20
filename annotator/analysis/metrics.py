# SPDX-License-Identifier: MIT
"""How far apart two values are: the metrics of Krippendorff's alpha.

A metric takes how often each value was given, for ordinal distances depend on
that, and returns a function of two values: their squared distance.
Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from annotator.analysis.ratings import Value

Distance = Callable[[Any, Any], float]
Metric = Callable[[Mapping[Value, int]], Distance]


def nominal(totals: Mapping[Value, int]) -> Distance:
    """0 for equal values, 1 for different ones."""
    return lambda one, other: float(one != other)


def interval(totals: Mapping[Value, int]) -> Distance:
    """The squared difference of numbers."""
    return lambda one, other: float(one - other) ** 2


def ratio(totals: Mapping[Value, int]) -> Distance:
    """The squared difference of numbers, relative to their sum."""

    def distance(one: Any, other: Any) -> float:
        return ((one - other) / (one + other)) ** 2 if one + other else 0.0

    return distance


def ordinal(order: Sequence[Value] | None = None) -> Metric:
    """The metric of ranks; `order` lists the values from low to high.

    Without an order the values themselves are sorted.
    """

    def metric(totals: Mapping[Value, int]) -> Distance:
        ranked: list[Any] = list(order) if order else sorted(totals, key=_number)
        counts = [totals.get(value, 0) for value in ranked]
        before = list(accumulate(counts, initial=0))
        place = {value: n for n, value in enumerate(ranked)}
        # The middle of a value's ranks, so that a difference is what lies between.
        middle = [before[n] + counts[n] / 2 for n in range(len(ranked))]

        def distance(one: Any, other: Any) -> float:
            return float(middle[place[one]] - middle[place[other]]) ** 2

        return distance

    return metric


def _number(value: Any) -> Any:
    return value


def linear(values: Sequence[Value]) -> Callable[[Value, Value], float]:
    """Linear weights of ordered values: 1 for equal, 0 for the two ends."""
    place = {value: n for n, value in enumerate(values)}
    widest = max(len(values) - 1, 1)
    return lambda one, other: 1 - abs(place[one] - place[other]) / widest


def quadratic(values: Sequence[Value]) -> Callable[[Value, Value], float]:
    """Quadratic weights of ordered values: 1 for equal, 0 for the two ends."""
    place = {value: n for n, value in enumerate(values)}
    widest = max(len(values) - 1, 1)
    return lambda one, other: 1 - ((place[one] - place[other]) / widest) ** 2
