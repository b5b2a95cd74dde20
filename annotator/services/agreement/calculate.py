# SPDX-License-Identifier: MIT
"""All figures of a choice: reads the project once, then measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from annotator import __version__
from annotator.analysis.arrays import Bools, Ints
from annotator.model.identity import instant_to_text, now_ms
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.services.agreement import coding, unitizing
from annotator.services.agreement.choice import (
    BOUNDARY_MEASURES,
    Choice,
    expanded,
    kind_of,
)
from annotator.services.agreement.coding import Coded
from annotator.services.agreement.frame import Frame, load
from annotator.services.agreement.grouping import Group, groups
from annotator.services.agreement.matching import Matching
from annotator.services.agreement.result import (
    BOUNDARIES,
    CODING,
    UNITS,
    Basis,
    Line,
    Result,
)
from annotator.services.agreement.wording import Names
from annotator.services.session import Session
from annotator.store import coded as stored

_MEASURING: Final = Sentence("Measuring agreement")
_ALONE: Final = Sentence(
    "No document was worked on by two of those who are compared, so that there is"
    " nothing to agree on."
)
#: Documents whose texts are read in one go.
_TEXTS: Final = 200
#: Of a field with more values than these, single values are not shown.
MOST_VALUES: Final = 60


class Calculation:
    """What was read for a choice, and the figures that can be had from it."""

    def __init__(self, session: Session, choice: Choice, frame: Frame) -> None:
        self.choice, self.frame = choice, frame
        self.matching = Matching(frame, choice.least)
        self.names = Names(session, frame.kind)
        self.groups = list(groups(session, frame, choice.by))
        self.lengths: Ints | None = None
        self.tokens: unitizing.Tokens | None = None
        self.active = self._active()
        self._basis = _basis(session, choice, frame)
        self._coded: dict[tuple[int, ...], list[Coded]] = {}

    def _active(self) -> tuple[int, ...]:
        """Those who worked on a document that another one worked on, too."""
        import numpy as np

        worked = self.frame.scope.worked
        shared = worked[worked.sum(axis=1) > 1]
        return tuple(np.flatnonzero(shared.any(axis=0)).tolist())

    @property
    def scopes(self) -> list[tuple[int, ...]]:
        """Of whom figures are made: of every two, and of all."""
        pairs = list(combinations(self.active, 2))
        if len(pairs) < 2:
            return [*pairs]
        return [*pairs, self.active] if self.choice.by == "pair" else [self.active]

    def coded(self, coders: Sequence[int]) -> list[Coded]:
        """The fields of the units of some coders."""
        key = tuple(coders)
        if key not in self._coded:
            units = self.matching.units(key)
            self._coded[key] = list(coding.coded(self.frame, units, self.choice.fields))
        return self._coded[key]

    def result(self, lines: Sequence[Line], notes: Sequence[str] = ()) -> Result:
        """The lines with what they rest on."""
        labels = {
            each.subject: self.names.subject_label(each.subject) for each in lines
        }
        for path, values in self.choice.where.items():
            labels[path] = self.names.subject_label(path)
            labels |= {each: self.names.value(path, each) for each in values}
        return Result(self.choice, self._basis, tuple(lines), labels, tuple(notes))

    # -- reading what only some measures need

    def texts(self, session: Session) -> Iterator[Progress]:
        """Read lengths and tokens of texts where a measure needs them."""
        import numpy as np

        wanted = expanded(self.choice.measures)
        shared = np.flatnonzero(self.frame.scope.worked.sum(axis=1) > 1).tolist()
        documents = self.frame.scope.documents
        if "alpha_u" in wanted and "f1_token" not in wanted:
            found = stored.lengths(session.project, [documents[n].id for n in shared])
            self._set_lengths({n: found[documents[n].id] for n in shared})
        if "f1_token" in wanted:
            yield from self._read_tokens(session, shared)

    def _read_tokens(self, session: Session, shared: list[int]) -> Iterator[Progress]:
        from annotator.formats.tokens import Tokens

        self.tokens = unitizing.Tokens(self.frame)
        lengths: dict[int, int] = {}
        documents = self.frame.scope.documents
        for first in range(0, len(shared), _TEXTS):
            some = shared[first : first + _TEXTS]
            texts = stored.texts(session.project, [documents[n].id for n in some])
            for place in some:
                text = texts[documents[place].id]
                lengths[place] = len(text)
                self.tokens.add(place, Tokens(text).ranges)
            yield Progress(first + len(some), len(shared), _MEASURING)
        self._set_lengths(lengths)

    def _set_lengths(self, lengths: dict[int, int]) -> None:
        import numpy as np

        self.lengths = np.zeros(len(self.frame.scope.documents), dtype=np.int64)
        self.lengths[list(lengths)] = list(lengths.values())

    # -- the figures

    def lines(self) -> Iterator[Line]:
        """All figures that were asked for."""
        for coders in self.scopes:
            yield from self._unit_lines(coders)
            if len(coders) == 2:
                yield from self._boundary_lines(coders)
            yield from self._coding_lines(coders)

    def _unit_lines(self, coders: tuple[int, ...]) -> Iterator[Line]:
        for name in ("overlap", "exact", "token"):
            if self.choice.wants(f"f1_{name}"):
                yield from self._share_lines(coders, name)
        if self.choice.wants("alpha_u") and self.lengths is not None:
            for group in self.groups:
                yield from self._alpha_lines(coders, group)
        if self.choice.wants("gamma"):
            yield from self._gamma_lines(coders)

    def _share_lines(self, coders: tuple[int, ...], name: str) -> Iterator[Line]:
        common, first, second = self._counts(coders, name)
        for group in self.groups:
            mask = group.documents
            for figure in unitizing.shares(
                common[mask], first[mask], second[mask], name, self.choice
            ):
                yield Line(
                    stage=UNITS,
                    subject=self.frame.kind.id,
                    figure=figure,
                    coders=coders,
                    unit="token" if name == "token" else "annotation",
                    group=group.key,
                    label=group.label,
                )

    def _counts(self, coders: tuple[int, ...], name: str) -> tuple[Ints, Ints, Ints]:
        """For each document; of more than two coders, added over their pairs."""
        import numpy as np

        size = len(self.frame.scope.documents)
        total = np.zeros((3, size), dtype=np.int64)
        for one, other in combinations(coders, 2):
            pair = self.matching.pair(one, other)
            if name == "token":
                assert self.tokens is not None
                total += np.stack(self.tokens.counts(one, other, pair.documents))
            else:
                total += np.stack(unitizing.counts(pair, self.frame, name))
        return total[0], total[1], total[2]

    def _alpha_lines(self, coders: tuple[int, ...], group: Group) -> Iterator[Line]:
        assert self.lengths is not None
        roles = self.frame.roles
        several: list[tuple[str, tuple[str, ...]]] = [(each, (each,)) for each in roles]
        if len(roles) > 1:
            several.append((self.frame.kind.id, roles))
        for subject, some in several:
            figure = unitizing.alpha(
                self.frame, coders, some, group.documents, self.lengths
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

    def _gamma_lines(self, coders: tuple[int, ...]) -> Iterator[Line]:
        from annotator.services.agreement import gamma

        for group in self.groups:
            yield Line(
                stage=UNITS,
                subject=self.frame.kind.id,
                figure=gamma.figure(self.frame, coders, group.documents, self.choice),
                coders=coders,
                unit="annotation",
                group=group.key,
                label=group.label,
            )

    def _boundary_lines(self, coders: tuple[int, ...]) -> Iterator[Line]:
        wanted = {name: self.choice.wants(name) for name in BOUNDARY_MEASURES}
        if not any(wanted.values()):
            return
        matched = self.matching.units(coders).shared
        for role in self.frame.roles:
            there, overlap, same = unitizing.boundaries(self.frame, matched, role)
            for group in self.groups:
                mask = group.documents[matched.doc]
                found = there[mask], overlap[mask], same[mask]
                for figure in unitizing.boundary_figures(found, wanted, self.choice):
                    yield Line(
                        stage=BOUNDARIES,
                        subject=role,
                        figure=figure,
                        coders=coders,
                        unit="pair",
                        group=group.key,
                        label=group.label,
                    )

    def _coding_lines(self, coders: tuple[int, ...]) -> Iterator[Line]:
        for data in self.coded(coders):
            for part in self._parts(data, coders):
                yield from self._of_field(part, coders)

    def _parts(self, data: Coded, coders: tuple[int, ...]) -> Iterator[_Part]:
        """A field as a whole, for each issue, for each value, in each group."""
        unit = "pair" if data.key is None else "row"
        for group in self.groups:
            mine = data
            if group.key:
                mine = data.where(group.documents[data.doc])
            if self.choice.by == "label":
                yield from self._labels(mine, unit)
            else:
                yield _Part(mine, unit, group.key, group.label)
        if self.choice.by == "pair" and data.key is not None:
            for code, subject in enumerate(data.keys):
                some = data.where(data.key == code)
                if len(some.doc):
                    label = self.names.subject(data.path, subject)
                    yield _Part(some, unit, label=label, key=_key(subject))

    def _labels(self, data: Coded, unit: str) -> Iterator[_Part]:
        """Each value against all others."""
        totals = data.ratings().totals()
        if len(totals) > MOST_VALUES:
            return
        for code, value in enumerate(data.column.values):
            if totals[code]:
                label = self.names.value(data.path, value)
                yield _Part(data.of_value(code), unit, label=label, key=_key(value))

    def _of_field(self, part: _Part, coders: tuple[int, ...]) -> Iterator[Line]:
        data = part.data
        field = data.field
        if self.choice.by == "label":
            field = replace(field, metric="nominal")
        for name, metric in coding.measures_of(self.choice, field, len(coders)):
            yield Line(
                stage=CODING,
                subject=data.path,
                figure=coding.figure(data, name, metric, self.choice),
                coders=coders,
                unit=part.unit,
                metric=metric if name.startswith(("alpha", "ac2")) else "",
                key=part.key,
                group=part.group,
                label=part.label,
            )


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


def _basis(session: Session, choice: Choice, frame: Frame) -> Basis:
    scope = frame.scope
    shared: Bools = scope.worked.sum(axis=1) > 1
    counted = scope.worked[shared]
    round_name = ""
    if choice.round:
        found = session.project.rounds.find(choice.round)
        round_name = found.name if found else choice.round
    return Basis(
        title=session.title,
        type=frame.kind.id,
        type_label=frame.kind.label,
        coders=scope.coders,
        documents=int(shared.sum()),
        unfinished=int((counted & ~scope.complete[shared]).sum()),
        hidden=scope.hidden,
        annotations=int(shared[frame.doc].sum()),
        versions=frame.versions,
        round=round_name,
        made=instant_to_text(now_ms()),
        program=f"Annotator {__version__}",
    )


def prepare(session: Session, choice: Choice) -> Job[Calculation]:
    """Read what a choice is about, and what its measures need.

    Raises UserError and NotFoundError for a choice that makes no sense.
    """
    wanted = expanded(choice.measures)
    roles: tuple[str, ...] = ()
    if {"alpha_u", *BOUNDARY_MEASURES} & set(wanted):
        roles = tuple(each.id for each in kind_of(session, choice).roles)
    frame = yield from load(session, choice, roles)
    made = Calculation(session, choice, frame)
    yield from made.texts(session)
    return made


def measure(session: Session, choice: Choice) -> Job[tuple[Calculation, Result]]:
    """All figures of a choice, with what they were made from.

    Raises UserError and NotFoundError for a choice that makes no sense, and
    MissingExtraError where gamma is asked for without the package for it.
    """
    if choice.wants("gamma"):
        from annotator.services.agreement import gamma

        gamma.require()
    made = yield from prepare(session, choice)
    lines: list[Line] = []
    for line in made.lines():
        lines.append(line)
        yield Progress(len(lines), 0, _MEASURING)
    return made, made.result(lines, [] if made.active else [_ALONE])


def calculate(session: Session, choice: Choice) -> Job[Result]:
    """All figures of a choice; raises as `measure` does."""
    _, result = yield from measure(session, choice)
    return result
