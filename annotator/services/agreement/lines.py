# SPDX-License-Identifier: MIT
"""The figures of a calculation, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from annotator.analysis.arrays import Ints
from annotator.services.agreement import coding, gamma, unitizing
from annotator.services.agreement.calculation import Calculation
from annotator.services.agreement.choice import (
    ALIGNMENT_MEASURES,
    BOUNDARY_MEASURES,
    Choice,
)
from annotator.services.agreement.coding import Coded
from annotator.services.agreement.grouping import Group
from annotator.services.agreement.references import is_reference
from annotator.services.agreement.result import BOUNDARIES, CODING, UNITS, Line

#: Of a field with more values than these, single values are not shown.
MOST_VALUES: Final = 60


@dataclass(frozen=True, slots=True)
class _Part:
    """A field over some of its units."""

    data: Coded
    unit: str
    group: str = ""
    label: str = ""
    key: str = ""


def _key(value: object) -> str:
    """A value or subject as a key that stays the same."""
    if isinstance(value, frozenset):
        return "+".join(sorted(map(str, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def lines(made: Calculation) -> Iterator[Line]:
    """All figures that were asked for."""
    for coders in made.scopes:
        yield from unit_lines(made, coders)
        if len(coders) == 2:
            yield from boundary_lines(made, coders)
        yield from coding_lines(made, coders)


def unit_lines(made: Calculation, coders: tuple[int, ...]) -> Iterator[Line]:
    """Whether the same is marked."""
    for name in ("overlap", "exact", "token"):
        if made.choice.wants(f"f1_{name}"):
            yield from _share_lines(made, coders, name)
    if made.choice.wants("alpha_u") and made.lengths is not None:
        for group in made.groups:
            yield from _alpha_lines(made, coders, group)
    if made.choice.aligns:
        yield from _alignment_lines(made, coders)


def _share_lines(
    made: Calculation, coders: tuple[int, ...], name: str
) -> Iterator[Line]:
    common, first, second = _counts(made, coders, name)
    for group in made.groups:
        mask = group.documents
        for figure in unitizing.shares(
            common[mask], first[mask], second[mask], name, made.choice
        ):
            if len(coders) > 2 and not figure.measure.startswith("f1"):
                # Of several people nobody is the one who is right.
                continue
            yield Line(
                stage=UNITS,
                subject=made.frame.kind.id,
                figure=figure,
                coders=coders,
                unit="token" if name == "token" else "annotation",
                group=group.key,
                label=group.label,
            )


def _counts(
    made: Calculation, coders: tuple[int, ...], name: str
) -> tuple[Ints, Ints, Ints]:
    """For each document; of more than two coders, added over their pairs."""
    import numpy as np

    size = len(made.frame.scope.documents)
    total = np.zeros((3, size), dtype=np.int64)
    for one, other in combinations(coders, 2):
        pair = made.matching.pair(one, other)
        if name == "token":
            assert made.tokens is not None
            total += np.stack(made.tokens.counts(one, other, pair.documents))
        else:
            total += np.stack(unitizing.counts(pair, made.frame, name))
    return total[0], total[1], total[2]


def _alpha_lines(
    made: Calculation, coders: tuple[int, ...], group: Group
) -> Iterator[Line]:
    assert made.lengths is not None
    roles = made.frame.roles
    several: list[tuple[str, tuple[str, ...]]] = [(each, (each,)) for each in roles]
    if len(roles) > 1:
        several.append((made.frame.kind.id, roles))
    for subject, some in several:
        figure = unitizing.alpha(
            made.frame, coders, some, group.documents, made.lengths
        )
        yield Line(
            stage=UNITS,
            subject=subject,
            figure=figure,
            coders=coders,
            unit="character",
            group=group.key,
            label=group.label,
        )


def _alignment_lines(made: Calculation, coders: tuple[int, ...]) -> Iterator[Line]:
    for name in ALIGNMENT_MEASURES:
        if not made.choice.wants(name):
            continue
        for group in made.groups:
            found = made.aligned[coders]
            yield Line(
                stage=UNITS,
                subject=made.frame.kind.id,
                figure=gamma.figure(name, found, group.documents, made.choice),
                coders=coders,
                unit="document",
                group=group.key,
                label=group.label,
            )


def boundary_lines(made: Calculation, coders: tuple[int, ...]) -> Iterator[Line]:
    """Where matched ones of two coders begin and end."""
    wanted = {name: made.choice.wants(name) for name in BOUNDARY_MEASURES}
    if not any(wanted.values()):
        return
    matched = made.matching.units(coders).shared
    for role in made.frame.roles:
        there, overlap, same = unitizing.boundaries(made.frame, matched, role)
        for group in made.groups:
            mask = group.documents[matched.doc]
            found = there[mask], overlap[mask], same[mask]
            for figure in unitizing.boundary_figures(found, wanted, made.choice):
                yield Line(
                    stage=BOUNDARIES,
                    subject=role,
                    figure=figure,
                    coders=coders,
                    unit="pair",
                    group=group.key,
                    label=group.label,
                )


def coding_lines(made: Calculation, coders: tuple[int, ...]) -> Iterator[Line]:
    """How alike matched ones are coded."""
    for data in made.coded(coders):
        for part in _parts(made, data, coders):
            yield from _of_field(made, part, coders, made.choice)


def _parts(made: Calculation, data: Coded, coders: tuple[int, ...]) -> Iterator[_Part]:
    """A field as a whole, for each issue, for each value, in each group."""
    unit = "pair" if data.key is None else "row"
    for group in made.groups:
        mine = data
        if group.key:
            mine = data.where(group.documents[data.doc])
        if made.choice.by == "label":
            yield from _labels(made, mine, unit)
        else:
            yield _Part(mine, unit, group.key, group.label)
    if made.choice.by == "pair" and data.key is not None:
        for code, subject in data.subjects:
            some = data.where(data.key == code)
            label = made.names.subject(data.path, subject)
            yield _Part(some, unit, label=label, key=_key(subject))


def values_of(data: Coded) -> Iterator[int]:
    """The codes of the values that are worth a figure of their own."""
    totals = data.ratings().totals()
    # Of annotations that point to others only whether they do is a label.
    values = data.column.values[: 1 if is_reference(data.field) else None]
    if len(values) <= MOST_VALUES:
        yield from (code for code in range(len(values)) if totals[code])


def _labels(made: Calculation, data: Coded, unit: str) -> Iterator[_Part]:
    """Each value against all others."""
    for code in values_of(data):
        value = data.column.values[code]
        label = made.names.value(data.path, value)
        yield _Part(data.of_value(code), unit, label=label, key=_key(value))


def lines_of(
    made: Calculation, data: Coded, coders: tuple[int, ...], choice: Choice
) -> Iterator[Line]:
    """A field as a whole, under another choice of measures and resamples."""
    unit = "pair" if data.key is None else "row"
    yield from _of_field(made, _Part(data, unit), coders, choice)


def _of_field(
    made: Calculation, part: _Part, coders: tuple[int, ...], choice: Choice
) -> Iterator[Line]:
    data = part.data
    field = data.field
    if choice.by == "label":
        field = replace(field, metric="nominal")
    for name, metric in coding.measures_of(choice, field, len(coders)):
        yield Line(
            stage=CODING,
            subject=data.path,
            figure=coding.figure(data, name, metric, choice),
            coders=coders,
            unit=part.unit,
            metric=metric if name.startswith(("alpha", "ac2")) else "",
            key=part.key,
            group=part.group,
            label=part.label,
        )
