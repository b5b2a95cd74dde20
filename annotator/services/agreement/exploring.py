# SPDX-License-Identifier: MIT
"""Agreement step by step, for who looks at it: pairs first, then one pair's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.services.agreement import unitizing
from annotator.services.agreement.calculate import prepare
from annotator.services.agreement.calculation import Calculation
from annotator.services.agreement.choice import DEFAULT_MEASURES, Choice
from annotator.services.agreement.coding import Coded
from annotator.services.agreement.lines import (
    boundary_lines,
    lines_of,
    unit_lines,
    values_of,
)
from annotator.services.agreement.passages import (
    BOTH,
    BOUNDARY,
    EVERYWHERE,
    FIRST,
    LABEL,
    SECOND,
    Cell,
    Within,
    count,
    field_of,
)
from annotator.services.agreement.result import UNITS, Line, Result
from annotator.services.session import Session

_MEASURING: Final = Sentence("Measuring agreement")
#: What is shown of every two.
UNIT_MEASURES: Final = ("f1_overlap", "f1_exact", "alpha_u", "exact", "overlap")
#: What is shown of one pair's fields.
FIELD_MEASURES: Final = ("percent", "alpha")

#: From so many annotations on questions are answered beside the window.
LARGE: Final = 40_000

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """Every two of the annotators.

    Attributes:
        made: what was read, from which everything else can be had.
        result: the lines of all pairs, and what they rest on.
        f1: pair → F1 by overlap, and exact; None where it is undefined.
        marked: for each coder how many annotations they made.
        alone: pair → how many both have, the first and the second has alone, and
            how many matched ones have other boundaries.
    """

    made: Calculation
    result: Result
    f1: Mapping[Pair, tuple[float | None, float | None]]
    marked: Mapping[int, int]
    alone: Mapping[Pair, tuple[int, int, int, int]]

    @property
    def is_large(self) -> bool:
        """Whether a question about all units takes longer than an eye notices."""
        return len(self.made.frame.ids) > LARGE

    @property
    def pairs(self) -> list[Pair]:
        """All pairs, in order."""
        return list(combinations(self.made.active, 2))

    def units(self, pair: Pair) -> list[Line]:
        """The lines about what a pair marks."""
        return [line for line in self.result.lines if line.coders == pair]


def overview(session: Session, choice: Choice) -> Job[Overview]:
    """Read the project and compare every two.

    Raises UserError and NotFoundError for a choice that makes no sense.
    """
    wanted = replace(
        choice, measures=(*UNIT_MEASURES, *FIELD_MEASURES), by="pair", samples=0
    )
    made = yield from prepare(session, wanted)
    lines: list[Line] = []
    pairs = list(combinations(made.active, 2))
    alone: dict[Pair, tuple[int, int, int, int]] = {}
    main = made.frame.kind.main_role.id if made.frame.kind.roles else ""
    for number, pair in enumerate(pairs, 1):
        alone[pair] = (
            count(made, Cell(pair, BOTH)),
            count(made, Cell(pair, FIRST)),
            count(made, Cell(pair, SECOND)),
            count(made, Cell(pair, BOUNDARY, main)),
        )
        lines += unit_lines(made, pair)
        lines += boundary_lines(made, pair)
        yield Progress(number, len(pairs), _MEASURING)
    f1 = {
        pair: (_value(lines, pair, "f1_overlap"), _value(lines, pair, "f1_exact"))
        for pair in pairs
    }
    marked = {place: int((made.frame.coder == place).sum()) for place in made.active}
    return Overview(made, made.result(lines), f1, marked, alone)


def _value(lines: list[Line], pair: Pair, measure: str) -> float | None:
    found = (x for x in lines if x.coders == pair and x.measure == measure)
    return next(found).figure.value


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One field of a pair, or one part of a field: agreement and alpha.

    Attributes:
        path: the field; of a part the key of its group.
        label: how it is shown.
        percent, alpha: with an interval.
        common: the value that is most frequent.
        f1: by any overlap, in the documents of a part; None for a field.
        everyone: alpha of all annotators together; None where there are but two.
    """

    path: str
    label: str
    percent: Line
    alpha: Line
    common: str
    f1: Line | None = None
    everyone: Line | None = None


def fields(
    seen: Overview, pair: Pair, samples: int, seed: int = 0
) -> Job[list[FieldFigures]]:
    """The fields of a pair, with intervals."""
    made = seen.made
    choice = replace(made.choice, samples=samples, seed=seed)
    found: list[FieldFigures] = []
    several = made.coded(pair)
    yield Progress(0, len(several), _MEASURING)
    together = _together(made)
    for number, data in enumerate(several, 1):
        figures = _figures(made, data, pair, choice)
        found.append(replace(figures, everyone=together.get(data.path)))
        yield Progress(number, len(several), _MEASURING)
    # What nobody filled in comes last.
    return sorted(found, key=lambda each: not each.alpha.figure.used)


def _together(made: Calculation) -> dict[str, Line]:
    """The alpha of all annotators by field, where there are more than two."""
    if len(made.active) < 3:
        return {}
    choice = replace(made.choice, measures=("alpha",), samples=0)
    return {
        line.subject: line
        for data in made.coded(made.active)
        for line in lines_of(made, data, made.active, choice)
    }


def of_table(
    made: Calculation,
    pair: Pair,
    path: str,
    key: int | None = None,
    within: Within = EVERYWHERE,
) -> tuple[Line, ...]:
    """What is measured of the units of a table (see `passages.confusion`)."""
    data = field_of(made, pair, path, key, within)
    choice = replace(made.choice, measures=DEFAULT_MEASURES, samples=0)
    return tuple(lines_of(made, data, pair, choice))


def _figures(
    made: Calculation, data: Coded, pair: Pair, choice: Choice
) -> FieldFigures:
    by_measure = {line.measure: line for line in lines_of(made, data, pair, choice)}
    alpha = by_measure["alpha"]
    common = alpha.figure.common
    return FieldFigures(
        path=data.path,
        label=made.names.subject_label(data.path),
        percent=by_measure["percent"],
        alpha=alpha,
        common=made.names.value(data.path, common) if alpha.figure.used else "",
    )


def parts(
    session: Session,
    seen: Overview,
    pair: Pair,
    path: str,
    by: str,
    samples: int,
    seed: int = 0,
) -> Job[list[FieldFigures]]:
    """One field of a pair round by round, month by month or document by document.

    By "label" each of its values is held against all others.  Parts in which the
    two have nothing in common are left out.  Rounds and months are in their order;
    documents in which the two agree least come first.
    """
    made = seen.made
    choice = replace(made.choice, samples=samples, seed=seed)
    data = field_of(made, pair, path)
    if by == LABEL:
        return (yield from _labels(made, data, pair, choice))
    counts = unitizing.counts(made.matching.pair(*pair), made.frame, "overlap")
    groups = made.apart(session, by)
    found: list[FieldFigures] = []
    for number, group in enumerate(groups, 1):
        mask = group.documents
        common, first, second = (each[mask] for each in counts)
        if (first + second).any():
            figures = _figures(made, data.where(mask[data.doc]), pair, choice)
            shares = unitizing.shares(common, first, second, "overlap", choice)
            f1 = Line(
                stage=UNITS,
                subject=made.frame.kind.id,
                figure=next(shares),
                coders=pair,
                unit="annotation",
                group=group.key,
                label=group.label,
            )
            found.append(replace(figures, path=group.key, label=group.label, f1=f1))
        yield Progress(number, len(groups), _MEASURING)
    return sorted(found, key=_least) if by == "document" else found


def _labels(
    made: Calculation, data: Coded, pair: Pair, choice: Choice
) -> Job[list[FieldFigures]]:
    """Each value against all others, in the codebook's order."""
    found = []
    of_values = list(values_of(data))
    for number, code in enumerate(of_values, 1):
        label = made.names.value(data.path, data.column.values[code])
        figures = _figures(made, data.of_value(code), pair, choice)
        found.append(replace(figures, path=str(code), label=label))
        yield Progress(number, len(of_values), _MEASURING)
    return found


def _least(each: FieldFigures) -> tuple[bool, float]:
    """What has no value comes last."""
    value = each.alpha.figure.value
    return value is None, 0.0 if value is None else value
