# SPDX-License-Identifier: MIT
"""Agreement of coders on units that are the same for all of them.

Each measure takes `Ratings` and gives a `Figure`.  A value that is undefined is
None, with the reason; it is never made 0 or 1.  The formulas take many samples of
the same patterns at once, so that an interval costs little more than a value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from annotator.analysis import metrics
from annotator.analysis.arrays import Floats
from annotator.analysis.figure import Figure
from annotator.analysis.metrics import Metric
from annotator.analysis.ratings import Ratings
from annotator.model.sentence import Sentence

_NO_UNITS: Final = Sentence("No unit was coded by two coders or more.")
_NO_COMPLETE: Final = Sentence("No unit was coded by every coder.")
_ONE_VALUE: Final = Sentence(
    "Every coder gave the same single value, so that chance alone would agree."
)
_ONE_CODER: Final = Sentence("There is only one coder.")
_TWO_CODERS: Final = Sentence("The measure is defined for two coders.")
_INCOMPLETE: Final = Sentence("Units that not every coder coded were left out.")
_SINGLE: Final = Sentence("Units that fewer than two coders coded were left out.")

#: Below this, what chance leaves to agree on is nothing but rounding.
_NOTHING: Final = 1e-12
#: Entries of a table at most, beside which sums are made value by value.
_DENSE: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class Estimate:
    """For each sample what was observed, what chance brings, and the value (NaN)."""

    observed: Floats
    expected: Floats | None
    value: Floats


#: Ratings and samples (samples × patterns: how often each pattern was drawn).
Rule: TypeAlias = Callable[[Ratings, Floats], Estimate]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of agreement on units.

    Attributes:
        id: its name.
        rule: its formula.
        complete: whether it takes only units that every coder coded.
        two: whether it is defined for two coders only.
        single: whether units that one coder alone coded tell it what is common.
    """

    id: str
    rule: Rule
    complete: bool = False
    two: bool = False
    single: bool = False

    def of(self, data: Ratings) -> Figure:
        """The figure, without an interval."""
        why = self._why_not(data)
        used, dropped = self._used(data)
        if why or not used:
            return self._undefined(why or self._nothing(), data.units)
        taken = self.taken(data)
        estimate = self.rule(taken, taken.counts[None, :].astype(float))
        return self._figure(estimate, taken, used, dropped)

    def taken(self, data: Ratings) -> Ratings:
        """The units that the formula takes."""
        least = data.coders if self.complete else 1 if self.single else 2
        return data.kept(least)

    def _used(self, data: Ratings) -> tuple[int, int]:
        used = data.kept(data.coders if self.complete else 2).units
        return used, data.units - used

    def _why_not(self, data: Ratings) -> Sentence | None:
        if data.coders < 2:
            return _ONE_CODER
        return _TWO_CODERS if self.two and data.coders != 2 else None

    def _nothing(self) -> Sentence:
        return _NO_COMPLETE if self.complete else _NO_UNITS

    def _undefined(self, why: Sentence, dropped: int) -> Figure:
        return Figure(measure=self.id, value=None, used=0, dropped=dropped, why=why)

    def _figure(
        self, estimate: Estimate, taken: Ratings, used: int, dropped: int
    ) -> Figure:
        value = float(estimate.value[0])
        undefined = value != value
        left_out = _INCOMPLETE if self.complete else _SINGLE
        expected = estimate.expected
        totals = taken.totals()
        most = int(totals.argmax())
        return Figure(
            measure=self.id,
            value=None if undefined else value,
            used=used,
            dropped=dropped,
            why=_ONE_VALUE if undefined else left_out if dropped else "",
            observed=float(estimate.observed[0]),
            expected=None if expected is None else float(expected[0]),
            common=taken.values[most],
            prevalence=float(totals[most] / totals.sum()),
        )


# -- the formulas


def _totals(data: Ratings, samples: Floats) -> Floats:
    """For each sample how often each value was given."""
    found = _of_coder(data, samples, 0)
    for coder in range(1, data.coders):
        found = found + _of_coder(data, samples, coder)
    return found


def _of_coder(data: Ratings, samples: Floats, coder: int) -> Floats:
    """For each sample how often one coder gave each value."""
    import numpy as np

    codes, size = data.codes[:, coder], len(data.values)
    there = np.flatnonzero(codes >= 0)
    if len(samples) > 1 and len(there) * size <= _DENSE:
        given = np.zeros((len(there), size))
        given[np.arange(len(there)), codes[there]] = 1
        return samples[:, there] @ given
    return np.stack([np.bincount(codes[there], each[there], size) for each in samples])


def _agreement(data: Ratings, samples: Floats) -> Floats:
    """For each sample the mean share of agreeing pairs of coders per unit."""
    said = data.said()
    share = (metrics.equal_pairs(data) - said) / (said * (said - 1))
    return (samples @ share) / samples.sum(axis=1)  # type: ignore[no-any-return]


def _corrected(observed: Floats, expected: Floats) -> Estimate:
    """(observed − expected) / (1 − expected), NaN where chance leaves nothing."""
    import numpy as np

    left = 1 - expected
    value = np.full_like(observed, np.nan)
    np.divide(observed - expected, left, out=value, where=left >= _NOTHING)
    return Estimate(observed, expected, value)


def _percent(data: Ratings, samples: Floats) -> Estimate:
    observed = _agreement(data, samples)
    return Estimate(observed, None, observed)


def _cohen(data: Ratings, samples: Floats) -> Estimate:
    one, other = (_of_coder(data, samples, n) for n in (0, 1))
    expected = (one * other).sum(axis=1) / samples.sum(axis=1) ** 2
    return _corrected(_agreement(data, samples), expected)


def _scott(data: Ratings, samples: Floats) -> Estimate:
    """Scott's pi, which Fleiss extended to any number of coders."""
    totals = _totals(data, samples)
    expected = (totals**2).sum(axis=1) / totals.sum(axis=1) ** 2
    return _corrected(_agreement(data, samples), expected)


def _bennett(data: Ratings, samples: Floats) -> Estimate:
    import numpy as np

    observed = _agreement(data, samples)
    return _corrected(observed, np.full_like(observed, 1 / len(data.values)))


def _alpha(metric: Metric) -> Rule:
    def rule(data: Ratings, samples: Floats) -> Estimate:
        import numpy as np

        totals = _totals(data, samples)
        size = totals.sum(axis=1)
        within, chance = metric(data, totals)
        observed = (samples * (within / (data.said() - 1))).sum(axis=1) / size
        expected = chance / (size * (size - 1))
        value = np.full_like(observed, np.nan)
        # Sums of squares leave rounding behind where every value is the same.
        apart = (totals > 0).sum(axis=1) > 1
        np.divide(observed, expected, out=value, where=apart & (expected > 0))
        return Estimate(observed, expected, 1 - value)

    return rule


def _gwet(weights: Callable[..., Floats]) -> Rule:
    def rule(data: Ratings, samples: Floats) -> Estimate:
        import numpy as np

        matrix = weights(data.values)
        said, size = data.said(), len(data.values)
        pairs = (metrics.pair_sums(data, matrix) - said) / np.maximum(
            said * (said - 1), 1
        )
        several = said > 1
        observed = samples[:, several] @ pairs[several]
        observed = observed / samples[:, several].sum(axis=1)
        shares = _totals(data, samples / said) / samples.sum(axis=1)[:, None]
        spread = (shares * (1 - shares)).sum(axis=1)
        if size < 2:
            return _corrected(observed, np.ones_like(observed))
        return _corrected(observed, matrix.sum() / (size * (size - 1)) * spread)

    return rule


# -- the measures

#: Mean share of agreeing pairs of coders per unit.
PERCENT: Final = Measure("percent", _percent)

#: Cohen's kappa: chance by each coder's own distribution.  Cohen (1960),
#: Educational and Psychological Measurement 20, 37–46.
COHEN: Final = Measure("kappa", _cohen, complete=True, two=True)

#: Scott's pi: chance by the common distribution.  Scott (1955), Public Opinion
#: Quarterly 19, 321–325.
SCOTT: Final = Measure("pi", _scott, complete=True, two=True)

#: Bennett, Alpert and Goldstein's S: all values are equally likely.
BENNETT: Final = Measure("s", _bennett, complete=True, two=True)

#: Fleiss' kappa for any number of coders.  Fleiss (1971), Psychological Bulletin
#: 76, 378–382.
FLEISS: Final = Measure("fleiss", _scott, complete=True)

#: Gwet's AC1, with missing values.  Gwet (2014), Handbook of Inter-Rater
#: Reliability, 4th ed., chapters 2 to 4.
AC1: Final = Measure("ac1", _gwet(metrics.identity), single=True)

#: Gwet's AC2 with linear weights, for ordered values, and with quadratic ones.
AC2_LINEAR: Final = Measure("ac2", _gwet(metrics.linear), single=True)
AC2_QUADRATIC: Final = Measure("ac2", _gwet(metrics.quadratic), single=True)


def alpha(metric: str = "nominal", name: str = "alpha") -> Measure:
    """Krippendorff's alpha under a metric, for any number of coders."""
    return Measure(name, _alpha(metrics.BY_NAME[metric]))
