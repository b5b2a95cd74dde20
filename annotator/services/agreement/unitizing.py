# SPDX-License-Identifier: MIT
"""Whether the same things are marked, and where matched ones begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from annotator.analysis import alignment, alpha_u, bootstrap
from annotator.analysis.arrays import Bools, Floats, Ints
from annotator.analysis.figure import Figure
from annotator.model.sentence import Sentence
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.frame import Frame
from annotator.services.agreement.matching import Pair, Units

#: How often what both have, the first has and the second has is counted.
Weights: TypeAlias = tuple[int, int, int]

_NOBODY: Final = Sentence("Nobody marked anything, so that there is nothing to find.")
_NOT_FIRST: Final = Sentence("The first marked nothing that could be found.")
_NOT_SECOND: Final = Sentence("The second marked nothing that could be right.")
_NO_DOCUMENT: Final = Sentence("No document was worked on by all of them.")
_NO_ROLE: Final = Sentence("None of the matched ones has a span of this role.")
_WITHOUT: Final = Sentence(
    "Matched ones in which nobody marked this role were left out."
)


def counts(pair: Pair, frame: Frame, how: str) -> tuple[Ints, Ints, Ints]:
    """For each document what both have, the first has, the second has.

    `how` is "overlap" or "exact".
    """
    import numpy as np

    size = len(frame.scope.documents)
    mine = frame.doc[pair.one]
    if how == "exact":
        common = alignment.exact_common(pair.edges, mine, size)
    else:
        common = np.bincount(mine[pair.best.one], minlength=size)
    first = np.bincount(mine, minlength=size)
    second = np.bincount(frame.doc[pair.other], minlength=size)
    return common, first, second


def shares(
    common: Ints, first: Ints, second: Ints, name: str, choice: Choice
) -> Iterator[Figure]:
    """Precision, recall and F1 over some documents, with intervals over documents."""
    table = _Table(common, first, second, choice)
    yield table.share(f"f1_{name}", (2, 0, 0), (0, 1, 1), _NOBODY)
    yield table.share(f"precision_{name}", (1, 0, 0), (0, 0, 1), _NOT_SECOND)
    yield table.share(f"recall_{name}", (1, 0, 0), (0, 1, 0), _NOT_FIRST)


class _Table:
    """Counts of documents, those with equal ones together, and resamples of them."""

    def __init__(self, common: Ints, first: Ints, second: Ints, choice: Choice) -> None:
        import numpy as np

        every = np.stack([common, first, second], axis=1)
        every = every[(every > 0).any(axis=1)]
        self._total = every.sum(axis=0)
        self._documents = len(every)
        self._drawn = None
        if choice.samples > 0 and len(every) > 1:
            rows, times = np.unique(every, axis=0, return_counts=True)
            self._drawn = bootstrap.drawn(times, choice.samples, choice.seed) @ rows

    def share(
        self, measure: str, above: Weights, below: Weights, why: Sentence
    ) -> Figure:
        """One sum of the three counts over another one."""
        import numpy as np

        part, whole = (int(self._total @ np.array(each)) for each in (above, below))
        if not whole:
            return Figure(measure=measure, value=None, used=0, why=why)
        value = part / whole
        return Figure(
            measure=measure,
            value=value,
            used=whole,
            observed=value,
            interval=self._interval(above, below, value),
        )

    def _interval(
        self, above: Weights, below: Weights, value: float
    ) -> tuple[float, float] | None:
        import numpy as np

        if self._drawn is None:
            return None
        part, whole = (self._drawn @ np.array(each) for each in (above, below))
        found = np.full(len(part), np.nan)
        np.divide(part, whole, out=found, where=whole > 0)
        return bootstrap.percentiles(found, value, self._documents)


# -- characters


def alpha(
    frame: Frame,
    coders: Sequence[int],
    roles: Sequence[str],
    documents: Bools,
    lengths: Ints,
) -> Figure:
    """Krippendorff's alpha for unitizing over the documents, one after another.

    Args:
        frame: with the spans of the roles.
        coders: places of the coders; only documents that all worked on count.
        roles: over which the disagreement is summed.
        documents: those that are looked at.
        lengths: of the texts of all documents, in code points.
    """
    import numpy as np

    every = documents & frame.scope.worked[:, list(coders)].all(axis=1)
    total = int(lengths[every].sum())
    if not total:
        return Figure(measure="alpha_u", value=None, used=0, why=_NO_DOCUMENT)
    base = np.where(every, np.cumsum(np.where(every, lengths, 0)) - lengths, -1)
    labels = [
        [_sections(frame, coder, role, every, base, total) for coder in coders]
        for role in roles
    ]
    return alpha_u.of_sections(total, labels)


def _sections(
    frame: Frame, coder: int, role: str, every: Bools, base: Ints, total: int
) -> alpha_u.Sections:
    import numpy as np

    none = np.zeros(0, dtype=np.int64)
    owner, start, end = frame.spans.get(role, (none, none, none))
    mine = (frame.coder[owner] == coder) & every[frame.doc[owner]]
    lift = base[frame.doc[owner[mine]]]
    return alpha_u.sections(start[mine] + lift, end[mine] + lift, total)


# -- tokens


class Tokens:
    """Which tokens each coder marked, document by document."""

    def __init__(self, frame: Frame) -> None:
        import numpy as np

        self._frame = frame
        main = frame.kind.main_role.id if frame.kind.roles else ""
        none = np.zeros(0, dtype=np.int64)
        owner, start, end = frame.spans.get(main, (none, none, none))
        order = np.argsort(frame.doc[owner], kind="stable")
        self._doc = frame.doc[owner[order]]
        self._coder = frame.coder[owner[order]]
        self._start, self._end = start[order], end[order]
        size, people = len(frame.scope.documents), len(frame.scope.coders)
        #: documents × coders × coders: tokens that both marked
        self.both = np.zeros((size, people, people), dtype=np.int32)

    def add(self, document: int, ranges: Sequence[tuple[int, int]]) -> None:
        """Count a document by the ranges of its tokens."""
        import numpy as np

        first, last = np.searchsorted(self._doc, [document, document + 1])
        if first == last or not ranges:
            return
        table = np.array(ranges, dtype=np.int64)
        low = np.searchsorted(table[:, 1], self._start[first:last], "right")
        high = np.searchsorted(table[:, 0], self._end[first:last], "left")
        people = self.both.shape[1]
        marked = np.zeros((people, len(table) + 1), dtype=np.int64)
        coder, there = self._coder[first:last], high > low
        np.add.at(marked, (coder[there], low[there]), 1)
        np.add.at(marked, (coder[there], high[there]), -1)
        touched = (np.cumsum(marked, axis=1)[:, :-1] > 0).astype(np.int64)
        self.both[document] = touched @ touched.T

    def counts(self, one: int, other: int, documents: Bools) -> tuple[Ints, ...]:
        """For each document what both have, the first has, the second has."""
        import numpy as np

        return tuple(
            self.both[:, a, b].astype(np.int64) * documents
            for a, b in ((one, other), (one, one), (other, other))
        )


# -- boundaries of matched units


def boundaries(frame: Frame, units: Units, role: str) -> tuple[Ints, Floats, Bools]:
    """Of each unit that two matched: whether the role's spans are the same.

    Returns (how many of the two have the role, overlap of theirs from 0 to 1,
    whether they are the very same).
    """
    import numpy as np

    members, count = units.members, len(units.members)
    one, other = (_role_areas(frame, role, members[:, column]) for column in (0, 1))
    found = alignment.edges(one, other)
    overlap = np.zeros(count)
    same = np.zeros(count, dtype=bool)
    overlap[found.one], same[found.one] = found.score, found.exact
    there = (one.size > 0).astype(np.int64) + (other.size > 0)
    return there, overlap, same


def _role_areas(frame: Frame, role: str, members: Ints) -> alignment.Areas:
    """What a role's spans cover in each unit, each unit in a space of its own."""
    import numpy as np

    none = np.zeros(0, dtype=np.int64)
    owner, start, end = frame.spans.get(role, (none, none, none))
    unit_of = np.full(len(frame.ids), -1, dtype=np.int64)
    unit_of[members] = np.arange(len(members))
    unit = unit_of[owner]
    mine = unit >= 0
    stride = int(end.max(initial=0)) + 1
    lift = unit[mine] * stride
    return alignment.areas(
        unit[mine], start[mine] + lift, end[mine] + lift, len(members)
    )


def boundary_figures(
    found: tuple[Ints, Floats, Bools], wanted: Mapping[str, bool], choice: Choice
) -> Iterator[Figure]:
    """The share of equal spans, and the mean overlap, of units with the role."""
    there, overlap, same = found
    some = there > 0
    values = {"exact": same.astype(float), "overlap": overlap}
    for name, value in values.items():
        if wanted.get(name):
            yield _mean(name, value[some], int((~some).sum()), choice)


def _mean(name: str, values: Floats, dropped: int, choice: Choice) -> Figure:
    if not len(values):
        return Figure(measure=name, value=None, used=0, dropped=dropped, why=_NO_ROLE)
    found = bootstrap.mean(
        name, values, dropped=dropped, samples=choice.samples, seed=choice.seed
    )
    return replace(found, why=_WITHOUT) if dropped else found
