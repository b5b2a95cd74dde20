# SPDX-License-Identifier: MIT
"""What turning selections into marks needs to know of the project around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.marks.records import Pieces, Ref
from annotator.formats.refi.elements import REMEDY
from annotator.formats.refi.known import Known
from annotator.formats.refi.out_cases import TYPE
from annotator.formats.refi.people import People, Who
from annotator.formats.refi.project import Project, packed
from annotator.formats.refi.records import Case, Coding, Note, Selection
from annotator.model.errors import InputError

#: The label of what is selected, commented on, and not coded.
UNCODED: Final = "(uncoded)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A selection with its place; `pieces` is () for what is said of a whole source.

    `document` and `uid` are ids of ours, `kept` is what we kept aside of it.
    """

    document: str
    uid: str
    selection: Selection
    pieces: Pieces
    kept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def codings(self) -> tuple[Coding, ...]:
        """What it is coded with."""
        return self.selection.codings


@dataclass(slots=True)
class Basis:
    """The project, and what was counted on the way.

    `labels` are those of codes, `known` tells the ids of entities.
    `whole` tells that everything that codes cannot say is kept aside.
    `repeated` counts codings that stand there twice, `bare` selections of which
    nothing is said.
    """

    project: Project
    people: People
    labels: Mapping[str, str]
    known: Known
    ours: bool
    whole: bool
    repeated: int = 0
    bare: int = 0

    def by_person(self, picked: Picked) -> list[tuple[Who, list[Coding]]]:
        """The codings of a selection by whose they are; without any, whose it is."""
        selecting = picked.selection.user
        groups: dict[Who, list[Coding]] = {}
        for coding in picked.codings:
            who = self.people.who(coding.user, selecting)
            groups.setdefault(who, []).append(coding)
        return list((groups or {self.people.who("", selecting): []}).items())

    def label(self, coding: Coding) -> str:
        """The label of a coding's code; InputError where there is no such code."""
        found = self.labels.get(coding.code)
        if found is None:
            raise InputError(
                "the codebook has no code {guid}.",
                file=self.project.path,
                field=f"Coding {coding.guid}, CodeRef targetGUID",
                remedy=REMEDY,
                guid=coding.code,
            )
        return found

    def notes(self, picked: Picked) -> Iterator[Note]:
        """The notes on a selection and its codings, and those it is linked with."""
        named = dict.fromkeys(picked.selection.notes)
        for coding in picked.codings:
            named |= dict.fromkeys(coding.notes)
        for guid in named:
            note = self.project.notes.get(guid)
            if note is not None:
                yield note
        for note in self.project.linked_notes(picked.selection.guid):
            if note.guid not in named:
                yield note

    def cases(self, picked: Picked) -> tuple[Case, ...]:
        """The cases that a selection belongs to."""
        found = self.project.selected.get(packed(picked.selection.guid), ())
        return tuple(self.project.cases[guid] for guid in found)

    def type_of(self, case: Case) -> str | None:
        """The type of the entity that a case of ours is, None for one that is not."""
        return case.values.get(TYPE)

    def ref(self, case: Case) -> Ref:
        """What a mark says to point to a case."""
        kind = case.values.get(TYPE)
        return Ref(case.name, self.known.entity(kind, case) if kind else "")
