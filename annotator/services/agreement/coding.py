# SPDX-License-Identifier: MIT
"""How alike matched units are coded: figures of fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from annotator.analysis import bootstrap, coding, metrics
from annotator.analysis.arrays import Bools, Ints
from annotator.analysis.coding import Measure
from annotator.analysis.figure import Figure
from annotator.analysis.ratings import Ratings, Value, from_codes
from annotator.model.codebook import Field
from annotator.model.sentence import Sentence
from annotator.services.agreement.choice import (
    ALIGNMENT_MEASURES,
    CODING_MEASURES,
    DEFAULT_MEASURES,
    Choice,
    expanded,
)
from annotator.services.agreement.columns import Column
from annotator.services.agreement.frame import Frame
from annotator.services.agreement.matching import Units, row_units

_NO_NUMBERS: Final = Sentence("Its values are no numbers.")
_NO_ORDER: Final = Sentence("Its values have no order.")

#: Types of fields whose values have an order of their own.
_ORDERED: Final = frozenset({"integer", "date"})
#: Measures that take exactly two coders.
_OF_TWO: Final = frozenset({"kappa", "pi", "s"})


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """One field of the units of some coders.

    Attributes:
        path: the field, `row.field` for one of a row.
        column: its values.
        codes: units × coders.
        doc: for each unit the place of its document.
        key: for each unit a number of what it is about; None: nothing particular.
        keys: what the numbers stand for.
        unit: for each the place among the matched units.
    """

    path: str
    column: Column
    codes: Ints
    doc: Ints
    unit: Ints
    key: Ints | None = None
    keys: tuple[Value, ...] = ()

    @property
    def field(self) -> Field:
        """The field."""
        return self.column.field

    @property
    def subjects(self) -> list[tuple[int, Value]]:
        """(number, subject) of what the units are about, in order."""
        import numpy as np

        if self.key is None:
            return []
        return [(n, self.keys[n]) for n in np.unique(self.key).tolist()]

    def ratings(self) -> Ratings:
        """What was said, counted."""
        return from_codes(self.codes, self.column.values)

    def where(self, mask: Bools) -> Coded:
        """Some of the units."""
        return Coded(
            self.path,
            self.column,
            self.codes[mask],
            self.doc[mask],
            self.unit[mask],
            None if self.key is None else self.key[mask],
            self.keys,
        )

    def of_value(self, code: int) -> Coded:
        """Whether the field has that value or another one."""
        import numpy as np

        turn = np.zeros(len(self.column.values) + 1, dtype=np.int64)
        turn[code], turn[-1] = 1, -1
        field = replace(self.field, type="boolean", metric=None)
        column = Column(field, self.column.codes[:0], (False, True))
        codes = turn[self.codes]
        return Coded(self.path, column, codes, self.doc, self.unit, self.key, self.keys)


def coded(frame: Frame, units: Units, wanted: object = None) -> Iterator[Coded]:
    """The fields of matched units; `wanted`: a collection of paths, None: all."""
    import numpy as np

    shared = units.shared
    place = np.arange(len(shared.doc))
    for name, column in frame.columns.items():
        # Some are there only because units are told apart by them.
        if _is_wanted(name, wanted):
            yield of_units(column, units)
    for name, rows in frame.rows.items():
        paths = [f"{name}.{each}" for each in rows.columns]
        about = rows.about
        if about is not None and _is_wanted(f"{name}.{about.field.id}", wanted):
            path = f"{name}.{about.field.id}"
            yield Coded(path, about, shared.codes(about), shared.doc, place)
        if not any(_is_wanted(path, wanted) for path in paths):
            continue
        made = row_units(shared, rows, len(frame.ids))
        keys, key = _subjects(rows.keys, made.key)
        for path, column in zip(paths, rows.columns.values(), strict=True):
            if _is_wanted(path, wanted):
                codes, doc = made.codes(column), shared.doc[made.unit]
                yield Coded(path, column, codes, doc, made.unit, key, keys)


def of_units(column: Column, units: Units) -> Coded:
    """One field of matched units."""
    import numpy as np

    shared = units.shared
    place = np.arange(len(shared.doc))
    return Coded(column.field.id, column, shared.codes(column), shared.doc, place)


def _is_wanted(path: str, wanted: object) -> bool:
    return wanted is None or path in wanted  # type: ignore[operator]


def _subjects(
    keys: tuple[tuple[object, int], ...], of: Ints
) -> tuple[tuple[Value, ...], Ints]:
    """What rows are about, without which of several about the same they are."""
    import numpy as np

    subjects: dict[object, int] = {}
    turn = [subjects.setdefault(subject, len(subjects)) for subject, _ in keys]
    return tuple(subjects), np.array(turn, dtype=np.int64)[of]


def metric_of(field: Field) -> str:
    """Of what kind the codebook takes the field's values to be."""
    if field.metric in metrics.BY_NAME:
        return str(field.metric)
    return "interval" if field.type == "integer" else "nominal"


def measures_of(choice: Choice, field: Field, coders: int) -> list[tuple[str, str]]:
    """(measure, metric) of those that are to be taken of a field."""
    metric = metric_of(field)
    default = set(choice.measures) - set(ALIGNMENT_MEASURES) == set(DEFAULT_MEASURES)
    found = []
    for name in expanded(choice.measures):
        if name not in CODING_MEASURES:
            continue
        if default and not _fits(name, coders, metric):
            continue
        own = name.partition("_")[2] if name.startswith("alpha_") else metric
        found.append((name, own if name.startswith(("alpha", "ac2")) else "nominal"))
    return found


def _fits(name: str, coders: int, metric: str) -> bool:
    """Whether a measure says something that the others do not."""
    if name in _OF_TWO:
        return coders == 2
    if name == "fleiss":
        return coders > 2
    return name != "ac2" or metric != "nominal"


def figure(data: Coded, name: str, metric: str, choice: Choice) -> Figure:
    """One figure of a field."""
    why = _why_not(data, metric)
    ratings = data.ratings()
    if why:
        return Figure(measure=name, value=None, used=0, dropped=ratings.units, why=why)
    measure = _measure(name, metric)
    if choice.samples < 1:
        return measure.of(ratings)
    return bootstrap.with_interval(
        measure, ratings, samples=choice.samples, seed=choice.seed
    )


def _measure(name: str, metric: str) -> Measure:
    if name.startswith("alpha"):
        return coding.alpha(metric, name)
    if name == "ac2":
        return coding.AC2_LINEAR if metric == "ordinal" else coding.AC2_QUADRATIC
    return _BY_NAME[name]


_BY_NAME: Final[Mapping[str, Measure]] = {
    each.id: each
    for each in (
        coding.PERCENT,
        coding.COHEN,
        coding.FLEISS,
        coding.SCOTT,
        coding.BENNETT,
        coding.AC1,
    )
}


def _why_not(data: Coded, metric: str) -> Sentence | None:
    """Why the values cannot be taken to be of a kind, None: they can."""
    values = data.column.values
    if metric in ("interval", "ratio"):
        numbers = all(type(value) in (int, bool) for value in values)
        return None if numbers else _NO_NUMBERS
    if metric == "ordinal":
        ordered = data.field.type in (*_ORDERED, "choice", "boolean")
        return None if ordered else _NO_ORDER
    return None
