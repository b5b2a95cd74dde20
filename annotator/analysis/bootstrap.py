# SPDX-License-Identifier: MIT
"""Confidence intervals by resampling units (Efron & Tibshirani 1993, chapter 13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from annotator.analysis.arrays import Floats, Ints
from annotator.analysis.coding import Measure
from annotator.analysis.figure import Figure
from annotator.analysis.ratings import Ratings

SAMPLES: Final = 1000
LEVEL: Final = 0.95
#: Of more units, so many are drawn and the spread is scaled.
MOST_DRAWN: Final = 20_000
#: Entries of the arrays that are made at a time.
_AT_ONCE: Final = 1 << 21


def with_interval(
    measure: Measure,
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
    figure = measure.of(data)
    if figure.value is None or figure.used < 2 or samples < 1:
        return figure
    found = _values(measure, measure.taken(data), samples, seed)
    bounds = percentiles(found, figure.value, figure.used, level)
    return replace(figure, interval=bounds)


def mean(
    measure: str,
    values: Floats,
    *,
    dropped: int = 0,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Figure:
    """The mean of one value or more, with an interval by drawing them anew."""
    import numpy as np

    count = len(values)
    value = float(values.mean())
    made = Figure(measure=measure, value=value, used=count, dropped=dropped)
    if samples < 1 or count < 2:
        return made
    # Equal values are drawn together.
    kinds, times = np.unique(values, return_counts=True)
    weights = drawn(times, samples, seed)
    means = weights @ kinds / weights.sum(axis=1)
    return replace(made, interval=percentiles(means, value, count))


def percentiles(
    values: Floats, value: float, units: int, level: float = LEVEL
) -> tuple[float, float] | None:
    """The bounds of what resamples of `units` gave; None where most gave NaN."""
    import numpy as np

    defined = values[~np.isnan(values)]
    if len(defined) * 2 < len(values):
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    # With all units the spread is narrower than with those that were drawn.
    scale = 1.0 if units <= MOST_DRAWN else (MOST_DRAWN / units) ** 0.5
    return value + float(low - value) * scale, value + float(high - value) * scale


def drawn(counts: Ints, samples: int, seed: int) -> Floats:
    """How often each of some things, there `counts` times, is drawn in each sample."""
    import numpy as np

    source = np.random.default_rng(seed)
    total = int(counts.sum())
    size = min(total, MOST_DRAWN)
    if len(counts) <= MOST_DRAWN:
        return source.multinomial(size, counts / total, size=samples).astype(float)
    # Of more kinds than are drawn most are not: look up only those that are.
    upto = np.cumsum(counts)
    found = np.zeros((samples, len(counts)))
    for row in found:
        places = np.searchsorted(upto, source.integers(total, size=size), "right")
        row += np.bincount(places, minlength=len(counts))
    return found


def _values(measure: Measure, data: Ratings, samples: int, seed: int) -> Floats:
    import numpy as np

    step = max(1, _AT_ONCE // max(len(data.counts) * data.coders, 1))
    parts = []
    for number, first in enumerate(range(0, samples, step)):
        some = min(step, samples - first)
        # A stream of its own for each part: what is drawn does not depend on memory.
        weights = drawn(data.counts, some, seed * 1_000_003 + number)
        parts.append(measure.rule(data, weights).value)
    return np.concatenate(parts)
