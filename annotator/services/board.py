# SPDX-License-Identifier: MIT
"""The matrix of documents and people: who has what, and how far they are.

A board is read once and holds one byte for each cell, so that ten thousand
documents of twenty people are counted, filtered and sorted in no time.  Titles
and numbers of annotations are read for the rows that are looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from annotator.model.document import STATUSES
from annotator.model.team import Annotator
from annotator.services.session import Session
from annotator.store import board as stored
from annotator.store import workload

#: A cell's byte: 0 nothing; 1 to 4 assigned, by status; 5 to 8 only begun.
NOTHING: Final = 0

NEW, BEGUN, DONE, SKIPPED = range(1, 1 + len(STATUSES))
_OFFSET: Final = {True: NEW, False: NEW + len(STATUSES)}


@dataclass(slots=True)
class Board:
    """A matrix that was read.

    Attributes:
        round: uid of the round, None for the whole project.
        people: the columns.
        documents: row ids of the documents.
    """

    round: str | None
    people: tuple[Annotator, ...]
    documents: array[int]
    _row: dict[int, int] = field(default_factory=dict)
    _column: dict[int, int] = field(default_factory=dict)
    _state: bytearray = field(default_factory=bytearray)
    _seconds: array[int] = field(default_factory=lambda: array("l"))
    _lengths: Mapping[int, int] = field(default_factory=dict)

    def row_of(self, document: int) -> int | None:
        """The row of a document by its row id."""
        return self._row.get(document)

    def column(self, column: int) -> tuple[bytes, array[int]]:
        """The bytes and times (-1: none) of a person's cells, row by row."""
        width = max(len(self.people), 1)
        return bytes(self._state[column::width]), self._seconds[column::width]

    def codes(self, document: int) -> bytes:
        """The bytes of a document's cells."""
        width, row = len(self.people), self._row[document]
        return bytes(self._state[row * width : (row + 1) * width])

    def seconds(self, document: int, column: int) -> int | None:
        """The time of a cell, None where none was measured."""
        found = self._seconds[self._row[document] * len(self.people) + column]
        return None if found < 0 else found

    def characters(self, document: int) -> int:
        """The length of a document's text."""
        return self._lengths.get(document, 0)

    def take(self, cells: Iterable[stored.Cell], again: Iterable[int]) -> None:
        """Note what was read; the rows `again` are emptied before."""
        width = len(self.people)
        for document in again:
            row = self._row.get(document)
            if row is not None:
                place = row * width
                self._state[place : place + width] = bytes(width)
                self._seconds[place : place + width] = array("l", [-1]) * width
        for document, person, status, seconds, assigned in cells:
            row, column = self._row.get(document), self._column.get(person)
            if row is not None and column is not None:
                place = row * width + column
                self._put(place, status, seconds, assigned)

    def _put(
        self, place: int, status: str, seconds: int | None, assigned: bool
    ) -> None:
        if assigned or not self._state[place]:
            code = STATUSES.index(status) if status in STATUSES else 0
            self._state[place] = _OFFSET[assigned] + code
            self._seconds[place] = -1 if seconds is None else seconds


# -- reading ----------------------------------------------------------------------


def load(session: Session, round_uid: str | None) -> Board:
    """The board of a round, or (None) of all documents."""
    project = session.project
    cells = list(stored.cells(project, round_uid))
    if round_uid is None:
        documents = project.documents.ids("", (), "d.id")
    else:
        documents = array("q", sorted({each[0] for each in cells if each[4]}))
    uids = stored.person_numbers(project)
    rows = {document: row for row, document in enumerate(documents)}
    busy = {each[1] for each in cells if each[0] in rows}
    known = {person.uid: person for person in session.annotators()}
    columns = [
        number for number, uid in uids.items() if number in busy or _works(known[uid])
    ]
    size = len(documents) * len(columns)
    made = Board(
        round_uid,
        tuple(known[uids[number]] for number in columns),
        documents,
        rows,
        {number: column for column, number in enumerate(columns)},
        bytearray(size),
        array("l", [-1]) * size,
        workload.lengths(project, documents),
    )
    made.take(cells, ())
    return made


def refresh(session: Session, board: Board, documents: Collection[str]) -> None:
    """Read again what may have changed in documents (uids) of the board."""
    numbers = [session.project.documents.row_id(uid) for uid in documents]
    rows = [n for n in numbers if n is not None and board.row_of(n) is not None]
    board.take(list(stored.cells(session.project, board.round, rows)), rows)


def _works(person: Annotator) -> bool:
    return person.role == "annotator" and not person.inactive
