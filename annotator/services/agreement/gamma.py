# SPDX-License-Identifier: MIT
"""Gamma of main spans, document by document, and the disorder that it rests on.

Where a choice names one field alone, its values are the categories; otherwise
nothing but places is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from annotator.analysis import bootstrap
from annotator.analysis.arrays import Bools, Ints
from annotator.analysis.disorder import (
    TooManyGroupingsError,
    Units,
    Weights,
    disorder,
    units,
)
from annotator.analysis.figure import Figure
from annotator.analysis.gamma import PRECISION, Gamma, gamma
from annotator.model.sentence import Sentence
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.columns import Column
from annotator.services.agreement.frame import Frame

#: With so many documents each is sampled no more than at first.
_ROUGHEST: Final = 0.25

_NO_DOCUMENT: Final = Sentence(
    "No document was worked on by all of them with something marked in it."
)
_NO_CHANCE: Final = Sentence("Chance would bring no disorder, either.")
_NOTHING: Final = Sentence("Documents in which nobody marked anything were left out.")
_TOO_MANY: Final = Sentence(
    "Documents in which too much overlaps to find the best alignment were left out."
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best alignment of one document: a value, or why there is none."""

    gamma: Gamma | None = None
    why: Sentence | None = None


#: By the place of the document.
Aligned: TypeAlias = dict[int, Alignment]


def documents(frame: Frame, coders: Sequence[int]) -> Bools:
    """The documents that all of them worked on."""
    worked: Bools = frame.scope.worked[:, list(coders)]
    return worked.all(axis=1)  # type: ignore[return-value]


def aligned(
    frame: Frame, coders: Sequence[int], choice: Choice, found: Aligned
) -> Iterator[int]:
    """Align all documents of some coders; yields how many are done.

    The more documents there are, the less each has to be sampled for their mean to
    be as exact.
    """
    import numpy as np

    places = np.flatnonzero(documents(frame, coders)).tolist()
    precision = min(_ROUGHEST, PRECISION * max(1, len(places)) ** 0.5)
    stretches = _Stretches(frame, choice)
    for place in places:
        made = [stretches.of(place, coder) for coder in coders]
        found[place] = _alignment(made, choice, precision)
        yield len(found)


def _alignment(made: list[Units], choice: Choice, precision: float) -> Alignment:
    alpha, beta = choice.gamma_weights
    weights = Weights(alpha, beta)
    try:
        if not choice.wants("gamma"):
            seen = disorder(made, weights)
            found = None if seen is None else Gamma(None, seen, 0.0, 0)
        else:
            found = gamma(
                made,
                weights,
                chance=choice.gamma_chance,
                seed=choice.seed,
                precision=precision,
            )
    except TooManyGroupingsError:
        return Alignment(why=_TOO_MANY)
    return Alignment(found, None if found else _NOTHING)


class _Stretches:
    """What each annotation covers, first to last, and its category."""

    def __init__(self, frame: Frame, choice: Choice) -> None:
        import numpy as np

        column = _categories(frame, choice)
        main = frame.kind.main_role.id if frame.kind.roles else ""
        none: Ints = np.zeros(0, dtype=np.int64)
        owner, start, end = frame.spans.get(main, (none, none, none))
        count = len(frame.ids)
        first = np.full(count, np.iinfo(np.int64).max)
        last = np.full(count, -1, dtype=np.int64)
        np.minimum.at(first, owner, start)
        np.maximum.at(last, owner, end)
        there = np.flatnonzero(last >= 0)
        order = there[np.lexsort((frame.coder[there], frame.doc[there]))]
        self._coders = max(len(frame.scope.coders), 1)
        self._key = frame.doc[order] * self._coders + frame.coder[order]
        category = np.zeros(count, dtype=np.int64) if column is None else column.codes
        self._table = first[order], last[order], category[order]

    def of(self, document: int, coder: int) -> Units:
        """Those of one coder in one document."""
        key = document * self._coders + coder
        low, high = self._key.searchsorted([key, key + 1])
        columns = (each[low:high].tolist() for each in self._table)
        return units(zip(*columns, strict=True))


def _categories(frame: Frame, choice: Choice) -> Column | None:
    names = list(choice.fields or ())
    return frame.columns.get(names[0]) if len(names) == 1 else None


def figure(
    measure: str, given: Mapping[int, Alignment], wanted: Bools, choice: Choice
) -> Figure:
    """The mean of "gamma" or "disorder" over the documents that are wanted."""
    import numpy as np

    mine = [each for place, each in given.items() if wanted[place]]
    made = [each.gamma for each in mine if each.gamma is not None]
    if measure == "disorder":
        values = [each.observed for each in made]
    else:
        values = [each.value for each in made if each.value is not None]
    dropped = len(mine) - len(values)
    whys = [each.why or _NO_CHANCE for each in mine if not _has(each, measure)]
    if not values:
        why = whys[0] if whys else _NO_DOCUMENT
        return Figure(measure=measure, value=None, used=0, dropped=dropped, why=why)
    found = bootstrap.mean(
        measure,
        np.array(values),
        dropped=dropped,
        samples=choice.samples,
        seed=choice.seed,
    )
    return replace(
        found,
        # What could not be done is said before what there was nothing to do for.
        why=_TOO_MANY if _TOO_MANY in whys else whys[0] if whys else "",
        observed=float(np.mean([each.observed for each in made])),
        expected=float(np.mean([each.expected for each in made]))
        if measure == "gamma"
        else None,
    )


def _has(given: Alignment, measure: str) -> bool:
    found = given.gamma
    return found is not None and (measure == "disorder" or found.value is not None)
