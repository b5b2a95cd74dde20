# SPDX-License-Identifier: MIT
"""The board in figures: how far everybody is, and how long the rest will take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.analysis.pace import Forecast, Measured, Pace, Rest, forecast, paces
from annotator.model.document import STATUSES
from annotator.model.team import Annotator
from annotator.services.board import BEGUN, DONE, NEW, SKIPPED, Board
from annotator.services.board_rows import is_done


@dataclass(frozen=True, slots=True)
class Share:
    """What one person has to do: documents by status, time, what is left."""

    person: Annotator
    by_status: Mapping[str, int]
    seconds: int
    forecast: Forecast
    characters_left: int = 0

    @property
    def assigned(self) -> int:
        """How many documents they have."""
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        """How many are complete or set aside."""
        return self.by_status["complete"] + self.by_status["skipped"]


@dataclass(frozen=True, slots=True)
class Totals:
    """The board in figures.

    Attributes:
        documents: rows of the board.
        assigned, done: cells, and those of them that are complete or set aside.
        finished: documents of which every assigned layer is.
        seconds: time measured.
        forecast: of everything that is left, as far as it can be said.
        unknown: people of whose rest nothing can be said.
    """

    documents: int
    assigned: int
    done: int
    finished: int
    seconds: int
    forecast: int | None
    unknown: int
    shares: tuple[Share, ...]


def totals(board: Board) -> Totals:
    """Count the board, and foresee how long the rest takes from measured time."""
    known = paces(_measured(board))
    shares = tuple(
        _share(board, column, person, known)
        for column, person in enumerate(board.people)
    )
    codes = [board.codes(number) for number in board.documents]
    foreseen = [each.forecast.seconds for each in shares]
    return Totals(
        documents=len(codes),
        assigned=sum(each.assigned for each in shares),
        done=sum(each.done for each in shares),
        finished=sum(map(is_done, codes)),
        seconds=sum(each.seconds for each in shares),
        forecast=sum(each for each in foreseen if each is not None)
        if any(each is not None for each in foreseen)
        else None,
        unknown=sum(each is None for each in foreseen),
        shares=shares,
    )


def _measured(board: Board) -> Iterator[Measured]:
    for number in board.documents:
        codes = board.codes(number)
        for column, person in enumerate(board.people):
            seconds = board.seconds(number, column)
            if codes[column] in (DONE, DONE + len(STATUSES)) and seconds:
                yield Measured(person.uid, seconds, board.characters(number))


def _share(
    board: Board, column: int, person: Annotator, known: Mapping[str, Pace]
) -> Share:
    counts = dict.fromkeys(STATUSES, 0)
    seconds = documents = characters = spent = 0
    for number in board.documents:
        code = board.codes(number)[column]
        took = board.seconds(number, column) or 0
        seconds += took
        if NEW <= code <= SKIPPED:
            counts[STATUSES[code - 1]] += 1
        if code in (NEW, BEGUN):
            documents += 1
            characters += board.characters(number)
            spent += took
    left = forecast(Rest(documents, characters, spent), person.uid, known)
    return Share(person, counts, seconds, left, characters)
