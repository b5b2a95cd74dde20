# SPDX-License-Identifier: MIT
"""How far apart values are: the metrics of Krippendorff's alpha, weights of AC2.

A metric gives, for many samples of the same patterns at once, the disagreement
within each pattern and that of all values paired by chance.  Krippendorff (2011),
Computing Krippendorff's Alpha-Reliability.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from annotator.analysis.arrays import Floats, Ints
from annotator.analysis.ratings import Ratings, Value

#: Ratings, and for each sample how often each value was given → for each sample
#: (or once for all of them) and pattern the sum of the distances of its ordered
#: pairs of values, and for each sample that of all pairs of values.
Metric: TypeAlias = Callable[[Ratings, Floats], tuple[Floats, Floats]]

#: The names that a codebook may give to a field's metric.
METRICS: Final = ("nominal", "ordinal", "interval", "ratio")


def nominal(data: Ratings, totals: Floats) -> tuple[Floats, Floats]:
    """0 for equal values, 1 for different ones."""
    within = data.said() ** 2 - equal_pairs(data)
    chance = totals.sum(axis=1) ** 2 - (totals**2).sum(axis=1)
    return within[None, :].astype(float), chance


def interval(data: Ratings, totals: Floats) -> tuple[Floats, Floats]:
    """The squared difference of numbers."""
    import numpy as np

    numbers = np.array([_number(value) for value in data.values], dtype=float)
    # Nothing but differences counts, and small numbers lose no digits.
    numbers = numbers - numbers.mean() if len(numbers) else numbers
    return _squared(data, totals, numbers[None, :])


def ordinal(data: Ratings, totals: Floats) -> tuple[Floats, Floats]:
    """The squared number of ranks between two values, in the order of `values`."""
    # The middle of a value's ranks, so that a difference is what lies between.
    middle = totals.cumsum(axis=1) - totals / 2
    return _squared(data, totals, middle)


def ratio(data: Ratings, totals: Floats) -> tuple[Floats, Floats]:
    """The squared difference of numbers, relative to their sum."""
    import numpy as np

    numbers = np.array([_number(value) for value in data.values], dtype=float)
    sums = numbers[:, None] + numbers[None, :]
    apart = numbers[:, None] - numbers[None, :]
    distance = np.divide(apart, sums, out=np.zeros_like(sums), where=sums != 0) ** 2
    within = pair_sums(data, distance)
    return within[None, :], ((totals @ distance) * totals).sum(axis=1)


def _number(value: Any) -> float:
    return float(value)


def _squared(data: Ratings, totals: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Both sums of squared differences of places on a line.

    Σ over ordered pairs of (x − y)² is 2 (n Σx² − (Σx)²): no pair is looked at.
    """
    import numpy as np

    there = (data.codes >= 0).astype(float)
    codes = np.maximum(data.codes, 0)
    given = places[:, codes] * there  # samples × patterns × coders
    within = 2 * (data.said() * (given**2).sum(axis=2) - given.sum(axis=2) ** 2)
    size = totals.sum(axis=1)
    first, second = (totals * places).sum(axis=1), (totals * places**2).sum(axis=1)
    return within, 2 * (size * second - first**2)


def equal_pairs(data: Ratings) -> Ints:
    """For each pattern its ordered pairs of equal values, each with itself too."""
    import numpy as np

    found = np.zeros(len(data.codes), dtype=np.int64)
    for one in range(data.coders):
        for other in range(data.coders):
            same = data.codes[:, one] == data.codes[:, other]
            found += same & (data.codes[:, one] >= 0)
    return found


def pair_sums(data: Ratings, matrix: Floats) -> Floats:
    """For each pattern the sum of `matrix` over its ordered pairs of values."""
    import numpy as np

    found = np.zeros(len(data.codes))
    for one in range(data.coders):
        for other in range(data.coders):
            first, second = data.codes[:, one], data.codes[:, other]
            both = (first >= 0) & (second >= 0)
            found[both] += matrix[first[both], second[both]]
    return found


#: The metrics by name.
BY_NAME: Final[dict[str, Metric]] = {
    "nominal": nominal,
    "ordinal": ordinal,
    "interval": interval,
    "ratio": ratio,
}


def identity(values: Sequence[Value]) -> Floats:
    """Weights of values without an order: 1 for equal ones, else 0."""
    import numpy as np

    return np.eye(len(values))


def linear(values: Sequence[Value]) -> Floats:
    """Weights of ordered values: 1 for equal ones, down to 0 for the two ends."""
    return _by_place(values, 1)


def quadratic(values: Sequence[Value]) -> Floats:
    """The same with squared distances: 1 for equal ones, 0 for the two ends.

    Numbers stand where they are; other values stand at equal distances.
    """
    return _by_place(values, 2)


def _by_place(values: Sequence[Value], power: int) -> Floats:
    import numpy as np

    are_numbers = all(type(value) in (int, float) for value in values)
    places = np.array(
        [_number(v) if are_numbers else n for n, v in enumerate(values)], dtype=float
    )
    apart = np.abs(places[:, None] - places[None, :])
    widest = apart.max(initial=0) or 1.0
    weights: Floats = 1 - (apart / widest) ** power
    return weights
