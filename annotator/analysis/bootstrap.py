# SPDX-License-Identifier: MIT
"""Confidence intervals by resampling units (Efron & Tibshirani 1993, chapter 13)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import Final

from annotator.analysis.ratings import Figure, Ratings

SAMPLES: Final = 1000
LEVEL: Final = 0.95
#: Drawing is by unit; of more units, so many are drawn and the spread scaled.
_MOST_DRAWN: Final = 20_000


def with_interval(
    measure: Callable[[Ratings], Figure],
    data: Ratings,
    *,
    samples: int = SAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Figure:
    """The figure with a percentile interval; the same seed gives the same one.

    Resamples on which the measure is undefined are drawn, and left out of the
    percentiles; where most are, there is no interval.
    """
    figure = measure(data)
    if figure.value is None or data.units < 2:
        return figure
    found = sorted(
        value
        for value in (measure(each).value for each in _resamples(data, samples, seed))
        if value is not None
    )
    if len(found) < samples / 2:
        return figure
    tail = (1 - level) / 2
    scale = _scale(data.units)
    low = figure.value + (_quantile(found, tail) - figure.value) * scale
    high = figure.value + (_quantile(found, 1 - tail) - figure.value) * scale
    return replace(figure, interval=(low, high))


def _resamples(data: Ratings, samples: int, seed: int) -> list[Ratings]:
    source = random.Random(seed)
    patterns = sorted(data.counts, key=repr)
    weights = list(accumulate(data.counts[each] for each in patterns))
    size = min(data.units, _MOST_DRAWN)
    return [
        Ratings(Counter(source.choices(patterns, cum_weights=weights, k=size)), n)
        for n in [data.coders] * samples
    ]


def _scale(units: int) -> float:
    """How much narrower the spread is with all units than with those drawn."""
    return 1.0 if units <= _MOST_DRAWN else (_MOST_DRAWN / units) ** 0.5


def _quantile(ordered: list[float], share: float) -> float:
    """Linear interpolation between the two nearest of the ordered values."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
