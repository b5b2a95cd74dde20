# SPDX-License-Identifier: MIT
"""What was read for a choice, and what all its figures rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from annotator import __version__
from annotator.analysis.arrays import Bools, Ints
from annotator.model.identity import instant_to_text, now_ms
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.services.agreement import coding, gamma, references, unitizing
from annotator.services.agreement.choice import Choice, expanded
from annotator.services.agreement.coding import Coded
from annotator.services.agreement.frame import Frame, load
from annotator.services.agreement.gamma import Aligned
from annotator.services.agreement.grouping import Group, groups
from annotator.services.agreement.matching import Matching
from annotator.services.agreement.references import References
from annotator.services.agreement.result import Basis, Line, Result
from annotator.services.agreement.wording import Names
from annotator.services.session import Session
from annotator.store import coded as stored

READING: Final = Sentence("Reading texts")
ALIGNING: Final = Sentence("Aligning documents")
#: Documents whose texts are read in one go.
_TEXTS: Final = 200


class Calculation:
    """What was read for a choice, and the figures that can be had from it."""

    def __init__(self, session: Session, choice: Choice, frame: Frame) -> None:
        self.choice, self.frame = choice, frame
        self.matching = Matching(frame, choice.least)
        self.names = Names(session, frame.kind)
        self._apart: dict[str, list[Group]] = {}
        self.groups = self.apart(session, choice.by)
        self.lengths: Ints | None = None
        self.tokens: unitizing.Tokens | None = None
        self.active = self._active()
        self._basis = _basis(session, choice, frame, self.active)
        self.references: list[References] = []
        self._whole = frame, self.matching
        self.aligned: dict[tuple[int, ...], Aligned] = {}
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
        # Of each document, or of each value, everybody's together are enough.
        few = self.choice.by in ("document", "label")
        return [self.active] if few else [*pairs, self.active]

    def apart(self, session: Session, by: str) -> list[Group]:
        """The groups of documents that `by` takes apart, read when first asked."""
        if by not in self._apart:
            self._apart[by] = list(groups(session, self.frame, by))
        return self._apart[by]

    def within(self, by: str, key: str) -> Bools:
        """The documents of a group that was read before."""
        return next(g.documents for g in self._apart[by] if g.key == key)

    def coded(self, coders: Sequence[int]) -> list[Coded]:
        """The fields of the units of some coders."""
        key = tuple(coders)
        if key not in self._coded:
            units = self.matching.units(key)
            found = list(coding.coded(self.frame, units, self.choice.fields))
            whole, matching = self._whole
            for each in self.references:
                among = matching.units(key)
                points = references.column(each, self.frame, whole, among)
                found.append(coding.of_units(points, units))
            self._coded[key] = found
        return self._coded[key]

    def result(self, lines: Sequence[Line], notes: Sequence[str] = ()) -> Result:
        """The lines with what they rest on."""
        labels = {
            each.subject: self.names.subject_label(each.subject) for each in lines
        }
        for path in self.choice.fields or ():
            labels[path] = self.names.subject_label(path)
        for path, values in self.choice.where.items():
            labels[path] = self.names.subject_label(path)
            labels |= {each: self.names.value(path, each) for each in values}
        return Result(self.choice, self._basis, tuple(lines), labels, tuple(notes))

    # -- reading what only some measures need

    def point(self, session: Session) -> Job[None]:
        """Read which annotations point to which others."""
        choice = self.choice
        self.references = references.load(session.project, self.frame.kind, choice)
        if self.references and (choice.level or choice.where):
            # What they point to may be what the choice leaves out.
            wider = replace(choice, level=0, where={}, fields=self.frame.kind.foreach)
            whole = yield from load(session, wider)
            self._whole = whole, Matching(whole, choice.least)

    def texts(self, session: Session) -> Iterator[Progress]:
        """Read lengths and tokens of texts where a measure needs them."""
        import numpy as np

        wanted = expanded(self.choice.measures)
        shared = np.flatnonzero(self.frame.scope.worked.sum(axis=1) > 1).tolist()
        documents = self.frame.scope.documents
        if "alpha_u" in wanted and "f1_token" not in wanted:
            found: dict[int, int] = {}
            for first in range(0, len(shared), _TEXTS):
                ids = [documents[n].id for n in shared[first : first + _TEXTS]]
                found |= stored.lengths(session.project, ids)
                yield Progress(first + len(ids), len(shared), READING)
            self._set_lengths({n: found[documents[n].id] for n in shared})
        if "f1_token" in wanted:
            yield from self._read_tokens(session, shared)

    def align(self) -> Iterator[Progress]:
        """Find the best alignments where a measure needs them."""
        if not self.choice.aligns:
            return
        every = sum(gamma.documents(self.frame, each).sum() for each in self.scopes)
        done = 0
        for coders in self.scopes:
            found: Aligned = {}
            for number in gamma.aligned(self.frame, coders, self.choice, found):
                yield Progress(done + number, int(every), ALIGNING)
            done += len(found)
            self.aligned[coders] = found

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
            yield Progress(first + len(some), len(shared), READING)
        self._set_lengths(lengths)

    def _set_lengths(self, lengths: dict[int, int]) -> None:
        import numpy as np

        self.lengths = np.zeros(len(self.frame.scope.documents), dtype=np.int64)
        self.lengths[list(lengths)] = list(lengths.values())


def _basis(
    session: Session, choice: Choice, frame: Frame, active: tuple[int, ...]
) -> Basis:
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
        compared=tuple(scope.coders[place] for place in active),
        documents=int(shared.sum()),
        unfinished=int((counted & ~scope.complete[shared]).sum()),
        hidden=scope.hidden,
        annotations=int(shared[frame.doc].sum()),
        versions=frame.versions,
        round=round_name,
        made=instant_to_text(now_ms()),
        program=f"Annotator {__version__}",
    )
