# SPDX-License-Identifier: MIT
"""The rows of the board: which are shown, in which order, and what stands in them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from annotator.model.document import STATUSES
from annotator.services import documents as listing
from annotator.services import visibility
from annotator.services.board import BEGUN, DONE, NEW, NOTHING, SKIPPED, Board
from annotator.services.session import Session
from annotator.store import board as stored
from annotator.store import workload

#: Which rows are shown: all; something is left, begun, or nothing left to do;
#: nobody, one person, several people have the document.
STATES: Final = ("", "open", "begun", "done", "unassigned", "single", "several")


@dataclass(frozen=True, slots=True)
class Cell:
    """One person and one document.

    `status` is None where the person has nothing to do with it; `annotations`
    None where they may not be counted by whoever looks.
    """

    status: str | None = None
    assigned: bool = False
    seconds: int | None = None
    annotations: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the matrix; `cells` are in the order of the board's people."""

    id: int
    uid: str
    title: str
    characters: int
    cells: tuple[Cell, ...]
    gold: bool = False
    repeat: bool = False


def rows(
    session: Session,
    board: Board,
    filter: str = "",
    state: str = "",
    sort: str = "title",
    descending: bool = False,
    person: str | None = None,
) -> array[int]:
    """The row ids of the documents to show, in order.

    Args:
        filter: as in the list of documents.
        state: one of `STATES`.
        sort: as in the list of documents, or "progress" or "people".
        person: only documents that are assigned to that uid.
    """
    plain = sort if sort not in _BY_BYTES else "title"
    found = listing.rows(session, filter, plain, descending)
    column = _column(board, person)
    kept = [
        number
        for number in found
        if board.row_of(number) is not None and _fits(board, number, state, column)
    ]
    if sort in _BY_BYTES:
        key = _BY_BYTES[sort]
        kept.sort(key=lambda number: key(board.codes(number)), reverse=descending)
    return array("q", kept)


def _column(board: Board, person: str | None) -> int | None:
    if person is None:
        return None
    places = (n for n, each in enumerate(board.people) if each.uid == person)
    return next(places, -1)


def _fits(board: Board, number: int, state: str, column: int | None) -> bool:
    codes = board.codes(number)
    if column is not None and not (
        0 <= column < len(codes) and NEW <= codes[column] <= SKIPPED
    ):
        return False
    return not state or _TESTS[state](codes)


#: Bytes of cells → whether they are assigned, and whether assigned and done.
_ASSIGNED: Final = bytes(NEW <= code <= SKIPPED for code in range(256))
_FINISHED: Final = bytes(code in (DONE, SKIPPED) for code in range(256))


def _assigned(codes: bytes) -> int:
    return codes.translate(_ASSIGNED).count(1)


def _finished(codes: bytes) -> int:
    return codes.translate(_FINISHED).count(1)


def _progress(codes: bytes) -> tuple[float, int]:
    assigned = _assigned(codes)
    return (_finished(codes) / assigned if assigned else -1.0), assigned


def is_done(codes: bytes) -> bool:
    """Whether everybody who has the document is done with it."""
    return 0 < _assigned(codes) == _finished(codes)


_TESTS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "open": lambda codes: _finished(codes) < _assigned(codes),
    "begun": lambda codes: BEGUN in codes,
    "done": is_done,
    "unassigned": lambda codes: not _assigned(codes),
    "single": lambda codes: _assigned(codes) == 1,
    "several": lambda codes: _assigned(codes) > 1,
}
_BY_BYTES: Final[Mapping[str, Callable[[bytes], Any]]] = {
    "progress": _progress,
    "people": _assigned,
}


def page(session: Session, board: Board, ids: Sequence[int]) -> list[Line]:
    """The lines for a window of `ids`; documents that are gone are left out.

    Gold documents and repeats are shown, and others' annotations counted, only
    to those from whom nothing is hidden.
    """
    project = session.project
    known = stored.lines(project, ids)
    numbers = {uid: n for n, uid in stored.person_numbers(project).items()}
    counts = stored.annotation_counts(project, ids)
    seeing = visibility.sight(session, [uid for uid, _ in known.values()])
    marks = _marks(session, board) if seeing.everything else _Marks()
    made = []
    for number in ids:
        if number not in known:
            continue
        uid, title = known[number]
        cells = tuple(
            _cell(
                board,
                number,
                column,
                counts.get((number, numbers[each.uid]), 0)
                if seeing.sees(uid, each.uid)
                else None,
            )
            for column, each in enumerate(board.people)
        )
        size = board.characters(number)
        gold, again = uid in marks.gold, uid in marks.repeats
        made.append(Line(number, uid, title, size, cells, gold, again))
    return made


@dataclass(frozen=True, slots=True)
class _Marks:
    """Uids of documents that only a lead tells from others."""

    gold: Collection[str] = ()
    repeats: Collection[str] = ()


def _marks(session: Session, board: Board) -> _Marks:
    gold = {
        uid
        for each in session.project.rounds.all()
        if board.round in (None, each.uid)
        for uid in each.gold
    }
    return _Marks(gold, workload.repeats(session.project))


def _cell(board: Board, number: int, column: int, annotations: int | None) -> Cell:
    code = board.codes(number)[column]
    if code == NOTHING:
        return Cell(None, False, None, annotations)
    status = STATUSES[(code - 1) % len(STATUSES)]
    seconds = board.seconds(number, column)
    return Cell(status, code <= SKIPPED, seconds, annotations)
