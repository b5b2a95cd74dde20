# SPDX-License-Identifier: MIT
"""What packages of all kinds have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from annotator.model.bundle import Bundle, ProjectHeader
from annotator.model.team import Annotator, Assignment, Round
from annotator.services.export_sight import plain_round
from annotator.services.session import Session
from annotator.store.rounds import ASSIGNMENTS, ROUNDS, assignment_whole, round_whole


@dataclass(slots=True)
class Counts:
    """What went in, counted while it is read."""

    annotations: int = 0
    comments: int = 0


class Filling(Protocol):
    """What is to go into a package."""

    @property
    def documents(self) -> tuple[str, ...]:
        """Uids of the documents."""

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The assignments that go in."""

    def of_whom(self, session: Session) -> tuple[str, ...]:
        """The names of those whose work is to be reviewed."""

    def bundle(self, session: Session, counts: Counts) -> Bundle:
        """The chosen rows; `counts` goes up while its documents are read."""


def header(
    whole: ProjectHeader,
    people: Iterable[Annotator],
    rounds: Iterable[Round],
    assignments: Iterable[Assignment],
) -> ProjectHeader:
    """What a package knows of the project: all nouns, and the people it speaks of."""
    return ProjectHeader(
        title=whole.title,
        codebook=whole.codebook,
        annotators=tuple(people),
        entities=whole.entities,
        vocabularies=whole.vocabularies,
        items={
            ROUNDS: tuple(round_whole(plain_round(each)) for each in rounds),
            ASSIGNMENTS: tuple(map(assignment_whole, assignments)),
        },
    )
