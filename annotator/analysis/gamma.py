# SPDX-License-Identifier: MIT
"""Gamma: how much less disorder there is among coders than chance would bring.

Chance is sampled, so that a value depends on a seed.  Mathet, Widlöcher & Métivier
(2015), The Unified and Holistic Method Gamma (γ), Computational Linguistics 41,
437–479, sections 5.2 and 5.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final, TypeAlias

from annotator.analysis.arrays import Floats
from annotator.analysis.disorder import Units, Weights, disorder

if TYPE_CHECKING:
    from numpy.random import Generator

#: Continua that are sampled at first, and at most.
FIRST: Final = 30
MOST: Final = 1000
#: The relative error of what chance brings, at a confidence of 95 %.
PRECISION: Final = 0.02
_CONFIDENCE: Final = 1.96

#: How the weights of places and categories are set by the makers of gamma.
USUAL: Final = Weights(alpha=3.0, beta=1.0)

#: A continuum that chance could have brought in place of the one given.
Sampler: TypeAlias = Callable[[Sequence[Units], "Generator"], list[Units]]


@dataclass(frozen=True, slots=True)
class Gamma:
    """The value of one continuum.

    Attributes:
        value: 1 for no disorder, 0 for that of chance; None where chance would
            bring none, either.
        observed, expected: the disorders.
        samples: how many continua were sampled.
    """

    value: float | None
    observed: float
    expected: float
    samples: int


def gamma(
    coders: Sequence[Units],
    weights: Weights = USUAL,
    *,
    chance: str = "shuffled",
    seed: int = 0,
    precision: float = PRECISION,
) -> Gamma | None:
    """Gamma of one continuum; None where there is no unit, or only one coder.

    Args:
        coders: the units of each.
        weights: how much places and categories count.
        chance: the name of a sampler, see `SAMPLERS`.
        seed: of the samples; the same gives the same value.
        precision: the relative error of the expected disorder to aim at.

    Raises TooManyGroupingsError as `disorder` does.
    """
    import numpy as np

    observed = disorder(coders, weights)
    if observed is None:
        return None
    source, sample = np.random.default_rng(seed), SAMPLERS[chance]

    def more(count: int) -> list[float]:
        return [_sampled(sample, coders, source, weights) for _ in range(count)]

    found = more(FIRST)
    mean = float(np.mean(found))
    if mean > 0:
        variation = float(np.std(found)) / mean
        wanted = min(MOST, ceil((variation * _CONFIDENCE / precision) ** 2))
        found += more(wanted - FIRST)
    expected = float(np.mean(found))
    value = 1 - observed / expected if expected > 0 else None
    return Gamma(value, observed, expected, len(found))


def _sampled(
    sample: Sampler, coders: Sequence[Units], source: Generator, weights: Weights
) -> float:
    """The disorder of a continuum that chance brings, with a unit or more."""
    while (found := disorder(sample(coders, source), weights)) is None:
        pass
    return found


def shuffled(coders: Sequence[Units], source: Generator) -> list[Units]:
    """For each coder somebody's units, moved along the continuum as if it were a ring.

    No two are moved to within half a unit's mean size of each other, so that
    nobody is compared with their own work where it was.
    """
    import numpy as np

    low = min(float(each.start.min()) for each in coders if len(each.start))
    high = max(float(each.end.max()) for each in coders if len(each.start))
    sizes = np.concatenate([each.end - each.start for each in coders])
    around = max(1, round(high - low))
    apart = float(sizes.mean()) / 2
    places = np.arange(around)
    free = np.ones(around, dtype=bool)
    found = []
    for _ in coders:
        move = int(source.choice(places[free] if free.any() else places))
        away = abs(places - move)
        free &= np.minimum(away, around - away) > apart
        mine = coders[int(source.integers(len(coders)))]
        start = low + (mine.start - low + move) % around
        found.append(Units(start, start + (mine.end - mine.start), mine.category))
    return found


def drawn(coders: Sequence[Units], source: Generator) -> list[Units]:
    """For each coder units with numbers, gaps, sizes and categories like theirs.

    The first three are drawn from normal distributions with the mean and spread of
    those that there are.
    """
    import numpy as np

    counts = np.array([len(each.start) for each in coders])
    sizes = np.concatenate([each.end - each.start for each in coders])
    categories = np.concatenate([each.category for each in coders])
    gaps = np.concatenate([_gaps(each) for each in coders] + [np.zeros(1)])
    found = []
    for number in range(len(coders)):
        count = abs(int(source.normal(counts.mean(), counts.std())))
        if number == 0:
            # So that there is something at all.
            count = max(1, count)
        size = abs(source.normal(sizes.mean(), sizes.std(), count))
        end = np.cumsum(source.normal(gaps.mean(), gaps.std(), count) + size)
        found.append(Units(end - size, end, source.choice(categories, count)))
    return found


def _gaps(units: Units) -> Floats:
    """From the beginning to the first unit, and from each to the next one."""
    import numpy as np

    gaps: Floats = units.start - np.append(0.0, units.end)[:-1]
    return gaps[1:] if len(gaps) and gaps[0] <= 0 else gaps


#: The samplers by name: the paper's own, and that of pygamma-agreement's default.
SAMPLERS: Final[Mapping[str, Sampler]] = {"shuffled": shuffled, "drawn": drawn}
