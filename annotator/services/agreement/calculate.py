# SPDX-License-Identifier: MIT
"""All figures of a choice: reads the project once, then measures."""

from __future__ import annotations

from typing import Final

from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.services.agreement.calculation import Calculation
from annotator.services.agreement.choice import (
    BOUNDARY_MEASURES,
    Choice,
    expanded,
    kind_of,
)
from annotator.services.agreement.frame import load
from annotator.services.agreement.lines import lines
from annotator.services.agreement.result import Line, Result
from annotator.services.memory import rarely_collected
from annotator.services.session import Session

_MEASURING: Final = Sentence("Measuring agreement")
_ALONE: Final = Sentence(
    "No document was worked on by two of those who are compared, so that there is"
    " nothing to agree on."
)


def prepare(session: Session, choice: Choice) -> Job[Calculation]:
    """Read what a choice is about, and what its measures need.

    Raises UserError and NotFoundError for a choice that makes no sense.
    """
    wanted = expanded(choice.measures)
    roles: tuple[str, ...] = ()
    if {"alpha_u", *BOUNDARY_MEASURES} & set(wanted):
        roles = tuple(each.id for each in kind_of(session, choice).roles)
    with rarely_collected():
        frame = yield from load(session, choice, roles)
    made = Calculation(session, choice, frame)
    yield from made.point(session)
    yield from made.texts(session)
    yield from made.align()
    return made


def measure(session: Session, choice: Choice) -> Job[tuple[Calculation, Result]]:
    """All figures of a choice, with what they were made from.

    Raises UserError and NotFoundError for a choice that makes no sense.
    """
    made = yield from prepare(session, choice)
    found: list[Line] = []
    for line in lines(made):
        found.append(line)
        yield Progress(len(found), 0, _MEASURING)
    return made, made.result(found, [] if made.active else [_ALONE])


def calculate(session: Session, choice: Choice) -> Job[Result]:
    """All figures of a choice; raises as `measure` does."""
    _, result = yield from measure(session, choice)
    return result
