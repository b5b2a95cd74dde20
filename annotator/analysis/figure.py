# SPDX-License-Identifier: MIT
"""A number of an analysis, with all that one must know to read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure's value and what it rests on.

    Attributes:
        measure: its name, such as "alpha".
        value: the figure; None where it is undefined.
        used: how many units it rests on.
        dropped: how many units were left out.
        why: why it is undefined, else why units were left out; "" otherwise.
        observed, expected: agreement, or for alphas disagreement, that was seen
            and that chance would bring.
        interval: lower and upper bound of a confidence interval, where asked for.
        common: the value that was given most often, and `prevalence` its share of
            all values given; None where there is none.
    """

    measure: str
    value: float | None
    used: int
    dropped: int = 0
    why: str = ""
    observed: float | None = None
    expected: float | None = None
    interval: tuple[float, float] | None = None
    common: object = None
    prevalence: float | None = None
