# SPDX-License-Identifier: MIT
"""The board in figures: how far everybody is, and how long the rest will take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.analysis.pace import Forecast, Measured, Pace, Rest, forecast, paces
from annotator.model.document import STATUSES
from annotator.model.team import Annotator
from annotator.services.board import BEGUN, DONE, NEW, Board
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


def counted(board: Board) -> tuple[Board, Totals]:
    """A board with its figures, for whoever reads both at once."""
    return board, totals(board)


def _measured(board: Board) -> Iterator[Measured]:
    for column, person in enumerate(board.people):
        codes, times = board.column(column)
        for row, taken in enumerate(times):
            if taken > 0 and codes[row] in (DONE, DONE + len(STATUSES)):
                characters = board.characters(board.documents[row])
                yield Measured(person.uid, taken, characters)


def _share(
    board: Board, column: int, person: Annotator, known: Mapping[str, Pace]
) -> Share:
    codes, times = board.column(column)
    counts = {status: codes.count(NEW + n) for n, status in enumerate(STATUSES)}
    seconds = sum(taken for taken in times if taken > 0)
    left = [row for row, code in enumerate(codes) if code in (NEW, BEGUN)]
    characters = sum(board.characters(board.documents[row]) for row in left)
    spent = sum(max(times[row], 0) for row in left)
    rest = Rest(len(left), characters, spent)
    return Share(person, counts, seconds, forecast(rest, person.uid, known), characters)
