# SPDX-License-Identifier: MIT
"""Agreement of coders on units that are the same for all of them.

Each measure takes `Ratings` and gives a `Figure`.  A value that is undefined is
None, with the reason; it is never made 0 or 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from annotator.analysis.metrics import Metric, nominal
from annotator.analysis.ratings import Figure, Ratings, Value, said
from annotator.model.sentence import Sentence

_NO_UNITS: Final = Sentence("No unit was coded by two coders or more.")
_NO_COMPLETE: Final = Sentence("No unit was coded by every coder.")
_ONE_VALUE: Final = Sentence(
    "Every coder gave the same single value, so that chance alone would agree."
)
_ONE_CODER: Final = Sentence("There is only one coder.")
_TWO_CODERS: Final = Sentence("The measure is defined for two coders.")
_INCOMPLETE: Final = Sentence("Units that not every coder coded were left out.")
_SINGLE: Final = Sentence("Units that only one coder coded were left out.")


def percent_agreement(data: Ratings) -> Figure:
    """The mean share of agreeing pairs of coders per unit."""
    kept = data.pairable()
    dropped = data.units - kept.units
    if not kept.units:
        return _undefined("percent_agreement", _why(data), dropped)
    total = 0.0
    for pattern, count in kept.counts.items():
        values = Counter(said(pattern))
        size = sum(values.values())
        same = sum(n * (n - 1) for n in values.values())
        total += count * same / (size * (size - 1))
    why = _SINGLE if dropped else ""
    return Figure(
        measure="percent_agreement",
        value=total / kept.units,
        used=kept.units,
        dropped=dropped,
        why=why,
    )


def cohen_kappa(data: Ratings) -> Figure:
    """Cohen's kappa for two coders, chance by each coder's own distribution.

    Cohen (1960), Educational and Psychological Measurement 20, 37–46.
    """

    def expected(kept: Ratings) -> float:
        one, other = kept.of_coder(0), kept.of_coder(1)
        return sum(one[v] * other[v] for v in one) / kept.units**2

    return _of_two("cohen_kappa", data, expected)


def scott_pi(data: Ratings) -> Figure:
    """Scott's pi for two coders, chance by the common distribution.

    Scott (1955), Public Opinion Quarterly 19, 321–325.
    """

    def expected(kept: Ratings) -> float:
        totals = kept.totals().values()
        return sum((n / (2 * kept.units)) ** 2 for n in totals)

    return _of_two("scott_pi", data, expected)


def bennett_s(data: Ratings, categories: int | None = None) -> Figure:
    """Bennett, Alpert and Goldstein's S for two coders, all values equally likely.

    `categories` is how many values are possible; None: those that were given.
    """

    def expected(kept: Ratings) -> float:
        return 1 / (categories or len(kept.totals()))

    return _of_two("bennett_s", data, expected)


def _of_two(name: str, data: Ratings, expected: Callable[[Ratings], float]) -> Figure:
    """A measure that corrects the observed agreement of two coders for chance."""
    kept = data.complete()
    dropped = data.units - kept.units
    if data.coders != 2:
        return _undefined(name, _TWO_CODERS, data.units)
    if not kept.units:
        return _undefined(name, _NO_COMPLETE, dropped)
    same = sum(n for (one, other), n in kept.counts.items() if one == other)
    return _corrected(name, same / kept.units, expected(kept), kept.units, dropped)


def fleiss_kappa(data: Ratings) -> Figure:
    """Fleiss' kappa for any number of coders; incomplete units are left out.

    Fleiss (1971), Psychological Bulletin 76, 378–382.
    """
    kept = data.complete()
    dropped = data.units - kept.units
    if data.coders < 2:
        return _undefined("fleiss_kappa", _ONE_CODER, data.units)
    if not kept.units:
        return _undefined("fleiss_kappa", _NO_COMPLETE, dropped)
    observed = percent_agreement(kept).value
    assert observed is not None
    size = kept.units * kept.coders
    expected = sum((n / size) ** 2 for n in kept.totals().values())
    return _corrected("fleiss_kappa", observed, expected, kept.units, dropped)


def _corrected(
    name: str, observed: float, expected: float, used: int, dropped: int
) -> Figure:
    """(observed − expected) / (1 − expected)."""
    undefined = 1 - expected < 1e-12
    value = None if undefined else (observed - expected) / (1 - expected)
    why = _ONE_VALUE if undefined else (_INCOMPLETE if dropped else "")
    return Figure(
        measure=name,
        value=value,
        used=used,
        dropped=dropped,
        why=why,
        observed=observed,
        expected=expected,
    )


def krippendorff_alpha(data: Ratings, metric: Metric = nominal) -> Figure:
    """Krippendorff's alpha for any number of coders, with missing values.

    `metric` makes the distance of two values from how often each was given; see
    `analysis.metrics`.  Krippendorff (2011), Computing Krippendorff's
    Alpha-Reliability.
    """
    name = "krippendorff_alpha"
    kept = data.pairable()
    dropped = data.units - kept.units
    if not kept.units:
        return _undefined(name, _why(data), dropped)
    totals = kept.totals()
    distance = metric(totals)
    size = sum(totals.values())
    seen = 0.0
    for pattern, count in kept.counts.items():
        values = said(pattern)
        apart = sum(distance(a, b) for a in values for b in values)
        seen += count * apart / (len(values) - 1)
    chance = sum(totals[a] * totals[b] * distance(a, b) for a in totals for b in totals)
    observed, expected = seen / size, chance / (size * (size - 1))
    value = None if expected == 0 else 1 - observed / expected
    why = _ONE_VALUE if value is None else (_SINGLE if dropped else "")
    return Figure(
        measure=name,
        value=value,
        used=kept.units,
        dropped=dropped,
        why=why,
        observed=observed,
        expected=expected,
    )


def gwet_ac(
    data: Ratings,
    weight: Callable[[Value, Value], float] | None = None,
    categories: tuple[Value, ...] = (),
) -> Figure:
    """Gwet's AC1, or AC2 where a weight is given, with missing values.

    Args:
        data: the ratings.
        weight: 1 for equal values, down to 0; None: 1 or 0, which is AC1.
        categories: all values that are possible; (): those that were given.

    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapters 2 to 4.
    """
    name = "gwet_ac2" if weight else "gwet_ac1"
    weigh = weight or _same
    kept = data.pairable()
    dropped = data.units - kept.units
    values = tuple(dict.fromkeys((*categories, *data.totals())))
    if not kept.units:
        return _undefined(name, _why(data), dropped)
    if len(values) < 2:
        return _undefined(name, _ONE_VALUE, dropped)
    seen = 0.0
    for pattern, count in kept.counts.items():
        given = Counter(said(pattern))
        size = sum(given.values())
        agree = sum(
            n * (sum(m * weigh(a, b) for b, m in given.items()) - 1)
            for a, n in given.items()
        )
        seen += count * agree / (size * (size - 1))
    shares: Counter[Value] = Counter()
    rated = 0
    for pattern, count in data.counts.items():
        there = said(pattern)
        rated += count if there else 0
        for value in there:
            shares[value] += count / len(there)  # type: ignore[assignment]
    spread = sum((n / rated) * (1 - n / rated) for n in shares.values())
    total = sum(weigh(a, b) for a in values for b in values)
    expected = total / (len(values) * (len(values) - 1)) * spread
    return _corrected(name, seen / kept.units, expected, kept.units, dropped)


def _same(one: Value, other: Value) -> float:
    return float(one == other)


def _why(data: Ratings) -> Sentence:
    return _ONE_CODER if data.coders < 2 else _NO_UNITS


def _undefined(name: str, why: Sentence, dropped: int) -> Figure:
    return Figure(measure=name, value=None, used=0, dropped=dropped, why=why)


def confusion(data: Ratings) -> dict[tuple[Value, Value], int]:
    """How often the first of two coders said the one and the second the other."""
    if data.coders != 2:
        raise ValueError("a confusion matrix is of two coders")
    return {(p[0], p[1]): n for p, n in data.counts.items() if None not in p}
