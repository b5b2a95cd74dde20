# SPDX-License-Identifier: MIT
"""How fast people work, how long the rest will take, and who is out of the way.

Time is divided by the length of the text, because articles differ.  Whoever is
compared is compared by the logarithm: twice as fast is as far out as twice as
slow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

#: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers: the modified
#: z-score 0.6745 · (x − median) / MAD, and what is out of the way by it.
_SCALE: Final = 0.6745
FAR: Final = 3.5
#: So many measured documents make a comparison possible.
ENOUGH: Final = 8
#: Nobody is out of the way who is not so many times faster or slower than usual.
LEAST_FACTOR: Final = 2.5
#: The share of the usual time that what is under way takes at least.
_LEAST_REST: Final = 0.1
#: Characters per second above which a text cannot have been read: three times the
#: 238 words a minute of silent reading (Brysbaert 2019, J. Mem. Lang. 109), at
#: six characters a word.
UNREADABLE: Final = 238 * 6 * 3 / 60


@dataclass(frozen=True, slots=True)
class Measured:
    """One finished document of one person: seconds, and characters of the text."""

    person: str
    seconds: int
    characters: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for each 1,000 characters, and from how many documents it is known."""

    seconds: float
    documents: int


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left to one person: documents, characters, seconds already spent."""

    documents: int = 0
    characters: int = 0
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """How long the rest takes.

    Attributes:
        seconds: None where nothing was measured, so that nothing can be said.
        own: whether the person's own pace was used, and not that of all.
        documents: from how many finished documents the pace is known.
    """

    seconds: int | None
    own: bool = False
    documents: int = 0


def paces(measured: Iterable[Measured]) -> dict[str, Pace]:
    """The pace of each person, and under "" that of all together.

    Sums are divided, not quotients averaged, so that a short text that took
    long does not weigh as much as a long one.
    """
    seconds: dict[str, int] = {}
    characters: dict[str, int] = {}
    count: dict[str, int] = {}
    for each in measured:
        if each.seconds <= 0 or each.characters <= 0:
            continue
        for person in (each.person, ""):
            seconds[person] = seconds.get(person, 0) + each.seconds
            characters[person] = characters.get(person, 0) + each.characters
            count[person] = count.get(person, 0) + 1
    return {
        person: Pace(1000 * seconds[person] / characters[person], count[person])
        for person in seconds
    }


def forecast(rest: Rest, person: str, known: Mapping[str, Pace]) -> Forecast:
    """How long the rest takes a person at their own pace, else at that of all."""
    if not rest.documents:
        return Forecast(0)
    pace = known.get(person) or known.get("")
    if pace is None:
        return Forecast(None)
    needed = pace.seconds * rest.characters / 1000
    # What was spent on documents under way is not spent again; but as long as
    # one is under way it takes a while yet, however long it took.
    left = max(needed * _LEAST_REST, needed - rest.spent)
    return Forecast(round(left), person in known, pace.documents)


@dataclass(frozen=True, slots=True)
class Outlier:
    """A document that took `factor` times as long as usual (under 1: faster)."""

    factor: float
    unreadable: bool = False


def outliers(measured: Sequence[Measured]) -> dict[int, Outlier]:
    """The places in `measured` whose time is out of the way.

    Without `ENOUGH` documents only what cannot have been read is found.
    """
    logs = {
        n: math.log(each.seconds / each.characters)
        for n, each in enumerate(measured)
        if each.seconds > 0 and each.characters > 0
    }
    if not logs:
        return {}
    middle = median(logs.values())
    spread = median(abs(each - middle) for each in logs.values())
    found: dict[int, Outlier] = {}
    for n, value in logs.items():
        factor = math.exp(value - middle)
        unreadable = measured[n].characters / measured[n].seconds > UNREADABLE
        if unreadable or _far(value - middle, spread, factor, len(logs)):
            found[n] = Outlier(factor, unreadable)
    return found


def _far(distance: float, spread: float, factor: float, count: int) -> bool:
    if count < ENOUGH or 1 / LEAST_FACTOR < factor < LEAST_FACTOR:
        return False
    return _SCALE * abs(distance) > FAR * spread
